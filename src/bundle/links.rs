//! Where do the addresses in a body lead, and what is said of those that nobody may follow?

use crate::bundle::faults::Spot;
use crate::bundle::link::{self, NoLink};
use crate::bundle::markdown::Located;
use crate::bundle::markup::Addresses;
use crate::bundle::mended_body::Start;
use crate::bundle::picture::{self, Beside};
use crate::bundle::prose::on_one_line;
use crate::bundle::tree::Kind;
use crate::bundle::{Code, Problem};
use crate::model::{Image, Picture};

/// The addresses of one body.
pub(crate) struct Links<'a, 'b> {
    text: &'a str,
    beside: &'a mut Beside<'b>,
    /// Where in the text we are, in bytes.
    offset: usize,
    refused: Vec<(usize, Code, String)>,
    /// Pictures on servers.
    linked: Vec<(usize, Image)>,
}

/// Tells the line and the column of offsets, which only grow, in a text that begins at a line.
fn places(text: &str, first: u32) -> impl FnMut(usize) -> (u32, u32) + '_ {
    let (mut line, mut line_start, mut seen) = (first, 0, 0);
    move |offset| {
        let passed = text.get(seen..offset).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', passed.as_bytes()).count() as u32;
        if let Some(end) = passed.rfind('\n') {
            line_start = seen + end + 1;
        }
        seen = offset;
        let before = text.get(line_start..offset).unwrap_or_default();
        (line, before.chars().count() as u32 + 1)
    }
}

impl<'a, 'b> Links<'a, 'b> {
    pub(crate) fn new(text: &'a str, beside: &'a mut Beside<'b>) -> Self {
        Self {
            text,
            beside,
            offset: 0,
            refused: Vec::new(),
            linked: Vec::new(),
        }
    }

    /// What should be mended, in a file of that name in which the text begins at that line.
    pub(crate) fn problems(&mut self, shown: &str, first: u32) -> Vec<Problem> {
        let mut refused = std::mem::take(&mut self.refused);
        // The end of a picture is told after what stands in it.
        refused.sort_by_key(|(offset, ..)| *offset);
        let mut place = places(self.text, first);
        let problem = |(offset, code, message)| {
            let (line, column) = place(offset);
            Problem {
                line,
                column,
                ..Problem::new(code, shown, message)
            }
        };
        refused.into_iter().map(problem).collect()
    }

    /// Notes where the text names pictures on servers.
    pub(crate) fn note_linked(self, start: Start) {
        let mut linked = self.linked;
        linked.sort_by_key(|(offset, _)| *offset);
        let mut place = places(self.text, start.line());
        for (offset, image) in linked {
            let (line, column) = start.spot(place(offset));
            self.beside.note(&image, || Spot::at(line, column));
        }
    }

    fn refuse(&mut self, code: Code, message: String) {
        self.refused.push((self.offset, code, message));
    }
}

impl Addresses for Links<'_, '_> {
    fn link(&mut self, address: &str) -> Option<Kind> {
        match link::target(address) {
            Ok(target) => Some(Kind::Link(target)),
            Err(fault) => {
                self.refuse(Code::BodyLink, refusal(address, &fault));
                None
            }
        }
    }

    fn picture(&mut self, address: &str, shown: &str) -> Option<Image> {
        match picture::in_body(self.beside, address) {
            Ok(image) => {
                let title = on_one_line(shown);
                let title = (!title.is_empty()).then(|| title.into());
                if matches!(image.picture, Picture::Remote(_)) {
                    self.linked.push((self.offset, image.clone()));
                }
                Some(Image { title, ..image })
            }
            Err(message) => {
                self.refuse(Code::BodyPicture, message);
                None
            }
        }
    }
}

impl Located for Links<'_, '_> {
    fn at(&mut self, offset: usize) {
        self.offset = offset;
    }
}

fn refusal(address: &str, fault: &NoLink) -> String {
    let short: String = address.chars().take(60).collect();
    match fault {
        NoLink::Unsafe(scheme) => format!(
            "this link leads to `{scheme}:` and becomes its text; `http`, `https` and `mailto` are followed"
        ),
        NoLink::Relative => format!(
            "the link to `{short}` is no whole address and becomes its text; write one that begins with `https://`"
        ),
        NoLink::Invalid(why) => format!("the address of this link {why}, so it becomes its text"),
    }
}
