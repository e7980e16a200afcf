//! Where do the addresses in a body lead, and what is said of those that nobody may follow?

use crate::bundle::link::{self, NoLink};
use crate::bundle::markdown::Located;
use crate::bundle::markup::Addresses;
use crate::bundle::picture::{self, Beside};
use crate::bundle::prose::on_one_line;
use crate::bundle::tree::Kind;
use crate::bundle::{Code, Problem};
use crate::model::Image;

/// The addresses of one body.
pub(crate) struct Links<'a, 'b> {
    text: &'a str,
    beside: &'a mut Beside<'b>,
    /// Where in the text we are, in bytes.
    offset: usize,
    refused: Vec<(usize, Code, String)>,
}

impl<'a, 'b> Links<'a, 'b> {
    pub(crate) fn new(text: &'a str, beside: &'a mut Beside<'b>) -> Self {
        Self {
            text,
            beside,
            offset: 0,
            refused: Vec::new(),
        }
    }

    /// What should be mended, in a file of that name in which the text begins at that line.
    pub(crate) fn problems(mut self, shown: &str, first: u32) -> Vec<Problem> {
        // The end of a picture is told after what stands in it.
        self.refused.sort_by_key(|(offset, ..)| *offset);
        let (mut line, mut line_start, mut seen) = (first, 0, 0);
        let mut problems = Vec::new();
        for (offset, code, message) in self.refused {
            let passed = self.text.get(seen..offset).unwrap_or_default();
            line += memchr::memchr_iter(b'\n', passed.as_bytes()).count() as u32;
            if let Some(end) = passed.rfind('\n') {
                line_start = seen + end + 1;
            }
            seen = offset;
            let before = self.text.get(line_start..offset).unwrap_or_default();
            problems.push(Problem {
                line,
                column: before.chars().count() as u32 + 1,
                ..Problem::new(code, shown, message)
            });
        }
        problems
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
