//! What does this `newsrack.toml` say?
//!
//! A setting that nobody knows is a warning with a guess: a typing error must not pass for silence. Each
//! fault costs its own setting, and the others are heard.

use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use crate::bundle::article::is_language_tag;
use crate::bundle::date::instant;
use crate::bundle::link::{self, Link};
use crate::bundle::settings::{SETTINGS, Settings, Site};
use crate::bundle::walk::{reason, shown};
use crate::bundle::{Code, Excerpt, Problem};
use crate::model::{Instant, Url};

/// Reads settings; paths in them are seen from their file's folder.
///
/// Problems are appended; what is at fault counts as not said.
pub fn settings(file: &Path, problems: &mut Vec<Problem>) -> Settings {
    let shown = shown(file);
    match std::fs::read_to_string(file) {
        Ok(text) => {
            let folder = file.parent().unwrap_or(Path::new(""));
            parse(&text, &shown, folder, problems)
        }
        Err(fault) => {
            let message = format!("these settings cannot be read: {}", reason(&fault));
            problems.push(Problem::new(Code::SettingsInvalid, shown, message));
            Settings::default()
        }
    }
}

fn parse(text: &str, shown: &str, folder: &Path, problems: &mut Vec<Problem>) -> Settings {
    let said = match DeTable::parse(text) {
        Ok(table) => table.into_inner().into_iter(),
        Err(fault) => {
            let (at, message) = (fault.span().unwrap_or(0..0), fault.message());
            let message = format!("this is no TOML: {message}");
            problems.push(problem(Code::SettingsInvalid, shown, text, at, message));
            return Settings::default();
        }
    };
    let said = said.map(|(name, value)| Said {
        name: name.get_ref().to_string(),
        at: name.span(),
        value_at: value.span(),
        value: value.into_inner(),
    });
    let mut reader = Reader {
        said: said.collect(),
        faults: Vec::new(),
    };
    let settings = reader.settings(folder);
    reader.note_unknown();
    // In the order of the file, whatever the order of asking.
    reader.faults.sort_by_key(|(_, at, _)| at.start);
    let faults = reader.faults.into_iter();
    problems.extend(faults.map(|(code, at, message)| problem(code, shown, text, at, message)));
    settings
}

/// A name and its value, each with its place.
struct Said<'a> {
    name: String,
    at: Range<usize>,
    value: DeValue<'a>,
    value_at: Range<usize>,
}

struct Reader<'a> {
    /// What nobody has asked for yet.
    said: Vec<Said<'a>>,
    faults: Vec<(Code, Range<usize>, String)>,
}

impl<'a> Reader<'a> {
    fn settings(&mut self, folder: &Path) -> Settings {
        let below = |path: String| folder.join(path);
        Settings {
            site: Site {
                title: self.text("title").map(|(title, _)| title),
                base_url: self.base_url(),
                language: self.language(),
            },
            source: self
                .source()
                .map(|paths| paths.into_iter().map(below).collect()),
            out: self.text("out").map(|(path, _)| below(path)),
            unpublished: self.flag("unpublished"),
            keep_going: self.flag("keep_going"),
            strict: self.flag("strict"),
            prune: self.flag("prune"),
            no_cache: self.flag("no_cache"),
            images: self.word("images", &["link", "cache"]),
            now: self.now(),
            format: self.word("format", &["human", "json", "github"]),
        }
    }

    fn take(&mut self, name: &str) -> Option<Said<'a>> {
        let at = self.said.iter().position(|said| said.name == name)?;
        Some(self.said.remove(at))
    }

    fn refuse(&mut self, at: Range<usize>, message: String) {
        self.faults.push((Code::SettingsInvalid, at, message));
    }

    /// A text that says something, and its place.
    fn text(&mut self, name: &str) -> Option<(String, Range<usize>)> {
        let Said {
            value, value_at, ..
        } = self.take(name)?;
        match value {
            DeValue::String(text) if text.contains(char::is_control) => {
                let message = format!("`{name}` holds a control character, which nobody sees");
                self.refuse(value_at, message);
            }
            DeValue::String(text) if !text.trim().is_empty() => {
                return Some((text.into_owned(), value_at));
            }
            DeValue::String(_) => {
                let message = format!("`{name}` is empty; say something, or leave it out");
                self.refuse(value_at, message);
            }
            _ => self.refuse(value_at, format!("`{name}` is a text in quotes")),
        }
        None
    }

    fn flag(&mut self, name: &str) -> Option<bool> {
        let said = self.take(name)?;
        if let DeValue::Boolean(flag) = said.value {
            return Some(flag);
        }
        let message = format!("`{name}` is neither `true` nor `false`");
        self.refuse(said.value_at, message);
        None
    }

    fn word(&mut self, name: &str, words: &[&str]) -> Option<String> {
        let (text, at) = self.text(name)?;
        if words.contains(&text.as_str()) {
            return Some(text);
        }
        let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
        let words = words.join(" or ");
        self.refuse(at, format!("`{name}` is {words}, and not `{text}`"));
        None
    }

    fn base_url(&mut self) -> Option<Url> {
        let (text, at) = self.text("base_url")?;
        if let Ok(Link::Whole(url)) = link::parse(text.trim()) {
            return Some(url);
        }
        let message = "`base_url` is no address; write one like `https://example.com/`";
        self.refuse(at, message.to_owned());
        None
    }

    fn language(&mut self) -> Option<String> {
        let (tag, at) = self.text("language")?;
        if is_language_tag(&tag) {
            return Some(tag);
        }
        let message = "`language` is no language tag; write one like `en`";
        self.refuse(at, message.to_owned());
        None
    }

    fn source(&mut self) -> Option<Vec<String>> {
        let said = self.take("source")?;
        let paths = match said.value {
            DeValue::Array(paths) => paths
                .into_iter()
                .map(|path| (path.span(), path.into_inner()))
                .collect(),
            path => vec![(said.value_at, path)],
        };
        let mut sources = Vec::new();
        for (at, path) in paths {
            match path {
                DeValue::String(path) if !path.is_empty() => sources.push(path.into_owned()),
                _ => {
                    let message = "`source` is a path in quotes, or a list of such";
                    self.refuse(at, message.to_owned());
                }
            }
        }
        Some(sources).filter(|sources| !sources.is_empty())
    }

    /// TOML has dates of its own; quoted ones do, too.
    fn now(&mut self) -> Option<Instant> {
        let said = self.take("now")?;
        let now = match said.value {
            DeValue::Datetime(date) => instant(&date.to_string()),
            DeValue::String(text) => instant(&text),
            _ => None,
        };
        if now.is_none() {
            let message = "`now` is no instant; write one like `2022-09-13T12:14:00Z`";
            self.refuse(said.value_at, message.to_owned());
        }
        now
    }

    fn note_unknown(&mut self) {
        for Said { name, at, .. } in std::mem::take(&mut self.said) {
            let message = unknown(&name);
            self.faults.push((Code::SettingUnknown, at, message));
        }
    }
}

fn unknown(name: &str) -> String {
    let lower = name.to_lowercase();
    let likeness = |known: &&str| (strsim::jaro_winkler(&lower, known) * 1000.0) as u32;
    let names = SETTINGS.iter().map(|setting| setting.name);
    let best = names.clone().max_by_key(likeness);
    match best.filter(|best| likeness(best) > 800) {
        Some(guess) => format!("`{name}` is no setting; did you mean `{guess}`?"),
        None => {
            let names: Vec<_> = names.collect();
            format!("`{name}` is no setting; there are {}", names.join(", "))
        }
    }
}

fn problem(code: Code, file: &str, text: &str, at: Range<usize>, message: String) -> Problem {
    let start = at.start.min(text.len());
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..]
        .find('\n')
        .map_or(text.len(), |end| start + end);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Problem {
        line: count(text[..start].matches('\n').count() + 1),
        column: count(text[line_start..start].chars().count() + 1),
        excerpt: Some(Excerpt {
            text: text[line_start..line_end].trim_end().to_owned(),
            start: start - line_start,
            len: at.end.clamp(start, line_end) - start,
        }),
        ..Problem::new(code, file, message)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[track_caller]
    fn check(text: &str, problem: &str) -> Settings {
        let mut problems = Vec::new();
        let settings = parse(text, "newsrack.toml", Path::new("site"), &mut problems);
        assert_eq!(
            problems
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n"),
            problem
        );
        settings
    }

    #[test]
    fn settings_say_what_flags_say() {
        let settings = check(
            "title = 'A'\nbase_url = 'https://a.example'\nsource = 'news'\nstrict = true\nnow = 2022-09-13T12:14:00Z",
            "",
        );
        assert_eq!(settings.site.title(), "A");
        assert_eq!(
            settings.site.base_url.map(|url| url.to_string()).as_deref(),
            Some("https://a.example/")
        );
        assert_eq!(settings.source, Some(vec![PathBuf::from("site/news")]));
        assert_eq!((settings.strict, settings.prune), (Some(true), None));
        assert_eq!(
            settings.now.map(|now| now.to_string()).as_deref(),
            Some("2022-09-13T12:14:00Z")
        );
    }

    #[test]
    fn faults_are_shown_in_their_place() {
        check(
            "\nstirct = true",
            "newsrack.toml:2:1: warning[setting-unknown]: `stirct` is no setting; did you mean `strict`?",
        );
        check(
            "base_url = 'a.example'",
            "newsrack.toml:1:12: error[settings-invalid]: `base_url` is no address; write one like `https://example.com/`",
        );
        check(
            "language = 'English!'",
            "newsrack.toml:1:12: error[settings-invalid]: `language` is no language tag; write one like `en`",
        );
    }

    #[test]
    fn each_fault_costs_its_own_setting_alone() {
        let settings = check(
            "strict = 'yes'\nimages = 'cached'\nnow = 'noon'\nsource = [1]\ntitle = ' '\nout = 'rack'",
            "newsrack.toml:1:10: error[settings-invalid]: `strict` is neither `true` nor `false`\n\
             newsrack.toml:2:10: error[settings-invalid]: `images` is `link` or `cache`, and not `cached`\n\
             newsrack.toml:3:7: error[settings-invalid]: `now` is no instant; write one like `2022-09-13T12:14:00Z`\n\
             newsrack.toml:4:11: error[settings-invalid]: `source` is a path in quotes, or a list of such\n\
             newsrack.toml:5:9: error[settings-invalid]: `title` is empty; say something, or leave it out",
        );
        assert_eq!(settings.out, Some(PathBuf::from("site/rack")));
    }

    #[test]
    fn what_nobody_sees_is_refused() {
        check(
            "title = \"a\\u0007\"",
            "newsrack.toml:1:9: error[settings-invalid]: `title` holds a control character, which nobody sees",
        );
    }

    #[test]
    fn names_are_guessed_at() {
        for (written, meant) in [
            ("keep-going", "keep_going"),
            ("baseUrl", "base_url"),
            ("sources", "source"),
            ("Title", "title"),
        ] {
            check(
                &format!("{written} = 1"),
                &format!(
                    "newsrack.toml:1:1: warning[setting-unknown]: `{written}` is no setting; did you mean `{meant}`?"
                ),
            );
        }
    }

    #[test]
    fn every_setting_can_be_said() {
        let said: Vec<_> = SETTINGS
            .iter()
            .map(|setting| format!("{} = {}\n", setting.name, setting.example))
            .collect();
        let settings = check(&said.concat(), "");
        assert!(settings.now.is_some() && settings.format.is_some() && settings.prune.is_some());
    }

    #[test]
    fn what_is_no_toml_says_where() {
        check(
            "title = \"A\nout = 'x'",
            "newsrack.toml:1:11: error[settings-invalid]: this is no TOML: invalid basic string, expected `\"`",
        );
    }
}
