//! When was that, on the one clock everybody shares?

use std::fmt;
use std::str::FromStr;

use crate::model::Day;

/// Whole seconds since 1970-01-01T00:00:00Z, earlier ones negative. A zone never enters.
///
/// Invariant: within the years 0000 to 9999, so it is always written in twenty characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// Seconds of a day. Leap seconds do not exist on this clock.
const DAY: i64 = 86_400;

impl Instant {
    /// The instant so many seconds after the start of 1970, or `None` outside the years 0000–9999.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        Day::from_number(seconds.div_euclid(DAY)).map(|_| Self(seconds))
    }

    /// Seconds since the start of 1970.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The day in UTC that this instant lies in.
    #[must_use]
    pub fn day(self) -> Day {
        Day::from_number(self.0.div_euclid(DAY)).unwrap_or(Day::EPOCH)
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 in UTC: `2022-09-13T12:14:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}Z", self.day())
    }
}

impl FromStr for Instant {
    type Err = ();

    /// Reads back what `Display` writes, and nothing else: the spellings people use are the business
    /// of `bundle`.
    ///
    /// # Errors
    ///
    /// Any other form, and a time that does not exist.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (day, time) = text.split_once('T').ok_or(())?;
        let day: Day = day.parse()?;
        let mut parts = time.strip_suffix('Z').ok_or(())?.split(':');
        let mut part = |limit: i64| {
            let text = parts.next().filter(|part| part.len() == 2).ok_or(())?;
            let number: u8 = text.parse().map_err(|_| ())?;
            Some(i64::from(number))
                .filter(|&number| number < limit)
                .ok_or(())
        };
        let (hour, minute, second) = (part(24)?, part(60)?, part(60)?);
        match parts.next() {
            None => Ok(Self(
                day.number() * DAY + hour * 3600 + minute * 60 + second,
            )),
            Some(_) => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(seconds: i64, text: &str) {
        let instant = Instant::from_seconds(seconds).unwrap();
        assert_eq!(instant.to_string(), text);
        assert_eq!(text.parse(), Ok(instant));
    }

    #[test]
    fn an_instant_survives_being_written_and_read() {
        check(0, "1970-01-01T00:00:00Z");
        check(-1, "1969-12-31T23:59:59Z");
        check(1_663_071_240, "2022-09-13T12:14:00Z");
        check(951_782_400, "2000-02-29T00:00:00Z");
        check(253_402_300_799, "9999-12-31T23:59:59Z");
        check(-62_167_219_200, "0000-01-01T00:00:00Z");
    }

    #[test]
    fn instants_beyond_four_digit_years_do_not_exist() {
        assert_eq!(Instant::from_seconds(253_402_300_800), None);
        assert_eq!(Instant::from_seconds(i64::MIN), None);
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "",
            "2022-09-13",
            "2022-09-13T24:00:00Z",
            "2022-09-13T12:14:00",
            "2022-09-13T1:2:3Z",
        ] {
            assert_eq!(text.parse::<Instant>(), Err(()), "{text}");
        }
    }
}
