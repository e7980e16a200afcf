//! What does the widget say?
//!
//! Every sentence a reader meets that is not news.

use crate::query::{Facet, Sort};

/// How many articles match, and how many of them are shown: `12 of 1,204 articles`.
#[must_use]
pub fn status(shown: u32, total: u32) -> String {
    let counted = match total {
        0 => return "No articles match.".to_owned(),
        1 => "1 article".to_owned(),
        total => format!("{} articles", grouped(total)),
    };
    if shown < total {
        format!("{} of {counted}", grouped(shown))
    } else {
        counted
    }
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

pub(crate) fn facet(facet: Facet) -> &'static str {
    match facet {
        Facet::Topic => "Topics",
        Facet::Provider => "Sources",
        Facet::Type => "Types",
    }
}

pub(crate) fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => "Newest first",
        Sort::Oldest => "Oldest first",
        Sort::Top => "Top stories",
        Sort::Relevance => "Best match",
    }
}

/// What stands behind a count for those who cannot see that it is one.
pub(crate) fn counted(count: u32) -> String {
    if count == 1 {
        ", 1 article".to_owned()
    } else {
        format!(", {} articles", grouped(count))
    }
}

pub(crate) fn find(facet: Facet) -> &'static str {
    match facet {
        Facet::Topic => "Find a topic",
        Facet::Provider => "Find a source",
        Facet::Type => "Find a type",
    }
}

pub(crate) fn show_all(values: u32) -> String {
    format!("Show all {}", grouped(values))
}

pub(crate) fn show_more(rest: u32, page_size: u32) -> String {
    format!("Show {} more", grouped(rest.min(page_size)))
}

pub(crate) fn filters(active: usize) -> String {
    if active == 0 {
        "Filters".to_owned()
    } else {
        format!("Filters ({active})")
    }
}

pub(crate) fn more_sources(count: usize) -> String {
    if count == 1 {
        "1 more source".to_owned()
    } else {
        format!("{count} more sources")
    }
}

/// How long it takes to read.
pub(crate) fn minutes(minutes: u32) -> String {
    format!("{} min read", grouped(minutes))
}

/// What taking something back would bring.
pub(crate) fn without(what: &str, count: u32) -> String {
    format!("Without {what}{}", counted(count))
}

/// What may have been meant.
pub(crate) fn suggestion(meant: &str) -> String {
    format!("Did you mean “{}”?", meant.trim())
}

pub(crate) const SEARCH: &str = "Search";
pub(crate) const INSTEAD: &str = "Showing results for ";
pub(crate) const SHOW_FEWER: &str = "Show fewer";
pub(crate) const CLEAR: &str = "Clear all";
pub(crate) const SORT: &str = "Sort by";
pub(crate) const PERIOD: &str = "Period";
pub(crate) const SINCE: &str = "From";
pub(crate) const UNTIL: &str = "To";
pub(crate) const QUALITY: &str = "Least quality";
pub(crate) const ON_THIS_STORY: &str = " on this story: ";
pub(crate) const LOADING: &str = "Loading …";
pub(crate) const INCOMPLETE: &str = "Some articles could not be loaded. ";
pub(crate) const UNANSWERED: &str = "This could not be answered.";
pub(crate) const RETRY: &str = "Try again";
pub(crate) const LOOSEN: &str = "Nothing matches all of this. Ask for less to see more.";
pub(crate) const NOTHING_YET: &str = "There is nothing here yet.";
pub(crate) const PREVIOUS: &str = "Previous";
pub(crate) const NEXT: &str = "Next";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const ORIGINAL: &str = "Go to the original";
pub(crate) const NO_BODY: &str = "The text could not be loaded. ";
pub(crate) const BACK: &str = "Back to the text";
pub(crate) const NO_VALUE: &str = "None of that name";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
