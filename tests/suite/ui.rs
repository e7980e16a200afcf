//! What does a reader see? The views, rendered natively.

use std::rc::Rc;

use newsrack::model::{Card, Color, Image, Links, Picture, Provider, Story, StoryId, Width};
use newsrack::query::{Choice, Facet, PerFacet, Query, Results};
use newsrack::ui::{
    Action, Coverage, Fold, Options, Rack, RackProps, State, Stories, Times, View, Words,
};
use yew::{Callback, ServerRenderer};

fn card() -> Card {
    Card {
        id: 7.into(),
        title: "Quantum <computing> & you".into(),
        excerpt: Some("A short one.".into()),
        published: "2022-09-13T12:14:00Z".parse().unwrap(),
        links: Links {
            web: "https://a.example/1".parse().ok(),
            amp: "https://a.example/amp".parse().ok(),
            ..Links::default()
        },
        kind: Some("article".into()),
        provider: Some(Provider {
            name: "The Post".into(),
            domain: Some("post.example".into()),
            icon: None,
        }),
        topics: vec!["AI".into(), "Chips".into()],
        locale: None,
        image: Some(Image {
            size: Some((1200, 675)),
            color: Color::from_bits(0x8AF),
            widths: vec![width(640, "picture-y.webp"), width(1200, "picture-z.webp")],
            ..Image::new(Picture::Bundled("picture-x.webp".parse().unwrap()))
        }),
        related: vec![StoryId(0), StoryId(1)],
        has_body: false,
    }
}

fn width(pixels: u32, file: &str) -> Width {
    Width {
        pixels,
        file: file.parse().unwrap(),
    }
}

fn story(title: &str) -> Option<Rc<Story>> {
    Some(Rc::new(Story {
        title: title.into(),
        excerpt: None,
        published: None,
        links: Links {
            web: "https://b.example/".parse().ok(),
            ..Links::default()
        },
        kind: None,
        provider: Some(Provider {
            name: "Other".into(),
            domain: None,
            icon: None,
        }),
        quality: None,
    }))
}

fn view(card: Card) -> View {
    let choice = Choice {
        value: "AI".into(),
        label: "AI".into(),
        count: 1,
    };
    let mut facets = PerFacet::<Vec<Choice>>::default();
    facets[Facet::Topic] = vec![
        choice.clone(),
        Choice {
            value: "Chips".into(),
            label: "Chips".into(),
            count: 12,
        },
    ];
    View {
        options: Rc::new(Options::default()),
        query: Rc::new(Query::default().toggled(Facet::Topic, "AI")),
        results: Rc::new(Results {
            total: 30,
            docs: vec![0],
            ..Results::default()
        }),
        choices: Rc::new(facets),
        is_counting: false,
        suggestion: None,
        snippets: Rc::default(),
        cards: Rc::new(vec![Rc::new(card)]),
        stories: Rc::new(Stories {
            per_file: 96,
            files: vec![(0, vec![story("Another view"), story("A third")])],
        }),
        unfolded: Rc::default(),
        reading: None,
        values: PerFacet::new(|_| 2),
        times: Times::plain(),
        words: Words::english(),
        fold: Fold(str::to_lowercase),
        folder: "https://cdn.example/news/".into(),
        is_pending: false,
        is_incomplete: false,
        is_answered: true,
    }
}

/// The markup of a rack with one card.
fn rendered(change: impl FnOnce(&mut View) + Send + 'static) -> String {
    let props = move || {
        let mut view = view(card());
        change(&mut view);
        RackProps {
            view: Rc::new(view),
            rendered: Callback::noop(),
        }
    };
    futures_executor::block_on(
        ServerRenderer::<Rack>::with_props(props)
            .hydratable(false)
            .render(),
    )
}

#[track_caller]
fn check(markup: &str, holds: &[&str], lacks: &[&str]) {
    for held in holds {
        assert!(markup.contains(held), "{held}\nis not in\n{markup}");
    }
    for lacking in lacks {
        assert!(!markup.contains(lacking), "{lacking}\nis in\n{markup}");
    }
}

#[test]
fn a_card_has_one_primary_link_and_escaped_text() {
    let markup = rendered(|_| ());
    check(
        &markup,
        &[
            r#"<h3 part="card-title""#,
            r#"href="https://a.example/1""#,
            "Quantum &lt;computing&gt; &amp; you",
            r#"datetime="2022-09-13T12:14:00Z""#,
            r#"src="https://cdn.example/news/picture-x.webp""#,
            r#"width="1200" height="675""#,
            "1 of 30 articles",
            "Show 12 more",
        ],
        &["style=", "<computing>"],
    );
    assert_eq!(markup.matches(r#"part="card-title""#).count(), 1);
}

#[test]
fn a_tick_shows_before_its_answer_is_here() {
    let markup = rendered(|_| ());
    let ticked = markup
        .split("<li>")
        .filter(|item| item.contains("checked"))
        .count();
    assert_eq!(ticked, 1, "{markup}");
    check(
        &markup,
        &["Filters (1)", ", 12 articles", r#"data-facet="topic""#],
        &[],
    );
}

#[test]
fn related_coverage_is_a_disclosure_and_stays_out_of_the_page_until_it_is_opened() {
    check(
        &rendered(|_| ()),
        &["<details", "2 more sources"],
        &["Another view"],
    );
    let without = rendered(|view| {
        view.options = Rc::new(Options {
            has_related: false,
            ..Options::default()
        })
    });
    check(&without, &[], &["<details", "2 more sources"]);
}

#[test]
fn a_link_to_other_coverage_holds_its_source() {
    let markup = rendered(|view| {
        let state = State::new(Options::default(), Query::default());
        let covered = Action::Covered(card().id, Coverage::Few);
        view.unfolded = state.after(&covered).unfolded;
    });
    let link = r#"rel="noopener" href="https://b.example/">Another view<span class="byline"><bdi class="provider">Other</bdi></span></a>"#;
    check(&markup, &[link], &[]);
}

#[test]
fn a_picture_without_a_title_means_nothing_to_those_who_do_not_see_it() {
    let markup = rendered(|_| ());
    let picture = r#"loading="eager" decoding="async" alt="""#;
    check(&markup, &[picture], &["fetchpriority"]);
}

#[test]
fn the_first_picture_comes_before_all_else_where_the_rack_begins_in_sight() {
    let markup = rendered(|view| {
        let second = Card {
            id: 8.into(),
            ..card()
        };
        view.cards = Rc::new(vec![Rc::new(card()), Rc::new(second)]);
        view.options = Rc::new(Options {
            is_in_sight: true,
            ..Options::default()
        });
    });
    check(&markup, &[r#"loading="eager" fetchpriority="high""#], &[]);
    assert_eq!(markup.matches("fetchpriority").count(), 1);
}

#[test]
fn what_the_host_leaves_out_is_left_out() {
    let without = rendered(|view| {
        view.options = Rc::new(Options {
            has_filters: false,
            has_images: false,
            headline_level: None,
            ..Options::default()
        });
    });
    check(
        &without,
        &[r#"<div part="card-title""#],
        &["<fieldset", "<img", "<h3"],
    );
}

#[test]
fn a_card_without_picture_keeps_its_place() {
    let markup = rendered(|view| {
        view.cards = Rc::new(vec![Rc::new(Card {
            image: None,
            ..card()
        })])
    });
    check(&markup, &[r#"data-missing="" class="picture""#], &["<img"]);
}

#[test]
fn a_card_without_any_address_has_a_title_without_a_link() {
    let markup = rendered(|view| {
        view.cards = Rc::new(vec![Rc::new(Card {
            links: Links::default(),
            ..card()
        })])
    });
    check(&markup, &[r#"<a dir="auto" class="link">Quantum"#], &[]);
}

#[test]
fn what_is_said_is_in_its_language_and_news_in_that_of_its_page() {
    let markup = rendered(|view| {
        view.words = Words::new("en", "sw", |word, _, _| word.key().to_owned());
    });
    check(
        &markup,
        &[
            r#"aria-labelledby="title-0000000000000007" lang="sw">"#,
            r#"lang="en" class="related""#,
        ],
        &["Show", "Filters"],
    );
}

#[test]
fn an_empty_answer_says_what_to_do() {
    let markup = rendered(|view| {
        view.results = Rc::default();
        view.cards = Rc::default();
    });
    check(
        &markup,
        &["No articles match.", r#"part="empty""#, "Ask for less"],
        &[],
    );
}

#[test]
fn what_did_not_arrive_is_said_and_can_be_tried_again() {
    check(
        &rendered(|view| view.is_incomplete = true),
        &["Some articles could not be loaded.", "Try again"],
        &[],
    );
}
