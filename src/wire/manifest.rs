//! What is in this bundle, and where?

use serde::Serialize;

use crate::index::{Facet, PerFacet, Values};
use crate::model::{FileName, Instant};
use crate::query::{Choice, Results};
use crate::wire::Object;

/// The version of the bundle's format that this program writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

/// Values of a facet that the manifest names with their counts: as many as a reader sees at first.
const SUMMARY: usize = 10;

/// Why a manifest cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is of a newer version than this program knows.
    Newer,
    /// It is no manifest, or a damaged one.
    Damaged,
}

/// `manifest.json`: small however many articles there are, and the only file whose content changes
/// under its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// [`FORMAT`] at the time of writing.
    pub format: u32,
    /// What the site calls itself: the label of the widget.
    pub title: String,
    /// The language of the site, a BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How many articles there are.
    pub articles: u32,
    /// What recency is measured from, in seconds of the Unix clock.
    pub instant: i64,
    /// For each facet, what a reader sees of it before anything is ticked.
    pub facets: PerFacetSummary,
    /// The first block of cards, so that the first view needs no directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// The files of the index.
    pub index: IndexNames,
    /// All cards.
    pub cards: Shelf,
    /// All related coverage.
    pub stories: Shelf,
    /// All bodies.
    pub bodies: Shelf,
}

/// The files that an index begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct IndexNames {
    /// When documents were published.
    pub calendar: String,
    /// The labels they bear.
    pub facets: String,
    /// How much they matter.
    pub scores: String,
    /// The blocks of the lexicon: the first form of each, and its file.
    pub lexicon: Vec<(String, String)>,
    /// The blocks of the backward lexicon, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backward: Option<String>,
}

impl IndexNames {
    fn read<O: Object>(from: &O) -> Option<Self> {
        let block = |block: &O| {
            let [start, name] = block.pieces().try_into().ok()?;
            Some((start.as_text()?, name.as_text()?))
        };
        Some(Self {
            calendar: from.text("calendar")?.into(),
            facets: from.text("facets")?.into(),
            scores: from.text("scores")?.into(),
            lexicon: from.list("lexicon").iter().filter_map(block).collect(),
            backward: from.text("backward").map(Into::into),
        })
    }
}

/// A summary of each facet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PerFacetSummary {
    topic: FacetSummary,
    provider: FacetSummary,
    r#type: FacetSummary,
}

/// A facet when nothing is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FacetSummary {
    /// How many values it has.
    pub values: u32,
    /// The most frequent: value, label, count.
    pub top: Vec<(String, String, u32)>,
}

/// Things that lie in files of so many, the files named in directories of so many.
///
/// Levels keep the manifest small at any size, and each names the next by its hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shelf {
    /// How many things there are.
    pub count: u32,
    /// How many lie in one file; the last may hold fewer.
    pub per_file: u32,
    /// How many files one directory names; the last may name fewer.
    pub per_directory: u32,
    /// The directories, each a JSON array of file names; none while they stand in a catalog that is
    /// not here.
    pub directories: Vec<String>,
    /// Where there are many directories, the file that names them: a JSON array, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog: Option<String>,
}

impl Shelf {
    fn read<O: Object>(from: &O) -> Option<Self> {
        Some(Self {
            count: from.count("count")?,
            per_file: from.count("per_file")?,
            per_directory: from.count("per_directory")?,
            directories: from.texts("directories"),
            catalog: from.text("catalog").map(Into::into),
        })
    }

    /// Which file a thing lies in, and which directory names that file; `None` past the end.
    #[must_use]
    pub fn place(&self, thing: u32) -> Option<Place> {
        let file = thing
            .checked_div(self.per_file)
            .filter(|_| thing < self.count)?;
        let directory = file.checked_div(self.per_directory)?;
        Some(Place {
            directory,
            file,
            at: thing % self.per_file,
        })
    }

    /// The catalog, if it has to be read before any directory is known.
    #[must_use]
    pub fn catalog(&self) -> Option<FileName> {
        let catalog = self
            .catalog
            .as_ref()
            .filter(|_| self.directories.is_empty());
        catalog?.parse().ok()
    }

    /// The name of the directory with that number.
    #[must_use]
    pub fn directory(&self, number: u32) -> Option<FileName> {
        self.directories.get(number as usize)?.parse().ok()
    }
}

/// Where a thing lies on a [`Shelf`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The directory, counted from 0.
    pub directory: u32,
    /// The file, counted from 0 over all directories.
    pub file: u32,
    /// The thing's place in its file, counted from 0.
    pub at: u32,
}

impl Manifest {
    /// The instant that recency is measured from.
    #[must_use]
    pub fn instant(&self) -> Option<Instant> {
        Instant::from_seconds(self.instant)
    }

    /// What `manifest.json` says.
    ///
    /// # Errors
    ///
    /// The version is looked at first: a newer manifest may look like nothing that is known here.
    pub fn read<O: Object>(from: &O) -> Result<Self, Unreadable> {
        match from.count("format") {
            Some(format) if format <= FORMAT => Self::read_known(from).ok_or(Unreadable::Damaged),
            Some(_) => Err(Unreadable::Newer),
            None => Err(Unreadable::Damaged),
        }
    }

    fn read_known<O: Object>(from: &O) -> Option<Self> {
        Some(Self {
            format: from.count("format")?,
            title: from.get("title")?.as_text()?,
            language: from.text("language").map(Into::into),
            articles: from.count("articles")?,
            instant: from.integer("instant")?,
            facets: PerFacetSummary::read(&from.get("facets")?)?,
            first: from.text("first").map(Into::into),
            index: IndexNames::read(&from.get("index")?)?,
            cards: Shelf::read(&from.get("cards")?)?,
            stories: Shelf::read(&from.get("stories")?)?,
            bodies: Shelf::read(&from.get("bodies")?)?,
        })
    }

    /// The answer to the query that asks for nothing, known without the index.
    #[must_use]
    pub fn everything(&self, shown: u32) -> Results {
        Results {
            total: self.articles,
            docs: (0..self.articles.min(shown)).collect(),
            facets: Ok(PerFacet::new(|facet| self.facets.of(facet).choices())),
            ..Results::default()
        }
    }
}

impl PerFacetSummary {
    /// What stands in the manifest for the labels of an index.
    #[must_use]
    pub fn new(values: &PerFacet<Values>) -> Self {
        let summary = |facet| {
            let values = &values[facet];
            let top = values.iter().take(SUMMARY);
            let row = |value: &crate::index::Value| {
                (
                    value.value.to_string(),
                    value.label.to_string(),
                    value.documents,
                )
            };
            FacetSummary {
                values: values.len() as u32,
                top: top.map(row).collect(),
            }
        };
        Self {
            topic: summary(Facet::Topic),
            provider: summary(Facet::Provider),
            r#type: summary(Facet::Type),
        }
    }

    fn read<O: Object>(from: &O) -> Option<Self> {
        let summary = |name| FacetSummary::read(&from.get(name)?);
        Some(Self {
            topic: summary("topic")?,
            provider: summary("provider")?,
            r#type: summary("type")?,
        })
    }

    /// The summary of one facet.
    #[must_use]
    pub fn of(&self, facet: Facet) -> &FacetSummary {
        match facet {
            Facet::Topic => &self.topic,
            Facet::Provider => &self.provider,
            Facet::Type => &self.r#type,
        }
    }
}

impl FacetSummary {
    fn read<O: Object>(from: &O) -> Option<Self> {
        let row = |row: &O| {
            let [value, label, count] = row.pieces().try_into().ok()?;
            Some((value.as_text()?, label.as_text()?, count.as_count()?))
        };
        Some(Self {
            values: from.count("values")?,
            top: from.list("top").iter().filter_map(row).collect(),
        })
    }

    fn choices(&self) -> Vec<Choice> {
        let choice = |(value, label, count): &(String, String, u32)| Choice {
            value: value.as_str().into(),
            label: label.as_str().into(),
            count: *count,
        };
        self.top.iter().map(choice).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_survives_the_wire() {
        let shelf = Shelf {
            count: 1000,
            per_file: 24,
            per_directory: 10,
            directories: vec!["d.json".to_owned()],
            catalog: Some("c.json".to_owned()),
        };
        let summary = FacetSummary {
            values: 3,
            top: vec![("a".to_owned(), "A".to_owned(), 2)],
        };
        let manifest = Manifest {
            format: FORMAT,
            title: String::new(),
            language: Some("en".to_owned()),
            articles: 1000,
            instant: 1_663_071_240,
            facets: PerFacetSummary {
                topic: summary.clone(),
                provider: summary,
                r#type: FacetSummary::default(),
            },
            first: Some("cards.json".to_owned()),
            index: IndexNames {
                calendar: "calendar.bin".to_owned(),
                facets: "facets.bin".to_owned(),
                scores: "scores.bin".to_owned(),
                lexicon: vec![("a".to_owned(), "lexicon.bin".to_owned())],
                backward: Some("backward.bin".to_owned()),
            },
            cards: shelf.clone(),
            stories: shelf.clone(),
            bodies: shelf,
        };
        let mut json = serde_json::to_value(&manifest).unwrap();
        assert_eq!(Manifest::read(&json), Ok(manifest));
        json["index"] = serde_json::Value::Null;
        assert_eq!(Manifest::read(&json), Err(Unreadable::Damaged));
        json["format"] = (FORMAT + 1).into();
        assert_eq!(
            Manifest::read(&json),
            Err(Unreadable::Newer),
            "a newer one is newer, whatever it lacks"
        );
    }

    #[test]
    fn a_thing_is_found_on_its_shelf() {
        let shelf = Shelf {
            count: 1000,
            per_file: 24,
            per_directory: 10,
            directories: Vec::new(),
            catalog: None,
        };
        assert_eq!(
            shelf.place(0),
            Some(Place {
                directory: 0,
                file: 0,
                at: 0
            })
        );
        assert_eq!(
            shelf.place(499),
            Some(Place {
                directory: 2,
                file: 20,
                at: 19
            })
        );
        assert_eq!(shelf.place(1000), None);
        assert_eq!(
            Shelf {
                count: 5,
                ..Shelf::default()
            }
            .place(0),
            None,
            "a shelf that lies does no harm"
        );
    }
}
