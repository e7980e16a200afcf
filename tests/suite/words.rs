//! Does the widget say everything, in every language?

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use icu_plurals::{PluralCategory, PluralRules};
use newsrack::ui::Word;
use serde_json::Value;

/// What stands in the repository: the texts of a language by key.
type Texts = BTreeMap<String, Value>;

fn languages() -> BTreeMap<String, Texts> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui/words");
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.extension().is_some_and(|end| end == "json"));
    files
        .map(|path| {
            let language = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let texts = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
            (language, texts)
        })
        .collect()
}

/// Every form of a text, with the category of plurals that it is for.
fn forms(text: &Value) -> Vec<(Option<&str>, &str)> {
    match text {
        Value::String(text) => vec![(None, text)],
        Value::Object(forms) => forms
            .iter()
            .map(|(category, form)| (Some(&**category), form.as_str().unwrap()))
            .collect(),
        other => panic!("{other} is no text"),
    }
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

fn rules(language: &str) -> PluralRules {
    PluralRules::try_new_cardinal(language.parse::<icu_locale_core::Locale>().unwrap().into())
        .unwrap()
}

/// Counts that a rack can meet; beyond a million some languages count millions.
fn counts() -> impl Iterator<Item = u32> {
    (0..2000).chain([1_000_000, 2_000_000])
}

/// The categories that whole numbers fall into, each with how many of them do.
fn categories(language: &str) -> BTreeMap<&'static str, usize> {
    let rules = rules(language);
    let mut categories = BTreeMap::from([("other", 0)]);
    for count in counts() {
        *categories
            .entry(name(rules.category_for(count)))
            .or_default() += 1;
    }
    categories
}

#[test]
fn the_languages_of_most_readers_are_there() {
    let languages: Vec<_> = languages().into_keys().collect();
    let expected = [
        "ar", "de", "es", "fr", "he", "hi", "it", "ja", "nl", "pl", "pt", "ru", "tr", "zh",
        "zh-Hant",
    ];
    assert_eq!(languages, expected);
}

#[test]
fn every_language_says_everything_and_nothing_else() {
    let expected: BTreeSet<_> = Word::ALL.iter().map(|word| word.key().to_owned()).collect();
    for (language, texts) in languages() {
        let keys: BTreeSet<_> = texts.into_keys().collect();
        assert_eq!(keys, expected, "{language}");
    }
}

#[test]
fn every_plural_has_the_forms_that_its_language_needs() {
    for (language, texts) in languages() {
        let needed: BTreeSet<_> = categories(&language).into_keys().collect();
        let counted = Word::ALL.iter().filter(|word| word.english().contains('|'));
        for word in counted {
            let text = &texts[word.key()];
            let has: BTreeSet<_> = forms(text).iter().filter_map(|(form, _)| *form).collect();
            let is_one_form = text.is_string() && needed.len() == 1;
            assert!(has == needed || is_one_form, "{language}: {}", word.key());
        }
    }
}

/// A count may go without saying only where a form is for one number: “two” but not “21, 31, 41”.
#[test]
fn every_text_holds_what_is_put_into_it() {
    for (language, texts) in languages() {
        let categories = categories(&language);
        for word in Word::ALL {
            for (category, form) in forms(&texts[word.key()]) {
                let is_only_one = category.is_some_and(|category| categories[category] <= 1);
                let what = format!("{language}: {}: {form}", word.key());
                let (has_count, has_other) = (form.contains("{n}"), form.contains("{x}"));
                assert_eq!(has_other, word.english().contains("{x}"), "{what}");
                let is_counted = word.english().contains("{n}");
                assert!(has_count == is_counted || is_only_one, "{what}");
                assert!(
                    form.matches("{").count() <= 2 && !form.contains('|'),
                    "{what}"
                );
                assert!(!form.trim().is_empty(), "{what}");
            }
        }
    }
}

/// Words that are the same in English, and meant.
const ALIKE: [(&str, &str); 5] = [
    ("fr", "articles"),
    ("fr", "providers"),
    ("fr", "types"),
    ("nl", "filters"),
    ("nl", "filters-active"),
];

#[test]
fn no_english_is_left() {
    for (language, texts) in languages() {
        for word in Word::ALL.iter().filter(|word| **word != Word::Counted) {
            let english: Vec<_> = word.english().split('|').collect();
            let forms = forms(&texts[word.key()]);
            let is_english = forms.iter().any(|(_, form)| english.contains(form));
            let is_meant = ALIKE.contains(&(&language, word.key()));
            assert_eq!(is_english, is_meant, "{language}: {}", word.key());
        }
    }
}

#[test]
fn each_language_is_written_in_its_own_script() {
    let is_own = |language: &str, letter: char| match language {
        "ar" => ('\u{600}'..='\u{6ff}').contains(&letter),
        "he" => ('\u{590}'..='\u{5ff}').contains(&letter),
        "hi" => ('\u{900}'..='\u{97f}').contains(&letter),
        "ru" => ('\u{400}'..='\u{4ff}').contains(&letter),
        "ja" | "zh" | "zh-Hant" => ('\u{3040}'..='\u{9fff}').contains(&letter),
        _ => letter <= '\u{17f}',
    };
    for (language, texts) in languages() {
        for (key, text) in &texts {
            for (_, form) in forms(text) {
                let bare = form.replace("{n}", "").replace("{x}", "");
                let mut letters = bare.chars().filter(|letter| letter.is_alphabetic());
                let stranger = letters.find(|letter| !is_own(&language, *letter));
                // The mark for long vowels and others like it stand between the letters.
                assert_eq!(stranger, None, "{language}: {key}: {form}");
            }
        }
    }
}
