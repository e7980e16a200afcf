//! Pictures made on the spot, with whatever a camera or an enemy would put into them.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A photograph, as far as packing goes: soft colors with some grain.
pub(crate) fn photograph(width: u32, height: u32) -> DynamicImage {
    let grain = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 7 & 15;
    let pixel = |x, y| {
        let tone = |at: u32, of: u32| (at * 200 / of) as u8;
        let grain = grain(x, y) as u8;
        Rgb([tone(x, width) + grain, tone(y, height) + grain, 90 + grain])
    };
    RgbImage::from_fn(width, height, pixel).into()
}

/// Red, green, blue and white quarters, as they are to be seen.
pub(crate) fn quarters(width: u32, height: u32) -> DynamicImage {
    let pixel = |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb([255, 0, 0]),
        (false, true) => Rgb([0, 255, 0]),
        (true, false) => Rgb([0, 0, 255]),
        (false, false) => Rgb([255, 255, 255]),
    };
    RgbImage::from_fn(width, height, pixel).into()
}

/// The colors in the middle of the quarters: `R`, `G`, `B` or `W`.
pub(crate) fn corners(picture: &DynamicImage) -> String {
    let (width, height) = (picture.width(), picture.height());
    let picture = picture.to_rgb8();
    let places = [(1, 1), (3, 1), (1, 3), (3, 3)];
    let name = |(x, y): &(u32, u32)| match picture.get_pixel(width * x / 4, height * y / 4).0 {
        [200..=255, 200..=255, 200..=255] => 'W',
        [200..=255, ..=60, ..=60] => 'R',
        [..=60, 200..=255, ..=60] => 'G',
        [..=60, ..=60, 200..=255] => 'B',
        _ => '?',
    };
    places.iter().map(name).collect()
}

pub(crate) fn packed(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(crate) fn jpeg(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 92);
    picture.write_with_encoder(encoder).unwrap();
    bytes
}

pub(crate) fn unpacked(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).unwrap()
}

/// What nobody but the photographer should read: it stands in each of the notes below.
pub(crate) const SECRET: &str = "CANARY-48.2082N-16.3738E";

/// Notes of a camera: how it was held, and a secret.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    let length = SECRET.len() as u32 + 1;
    tiff.extend([0x0E, 0x01, 2, 0]);
    tiff.extend(length.to_le_bytes());
    tiff.extend(38_u32.to_le_bytes());
    tiff.extend([0; 4]);
    tiff.extend(SECRET.as_bytes());
    tiff.push(0);
    tiff
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u16 + 2).to_be_bytes();
    [&[0xFF, marker], &length[..], content].concat()
}

/// A JPEG as a camera leaves it: EXIF, XMP, a comment, IPTC, and a second picture behind the end.
pub(crate) fn jpeg_of_a_camera(picture: &DynamicImage, orientation: u8) -> Vec<u8> {
    let plain = jpeg(picture);
    let exif = segment(0xE1, &[b"Exif\0\0", &exif(orientation)[..]].concat());
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>{SECRET}</x:xmpmeta>");
    let iptc = format!("Photoshop 3.0\0{SECRET}");
    let notes = [
        exif,
        segment(0xE1, xmp.as_bytes()),
        segment(0xED, iptc.as_bytes()),
        segment(0xFE, SECRET.as_bytes()),
    ];
    let (start, rest) = plain.split_at(2);
    [start, &notes.concat(), rest, b"\xFF\xD8", SECRET.as_bytes()].concat()
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u32).to_be_bytes();
    let named = [name, content].concat();
    let mut sum = flate2::Crc::new();
    sum.update(&named);
    [&length[..], &named, &sum.sum().to_be_bytes()].concat()
}

/// A PNG with EXIF, texts, and something behind its end.
pub(crate) fn png_with_notes(picture: &DynamicImage, orientation: u8) -> Vec<u8> {
    let plain = packed(picture, ImageFormat::Png);
    let (head, rest) = plain.split_at(33);
    let text = chunk(b"tEXt", format!("Comment\0{SECRET}").as_bytes());
    let notes = [chunk(b"eXIf", &exif(orientation)), text].concat();
    [head, &notes, rest, SECRET.as_bytes()].concat()
}

/// A PNG that moves: so many pictures, each other than the one before, a tenth of a second each.
pub(crate) fn moving_png(frames: u32) -> Vec<u8> {
    let number = |number: u32| number.to_be_bytes();
    let pictures = [quarters(40, 20), photograph(40, 20)].map(|one| packed(&one, ImageFormat::Png));
    let mut png = pictures[0][..33].to_vec();
    png.extend(chunk(b"acTL", &[number(frames), number(0)].concat()));
    let mut next = 0;
    for (at, picture) in (0..frames).zip(pictures.iter().cycle()) {
        let place = [number(next), number(40), number(20), number(0), number(0)].concat();
        png.extend(chunk(b"fcTL", &[&place[..], &[0, 1, 0, 10, 0, 0]].concat()));
        let pixels = pixels(picture);
        match at {
            0 => png.extend(chunk(b"IDAT", pixels)),
            _ => png.extend(chunk(b"fdAT", &[&number(next + 1), pixels].concat())),
        }
        next += if at == 0 { 1 } else { 2 };
    }
    png.extend(chunk(b"tEXt", format!("Comment\0{SECRET}").as_bytes()));
    png.extend(chunk(b"IEND", &[]));
    png
}

/// What is in the first chunk of a PNG that holds pixels.
fn pixels(png: &[u8]) -> &[u8] {
    let name = png.windows(4).position(|four| four == b"IDAT").unwrap();
    let length = u32::from_be_bytes(png[name - 4..name].try_into().unwrap());
    &png[name + 4..][..length as usize]
}

fn part(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u32).to_le_bytes();
    let even = &[0][..content.len() % 2];
    [name, &length[..], content, even].concat()
}

/// Width and height as WebP writes them.
fn sides(picture: &DynamicImage) -> Vec<u8> {
    let side = |side: u32| (side - 1).to_le_bytes()[..3].to_vec();
    [side(picture.width()), side(picture.height())].concat()
}

/// A WebP of these parts, with EXIF and XMP, and what else the flags say.
fn noted_webp(picture: &DynamicImage, flags: u8, parts: &[u8], orientation: u8) -> Vec<u8> {
    let head = [&[flags | 0b1100, 0, 0, 0], &sides(picture)[..]].concat();
    let parts = [
        part(b"VP8X", &head),
        parts.to_vec(),
        part(b"EXIF", &exif(orientation)),
        part(b"XMP ", SECRET.as_bytes()),
    ];
    let parts = [b"WEBP", &parts.concat()[..]].concat();
    [b"RIFF", &(parts.len() as u32).to_le_bytes()[..], &parts].concat()
}

/// A WebP with EXIF and XMP.
pub(crate) fn webp_with_notes(picture: &DynamicImage, orientation: u8) -> Vec<u8> {
    let plain = packed(picture, ImageFormat::WebP);
    noted_webp(picture, 0, &plain[12..], orientation)
}

/// The same, but that it moves: so many times the same picture, a tenth of a second each.
pub(crate) fn moving_webp(picture: &DynamicImage, frames: usize, orientation: u8) -> Vec<u8> {
    let plain = packed(picture, ImageFormat::WebP);
    let place = [&[0; 6], &sides(picture)[..], &[100, 0, 0, 0]].concat();
    let frame = part(b"ANMF", &[&place, &plain[12..]].concat());
    let parts = [part(b"ANIM", &[0; 6]), frame.repeat(frames)].concat();
    noted_webp(picture, 0b10, &parts, orientation)
}

/// A GIF of so many pictures, with a comment.
pub(crate) fn gif(frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    encoder
        .set_repeat(image::codecs::gif::Repeat::Infinite)
        .unwrap();
    for _ in 0..frames {
        let frame = image::Frame::new(quarters(40, 20).to_rgba8());
        encoder.encode_frame(frame).unwrap();
    }
    drop(encoder);
    let end = bytes.pop();
    let comment = [&[0x21, 0xFE, SECRET.len() as u8], SECRET.as_bytes(), &[0]].concat();
    bytes.extend(comment);
    bytes.extend(end);
    bytes
}

/// A small PNG that promises these many pixels.
pub(crate) fn bomb(width: u32, height: u32) -> Vec<u8> {
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let head = chunk(b"IHDR", &[&sides[..], &[8, 2, 0, 0, 0]].concat());
    let start = b"\x89PNG\r\n\x1A\n".to_vec();
    [
        start,
        head,
        chunk(b"IDAT", &[0x78, 0x9C]),
        chunk(b"IEND", &[]),
    ]
    .concat()
}
