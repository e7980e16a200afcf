//! How long is a bar?
//!
//! Numbers stand before their bars, so that a pipe, which gets no bars, gets whole lines all the same.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A line of a plot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub label: String,
    pub value: u64,
    /// The value as people read it.
    pub shown: String,
}

impl Row {
    /// Of something that is counted.
    pub(crate) fn count(label: impl Into<String>, value: u64) -> Self {
        Self {
            label: label.into(),
            value,
            shown: value.to_string(),
        }
    }
}

/// The longest bar, in columns: beyond, the eye no longer finds its number.
const LONGEST: usize = 60;
/// The shortest room that a bar is worth, in columns.
const SHORTEST: usize = 4;
/// Eighths of a block, from none to seven.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// The rows as lines: bars where there is a width to fit, else only labels and numbers, whole.
pub(crate) fn plot(rows: &[Row], width: Option<usize>) -> String {
    let widest = |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).width()).max();
    let labels = widest(|row| &row.label).unwrap_or(0);
    let labels = width.map_or(labels, |width| labels.min(width / 3));
    let numbers = widest(|row| &row.shown).unwrap_or(0);
    let room = width.unwrap_or(0).saturating_sub(labels + numbers + 6);
    let most = rows.iter().map(|row| row.value).max().unwrap_or(0);
    let line = |row: &Row| {
        let label = match width {
            Some(_) => cut(&row.label, labels),
            None => row.label.clone(),
        };
        let gap = " ".repeat(labels.saturating_sub(label.width()));
        let bar = bar(row.value, most, room);
        let line = format!("  {label}{gap}  {:>numbers$}  {bar}", row.shown);
        format!("{}\n", line.trim_end())
    };
    rows.iter().map(line).collect()
}

/// A bar, of eighths of blocks. What is not nothing has one that can be seen.
fn bar(value: u64, most: u64, room: usize) -> String {
    if room < SHORTEST || value == 0 {
        return String::new();
    }
    let whole = room.min(LONGEST) as u128 * 8;
    let eighths = u128::from(value) * whole / u128::from(most.max(1));
    let eighths = eighths.clamp(1, whole) as usize;
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// A text of no more columns than that, its end left out where it has to be.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut taken = 0;
    let fits = |c: &char| {
        taken += c.width().unwrap_or(0);
        taken < columns
    };
    let mut short: String = text.chars().take_while(fits).collect();
    short.truncate(short.trim_end().len());
    short + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &[(&str, u64)], width: Option<usize>, expected: &str) {
        let rows: Vec<_> = rows
            .iter()
            .map(|&(label, value)| Row::count(label, value))
            .collect();
        let found = plot(&rows, width);
        assert_eq!(found, expected);
        let widest = found.lines().map(UnicodeWidthStr::width).max();
        assert!(width.is_none_or(|width| widest <= Some(width)), "{found}");
    }

    #[test]
    fn the_longest_bar_fills_the_width() {
        check(
            &[("Sea", 16), ("Energy", 8), ("Arts", 1), ("Chess", 0)],
            Some(22),
            "  Sea     16  ████████\n  Energy   8  ████\n  Arts     1  ▌\n  Chess    0\n",
        );
    }

    #[test]
    fn what_is_not_nothing_can_be_seen() {
        check(
            &[("a", u64::MAX), ("b", 1)],
            Some(30),
            "  a  18446744073709551615\n  b                     1\n",
        );
        check(
            &[("a", 10_000), ("b", 1)],
            Some(20),
            "  a  10000  ████████\n  b      1  ▏\n",
        );
    }

    #[test]
    fn a_pipe_gets_whole_labels_and_no_bars() {
        check(
            &[("A label of some length", 3), ("b", 12)],
            None,
            "  A label of some length   3\n  b                       12\n",
        );
    }

    #[test]
    fn a_label_gives_way_to_its_bar() {
        check(&[("大学生の新聞", 1)], Some(18), "  大学…   1  █████\n");
    }
}
