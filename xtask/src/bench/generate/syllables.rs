//! What could be an English word, and which forms would it take?
//!
//! Syllables of the beginnings, middles and ends that English allows, the frequent ones first, so
//! prefixes, endings and typos meet neighbors as they do among real words.

use rand::Rng;
use rand::RngExt;

const ONSETS: &[&str] = &[
    "s", "c", "p", "b", "m", "t", "d", "r", "f", "l", "h", "st", "w", "n", "g", "tr", "pr", "ch",
    "sh", "v", "gr", "br", "cr", "bl", "cl", "fl", "fr", "pl", "sp", "dr", "th", "sl", "str", "qu",
    "j", "k", "wh", "sw", "sc", "gl", "sn", "sm", "spr", "scr", "tw", "thr", "sk", "shr", "spl",
    "kn", "wr",
];
const NUCLEI: &[&str] = &[
    "a", "e", "i", "o", "u", "ea", "a", "e", "i", "o", "ou", "ee", "ai", "oa", "oo", "ie", "au",
    "oi", "y", "ei", "ue",
];
const INNER_CODAS: &[&str] = &["", "", "n", "r", "l", "", "m", "s", "c", "t", "p", "g", "d"];
const CODAS: &[&str] = &[
    "n", "r", "t", "l", "st", "nd", "ck", "nt", "d", "m", "p", "ll", "ng", "s", "sh", "ch", "rt",
    "rd", "g", "ss", "nk", "lt", "rm", "th", "mp", "rn", "b", "rk", "ct", "ft", "sk", "ld", "pt",
    "lf", "x", "lp", "rb", "sp", "zz",
];
const BEGINNINGS: &[&str] = &[
    "re", "un", "con", "in", "de", "pro", "dis", "ex", "over", "inter", "pre", "out", "sub",
    "under", "trans", "mis", "counter", "super",
];
const LEARNED_ENDINGS: &[&str] = &[
    "ion", "ation", "er", "al", "ment", "ity", "ive", "ic", "able", "ence", "ous", "ance", "ist",
    "ism", "ary", "ure", "ful", "ness", "age", "ant", "ship", "less", "ory", "ize", "ate", "ify",
];

/// One of a list whose frequent members stand first.
pub(super) fn favoring_first<'a>(rng: &mut impl Rng, list: &[&'a str]) -> &'a str {
    let draw: f64 = rng.random();
    list[(draw * draw * list.len() as f64) as usize]
}

/// A word of one to four syllables.
pub(super) fn stem(rng: &mut impl Rng) -> String {
    match rng.random_range(0..100) {
        0..12 => closed(rng),
        12..52 => open(rng) + &closed(rng),
        52..66 => open(rng) + &open(rng) + &closed(rng),
        66..88 => open(rng) + &closed(rng) + favoring_first(rng, LEARNED_ENDINGS),
        88..94 => favoring_first(rng, BEGINNINGS).to_owned() + &closed(rng),
        _ => {
            let beginning = favoring_first(rng, BEGINNINGS).to_owned();
            beginning + &open(rng) + &closed(rng) + favoring_first(rng, LEARNED_ENDINGS)
        }
    }
}

/// The first part of a name: two syllables, the last of them closed.
pub(super) fn root(rng: &mut impl Rng) -> String {
    if rng.random_ratio(1, 3) {
        return closed(rng);
    }
    open(rng) + &closed(rng)
}

fn open(rng: &mut impl Rng) -> String {
    let mut syllable = favoring_first(rng, ONSETS).to_owned();
    syllable += favoring_first(rng, NUCLEI);
    syllable + favoring_first(rng, INNER_CODAS)
}

fn closed(rng: &mut impl Rng) -> String {
    let mut syllable = favoring_first(rng, ONSETS).to_owned();
    syllable += favoring_first(rng, NUCLEI);
    syllable + favoring_first(rng, CODAS)
}

/// Another form of a word, spelled as English would.
pub(super) fn inflected(word: &str, rng: &mut impl Rng) -> String {
    match rng.random_range(0..100) {
        0..38 => plural(word),
        38..60 => joined(word, "ed"),
        60..80 => joined(word, "ing"),
        80..90 => joined(word, "er"),
        _ => adverb(word),
    }
}

fn plural(word: &str) -> String {
    let hisses = ["s", "x", "z", "ch", "sh"];
    if hisses.iter().any(|end| word.ends_with(end)) {
        return format!("{word}es");
    }
    match after_consonant(word, 'y') {
        Some(before) => format!("{before}ies"),
        None => format!("{word}s"),
    }
}

/// With an ending that begins with a vowel.
fn joined(word: &str, ending: &str) -> String {
    if let Some(before) = word.strip_suffix('e') {
        return format!("{before}{ending}");
    }
    match after_consonant(word, 'y').filter(|_| !ending.starts_with('i')) {
        Some(before) => format!("{before}i{ending}"),
        None => format!("{word}{ending}"),
    }
}

fn adverb(word: &str) -> String {
    match word.strip_suffix("le") {
        Some(before) => format!("{before}ly"),
        None => format!("{word}ly"),
    }
}

fn after_consonant(word: &str, last: char) -> Option<&str> {
    let before = word.strip_suffix(last)?;
    Some(before).filter(|before| !before.ends_with(['a', 'e', 'i', 'o', 'u']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_spelled_as_english_spells_them() {
        assert_eq!(plural("party"), "parties");
        assert_eq!(plural("branch"), "branches");
        assert_eq!(joined("bake", "ing"), "baking");
        assert_eq!(joined("carry", "ed"), "carried");
        assert_eq!(adverb("able"), "ably");
    }
}
