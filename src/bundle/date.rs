//! Which instant did somebody mean by this?
//!
//! RFC 3339 passes in silence, other spellings with a warning. A spelling that two countries read
//! differently (`01/02/2022`) is refused: a guess would be wrong for half of them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::{rfc2822, strtime};
use jiff::{Timestamp, Zoned};

use crate::bundle::Code;
use crate::bundle::faults::Faults;
use crate::bundle::node::{At, Node};
use crate::model::{Day, Instant};

/// How much of an instant was left to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    Rfc3339,
    Other,
    WithoutZone,
}

/// The instant in a field; nothing where the field is empty or at fault.
pub(crate) fn field(
    faults: &mut Faults<'_>,
    name: &str,
    field: Option<&At<Node>>,
) -> Option<Instant> {
    let written = faults.scalar(name, field)?;
    let text = written.trim();
    let field = field.filter(|_| !text.is_empty())?;
    match parse(text) {
        None => {
            let message = format!(
                "`{text}` in `{name}` is no date that everybody reads alike; write it like `2022-09-13T12:14:00Z`"
            );
            faults.note(Code::DateInvalid, field, message);
            None
        }
        Some((instant, spelling)) => {
            note_spelling(faults, name, field, (instant, spelling));
            Some(instant)
        }
    }
}

/// The same, for a field that somebody else reads and reports on, too.
pub(crate) fn quiet(faults: &mut Faults<'_>, name: &str, value: &At<Node>) -> Option<Instant> {
    let known = faults.found.len();
    let instant = field(faults, name, Some(value));
    faults.found.truncate(known);
    instant
}

fn note_spelling(
    faults: &mut Faults<'_>,
    name: &str,
    field: &At<Node>,
    (instant, spelling): (Instant, Spelling),
) {
    match spelling {
        Spelling::Rfc3339 => {}
        Spelling::Other => faults.note(
            Code::DateSpelling,
            field,
            format!("`{name}` is read as `{instant}`; write it like that"),
        ),
        Spelling::WithoutZone => {
            faults.note(
                Code::DateWithoutZone,
                field,
                format!("`{name}` names no time zone and is read as `{instant}`"),
            );
        }
    }
}

/// The instant that a text names, in any spelling that has one meaning; no zone is UTC.
#[must_use]
pub fn instant(text: &str) -> Option<Instant> {
    parse(text).map(|(instant, _)| instant)
}

/// The instant that a text names, in any spelling that has one meaning.
pub(crate) fn parse(text: &str) -> Option<(Instant, Spelling)> {
    understood(text).or_else(|| {
        let usual = usual(text);
        let (instant, spelling) = understood(&usual).filter(|_| usual != text)?;
        // However it is put right, it was not written like that.
        let spelling = match spelling {
            Spelling::Rfc3339 => Spelling::Other,
            spelling => spelling,
        };
        Some((instant, spelling))
    })
}

/// A date with what people add to it taken away: `Sept. 13th, 2022 at 6 p.m.` is `Sep 13, 2022 6 PM`.
fn usual(text: &str) -> String {
    let words = text
        .split([' ', '\t', '\u{A0}', '\u{202F}'])
        .filter(|word| !word.is_empty());
    let words: Vec<_> = words.filter(|word| *word != "at").map(usual_word).collect();
    words.join(" ")
}

fn usual_word(word: &str) -> String {
    let (word, comma) = word
        .strip_suffix(',')
        .map_or((word, ""), |word| (word, ","));
    let bare = word.trim_end_matches('.');
    let usual = match bare.to_ascii_lowercase().as_str() {
        "sept" => "Sep".to_owned(),
        "am" | "a.m" => "AM".to_owned(),
        "pm" | "p.m" => "PM".to_owned(),
        lower if lower.starts_with(|c: char| c.is_ascii_digit()) => {
            let ordinal = ["st", "nd", "rd", "th"]
                .iter()
                .find_map(|end| lower.strip_suffix(end));
            ordinal.unwrap_or(&bare.to_ascii_uppercase()).to_owned()
        }
        _ => bare.to_owned(),
    };
    usual + comma
}

fn understood(text: &str) -> Option<(Instant, Spelling)> {
    let (seconds, spelling) = rfc_3339(text)
        .map(|seconds| (seconds, Spelling::Rfc3339))
        .or_else(|| zoned(text).map(|seconds| (seconds, Spelling::Other)))
        .or_else(|| {
            local(text)
                .and_then(utc)
                .map(|seconds| (seconds, Spelling::WithoutZone))
        })?;
    Some((Instant::from_seconds(seconds)?, spelling))
}

/// `2022-09-13T12:14:00Z` and `2022-09-13T12:14:00.5+02:00`, in seconds since 1970. By hand, since
/// the library's instants end on the last day but one of the year 9999.
fn rfc_3339(text: &str) -> Option<i64> {
    let (local, rest) = text.split_at_checked("2022-09-13T12:14:00".len())?;
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let zone = shape.strip_prefix("0000-00-00T00:00:00")?;
    let zone = zone
        .strip_prefix('.')
        .map_or(zone, |fraction| fraction.trim_start_matches('0'));
    let offset = match zone {
        "Z" => 0,
        "+00:00" | "-00:00" => offset(rest.get(rest.len() - zone.len()..)?)?,
        _ => return None,
    };
    Some(utc(local.parse().ok()?)? - offset)
}

/// `+02:00` in seconds.
fn offset(text: &str) -> Option<i64> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let hours: i64 = hours.parse().ok().filter(|hours| *hours < 24)?;
    let minutes: i64 = minutes.parse().ok().filter(|minutes| *minutes < 60)?;
    let seconds = hours * 3600 + minutes * 60;
    Some(if text.starts_with('-') {
        -seconds
    } else {
        seconds
    })
}

/// Seconds since 1970 of a time that a clock in UTC shows.
fn utc(local: DateTime) -> Option<i64> {
    let day = Day::from_calendar(
        local.year().into(),
        local.month().into(),
        local.day().into(),
    )?;
    let (hour, minute, second) = (
        i64::from(local.hour()),
        i64::from(local.minute()),
        i64::from(local.second()),
    );
    Some(day.number() * 86_400 + hour * 3600 + minute * 60 + second)
}

/// Seconds since 1970, rounded down as instants are.
fn zoned(text: &str) -> Option<i64> {
    if let Some(text) = text
        .strip_suffix(" UTC")
        .or_else(|| text.strip_suffix(" GMT"))
    {
        return local(text).and_then(utc);
    }
    let timestamp = text.parse::<Timestamp>().ok();
    let mail = || {
        rfc2822::parse(text)
            .ok()
            .map(|zoned: Zoned| zoned.timestamp())
    };
    let other = || {
        WITH_ZONE
            .iter()
            .find_map(|format| Timestamp::strptime(format, text).ok())
    };
    let instant = timestamp.or_else(mail).or_else(other)?;
    Some(instant.as_millisecond().div_euclid(1000))
}

const WITH_ZONE: &[&str] = &[
    "%Y-%m-%d %H:%M %z",
    "%Y-%m-%d %H:%M:%S %z",
    "%Y/%m/%d %H:%M:%S %z",
];

fn local(text: &str) -> Option<DateTime> {
    let civil = text
        .parse::<DateTime>()
        .ok()
        .filter(|_| !text.contains(['[', ']']));
    civil
        .or_else(|| {
            DATES_AND_TIMES
                .iter()
                .find_map(|format| DateTime::strptime(format, text).ok())
        })
        .or_else(|| DATES.iter().find_map(|format| date(format, text)))
}

const DATES_AND_TIMES: &[&str] = &[
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%B %d, %Y %H:%M",
    "%b %d, %Y %H:%M",
    "%d %B %Y %H:%M",
    "%d %b %Y %H:%M",
    "%a, %d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M:%S",
    "%b %d %Y %I:%M:%S %p",
    "%B %d, %Y %I:%M %p",
    "%b %d, %Y %I:%M %p",
    "%B %d, %Y, %I:%M %p",
    "%b %d, %Y, %I:%M %p",
    "%Y-%m-%d %I:%M %p",
    "%Y-%m-%d %I:%M:%S %p",
    "%Y-%m-%d %H:%M",
];

const DATES: &[&str] = &[
    "%Y/%m/%d",
    "%Y-%m-%d",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%a, %d %b %Y",
    "%A, %B %d, %Y",
    "%a, %b %d, %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%Y.%m.%d",
];

fn date(format: &str, text: &str) -> Option<DateTime> {
    let date: Date = strtime::parse(format, text).ok()?.to_date().ok()?;
    Some(date.at(0, 0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, instant: &str, spelling: Spelling) {
        let parsed = parse(text).map(|(instant, spelling)| (instant.to_string(), spelling));
        assert_eq!(parsed, Some((instant.to_owned(), spelling)), "{text}");
    }

    #[test]
    fn rfc_3339_passes_in_silence() {
        check(
            "2022-09-13T12:14:00Z",
            "2022-09-13T12:14:00Z",
            Spelling::Rfc3339,
        );
        check(
            "2022-09-13T12:14:00.75+02:00",
            "2022-09-13T10:14:00Z",
            Spelling::Rfc3339,
        );
        check(
            "2016-12-31T23:59:60Z",
            "2016-12-31T23:59:59Z",
            Spelling::Rfc3339,
        );
        check(
            "1969-12-31T23:59:59.5Z",
            "1969-12-31T23:59:59Z",
            Spelling::Rfc3339,
        );
        check(
            "0000-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            Spelling::Rfc3339,
        );
        check(
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59Z",
            Spelling::Rfc3339,
        );
    }

    #[test]
    fn other_spellings_are_understood() {
        check(
            "2022-09-13 12:14:00 +0200",
            "2022-09-13T10:14:00Z",
            Spelling::Other,
        );
        check(
            "2022-09-13 12:14 +0200",
            "2022-09-13T10:14:00Z",
            Spelling::Other,
        );
        check(
            "2022-09-13 12:14:00Z",
            "2022-09-13T12:14:00Z",
            Spelling::Other,
        );
        check(
            "2022-09-13 12:14:00 UTC",
            "2022-09-13T12:14:00Z",
            Spelling::Other,
        );
        check(
            "Tue, 13 Sep 2022 12:14:00 GMT",
            "2022-09-13T12:14:00Z",
            Spelling::Other,
        );
    }

    #[test]
    fn no_zone_is_utc() {
        check("2022-09-13", "2022-09-13T00:00:00Z", Spelling::WithoutZone);
        check(
            "2022-09-13T12:14",
            "2022-09-13T12:14:00Z",
            Spelling::WithoutZone,
        );
        check(
            "2022-09-13 12:14:00",
            "2022-09-13T12:14:00Z",
            Spelling::WithoutZone,
        );
        check("2022/09/13", "2022-09-13T00:00:00Z", Spelling::WithoutZone);
        check(
            "September 13, 2022",
            "2022-09-13T00:00:00Z",
            Spelling::WithoutZone,
        );
        check("13 Sep 2022", "2022-09-13T00:00:00Z", Spelling::WithoutZone);
    }

    #[test]
    fn what_people_add_to_a_date_is_understood() {
        for text in [
            "September 13th, 2022",
            "Sept. 13, 2022",
            "13. September 2022",
            "Sep 13 2022",
            "  13  Sep   2022 ",
            "2022-9-13",
            "2022.09.13",
        ] {
            check(text, "2022-09-13T00:00:00Z", Spelling::WithoutZone);
        }
        for text in [
            "September 13, 2022 at 6:05 p.m.",
            "Sep 13, 2022, 6:05 PM",
            "2022-09-13 06:05 pm",
        ] {
            check(text, "2022-09-13T18:05:00Z", Spelling::WithoutZone);
        }
        check(
            "2022-09-13t12:14:00z",
            "2022-09-13T12:14:00Z",
            Spelling::Other,
        );
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let ambiguous = ["01/02/2022", "1663071240", "20220913T", "yesterday", ""];
        let impossible = [
            "2022-13-45",
            "2022-02-30T00:00:00Z",
            "2022-09-13T25:00:00Z",
            "10000-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
        ];
        for text in ambiguous.iter().chain(&impossible) {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
