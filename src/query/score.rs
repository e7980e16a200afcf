//! How much does an article matter?

use crate::index::{Ages, Calendar, DocId, Scores};
use crate::query::words::Strengths;

/// Quality at which it counts half. The middle of a newsroom's scores: smaller, and good articles
/// look all alike to a reader; larger, and only the very best stand out.
const HALF_QUALITY: f64 = 60.0;
/// Heat at which it counts half.
const HALF_HEAT: f64 = 60.0;
/// Age in days at which news has lost half its freshness. Smaller, and yesterday's big story sinks
/// below this morning's small one; larger, and the list stands still.
const HALF_AGE: f64 = 3.0;

/// The score that `top` orders by, between 0 and 4; equal scores stand newest first.
///
/// In words: two parts quality, one part attention, one part freshness, each saturating so that no
/// single number can buy the first place. With *q* the quality, *h* the heat and *a* the age in whole
/// days before the day of the bundle's instant, a value that is not known or negative counting 0:
///
/// ```text
/// top = 2·q/(q+60) + h/(h+60) + 3/(3+a)
/// ```
///
/// Only `+`, `·` and `/` are used, which IEEE 754 defines to the last bit: so the browser and the
/// command line agree on every order.
pub(crate) fn top(ages: &Ages<'_>, scores: &Scores, doc: DocId) -> f64 {
    let at = doc as usize;
    let quality = scores.quality.get(at).copied().flatten();
    let heat = scores.heat.get(at).copied().flatten();
    2.0 * saturated(quality.map_or(0.0, f64::from), HALF_QUALITY)
        + saturated(heat.map_or(0.0, f64::from).max(0.0), HALF_HEAT)
        + HALF_AGE / (HALF_AGE + f64::from(ages.of(doc)))
}

fn saturated(amount: f64, half: f64) -> f64 {
    amount / (amount + half)
}

/// Age in days at which news that matches has lost half of what its freshness adds. A month: what is
/// searched for is seldom of today.
const HALF_RELEVANT_AGE: f64 = 30.0;
/// What freshness adds at most, in parts of the whole.
const FRESHNESS: f64 = 0.25;
/// What a title that holds all words adds.
const TITLE: f64 = 0.5;

/// The score that `relevance` orders by; equal scores stand newest first.
///
/// In words: the rarer a word and the more strongly a document speaks of it, the better; words in the
/// title count more once more, and news that is fresh comes before the same that is old. With *N* the
/// documents, *n* those that hold the word, *s* its strength in this one (see
/// [`crate::index::Prose`]; quality is in it), *t* the share of the words that stand in the title and
/// *a* the age in days:
///
/// ```text
/// relevance = Σ log₂(1 + (N − n + ½)/(n + ½)) · s  ·  (1 + t/2)  ·  (1 + ¼ · 30/(30+a))
/// ```
///
/// The logarithm is a line from each power of two to the next, for the true one is not the same to
/// the last bit everywhere.
pub(crate) struct Relevance<'a> {
    ages: Ages<'a>,
    /// Each with its rarity, in parts of the greatest strength: multiplied once for a word and not for
    /// each document.
    words: Vec<(f64, &'a Strengths)>,
    /// What each word in the title adds.
    title: f64,
}

impl<'a> Relevance<'a> {
    pub(crate) fn new(calendar: &'a Calendar, strengths: &'a [Strengths]) -> Self {
        let rarity = |word: &Strengths| {
            let (all, own) = (f64::from(calendar.documents), f64::from(word.count));
            log2(1.0 + (all - own + 0.5) / (own + 0.5)) / Strengths::MOST
        };
        let words = strengths.iter().map(|word| (rarity(word), word));
        Self {
            ages: calendar.ages(),
            words: words.collect(),
            title: TITLE / (strengths.len() as f64).max(1.0),
        }
    }

    pub(crate) fn of(&self, doc: DocId) -> f64 {
        let (mut text, mut title) = (0.0, 1.0);
        for (rarity, word) in &self.words {
            let (strength, in_title) = word.of(doc);
            text += rarity * strength;
            title += if in_title { self.title } else { 0.0 };
        }
        let age = f64::from(self.ages.of(doc));
        let fresh = HALF_RELEVANT_AGE / (HALF_RELEVANT_AGE + age);
        text * title * (1.0 + FRESHNESS * fresh)
    }
}

/// The binary logarithm of a number from 1 on, exact at powers of two and a straight line between:
/// the exponent and the fraction, as IEEE 754 writes them.
fn log2(number: f64) -> f64 {
    let bits = number.to_bits();
    let exponent = (bits >> 52) as i32 - 1023;
    let fraction = f64::from_bits(bits & ((1 << 52) - 1) | 1023 << 52) - 1.0;
    f64::from(exponent) + fraction
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Facts, Index, PerFacet};

    #[test]
    fn quality_attention_and_freshness_each_raise_the_score() {
        let doc = |hour: u32, quality, heat| Facts {
            published: format!("2022-03-{hour:02}T12:00:00Z").parse().unwrap(),
            quality,
            heat,
            labels: PerFacet::default(),
        };
        let docs = [
            doc(12, Some(60), Some(60)),
            doc(11, Some(60), Some(60)),
            doc(11, Some(60), None),
            doc(11, None, None),
        ];
        let index = Index::new(docs[0].published, &docs);
        let (calendar, scores) = (index.calendar().unwrap(), index.scores().unwrap());
        let scores: Vec<_> = (0..4)
            .map(|doc| top(&calendar.ages(), scores, doc))
            .collect();
        assert_eq!(scores[0], 2.5);
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
    }

    #[test]
    fn the_logarithm_is_exact_at_powers_of_two() {
        for (number, expected) in [(1.0, 0.0), (2.0, 1.0), (3.0, 1.5), (1024.0, 10.0)] {
            assert_eq!(log2(number), expected);
        }
    }
}
