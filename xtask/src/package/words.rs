//! Which languages does the widget speak, and how do their words travel?
//!
//! In the repository a language is a file that a translator reads: `src/ui/words/de.json`. A page gets
//! a list of texts in the order in which the widget counts them, for the keys would weigh as much. The
//! script knows the hash of one file, which knows those of all languages.

#[allow(
    dead_code,
    unreachable_pub,
    reason = "the widget's own table, of which only the keys are needed here"
)]
#[path = "../../../src/ui/words/english.rs"]
mod english;

use super::digest;
use super::staging::Staging;
use crate::project::Project;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use english::Word;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The SHA-256 of each language's file, by the language.
type Languages = BTreeMap<String, String>;

/// The categories of plurals, in the order of the forms in a packed text.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Writes every language's words under their hash, and all these hashes under theirs, which it hands
/// back.
///
/// # Errors
///
/// When a file is no JSON or lacks a text.
pub(super) fn packed(project: &Project, staging: &Staging) -> Result<String> {
    let mut languages = Languages::new();
    for entry in fs::read_dir(project.root.join("src/ui/words"))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let language = path.file_stem().unwrap_or_default().to_string_lossy();
            let packed = pack(&read(&path)?).with_context(|| format!("in {}", path.display()))?;
            let hash = written(staging, &format!("words-{language}"), packed)?;
            languages.insert(language.into_owned(), hash);
        }
    }
    written(staging, "languages", json!(languages).to_string())
}

/// Writes a file under its name and its hash, as `voice.js` joins them, and hands the hash back.
fn written(staging: &Staging, name: &str, text: String) -> Result<String> {
    let hash = digest::letters(text.as_bytes());
    let file = format!("{name}-{}.json", hash.replace(['+', '/'], "-"));
    staging.write(&file, text)?;
    Ok(hash)
}

fn read(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path)?;
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))
}

/// The texts in order, after the list of the categories that the language has.
fn pack(texts: &Value) -> Result<String> {
    let categories = categories(texts);
    let mut packed = vec![json!(categories)];
    for word in Word::ALL {
        let text = texts.get(word.key());
        let text = text.with_context(|| format!("`{}` is missing", word.key()))?;
        packed.push(json!(forms(text, &categories)?));
    }
    Ok(json!(packed).to_string())
}

/// The categories that occur, in order.
fn categories(texts: &Value) -> Vec<&'static str> {
    let texts = texts.as_object().into_iter().flatten();
    let plurals: Vec<_> = texts.filter_map(|(_, text)| text.as_object()).collect();
    let occurs = |category: &&str| plurals.iter().any(|forms| forms.contains_key(*category));
    CATEGORIES.into_iter().filter(occurs).collect()
}

/// A text as it is, or its forms beside each other; forms that are all alike are one text.
fn forms(text: &Value, categories: &[&str]) -> Result<String> {
    if let Some(text) = text.as_str() {
        return Ok(text.to_owned());
    }
    let form = |category: &&str| {
        let form = text.get(*category).and_then(Value::as_str);
        form.with_context(|| format!("the form `{category}` is missing in {text}"))
    };
    let forms: Vec<_> = categories.iter().map(form).collect::<Result<_>>()?;
    let is_apart = |form: &&str| !form.contains('|');
    ensure!(
        forms.iter().all(is_apart),
        "`|` stands between forms: {text}"
    );
    let is_one = forms.iter().all(|form| *form == forms[0]);
    Ok(if is_one {
        forms[0].to_owned()
    } else {
        forms.join("|")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_stand_in_the_order_of_the_categories() {
        let texts = json!({ "a": { "other": "c", "one": "a", "few": "b" }, "b": "d" });
        let categories = categories(&texts);
        assert_eq!(categories, ["one", "few", "other"]);
        assert_eq!(
            forms(&texts["a"], &categories).ok().as_deref(),
            Some("a|b|c")
        );
        assert_eq!(forms(&texts["b"], &categories).ok().as_deref(), Some("d"));
    }

    #[test]
    fn a_form_that_is_missing_is_an_error() {
        assert!(forms(&json!({ "other": "c" }), &["one", "other"]).is_err());
        assert!(forms(&json!({ "one": "a|b", "other": "c" }), &["one", "other"]).is_err());
        assert!(pack(&json!({})).is_err());
    }
}
