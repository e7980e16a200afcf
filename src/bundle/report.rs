//! How is a problem shown to a person, and to a code review?
//!
//! A line is drawn from the problem's own excerpt, never from the file: what must not be shown is
//! not in it.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteSpanContents};
use miette::{SourceCode, SourceSpan, SpanContents};

use crate::bundle::{Problem, Severity};

/// What the problems are drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A terminal with colors.
    Color,
    /// A terminal whose user asked for none.
    Monochrome,
    /// A pipe or a file: ASCII, and as wide whatever the terminal.
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
    let mut handler = GraphicalReportHandler::new_themed(theme).with_links(false);
    if style == Style::Plain {
        handler = handler.with_width(100);
    }
    handler.render_report(out, &Drawn(problem))?;
    if problem.excerpt.is_none() && !problem.file.is_empty() {
        writeln!(out, "    at {}", Place(problem))?;
    }
    Ok(())
}

/// The problem as an annotation that GitHub shows beside the line of a pull request.
#[must_use]
pub fn github(problem: &Problem) -> String {
    let command = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut place = format!("title={}", problem.code.name());
    if !problem.file.is_empty() {
        place = format!("file={},{place}", property(&problem.file));
    }
    if problem.line > 0 {
        place = format!("{place},line={},col={}", problem.line, problem.column);
    }
    format!("::{command} {place}::{}", message(&problem.message))
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

/// A problem as the drawing library wants to see it.
#[derive(Debug)]
struct Drawn<'a>(&'a Problem);

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
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
        let excerpt = self
            .0
            .excerpt
            .as_ref()
            .ok_or(miette::MietteError::OutOfBounds)?;
        let whole = SourceSpan::new(0.into(), excerpt.text.len());
        let line = self.0.line.saturating_sub(1) as usize;
        let column = self.0.column.saturating_sub(1) as usize;
        let name = self.0.file.clone();
        let text = excerpt.text.as_bytes();
        Ok(Box::new(MietteSpanContents::new_named(
            name, text, whole, line, column, 1,
        )))
    }
}
