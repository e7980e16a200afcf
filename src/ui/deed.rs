//! What does an element do when the reader uses it?
//!
//! It says so itself, in an attribute named by the event: a button with `data-click="more"` shows more. So
//! views are values and nothing else, one listener at the root hears all of them (`#hear` in
//! `src/element/element.js`), and the reader pays for no registry of listeners.

use yew::AttrValue;

use crate::query::{Asked, Facet};
use crate::ui::Action;
use crate::ui::unfolded::Coverage;

pub(crate) const ADDRESS: &str = "address";
pub(crate) const APPROACH: &str = "approach";
pub(crate) const CLEAR: &str = "clear";
pub(crate) const LEAST: &str = "least";
pub(crate) const MORE: &str = "more";
pub(crate) const OPEN: &str = "open";
pub(crate) const RETRY: &str = "retry";
pub(crate) const SINCE: &str = "since";
pub(crate) const SORT: &str = "sort";
pub(crate) const TYPE: &str = "type";
pub(crate) const UNTIL: &str = "until";

/// To an article, by its id.
pub(crate) const COVER: &str = "cover";
pub(crate) const COVER_ALL: &str = "cover-all";

/// To a facet, by its name.
pub(crate) const FIND: &str = "find";
pub(crate) const TICK: &str = "tick";
pub(crate) const TURN: &str = "turn";

/// To one thing that is asked for, by what [`asked`] calls it.
pub(crate) const FREE: &str = "free";

/// What is done, and to what, as it stands in an attribute.
pub(crate) fn to(deed: &str, what: &str) -> Option<AttrValue> {
    Some(AttrValue::from([deed, " ", what].concat()))
}

/// What something is called that is asked for.
pub(crate) fn asked(asked: Asked) -> &'static str {
    match asked {
        Asked::Words => "words",
        Asked::Ticks(facet) => facet.name(),
        Asked::Since => SINCE,
        Asked::Until => UNTIL,
        Asked::MinQuality => LEAST,
    }
}

impl Action {
    /// What an element did, by its attribute and by what it holds; `None` for what no element of ours says.
    #[must_use]
    pub fn heard(deed: &str, value: &str) -> Option<Self> {
        let (deed, what) = deed.split_once(' ').unwrap_or((deed, ""));
        let facet = || Facet::ALL.into_iter().find(|facet| facet.name() == what);
        let bound = value.trim();
        Some(match deed {
            ADDRESS => Self::Addressed,
            APPROACH => Self::Approached,
            CLEAR => Self::Cleared,
            COVER => Self::Covered(what.parse().ok()?, Coverage::Few),
            COVER_ALL => Self::Covered(what.parse().ok()?, Coverage::Whole),
            FIND => Self::Wanted(facet()?, value.to_owned()),
            FREE => Self::Loosened(freed(what, facet())?),
            LEAST => Self::MinQuality(bound.parse().ok()),
            MORE => Self::More,
            OPEN => Self::Opened,
            RETRY => Self::Retried,
            SINCE => Self::Since(bound.parse().ok()),
            SORT => Self::Sorted(value.parse().ok()?),
            TICK => Self::Toggled(facet()?, value.to_owned()),
            TURN => Self::Turned(facet()?),
            TYPE => Self::Typed(value.to_owned()),
            UNTIL => Self::Until(bound.parse().ok()),
            _ => return None,
        })
    }
}

fn freed(what: &str, facet: Option<Facet>) -> Option<Asked> {
    let all = [Asked::Words, Asked::Since, Asked::Until, Asked::MinQuality];
    let mut all = all.into_iter().chain(facet.map(Asked::Ticks));
    all.find(|one| asked(*one) == what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;
    use crate::query::Sort;

    #[track_caller]
    fn check(deed: &str, value: &str, action: Action) {
        assert_eq!(Action::heard(deed, value), Some(action));
    }

    #[test]
    fn what_an_element_says_is_heard() {
        check(ADDRESS, "", Action::Addressed);
        check(APPROACH, "", Action::Approached);
        check(CLEAR, "", Action::Cleared);
        check(MORE, "", Action::More);
        check(OPEN, "", Action::Opened);
        check(RETRY, "", Action::Retried);
        check(TYPE, "harbor ", Action::Typed("harbor ".to_owned()));
        check(SORT, "top", Action::Sorted(Sort::Top));
        check(LEAST, " 50", Action::MinQuality(Some(50)));
        let day = "2026-11-14";
        check(SINCE, day, Action::Since(day.parse().ok()));
        check(UNTIL, day, Action::Until(day.parse().ok()));
        for half_typed in ["2026-11", ""] {
            check(SINCE, half_typed, Action::Since(None));
            check(UNTIL, half_typed, Action::Until(None));
        }
        let id: Id = "00000000000000ab".parse().expect("it is one");
        let written = |deed| to(deed, &id.to_string()).expect("it says something");
        check(&written(COVER), "", Action::Covered(id, Coverage::Few));
        check(
            &written(COVER_ALL),
            "",
            Action::Covered(id, Coverage::Whole),
        );
    }

    #[test]
    fn what_is_done_to_a_facet_names_it() {
        for facet in Facet::ALL {
            let written = |deed| to(deed, facet.name()).expect("it says something");
            let typed = "a b".to_owned();
            check(&written(FIND), "a b", Action::Wanted(facet, typed.clone()));
            check(&written(TICK), "a b", Action::Toggled(facet, typed));
            check(&written(TURN), "", Action::Turned(facet));
        }
    }

    #[test]
    fn each_thing_that_is_asked_for_can_be_taken_back() {
        let ticks = Facet::ALL.map(Asked::Ticks);
        let others = [Asked::Words, Asked::Since, Asked::Until, Asked::MinQuality];
        for one in ticks.into_iter().chain(others) {
            let written = to(FREE, asked(one)).expect("it says something");
            check(&written, "", Action::Loosened(one));
        }
    }

    #[test]
    fn what_no_element_of_ours_says_is_not_heard() {
        for deed in ["", "opened", "tick", "tick 1", "cover", "cover 1", "free "] {
            assert_eq!(Action::heard(deed, ""), None, "{deed}");
        }
        assert_eq!(Action::heard(SORT, "nothing"), None);
    }
}
