//! Which files is a bundle made of, and what does each article take of them?
//!
//! Goes from the manifest to every file that it names, directly or not, as a browser could. What else
//! lies in the folder belongs to older generations.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::bundle::Bundle;
use crate::bundle::compile::MANIFEST;
use crate::bundle::open::damaged;
use crate::model::{Body, Card, FileName, Image, Node, Picture, Provider};
use crate::wire::{self, Bodies, Cards, Hash, Kind, Object, Shelf, Stories};

/// The parts of a bundle, in the order in which they are shown.
const PARTS: [&str; 16] = [
    "manifest", "cards", "bodies", "stories", "pictures", "calendar", "facets", "labels", "scores",
    "lexicon", "tallies", "backward", "postings", "places", "feeds", "snippet",
];
/// Files whose names do not change, beside the manifest.
const STABLE: [&str; 3] = ["feed.json", "feed.xml", "snippet.html"];

/// Some files and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// How many there are.
    pub files: usize,
    /// What they take together, as they lie on the disk.
    pub bytes: u64,
}

impl Weight {
    fn add(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes += bytes;
    }
}

/// What was counted.
#[derive(Debug)]
pub(crate) struct Census<'a> {
    bundle: &'a Bundle,
    /// Every file that was reached; names only, as many as the bundle has files.
    seen: BTreeSet<FileName>,
    pub parts: Vec<(&'static str, Weight)>,
    /// The bytes of each article, in the order of the documents.
    pub articles: Vec<u64>,
    pub older: Weight,
    /// The manifest as it lies there.
    pub manifest: Vec<u8>,
}

impl<'a> Census<'a> {
    /// Counts everything.
    ///
    /// # Errors
    ///
    /// A sentence that names the file that is missing or damaged.
    pub(crate) fn take(bundle: &'a Bundle) -> Result<Self, String> {
        let mut census = Self {
            bundle,
            seen: BTreeSet::new(),
            parts: PARTS.map(|part| (part, Weight::default())).to_vec(),
            articles: Vec::new(),
            older: Weight::default(),
            manifest: Vec::new(),
        };
        census.manifest = census.count(MANIFEST)?;
        for name in STABLE.iter().filter(|name| bundle.has(name)) {
            census.count(name)?;
        }
        census.cards()?;
        census.bodies()?;
        census.stories()?;
        census.columns()?;
        census.words()?;
        census.older = census.unseen()?;
        Ok(census)
    }

    /// All that was reached.
    pub(crate) fn total(&self) -> Weight {
        let piles = self.parts.iter().map(|(_, weight)| weight);
        piles.fold(Weight::default(), |total, weight| Weight {
            files: total.files + weight.files,
            bytes: total.bytes + weight.bytes,
        })
    }

    /// Reads a file, and counts it unless it was reached before.
    fn count(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let bytes = self.bundle.read(name)?;
        let file: FileName = name.parse().map_err(|()| damaged(MANIFEST))?;
        let part = part_of(&file).ok_or_else(|| damaged(MANIFEST))?;
        if self.seen.insert(file) {
            let mut parts = self.parts.iter_mut();
            if let Some((_, weight)) = parts.find(|(name, _)| *name == part) {
                weight.add(bytes.len() as u64);
            }
        }
        Ok(bytes)
    }

    /// The same by a hash.
    fn hashed(&mut self, kind: Kind, hash: &Hash) -> Result<Vec<u8>, String> {
        let name = kind.file(hash).map_err(|_| damaged(MANIFEST))?;
        self.count(name.as_str())
    }

    fn json(&mut self, name: &str) -> Result<serde_json::Value, String> {
        serde_json::from_slice(&self.count(name)?).map_err(|_| damaged(name))
    }

    /// The names in a directory.
    fn names(&mut self, file: &str) -> Result<Vec<String>, String> {
        let names = self.json(file)?.pieces();
        let names = names.iter().map(Object::as_text);
        let names: Option<Vec<_>> = names.collect();
        names.ok_or_else(|| damaged(file))
    }

    /// Goes through the files of a shelf, one after the other.
    fn shelf(
        &mut self,
        shelf: &Shelf,
        take: &mut dyn FnMut(&mut Self, &str, serde_json::Value) -> Result<(), String>,
    ) -> Result<(), String> {
        if let Some(catalog) = &shelf.catalog {
            self.count(catalog)?;
        }
        for directory in &shelf.directories {
            for name in self.names(directory)? {
                let file = self.json(&name)?;
                take(self, &name, file)?;
            }
        }
        Ok(())
    }

    fn cards(&mut self) -> Result<(), String> {
        let bundle = self.bundle;
        self.shelf(&bundle.manifest().cards, &mut |census, name, file| {
            let cards: Option<Vec<Card>> = Cards::read(&file).into_iter().collect();
            for card in &cards.ok_or_else(|| damaged(name))? {
                census.icon(card.provider.as_ref())?;
                card.image
                    .iter()
                    .try_for_each(|image| census.picture(image))?;
            }
            census
                .articles
                .extend(Cards::pieces(&file).iter().map(bytes_of));
            Ok(())
        })?;
        let is_whole = self.articles.len() == bundle.manifest().articles as usize;
        is_whole.then_some(()).ok_or_else(|| damaged(MANIFEST))
    }

    fn bodies(&mut self) -> Result<(), String> {
        let bundle = self.bundle;
        let mut at = 0;
        self.shelf(&bundle.manifest().bodies, &mut |census, name, file| {
            for body in Bodies::read(&file) {
                census.pictures(&body)?;
            }
            for body in Bodies::pieces(&file) {
                *census.articles.get_mut(at).ok_or_else(|| damaged(name))? += bytes_of(&body);
                at += 1;
            }
            Ok(())
        })
    }

    fn stories(&mut self) -> Result<(), String> {
        let bundle = self.bundle;
        self.shelf(&bundle.manifest().stories, &mut |census, _, file| {
            let stories = Stories::read(&file).into_iter().flatten();
            let mut providers = stories.filter_map(|story| story.provider);
            providers.try_for_each(|provider| census.icon(Some(&provider)))
        })
    }

    fn pictures(&mut self, body: &Body) -> Result<(), String> {
        let mut left: Vec<&Node> = body.nodes.iter().collect();
        while let Some(node) = left.pop() {
            match node {
                Node::Text(_) => {}
                Node::Image(image) => self.picture(image)?,
                Node::Tagged(_, nodes) => left.extend(nodes),
            }
        }
        Ok(())
    }

    fn icon(&mut self, provider: Option<&Provider>) -> Result<(), String> {
        let icon = provider.and_then(|provider| provider.icon.as_ref());
        icon.map_or(Ok(()), |icon| self.picture(icon))
    }

    fn picture(&mut self, image: &Image) -> Result<(), String> {
        let whole = match &image.picture {
            Picture::Bundled(file) => Some(file),
            Picture::Remote(_) => None,
        };
        let widths = image.widths.iter().map(|width| &width.file);
        for file in whole.into_iter().chain(widths) {
            if !self.seen.contains(file) {
                self.count(file.as_str())?;
            }
        }
        Ok(())
    }

    fn columns(&mut self) -> Result<(), String> {
        let manifest = self.bundle.manifest();
        let names = &manifest.index;
        self.count(&names.calendar)?;
        self.count(&names.scores)?;
        let facets = self.count(&names.facets)?;
        let (_, stretches) =
            wire::read_facets(&facets, manifest.articles).map_err(|_| damaged(&names.facets))?;
        let mut stretches = stretches.iter();
        stretches.try_for_each(|hash| self.hashed(Kind::Labels, hash).map(drop))
    }

    fn words(&mut self) -> Result<(), String> {
        let names = &self.bundle.manifest().index;
        let mut shards = BTreeSet::new();
        for (_, name) in &names.lexicon {
            let lexicon = self.count(name)?;
            let entries = wire::read_lexicon(&lexicon).map_err(|_| damaged(name))?;
            shards.extend(entries.shards);
            if let Some(hash) = entries.tallies {
                self.hashed(Kind::Tallies, &hash)?;
            }
        }
        for (_, of_postings, of_places) in shards {
            self.hashed(Kind::Postings, &of_postings)?;
            self.hashed(Kind::Places, &of_places)?;
        }
        if let Some(name) = &names.backward {
            let blocks = self.count(name)?;
            for (_, hash) in wire::read_blocks(&blocks).map_err(|_| damaged(name))? {
                self.hashed(Kind::Backward, &hash)?;
            }
        }
        Ok(())
    }

    /// Our files in the folder that nothing of this bundle leads to.
    fn unseen(&self) -> Result<Weight, String> {
        let mut weight = Weight::default();
        for (name, bytes) in self.bundle.files()? {
            if wire::integrity(&name).is_some() && !self.seen.contains(&name) {
                weight.add(bytes);
            }
        }
        Ok(weight)
    }
}

fn bytes_of(value: &serde_json::Value) -> u64 {
    value.to_string().len() as u64
}

/// The part that a file belongs to, by its name.
fn part_of(file: &FileName) -> Option<&'static str> {
    let name = file.as_str();
    let part = match name {
        MANIFEST => "manifest",
        "feed.json" | "feed.xml" => "feeds",
        "snippet.html" => "snippet",
        _ => match name.split('-').next()? {
            "picture" => "pictures",
            "nocixel" => "backward",
            kind => kind,
        },
    };
    PARTS.iter().find(|known| **known == part).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_part() {
        let part = |name: &str| part_of(&name.parse().unwrap());
        for (name, expected) in [
            ("cards-files-x.json", Some("cards")),
            ("nocixel-x.bin", Some("backward")),
            ("backward-x.bin", Some("backward")),
            ("picture-x.webp", Some("pictures")),
            ("feed.xml", Some("feeds")),
            ("notes.txt", None),
        ] {
            assert_eq!(part(name), expected, "{name}");
        }
    }
}
