//! How much memory does a build take for the largest pictures that it accepts?

use super::child;
use super::newsrack;
use super::row::Row;
use crate::project::Project;
use anyhow::Result;
use flate2::Compression;
use flate2::Crc;
use flate2::write::ZlibEncoder;
use moxcms::ColorProfile;
use std::fs;
use std::io::Write;
use std::iter;

/// Its square is the most pixels that are accepted.
const SIDE: u32 = 8_000;
/// What docs/pictures.md promises.
const MOST_BYTES: f64 = 1e9;

/// Pictures with an alpha, lying on their side and in the colors of another screen: all that is done to any.
pub(super) fn measure(project: &Project) -> Result<Vec<Row>> {
    let eight = peak(project, &Picture { bytes: 1 })?;
    let sixteen = peak(project, &Picture { bytes: 2 })?;
    Ok(vec![
        row(
            "a PNG of 64 million pixels, 8 bits a color: most memory",
            eight,
        ),
        row("the same with 16 bits", sixteen),
    ])
}

fn row(what: &str, peak: Option<f64>) -> Row {
    let most = format!("≤ {:.0} MB", MOST_BYTES / 1e6);
    match peak {
        Some(bytes) => Row::bar(
            what,
            format!("{:.0} MB", bytes / 1e6),
            most,
            bytes <= MOST_BYTES,
        ),
        None => Row::note(what, "this system does not tell"),
    }
}

fn peak(project: &Project, picture: &Picture) -> Result<Option<f64>> {
    let (articles, out) = (tempfile::tempdir()?, tempfile::tempdir()?);
    fs::write(articles.path().join("a.png"), picture.packed()?)?;
    fs::write(articles.path().join("a.md"), ARTICLE)?;
    let mut build = newsrack::build(project, articles.path(), out.path());
    Ok(child::watch(build.arg("--no-cache"))?.peak_bytes)
}

const ARTICLE: &str =
    "---\ntitle: A\npublishedDateTime: 2024-05-02T06:30:00Z\nimages: [a.png]\n---\n";

struct Picture {
    /// Of each color.
    bytes: u8,
}

impl Picture {
    /// By the PNG specification: a head, notes, the pixels and an end.
    fn packed(&self) -> Result<Vec<u8>> {
        let side = SIDE.to_be_bytes();
        let head = [&side[..], &side, &[8 * self.bytes, 6, 0, 0, 0]].concat();
        let profile = ColorProfile::new_display_p3().encode()?;
        let profile = squeezed([&profile[..]])?;
        let chunks = [
            chunk(b"IHDR", &head),
            chunk(b"iCCP", &[&b"P3\0\0"[..], &profile].concat()),
            chunk(b"eXIf", ON_ITS_SIDE),
            chunk(b"IDAT", &self.pixels()?),
            chunk(b"IEND", &[]),
        ];
        Ok([b"\x89PNG\r\n\x1a\n", &chunks.concat()[..]].concat())
    }

    /// One that fades from side to side, and all others like the one above.
    fn pixels(&self) -> Result<Vec<u8>> {
        let tones = (0..SIDE).flat_map(|at| {
            let tone = (at * 255 / SIDE) as u8;
            [tone, 255 - tone, 90, 255]
        });
        let first = tones.flat_map(|tone| vec![tone; self.bytes.into()]);
        let first: Vec<u8> = iter::once(0).chain(first).collect();
        let mut like_above = vec![0; first.len()];
        like_above[0] = 2;
        let others = iter::repeat_n(&like_above[..], SIDE as usize - 1);
        squeezed(iter::once(&first[..]).chain(others))
    }
}

/// TIFF, one entry: the orientation is 6.
const ON_ITS_SIDE: &[u8] = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";

fn squeezed<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>> {
    let mut squeezer = ZlibEncoder::new(Vec::new(), Compression::default());
    for piece in pieces {
        squeezer.write_all(piece)?;
    }
    Ok(squeezer.finish()?)
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u32).to_be_bytes();
    let named = [name, content].concat();
    let mut sum = Crc::new();
    sum.update(&named);
    [&length[..], &named, &sum.sum().to_be_bytes()].concat()
}
