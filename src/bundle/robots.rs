//! What does a host ask programs to leave alone?
//!
//! `robots.txt` as RFC 9309 has it: the group that names us or else the one for all, and of the rules in it
//! the longest that matches.

/// The name by which groups are looked for.
const NAME: &str = "newsrack";

/// What holds for us on one host.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Robots(Vec<Rule>);

#[derive(Debug, PartialEq, Eq)]
struct Rule {
    allows: bool,
    /// With `*` for anything, and `$` for the end.
    pattern: String,
}

impl Robots {
    /// Reads a file; what is no rule is passed over.
    pub(crate) fn parse(text: &str) -> Self {
        let own = rules(text, |agent| agent.eq_ignore_ascii_case(NAME));
        Self(
            own.or_else(|| rules(text, |agent| agent == "*"))
                .unwrap_or_default(),
        )
    }

    /// Whether a path, with its query, may be asked.
    pub(crate) fn allow(&self, path: &str) -> bool {
        let matching = self.0.iter().filter(|rule| matches(&rule.pattern, path));
        // Of two that are as long, the kind one counts.
        let best = matching.max_by_key(|rule| (rule.pattern.len(), rule.allows));
        best.is_none_or(|rule| rule.allows)
    }
}

/// The rules of all groups for an agent; `None` where there is no such group.
fn rules(text: &str, is_meant: impl Fn(&str) -> bool) -> Option<Vec<Rule>> {
    let (mut found, mut is_ours, mut is_head) = (None::<Vec<Rule>>, false, false);
    for line in text.trim_start_matches('\u{FEFF}').lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        if name == "user-agent" {
            // Lines that follow each other begin one group together.
            is_ours = is_meant(value) || (is_head && is_ours);
            is_head = true;
            if is_ours {
                found.get_or_insert_default();
            }
            continue;
        }
        let allows = name == "allow";
        if !allows && name != "disallow" {
            continue;
        }
        is_head = false;
        if let (true, Some(rules), false) = (is_ours, &mut found, value.is_empty()) {
            let pattern = encoded(value);
            rules.push(Rule { allows, pattern });
        }
    }
    found
}

/// As it stands in an address.
fn encoded(pattern: &str) -> String {
    let byte = |byte: u8| match byte.is_ascii() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    pattern.bytes().map(byte).collect()
}

/// Whether a pattern matches the beginning of a path, or all of it where it ends with `$`.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, is_whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else {
        return !is_whole || rest.is_empty();
    };
    for piece in middle {
        let Some(at) = rest.find(piece) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
    }
    if is_whole {
        rest.ends_with(last)
    } else {
        rest.contains(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, allowed: &[&str], refused: &[&str]) {
        let robots = Robots::parse(text);
        for path in allowed {
            assert!(robots.allow(path), "{path}");
        }
        for path in refused {
            assert!(!robots.allow(path), "{path}");
        }
    }

    #[test]
    fn the_longest_rule_counts() {
        check(
            "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c$",
            &["/", "/a/b", "/a/b/c/d", "/b"],
            &["/a", "/abc", "/a/x", "/a/b/c"],
        );
        check("User-agent: *\nDisallow: /x\nAllow: /x", &["/x"], &[]);
        check("User-agent: *\nDisallow:", &["/", "/x"], &[]);
    }

    #[test]
    fn a_group_that_names_us_is_the_only_one_that_counts() {
        let text = "User-Agent: *\nDisallow: /\n\nuser-agent: other\nUser-agent: Newsrack # us\nDisallow: /private\n";
        check(text, &["/", "/a"], &["/private/a.png"]);
        check("User-agent: other\nDisallow: /", &["/"], &[]);
        check("", &["/"], &[]);
    }

    #[test]
    fn stars_stand_for_anything() {
        check(
            "User-agent: *\nDisallow: /*.gif$\nDisallow: /*?session=\nDisallow: /ä/",
            &["/a.gif?x", "/a.png", "/%C3%A4"],
            &["/a.gif", "/b/c.gif", "/x?session=1", "/%C3%A4/a.png"],
        );
    }

    #[test]
    fn nothing_makes_it_panic() {
        check("Disallow: /\n:\nUser-agent\nAllow: /", &["/"], &[]);
        check("User-agent: *\nDisallow: **$*\nDisallow: $", &["/"], &[]);
    }
}
