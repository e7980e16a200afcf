//! `newsrack.toml`: what is documented, and that a flag wins over it.

use std::fs;
use std::path::Path;

use newsrack::bundle::{SETTINGS, Setting};

use crate::desk::Desk;

/// The end of the part of `docs/settings.md` that is written by hand.
const MARK: &str = "src/bundle/settings.rs. -->\n";

fn table() -> String {
    let row = |setting: &Setting| {
        let default = setting
            .default
            .map_or("–".to_owned(), |default| format!("`{default}`"));
        format!("| `{}` | {default} | {} |\n", setting.name, setting.why)
    };
    let rows: String = SETTINGS.iter().map(row).collect();
    format!("\n| Setting | Default | What for |\n|---|---|---|\n{rows}")
}

/// A file that says nothing yet: take the `#` from what is to hold.
fn example() -> String {
    let lines = |setting: &Setting| {
        format!(
            "\n# {}\n#{} = {}\n",
            setting.why, setting.name, setting.example
        )
    };
    let settings: String = SETTINGS.iter().map(lines).collect();
    format!(
        "# The settings of `newsrack build` and `newsrack check`, each with its default.\n{settings}"
    )
}

/// The example with everything said that `is_said`.
fn said(is_said: impl Fn(&Setting) -> bool) -> String {
    let mut text = example();
    for setting in SETTINGS.iter().filter(|setting| is_said(setting)) {
        let line = format!("{} = {}", setting.name, setting.example);
        text = text.replace(&format!("#{line}"), &line);
    }
    text
}

#[test]
fn the_documentation_tells_every_setting_as_the_code_has_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/settings.md");
    let text = fs::read_to_string(&path).unwrap();
    let (by_hand, found) = text.split_at(text.find(MARK).unwrap() + MARK.len());
    let example = example();
    let expected = format!("{}\n```toml\n{example}```\n", table());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, format!("{by_hand}{expected}")).unwrap();
    } else {
        assert!(
            found == expected,
            "docs/settings.md differs; run with UPDATE_EXPECT=1"
        );
    }
}

#[test]
fn the_defaults_are_what_holds_where_nothing_is_said() {
    let desk = Desk::new();
    desk.article("a.md", "locale: de\n");
    desk.article("b.md", "published: false\n");
    desk.article("c.md", "odd-one: 1\n");
    let usual = desk.newsrack(&["build"]);
    let files = desk.files("bundle");
    assert_eq!(usual.code, Some(0), "{}", usual.stderr);
    for settings in [example(), said(|setting| setting.default.is_some())] {
        desk.write("newsrack.toml", settings);
        // Nothing is left to be remembered, which the last line would tell.
        fs::remove_dir_all(desk.path(".newsrack-cache")).unwrap();
        let run = desk.newsrack(&["build"]);
        assert_eq!(
            (run.code, &run.stdout, &run.stderr),
            (usual.code, &usual.stdout, &usual.stderr)
        );
        assert!(desk.files("bundle") == files);
    }
}

#[test]
fn every_example_is_a_setting_that_is_taken() {
    let desk = Desk::new();
    desk.article("a.md", "publishedDateTime: 2022-01-01T00:00:00Z\n");
    desk.write("newsrack.toml", said(|_| true));
    let run = desk.newsrack(&["build"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let feed = desk.json("bundle/feed.json");
    assert_eq!(
        (&feed["home_page_url"], &feed["language"]),
        (&"https://example.com/".into(), &"en".into())
    );
}

#[test]
fn a_flag_wins_over_the_file_either_way() {
    let desk = Desk::new();
    desk.article("a.md", "publishedDateTime: 2024-05-02\n");
    desk.article("b.md", "published: false\n");
    let codes = |arguments: &[&str]| desk.newsrack(arguments).code;
    assert_eq!(codes(&["build"]), Some(0));
    desk.write(
        "newsrack.toml",
        "strict = true\nformat = \"json\"\nunpublished = true\nkeep_going = true\nout = \"rack\"\n",
    );
    assert_eq!((codes(&["build"]), codes(&["check"])), (Some(1), Some(1)));
    assert_eq!(codes(&["check", "--strict=false"]), Some(0));
    let run = desk.newsrack(&["build", "--strict=false"]);
    assert_eq!((run.code, &run.json()["articles"]), (Some(0), &2.into()));
    let run = desk.newsrack(&[
        "build",
        "--strict=false",
        "--unpublished=false",
        "--format",
        "human",
        "--out",
        "other",
    ]);
    assert!(
        run.stdout.starts_with("1 article in other"),
        "{}",
        run.stdout
    );
    assert_eq!(
        codes(&["build", "--strict", "false"]),
        Some(1),
        "`false` is a source here"
    );
    assert_eq!(codes(&["build", "--strict=no"]), Some(2));
}

#[test]
fn a_format_that_only_check_knows_leaves_build_as_it_is() {
    let desk = Desk::new();
    desk.article("a.md", "odd-one: 1\n");
    desk.write("newsrack.toml", "format = \"github\"\n");
    assert!(desk.newsrack(&["check"]).stdout.starts_with("::"));
    assert!(
        desk.newsrack(&["build"])
            .stdout
            .starts_with("1 article in bundle")
    );
}

#[test]
fn a_misspelt_setting_is_shown_in_its_place() {
    let desk = Desk::new();
    desk.article("a.md", "");
    desk.write(
        "newsrack.toml",
        "# Ours.\ntitle = \"A\"\n  lenguage = \"en\"\n",
    );
    let run = desk.newsrack(&["build", "--format", "json"]);
    let problem = &run.json()["problems"][0];
    assert_eq!(run.code, Some(0));
    for (key, value) in [("code", "setting-unknown"), ("file", "newsrack.toml")] {
        assert_eq!(problem[key], value);
    }
    assert_eq!(
        (&problem["line"], &problem["column"]),
        (&3.into(), &3.into())
    );
    assert!(
        problem["message"]
            .as_str()
            .unwrap()
            .contains("did you mean `language`?")
    );
    assert_eq!(desk.newsrack(&["build", "--strict"]).code, Some(1));
    desk.write("newsrack.toml", "now = \"noon\"\n");
    let run = desk.newsrack(&["build"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("newsrack.toml:1:7"), "{}", run.stderr);
}
