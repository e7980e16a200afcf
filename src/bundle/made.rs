//! What is known of a picture that is ready to be shown?

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::model::{Color, FileName, Image, Picture, Width};

/// A picture, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    pub file: FileName,
    pub size: (u32, u32),
    pub color: Option<Color>,
    pub widths: Vec<Width>,
    pub is_moving: bool,
}

impl Made {
    /// The picture as a card shows it: still, whatever it does elsewhere.
    pub(crate) fn image(&self) -> Image {
        Image {
            size: Some(self.size),
            color: self.color,
            widths: self.widths.clone(),
            ..Image::new(Picture::Bundled(self.file.clone()))
        }
    }

    /// The picture as a text shows it: one that moves has something to say by that.
    pub(crate) fn in_text(&self) -> Image {
        let mut image = self.image();
        if self.is_moving {
            image.widths.clear();
        }
        image
    }
}

/// How pictures are made; counted up whenever the same picture would become other files.
const RECIPE: u32 = 1;

/// What is noted of a picture that was made.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Note {
    recipe: u32,
    file: String,
    size: (u32, u32),
    color: Option<u32>,
    widths: Vec<(u32, String)>,
    is_moving: bool,
}

impl Note {
    pub(crate) fn read(path: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    pub(crate) fn of(made: &Made) -> Self {
        let width = |width: &Width| (width.pixels, width.file.to_string());
        Self {
            recipe: RECIPE,
            file: made.file.to_string(),
            size: made.size,
            color: made.color.map(Color::bits),
            widths: made.widths.iter().map(width).collect(),
            is_moving: made.is_moving,
        }
    }

    /// The files that it names.
    pub(crate) fn files(&self) -> Vec<String> {
        let widths = self.widths.iter().map(|(_, file)| file);
        widths.chain([&self.file]).cloned().collect()
    }

    /// The picture, if it would be made the same way today.
    pub(crate) fn made(&self) -> Option<Made> {
        if self.recipe != RECIPE {
            return None;
        }
        let width = |(pixels, file): &(u32, String)| {
            let (pixels, file) = (*pixels, file.parse().ok()?);
            Some(Width { pixels, file })
        };
        Some(Made {
            file: self.file.parse().ok()?,
            size: self.size,
            color: self.color.and_then(Color::from_bits),
            widths: self.widths.iter().map(width).collect::<Option<_>>()?,
            is_moving: self.is_moving,
        })
    }
}
