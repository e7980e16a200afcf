//! In which widths does a picture travel, and which color waits for it?
//!
//! Two widths serve all cards: phones and single columns are up to 640 pixels wide, dense screens need
//! twice as many. Nothing is ever enlarged, and what would not be smaller is not made.

use std::borrow::Cow;
use std::io::Cursor;
use std::mem;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{ColorType, DynamicImage, Rgb, Rgba};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use crate::bundle::raster::{Kind, Raster};
use crate::model::Color;

/// A column of the built-in layouts is 256 to 536 pixels wide, at one pixel a pixel.
const NARROW: u32 = 640;
/// The same on a dense screen, and the reader's dialog.
const WIDE: u32 = 1280;
/// Below so many times the narrow one, a wide one would hardly show more.
const STEP: (u32, u32) = (5, 4);
/// WebP's own usual quality, about that of JPEG at 80. Less shows around letters; more costs bytes that
/// no card shows.
const QUALITY: f32 = 75.0;
/// Of a picture that had to be turned, in its own kind: packed a second time, so with more care.
const QUALITY_TURNED: u8 = 90;
/// No side of a WebP is longer.
const LONGEST: u32 = 16_383;

/// A picture in one width.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Narrowed {
    pub pixels: u32,
    /// `None` for the picture as it is.
    pub bytes: Option<Vec<u8>>,
}

/// A picture in its widths, the narrowest first. `whole` is the file that all browsers show.
pub(crate) fn widths(raster: &Raster, whole: &[u8], kind: Kind, is_moving: bool) -> Vec<Narrowed> {
    let width = raster.pixels.width();
    let wide = scaled(&raster.pixels, width.min(WIDE));
    let may_stay = width <= WIDE && !is_moving;
    let wide_bytes = match may_stay && kind == Kind::Webp {
        true => None,
        // What is packed well already stays as it is.
        false => webp(&wide, raster).filter(|bytes| !may_stay || bytes.len() < whole.len()),
    };
    if wide_bytes.is_none() && !may_stay {
        return Vec::new();
    }
    let most = wide_bytes.as_ref().map_or(whole.len(), Vec::len);
    let wide = wide.width();
    let narrow = (wide * STEP.1 >= NARROW * STEP.0)
        .then(|| webp(&scaled(&raster.pixels, NARROW), raster))
        .flatten()
        .filter(|bytes| bytes.len() < most);
    let narrow = narrow.map(|bytes| Narrowed {
        pixels: NARROW,
        bytes: Some(bytes),
    });
    let widths = narrow.into_iter().chain([Narrowed {
        pixels: wide,
        bytes: wide_bytes,
    }]);
    let widths: Vec<_> = widths.collect();
    match widths.as_slice() {
        // Nothing to choose from.
        [Narrowed { bytes: None, .. }] => Vec::new(),
        _ => widths,
    }
}

/// A picture in its own kind, packed anew; `None` where that cannot be. The raster has the colors of the
/// file from then on.
pub(crate) fn repacked(raster: &mut Raster, kind: Kind) -> Option<Vec<u8>> {
    // Once for all that is made of it, and without a copy, for it may be large.
    raster.pixels = srgb(mem::take(&mut raster.pixels), raster.profile.take());
    let pixels = &raster.pixels;
    let mut bytes = Cursor::new(Vec::new());
    match kind {
        Kind::Webp => return webp(pixels, raster),
        // Nothing turns a GIF.
        Kind::Gif => return None,
        Kind::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY_TURNED);
            pixels.write_with_encoder(encoder)
        }
        Kind::Png => {
            let (depth, filter) = (CompressionType::Default, PngFilter::Adaptive);
            pixels.write_with_encoder(PngEncoder::new_with_quality(&mut bytes, depth, filter))
        }
    }
    .ok()?;
    Some(bytes.into_inner())
}

/// The mean of all pixels; none where one can be seen through, for the color would stay to be seen.
pub(crate) fn color(raster: &Raster) -> Option<Color> {
    let few = raster.pixels.thumbnail_exact(16, 16);
    let few = as_srgb(&few, raster);
    let is_solid = |Rgba([.., alpha]): &Rgba<u8>| *alpha == u8::MAX;
    if !few.to_rgba8().pixels().all(is_solid) {
        return None;
    }
    let few = few.to_rgb8();
    let count = few.pixels().len() as u32;
    let sums = few.pixels().fold([0; 3], |[red, green, blue], Rgb(pixel)| {
        let [r, g, b] = pixel.map(u32::from);
        [red + r, green + g, blue + b]
    });
    // Rounded to one of sixteen steps, of 17 each.
    let [red, green, blue] = sums.map(|sum| (sum / count * 2 + 17) / 34);
    Color::from_bits(red << 8 | green << 4 | blue)
}

fn scaled(pixels: &DynamicImage, width: u32) -> DynamicImage {
    let (from, height) = (u64::from(pixels.width()), u64::from(pixels.height()));
    if u64::from(width) == from {
        return pixels.clone();
    }
    let height = (height * u64::from(width) + from / 2) / from;
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    let scale = |pixels: &DynamicImage| pixels.resize_exact(width, height, FilterType::Lanczos3);
    if !pixels.color().has_alpha() {
        return scale(pixels);
    }
    // Else the colors of pixels that nobody sees would bleed into those that are seen.
    let weighed = weighed(pixels, |color, alpha| color * alpha / 255);
    weighed_back(&scale(&weighed))
}

fn weighed_back(pixels: &DynamicImage) -> DynamicImage {
    weighed(pixels, |color, alpha| {
        (color * 255).checked_div(alpha).unwrap_or(0).min(255)
    })
}

/// The same pixels, each color made of itself and how much it covers.
fn weighed(pixels: &DynamicImage, weigh: impl Fn(u32, u32) -> u32) -> DynamicImage {
    let mut pixels = pixels.to_rgba8();
    for Rgba([red, green, blue, alpha]) in pixels.pixels_mut() {
        for color in [red, green, blue] {
            *color = weigh(u32::from(*color), u32::from(*alpha)) as u8;
        }
    }
    pixels.into()
}

/// Lossy WebP; `None` for what has a side that is too long for it.
fn webp(pixels: &DynamicImage, raster: &Raster) -> Option<Vec<u8>> {
    let (width, height) = (pixels.width(), pixels.height());
    if width.max(height) > LONGEST {
        return None;
    }
    let pixels = as_srgb(pixels, raster);
    let encoder = match pixels.color().has_alpha() {
        true => webp::Encoder::from_rgba(pixels.as_bytes(), width, height),
        false => webp::Encoder::from_rgb(pixels.as_bytes(), width, height),
    };
    Some(encoder.encode_simple(false, QUALITY).ok()?.to_vec())
}

/// The pixels as [`srgb`] has them, copied only if they are not so already.
fn as_srgb<'a>(pixels: &'a DynamicImage, raster: &Raster) -> Cow<'a, DynamicImage> {
    match (pixels.color(), &raster.profile) {
        (ColorType::Rgb8 | ColorType::Rgba8, None) => Cow::Borrowed(pixels),
        (_, profile) => Cow::Owned(srgb(pixels.clone(), profile.clone())),
    }
}

/// The pixels as red, green, blue and perhaps alpha, in the colors that every screen knows, for nothing that
/// says otherwise travels with them.
fn srgb(pixels: DynamicImage, profile: Option<Vec<u8>>) -> DynamicImage {
    let mut pixels = match pixels.color().has_alpha() {
        true => DynamicImage::from(pixels.into_rgba8()),
        false => DynamicImage::from(pixels.into_rgb8()),
    };
    let profile = profile.and_then(|profile| ColorProfile::new_from_slice(&profile).ok());
    if let Some(profile) = profile.filter(|profile| profile.color_space == DataColorSpace::Rgb) {
        convert(&mut pixels, &profile);
    }
    pixels
}

/// Row by row; a profile that cannot be used changes nothing.
fn convert(pixels: &mut DynamicImage, from: &ColorProfile) {
    let (layout, width) = (pixels.color(), pixels.width() as usize);
    let channels = match layout.has_alpha() {
        true => Layout::Rgba,
        false => Layout::Rgb,
    };
    let (srgb, options) = (ColorProfile::new_srgb(), TransformOptions::default());
    let Ok(transform) = from.create_transform_8bit(channels, &srgb, channels, options) else {
        return;
    };
    let bytes: &mut [u8] = match pixels {
        DynamicImage::ImageRgb8(pixels) => pixels,
        DynamicImage::ImageRgba8(pixels) => pixels,
        _ => return,
    };
    let length = width * usize::from(layout.bytes_per_pixel());
    let mut before = vec![0; length];
    for row in bytes.chunks_exact_mut(length) {
        before.copy_from_slice(row);
        if transform.transform(&before, row).is_err() {
            return;
        }
    }
}
