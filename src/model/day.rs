//! Which day was that, in UTC?

use std::fmt;
use std::str::FromStr;

/// A whole day in UTC, counted from 1970-01-01, which is day 0.
///
/// Invariant: within the years 0000 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

const FIRST: i64 = -719_528;
const LAST: i64 = 2_932_896;

impl Day {
    /// The first of January 1970.
    pub const EPOCH: Self = Self(0);

    /// The day with that number, or `None` outside the years 0000–9999.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        if !(FIRST..=LAST).contains(&number) {
            return None;
        }
        i32::try_from(number).ok().map(Self)
    }

    /// Days since the first of January 1970.
    #[must_use]
    pub fn number(self) -> i64 {
        i64::from(self.0)
    }

    /// The day of the Gregorian calendar, or `None` where that month has no such day.
    #[must_use]
    pub fn from_calendar(year: i64, month: i64, day: i64) -> Option<Self> {
        if !(0..=9999).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        let found = Self::from_number(number_of(year, month, day))?;
        (found.calendar() == (year, month, day)).then_some(found)
    }

    /// Year, month (from 1) and day (from 1).
    ///
    /// `civil_from_days` of Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”: years
    /// begin in March, so that the leap day is the last of its year.
    #[must_use]
    pub fn calendar(self) -> (i64, i64, i64) {
        let shifted = self.number() + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        (era * 400 + year_of_era + i64::from(month <= 2), month, day)
    }
}

/// `days_from_civil` of the same page; wrong only for days that the month does not have.
fn number_of(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

impl fmt::Display for Day {
    /// `2022-09-13`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.calendar();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = ();

    /// # Errors
    ///
    /// Anything but four, two and two digits that name a day of the calendar.
    fn from_str(text: &str) -> Result<Self, ()> {
        let is_form = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let part = |from: usize, to: usize| {
            text.get(from..to)
                .and_then(|part| part.parse().ok())
                .ok_or(())
        };
        if !is_form {
            return Err(());
        }
        Self::from_calendar(part(0, 4)?, part(5, 7)?, part(8, 10)?).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_ten_thousand_years_survives_the_calendar() {
        for number in FIRST..=LAST {
            let day = Day::from_number(number).unwrap();
            let (year, month, date) = day.calendar();
            assert_eq!(Day::from_calendar(year, month, date), Some(day));
        }
    }

    #[test]
    fn days_that_no_month_has_are_refused() {
        for text in [
            "2022-13-45",
            "2022-02-29",
            "2022-00-10",
            "2022-04-31",
            "2022-04-00",
            "22-04-01",
            "2022-4-1",
        ] {
            assert_eq!(text.parse::<Day>(), Err(()), "{text}");
        }
        assert_eq!(
            "2024-02-29".parse::<Day>().map(|day| day.to_string()),
            Ok("2024-02-29".to_owned())
        );
    }
}
