//! What was measured, what may it be at most, and does that hold?

use std::fmt::Write;

/// One line of a table.
pub(super) struct Row {
    pub(super) what: String,
    pub(super) measured: String,
    /// In words; empty where nothing was promised.
    pub(super) bar: String,
    /// `None` where nothing was promised, or it cannot be told on this machine.
    pub(super) holds: Option<bool>,
}

impl Row {
    /// Something worth knowing that nobody promised.
    pub(super) fn note(what: impl Into<String>, measured: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            measured: measured.into(),
            bar: String::new(),
            holds: None,
        }
    }

    /// Something that was promised.
    pub(super) fn bar(
        what: impl Into<String>,
        measured: impl Into<String>,
        bar: impl Into<String>,
        holds: bool,
    ) -> Self {
        Self {
            bar: bar.into(),
            holds: Some(holds),
            ..Self::note(what, measured)
        }
    }

    /// Bytes, of which there may be so many.
    pub(super) fn bytes(what: impl Into<String>, bytes: usize, most: usize) -> Self {
        let bar = format!("≤ {}", grouped(most));
        Self::bar(what, grouped(bytes), bar, bytes <= most)
    }

    fn verdict(&self) -> &'static str {
        match self.holds {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "",
        }
    }
}

/// For a terminal.
pub(super) fn plain(rows: &[Row]) -> String {
    let width = |cell: fn(&Row) -> &str| {
        let widths = rows.iter().map(|row| cell(row).chars().count());
        widths.max().unwrap_or(0)
    };
    let (what, measured) = (width(|row| &row.what), width(|row| &row.measured));
    let mut text = String::new();
    for row in rows {
        let verdict = match row.holds {
            Some(false) => "  DOES NOT HOLD",
            _ => "",
        };
        let line = format!(
            "  {:<what$}  {:>measured$}  {}{verdict}",
            row.what, row.measured, row.bar
        );
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// For the page.
pub(super) fn markdown(rows: &[Row]) -> String {
    let mut text = String::from("| What | Measured | Bar | Holds |\n|---|---:|---:|---|\n");
    for row in rows {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            row.what,
            row.measured,
            row.bar,
            row.verdict()
        );
    }
    text
}

/// `12,345`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1234567), "1,234,567");
    }

    #[test]
    fn a_missed_bar_is_seen() {
        let rows = [Row::bytes("a", 3, 2), Row::bytes("b", 2, 2)];
        assert!(markdown(&rows).contains("| a | 3 | ≤ 2 | **no** |"));
        assert_eq!(plain(&rows).matches("DOES NOT HOLD").count(), 1);
    }
}
