//! Which article is in this Markdown file?
//!
//! A draft is recognized by its front matter alone and goes no further: the text file beside it is
//! never opened.

use std::io;
use std::path::Path;

use crate::bundle::file::{self, Rest, Unopened};
use crate::bundle::mended_body::{self, Start};
use crate::bundle::name::Name;
use crate::bundle::telling::{Found, Text};
use crate::bundle::walk::{Entry, reason};
use crate::bundle::{Code, Problem};

/// Finds the article.
///
/// # Errors
///
/// Why there is none.
pub(crate) fn read(entry: &Entry, tell: &mut dyn FnMut(Found<'_>)) -> Result<(), Problem> {
    let name = Name::of(&entry.path);
    if name.is_section {
        let message = "this is the page of a section and no article; it is left out";
        return Err(Problem::new(Code::SectionPage, &entry.shown, message));
    }
    let opened = file::open(&entry.path).map_err(|fault| unopened(&entry.shown, fault))?;
    let (record, rest) = opened.split();
    tell(Found {
        entry,
        record,
        key: None,
        invalid: Code::FrontMatterInvalid,
        name,
        title: None,
        body: Box::new(|| body(entry, rest)),
    });
    Ok(())
}

/// What the article says: the text after its front matter or, without any, the text file beside it.
fn body(entry: &Entry, rest: Rest) -> Result<(Text, Vec<Problem>), Problem> {
    let (has_bom, start) = (rest.has_bom, Start::Line(rest.line));
    let text = rest.body().map_err(|fault| unread(&entry.shown, &fault))?;
    let (text, mut problems) = beside(entry, text, start)?;
    if has_bom {
        // Harmless here, but other programs see no front matter behind it.
        let message = "this file begins with a byte order mark, which is passed over; save it as UTF-8 without one";
        problems.insert(
            0,
            problem_at(Code::ByteOrderMark, &entry.shown, (1, 1), message),
        );
    }
    Ok((text, problems))
}

/// An article's own text or, where there is none, the text file beside it.
///
/// # Errors
///
/// Why that cannot be read.
pub(crate) fn beside(
    entry: &Entry,
    text: String,
    start: Start,
) -> Result<(Text, Vec<Problem>), Problem> {
    let Some(beside) = &entry.text else {
        return Ok(markdown(text, &entry.shown, start));
    };
    let shown = Path::new(&entry.shown)
        .with_extension("txt")
        .to_string_lossy()
        .into_owned();
    if text.trim().is_empty() {
        let text = std::fs::read_to_string(beside).map_err(|fault| unread(&shown, &fault))?;
        let (text, problems) = mended_body::mend(text, &shown, Start::Line(1));
        return Ok((Text::Plain(text), problems));
    }
    let message = format!(
        "`{}` has a body of its own, so this text is left out",
        entry.shown
    );
    let (text, mut problems) = markdown(text, &entry.shown, start);
    problems.push(Problem::new(Code::TextUnused, shown, message));
    Ok((text, problems))
}

/// Markdown, mended, and what to say about it.
pub(crate) fn markdown(text: String, shown: &str, start: Start) -> (Text, Vec<Problem>) {
    let (text, problems) = mended_body::mend(text, shown, start);
    (Text::Markdown(text, start), problems)
}

/// Why a file could not be read.
pub(crate) fn unread(shown: &str, fault: &io::Error) -> Problem {
    match fault.kind() {
        io::ErrorKind::InvalidData => Problem::new(
            Code::NotUtf8,
            shown,
            "this text is not UTF-8; save it as UTF-8",
        ),
        _ => Problem::new(
            Code::FileUnreadable,
            shown,
            format!("this file cannot be read: {}", reason(fault)),
        ),
    }
}

/// A problem in a place of a file.
pub(crate) fn problem_at(
    code: Code,
    shown: &str,
    (line, column): (u32, u32),
    message: impl Into<String>,
) -> Problem {
    Problem {
        line,
        column,
        ..Problem::new(code, shown, message)
    }
}

/// Why a file could not be opened as an article.
fn unopened(shown: &str, fault: Unopened) -> Problem {
    let problem = |code, message: &str| Problem::new(code, shown, message);
    match fault {
        Unopened::Io(fault) => unread(shown, &fault),
        Unopened::Empty => problem(
            Code::FrontMatterMissing,
            "this file is empty and is left out",
        ),
        Unopened::WithoutFrontMatter => problem_at(
            Code::FrontMatterMissing,
            shown,
            (1, 1),
            "this file does not begin with front matter and is left out; put its `title` and its `date` between two lines `---` at its top",
        ),
        Unopened::Unclosed(cure) => {
            let message = format!("the front matter that begins here never ends; {cure}");
            problem_at(Code::FrontMatterUnclosed, shown, (1, 1), message)
        }
        Unopened::TooLarge => problem(
            Code::FrontMatterTooLarge,
            "the front matter is larger than 1 MiB",
        ),
        Unopened::NotUtf8(line, column) => problem_at(
            Code::NotUtf8,
            shown,
            (line, column),
            "this character is not UTF-8; save the file as UTF-8",
        ),
        Unopened::Utf16 => problem(Code::NotUtf8, "this file is in UTF-16; save it as UTF-8"),
    }
}
