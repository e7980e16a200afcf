//! `newsrack stats`

use std::process::ExitCode;

use newsrack::bundle::{self, LeftOut, Stats, Weight};

use crate::arguments::{Format, Stats as Typed};
use crate::plot::{Row, cut, plot};
use crate::terminal;

/// The months that a plot shows one by one: two years, so that a season stands above its last.
const MONTHS: usize = 24;
/// The values of a facet that it shows one by one, as the widget does.
const VALUES: usize = 10;

pub(crate) fn run(typed: &Typed) -> ExitCode {
    let stats = match bundle::stats(&typed.bundle) {
        Ok(stats) => stats,
        Err(reason) => return terminal::failed(&reason),
    };
    match typed.format {
        Format::Json => terminal::say_json(&stats),
        Format::Human => terminal::say(&human(&stats, terminal::width())),
    }
    ExitCode::SUCCESS
}

/// Everything at a glance. Without a width there are no bars, and nothing is cut.
fn human(stats: &Stats, width: Option<usize>) -> String {
    let mut text = format!("{}\n", heading(stats));
    let mut part = |title: &str, rows: String| {
        if !rows.is_empty() {
            text.push_str(&format!("\n{title}\n{rows}"));
        }
    };
    part("Articles by month", plot(&months(stats), width));
    part(
        "Articles by topic",
        plot(&values(&stats.facets.topic), width),
    );
    part(
        "Articles by provider",
        plot(&values(&stats.facets.provider), width),
    );
    part(
        &format!("Bytes by part: {}", weight(stats.total)),
        plot(&parts(stats), width),
    );
    part("Largest articles", largest(stats, width));
    part("Left out", left_out(stats.left_out.as_ref()));
    text
}

fn heading(stats: &Stats) -> String {
    let articles = terminal::count(stats.articles as usize, "article");
    let title = plain(&stats.title);
    match (&stats.first, &stats.last) {
        (Some(first), Some(last)) => format!("{title}: {articles}, {first} to {last}"),
        _ => format!("{title}: {articles}"),
    }
}

/// The newest months, empty ones between them too, and what is older in one.
fn months(stats: &Stats) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut months = stats.months.iter().peekable();
    let mut next = months.peek().map(|month| month.month.clone());
    while let Some(name) = next.filter(|_| rows.len() < MONTHS && months.peek().is_some()) {
        let month = months.next_if(|month| month.month == name);
        let articles = month.map_or(0, |month| month.articles);
        rows.push(Row::count(name.as_str(), articles.into()));
        next = before(&name);
    }
    let older: u64 = months.map(|month| u64::from(month.articles)).sum();
    rows.extend((older > 0).then(|| rest("earlier", older.to_string())));
    rows
}

/// `2024-01` → `2023-12`
fn before(month: &str) -> Option<String> {
    let (year, month) = month.split_once('-')?;
    let months = year.parse::<u32>().ok()? * 12 + month.parse::<u32>().ok()?;
    let last = months.checked_sub(2)?;
    Some(format!("{:04}-{:02}", last / 12, last % 12 + 1))
}

fn values(values: &[bundle::FacetValue]) -> Vec<Row> {
    let shown = values.iter().take(VALUES);
    let mut rows: Vec<_> = shown
        .map(|value| Row::count(plain(&value.label), value.count.into()))
        .collect();
    let others = values.len().saturating_sub(VALUES);
    rows.extend((others > 0).then(|| rest(&format!("{others} more"), String::new())));
    rows
}

/// What is not shown one by one: a bar of many things beside those of one would say nothing.
fn rest(label: &str, shown: String) -> Row {
    Row {
        label: label.to_owned(),
        value: 0,
        shown,
    }
}

fn parts(stats: &Stats) -> Vec<Row> {
    let row = |label: String, of: Weight| Row {
        label,
        value: of.bytes,
        shown: bytes(of.bytes),
    };
    let parts = stats.parts.iter();
    let parts = parts.map(|part| row(label_of(part.part), part.weight));
    let older = Some(stats.older).filter(|older| older.files > 0);
    let older = older.map(|older| row("older builds, for open pages".to_owned(), older));
    parts.chain(older).collect()
}

/// Nobody who has not read the format knows what `postings` are part of.
fn label_of(part: &str) -> String {
    match part {
        "manifest" | "cards" | "bodies" | "stories" | "pictures" | "feeds" | "snippet" => {
            part.to_owned()
        }
        index => format!("index: {index}"),
    }
}

fn largest(stats: &Stats, width: Option<usize>) -> String {
    let line = |large: &bundle::LargeArticle| {
        let title = plain(&large.title);
        let title = width.map_or(title.clone(), |width| cut(&title, width.saturating_sub(14)));
        format!("  {:>10}  {title}\n", bytes(large.bytes))
    };
    stats.largest.iter().map(line).collect()
}

fn left_out(left_out: Option<&LeftOut>) -> String {
    let Some(left_out) = left_out else {
        return "  not known: the folder `.newsrack`, where the build noted it, is not here\n"
            .to_owned();
    };
    let rows: Vec<_> = terminal::reasons(left_out)
        .map(|(count, reason)| Row::count(reason, count as u64))
        .collect();
    if rows.is_empty() {
        return "  nothing\n".to_owned();
    }
    plot(&rows, None)
}

/// `12.3 kB in 4 files`
fn weight(weight: Weight) -> String {
    format!(
        "{} in {}",
        bytes(weight.bytes),
        terminal::count(weight.files, "file")
    )
}

/// `812 B`, `12.3 kB`, `4.0 MB`: in thousands, as hosts and disks count.
fn bytes(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A stranger's text on one line: nothing in it moves the cursor.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_ends_before_the_next() {
        assert_eq!(before("2024-01").as_deref(), Some("2023-12"));
        assert_eq!(before("2024-12").as_deref(), Some("2024-11"));
        assert_eq!(before("0000-01"), None);
    }

    #[test]
    fn bytes_are_told_in_thousands() {
        for (number, told) in [(999, "999 B"), (12_340, "12.3 kB"), (4_000_000, "4.0 MB")] {
            assert_eq!(bytes(number), told);
        }
    }
}
