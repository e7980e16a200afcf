//! Pictures of other servers, copied in with `--images cache`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::slice;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use newsrack::bundle::{
    self, Compiling, Copying, Edition, Pictures, Reach, Reading, Site, Spill, Writing,
};
use serde_json::{Value, json};

use crate::corpus::shelf;
use crate::desk::Desk;
use crate::drawn;

/// What a host answers, by path.
#[derive(Clone)]
struct Page {
    status: &'static str,
    headers: String,
    body: Vec<u8>,
}

impl Page {
    fn new(body: impl Into<Vec<u8>>) -> Self {
        let (status, headers, body) = ("200 OK", String::new(), body.into());
        Self {
            status,
            headers,
            body,
        }
    }

    fn status(status: &'static str) -> Self {
        Self {
            status,
            ..Self::new("")
        }
    }

    fn with(mut self, header: &str) -> Self {
        self.headers += &format!("{header}\r\n");
        self
    }
}

/// A host on this machine, and what it was asked.
struct Host {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
    most_at_once: Arc<AtomicUsize>,
}

impl Host {
    /// Several pages under one path are answered one after the other, the last for ever.
    fn new(pages: &[(&str, Vec<Page>)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let pages = pages
            .iter()
            .map(|(path, pages)| ((*path).to_owned(), pages.clone()));
        let pages: BTreeMap<String, Vec<Page>> = pages.collect();
        let (pages, asked) = (
            Arc::new(Mutex::new(pages)),
            Arc::new(Mutex::new(Vec::new())),
        );
        let (at_once, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let host = Self {
            address: format!("http://127.0.0.1:{port}"),
            asked: asked.clone(),
            most_at_once: most.clone(),
        };
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (pages, asked) = (pages.clone(), asked.clone());
                let (at_once, most) = (at_once.clone(), most.clone());
                thread::spawn(move || {
                    most.fetch_max(at_once.fetch_add(1, SeqCst) + 1, SeqCst);
                    // Before the last byte is there, for then the next may come.
                    answer(stream, &pages, &asked, || {
                        at_once.fetch_sub(1, SeqCst);
                    });
                });
            }
        });
        host
    }

    /// What was asked since the last time, in order of the alphabet: the path, and `?` if by condition.
    fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.sort();
        asked
    }
}

fn answer(
    mut stream: TcpStream,
    pages: &Mutex<BTreeMap<String, Vec<Page>>>,
    asked: &Mutex<Vec<String>>,
    is_answered: impl FnOnce(),
) {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let head: Vec<String> = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .collect();
    let Some(path) = head.first().and_then(|line| line.split(' ').nth(1)) else {
        return;
    };
    assert!(
        head.iter()
            .any(|line| line.to_lowercase().starts_with("user-agent: newsrack/")),
        "{head:?}"
    );
    let condition = head.iter().find_map(|line| {
        let line = line.to_lowercase();
        line.strip_prefix("if-none-match: ").map(str::to_owned)
    });
    let mark = if condition.is_some() { "?" } else { "" };
    asked.lock().unwrap().push(format!("{path}{mark}"));
    thread::sleep(Duration::from_millis(20));
    let mut pages = pages.lock().unwrap();
    let page = match pages.get_mut(path) {
        Some(pages) if pages.len() > 1 => pages.remove(0),
        Some(pages) => pages[0].clone(),
        None => Page::status("404 Not Found"),
    };
    let is_known = condition.is_some_and(|tag| page.headers.to_lowercase().contains(&tag));
    let page = if is_known {
        Page::status("304 Not Modified")
    } else {
        page
    };
    let Page {
        status,
        headers,
        body,
    } = page;
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n",
        body.len()
    );
    is_answered();
    drop(stream.write_all(&[head.as_bytes(), &body].concat()));
}

fn picture() -> Page {
    Page::new(drawn::jpeg_of_a_camera(&drawn::photograph(900, 600), 1))
}

pub(crate) fn desk(urls: &[String]) -> Desk {
    let desk = Desk::new();
    for (at, url) in urls.iter().enumerate() {
        desk.article(&format!("{at}.md"), &format!("images: ['{url}']\n"));
    }
    desk
}

/// Reads and copies as `build --images cache` does, but on this machine's own network, too.
fn read(desk: &Desk) -> Edition {
    let reading = Reading {
        with_unpublished: false,
        now: None,
        spill: Spill::beside(&desk.path("")),
        pictures: Pictures::Made(Some(desk.path("cache/pictures"))),
        cache: None,
        progress: &|_| {},
    };
    let mut edition = bundle::read(&[desk.path("articles")], &reading);
    let copying = Copying {
        folder: &desk.path("cache/fetched"),
        reach: Reach::Everywhere,
        progress: &|_| {},
    };
    bundle::copy_in(&mut edition, &copying).unwrap();
    edition
}

/// Builds, and returns the images of the cards and the problems as `line:column code message`.
pub(crate) fn build(desk: &Desk) -> (Vec<Value>, Vec<String>) {
    let edition = read(desk);
    let site = Site::default();
    let compiling = Compiling {
        site: &site,
        now: None,
        progress: &|_| {},
        cache: None,
    };
    bundle::write(
        &edition,
        &compiling,
        &desk.path("bundle"),
        Writing::default(),
    )
    .unwrap();
    let said = edition.problems.iter().map(|problem| {
        let (code, message) = (problem.code.name(), &problem.message);
        format!("{}:{} {code} {message}", problem.line, problem.column)
    });
    let cards = shelf(desk, "cards");
    let images = cards.iter().map(|card| card["image"].clone());
    (images.collect(), said.collect())
}

#[track_caller]
fn check_linked((images, said): (Vec<Value>, Vec<String>), url: &str, why: &str) {
    assert_eq!(images, [json!({ "url": url })]);
    let [said] = said.as_slice() else {
        panic!("{said:?}");
    };
    assert!(
        said.starts_with("2:10 picture-linked ") || said.starts_with("2:9 picture-linked "),
        "{said}"
    );
    assert!(said.contains(why), "{said}");
}

#[test]
fn a_picture_is_copied_in_and_made_ready() {
    let host = Host::new(&[("/a.jpg", vec![picture()])]);
    let url = format!("{}/a.jpg", host.address);
    let desk = desk(&[url.clone(), url.clone()]);
    let text =
        format!("---\ntitle: A\npublishedDateTime: 2024-05-02T06:30:00Z\n---\n![A lamp]({url})\n");
    desk.write("articles/body.md", text);
    let (images, said) = build(&desk);
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(host.asked(), ["/a.jpg", "/robots.txt"]);
    let file = images[0]["file"].as_str().unwrap();
    assert_eq!(images[0]["size"], json!([900, 600]));
    assert_eq!(images[0]["widths"].as_array().unwrap().len(), 2);
    let bytes = &desk.files("bundle")[file];
    assert!(!String::from_utf8_lossy(bytes).contains(drawn::SECRET));
    assert!(
        shelf(&desk, "bodies")
            .iter()
            .any(|body| body.to_string().contains(file))
    );
    assert!(!format!("{images:?}").contains(&host.address));
}

#[test]
fn a_second_build_asks_by_condition_or_not_at_all() {
    let host = Host::new(&[
        ("/tagged.jpg", vec![picture().with("ETag: \"a\"")]),
        ("/plain.jpg", vec![picture()]),
    ]);
    let desk = desk(&["tagged", "plain"].map(|name| format!("{}/{name}.jpg", host.address)));
    let first = build(&desk);
    assert_eq!(host.asked(), ["/plain.jpg", "/robots.txt", "/tagged.jpg"]);
    let before = desk.files("bundle");
    assert_eq!(build(&desk), first);
    assert_eq!(host.asked(), ["/robots.txt", "/tagged.jpg?"]);
    assert_eq!(desk.files("bundle"), before);
}

#[test]
fn a_picture_that_changed_is_fetched_again_and_one_that_is_gone_goes() {
    let other = Page::new(drawn::jpeg(&drawn::photograph(300, 200))).with("ETag: \"b\"");
    let pages = vec![
        picture().with("ETag: \"a\""),
        other,
        Page::status("410 Gone"),
    ];
    let host = Host::new(&[("/a.jpg", pages)]);
    let url = format!("{}/a.jpg", host.address);
    let desk = desk(slice::from_ref(&url));
    let size = |(images, _): (Vec<Value>, Vec<String>)| images[0]["size"].clone();
    assert_eq!(size(build(&desk)), json!([900, 600]));
    assert_eq!(size(build(&desk)), json!([300, 200]));
    check_linked(build(&desk), &url, "410");
    check_linked(build(&desk), &url, "410");
}

#[test]
fn what_robots_are_asked_to_leave_alone_is_left_alone() {
    let rules = Page::new("User-agent: *\nDisallow: /private/\n");
    let host = Host::new(&[
        ("/robots.txt", vec![rules]),
        ("/private/a.jpg", vec![picture()]),
        (
            "/open.jpg",
            vec![Page::status("302 Found").with("Location: /private/a.jpg")],
        ),
    ]);
    let url = format!("{}/private/a.jpg", host.address);
    check_linked(build(&desk(slice::from_ref(&url))), &url, "robots.txt");
    assert_eq!(host.asked(), ["/robots.txt"]);
    // Nor by a way around.
    let url = format!("{}/open.jpg", host.address);
    check_linked(build(&desk(slice::from_ref(&url))), &url, "robots.txt");
    assert_eq!(host.asked(), ["/open.jpg", "/robots.txt"]);
}

#[test]
fn a_busy_host_is_asked_again() {
    let busy = Page::status("503 Service Unavailable");
    let wait = Page::status("429 Too Many Requests").with("Retry-After: 1");
    let host = Host::new(&[("/a.jpg", vec![busy, wait, picture()])]);
    let (images, said) = build(&desk(&[format!("{}/a.jpg", host.address)]));
    assert_eq!(said, Vec::<String>::new());
    assert!(images[0]["file"].is_string());
    assert_eq!(host.asked().len(), 4);
    let later = Page::status("429 Too Many Requests").with("Retry-After: 3600");
    let host = Host::new(&[("/a.jpg", vec![later])]);
    let url = format!("{}/a.jpg", host.address);
    check_linked(build(&desk(slice::from_ref(&url))), &url, "429");
    assert_eq!(host.asked(), ["/a.jpg", "/robots.txt"]);
}

#[test]
fn few_requests_go_to_one_host_at_a_time() {
    let names: Vec<String> = (0..12).map(|at| format!("/{at}.jpg")).collect();
    let pages: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), vec![picture()]))
        .collect();
    let host = Host::new(&pages);
    let urls: Vec<_> = names
        .iter()
        .map(|name| format!("{}{name}", host.address))
        .collect();
    let (images, said) = build(&desk(&urls));
    assert_eq!((images.len(), said.len()), (12, 0));
    assert!(host.most_at_once.load(SeqCst) <= 2);
}

#[test]
fn what_is_no_picture_is_told_by_its_bytes() {
    let page = Page::new("<!doctype html><p>Not here").with("Content-Type: image/jpeg");
    let svg =
        Page::new("<svg xmlns='http://www.w3.org/2000/svg'/>").with("Content-Type: image/png");
    let bomb = Page::new(drawn::bomb(60_000, 60_000));
    let large = Page::new(vec![0; (32 << 20) + 1]);
    for (page, why) in [
        (page, "no picture"),
        (svg, "SVG"),
        (bomb, "60000 × 60000"),
        (large, "32 MiB"),
    ] {
        let host = Host::new(&[("/a.jpg", vec![page])]);
        let url = format!("{}/a.jpg", host.address);
        check_linked(build(&desk(slice::from_ref(&url))), &url, why);
    }
}

/// The command itself reaches no private network, by no name, number or redirect.
#[test]
fn private_addresses_are_refused() {
    let host = Host::new(&[("/a.jpg", vec![picture()])]);
    let port = host.address.rsplit_once(':').unwrap().1;
    for name in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"] {
        let url = format!("http://{name}:{port}/a.jpg");
        let desk = desk(&[url]);
        let run = desk.newsrack(&["build", "--images", "cache", "--format", "json"]);
        assert_eq!(
            (run.code, run.codes()),
            (Some(0), vec!["picture-linked".to_owned()]),
            "{name}"
        );
        assert!(run.stdout.contains("private network"), "{}", run.stdout);
        assert!(shelf(&desk, "cards")[0]["image"]["url"].is_string());
    }
    assert_eq!(host.asked(), Vec::<String>::new());
}

#[test]
fn pictures_are_linked_to_unless_it_is_asked_otherwise() {
    let host = Host::new(&[("/a.jpg", vec![picture()])]);
    let url = format!("{}/a.jpg", host.address);
    let desk = desk(slice::from_ref(&url));
    let run = desk.newsrack(&["build", "--format", "json"]);
    assert_eq!((run.code, run.codes()), (Some(0), vec![]));
    assert_eq!(shelf(&desk, "cards")[0]["image"], json!({ "url": url }));
    assert_eq!(host.asked(), Vec::<String>::new());
}

#[test]
fn what_is_not_published_is_not_fetched() {
    let host = Host::new(&[]);
    let desk = Desk::new();
    desk.article(
        "a.md",
        &format!("published: false\nimages: [{}/a.jpg]\n", host.address),
    );
    desk.article("b.md", "");
    assert_eq!(build(&desk).1, Vec::<String>::new());
    assert_eq!(host.asked(), Vec::<String>::new());
}
