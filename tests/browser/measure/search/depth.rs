//! How many requests waited for each other, one after another?
//!
//! A request waits for those that had ended when it began. One exception: over HTTP/1.1 a browser
//! asks six things of one host at a time, so what begins just when one of six ends was in the queue,
//! and waited for no answer. Where both could be, the shorter chain is taken.

use super::cold::kind;
use crate::server::Request;
use std::collections::BTreeMap;
use std::time::Duration;

const AT_A_TIME: usize = 6;
/// From the end of one to the beginning of the next on the same connection.
const AT_ONCE: Duration = Duration::from_millis(60);

/// What was asked for in each round trip, by kind and how often: `cards × 4`.
pub(super) fn chain(requests: &[Request]) -> Vec<Vec<String>> {
    let times = requests.iter();
    let times = times.map(|it| (it.began, it.ended.unwrap_or(Duration::MAX)));
    let depths = depths(&times.collect::<Vec<_>>());
    let deepest = depths.iter().max().copied().unwrap_or(0);
    let mut chain = vec![BTreeMap::<String, usize>::new(); deepest];
    for (request, depth) in requests.iter().zip(depths) {
        *chain[depth - 1].entry(kind(&request.path)).or_default() += 1;
    }
    let named = |(kind, count): (&String, &usize)| match count {
        1 => kind.clone(),
        count => format!("{kind} × {count}"),
    };
    chain
        .iter()
        .map(|kinds| kinds.iter().map(named).collect())
        .collect()
}

fn depths(times: &[(Duration, Duration)]) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::new();
    for (began, _) in times {
        let earlier = || times.iter().zip(&depths);
        let just_before = began.saturating_sub(AT_ONCE);
        let under_way =
            earlier().filter(|((began, ended), _)| *began <= just_before && just_before < *ended);
        let under_way: Vec<usize> = under_way.map(|(_, depth)| *depth).collect();
        let waited_for = earlier().filter(|((_, ended), _)| ended <= began);
        let behind = waited_for.map(|(_, depth)| depth + 1).max().unwrap_or(1);
        let depth = match under_way.iter().min() {
            Some(queued) if under_way.len() >= AT_A_TIME => behind.min(*queued),
            _ => behind,
        };
        depths.push(depth);
    }
    depths
}
