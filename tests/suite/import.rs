//! Feeds that become files, again and again: `newsrack import`.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use crate::corpus::shelf;
use crate::desk::{Desk, Run};

fn item(name: &str, text: &str) -> String {
    format!(
        "<item><title>{name}</title><link>https://a.example/{name}</link><description>{text}</description>\
         <category>Sea</category><dc:creator>Ida</dc:creator><media:content url='https://a.example/{name}.png' width='4' height='3'/>\
         <pubDate>Thu, 02 May 2024 06:30:00 GMT</pubDate></item>"
    )
}

fn feed(items: &[String]) -> String {
    format!(
        "<rss><channel><title>A</title><link>https://a.example/</link><language>en</language>{}</channel></rss>",
        items.concat()
    )
}

#[track_caller]
fn check_import(desk: &Desk, feeds: &[&str], said: &str) -> Run {
    let run = desk.newsrack(&[&["import", "--into", "articles"], feeds].concat());
    assert_eq!(
        (run.code, run.stdout.trim()),
        (Some(0), said),
        "{}",
        run.stderr
    );
    run
}

#[test]
fn a_feed_is_imported_again_and_again() {
    let desk = Desk::new();
    desk.write(
        "a.xml",
        feed(&[
            item("one", "First"),
            item("two", "First"),
            item("three", "First"),
        ]),
    );
    check_import(&desk, &["a.xml"], "3 new");
    let before = desk.files("articles");
    check_import(&desk, &["a.xml"], "3 unchanged");
    assert_eq!(desk.files("articles"), before);

    let edited = "articles/2024-05-02-two.md";
    let text = fs::read_to_string(desk.path(edited))
        .unwrap()
        .replace("First", "Mine");
    desk.write(edited, &text);
    fs::remove_file(desk.path("articles/2024-05-02-three.md")).unwrap();
    let again = [
        item("one", "Second"),
        item("two", "Second"),
        item("three", "Second"),
        item("four", "New"),
    ];
    desk.write("a.xml", feed(&again));
    check_import(
        &desk,
        &["a.xml", "a.xml"],
        "1 new, 1 updated, 2 kept as their editor left them",
    );
    assert_eq!(fs::read_to_string(desk.path(edited)).unwrap(), text);
    assert!(!desk.path("articles/2024-05-02-three.md").exists());
    let one = fs::read_to_string(desk.path("articles/2024-05-02-one.md")).unwrap();
    assert!(one.contains("Second"), "{one}");
}

#[test]
fn what_is_imported_builds_as_the_feed_itself_does() {
    let cards = |run: Run, desk: &Desk| {
        assert_eq!(run.codes(), Vec::<String>::new(), "{}", run.stdout);
        (shelf(desk, "cards"), shelf(desk, "bodies"))
    };
    let long = format!(
        "&lt;p&gt;It \"says\" {}&lt;/p&gt;&lt;ul&gt;&lt;li&gt;one&lt;/ul&gt;",
        "much: ".repeat(100)
    );
    let text = feed(&[item("one", &long), item("two", "---\n# Not a: comment")]);
    let desk = Desk::new();
    desk.write("articles/a.xml", &text);
    let direct = cards(desk.newsrack(&["build", "--format", "json"]), &desk);
    let desk = Desk::new();
    desk.write("a.xml", &text);
    check_import(&desk, &["a.xml"], "2 new");
    let imported = cards(desk.newsrack(&["build", "--format", "json"]), &desk);
    assert_eq!(direct, imported);
}

#[test]
fn an_article_that_is_there_is_not_there_twice() {
    let desk = Desk::new();
    desk.article("mine.md", "webUrl: https://a.example/one\n");
    desk.write("a.xml", feed(&[item("one", "First"), item("two", "First")]));
    desk.write("b.json", "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": \"2\", \"url\": \"https://a.example/two\", \"title\": \"Two\", \"date_published\": \"2024-05-02T06:30:00Z\"}]}");
    check_import(
        &desk,
        &["a.xml", "b.json"],
        "1 new, 1 in the folder already",
    );
    // Even where the memory is lost.
    fs::remove_file(desk.path("articles/.newsrack-import.json")).unwrap();
    check_import(&desk, &["a.xml"], "1 unchanged, 1 in the folder already");
    assert_eq!(
        desk.newsrack(&["build", "--format", "json"]).codes(),
        Vec::<String>::new()
    );
}

#[test]
fn what_cannot_be_imported_is_said() {
    let desk = Desk::new();
    desk.write(
        "a.xml",
        "<rss><channel><item><title>No date</title></item></channel></rss>",
    );
    let check = |feed: &str, code: &str| {
        let run = desk.newsrack(&["import", feed, "--into", "articles"]);
        assert_eq!(run.code, Some(1), "{}", run.stdout);
        assert!(run.stderr.contains(code), "{}", run.stderr);
    };
    check("a.xml", "date-missing");
    check("nowhere.xml", "file-unreadable");
    check("letter.txt", "feed-invalid");
    check("http://127.0.0.1:1/feed", "feed-unreachable");
    check("http://[::1/feed", "feed-unreachable");
    desk.write("articles/.newsrack-import.json", "not ours");
    check("a.xml", "is not what an import left there");
    assert_eq!(desk.files("articles").len(), 1);
}

/// Answers one request after the other with these, and returns the address.
fn host(answers: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            drop(stream.read(&mut [0; 4096]));
            let answer = answer.replace("PORT", &port.to_string());
            drop(stream.write_all(answer.as_bytes()));
        }
    });
    format!("http://127.0.0.1:{port}/feed")
}

fn redirect(to: &str) -> String {
    format!(
        "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
}

fn answer(body: &str, length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

#[test]
fn a_feed_is_fetched_from_the_address_that_was_named() {
    let desk = Desk::new();
    let text = feed(&[item("one", "First")]);
    let here = host(vec![redirect("/moved"), answer(&text, text.len())]);
    check_import(&desk, &[&here], "1 new");
    assert!(desk.path("articles/2024-05-02-one.md").exists());
}

#[test]
fn hosts_that_misbehave_are_given_up() {
    let desk = Desk::new();
    let check = |answers: Vec<String>, said: &str| {
        let run = desk.newsrack(&["import", &host(answers), "--into", "articles"]);
        assert_eq!(run.code, Some(1), "{}", run.stdout);
        let line = run
            .stderr
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace("| ", "");
        assert!(
            line.contains("feed-unreachable") && line.contains(said),
            "{line}"
        );
    };
    check(vec![redirect("/feed"); 20], "redirects more than 5 times");
    check(
        vec![redirect("http://localhost:PORT/feed")],
        "private network",
    );
    check(
        vec![redirect("http://[::ffff:127.0.0.1]:PORT/feed")],
        "private network",
    );
    check(
        vec![redirect("http://169.254.169.254/latest/meta-data/")],
        "private network",
    );
    check(vec![redirect("file:///etc/passwd")], "cannot be fetched");
    check(
        vec!["HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned()],
        "404",
    );
    check(vec![answer("<rss>", 500)], "breaks off");
    check(vec![answer("", 65 << 20)], "");
    assert!(
        desk.files("articles")
            .keys()
            .all(|name| name.starts_with('.'))
    );
}
