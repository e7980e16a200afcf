//! What is news made of?
//!
//! Plain values, right once they exist. The yes-or-no of the input (`published: false`), its
//! spellings and its faults stay in `bundle`; here `published` is always an instant.

mod id;
mod url;
mod instant;
mod day;
mod image;
mod provider;
mod card;
mod story;
mod body;
mod article;

pub use article::Article;
pub use body::{Align, Body, Cell, Counted, Name, Node, Tag};
pub use card::{Card, Links, StoryId};
pub use day::Day;
pub use id::Id;
pub use image::{Color, FileName, Image, Picture, Width};
pub use instant::Instant;
pub use provider::Provider;
pub use story::Story;
pub use url::{Target, Url};
