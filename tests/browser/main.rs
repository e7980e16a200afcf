//! Does the tag work in a real browser, from `newsrack build` to clicks on the page?
//!
//! Each engine plays all scenarios, one after another, each on a fresh page with an empty cache.
//! Run by `cargo xtask test`, or, once the site is built, by
//! `cargo test --test browser -- [--engine NAME] [part of a name]`.

mod accessibility;
mod articles;
mod attributes;
mod axe;
mod cards;
mod colors;
mod counting;
mod crashes;
mod demo;
mod driver;
mod embed;
mod embedding;
mod events;
mod examples;
mod faults;
mod forced;
mod frameworks;
mod host;
mod hostile;
mod hosting;
mod keyboard;
mod keys;
mod languages;
mod layouts;
mod loading;
mod looks;
mod manners;
mod measure;
mod moving;
mod page;
mod policies;
mod pictures;
mod press;
mod rack;
mod reader;
mod reading;
mod registration;
mod released;
mod search;
mod server;
mod site;
mod sizes;
mod skeleton;
mod slots;
mod snippet;
mod spoken;
mod stage;
mod states;
mod styled;
mod surface;

use anyhow::Result;
use anyhow::anyhow;
use driver::Browser;
use driver::Engine;
use frameworks::htmx;
use frameworks::react;
use frameworks::svelte;
use frameworks::turbo;
use frameworks::vue;
use frameworks::yew;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::time::Instant;
use tokio::signal::ctrl_c;
use tokio::signal::unix::SignalKind;
use tokio::signal::unix::signal;

/// Something that a reader or a page owner does, and what has to come of it.
struct Scenario {
    name: &'static str,
    play: fn(&Browser) -> LocalBoxFuture<'_, Result<()>>,
}

macro_rules! scenarios {
    ($($file:ident :: $name:ident,)*) => {
        [$(Scenario {
            name: concat!(stringify!($file), "::", stringify!($name)),
            play: |browser| $file::$name(browser).boxed_local(),
        }),*]
    };
}

const SCENARIOS: &[Scenario] = &scenarios![
    host::faults_happen_until_they_are_mended,
    host::compression_saves_bytes_and_changes_nothing,
    host::other_origins_may_read_unless_forbidden,
    host::the_log_tells_paths_sizes_and_times,
    demo::the_page_shows_cards,
    demo::a_tick_narrows_the_cards_and_the_status_counts_them,
    demo::the_page_fits_every_width_in_light_and_dark,
    articles::all_published_articles_can_be_reached,
    reader::ticks_bounds_and_order_narrow_and_clear_widens,
    reader::related_coverage_opens_with_its_sources,
    reader::a_facet_of_many_values_stays_usable,
    reader::attributes_are_live_and_the_host_hears_nothing_of_its_own,
    reader::an_unknown_value_is_the_default_and_one_warning,
    reader::a_page_that_renders_during_an_event_takes_nothing_back,
    reader::a_moved_rack_keeps_what_it_shows_and_asks_for_nothing,
    reader::the_page_may_prevent_that_a_card_is_followed,
    reader::a_search_answers_as_the_command_line_does,
    reader::what_does_not_arrive_is_said_and_can_be_had_later,
    reader::a_refresh_keeps_where_the_reader_was,
    reader::the_page_may_call_back_whenever_it_is_told,
    reader::a_question_without_an_answer_is_not_answered,
    reader::the_focus_goes_where_the_reader_looks,
    reading::an_article_opens_with_all_that_belongs_to_it,
    reading::escape_closes_it_and_the_focus_returns,
    reading::a_click_beside_it_closes_it,
    reading::back_closes_it_and_its_address_opens_it,
    reading::next_and_previous_turn_the_list_that_is_shown,
    reading::the_page_may_prevent_that_an_article_opens,
    reading::the_page_may_prevent_that_another_is_turned_to,
    reading::an_article_without_a_body_leads_to_its_page,
    reading::a_text_that_does_not_arrive_is_said_and_can_be_had_later,
    reading::a_footnote_is_gone_to_and_back,
    reading::the_strictest_policy_lets_one_read,
    reading::a_moved_rack_stays_open,
    reading::a_rack_that_was_away_comes_back_open,
    reading::what_is_painted_meanwhile_opens_nothing,
    reading::nothing_makes_a_narrow_page_scroll_sideways,
    reading::it_looks_like_something_in_every_light,
    search::words_narrow_as_they_are_typed,
    search::words_answer_as_on_the_command_line,
    search::a_typo_is_forgiven_and_said,
    search::an_empty_answer_says_what_to_loosen,
    search::a_step_back_while_it_loads_counts,
    search::the_address_keeps_what_was_asked,
    search::a_late_answer_does_not_replace_a_later_question,
    search::counts_that_do_not_arrive_are_said_and_can_be_had_later,
    search::counts_are_spoken_when_the_hand_rests,
    search::what_the_letters_before_asked_for_is_dropped,
    counting::a_frequent_word_is_answered_without_postings_and_labels,
    counting::a_tally_that_cannot_be_had_costs_nothing_but_time,
    examples::each_fits_every_width,
    examples::a_page_that_styles_everything_changes_nothing_inside,
    examples::two_racks_answer_two_questions,
    examples::an_arabic_page_reads_from_right_to_left,
    examples::a_broken_picture_keeps_its_place,
    examples::a_form_sets_attributes_and_shows_the_tag,
    examples::three_ways_of_styling_show,
    examples::a_page_hears_what_a_reader_does,
    examples::a_frame_is_followed,
    pictures::a_phone_fetches_the_narrow_ones,
    pictures::a_color_waits_in_the_place_of_a_picture,
    hosting::a_rack_lives_on_a_page_of_another_origin,
    hosting::every_compression_will_do,
    hosting::a_wrong_type_of_the_webassembly_does_no_harm,
    hosting::two_racks_ask_for_the_webassembly_once,
    hosting::a_rack_that_comes_later_reads_the_news_of_then,
    hosting::nothing_is_asked_of_anybody_else,
    cards::each_is_an_article_in_a_list_with_one_link,
    cards::an_article_in_another_language_says_so,
    cards::a_time_is_told_in_words_and_the_date_without_a_hand,
    cards::coverage_is_a_disclosure_whose_links_name_their_sources,
    cards::pictures_are_asked_for_as_they_are_seen,
    layouts::nothing_is_lost_in_a_narrow_container,
    layouts::a_magazine_has_a_lead_story_and_followers,
    layouts::from_right_to_left_all_boxes_are_mirrored,
    accessibility::what_is_wrong_inside_is_found,
    accessibility::every_state_is_open_to_everybody,
    accessibility::every_state_is_open_from_right_to_left,
    keyboard::a_keyboard_searches_filters_and_clears,
    keyboard::a_keyboard_orders,
    keyboard::a_keyboard_follows_opens_and_shows_more,
    keyboard::every_stop_is_seen_in_any_light,
    keyboard::all_that_a_hand_reaches_is_a_stop_in_order,
    keyboard::no_key_does_anything_outside,
    keyboard::trying_again_keeps_the_focus,
    spoken::everything_has_its_role_and_its_name,
    spoken::a_search_is_told_in_the_live_region,
    spoken::a_count_is_told_when_the_hand_has_rested,
    spoken::each_link_to_other_coverage_has_its_source_in_its_name,
    spoken::a_dialog_and_ways_out_are_told,
    sizes::every_target_is_as_large_as_a_fingertip,
    sizes::a_small_target_is_noticed,
    sizes::nothing_is_lost_at_any_size_of_letters,
    sizes::nothing_moves_for_those_whom_motion_makes_ill,
    looks::every_look_fits_from_left_to_right,
    looks::every_look_fits_from_right_to_left,
    forced::what_stands_on_a_ground_has_an_edge,
    styled::the_styles_of_the_page_change_no_pixel,
    styled::the_rack_changes_nothing_on_the_page,
    hostile::what_is_strange_is_noticed,
    hostile::nothing_that_an_article_says_runs,
    hostile::nothing_that_is_asked_for_runs,
    hostile::names_that_are_there_already_are_topics_like_others,
    hostile::what_is_pasted_is_text_as_well,
    hostile::feeds_say_the_same_and_hold_nothing_that_runs,
    languages::a_german_page_has_german_words_and_asks_for_them_once,
    languages::an_arabic_page_reads_from_right_to_left_with_six_plurals,
    languages::a_japanese_page_has_japanese_words,
    languages::chinese_is_written_as_the_region_writes_it,
    languages::a_language_that_nobody_translated_has_english_words_that_say_so,
    languages::a_change_of_language_changes_the_words,
    languages::the_zone_of_the_page_is_heeded,
    languages::words_that_do_not_arrive_leave_english,
    languages::a_failure_is_told_in_the_language_of_the_page,
    languages::the_browser_finds_every_plural_that_it_asks_for,
    languages::one_timer_serves_all_racks_and_rests_while_nobody_looks,
    languages::every_language_fits_every_width,
    surface::attributes_properties_and_methods_are_those_of_the_table,
    surface::parts_slots_and_states_are_those_of_the_table,
    surface::events_are_those_of_the_table,
    surface::each_custom_property_changes_what_is_seen,
    surface::a_sheet_of_the_page_is_adopted_and_can_be_changed,
    surface::a_sheet_that_cannot_be_had_leaves_the_built_in_look,
    skeleton::each_box_is_as_large_as_a_card,
    skeleton::nothing_moves_where_nothing_is_pasted,
    registration::importing_the_class_defines_nothing,
    registration::it_is_defined_in_the_registry_that_it_is_given,
    registration::the_script_may_come_before_or_after_the_tag,
    registration::a_rack_may_be_made_in_any_way,
    registration::a_declared_shadow_root_is_taken_over,
    registration::what_is_parsed_later_is_fallback_too,
    registration::the_class_is_there_before_the_webassembly,
    registration::a_page_that_is_a_file_keeps_its_fallback,
    attributes::every_attribute_has_its_property_both_ways,
    attributes::a_list_as_a_property_may_hold_commas,
    attributes::a_property_set_before_the_script_counts,
    attributes::attributes_may_come_in_any_order,
    attributes::what_the_author_says_of_the_tag_wins,
    attributes::numbers_keep_their_range_and_flags_are_there_or_not,
    attributes::ten_changes_in_one_task_are_painted_once,
    attributes::where_a_relative_address_leads_is_settled_at_once,
    attributes::what_is_complete_shows_the_last_change,
    attributes::what_the_reader_does_writes_no_attribute,
    events::a_load_is_told_once_from_start_to_end,
    events::a_page_may_load_again_whenever_it_is_told,
    events::details_are_frozen_and_plain,
    events::a_reader_may_be_kept_here_whatever_they_use,
    events::a_page_is_not_told_of_what_it_did_itself,
    events::a_method_that_is_called_early_counts_later,
    slots::every_slot_is_there_in_every_state,
    slots::exactly_one_state_holds_at_each_moment,
    slots::without_custom_states_nothing_else_is_lost,
    slots::it_is_a_block_that_hides_and_has_a_theme_before_it_starts,
    slots::looks_are_inherited_from_the_page,
    slots::whatever_the_colors_of_a_page_all_can_be_read,
    loading::nothing_is_asked_for_far_from_the_screen,
    loading::an_eager_one_starts_wherever_it_is,
    loading::a_focus_inside_wakes_it_from_afar,
    loading::the_focus_on_a_headline_goes_on_to_its_card,
    loading::where_data_is_saved_it_waits_for_a_hand,
    moving::put_elsewhere_it_keeps_what_the_reader_did,
    moving::moved_as_a_whole_it_keeps_everything,
    moving::an_open_article_stays_where_it_was_read,
    moving::what_is_taken_out_asks_for_nothing_more,
    moving::a_question_on_its_way_is_asked_again_when_it_is_back,
    moving::one_that_is_moved_while_it_loads_asks_once,
    moving::one_that_is_back_soon_loads_as_if_nothing_had_been,
    moving::taken_out_before_its_words_came_it_asks_for_no_cards,
    moving::one_that_goes_takes_nothing_from_another,
    moving::one_that_gets_another_bundle_while_it_is_away_forgets_the_first,
    manners::nothing_around_it_is_touched,
    manners::no_link_tells_another_window_of_the_page,
    snippet::without_scripts_a_reader_has_the_headlines,
    snippet::the_demo_has_headlines_without_scripts,
    snippet::where_webassembly_is_forbidden_the_headlines_stay,
    snippet::where_the_bundle_is_gone_the_headlines_stay,
    snippet::no_title_is_there_twice,
    snippet::nothing_moves_when_the_cards_come,
    snippet::nothing_moves_below_few_headlines_on_a_page_with_the_sheet,
    snippet::while_it_loads_the_headlines_stand_where_they_stood,
    snippet::few_headlines_have_the_room_of_the_cards,
    snippet::dates_are_told_as_the_browser_tells_them,
    embedding::a_rack_lives_in_another_shadow_root,
    embedding::copies_of_a_template_live_each_for_itself,
    embedding::the_script_may_come_twice,
    embedding::of_two_versions_the_first_lives_and_one_warning_says_so,
    embedding::two_versions_live_under_two_tags,
    embedding::a_rack_may_come_and_go_a_hundred_times,
    embedding::a_hundred_racks_leave_nothing_behind,
    embed::a_frame_is_as_tall_as_what_is_in_it,
    embed::a_frame_follows_when_its_width_changes,
    embed::an_article_opens_in_full_in_a_frame,
    embed::a_frame_follows_within_a_fifth_of_a_second,
    embed::a_browser_that_sizes_frames_itself_needs_no_script,
    embed::an_article_opens_where_the_reader_looks,
    embed::a_frame_never_grows_by_itself,
    embed::nobody_else_says_how_tall_a_frame_is,
    embed::a_frame_that_was_led_away_is_not_heard,
    embed::a_page_may_listen_late,
    embed::without_a_listener_the_reader_scrolls,
    embed::an_address_says_how_it_looks_and_never_what_it_shows,
    react::its_attributes_are_live,
    react::its_attributes_are_live_when_the_script_is_late,
    react::it_hears_each_event_once,
    react::what_moves_keeps_its_state,
    react::what_goes_leaves_nothing_behind,
    react::what_a_server_rendered_is_taken_over,
    vue::its_attributes_are_live,
    vue::its_attributes_are_live_when_the_script_is_late,
    vue::it_hears_each_event_once,
    vue::what_moves_keeps_its_state,
    vue::what_goes_leaves_nothing_behind,
    vue::what_sleeps_or_is_hidden_wakes_as_it_was,
    svelte::its_attributes_are_live,
    svelte::its_attributes_are_live_when_the_script_is_late,
    svelte::it_hears_each_event_once,
    svelte::what_moves_keeps_its_state,
    svelte::what_goes_leaves_nothing_behind,
    htmx::what_is_swapped_in_lives_and_what_is_swapped_out_is_gone,
    htmx::a_morph_changes_attributes_and_keeps_what_the_reader_did,
    htmx::a_boosted_link_and_back_show_one_rack_each,
    turbo::visits_and_snapshots_show_one_rack_each,
    turbo::a_morph_changes_attributes_and_keeps_what_the_reader_did,
    turbo::many_visits_leave_nothing_behind,
    yew::a_tick_inside_is_heard_outside_as_the_page_says,
    yew::what_is_typed_inside_stays_inside,
    yew::what_is_done_outside_stays_outside,
    yew::racks_move_and_go_as_the_page_renders,
    policies::p1_the_own_origin_and_nothing_else,
    policies::p2_a_foreign_page_and_a_cdn,
    policies::p3_a_nonce_and_strict_dynamic,
    policies::p4_a_hash_alone,
    policies::p5_scripts_need_an_integrity,
    policies::p6_a_page_apart_from_all_others,
    policies::p7_a_sandboxed_frame,
    policies::n1_webassembly_is_refused,
    policies::n2_the_webassembly_is_altered,
    policies::n3_the_loader_is_altered,
    released::pages_that_vite_built_show_cards,
    released::pages_that_vite_serves_to_a_developer_show_cards,
    released::an_older_vite_needs_no_setting_either,
    released::what_an_archive_built_is_shown_by_its_pages,
    faults::without_the_webassembly_the_fallback_stays,
    faults::without_a_manifest_the_fallback_stays,
    faults::a_bundle_of_a_newer_format_is_refused,
    faults::a_tag_without_a_bundle_says_so_when_it_is_asked,
    crashes::a_trap_starts_the_engine_anew_with_what_was_asked,
    crashes::a_trap_while_it_paints_is_noticed,
    crashes::a_panic_while_it_paints_is_noticed_and_said,
    crashes::a_trap_of_a_method_is_noticed,
    crashes::an_engine_that_dies_again_is_given_up,
    crashes::a_trap_while_a_file_arrives_is_noticed,
    crashes::whoever_waits_for_an_answer_gets_it_from_the_next_engine,
    crashes::what_was_read_when_it_is_given_up_is_closed,
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    // Where in our tests it was says more than a stack of the runtime's functions.
    std::panic::set_hook(Box::new(|panic| println!("    {panic}")));
    let words: Vec<String> = std::env::args().skip(1).collect();
    // What is given up is dropped, and with it go drivers and browsers.
    tokio::select! {
        code = obey(&words) => code,
        () = interrupted() => ExitCode::FAILURE,
    }
}

async fn interrupted() {
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            _ = terminated.recv() => {}
            _ = ctrl_c() => {}
        },
        Err(_) => drop(ctrl_c().await),
    }
}

async fn obey(words: &[String]) -> ExitCode {
    if measure::is_asked_for(words) {
        return measure::run(words).await;
    }
    let (engines, parts) = match words {
        [option, name, parts @ ..] if option == "--engine" => match Engine::named(name) {
            Some(engine) => (vec![engine], parts),
            None => {
                println!("`{name}` is no engine: chromium, firefox and webkit are");
                return ExitCode::FAILURE;
            }
        },
        parts => (Engine::ALL.to_vec(), parts),
    };
    let mut is_good = true;
    for engine in engines {
        is_good &= test(engine, parts).await;
    }
    if is_good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Plays what is wanted in one engine. An engine in which nothing was played has failed.
async fn test(engine: Engine, parts: &[String]) -> bool {
    let is_wanted = |name: &str| parts.is_empty() || parts.iter().any(|part| name.contains(part));
    let scenarios = SCENARIOS.iter().filter(|scenario| is_wanted(scenario.name));
    println!("\nin {}", engine.name());
    let start = Instant::now();
    let (passed, failed) = match Browser::start(engine).await {
        Ok(browser) => play_all(browser, scenarios).await,
        Err(error) => {
            println!("no browser: {error:#}");
            (0, 1)
        }
    };
    let is_good = failed == 0 && passed > 0;
    println!(
        "\ntest result: {}. {passed} passed; {failed} failed; {} finished in {:.1} s",
        if is_good { "ok" } else { "FAILED" },
        engine.name(),
        start.elapsed().as_secs_f64()
    );
    is_good
}

async fn play_all(browser: Browser, scenarios: impl Iterator<Item = &Scenario>) -> (usize, usize) {
    let (mut passed, mut failed) = (0, 0);
    for scenario in scenarios {
        match play(&browser, scenario).await {
            true => passed += 1,
            false => failed += 1,
        }
    }
    browser.quit().await;
    (passed, failed)
}

async fn play(browser: &Browser, scenario: &Scenario) -> bool {
    let start = Instant::now();
    let mut outcome = outcome(browser, scenario).await;
    if let Err(failure) = &outcome
        && failure.is_stumble(browser.engine)
    {
        println!("    AGAIN in WebKit: {:#}", failure.error);
        outcome = self::outcome(browser, scenario).await;
    }
    let verdict = if outcome.is_ok() { "ok" } else { "FAILED" };
    let seconds = start.elapsed().as_secs_f64();
    println!("test {} ... {verdict} ({seconds:.1} s)", scenario.name);
    if let Err(failure) = &outcome {
        explain(browser, scenario.name, failure).await;
    }
    outcome.is_ok()
}

/// Why a scenario failed, and what the console said until then.
struct Failure {
    error: anyhow::Error,
    said: Vec<String>,
}

impl Failure {
    /// WebKitGTK 2.50 says this once in some thousand scenarios, at an instruction that the same bytes pass at all
    /// other times, and in other engines always. A fault of ours would trap again.
    const STUMBLE: &str = "Out of bounds memory access";

    fn is_stumble(&self, engine: Engine) -> bool {
        let error = format!("{:#}", self.error);
        let mut told = self.said.iter().chain([&error]);
        engine == Engine::WebKit && told.any(|line| line.contains(Self::STUMBLE))
    }
}

async fn outcome(browser: &Browser, scenario: &Scenario) -> Result<(), Failure> {
    let play = async {
        browser.start_afresh().await?;
        (scenario.play)(browser).await
    };
    let played = AssertUnwindSafe(play).catch_unwind().await;
    match played.unwrap_or_else(|_| Err(anyhow!("a panic, told above"))) {
        Ok(()) => Ok(()),
        Err(error) => {
            let said = browser.console().await.unwrap_or_default();
            Err(Failure { error, said })
        }
    }
}

/// What somebody who was not there wants to see: the page, and what it said.
async fn explain(browser: &Browser, name: &str, failure: &Failure) {
    println!("    {:#}", failure.error);
    let picture = format!("failed-{}", name.replace("::", "-"));
    if let Ok(path) = browser.screenshot(&picture).await {
        println!("    the page then: {}", path.display());
    }
    for line in &failure.said {
        println!("    console: {line}");
    }
}
