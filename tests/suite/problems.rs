//! Every problem there is: produced by an example, and explained on a page that is written from both.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use newsrack::bundle::Code;

use crate::desk::Desk;
use crate::drawn;

/// What brings a problem about.
struct Example {
    code: &'static str,
    /// The first of them is shown on the page.
    files: Vec<(&'static str, Vec<u8>)>,
    command: &'static [&'static str],
    /// What is shown instead of a file, where no file says it.
    shown: Option<&'static str>,
}

const CHECK: &[&str] = &["check", "articles"];

fn example(code: &'static str, name: &'static str, text: impl AsRef<[u8]>) -> Example {
    Example {
        code,
        files: vec![(name, text.as_ref().to_vec())],
        command: CHECK,
        shown: None,
    }
}

/// An article with these lines in its front matter, and a date and a title if they have none.
fn article(code: &'static str, lines: &str) -> Example {
    let has = |name: &str| lines.contains(&format!("{name}:"));
    let title = if has("title") { "" } else { "title: A title\n" };
    let date = if has("date") || has("publishedDateTime") {
        ""
    } else {
        "date: 2024-05-02T06:30:00Z\n"
    };
    example(
        code,
        "articles/a.md",
        format!("---\n{lines}\n{title}{date}---\n"),
    )
}

impl Example {
    fn and(mut self, name: &'static str, text: impl AsRef<[u8]>) -> Self {
        self.files.push((name, text.as_ref().to_vec()));
        self
    }

    fn by(mut self, command: &'static [&'static str]) -> Self {
        self.command = command;
        self
    }

    /// The same, with something else to show than its file.
    fn showing(mut self, shown: &'static str) -> Self {
        self.shown = Some(shown);
        self
    }

    /// What an editor sees before the command is run.
    fn scene(&self) -> String {
        let (name, bytes) = &self.files[0];
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{FEFF}').trim_end();
        match self.shown {
            Some(shown) => shown.to_owned(),
            None => format!("$ cat {name}\n{text}\n"),
        }
    }

    /// Everything that is said of it, block by block.
    fn said(&self) -> Vec<String> {
        let desk = Desk::new();
        fs::create_dir(desk.path("articles")).unwrap();
        for (name, bytes) in &self.files {
            desk.write(name, bytes);
        }
        self.prepare(&desk);
        let run = desk.newsrack(self.command);
        let all = run.stdout + &run.stderr;
        let mut blocks: Vec<String> = Vec::new();
        for line in all.lines() {
            let begins = ["error[", "warning[", "note["]
                .iter()
                .any(|start| line.starts_with(start));
            match blocks.last_mut() {
                Some(block) if !begins => *block += &format!("{line}\n"),
                _ => blocks.push(format!("{line}\n")),
            }
        }
        blocks
    }

    /// What no file's text can say.
    fn prepare(&self, desk: &Desk) {
        match self.code {
            "file-too-large" => {
                let feed = fs::File::create(desk.path("articles/feed.xml")).unwrap();
                feed.set_len((64 << 20) + 1).unwrap();
            }
            "feed-unreachable" => drop(fs::remove_dir(desk.path("articles"))),
            #[cfg(unix)]
            "file-unreadable" => {
                let pipe = std::process::Command::new("mkfifo")
                    .arg(desk.path("articles/a.md"))
                    .status();
                assert!(pipe.unwrap().success());
            }
            #[cfg(unix)]
            "file-name" => {
                use std::os::unix::ffi::OsStrExt;
                let name = std::ffi::OsStr::from_bytes(b"caf\xE9.md");
                fs::write(desk.path("articles").join(name), "").unwrap();
            }
            #[cfg(unix)]
            "link-skipped" => {
                std::os::unix::fs::symlink("a.md", desk.path("articles/a.md")).unwrap();
            }
            _ => {}
        }
    }

    /// The block of this example's own code.
    fn own(&self) -> String {
        let said = self.said();
        let mark = format!("[{}]", self.code);
        let own = said
            .iter()
            .find(|block| block.lines().next().unwrap_or_default().ends_with(&mark));
        let own = own.unwrap_or_else(|| panic!("`{}` is not produced: {said:?}", self.code));
        let end = own
            .find("\n0 articles")
            .or_else(|| own.find("\n1 article"))
            .unwrap_or(own.len());
        own[..end].trim_end().to_owned()
    }
}

fn examples() -> Vec<Example> {
    let feed = |rest: &str| format!("<rss><channel><title>A</title>{rest}</channel></rss>");
    let png = "\u{89}PNG, or so it says";
    let good = "---\ntitle: Another\ndate: 2024-05-01T06:30:00Z\n---\n";
    vec![
        example("source-missing", "newsrack.toml", "source = 'article'\n").by(&["check"]),
        example("source-empty", "articles/notes.doc", ""),
        example("file-unreadable", "articles/b.md", good).showing("$ mkfifo articles/a.md\n"),
        example("file-name", "articles/b.md", good).showing("$ touch $'articles/caf\\xE9.md'\n"),
        example("not-utf-8", "articles/a.md", b"---\ntitle: Caf\xE9\n---\n"),
        example(
            "front-matter-unclosed",
            "articles/a.md",
            "---\ntitle: A title\n\nThe body.\n",
        ),
        article("front-matter-invalid", "title: One: two"),
        article(
            "front-matter-too-large",
            &format!("a: {}{}", "[".repeat(20), "]".repeat(20)),
        ),
        example(
            "json-invalid",
            "articles/a.json",
            "{\"title\": \"A title\",}\n",
        ),
        example(
            "feed-invalid",
            "articles/feed.xml",
            "<rss><channel><item><title>A",
        ),
        example("feed-unreachable", "newsrack.toml", "")
            .showing("")
            .by(&[
                "import",
                "http://127.0.0.1:9/feed.xml",
                "--into",
                "articles",
            ]),
        example("file-too-large", "articles/b.md", good)
            .showing("$ truncate --size 65M articles/feed.xml\n"),
        example(
            "title-missing",
            "articles/a.md",
            "---\ndate: 2024-05-02T06:30:00Z\n---\n",
        ),
        example(
            "date-missing",
            "articles/a.md",
            "---\ntitle: A title\n---\n",
        ),
        article("date-invalid", "date: 01/02/2024"),
        article("url-invalid", "webUrl: example.com/a"),
        article("url-unsafe", "webUrl: javascript:alert(1)"),
        article("published-invalid", "published: \"no\""),
        article("value-invalid", "quality: high"),
        article("picture-missing", "images: [{url: harbor.jpg}]"),
        article("picture-unreadable", "images: [{url: harbor.png}]")
            .and("articles/harbor.png", png),
        article("picture-too-large", "images: [{url: harbor.png}]")
            .and("articles/harbor.png", drawn::bomb(60_000, 60_000)),
        example("settings-invalid", "newsrack.toml", "strict = 'very'\n")
            .and("articles/a.md", good),
        example("out-unusable", "articles/a.md", good).by(&["build", "--out", "articles"]),
        example("out-unwritable", "articles/a.md", good)
            .and("file", "")
            .by(&["build", "--out", "file/bundle"]),
        article(
            "related-incomplete",
            "related: [{webUrl: \"https://example.com/b\"}]",
        ),
        article("duplicate", "webUrl: https://example.com/a").and(
            "articles/b.md",
            "---\ntitle: B\ndate: 2024-06-01T00:00:00Z\nwebUrl: https://example.com/a\n---\n",
        ),
        article("nothing-published", "published: false").by(&["build"]),
        example("front-matter-missing", "articles/a.md", "Just text.\n"),
        example(
            "no-article",
            "articles/package.json",
            "{\"name\": \"blog\"}\n",
        ),
        example(
            "title-elsewhere",
            "articles/a.md",
            "---\ndate: 2024-05-02T06:30:00Z\n---\n# A title\n",
        ),
        example(
            "date-elsewhere",
            "articles/2024-05-02-a.md",
            "---\ntitle: A title\n---\n",
        ),
        article("picture-elsewhere", "image: /assets/harbor.jpg"),
        article(
            "picture-linked",
            "images: [\"http://localhost/harbor.jpg\"]",
        )
        .by(&["build", "--images", "cache"]),
        example(
            "feed-version",
            "articles/feed.json",
            "{\"version\": \"https://jsonfeed.org/version/2\", \"title\": \"A\", \"items\": [\n{\"id\": \"1\", \"title\": \"A\", \"date_published\": \"2024-05-02T06:30:00Z\"}]}\n",
        ),
        example(
            "encoding-wrong",
            "articles/feed.xml",
            format!(
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n{}\n",
                feed(
                    "<item><title>Café</title><pubDate>Thu, 02 May 2024 06:30:00 GMT</pubDate></item>"
                )
            ),
        ),
        example(
            "body-link",
            "articles/a.md",
            format!("{good}See [the tables](javascript:show()).\n"),
        ),
        example(
            "body-picture",
            "articles/a.md",
            format!("{good}![The lamp](lamp.webp)\n"),
        ),
        example(
            "body-too-large",
            "articles/a.md",
            format!("{good}{}\n", "> ".repeat(100)),
        )
        .showing("$ cat articles/a.md\n…\n> > > > > … a hundred times\n"),
        example("text-alone", "articles/b.txt", "A body.\n").and("articles/a.md", good),
        example("text-unused", "articles/a.md", format!("{good}The body.\n"))
            .and("articles/a.txt", "Another.\n"),
        article("date-spelling", "date: Thu, 02 May 2024 06:30:00 GMT"),
        article("date-without-zone", "date: May 2nd, 2024"),
        article("url-without-scheme", "webUrl: //example.com/a"),
        article(
            "image-size",
            "images: [{url: \"https://example.com/a.png\", width: 0}]",
        ),
        article("locale-invalid", "locale: English, mostly"),
        article(
            "domain-invalid",
            "provider: {name: A, domain: \"https://a\"}",
        ),
        article("entities", "title: Fish &amp; chips"),
        article("tags", "title: A <b>bold</b> claim"),
        article("mojibake", "title: Alphabetâ€™s Google"),
        article("control-characters", "title: \"A \\u202Etitle\""),
        article(
            "combining-marks",
            &format!("title: \"A{}\"", "\\u0301".repeat(9)),
        ),
        article("decomposed-letters", "title: Cafe\u{301}"),
        article("stray-space", "title: \"Two  spaces\""),
        article("curly-quotes", "title: “One: two”"),
        article("tab-indentation", "provider:\n\tname: A"),
        example(
            "byte-order-mark",
            "articles/a.md",
            format!("\u{FEFF}{good}"),
        ),
        example("setting-unknown", "newsrack.toml", "stirct = true\n").and("articles/a.md", good),
        article("unknown-field", "exerpt: A summary"),
        article("spellings-disagree", "excerpt: One\nsummary: Another"),
        article("two-readings", "topics: [Sea]\ntags: [Wind]"),
        example(
            "section-page",
            "articles/_index.md",
            "---\ntitle: Our articles\n---\n",
        )
        .and("articles/a.md", good),
        example("link-skipped", "articles/b.md", good)
            .showing("$ ln --symbolic a.md articles/a.md\n"),
    ]
}

#[test]
fn every_code_has_an_example_that_produces_it() {
    let names: Vec<_> = examples().iter().map(|example| example.code).collect();
    for code in Code::ALL {
        assert!(
            names.contains(&code.name()),
            "add an example of `{}`",
            code.name()
        );
    }
    assert_eq!(names.len(), Code::ALL.len());
}

#[test]
fn the_page_of_problems_says_what_is_so() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/problems.md");
    let page = page();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/problems.md is old; run this with UPDATE_EXPECT=1\n{page}"
    );
}

#[test]
fn the_schema_of_front_matter_is_what_the_reader_reads() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/article.schema.json");
    let schema = newsrack::bundle::schema();
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "docs/article.schema.json is old; run this with UPDATE_EXPECT=1"
    );
    // From outside: no name in it is unknown to the reader, and one that is not in it is.
    let desk = Desk::new();
    let names = schema["properties"].as_object().unwrap().keys();
    let fields: String = names.map(|name| format!("{name}:\n")).collect();
    desk.write("articles/a.md", format!("---\n{fields}mood:\n---\n"));
    let report = desk.newsrack(&["check", "--format", "json"]).json();
    let unknown: Vec<_> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["code"] == "unknown-field")
        .map(|problem| problem["line"].as_u64().unwrap())
        .collect();
    assert_eq!(unknown, [fields.lines().count() as u64 + 2], "{report}");
}

/// The exit code of a check of one article with these lines, and what it prints.
fn check(lines: &str, flags: &[&str]) -> (Option<i32>, String) {
    let desk = Desk::new();
    desk.article("a.md", lines);
    let run = desk.newsrack(&[&["check", "--format", "github"], flags].concat());
    (run.code, run.stdout)
}

#[test]
fn a_check_stops_a_pipeline_where_something_is_wrong() {
    assert_eq!(check("", &["--strict"]), (Some(0), String::new()));
    let note = "::notice file=articles/a.md,line=2,col=1,title=unknown-field::`mood` is no field of an article and is skipped\n";
    assert_eq!(
        check("mood: x\n", &["--strict"]),
        (Some(0), note.to_owned())
    );
    let warning = "::warning file=articles/a.md,line=2,col=8,title=mojibake::`Alphabetâ€™s` in `title` is UTF-8 that was read as another encoding, and is read as `Alphabet’s`; write it like that\n";
    assert_eq!(
        check("title: Alphabetâ€™s\n", &[]),
        (Some(0), warning.to_owned())
    );
    assert_eq!(
        check("title: Alphabetâ€™s\n", &["--strict"]),
        (Some(1), warning.to_owned())
    );
    let (code, said) = check("quality: 100%, high\n", &[]);
    assert_eq!(code, Some(1));
    assert!(
        said.ends_with("::quality `100%25, high` is not a whole number of 0 or more\n"),
        "{said}"
    );
    assert_eq!(check("", &["--formt"]).0, Some(2));
}

#[test]
fn every_repair_is_refused_by_a_strict_build() {
    for code in [
        "mojibake",
        "tags",
        "entities",
        "control-characters",
        "combining-marks",
        "decomposed-letters",
        "stray-space",
        "curly-quotes",
        "tab-indentation",
        "byte-order-mark",
        "date-spelling",
        "date-without-zone",
        "url-without-scheme",
    ] {
        let examples = examples();
        let example = examples
            .iter()
            .find(|example| example.code == code)
            .unwrap();
        let desk = Desk::new();
        let (name, bytes) = &example.files[0];
        desk.write(name, bytes);
        assert_eq!(desk.newsrack(&["build"]).code, Some(0), "{code}");
        let strict = desk.newsrack(&["build", "--strict", "--out", "strict"]);
        assert_eq!(strict.code, Some(1), "{code}");
        assert!(!desk.path("strict").exists(), "{code}");
    }
}

/// docs/problems.md
fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    page += "\n| Code | | What it means |\n|---|---|---|\n";
    for code in Code::ALL {
        let (name, severity) = (code.name(), code.severity().name());
        writeln!(
            page,
            "| [`{name}`](#{name}) | {severity} | {} |",
            code.meaning()
        )
        .unwrap();
    }
    let examples = examples();
    for code in Code::ALL {
        let Some(example) = examples.iter().find(|example| example.code == code.name()) else {
            continue;
        };
        writeln!(
            page,
            "\n## `{}`\n\n{} What would do: {}\n",
            code.name(),
            code.meaning(),
            code.cure()
        )
        .unwrap();
        let command = example.command.join(" ");
        writeln!(
            page,
            "```text\n{}$ newsrack {command}\n{}\n```",
            example.scene(),
            example.own()
        )
        .unwrap();
    }
    // A page is UTF-8 without what its own examples warn of.
    page.replace("e\u{301}", "e◌\u{301}")
}

const INTRODUCTION: &str = "\
# Problems

What `newsrack` may say about articles, and what to do about it. Each problem has a code, which stays; a place,
where there is one; and a message that says what was found and what would do.

* An **error** keeps an article out. `build` then writes nothing, unless `--keep-going` leaves that article out.
* A **warning** says what was repaired or left out. With `--strict` it counts as an error.
* A **note** is good to know.

Where ten problems or more say the same, the first is drawn, two more places are named, and the rest counted.
`--format json` lists all of them, and so does `check --format github`, as annotations beside the lines of a pull
request:

```yaml
- run: newsrack check articles --strict --format github
```

This page is written by a test from the code and from examples that it runs:
`UPDATE_EXPECT=1 cargo test --test suite problems`.
";
