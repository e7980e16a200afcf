//! What do the browser's numbers say, and does what was promised hold?

use super::super::row::Row;
use super::super::row::grouped;
use super::super::tick::FRAME;
use super::super::tick::percentile;
use anyhow::Context;
use anyhow::Result;
use serde_json::Value;

/// Names in the browser's numbers, and in the table.
const OURS: &str = "newsrack";
const PEERS: [(&str, &str, Option<f64>); 3] = [
    ("pagefind", "Pagefind", Some(50.0)),
    ("minisearch", "MiniSearch", Some(10.0)),
    ("orama", "Orama", None),
];

/// From the first letter to the results.
const ROUND_TRIPS_ALLOWED: u64 = 3;

/// What the first search may load where there are so many articles at most, the widget included.
struct Cold {
    articles: usize,
    allowed: usize,
    /// Which of the browser's numbers counts, and what it is of.
    key: &'static str,
    what: &'static str,
}

const COLD: [Cold; 3] = [
    Cold {
        articles: 10_000,
        allowed: 220_000,
        key: "bytes",
        what: "the most bytes, widget and cards included",
    },
    Cold {
        articles: 100_000,
        allowed: 300_000,
        key: "bytes",
        what: "the most bytes, widget and cards included",
    },
    // Counts may follow where there are so many.
    Cold {
        articles: usize::MAX,
        allowed: 400_000,
        key: "bytes_to_results",
        what: "the most bytes to the first results, widget and cards included",
    },
];

/// What a letter may cost beside painting the same cards without a search.
const SEARCH_ALLOWED: f64 = 1.5;

/// Bytes of the engine's memory at 100,000 articles.
const MEMORY_ALLOWED: usize = 64_000_000;

pub(super) fn rows(seen: &Value, articles: usize) -> Result<Vec<Row>> {
    let mut rows = cold(&seen["cold"], articles);
    let questions = seen["questions"].as_array().context("nothing was asked")?;
    rows.extend(answers(questions, &seen["warm"]));
    rows.extend(ratios(questions, &seen["warm"]));
    rows.extend(typed(&seen["typed"])?);
    rows.push(linear(&seen["warm"]));
    rows.extend(loads(&seen["warm"]));
    Ok(rows)
}

// ── Cold ─────────────────────────────────────────────────────────────────────────────────────────

fn cold(seen: &Value, articles: usize) -> Vec<Row> {
    let [few, many, most] = &COLD;
    let bar = [few, many].into_iter().find(|bar| articles <= bar.articles);
    let bar = bar.unwrap_or(most);
    let mut rows = Vec::new();
    for (name, label) in [(OURS, "Newsrack"), ("pagefind", "Pagefind")] {
        let kinds = seen[name].as_object().into_iter().flatten();
        let kinds: Vec<_> = kinds.collect();
        for (kind, told) in &kinds {
            rows.push(Row::note(format!("{label}: cold, {kind}"), cold_told(told)));
        }
        // Where to look when a bar does not hold.
        if let Some((_, told)) = kinds.first() {
            rows.push(Row::note(
                format!("{label}: the first of them"),
                chain_told(told),
            ));
            let largest = listed(&told["largest"], ", ");
            rows.push(Row::note(format!("{label}: its largest files"), largest));
        }
        if name == OURS {
            rows.extend(cold_bars(kinds.iter().map(|(_, told)| *told), bar));
        }
    }
    rows
}

fn cold_told(told: &Value) -> String {
    if let Some(why) = told["failed"].as_str() {
        return format!("failed: {why}");
    }
    let count = |key: &str| grouped(number(told, key));
    format!(
        "{} B in {} requests, {} of them after typing, {} to the first results; {} round trips to \
         these, {} until all is quiet",
        count("bytes"),
        count("requests"),
        count("bytes_after_typing"),
        count("bytes_to_results"),
        count("round_trips"),
        count("round_trips_until_quiet")
    )
}

/// `terms → postings × 2 → cards`.
fn chain_told(told: &Value) -> String {
    let trips = told["chain"].as_array().into_iter().flatten();
    let trips: Vec<String> = trips.map(|kinds| listed(kinds, " ‖ ")).collect();
    trips.join(" → ")
}

fn listed(texts: &Value, between: &str) -> String {
    let texts = texts.as_array().into_iter().flatten();
    let texts: Vec<&str> = texts.filter_map(Value::as_str).collect();
    texts.join(between)
}

/// The worst of them counts.
fn cold_bars<'a>(told: impl Iterator<Item = &'a Value> + Clone, bar: &Cold) -> Vec<Row> {
    let bytes = format!("Newsrack: cold, {}", bar.what);
    let trips = "Newsrack: cold, the most round trips from typing to results";
    let (bytes_bar, trips_bar) = (
        format!("≤ {}", grouped(bar.allowed)),
        format!("≤ {ROUND_TRIPS_ALLOWED}"),
    );
    if told.clone().any(|told| told["failed"].is_string()) {
        return vec![
            Row::bar(bytes, "not measured", bytes_bar, false),
            Row::bar(trips, "not measured", trips_bar, false),
        ];
    }
    let most = |key: &str| {
        told.clone()
            .map(|told| number(told, key))
            .max()
            .unwrap_or(0)
    };
    let most_trips = most("round_trips");
    vec![
        Row::bytes(bytes, most(bar.key), bar.allowed),
        Row::bar(
            trips,
            most_trips.to_string(),
            trips_bar,
            most_trips as u64 <= ROUND_TRIPS_ALLOWED,
        ),
    ]
}

fn number(told: &Value, key: &str) -> usize {
    let number = told[key].as_u64();
    number.and_then(|it| usize::try_from(it).ok()).unwrap_or(0)
}

// ── Warm ─────────────────────────────────────────────────────────────────────────────────────────

fn answers(questions: &[Value], warm: &Value) -> Vec<Row> {
    let rows = questions.iter().enumerate().map(|(at, question)| {
        let mut cells = vec![format!("Newsrack {}", told(answer(warm, OURS, at)))];
        for (name, label, _) in PEERS {
            if let Some(theirs) = answer(warm, name, at) {
                let times = ratio(warm, (name, "ms"), at);
                let times = times.map_or(String::new(), |times| format!(", {times:.0} ×"));
                cells.push(format!("{label} {}{times}", told(Some(theirs))));
            }
        }
        Row::note(asked(question), cells.join("; "))
    });
    rows.collect()
}

/// `two words: “harbor bridge”`.
fn asked(question: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut parts = vec![text(&question["query"])];
    parts.extend(question["topic"].as_array().into_iter().flatten().map(text));
    parts.retain(|part| !part.is_empty());
    let name = text(&question["name"]);
    if parts.is_empty() {
        return name;
    }
    format!("{name}: {}", parts.join(" + "))
}

fn answer<'a>(warm: &'a Value, engine: &str, at: usize) -> Option<&'a Value> {
    warm.get(engine)?["answers"].get(at)
}

/// Milliseconds and how many articles were found.
fn told(answer: Option<&Value>) -> String {
    let Some(answer) = answer else {
        return "took no part".to_owned();
    };
    match (answer["failed"].as_str(), median_of(answer, "ms")) {
        (None, Some(ms)) => format!("{ms:.2} ms ({})", grouped(number(answer, "total"))),
        (why, _) => format!("refused: {}", why.unwrap_or("no answer")),
    }
}

/// Milliseconds of one question, asked at that pace: `ms` right after the one before, `rested` after a rest.
fn median_of(answer: &Value, pace: &str) -> Option<f64> {
    // Whoever refused once has not answered.
    let times = answer[pace]
        .as_array()
        .filter(|_| answer["failed"].is_null())?;
    median(times.iter().filter_map(Value::as_f64).collect())
}

fn ratio(warm: &Value, (engine, pace): (&str, &str), at: usize) -> Option<f64> {
    let ours = median_of(answer(warm, OURS, at)?, pace)?;
    Some(median_of(answer(warm, engine, at)?, pace)? / ours)
}

/// The same of all questions that both answered, one after another.
fn whole(questions: usize, warm: &Value, (engine, pace): (&str, &str)) -> f64 {
    let both = (0..questions).filter_map(|at| {
        let ours = median_of(answer(warm, OURS, at)?, pace)?;
        Some((ours, median_of(answer(warm, engine, at)?, pace)?))
    });
    let (ours, theirs): (Vec<f64>, Vec<f64>) = both.unzip();
    theirs.iter().sum::<f64>() / ours.iter().sum::<f64>()
}

/// Of an even count the middle between the two in the middle.
fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let last = numbers.len().checked_sub(1)?;
    let (lower, upper) = (numbers.get(last / 2)?, numbers.get(last.div_ceil(2))?);
    Some(f64::midpoint(*lower, *upper))
}

/// At which paces questions were asked, and what the page calls them.
const PACES: [(&str, &str); 2] = [
    ("ms", "median of all questions"),
    ("rested", "the same, each asked after 4 ms of rest"),
];

/// Every question has to be answered, or the quick refusals would win.
fn ratios(questions: &[Value], warm: &Value) -> Vec<Row> {
    let peers = PEERS.iter().filter(|(name, ..)| warm.get(name).is_some());
    let rows = peers.flat_map(|(name, label, wanted)| {
        PACES.iter().map(move |&(pace, called)| {
            let what = format!("times faster than {label}, {called}");
            // The bars are for questions that find all in place.
            let wanted = wanted.filter(|_| pace == "ms");
            times_faster(what, questions, warm, (name, pace), wanted)
        })
    });
    rows.collect()
}

fn times_faster(
    what: String,
    questions: &[Value],
    warm: &Value,
    whom: (&str, &str),
    wanted: Option<f64>,
) -> Row {
    let all = (0..questions.len()).map(|at| ratio(warm, whom, at));
    let answered: Vec<f64> = all.flatten().collect();
    let refused = questions.len() - answered.len();
    let median = median(answered).unwrap_or(0.0);
    let missing = match refused {
        0 => String::new(),
        refused => format!(", without {refused} of {} questions", questions.len()),
    };
    let whole = whole(questions.len(), warm, whom);
    let measured = format!("{median:.1} ×{missing}; all together {whole:.1} ×");
    match wanted {
        Some(wanted) => {
            let bar = format!("≥ {wanted:.0} ×");
            Row::bar(what, measured, bar, refused == 0 && median >= wanted)
        }
        None => Row::note(what, measured),
    }
}

// ── Typing, loading, memory ──────────────────────────────────────────────────────────────────────

fn typed(seen: &Value) -> Result<Vec<Row>> {
    let what = "letter typed → painted cards, files loaded, p95";
    let bar = format!("≤ {FRAME:.1} ms");
    if let Some(why) = seen["failed"].as_str() {
        return Ok(vec![Row::bar(what, format!("failed: {why}"), bar, false)]);
    }
    let (times, plain) = (sorted(&seen["times"])?, sorted(&seen["plain"])?);
    let late = match listed(&seen["late"], ", ") {
        late if late.is_empty() => "none".to_owned(),
        late => late,
    };
    let (slow, plain_slow) = (percentile(&times, 95), percentile(&plain, 95));
    let ratio = slow / plain_slow;
    Ok(vec![
        Row::bar(
            what,
            format!("{}; files asked for: {late}", spread(&times, "letters")),
            bar,
            slow <= FRAME,
        ),
        Row::note(
            "twelve other cards painted without a search",
            spread(&plain, "times"),
        ),
        Row::bar(
            "a letter beside the same without a search, p95",
            format!("{ratio:.2} ×"),
            format!("≤ {SEARCH_ALLOWED} ×"),
            ratio <= SEARCH_ALLOWED,
        ),
    ])
}

fn sorted(times: &Value) -> Result<Vec<f64>> {
    let mut times: Vec<f64> = serde_json::from_value(times.clone())?;
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn spread(times: &[f64], of: &str) -> String {
    let at = |percent| percentile(times, percent);
    format!(
        "p50 {:.1} ms, p95 {:.1} ms, max {:.1} ms of {} {of}",
        at(50),
        at(95),
        at(100),
        times.len()
    )
}

/// The engine's own memory, which grows and never shrinks.
fn linear(warm: &Value) -> Row {
    let bytes = number(&warm[OURS], "linear");
    Row::bar(
        "memory of the WebAssembly after all questions",
        format!("{:.1} MB", bytes as f64 / 1e6),
        format!("≤ {} MB", MEMORY_ALLOWED / 1_000_000),
        bytes > 0 && bytes <= MEMORY_ALLOWED,
    )
}

fn loads(warm: &Value) -> Vec<Row> {
    let all = [(OURS, "Newsrack")].into_iter();
    let all = all.chain(PEERS.map(|(name, label, _)| (name, label)));
    let there = all.filter_map(|(name, label)| Some((label, warm.get(name)?)));
    let rows = there.map(|(label, seen)| {
        let text = format!(
            "{}; {}; {}",
            told_number(&seen["prepared"], |ms| format!("ready after {ms:.0} ms")),
            told_number(&seen["longest"], |ms| match ms {
                0.0 => "no task of 50 ms or more".to_owned(),
                ms => format!("longest task {ms:.0} ms"),
            }),
            told_number(&seen["memory"], |bytes| format!(
                "memory of the page {:.1} MB",
                bytes / 1e6
            )),
        );
        Row::note(
            format!("{label}: loading, while searching, afterwards"),
            text,
        )
    });
    rows.collect()
}

fn told_number(value: &Value, shown: impl Fn(f64) -> String) -> String {
    match value.as_f64() {
        Some(number) => shown(number),
        None => format!("not measured: {}", value["failed"].as_str().unwrap_or("?")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_median_lies_in_the_middle() {
        assert_eq!(median(vec![9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![9.0, 1.0, 2.0, 4.0]), Some(3.0));
        assert_eq!(median(Vec::new()), None);
    }

    #[test]
    fn a_refused_question_misses_the_bar_however_fast_the_others_are() {
        let questions = [json!({ "name": "a" }), json!({ "name": "b" })];
        let quick = json!({ "ms": [1.0], "rested": [1.0], "total": 1 });
        let slow = json!({ "ms": [99.0], "rested": [99.0], "total": 1 });
        let refused = json!({ "ms": [], "rested": [], "failed": "no words" });
        let warm = |second: &Value| {
            json!({
                "newsrack": { "answers": [quick, second] },
                "pagefind": { "answers": [slow, slow] },
            })
        };
        assert_eq!(ratios(&questions, &warm(&quick))[0].holds, Some(true));
        assert_eq!(ratios(&questions, &warm(&refused))[0].holds, Some(false));
    }
}
