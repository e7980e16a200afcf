//! What becomes of the examples that CommonMark and GitHub hold their parsers against?
//!
//! Each becomes a tree. The letters that a reader sees are those of the suite, but for a few that are
//! listed here with the reason. `cargo xtask bench markdown` reads what the test prints.

use std::fmt;

use html5gum::{DefaultEmitter, StringReader, Token, Tokenizer};
use serde_json::{Value, json};

use crate::reading::{bodies, fixtures};

/// A suite, how many examples it has, and which of them come out otherwise, by something that stands in
/// them, and why.
struct Suite {
    file: &'static str,
    examples: usize,
    otherwise: &'static [(&'static str, &'static str)],
}

const OLDER: &str = "a comment that was none in the older version of the rules";
const SHOWN: &str = "tags that GitHub shows as text and we take out";

const SUITES: [Suite; 3] = [
    Suite {
        file: "commonmark/spec.txt",
        examples: 655,
        otherwise: &[],
    },
    Suite {
        file: "gfm/test/spec.txt",
        examples: 673,
        otherwise: &[
            ("<!-- not a comment -- two hyphens", OLDER),
            ("foo <!--> foo -->", OLDER),
            ("<strong> <title> <style> <em>", SHOWN),
        ],
    },
    Suite {
        file: "gfm/test/extensions.txt",
        examples: 28,
        otherwise: &[
            ("![http://inline.com/image]", "a picture that is one here"),
            (
                "This shouldn't crash everything",
                "an example without an answer",
            ),
            ("This is <xmp> not okay", SHOWN),
            (
                "This is some text![^1]",
                "numbers and arrows of footnotes, which are no text of a body",
            ),
        ],
    },
];

/// The examples of a suite: Markdown and what it becomes in HTML.
fn examples(suite: &str) -> Vec<(String, String)> {
    const FENCE: &str = "````````````````````````````````";
    let mut examples = Vec::new();
    let mut rest = suite;
    while let Some((_, after)) = rest.split_once(&format!("\n{FENCE} example")) {
        let (_, after) = after.split_once('\n').unwrap();
        let (example, after) = after.split_once(&format!("\n{FENCE}\n")).unwrap();
        let example = format!("\n{example}\n").replace('→', "\t");
        let (markdown, html) = example.split_once("\n.\n").unwrap();
        examples.push((
            format!("{}\n", markdown.strip_prefix('\n').unwrap_or_default()),
            html.to_owned(),
        ));
        rest = after;
    }
    examples
}

/// The letters that a browser shows of some HTML.
fn shown(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut text = String::new();
    let mut dropped = false;
    for token in Tokenizer::<StringReader<'_>, _>::new_with_emitter(html, emitter).flatten() {
        match token {
            // The suites' pictures lie nowhere, so they are what they show.
            Token::StartTag(tag) if &**tag.name == b"img" => {
                let alt = tag.attributes.get(&b"alt"[..]).map(|alt| alt.to_vec());
                text += &String::from_utf8_lossy(&alt.unwrap_or_default());
            }
            Token::StartTag(tag) => dropped = matches!(&**tag.name, b"script" | b"style"),
            Token::EndTag(_) => dropped = false,
            Token::String(piece) if !dropped => text += &String::from_utf8_lossy(&piece),
            _ => {}
        }
    }
    letters(&text)
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace() && !"☑☐".contains(*letter))
        .collect()
}

/// What comes out otherwise: Markdown, the suite's letters, and ours.
struct Different {
    markdown: String,
    theirs: String,
    ours: String,
}

/// How many examples become a tree, and which of them have other letters.
fn trees(suite: &str) -> (usize, Vec<Different>) {
    let examples = examples(suite);
    let texts: Vec<String> = examples
        .iter()
        .map(|(markdown, _)| markdown.clone())
        .collect();
    let (bodies, _) = bodies(&texts);
    let found = bodies
        .iter()
        .zip(&examples)
        .map(|(body, (markdown, html))| Different {
            markdown: markdown.clone(),
            theirs: shown(html),
            ours: letters(&body.text()),
        });
    let different = found.filter(|found| found.ours != found.theirs);
    (bodies.len(), different.collect())
}

/// Why it comes out otherwise, or what it is where nobody knows.
fn why(suite: &Suite, different: &Different) -> Result<&'static str, String> {
    let is_of = |(piece, _): &&(&str, &str)| different.markdown.contains(piece);
    let reasons: Vec<_> = suite.otherwise.iter().filter(is_of).collect();
    match reasons[..] {
        [(_, why)] => Ok(why),
        _ => Err(different.to_string()),
    }
}

impl fmt::Display for Different {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            markdown,
            theirs,
            ours,
        } = self;
        write!(f, "\n{markdown:?}\n  suite: {theirs:?}\n  ours:  {ours:?}")
    }
}

#[test]
fn the_examples_of_commonmark_and_github_become_trees() {
    let Some(fixtures) = fixtures("suites") else {
        println!("measured: null");
        return;
    };
    let (mut trees_of_all, mut reasons) = (0, Vec::new());
    for suite in &SUITES {
        let text = std::fs::read_to_string(fixtures.join("markdown-spec").join(suite.file));
        let (trees, different) = trees(&text.unwrap());
        assert_eq!(trees, suite.examples, "{}", suite.file);
        let found: Result<Vec<_>, _> = different.iter().map(|found| why(suite, found)).collect();
        let found = found.unwrap_or_else(|unknown| panic!("{}: {unknown}", suite.file));
        assert_eq!(found.len(), suite.otherwise.len(), "{}", suite.file);
        reasons.extend(found);
        trees_of_all += trees;
    }
    let examples: usize = SUITES.iter().map(|suite| suite.examples).sum();
    println!("measured: {}", report(examples, trees_of_all, &reasons));
}

fn report(examples: usize, trees: usize, reasons: &[&str]) -> Value {
    json!({ "examples": examples, "trees": trees, "reasons": reasons })
}
