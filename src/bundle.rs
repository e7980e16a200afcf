//! Here are articles; make a folder to upload, and say what to mend.
//!
//! In reading order: what an editor is told, then from a folder of files to articles, then from
//! articles to the files of a bundle. Nothing here stops at the first fault: problems are collected
//! and handed back with whatever could be read.

mod code;
mod problem;
mod report;

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
mod edition;
mod blank;
mod as_markdown;
mod fetch;
mod import;

mod settings;
mod feeds;
mod words;
mod compile;
mod generations;
mod write;
mod open;

pub use blank::blank;
pub use code::Code;
pub use compile::{Compiled, Content, compile};
pub use date::instant;
pub use edition::{Edition, LeftOut};
pub use import::{Imported, import};
pub use open::Bundle;
pub use picture::Copied;
pub use problem::{Excerpt, Problem, Severity};
pub use read::{Progress, Reading, read};
pub use report::{Style, github, groups, human, human_group};
pub use schema::schema;
pub use settings::{Settings, Site, settings};
pub use walk::shown;
pub use write::{Writing, Written, check_out, write};
