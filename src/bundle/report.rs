//! How is a problem shown to a person, and to a code review?
//!
//! A line is drawn from the problem's own excerpt, never from the file: what must not be shown is
//! not in it.

use std::collections::HashMap;
use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteSpanContents};
use miette::{SourceCode, SourceSpan, SpanContents};

use crate::bundle::{Code, Problem, Severity};

/// What the problems are drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A terminal with colors.
    Color,
    /// A terminal whose user asked for none.
    Monochrome,
    /// A pipe or a file: ASCII.
    Plain,
}

/// Draws a problem with the line it is about.
///
/// # Errors
///
/// Only those of the writer.
pub fn human(problem: &Problem, style: Style, out: &mut impl fmt::Write) -> fmt::Result {
    let theme = match style {
        Style::Color => GraphicalTheme::unicode(),
        Style::Monochrome => GraphicalTheme::unicode_nocolor(),
        Style::Plain => GraphicalTheme::none(),
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        // A message names what would do, to be copied; broken lines would break a date in two.
        .with_wrap_lines(false);
    let line = problem.excerpt.as_ref();
    let line = line.map_or(String::new(), |excerpt| visible(&excerpt.text));
    handler.render_report(out, &Drawn(problem, line))?;
    if problem.excerpt.is_none() && !problem.file.is_empty() {
        writeln!(out, "    at {}", Place(problem))?;
    }
    Ok(())
}

/// Draws the first of many problems that say the same, and names the places of a few more.
///
/// # Errors
///
/// Only those of the writer.
pub fn human_group(problems: &[&Problem], style: Style, out: &mut impl fmt::Write) -> fmt::Result {
    let Some((first, others)) = problems.split_first() else {
        return Ok(());
    };
    human(first, style, out)?;
    let (named, unnamed) = others.split_at(others.len().min(NAMED));
    for other in named {
        writeln!(out, "    also at {}", Place(other))?;
    }
    if !unnamed.is_empty() {
        writeln!(out, "    and {} more", unnamed.len())?;
    }
    Ok(())
}

/// So many places are named after the one that is drawn.
const NAMED: usize = 2;

/// From so many on, problems that say the same are shown as one. Fewer are worth a look at each.
const MANY: usize = 10;

/// The problems in their order, with those that say the same, but for what they quote, in one group
/// where there are many of them.
#[must_use]
pub fn groups(problems: &[Problem]) -> Vec<Vec<&Problem>> {
    let mut places: HashMap<(Code, String), Vec<usize>> = HashMap::new();
    for (at, problem) in problems.iter().enumerate() {
        let said = match problem.code {
            // What these quote is what they are about.
            Code::UnknownField | Code::SettingUnknown | Code::TwoReadings => {
                problem.message.clone()
            }
            _ => without_quotes(&problem.message),
        };
        places.entry((problem.code, said)).or_default().push(at);
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for alike in places.into_values() {
        match alike.len() {
            MANY.. => groups.push(alike),
            _ => groups.extend(alike.into_iter().map(|at| vec![at])),
        }
    }
    groups.sort_unstable();
    let problem = |at: usize| &problems[at];
    groups
        .into_iter()
        .map(|group| group.into_iter().map(problem).collect())
        .collect()
}

/// A message without what it quotes.
fn without_quotes(message: &str) -> String {
    let parts = message.split('`').enumerate();
    parts
        .filter(|(at, _)| at % 2 == 0)
        .map(|(_, part)| part)
        .collect()
}

/// The problem as an annotation that GitHub shows beside the line of a pull request.
#[must_use]
pub fn github(problem: &Problem) -> String {
    let command = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut place = String::new();
    if !problem.file.is_empty() {
        place = format!("file={},", property(&problem.file));
    }
    if problem.line > 0 {
        place = format!("{place}line={},col={},", problem.line, problem.column);
    }
    let title = property(problem.code.name());
    format!(
        "::{command} {place}title={title}::{}",
        message(&problem.message)
    )
}

/// Escapes what ends a workflow command.
fn message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes what ends a property of a workflow command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

/// `news/a.md:3:10`, or less where less is known.
struct Place<'a>(&'a Problem);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Problem { file, line: 0, .. } => f.write_str(file),
            Problem {
                file, line, column, ..
            } => write!(f, "{file}:{line}:{column}"),
        }
    }
}

/// A line in which what nobody sees, or what a terminal would obey, is a mark of as many bytes.
fn visible(text: &str) -> String {
    let mark = |c: char| match c {
        '\t' => " ",
        c if c.is_control() && c.is_ascii() => "?",
        c if c.is_control() => "·",
        '\u{200B}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => "\u{FFFD}",
        '\u{E0000}'..='\u{E007F}' => "\u{FFFD}?",
        _ => "",
    };
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        match mark(c) {
            "" => visible.push(c),
            mark => visible.push_str(mark),
        }
    }
    visible
}

/// A problem as the drawing library wants to see it, and its line.
#[derive(Debug)]
struct Drawn<'a>(&'a Problem, String);

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.0.message))
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!(
            "{}[{}]",
            self.0.severity.name(),
            self.0.code.name()
        )))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.0.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.excerpt.as_ref().map(|_| self as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.0.excerpt.as_ref()?;
        let label = LabeledSpan::new(None, excerpt.start, excerpt.len);
        Some(Box::new(std::iter::once(label)))
    }
}

impl SourceCode for Drawn<'_> {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, miette::MietteError> {
        let whole = SourceSpan::new(0.into(), self.1.len());
        let line = self.0.line.saturating_sub(1) as usize;
        let column = self.0.column.saturating_sub(1) as usize;
        let name = self.0.file.clone();
        let text = self.1.as_bytes();
        Ok(Box::new(MietteSpanContents::new_named(
            name, text, whole, line, column, 1,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(file: &str, message: &str) -> Problem {
        Problem {
            line: 2,
            column: 3,
            ..Problem::new(Code::DateInvalid, file, message)
        }
    }

    #[test]
    fn an_annotation_cannot_be_ended_by_what_it_quotes() {
        let found = github(&problem("a,b:c%\n.md", "100%\r\n::error::x"));
        assert_eq!(
            found,
            "::error file=a%2Cb%3Ac%25%0A.md,line=2,col=3,title=date-invalid::100%25%0D%0A::error::x"
        );
        let whole = Problem::new(Code::SourceEmpty, "", "nothing");
        assert_eq!(github(&whole), "::error title=source-empty::nothing");
    }

    #[test]
    fn what_a_thousand_files_share_is_said_once() {
        let mut problems: Vec<_> = (0..1000)
            .map(|at| problem(&format!("{at}.md"), &format!("`{at}` in `date` is no date")))
            .collect();
        problems.insert(1, problem("x.md", "something else"));
        let groups = groups(&problems);
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [1000, 1]);
        let mut drawn = String::new();
        human_group(&groups[0], Style::Plain, &mut drawn).unwrap();
        let expected =
            "    at 0.md:2:3\n    also at 1.md:2:3\n    also at 2.md:2:3\n    and 997 more\n";
        assert!(drawn.ends_with(expected), "{drawn}");
        assert_eq!(super::groups(&problems[..10]).len(), 10);
    }

    #[test]
    fn a_line_is_drawn_without_what_a_terminal_obeys() {
        let line = "a\u{1B}[2Jb\u{80}c\u{202E}d\u{E0041}\te";
        let drawn = visible(line);
        assert_eq!(
            (drawn.as_str(), drawn.len()),
            ("a?[2Jb·c\u{FFFD}d\u{FFFD}? e", line.len())
        );
    }
}
