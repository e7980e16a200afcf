//! Here are articles; make a folder to upload, and say what to mend.
//!
//! In reading order: what an editor is told, then from a folder of files to articles, then from
//! articles to the files of a bundle. Nothing here stops at the first fault: problems are collected
//! and handed back with whatever could be read.

mod code;
mod problem;
mod report;

mod progress;
mod rounds;

mod json;
mod walk;
mod name;
mod mask;
mod front_matter;
mod node;
mod from_yaml;
mod nearly_yaml;
mod from_toml;
mod from_json;
mod record;
mod file;
mod spelling;
mod written;
mod schema;
mod faults;
mod prose;
mod charset;
mod sequence;
mod mojibake;
mod tags;
mod repair;
mod mended_body;
mod date;
mod link;
mod picture;
mod provider;
mod topics;
mod related;
mod article;
mod tree;
mod markup;
mod markdown;
mod spacing;
mod shape;
mod links;
mod reading;
mod body;
mod heading;
mod telling;
mod markdown_file;
mod html;
mod html_markdown;
mod encoding;
mod xml;
mod feed;
mod feed_text;
mod json_pieces;
mod json_feed;
mod json_file;
mod feed_item;
mod feed_file;
mod read;

mod key;
mod packed;
mod pile;
mod intake;
mod edition;
mod blank;
mod as_markdown;
mod fetch;
mod import;

mod settings;
mod settings_file;
mod feeds;
mod long_date;
mod snippet;
mod words;
mod files;
mod shelf;
mod batch;
mod compile;
mod generations;
mod write;
mod open;
mod census;
mod stats;

pub use blank::blank;
pub use census::Weight;
pub use code::Code;
pub use compile::Compiling;
pub use date::instant;
pub use edition::{Edition, LeftOut};
pub use import::{Imported, import};
pub use open::Bundle;
pub use picture::Copied;
pub use pile::Spill;
pub use problem::{Excerpt, Problem, Severity};
pub use progress::{Progress, Stage};
pub use read::{Reading, read};
pub use report::{Style, github, groups, human, human_group};
pub use schema::schema;
pub use settings::{SETTINGS, Setting, Settings, Site};
pub use settings_file::settings;
pub use stats::{FacetValue, Facets, LargeArticle, Month, Part, Stats, stats};
pub use walk::shown;
pub use write::{Writing, Written, check_out, write};
