//! What is mended in the text of an article, and in which line?
//!
//! A body keeps its lines and its spaces, which mean something in Markdown.

use std::collections::BTreeMap;

use crate::bundle::mask::Place;
use crate::bundle::repair::{Repair, clean, first_word, is_plain};
use crate::bundle::{Code, Excerpt, Problem};

/// Where a body begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Start {
    /// Its first line is this one of its file.
    Line(u32),
    /// Its lines are not those of its file; what it is part of begins here.
    Within(u32, u32),
}

impl Start {
    /// Somewhere in a part of a file that begins here.
    pub(crate) fn within(Place { line, column }: Place) -> Self {
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        Self::Within(line, column.saturating_add(1))
    }

    /// The line of the file in which it begins, or what it is part of.
    pub(crate) fn line(self) -> u32 {
        match self {
            Self::Line(line) | Self::Within(line, _) => line,
        }
    }

    /// A place in the body, as its file knows it.
    pub(crate) fn spot(self, place: (u32, u32)) -> (u32, u32) {
        match self {
            Self::Line(_) => place,
            Self::Within(line, column) => (line, column),
        }
    }

    /// A problem of the body in the place that its file knows.
    pub(crate) fn place(self, problem: Problem) -> Problem {
        let (line, column) = self.spot((problem.line, problem.column));
        Problem {
            line,
            column,
            ..problem
        }
    }
}

/// A body, mended line by line, and what to say about each.
pub(crate) fn mend(text: String, shown: &str, start: Start) -> (String, Vec<Problem>) {
    let mut problems = Vec::new();
    if is_plain(&text) {
        return (text, problems);
    }
    let mut mended = String::with_capacity(text.len());
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let (better, repairs) = clean(line);
        let changed = first_word(line, &better);
        for repair in &repairs {
            let count = counts.entry(repair.code).or_default();
            *count += 1;
            if *count <= PLACES {
                problems.push(problem(repair, shown, start, at, (line, changed)));
            }
        }
        mended.push_str(&better);
    }
    for (code, count) in counts.into_iter().filter(|(_, count)| *count > PLACES) {
        let last = problems.iter_mut().rfind(|problem| problem.code == code);
        if let Some(problem) = last {
            problem.message += &format!("; so it is in {} more lines", count - PLACES);
        }
    }
    (mended, problems)
}

/// So many lines of one body are listed for each kind of damage; who has more needs no longer list.
const PLACES: usize = 100;

/// The problem of a line of a body.
fn problem(
    repair: &Repair,
    shown: &str,
    start: Start,
    at: usize,
    (text, changed): (&str, usize),
) -> Problem {
    let at_word = text.find(&repair.was).unwrap_or(changed);
    let len = text[at_word..]
        .find(char::is_whitespace)
        .unwrap_or(text.len() - at_word);
    let text = text.trim_end();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let (line, column, excerpt) = match start {
        Start::Within(line, column) => (line, column, None),
        Start::Line(first) => {
            let column = count(text[..at_word.min(text.len())].chars().count() + 1);
            let excerpt = Excerpt::around(
                text,
                at_word.min(text.len())..(at_word + len).min(text.len()),
            );
            (first.saturating_add(count(at)), column, Some(excerpt))
        }
    };
    Problem {
        line,
        column,
        excerpt,
        ..Problem::new(repair.code, shown, repair.message("the body"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_says_in_which_line_it_was_mended() {
        let text = "Right.\n\nNot Alphabetâ€™s\u{202E}.\n".to_owned();
        let (mended, problems) = mend(text, "a.md", Start::Line(5));
        assert_eq!(mended, "Right.\n\nNot Alphabet’s.\n");
        let places: Vec<_> = problems
            .iter()
            .map(|problem| (problem.line, problem.column))
            .collect();
        assert_eq!(places, [(7, 5), (7, 5)]);
        assert_eq!(
            problems[0].excerpt.as_ref().unwrap().text,
            "Not Alphabetâ€™s\u{202E}."
        );
    }

    #[test]
    fn a_body_that_is_damaged_all_over_is_not_listed_line_by_line() {
        let (_, problems) = mend("Alphabetâ€™s\n".repeat(1000), "a.md", Start::Line(1));
        assert_eq!(problems.len(), PLACES);
        let last = problems.last().unwrap();
        assert!(
            last.message.ends_with("; so it is in 900 more lines"),
            "{}",
            last.message
        );
    }
}
