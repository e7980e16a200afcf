//! Where does the front matter of a file end, and what comes after it?
//!
//! A file is read as a stream: its body is not touched before somebody asks for it, which nobody
//! does for an unpublished article.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::bundle::front_matter::FrontMatter;
use crate::bundle::mask::Mask;

/// A Markdown file, read up to the end of its front matter.
#[derive(Debug)]
pub(crate) struct Opened {
    pub front_matter: FrontMatter,
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
    /// Front matter of a format that is not read yet.
    Unsupported(&'static str),
    /// It begins and never ends.
    Unclosed,
    /// More than [`LARGEST`] bytes, those of `secured` not counted.
    TooLarge,
    /// The line and column where it ceases to be UTF-8.
    NotUtf8(u32, u32),
    /// It is in UTF-16.
    Utf16,
}

/// The most front matter an article may have, in bytes.
const LARGEST: usize = 1 << 20;

/// Lines longer than this pass in pieces, so that no line is ever held whole.
const PIECE: u64 = 1 << 16;

/// Opens a file and reads its front matter.
///
/// # Errors
///
/// All that keeps it from being an article.
pub(crate) fn open(path: &Path) -> Result<Opened, Unopened> {
    let file = File::open(path).map_err(Unopened::Io)?;
    let mut reader = BufReader::with_capacity(PIECE as usize, file);
    let mut line = Vec::new();
    read_piece(&mut reader, &mut line)?;
    begins(&line)?;
    let mut mask = Mask::new(2);
    loop {
        let is_start = line.ends_with(b"\n");
        read_piece(&mut reader, &mut line)?;
        match &line[..] {
            [] => return Err(Unopened::Unclosed),
            line if is_start && is_end(line) => break,
            line => mask.push(line),
        }
        if mask.len() > LARGEST {
            return Err(Unopened::TooLarge);
        }
    }
    let front_matter = FrontMatter::new(mask.finish())
        .map_err(|(line, column)| Unopened::NotUtf8(line, column))?;
    Ok(Opened {
        front_matter,
        reader,
    })
}

/// The next line, or as much of it as fits into a piece.
fn read_piece(reader: &mut BufReader<File>, line: &mut Vec<u8>) -> Result<(), Unopened> {
    line.clear();
    reader
        .take(PIECE)
        .read_until(b'\n', line)
        .map(drop)
        .map_err(Unopened::Io)
}

/// Whether the first line begins front matter that can be read.
fn begins(line: &[u8]) -> Result<(), Unopened> {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    match line.trim_ascii_end() {
        b"---" => Ok(()),
        b"+++" => Err(Unopened::Unsupported("TOML")),
        [b'{', ..] => Err(Unopened::Unsupported("JSON")),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Err(Unopened::Utf16),
        _ if line.is_empty() => Err(Unopened::Empty),
        _ => Err(Unopened::WithoutFrontMatter),
    }
}

fn is_end(line: &[u8]) -> bool {
    matches!(line.trim_ascii_end(), b"---" | b"...")
}

impl Opened {
    /// What comes after the front matter.
    ///
    /// # Errors
    ///
    /// Those of the disk, and bytes that are not UTF-8.
    pub(crate) fn body(mut self) -> io::Result<String> {
        let mut body = String::new();
        self.reader.read_to_string(&mut body)?;
        Ok(body)
    }
}
