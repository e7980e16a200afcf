//! How much does an article matter?

use crate::index::{DocId, Index};
use crate::model::Instant;

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
/// single number can buy the first place. With *q* the quality, *h* the heat and *a* the age in days
/// before the bundle's instant, a value that is not known or negative counting 0:
///
/// ```text
/// top = 2·q/(q+60) + h/(h+60) + 3/(3+a)
/// ```
///
/// Only `+`, `·` and `/` are used, which IEEE 754 defines to the last bit: so the browser and the
/// command line agree on every order.
pub(crate) fn top(index: &Index, doc: DocId) -> f64 {
    let at = doc as usize;
    let quality = index
        .quality
        .get(at)
        .copied()
        .flatten()
        .map_or(0.0, f64::from);
    let heat = index
        .heat
        .get(at)
        .copied()
        .flatten()
        .map_or(0.0, f64::from)
        .max(0.0);
    let age = index
        .published
        .get(at)
        .map_or(0.0, |&published| age(index.instant, published));
    2.0 * saturated(quality, HALF_QUALITY)
        + saturated(heat, HALF_HEAT)
        + HALF_AGE / (HALF_AGE + age)
}

fn saturated(amount: f64, half: f64) -> f64 {
    amount / (amount + half)
}

/// Days from one instant to another; 0 for what lies in the future.
fn age(now: Instant, published: Instant) -> f64 {
    ((now.seconds() - published.seconds()) as f64 / 86_400.0).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Facts, PerFacet};

    #[test]
    fn quality_attention_and_freshness_each_raise_the_score() {
        let doc = |hour: u32, quality, heat| Facts {
            published: format!("2022-03-03T{hour:02}:00:00Z").parse().unwrap(),
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
        let scores: Vec<_> = (0..4).map(|doc| top(&index, doc)).collect();
        assert_eq!(scores[0], 2.5);
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
    }
}
