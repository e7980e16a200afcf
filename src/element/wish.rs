//! Which file is wanted next?

use crate::index::Part;
use crate::model::FileName;
use crate::wire::{Manifest, Shelf};

/// A file that is wanted, by what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wish {
    /// A part of the index.
    Part(Part),
    /// The names of a kind's directories.
    Catalog(Kind),
    /// The names of some of a kind's files.
    Directory(Kind, u32),
    /// A file of cards or of stories, counted from 0.
    File(Kind, u32),
}

/// What lies on shelves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Cards,
    Stories,
    Bodies,
}

impl Kind {
    pub(crate) fn shelf(self, manifest: &Manifest) -> &Shelf {
        match self {
            Self::Cards => &manifest.cards,
            Self::Stories => &manifest.stories,
            Self::Bodies => &manifest.bodies,
        }
    }

    pub(crate) fn shelf_mut(self, manifest: &mut Manifest) -> &mut Shelf {
        match self {
            Self::Cards => &mut manifest.cards,
            Self::Stories => &mut manifest.stories,
            Self::Bodies => &mut manifest.bodies,
        }
    }
}

/// A file's name in a directory that has arrived.
pub(crate) type Directory = Vec<Option<FileName>>;
