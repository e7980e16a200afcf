//! What does an article look like that nobody has written yet?
//!
//! A draft that builds as it is, so that an editor only fills in what stands there.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::bundle::prose::{on_one_line, without_controls};
use crate::model::Instant;
use crate::text::fold;

/// The longest name that is made of a title, in bytes; most disks take 255.
const NAME: usize = 80;

/// Writes an unpublished article with this title into a folder, dated at that instant, and returns where
/// it lies.
///
/// # Errors
///
/// A sentence: the title says nothing, a file of that name is there, or the disk does not take it.
pub fn blank(title: &str, folder: &Path, now: Instant) -> Result<PathBuf, String> {
    let title = on_one_line(&without_controls(title));
    if title.is_empty() {
        return Err("a title is at least one letter".to_owned());
    }
    let path = folder.join(format!("{}.md", name(&title)));
    fs::create_dir_all(folder)
        .and_then(|()| File::create_new(&path))
        .and_then(|mut file| file.write_all(text(&title, now).as_bytes()))
        .map_err(|fault| match fault.kind() {
            io::ErrorKind::AlreadyExists => {
                format!("`{}` is there already and stays as it is", path.display())
            }
            kind => format!("`{}` cannot be written: {kind}", path.display()),
        })?;
    Ok(path)
}

/// The letters and digits of a title, folded, with `-` for what is between them.
pub(crate) fn name(title: &str) -> String {
    let mut name = String::new();
    for word in fold(title).split(|c: char| !c.is_alphanumeric()) {
        if name.len() + word.len() >= NAME {
            break;
        }
        if !word.is_empty() {
            let gap = if name.is_empty() { "" } else { "-" };
            let _ = write!(name, "{gap}{word}");
        }
    }
    if name.is_empty() {
        "article".clone_into(&mut name);
    }
    name
}

/// A text in double quotes, as YAML and JSON both write it.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn text(title: &str, now: Instant) -> String {
    let title = quoted(title);
    format!(
        "---
title: {title}
publishedDateTime: {now}
published: false   # true, or nothing, when it is ready
excerpt: \"\"
author: []
topics: []
# webUrl: https://…             where it lives, if not in this rack
# images: [{{url: picture.webp, title: …, attribution: …}}]
---

"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_the_letters_of_a_title() {
        assert_eq!(name("Bücher: 3 à la carte!"), "bucher-3-a-la-carte");
        assert_eq!(name("潮汐 灯"), "潮汐-灯");
        assert_eq!(name("?!"), "article");
        assert_eq!(name("../../etc"), "etc");
        assert!(name(&"word ".repeat(100)).len() <= NAME);
    }
}
