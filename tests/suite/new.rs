//! An article that is begun by `newsrack new`.

use std::fs;

use crate::desk::Desk;

#[test]
fn a_new_article_is_a_draft_that_builds_as_it_is() {
    let desk = Desk::new();
    let run = desk.newsrack(&["new", "Who \"owns\" the tide?\n: #1"]);
    assert_eq!(
        (run.code, run.stdout.trim()),
        (Some(0), "articles/who-owns-the-tide-1.md")
    );
    let run = desk.newsrack(&["build", "--format", "json"]);
    assert_eq!(run.codes(), ["nothing-published"], "{}", run.stdout);
    let run = desk.newsrack(&["build", "--unpublished", "--format", "json"]);
    assert_eq!((run.codes(), &run.json()["articles"]), (vec![], &1.into()));
    let found = desk.newsrack(&["search", "--bundle", "bundle", "--format", "json"]);
    assert_eq!(
        found.json()["hits"][0]["title"],
        "Who \"owns\" the tide? : #1"
    );
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let desk = Desk::new();
    desk.write("newsrack.toml", "source = \"news\"\n");
    desk.write("news/a-title.md", "mine");
    let run = desk.newsrack(&["new", "A title"]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    assert!(run.stderr.contains("stays as it is"), "{}", run.stderr);
    assert_eq!(
        fs::read_to_string(desk.path("news/a-title.md")).unwrap(),
        "mine"
    );
    assert_eq!(
        desk.newsrack(&["new", "A title", "--into", "other"]).code,
        Some(0)
    );
    assert_eq!(desk.newsrack(&["new", "  "]).code, Some(2));
}
