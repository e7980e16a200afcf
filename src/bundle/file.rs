//! Where does the front matter of a file end, and what comes after it?
//!
//! A file is read as a stream: its body is not touched before somebody asks for it, which nobody
//! does for an unpublished article.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::bundle::mask::{Mask, Place};
use crate::bundle::record::{LARGEST, Record};

/// A Markdown file, read up to the end of its front matter.
#[derive(Debug)]
pub(crate) struct Opened {
    pub record: Record,
    /// What was read beyond the end.
    rest: Vec<u8>,
    /// The line in which that begins.
    line: u32,
    /// Whether the file begins with a byte order mark.
    has_bom: bool,
    reader: BufReader<File>,
}

/// Why a file is no article.
#[derive(Debug)]
pub(crate) enum Unopened {
    /// The disk says no.
    Io(io::Error),
    /// Not a byte is in it.
    Empty,
    /// It begins with something else.
    WithoutFrontMatter,
    /// It begins and never ends; this would end it.
    Unclosed(&'static str),
    /// More than [`LARGEST`] bytes, those of `secured` not counted.
    TooLarge,
    /// The line and column where it ceases to be UTF-8.
    NotUtf8(u32, u32),
    /// It is in UTF-16.
    Utf16,
}

impl From<io::Error> for Unopened {
    fn from(fault: io::Error) -> Self {
        Self::Io(fault)
    }
}

/// What front matter is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Yaml,
    Toml,
    Json,
}

/// Lines longer than this pass in pieces, so that no line is ever held whole.
const PIECE: u64 = 1 << 16;

/// Opens a file and reads its front matter.
///
/// # Errors
///
/// All that keeps it from being an article.
pub(crate) fn open(path: &Path) -> Result<Opened, Unopened> {
    let mut lines = Lines {
        reader: BufReader::with_capacity(PIECE as usize, File::open(path)?),
        piece: Vec::new(),
        is_start: true,
        line: 0,
    };
    lines.next()?;
    let bom = b"\xEF\xBB\xBF";
    let has_bom = lines.piece.starts_with(bom);
    if has_bom {
        lines.piece.drain(..bom.len());
    }
    let (record, rest) = match begins(&lines.piece)? {
        Format::Yaml => (lines.yaml()?, Vec::new()),
        Format::Toml => (lines.toml()?, Vec::new()),
        Format::Json => lines.json()?,
    };
    // What is left of the last line of JSON is still in that line.
    let line = lines.line.saturating_add(u32::from(rest.is_empty()));
    let record = record.map_err(|(line, column)| Unopened::NotUtf8(line, column))?;
    Ok(Opened {
        record,
        rest,
        line,
        has_bom,
        reader: lines.reader,
    })
}

/// What the first line begins.
fn begins(line: &[u8]) -> Result<Format, Unopened> {
    match line.trim_ascii_end() {
        b"---" => Ok(Format::Yaml),
        b"+++" => Ok(Format::Toml),
        // `{{` and `{%` begin a template, `{:` a list of attributes.
        [b'{', rest @ ..] if matches!(rest.trim_ascii_start(), [] | [b'"' | b'}', ..]) => {
            Ok(Format::Json)
        }
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Err(Unopened::Utf16),
        _ if line.is_empty() => Err(Unopened::Empty),
        _ => Err(Unopened::WithoutFrontMatter),
    }
}

type Read1 = Result<Record, (u32, u32)>;

/// A file, line by line.
struct Lines {
    reader: BufReader<File>,
    piece: Vec<u8>,
    /// Whether the piece begins a line.
    is_start: bool,
    /// Which line the piece is of, from 1.
    line: u32,
}

impl Lines {
    /// The next line, or as much of it as fits into a piece.
    fn next(&mut self) -> io::Result<()> {
        self.is_start = self.piece.last().is_none_or(|byte| *byte == b'\n');
        self.line = self.line.saturating_add(u32::from(self.is_start));
        self.piece.clear();
        let mut reader = (&mut self.reader).take(PIECE);
        reader.read_until(b'\n', &mut self.piece).map(drop)
    }

    fn is_end(&self, ends: &[&[u8]]) -> bool {
        self.is_start && ends.contains(&self.piece.trim_ascii_end())
    }

    fn yaml(&mut self) -> Result<Read1, Unopened> {
        let mut mask = Mask::new(Place { line: 2, column: 0 });
        loop {
            self.next()?;
            if self.is_end(&[b"---", b"..."]) {
                return Ok(Record::yaml(mask.finish()));
            }
            if self.piece.is_empty() {
                return Err(Unopened::Unclosed("close it with a line `---`"));
            }
            mask.push(&self.piece);
            within(mask.len())?;
        }
    }

    fn toml(&mut self) -> Result<Read1, Unopened> {
        let mut text = Vec::new();
        loop {
            self.next()?;
            if self.is_end(&[b"+++"]) {
                return Ok(Record::toml(text));
            }
            if self.piece.is_empty() {
                return Err(Unopened::Unclosed("close it with a line `+++`"));
            }
            text.extend_from_slice(&self.piece);
            within(text.len())?;
        }
    }

    /// One object; what follows it on its last line belongs to the body.
    fn json(&mut self) -> Result<(Read1, Vec<u8>), Unopened> {
        let mut mask = Mask::json(Place { line: 1, column: 0 });
        let mut brackets = Brackets::default();
        loop {
            if let Some(end) = brackets.end(&self.piece) {
                mask.push(&self.piece[..end]);
                return Ok((Record::json(mask.finish()), self.piece.split_off(end)));
            }
            mask.push(&self.piece);
            within(mask.len())?;
            self.next()?;
            if self.piece.is_empty() {
                return Err(Unopened::Unclosed("close it with `}`"));
            }
        }
    }
}

fn within(len: usize) -> Result<(), Unopened> {
    if len > LARGEST {
        return Err(Unopened::TooLarge);
    }
    Ok(())
}

/// Counts brackets outside of texts.
#[derive(Debug, Default)]
pub(crate) struct Brackets {
    depth: usize,
    in_text: bool,
    is_escaped: bool,
}

impl Brackets {
    /// Where the outermost value ends in these bytes, which continue the ones before.
    pub(crate) fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let end = bytes.iter().position(|byte| self.closes(*byte))?;
        Some(end + 1)
    }

    /// Whether this byte closes the outermost bracket.
    fn closes(&mut self, byte: u8) -> bool {
        match byte {
            _ if std::mem::take(&mut self.is_escaped) => {}
            b'\\' if self.in_text => self.is_escaped = true,
            b'"' => self.in_text = !self.in_text,
            _ if self.in_text => {}
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

impl Opened {
    /// The front matter, and what can read what comes after it.
    pub(crate) fn split(self) -> (Record, Rest) {
        let rest = Rest {
            read: self.rest,
            line: self.line,
            has_bom: self.has_bom,
            reader: self.reader,
        };
        (self.record, rest)
    }
}

/// What comes after the front matter.
#[derive(Debug)]
pub(crate) struct Rest {
    read: Vec<u8>,
    /// Which line of the file it begins in, from 1.
    pub line: u32,
    /// Whether the file begins with a byte order mark.
    pub has_bom: bool,
    reader: BufReader<File>,
}

impl Rest {
    /// The body.
    ///
    /// # Errors
    ///
    /// Those of the disk, and bytes that are not UTF-8.
    pub(crate) fn body(mut self) -> io::Result<String> {
        self.reader.read_to_end(&mut self.read)?;
        String::from_utf8(self.read).map_err(|_| io::ErrorKind::InvalidData.into())
    }
}
