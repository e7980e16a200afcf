//! What is in a feed's XML, element by element?
//!
//! Feeds in the wild are XML, nearly: entities of HTML and stray ampersands are taken as they are meant.
//! A feed that declares entities of its own is refused, for only attacks do. Nothing is fetched.

use std::borrow::Cow;

use quick_xml::NsReader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;

/// How deep elements may lie in each other.
const DEPTH: usize = 64;

/// Whose word a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// RSS of any version, or Atom: what the feed itself is made of.
    Feed,
    Atom,
    Content,
    DublinCore,
    Media,
    Itunes,
    Other,
}

/// An element, and all that is in it.
#[derive(Debug)]
pub(crate) struct Element {
    pub space: Space,
    /// Without its prefix.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// The text right in it.
    pub text: String,
    pub children: Vec<Element>,
    /// Where it begins and ends in the file, in bytes.
    pub start: usize,
    pub end: usize,
    /// Where what is in it begins and ends.
    pub inside: (usize, usize),
}

/// Why XML cannot be read, and where, in bytes.
#[derive(Debug)]
pub(crate) struct Malformed {
    pub at: usize,
    pub message: String,
}

/// What a file is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Root {
    Rss,
    Atom,
    /// Something else, with the name of its first element.
    Other(String),
    /// There is no element.
    Nothing,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    pub(crate) fn is(&self, space: Space, name: &str) -> bool {
        self.space == space && self.name == name
    }

    pub(crate) fn all(&self, space: Space, name: &'static str) -> impl Iterator<Item = &Self> {
        self.children
            .iter()
            .filter(move |child| child.is(space, name))
    }

    /// The first child of this name that says something.
    pub(crate) fn first(&self, space: Space, name: &str) -> Option<&Self> {
        self.children
            .iter()
            .find(|child| child.is(space, name) && !child.text.trim().is_empty())
    }
}

/// Line and column of an offset, both from 1.
pub(crate) fn place(text: &str, offset: usize) -> (u32, u32) {
    let before = &text[..offset.min(text.len())];
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (count(line), count(column))
}

/// What the first element of a text is.
///
/// # Errors
///
/// Where it is no XML.
pub(crate) fn root(text: &str) -> Result<Root, Malformed> {
    let mut reader = Reader::new(text);
    loop {
        match reader.next()? {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.local_name();
                return Ok(match name.as_ref() {
                    "rss" | "RDF" => Root::Rss,
                    "feed" | "entry" => Root::Atom,
                    other => Root::Other(other.chars().take(40).collect()),
                });
            }
            Event::Eof => return Ok(Root::Nothing),
            _ => {}
        }
    }
}

/// Hands out what lies in a feed: what it says of itself, and its items, in their order.
///
/// # Errors
///
/// Where it ceases to be XML; what lies before has been handed out.
pub(crate) fn elements(text: &str, each: &mut dyn FnMut(Element)) -> Result<(), Malformed> {
    let mut reader = Reader::new(text);
    // The root, and the channel in it.
    let mut open: Vec<String> = Vec::new();
    loop {
        let start = reader.position();
        match reader.next()? {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                let is_entry = open.is_empty() && name == "entry";
                if open.is_empty() {
                    reader.is_atom = matches!(name.as_str(), "feed" | "entry");
                    reader.base = reader
                        .attributes(&tag)?
                        .into_iter()
                        .find(|(name, _)| name == "xml:base");
                }
                if !is_entry && (open.is_empty() || (open.len() == 1 && name == "channel")) {
                    open.push(name);
                } else {
                    let tag = tag.into_owned();
                    let mut element = reader.element(&tag, start, open.len())?;
                    element.attributes.extend(reader.base.clone());
                    each(element);
                }
            }
            Event::Empty(tag) if !open.is_empty() => {
                let tag = tag.into_owned();
                each(reader.empty(&tag, start)?);
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => {
                return match open.last() {
                    Some(name) => {
                        Err(reader.malformed(format!("the file ends before `</{name}>`")))
                    }
                    None => Ok(()),
                };
            }
            _ => {}
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    xml: NsReader<&'a [u8]>,
    /// Whether names that are nobody's are Atom's.
    is_atom: bool,
    /// What the root says of relative addresses, which holds for all that is in it.
    base: Option<(String, String)>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let mut xml = NsReader::from_str(text);
        xml.config_mut().allow_dangling_amp = true;
        Self {
            text,
            xml,
            is_atom: false,
            base: None,
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.xml.buffer_position())
            .unwrap_or(usize::MAX)
            .min(self.text.len())
    }

    fn malformed(&self, message: impl Into<String>) -> Malformed {
        Malformed {
            at: self.position(),
            message: format!("this is no XML: {}", message.into()),
        }
    }

    fn next(&mut self) -> Result<Event<'a>, Malformed> {
        let event = self.xml.read_event().map_err(|fault| {
            let at = usize::try_from(self.xml.error_position()).unwrap_or(0);
            let message: String = fault
                .to_string()
                .chars()
                .filter(|c| !c.is_control())
                .take(200)
                .collect();
            Malformed {
                at,
                message: format!("this is no XML: {message}"),
            }
        })?;
        if let Event::DocType(declared) = &event
            && declared.contains("<!ENTITY")
        {
            return Err(Malformed {
                at: self.position(),
                message: "this feed declares entities of its own, and is not read".to_owned(),
            });
        }
        Ok(event)
    }

    fn space(&self, tag: &BytesStart<'_>) -> Space {
        let (found, _) = self.xml.resolver().resolve_element(tag.name());
        let own = if self.is_atom {
            Space::Atom
        } else {
            Space::Feed
        };
        match found {
            ResolveResult::Unbound => own,
            // Some feeds give RSS a name of their own.
            ResolveResult::Bound(name) => match space_of(name.as_ref()) {
                Space::Other if tag.name().prefix().is_none() => own,
                space => space,
            },
            // Nobody declared it, and everybody knows what it means.
            ResolveResult::Unknown(prefix) => space_of_prefix(&prefix),
        }
    }

    fn empty(&self, tag: &BytesStart<'_>, start: usize) -> Result<Element, Malformed> {
        let end = self.position();
        Ok(Element {
            space: self.space(tag),
            name: tag.local_name().as_ref().to_owned(),
            attributes: self.attributes(tag)?,
            text: String::new(),
            children: Vec::new(),
            start,
            end,
            inside: (end, end),
        })
    }

    fn attributes(&self, tag: &BytesStart<'_>) -> Result<Vec<(String, String)>, Malformed> {
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|fault| self.malformed(fault.to_string()))?;
            let name = attribute.key.as_ref().to_owned();
            let value = html_escape::decode_html_entities(attribute.value.as_ref()).into_owned();
            attributes.push((name, value));
        }
        Ok(attributes)
    }

    /// The element whose first tag was read.
    fn element(
        &mut self,
        tag: &BytesStart<'static>,
        start: usize,
        depth: usize,
    ) -> Result<Element, Malformed> {
        if depth > DEPTH {
            return Err(self.malformed("elements lie deeper in each other than a feed's may"));
        }
        let mut element = self.empty(tag, start)?;
        loop {
            let start = self.position();
            match self.next()? {
                Event::Start(tag) => {
                    let child = self.element(&tag.into_owned(), start, depth + 1)?;
                    element.children.push(child);
                }
                Event::Empty(tag) => element.children.push(self.empty(&tag.into_owned(), start)?),
                Event::Text(text) => element.text.push_str(&text.xml10_content()),
                Event::CData(text) => element.text.push_str(&text.xml10_content()),
                Event::GeneralRef(entity) => element.text.push_str(&meant(&entity)),
                Event::End(_) => {
                    element.inside.1 = start;
                    element.end = self.position();
                    return Ok(element);
                }
                Event::Eof => {
                    let message = format!("the file ends before `</{}>`", element.name);
                    return Err(self.malformed(message));
                }
                _ => {}
            }
        }
    }
}

/// The character of an entity; one that nobody knows stays as it is written.
fn meant(entity: &BytesRef<'_>) -> Cow<'static, str> {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return Cow::Owned(character.to_string());
    }
    let written = format!("&{};", entity.xml10_content());
    Cow::Owned(html_escape::decode_html_entities(&written).into_owned())
}

fn space_of(name: &str) -> Space {
    match name {
        "http://www.w3.org/2005/Atom" | "http://purl.org/atom/ns#" => Space::Atom,
        "http://purl.org/rss/1.0/" | "http://my.netscape.com/rdf/simple/0.9/" => Space::Feed,
        "http://channel.netscape.com/rdf/simple/0.9/" | "http://backend.userland.com/rss2" => {
            Space::Feed
        }
        "http://purl.org/rss/1.0/modules/content/" => Space::Content,
        "http://purl.org/dc/elements/1.1/" | "http://purl.org/dc/terms/" => Space::DublinCore,
        "http://search.yahoo.com/mrss/" | "http://search.yahoo.com/mrss" => Space::Media,
        "http://www.itunes.com/dtds/podcast-1.0.dtd" => Space::Itunes,
        _ => Space::Other,
    }
}

fn space_of_prefix(prefix: &str) -> Space {
    match prefix {
        "atom" => Space::Atom,
        "content" => Space::Content,
        "dc" | "dcterms" => Space::DublinCore,
        "media" => Space::Media,
        "itunes" => Space::Itunes,
        _ => Space::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Element>, Malformed> {
        let mut found = Vec::new();
        elements(text, &mut |element| found.push(element))?;
        Ok(found)
    }

    #[test]
    fn a_channel_is_opened_and_what_is_in_it_handed_out() {
        let text = "<rss><channel><title>A &amp; B&nbsp;</title><item><link>x</link></item></channel></rss>";
        let found = read(text).unwrap();
        assert_eq!(
            (found[0].name.as_str(), found[0].text.as_str()),
            ("title", "A & B\u{A0}")
        );
        assert_eq!(
            &text[found[1].start..found[1].end],
            "<item><link>x</link></item>"
        );
        let link = &found[1].children[0];
        assert_eq!(&text[link.inside.0..link.inside.1], "x");
    }

    #[test]
    fn names_belong_to_somebody() {
        let text = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:m='http://search.yahoo.com/mrss/'><entry><title/><m:content url='a&amp;b'/><dc:date>x</dc:date></entry></feed>";
        let found = read(text).unwrap();
        let spaces: Vec<_> = found[0].children.iter().map(|child| child.space).collect();
        assert_eq!(spaces, [Space::Atom, Space::Media, Space::DublinCore]);
        assert_eq!(found[0].children[1].attribute("url"), Some("a&b"));
    }

    #[track_caller]
    fn check_refused(text: &str, place_of: (u32, u32), message: &str) {
        let fault = read(text).unwrap_err();
        assert_eq!(
            (place(text, fault.at), fault.message.as_str()),
            (place_of, message)
        );
    }

    #[test]
    fn what_is_no_xml_is_told_by_its_place() {
        check_refused(
            "<rss>\n<channel>",
            (2, 10),
            "this is no XML: the file ends before `</channel>`",
        );
        let bomb = "<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]>\n<rss>&c;</rss>";
        check_refused(
            bomb,
            (1, 51),
            "this feed declares entities of its own, and is not read",
        );
        assert!(read(&format!("<rss>{}", "<a>".repeat(100_000))).is_err());
        assert!(read("<rss><channel><title>a</link></channel></rss>").is_err());
    }
}
