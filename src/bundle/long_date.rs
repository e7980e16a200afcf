//! How is a day told where no browser is there to tell it?
//!
//! In full, in the language of the site. The patterns are those of the Unicode CLDR for long dates, which
//! the browsers' `Intl` uses, too; a test in the browser compares them.

use crate::model::Instant;
use crate::ui::{Said, Times};

/// Day, month and year in a language: `{d}`, `{m}`, `{y}`.
struct LongDate {
    language: &'static str,
    pattern: &'static str,
    months: [&'static str; 12],
}

/// Where the site names no language, or none of these.
const ENGLISH: &LongDate = &LongDate {
    language: "en",
    pattern: "{m} {d}, {y}",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

const NUMBERS: [&str; 12] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
];

/// The languages that the widget speaks.
#[rustfmt::skip]
const LANGUAGES: &[LongDate] = &[
    LongDate { language: "ar", pattern: "{d} {m} {y}", months: ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"] },
    LongDate { language: "de", pattern: "{d}. {m} {y}", months: ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"] },
    LongDate { language: "es", pattern: "{d} de {m} de {y}", months: ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"] },
    LongDate { language: "fr", pattern: "{d} {m} {y}", months: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"] },
    LongDate { language: "he", pattern: "{d} ב{m} {y}", months: ["ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"] },
    LongDate { language: "hi", pattern: "{d} {m} {y}", months: ["जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"] },
    LongDate { language: "it", pattern: "{d} {m} {y}", months: ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"] },
    LongDate { language: "ja", pattern: "{y}年{m}月{d}日", months: NUMBERS },
    LongDate { language: "nl", pattern: "{d} {m} {y}", months: ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"] },
    LongDate { language: "pl", pattern: "{d} {m} {y}", months: ["stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia"] },
    LongDate { language: "pt", pattern: "{d} de {m} de {y}", months: ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"] },
    LongDate { language: "ru", pattern: "{d} {m} {y} г.", months: ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"] },
    LongDate { language: "tr", pattern: "{d} {m} {y}", months: ["Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"] },
    LongDate { language: "zh", pattern: "{y}年{m}月{d}日", months: NUMBERS },
];

impl LongDate {
    /// That of a BCP 47 tag, English for one that is not known.
    fn of(tag: &str) -> &'static Self {
        let language = tag.split('-').next().unwrap_or_default();
        let mut known = LANGUAGES.iter();
        known
            .find(|known| known.language.eq_ignore_ascii_case(language))
            .unwrap_or(ENGLISH)
    }

    /// The day that an instant lies in, in UTC.
    fn tell(&self, instant: Instant) -> String {
        let (year, month, day) = instant.day().calendar();
        let month = usize::try_from(month - 1).ok();
        let month = month.and_then(|month| self.months.get(month));
        self.pattern
            .replace("{d}", &day.to_string())
            .replace("{m}", month.unwrap_or(&""))
            .replace("{y}", &year.to_string())
    }
}

/// The language in which times are told on a site of this one, and the way to tell them.
pub(crate) fn times(site: Option<&str>) -> (&'static str, Times) {
    let date = LongDate::of(site.unwrap_or_default());
    let times = Times::new(|instant| {
        let full = date.tell(instant);
        Said {
            words: full.clone(),
            full,
        }
    });
    (date.language, times)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    #[track_caller]
    fn check(tag: &str, told: &str) {
        let instant = "2026-03-01T23:59:59Z".parse().unwrap();
        assert_eq!(LongDate::of(tag).tell(instant), told);
    }

    #[test]
    fn a_day_is_told_in_the_language_of_the_site() {
        check("", "March 1, 2026");
        check("en-GB", "March 1, 2026");
        check("sw", "March 1, 2026");
        check("de-AT", "1. März 2026");
        check("HE", "1 במרץ 2026");
        check("zh-Hant-TW", "2026年3月1日");
    }

    #[test]
    fn every_language_of_the_widget_has_its_dates() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui/words");
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "json") {
                let tag = path.file_stem().unwrap().to_str().unwrap();
                assert_ne!(LongDate::of(tag).language, "en", "{tag}");
            }
        }
    }
}
