//! Which headers should a host send with each file?
//!
//! `_headers` is read by several static hosts and is a recipe for the others. Those hosts join
//! the values when two rules set one header, so no file here has two rules for one header.

use super::staging::Staging;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// A page elsewhere must be allowed to load everything, in a sandboxed frame as well.
const EVERYWHERE: &str = "\
/*
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  X-Content-Type-Options: nosniff
";

const FOREVER: &str = "public, max-age=31536000, immutable";
const ASK_FIRST: &str = "no-cache";

/// A SHA-256 in the alphabet of addresses, as `newsrack build` names files.
const WHOLE_HASH: usize = 43;
/// The beginning of one in hexadecimal digits, as the WebAssembly is named.
const SHORT_HASH: usize = 16;

/// The text of `_headers` for what is in the staging folder.
///
/// # Errors
///
/// When the folder cannot be read.
pub(super) fn text(staging: &Staging) -> Result<String> {
    let mut paths = Vec::new();
    collect(&staging.folder, "", &mut paths)?;
    Ok(rules(&paths))
}

/// Every file's path below an address.
///
/// # Errors
///
/// When the folder cannot be read.
pub(crate) fn collect(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

/// The text of `_headers` for files at these paths.
pub(crate) fn rules(paths: &[String]) -> String {
    let mut rules = BTreeMap::new();
    for path in paths {
        match pattern(path, paths) {
            Some(pattern) => rules.insert(pattern, (FOREVER, mime(path))),
            None => rules.insert(path.clone(), (ASK_FIRST, mime(path))),
        };
    }
    let mut text = EVERYWHERE.to_owned();
    for (path, (caching, mime)) in &rules {
        if !rules.keys().any(|other| includes(other, path)) {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{path}\n  Cache-Control: {caching}\n  Content-Type: {mime}"
            );
        }
    }
    text
}

/// Whether a rule covers all that another, narrower one does: `/cards-*.json` all of
/// `/cards-files-*.json`.
fn includes(wide: &str, narrow: &str) -> bool {
    let (Some((before, after)), true) = (wide.split_once('*'), wide != narrow) else {
        return false;
    };
    narrow.starts_with(before) && narrow.ends_with(after)
}

/// For a path with a hash, the rule that covers its kind: `/news/cards-*.json`.
///
/// Hosts allow about a hundred rules, so not every file can have its own; but a rule must not
/// cover a file without a hash, so then it is the path itself.
fn pattern(path: &str, paths: &[String]) -> Option<String> {
    let (before, after) = around_hash(path)?;
    let covers = |path: &String| path.starts_with(before) && path.ends_with(after);
    let mut covered = paths.iter().filter(|path| covers(path));
    match covered.all(|path| around_hash(path).is_some()) {
        true => Some(format!("{before}*{after}")),
        false => Some(path.to_owned()),
    }
}

/// What stands before and after the hash in a file's name, if it has one.
fn around_hash(path: &str) -> Option<(&str, &str)> {
    let name = path.rfind('/')? + 1;
    let dot = name + path[name..].find('.')?;
    let starts = |length| dot.checked_sub(length).filter(|start| *start >= name);
    let whole = starts(WHOLE_HASH).filter(|start| path[*start..dot].bytes().all(is_of_address));
    let short = starts(SHORT_HASH).filter(|start| path[*start..dot].bytes().all(is_of_number));
    let hash = whole.or(short)?;
    Some((&path[..hash], &path[dot..]))
}

fn is_of_address(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paths: &[&str], expected: &str) {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        let rules = rules(&paths);
        let rules: Vec<&str> = rules
            .lines()
            .skip(4)
            .filter_map(|line| {
                line.strip_prefix("  Cache-Control: ")
                    .or(line.strip_prefix('/'))
            })
            .map(|line| if line == FOREVER { "forever" } else { line })
            .collect();
        assert_eq!(rules.join(" "), expected);
    }

    #[test]
    fn a_name_with_a_hash_is_kept_for_ever_and_others_are_asked_for() {
        check(
            &[
                "/news-rack-0123456789abcdef.wasm",
                "/news-rack.js",
                "/readme",
            ],
            "news-rack-*.wasm forever news-rack.js no-cache readme no-cache",
        );
    }

    #[test]
    fn files_of_one_kind_share_a_rule() {
        check(
            &["/a-0000000000000000.json", "/a-1111111111111111.json"],
            "a-*.json forever",
        );
    }

    #[test]
    fn no_file_has_two_rules() {
        check(
            &[
                "/news/cards-ABkog7Vz7HmROJCTikNlc5VXorMVFlnF2OSbjbmhubY.json",
                "/news/cards-files-Bu4ulXKYSDzmDrZu7jIUkT3u8apPG1SNL4Wpsw_47Nw.json",
                "/news/manifest.json",
            ],
            "news/cards-*.json forever news/manifest.json no-cache",
        );
    }

    #[test]
    fn a_rule_never_covers_a_file_without_a_hash() {
        check(
            &["/0000000000000000.json", "/manifest.json"],
            "0000000000000000.json forever manifest.json no-cache",
        );
    }

    /// The settings of a host in the documentation, by the language that they are written in.
    fn settings(language: &str) -> String {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/hosting.md");
        let page = fs::read_to_string(page).unwrap();
        let (_, after) = page.split_once(&format!("```{language}\n")).unwrap();
        after.split_once("```").unwrap().0.to_owned()
    }

    #[test]
    fn every_host_in_the_documentation_sends_these_headers() {
        for host in ["nginx", "apache", "caddyfile"] {
            let settings = settings(host);
            for line in EVERYWHERE.lines().skip(1) {
                let (name, value) = line.trim().split_once(": ").unwrap();
                let is_set =
                    |line: &str| line.contains(name) && line.contains(&format!("\"{value}\""));
                assert!(
                    settings.lines().any(is_set),
                    "{host} does not send {name}: {value}"
                );
            }
            for caching in [FOREVER, ASK_FIRST] {
                let caching = format!("\"{caching}\"");
                assert!(settings.contains(&caching), "{host} lacks {caching}");
            }
        }
        let (upload, policy) = (settings("sh"), settings("json"));
        assert!(upload.contains(FOREVER) && upload.contains(ASK_FIRST));
        assert!(policy.contains("Cross-Origin-Resource-Policy") && policy.contains("[\"*\"]"));
    }

    #[test]
    fn hosts_in_the_documentation_know_hashes_by_their_length() {
        for host in ["nginx", "apache", "caddyfile"] {
            let settings = settings(host);
            for length in [
                format!("_-]{{{WHOLE_HASH}}}"),
                format!("0-9a-f]{{{SHORT_HASH}}}"),
            ] {
                assert!(settings.contains(&length), "{host} lacks {length}");
            }
        }
    }
}
