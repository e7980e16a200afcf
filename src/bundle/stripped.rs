//! How does a picture lose what its readers should not see?
//!
//! Cameras write the place, the time, the owner and a small copy of the picture into the file. What is not
//! needed to show the picture is left out, and everything behind its end: lists of what is kept, so that
//! what nobody thought of goes. The pixels stay as they were packed.

use crate::bundle::raster::Kind;

/// The same picture without what is not needed to show it; `None` where the file breaks off.
pub(crate) fn stripped(bytes: &[u8], kind: Kind) -> Option<Stripped> {
    let mut from = Bytes(bytes);
    let mut kept = Stripped::default();
    match kind {
        Kind::Jpeg => jpeg(&mut from, &mut kept),
        Kind::Png => png(&mut from, &mut kept),
        Kind::Webp => webp(&mut from, &mut kept),
        Kind::Gif => gif(&mut from, &mut kept),
    }?;
    Some(kept)
}

/// What is left of a file.
#[derive(Debug, Default)]
pub(crate) struct Stripped {
    pub bytes: Vec<u8>,
    /// How many pictures it shows one after the other: more than one moves.
    frames: usize,
}

impl Stripped {
    /// Whether it moves.
    pub(crate) fn is_moving(&self) -> bool {
        self.frames > 1
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }
}

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (first, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(first)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }
}

fn big(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | usize::from(*byte))
}

fn little(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .rev()
        .fold(0, |number, byte| number << 8 | usize::from(*byte))
}

/// Segments, each after a marker; after one of them the pixels, up to the next marker.
fn jpeg(from: &mut Bytes<'_>, kept: &mut Stripped) -> Option<()> {
    kept.keep(from.take(2).filter(|start| *start == [0xFF, 0xD8])?);
    loop {
        if from.byte()? != 0xFF {
            return None;
        }
        let mut marker = from.byte()?;
        // Any number of these may stand before a marker.
        while marker == 0xFF {
            marker = from.byte()?;
        }
        match marker {
            0xD9 => {
                kept.keep(&[0xFF, marker]);
                return Some(());
            }
            0x01 | 0xD0..=0xD7 => kept.keep(&[0xFF, marker]),
            _ => {
                segment(marker, from, kept)?;
            }
        }
        if marker == 0xDA {
            let end = entropy(from.0)?;
            kept.keep(from.take(end)?);
        }
    }
}

/// A segment with its length; left out if it is one of those that only programs read.
fn segment(marker: u8, from: &mut Bytes<'_>, kept: &mut Stripped) -> Option<()> {
    let length = from.take(2)?;
    let content = from.take(big(length).checked_sub(2)?)?;
    let is_kept = match marker {
        // The density of the pixels, but not the small copy that may follow it.
        0xE0 => {
            if let (true, Some(density)) = (content.starts_with(b"JFIF\0"), content.get(..12)) {
                kept.keep(&[0xFF, 0xE0, 0, 16]);
                kept.keep(density);
                kept.keep(&[0, 0]);
            }
            false
        }
        0xE2 => content.starts_with(b"ICC_PROFILE\0"),
        0xEE => content.starts_with(b"Adobe"),
        0xE0..=0xEF | 0xFE => false,
        _ => true,
    };
    if is_kept {
        kept.keep(&[0xFF, marker]);
        kept.keep(length);
        kept.keep(content);
    }
    Some(())
}

/// Where packed pixels end: before a marker that is not one of theirs.
fn entropy(bytes: &[u8]) -> Option<usize> {
    let ends = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7);
    bytes.windows(2).position(ends)
}

/// What a PNG needs to be shown, moving ones too.
const PNG: [&[u8; 4]; 15] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
    b"sBIT", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// Chunks: length, name, content, checksum.
fn png(from: &mut Bytes<'_>, kept: &mut Stripped) -> Option<()> {
    kept.keep(from.take(8)?);
    loop {
        let head = from.0.get(..8)?;
        let (length, name) = head.split_at(4);
        let chunk = from.take(big(length).checked_add(12)?)?;
        kept.frames += usize::from(name == b"fcTL");
        if PNG.iter().any(|known| *known == name) {
            kept.keep(chunk);
        }
        if name == b"IEND" {
            return Some(());
        }
    }
}

/// What a WebP needs to be shown, moving ones too.
const WEBP: [&[u8; 4]; 7] = [
    b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
];
/// Flags of what a WebP holds: EXIF and XMP.
const PRIVATE: u8 = 0b1100;

/// Chunks: name, length, content, and a byte to make it even.
fn webp(from: &mut Bytes<'_>, kept: &mut Stripped) -> Option<()> {
    let head = from.take(12)?;
    kept.keep(head);
    let length = little(head.get(4..8)?).checked_sub(4)?;
    let mut chunks = Bytes(from.take(length)?);
    while !chunks.0.is_empty() {
        let name = chunks.take(4)?;
        let length = chunks.take(4)?;
        let content = chunks.take(little(length))?;
        // The last one may lack its even byte.
        chunks.take(little(length) % 2).unwrap_or_default();
        if !WEBP.iter().any(|known| *known == name) {
            continue;
        }
        kept.frames += usize::from(name == b"ANMF");
        kept.keep(name);
        kept.keep(length);
        let start = kept.bytes.len();
        kept.keep(content);
        if let (b"VP8X", Some(flags)) = (name, kept.bytes.get_mut(start)) {
            *flags &= !PRIVATE;
        }
        kept.bytes.resize(kept.bytes.len() + little(length) % 2, 0);
    }
    let length = u32::try_from(kept.bytes.len().checked_sub(8)?).ok()?;
    kept.bytes
        .get_mut(4..8)?
        .copy_from_slice(&length.to_le_bytes());
    Some(())
}

/// A screen, then pictures and extensions, each in blocks of up to 255 bytes.
fn gif(from: &mut Bytes<'_>, kept: &mut Stripped) -> Option<()> {
    let screen = from.take(13)?;
    kept.keep(screen);
    kept.keep(from.take(palette(*screen.get(10)?))?);
    loop {
        match from.byte()? {
            0x3B => {
                kept.keep(&[0x3B]);
                return Some(());
            }
            0x2C => {
                kept.frames += 1;
                let place = from.take(9)?;
                kept.keep(&[0x2C]);
                kept.keep(place);
                kept.keep(from.take(palette(*place.get(8)?))?);
                kept.keep(from.take(1)?);
                kept.keep(blocks(from)?);
            }
            0x21 => {
                let label = from.byte()?;
                let blocks = blocks(from)?;
                // How long a picture stays, and whether all begin again; comments and the like go.
                let is_loop = blocks.get(1..12) == Some(b"NETSCAPE2.0");
                if label == 0xF9 || (label == 0xFF && is_loop) {
                    kept.keep(&[0x21, label]);
                    kept.keep(blocks);
                }
            }
            _ => return None,
        }
    }
}

/// The bytes of the colors that these flags announce.
fn palette(flags: u8) -> usize {
    let has_colors = flags & 0x80 != 0;
    usize::from(has_colors) * 3 * (2 << (flags & 7))
}

/// Blocks up to the empty one.
fn blocks<'a>(from: &mut Bytes<'a>) -> Option<&'a [u8]> {
    let whole = from.0;
    loop {
        let length = from.byte()?;
        from.take(length.into())?;
        if length == 0 {
            return whole.get(..whole.len() - from.0.len());
        }
    }
}
