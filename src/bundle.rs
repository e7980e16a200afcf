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
mod mask;
mod file;
mod front_matter;
mod node;
mod written;
mod faults;
mod prose;
mod date;
mod link;
mod picture;
mod provider;
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
mod read;
mod edition;

mod settings;
mod feeds;
mod words;
mod compile;
mod generations;
mod write;
mod open;

pub use code::Code;
pub use compile::{Compiled, Content, compile};
pub use date::instant;
pub use edition::{Edition, LeftOut};
pub use open::Bundle;
pub use picture::Copied;
pub use problem::{Excerpt, Problem, Severity};
pub use read::{Progress, Reading, read};
pub use report::{Style, github, human};
pub use settings::{Settings, Site, settings};
pub use walk::shown;
pub use write::{Writing, Written, check_out, write};
