//! Where in a JSON file do the parts of its outermost value stand?
//!
//! Only brackets and texts are told apart, byte by byte, so that a file of any size needs no more memory
//! than its articles have places. What is in the parts is for their own parser to judge.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use crate::bundle::mask::{Mask, Masked, Place};
use crate::bundle::record::LARGEST;

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// In bytes.
    pub offset: u64,
    pub len: u64,
    pub place: Place,
}

/// All of a file.
pub(crate) const WHOLE: Piece = Piece {
    offset: 0,
    len: u64::MAX,
    place: Place { line: 1, column: 0 },
};

/// What a value is made of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    List(Vec<Piece>),
    /// Names, as far as they matter, and values.
    Fields(Vec<(String, Piece)>),
    /// One value without parts.
    Single,
    /// Nothing is there.
    Empty,
}

/// Why parts cannot be told apart.
#[derive(Debug)]
pub(crate) enum Shapeless {
    Io(io::Error),
    /// Where it stops being JSON, and what would do.
    Malformed((u32, u32), String),
}

impl From<io::Error> for Shapeless {
    fn from(fault: io::Error) -> Self {
        Self::Io(fault)
    }
}

/// Bytes of a name that are kept: no name that matters is longer.
const NAME: usize = 64;

/// The mark that some programs put in front of UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The parts of a whole file.
///
/// # Errors
///
/// Those of the disk, and what is no JSON.
pub(crate) fn shape(file: &File) -> Result<Shape, Shapeless> {
    let mut scanner = Scanner::new(file, WHOLE)?;
    let shape = scanner.shape()?;
    match scanner.next_sign()? {
        None => Ok(shape),
        Some(_) => Err(scanner.malformed("one value is expected, and more follows; put them into a list, or each on a line of a `.jsonl` file")),
    }
}

/// The parts of a part.
///
/// # Errors
///
/// Those of the disk, and what is no JSON.
pub(crate) fn shape_of(file: &File, piece: Piece) -> Result<Shape, Shapeless> {
    Scanner::new(file, piece)?.shape()
}

/// The lines of a file that say something.
///
/// # Errors
///
/// Those of the disk.
pub(crate) fn lines(file: &File) -> io::Result<Vec<Piece>> {
    let mut scanner = Scanner::new(file, WHOLE)?;
    let mut pieces = Vec::new();
    loop {
        let (offset, place) = (scanner.offset, scanner.place);
        let mut is_blank = true;
        let mut end = scanner.byte()?;
        while let Some(byte) = end.filter(|byte| *byte != b'\n') {
            is_blank &= byte.is_ascii_whitespace();
            end = scanner.byte()?;
        }
        let len = scanner.offset - offset - u64::from(end.is_some());
        if !is_blank {
            pieces.push(Piece { offset, len, place });
        }
        if end.is_none() {
            return Ok(pieces);
        }
    }
}

/// The text of a part without what is secret; nothing where it is larger than an article may be.
///
/// # Errors
///
/// Those of the disk.
pub(crate) fn masked(mut file: &File, piece: Piece) -> io::Result<Option<Masked>> {
    file.seek(SeekFrom::Start(piece.offset))?;
    let mut reader = BufReader::new(file.take(piece.len));
    let mut mask = Mask::json(piece.place);
    if piece.offset == 0 && reader.fill_buf()?.starts_with(BOM) {
        reader.consume(BOM.len());
    }
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(Some(mask.finish()));
        }
        mask.push(bytes);
        let len = bytes.len();
        reader.consume(len);
        if mask.len() > LARGEST {
            return Ok(None);
        }
    }
}

/// Reads on, and knows where it is.
struct Scanner<'a> {
    reader: io::Take<BufReader<&'a File>>,
    offset: u64,
    place: Place,
}

impl<'a> Scanner<'a> {
    fn new(mut file: &'a File, piece: Piece) -> io::Result<Self> {
        file.seek(SeekFrom::Start(piece.offset))?;
        let reader = BufReader::with_capacity(1 << 16, file).take(piece.len);
        let mut scanner = Self {
            reader,
            offset: piece.offset,
            place: piece.place,
        };
        if piece.offset == 0 && scanner.reader.fill_buf()?.starts_with(BOM) {
            scanner.reader.consume(BOM.len());
            scanner.offset = BOM.len() as u64;
        }
        Ok(scanner)
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.reader.fill_buf()?.first().copied())
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let Some(byte) = self.peek()? else {
            return Ok(None);
        };
        self.reader.consume(1);
        self.offset += 1;
        match byte {
            b'\n' => {
                self.place = Place {
                    line: self.place.line.saturating_add(1),
                    column: 0,
                }
            }
            _ => self.place.column += usize::from(byte & 0xC0 != 0x80),
        }
        Ok(Some(byte))
    }

    /// The next byte that is no white space, which stays.
    fn next_sign(&mut self) -> io::Result<Option<u8>> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.byte()?;
        }
        Ok(None)
    }

    fn malformed(&self, message: impl Into<String>) -> Shapeless {
        let Place { line, column } = self.place;
        let column = u32::try_from(column + 1).unwrap_or(u32::MAX);
        Shapeless::Malformed((line, column), message.into())
    }

    fn shape(&mut self) -> Result<Shape, Shapeless> {
        match self.next_sign()? {
            None => Ok(Shape::Empty),
            Some(b'[') => {
                let mut pieces = Vec::new();
                self.parts(b']', &mut |scanner| {
                    pieces.push(scanner.value()?);
                    Ok(())
                })?;
                Ok(Shape::List(pieces))
            }
            Some(b'{') => {
                let mut fields = Vec::new();
                self.parts(b'}', &mut |scanner| {
                    fields.push(scanner.field()?);
                    Ok(())
                })?;
                Ok(Shape::Fields(fields))
            }
            Some(_) => {
                self.value()?;
                Ok(Shape::Single)
            }
        }
    }

    /// All between two brackets.
    fn parts(
        &mut self,
        end: u8,
        part: &mut dyn FnMut(&mut Self) -> Result<(), Shapeless>,
    ) -> Result<(), Shapeless> {
        self.byte()?;
        if self.next_sign()? == Some(end) {
            self.byte()?;
            return Ok(());
        }
        loop {
            part(self)?;
            let found = self.next_sign()?;
            if found != Some(b',') && found != Some(end) {
                let end = char::from(end);
                return Err(self.malformed(match found {
                    None => format!("this is no JSON: the file ends before its last `{end}`"),
                    Some(_) => format!("this is no JSON: a `,` or `{end}` is expected here"),
                }));
            }
            self.byte()?;
            if found == Some(end) {
                return Ok(());
            }
            if self.next_sign()? == Some(end) {
                return Err(
                    self.malformed("this is no JSON: trailing comma; take the last comma away")
                );
            }
        }
    }

    fn field(&mut self) -> Result<(String, Piece), Shapeless> {
        if self.next_sign()? != Some(b'"') {
            return Err(self.malformed("this is no JSON: a name in double quotes is expected here"));
        }
        self.byte()?;
        let mut name = Vec::new();
        self.text(&mut name)?;
        if self.next_sign()? != Some(b':') {
            return Err(self.malformed("this is no JSON: a `:` is expected here"));
        }
        self.byte()?;
        let value = self.value()?;
        Ok((String::from_utf8_lossy(&name).into_owned(), value))
    }

    /// One value, whatever it is.
    fn value(&mut self) -> Result<Piece, Shapeless> {
        let first = self.next_sign()?;
        let (offset, place) = (self.offset, self.place);
        match first {
            Some(b'{' | b'[') => self.nested()?,
            Some(b'"') => {
                self.byte()?;
                self.text(&mut Vec::new())?;
            }
            Some(b',' | b']' | b'}' | b':') | None => {
                return Err(self.malformed("this is no JSON: a value is expected here"));
            }
            Some(_) => {
                while self.peek()?.is_some_and(|byte| {
                    !byte.is_ascii_whitespace() && !matches!(byte, b',' | b']' | b'}' | b'"')
                }) {
                    self.byte()?;
                }
            }
        }
        let len = self.offset - offset;
        Ok(Piece { offset, len, place })
    }

    /// A bracket, up to the one that closes it.
    fn nested(&mut self) -> Result<(), Shapeless> {
        let mut depth = 0_u64;
        while let Some(byte) = self.byte()? {
            match byte {
                b'"' => self.text(&mut Vec::new())?,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(());
            }
        }
        Err(self.malformed("this is no JSON: the file ends before the last bracket is closed"))
    }

    /// The rest of a text whose quote was read; its beginning is kept.
    fn text(&mut self, kept: &mut Vec<u8>) -> Result<(), Shapeless> {
        while let Some(byte) = self.byte()? {
            match byte {
                b'"' => return Ok(()),
                b'\\' => drop(self.byte()?),
                _ if kept.len() < NAME => kept.push(byte),
                _ => {}
            }
        }
        Err(self.malformed("this is no JSON: the file ends within a text in quotes"))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file(text: &str) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    fn read(file: &File, piece: Piece) -> String {
        let masked = masked(file, piece).unwrap().unwrap();
        String::from_utf8(masked.text).unwrap()
    }

    #[test]
    fn parts_are_found_with_their_places() {
        let file = file("\u{FEFF}[{\"a\": \"]\"},\n  \"ä\", 1 ,[2]]");
        let Shape::List(pieces) = shape(&file).unwrap() else {
            panic!("an array is a list");
        };
        let texts: Vec<_> = pieces.iter().map(|piece| read(&file, *piece)).collect();
        assert_eq!(texts, ["{\"a\": \"]\"}", "\"ä\"", "1", "[2]"]);
        assert_eq!(pieces[2].place, Place { line: 2, column: 7 });
    }

    #[test]
    fn fields_are_found_and_their_parts() {
        let file = file("{\"version\": \"1\", \"items\": [{}, {}]}");
        let Shape::Fields(fields) = shape(&file).unwrap() else {
            panic!("an object is fields");
        };
        assert_eq!(fields[1].0, "items");
        let Shape::List(items) = shape_of(&file, fields[1].1).unwrap() else {
            panic!("an array is a list");
        };
        assert_eq!((items.len(), items[1].place.column), (2, 31));
    }

    #[track_caller]
    fn check_malformed(text: &str, place: (u32, u32)) {
        match shape(&file(text)) {
            Err(Shapeless::Malformed(found, _)) => assert_eq!(found, place, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn what_is_no_json_is_told_by_its_place() {
        check_malformed("[1,\n 2,\n]", (3, 1));
        check_malformed("[1 2]", (1, 4));
        check_malformed("[1", (1, 3));
        check_malformed("{\"a\": [1}", (1, 10));
        check_malformed("{\"a\" 1}", (1, 6));
        check_malformed("{a: 1}", (1, 2));
        check_malformed("{\"a\": \"b}", (1, 10));
        check_malformed("{}\n{}", (2, 1));
        check_malformed("]", (1, 1));
        check_malformed(&"[".repeat(1_000_000), (1, 1_000_001));
    }

    #[test]
    fn lines_are_pieces_and_blank_ones_are_not() {
        let file = file("{}\n\n  \r\n[1]\r\n\"a\"");
        let texts: Vec<_> = lines(&file)
            .unwrap()
            .into_iter()
            .map(|piece| (read(&file, piece), piece.place.line))
            .collect();
        assert_eq!(
            texts,
            [
                ("{}".to_owned(), 1),
                ("[1]\r".to_owned(), 4),
                ("\"a\"".to_owned(), 5)
            ]
        );
        assert_eq!(shape(&tempfile::tempfile().unwrap()).unwrap(), Shape::Empty);
    }
}
