//! How do pictures of other servers come into the bundle?
//!
//! `--images cache`: those that the articles of an edition show are fetched, politely, and made ready as
//! those that lie beside an article are. One that cannot be had is linked to, as all are otherwise.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use url::Url as Parsed;

use crate::bundle::darkroom::Darkroom;
use crate::bundle::fetch::{Answer, Ask, Client, Fault, Kind, Whole};
use crate::bundle::fetched::Fetched;
use crate::bundle::guard::Reach;
use crate::bundle::made::Made;
use crate::bundle::progress::{Progress, Stage};
use crate::bundle::robots::Robots;
use crate::bundle::walk::reason;
use crate::bundle::{Code, Edition};
use crate::model::{Article, Image, Node, Picture, Url};

/// How pictures are copied in.
pub struct Copying<'a> {
    /// Where they are kept between builds.
    pub folder: &'a Path,
    /// Which hosts may be asked.
    pub reach: Reach,
    /// Called from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// Pictures of other servers that are in the bundle, by their addresses.
#[derive(Debug, Default)]
pub(crate) struct Copies(HashMap<Url, Made>);

impl Copies {
    /// Puts them into an article, in the place of those that it links to.
    pub(crate) fn hang(&self, article: &mut Article) {
        if self.0.is_empty() {
            return;
        }
        let instead = |image: &mut Image, made: fn(&Made) -> Image| {
            let Picture::Remote(url) = &image.picture else {
                return;
            };
            if let Some(copy) = self.0.get(url) {
                *image = Image {
                    title: image.title.take(),
                    attribution: image.attribution.take(),
                    ..made(copy)
                };
            }
        };
        let card = article.card.image.iter_mut();
        card.for_each(|image| instead(image, Made::image));
        in_body(&mut article.body.nodes, &mut |image| {
            instead(image, Made::in_text)
        });
    }
}

fn in_body(nodes: &mut [Node], look: &mut dyn FnMut(&mut Image)) {
    for node in nodes {
        match node {
            Node::Text(_) => {}
            Node::Image(image) => look(image),
            Node::Tagged(_, nodes) => in_body(nodes, look),
        }
    }
}

/// The longest picture that is fetched, in bytes.
const LARGEST: u64 = 32 << 20;
/// The longest `robots.txt`, in bytes: RFC 9309 asks for 500 kB at least.
const LARGEST_ROBOTS: u64 = 1 << 20;
/// Requests at a time, in all and to one host.
const HANDS: usize = 8;
const HANDS_PER_HOST: usize = 2;
/// Articles that are unpacked at a time.
const AT_ONCE: usize = 1024;

/// Copies the pictures of other servers into an edition.
///
/// One that cannot be had is a problem of the edition, and stays linked.
///
/// # Errors
///
/// Those of the disk on which the articles wait.
pub fn copy_in(edition: &mut Edition, copying: &Copying<'_>) -> io::Result<()> {
    let wanted = wanted(edition)?;
    (copying.progress)(Progress::Begun(Stage::Fetching, wanted.len()));
    let copier = Copier {
        client: Client::new(copying.reach.clone()),
        fetched: Fetched::new(copying.folder),
        robots: Mutex::default(),
        darkroom: &edition.darkroom,
    };
    let (mut copies, mut faults) = (HashMap::new(), HashMap::new());
    for (url, copied) in copier.all(lanes(wanted.keys()), copying.progress) {
        match copied {
            Ok(made) => drop(copies.insert(url, made)),
            Err(message) => drop(faults.insert(url, message)),
        }
    }
    copier.fetched.sweep();
    let shown = copies.iter().map(|(url, made)| match wanted.get(url) {
        Some(Place::Card) => made.image(),
        _ => made.in_text(),
    });
    let files: Vec<_> = shown
        .flat_map(|image| edition.darkroom.files(&image))
        .collect();
    edition
        .pictures
        .extend(files.into_iter().map(|file| (file.name, file.path)));
    edition.copies = Copies(copies);
    note(edition, &faults)
}

/// Where a picture is shown; on a card it has widths, and it may be in texts, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Text,
    Card,
}

/// The addresses of all pictures on other servers that the articles show.
fn wanted(edition: &Edition) -> io::Result<BTreeMap<Url, Place>> {
    let mut wanted = BTreeMap::new();
    let mut look = |image: &mut Image, place: Place| {
        if let Picture::Remote(url) = &image.picture {
            let known = wanted.entry(url.clone()).or_insert(place);
            *known = place.max(*known);
        }
    };
    for start in (0..edition.len()).step_by(AT_ONCE) {
        for mut article in edition.articles(start..start + AT_ONCE)? {
            let card = article.card.image.iter_mut();
            card.for_each(|image| look(image, Place::Card));
            in_body(&mut article.body.nodes, &mut |image| {
                look(image, Place::Text)
            });
        }
    }
    Ok(wanted)
}

/// Says of each article which of its pictures are not copied, and why.
fn note(edition: &mut Edition, faults: &HashMap<Url, String>) -> io::Result<()> {
    let ranks = 0..if faults.is_empty() { 0 } else { edition.len() };
    for rank in ranks {
        let Some(label) = edition.label(rank)? else {
            continue;
        };
        for linked in label.linked {
            let Some(why) = faults.get(&linked.url) else {
                continue;
            };
            let message = format!("`{}` is linked to and not copied in: {why}", linked.url);
            let problem = linked
                .spot
                .problem(Code::PictureLinked, &label.shown, message);
            edition.problems.push(problem);
        }
    }
    edition.arrange_problems();
    Ok(())
}

type Copied = Result<Made, String>;
/// Addresses that are asked one after the other.
type Lane = Vec<Url>;

/// The rules of a host, or why they are not known.
type Known = Arc<OnceLock<Result<Robots, String>>>;

struct Copier<'a> {
    client: Client,
    fetched: Fetched,
    /// What each host asks to be left alone, asked once.
    robots: Mutex<BTreeMap<String, Known>>,
    darkroom: &'a Darkroom,
}

impl Copier<'_> {
    fn all(&self, lanes: Vec<Lane>, progress: &(dyn Fn(Progress) + Sync)) -> Vec<(Url, Copied)> {
        let lanes = Mutex::new(lanes);
        let hand = || {
            let mut copied = Vec::new();
            let next = || lanes.lock().unwrap_or_else(PoisonError::into_inner).pop();
            while let Some(lane) = next() {
                for url in lane {
                    let made = self.copy(&url);
                    progress(Progress::Done(1));
                    copied.push((url, made));
                }
            }
            copied
        };
        thread::scope(|scope| {
            let hands: Vec<_> = (0..HANDS).map(|_| scope.spawn(hand)).collect();
            let joined = hands.into_iter().map(|hand| {
                // A panic stays one, on this thread.
                hand.join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            });
            joined.flatten().collect()
        })
    }

    fn copy(&self, url: &Url) -> Copied {
        let bytes = self.bytes(url)?;
        let made = self.darkroom.develop(&bytes);
        made.map_err(|refusal| format!("what is there {refusal}"))
    }

    /// What an address answers or, where it answers nothing new, answered before.
    fn bytes(&self, url: &Url) -> Result<Vec<u8>, String> {
        let address = Parsed::parse(url.as_str()).map_err(|fault| fault.to_string())?;
        let Some(kept) = self.fetched.find(url) else {
            return self.anew(url, &address, None);
        };
        // What has no version can only be fetched whole again, each time.
        if kept.version == Default::default() {
            return Ok(kept.bytes);
        }
        self.anew(url, &address, Some(kept))
    }

    fn anew(&self, url: &Url, address: &Parsed, kept: Option<Whole>) -> Result<Vec<u8>, String> {
        let ask = Ask {
            most: LARGEST,
            known: kept.as_ref().map(|kept| &kept.version),
            may: &|address| self.may(address),
        };
        match (self.client.persist(address, &ask), kept) {
            (Ok(Answer::Whole(whole)), _) => {
                let keeping = self.fetched.keep(url, &whole);
                keeping.map_err(|fault| format!("it cannot be kept: {}", reason(&fault)))?;
                Ok(whole.bytes)
            }
            (Ok(Answer::Unchanged), Some(kept)) => Ok(kept.bytes),
            (Ok(Answer::Unchanged), None) => Err("the answer is 304".to_owned()),
            // Gone, or taken back: it must not be shown from here.
            (
                Err(Fault {
                    message,
                    kind: Kind::Refused,
                }),
                _,
            ) => {
                self.fetched.forget(url);
                Err(message)
            }
            // Out of reach today.
            (Err(_), Some(kept)) => Ok(kept.bytes),
            (Err(fault), None) => Err(fault.message),
        }
    }

    /// Whether a host lets programs ask for an address.
    fn may(&self, address: &Parsed) -> Result<(), String> {
        let origin = address.origin().ascii_serialization();
        let known = {
            let mut robots = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
            robots.entry(origin).or_default().clone()
        };
        // Only who asks the same host waits for its answer.
        let robots = known.get_or_init(|| self.robots(address)).as_ref();
        let robots =
            robots.map_err(|why| format!("its host's `robots.txt` cannot be read: {why}"))?;
        let path = &address[url::Position::BeforePath..url::Position::AfterQuery];
        match robots.allow(path) {
            true => Ok(()),
            false => Err("its host's `robots.txt` asks programs to leave it alone".to_owned()),
        }
    }

    /// No rules, no limits; but a host that cannot say is left alone, as RFC 9309 wants it.
    fn robots(&self, address: &Parsed) -> Result<Robots, String> {
        let address = address
            .join("/robots.txt")
            .map_err(|fault| fault.to_string())?;
        match self.client.persist(&address, &Ask::new(LARGEST_ROBOTS)) {
            Ok(Answer::Whole(whole)) => Ok(Robots::parse(&String::from_utf8_lossy(&whole.bytes))),
            Ok(Answer::Unchanged)
            | Err(Fault {
                kind: Kind::Refused,
                ..
            }) => Ok(Robots::default()),
            Err(fault) => Err(fault.message),
        }
    }
}

/// Addresses in lanes, so many for each host at most.
fn lanes<'a>(wanted: impl Iterator<Item = &'a Url>) -> Vec<Lane> {
    let mut hosts: BTreeMap<String, [Lane; HANDS_PER_HOST]> = BTreeMap::new();
    for (at, url) in wanted.enumerate() {
        let origin = Parsed::parse(url.as_str()).map(|url| url.origin().ascii_serialization());
        let lanes = hosts.entry(origin.unwrap_or_default()).or_default();
        lanes[at % HANDS_PER_HOST].push(url.clone());
    }
    let lanes = hosts.into_values().flatten();
    lanes.filter(|lane| !lane.is_empty()).collect()
}
