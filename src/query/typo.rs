//! Which words may have been meant?

use crate::index::{ANY, Direction, Part, Words, ascending, backward};

/// Corrections that are tried together. A reader meant one of them; more bring articles that nobody
/// understands.
const FEW: usize = 8;

/// A form that may have been meant, with its weight.
type Near = (u8, String);

/// The forms nearest to a word that does not occur: one typo away for four letters or more, two for
/// eight or more, the most frequent first. A number is not corrected: another year is another year.
///
/// `None` where blocks of the lexicon that may hold one are not here, which are then noted.
pub(crate) fn corrections(
    words: &Words,
    word: &str,
    lacking: &mut Vec<Part>,
) -> Option<Vec<String>> {
    let letters = word.chars().count();
    if letters < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return Some(Vec::new());
    }
    let mut found = near(words, word, (letters - 1) / 2, 1, lacking)?;
    for kept in [letters / 3, 0] {
        if found.is_empty() && letters >= 8 {
            found = near(words, word, kept, 2, lacking)?;
        }
    }
    let mut best: Vec<String> = Vec::new();
    let rarest_last = found.iter().map(|(weight, _)| u64::from(u8::MAX - weight));
    for at in ascending(rarest_last) {
        if let Some((_, form)) = found.get(at)
            && best.len() < FEW
            && !best.contains(form)
        {
            best.push(form.clone());
        }
    }
    Some(best)
}

/// The forms within a distance that share the first or the last letters with a word.
///
/// One typo leaves one half of a word alone, and two leave one third alone: so few blocks hold all
/// that one typo can make. What two typos in the first and the last third make is looked for in the
/// whole lexicon, with no letter kept.
fn near(
    words: &Words,
    word: &str,
    kept: usize,
    distance: usize,
    lacking: &mut Vec<Part>,
) -> Option<Vec<Near>> {
    let kept = if words.is_two_way() { kept } else { 0 };
    let forward = matching(words, Direction::Forward, word, kept, distance, lacking);
    if kept == 0 {
        return forward;
    }
    // Both are asked before either may lack something, so that all of it is noted at once.
    let turned = backward(word);
    let backward = matching(words, Direction::Backward, &turned, kept, distance, lacking);
    let mut found = forward?;
    found.extend(backward?);
    Some(found)
}

fn matching(
    words: &Words,
    direction: Direction,
    word: &str,
    kept: usize,
    distance: usize,
    lacking: &mut Vec<Part>,
) -> Option<Vec<Near>> {
    let letters: Vec<char> = word.chars().collect();
    let prefix: String = letters.iter().take(kept).collect();
    let lexicon = match words.lexicon(direction) {
        Ok(lexicon) => lexicon,
        Err(part) => {
            lacking.push(part);
            return None;
        }
    };
    let mut found = Vec::new();
    for form in lexicon.beginning(&prefix, direction, lacking)? {
        if form.text.len().abs_diff(word.len()) <= 4 * distance
            && !form.text.ends_with(ANY)
            && is_within(&letters, &form.text, distance)
        {
            let as_written = match direction {
                Direction::Forward => form.text.to_string(),
                Direction::Backward => backward(&form.text),
            };
            found.push((form.weight, as_written));
        }
    }
    Some(found)
}

/// Whether so many typos make one word of another: a letter left out, added, changed, or two
/// neighbors exchanged.
///
/// The optimal string alignment distance, row by row (Wagner and Fischer, “The String-to-String
/// Correction Problem”, 1974, with the exchange of Damerau, 1964), given up as soon as a row is
/// beyond the limit.
pub(crate) fn is_within(word: &[char], other: &str, limit: usize) -> bool {
    let other: Vec<char> = other.chars().collect();
    if word.len().abs_diff(other.len()) > limit {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, &letter) in word.iter().enumerate() {
        let mut next = vec![at + 1];
        for (across, &opposite) in other.iter().enumerate() {
            let value = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let changed = value(&row, across) + usize::from(letter != opposite);
            let left_out = value(&row, across + 1) + 1;
            let added = value(&next, across) + 1;
            let is_exchange = at > 0
                && across > 0
                && word.get(at - 1) == Some(&opposite)
                && other.get(across - 1) == Some(&letter);
            let exchanged = if is_exchange {
                value(&before, across - 1) + 1
            } else {
                usize::MAX / 2
            };
            next.push(changed.min(left_out).min(added).min(exchanged));
        }
        if next.iter().min().is_none_or(|&least| least > limit) {
            return false;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().is_some_and(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Form, Lexicon};

    #[track_caller]
    fn check(word: &str, other: &str, distance: usize) {
        let letters: Vec<char> = word.chars().collect();
        assert!(is_within(&letters, other, distance), "{word} {other}");
        assert!(
            distance == 0 || !is_within(&letters, other, distance - 1),
            "{word} {other}"
        );
    }

    #[test]
    fn typos_are_counted() {
        check("quantum", "quantum", 0);
        check("quantum", "qauntum", 1);
        check("quantum", "quantm", 1);
        check("quantum", "quanttum", 1);
        check("quantum", "quontum", 1);
        check("quantum", "uqantmu", 2);
        check("œuvre", "oeuvre", 2);
        check("a", "", 1);
    }

    fn words(forms: &[&str]) -> Words {
        let mut forms: Vec<_> = forms
            .iter()
            .map(|text| Form {
                text: (*text).into(),
                groups: vec![0],
                weight: text.len() as u8,
            })
            .collect();
        forms.sort_by(|a, b| a.text.cmp(&b.text));
        let forward = Lexicon::new(forms.clone(), 2);
        for form in &mut forms {
            form.text = backward(&form.text).into();
        }
        forms.sort_by(|a, b| a.text.cmp(&b.text));
        Words {
            forward,
            backward: Some(Lexicon::new(forms, 2)),
            ..Words::default()
        }
    }

    #[test]
    fn a_typo_is_forgiven_at_any_letter() {
        let words = words(&["parliament", "president", "republic", "senate", "2022"]);
        for word in ["president", "parliament", "senate"] {
            for at in 0..word.len() {
                let mut changed: Vec<char> = word.chars().collect();
                changed[at] = 'x';
                let changed: String = changed.iter().collect();
                assert_eq!(
                    corrections(&words, &changed, &mut Vec::new()).unwrap(),
                    [word],
                    "{changed}"
                );
                let mut exchanged: Vec<char> = word.chars().collect();
                exchanged.swap(at, (at + 1).min(word.len() - 1));
                let exchanged: String = exchanged.iter().collect();
                let found = corrections(&words, &exchanged, &mut Vec::new()).unwrap();
                assert_eq!(found, [word], "{exchanged}");
            }
        }
        assert_eq!(
            corrections(&words, "xarliamenx", &mut Vec::new()).unwrap(),
            ["parliament"]
        );
        assert_eq!(
            corrections(&words, "2023", &mut Vec::new()).unwrap(),
            [""; 0]
        );
        assert_eq!(
            corrections(&words, "sen", &mut Vec::new()).unwrap(),
            [""; 0]
        );
    }
}
