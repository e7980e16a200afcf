//! What is in the bytes of a picture, and may it be unpacked?
//!
//! A few bytes can promise more pixels than a machine holds. So the header is read first, and nothing is
//! unpacked that promises too much. The kind is told from the bytes: a name can say anything.

use std::fmt;
use std::io::{self, Cursor};
use std::mem;

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use imagesize::ImageType;

/// The largest file, in bytes: photographs of the largest cameras have 40 MB. More is no picture for a page.
pub(crate) const LARGEST: u64 = 64 << 20;
/// The most pixels: a few more than the largest cameras have. Each takes three or four bytes of memory.
pub(crate) const MOST_PIXELS: u64 = 64_000_000;
/// The most bytes that a decoder may take: [`MOST_PIXELS`] of the widest kind.
const MOST_MEMORY: u64 = 512 << 20;

/// What is shown by every browser that shows the rack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Jpeg,
    Png,
    Webp,
    Gif,
}

/// What a picture says of itself before it is unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub kind: Kind,
    /// Width and height, both at least 1, before it is turned upright.
    pub size: (u32, u32),
}

/// Why a picture is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It may hold scripts.
    Svg,
    /// It is none of the kinds that are shown, or its header is damaged.
    Unknown,
    /// What follows the header is damaged or missing.
    Damaged,
    /// It has more than [`MOST_PIXELS`].
    Pixels(u32, u32),
    /// It has more than [`LARGEST`] bytes.
    Bytes,
    /// The disk does not take what was made of it.
    Disk(io::ErrorKind),
}

impl From<io::Error> for Refusal {
    fn from(fault: io::Error) -> Self {
        Self::Disk(fault.kind())
    }
}

impl Refusal {
    /// Whether the picture is sound, and only too much.
    pub(crate) fn is_size(&self) -> bool {
        matches!(self, Self::Pixels(..) | Self::Bytes)
    }
}

/// The end of a sentence that begins with the picture's name.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Svg => f.write_str(
                "is not shown: an SVG file may hold scripts; save it as PNG or WebP",
            ),
            Self::Unknown => f.write_str(
                "is no picture, or a damaged one; PNG, JPEG, WebP and GIF are shown",
            ),
            Self::Damaged => f.write_str(
                "is damaged: it begins as a picture and breaks off, or cannot be unpacked; save it again",
            ),
            Self::Pixels(width, height) => write!(
                f,
                "has {width} × {height} pixels, more than {} million; save it smaller, at most 4,000 wide",
                MOST_PIXELS / 1_000_000
            ),
            Self::Bytes => write!(
                f,
                "has more than {} MiB; save it smaller, at most 4,000 pixels wide",
                LARGEST >> 20
            ),
            Self::Disk(fault) => write!(f, "cannot be made ready, for the disk says: {fault}"),
        }
    }
}

impl Kind {
    /// The ending of a file's name.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
        }
    }

    fn format(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::Webp => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
        }
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        match imagesize::image_type(bytes).ok()? {
            ImageType::Jpeg => Some(Self::Jpeg),
            ImageType::Png => Some(Self::Png),
            ImageType::Webp => Some(Self::Webp),
            ImageType::Gif => Some(Self::Gif),
            _ => None,
        }
    }
}

/// Reads the header.
///
/// # Errors
///
/// What is no picture that is shown, and what would be too large.
pub(crate) fn header(bytes: &[u8]) -> Result<Header, Refusal> {
    if bytes.len() as u64 > LARGEST {
        return Err(Refusal::Bytes);
    }
    let kind = Kind::of(bytes).ok_or_else(|| unknown(bytes))?;
    let size = imagesize::blob_size(bytes).map_err(|_| Refusal::Unknown)?;
    let side = |length: usize| u32::try_from(length).ok().filter(|&length| length > 0);
    let size = side(size.width).zip(side(size.height));
    let (width, height) = size.ok_or(Refusal::Unknown)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Refusal::Pixels(width, height));
    }
    let size = (width, height);
    Ok(Header { kind, size })
}

/// How much of a file is looked through for what it is.
const BEGINNING: usize = 1024;

fn unknown(bytes: &[u8]) -> Refusal {
    let beginning = bytes.get(..BEGINNING).unwrap_or(bytes).to_ascii_lowercase();
    let is_svg = memchr::memmem::find(&beginning, b"<svg").is_some();
    if is_svg {
        Refusal::Svg
    } else {
        Refusal::Unknown
    }
}

/// A picture that is unpacked, eight bits a color; of one that moves, the first of its pictures.
#[derive(Debug)]
pub(crate) struct Raster {
    pub pixels: DynamicImage,
    /// How it is to be seen, by a note in the file.
    orientation: Orientation,
    /// What its colors mean, where the file says so: an ICC profile.
    pub profile: Option<Vec<u8>>,
}

/// Unpacks a picture whose header was read.
///
/// # Errors
///
/// One that is damaged.
pub(crate) fn unpack(bytes: &[u8], kind: Kind) -> Result<Raster, Refusal> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind.format());
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Refusal::Damaged)?;
    let (width, height) = decoder.dimensions();
    // The decoder may read another size than we did, out of a file that has two.
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Refusal::Pixels(width, height));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().unwrap_or_default();
    let pixels = DynamicImage::from_decoder(decoder).map_err(|_| Refusal::Damaged)?;
    Ok(Raster {
        pixels: shallow(pixels),
        orientation,
        profile,
    })
}

/// Nothing that is made has more than eight bits, and the largest pictures would not fit with more.
fn shallow(pixels: DynamicImage) -> DynamicImage {
    match pixels.color() {
        ColorType::L16 => pixels.into_luma8().into(),
        ColorType::La16 => pixels.into_luma_alpha8().into(),
        ColorType::Rgb16 | ColorType::Rgb32F => pixels.into_rgb8().into(),
        ColorType::Rgba16 | ColorType::Rgba32F => pixels.into_rgba8().into(),
        _ => pixels,
    }
}

impl Raster {
    /// Whether it lies on its side, or is mirrored, until it is turned.
    pub(crate) fn is_askew(&self) -> bool {
        self.orientation != Orientation::NoTransforms
    }

    /// As it is to be seen.
    pub(crate) fn turn(&mut self) {
        let orientation = mem::replace(&mut self.orientation, Orientation::NoTransforms);
        self.pixels.apply_orientation(orientation);
    }
}
