//! What does the tag promise?
//!
//! One table of every public name: the description files and the reference are written from it
//! (`cargo xtask describe`), and a test in the browser holds the running element against it. Nothing
//! in the widget reads it, so it weighs nothing there; and it names nothing, so `xtask` can read it.

/// An attribute, and the property that mirrors it.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// As it is written in the tag.
    pub name: &'static str,
    /// What may stand in it.
    pub kind: Kind,
    /// What is meant where it is absent, in words.
    pub default: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// What may stand in an attribute.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// An address, resolved by the page's.
    Url,
    /// Values, apart by commas; as a property an array.
    List,
    /// A day, like `2026-11-01`.
    Day,
    /// There or not.
    Flag,
    /// A whole number; whether there may be none.
    Number {
        /// Whether the property may be `null`.
        is_optional: bool,
    },
    /// One of these, the first where it is absent or unknown.
    Choice(&'static [&'static str]),
    /// One of these or none.
    Optional(&'static [&'static str]),
    /// What every element has, looked for in its ancestors too; no property of ours.
    Nearest,
}

/// A property that mirrors no attribute.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Its type in TypeScript.
    pub kind: &'static str,
    /// What it tells.
    pub about: &'static str,
}

/// A method.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Its parameter with its type in TypeScript, if it has one.
    pub parameter: Option<(&'static str, &'static str)>,
    /// What it returns, in TypeScript.
    pub returns: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// An event.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Its name.
    pub name: &'static str,
    /// The type of its `detail` in TypeScript; `None` for a plain event.
    pub detail: Option<&'static str>,
    /// Whether it bubbles, and out of every shadow root.
    pub bubbles: bool,
    /// Whether it can be canceled.
    pub cancelable: bool,
    /// When it comes.
    pub about: &'static str,
}

/// A slot, a part, a custom property or a state.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Its name; that of the default slot is empty.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
}

const fn attribute(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    about: &'static str,
) -> Attribute {
    Attribute {
        name,
        kind,
        default,
        about,
    }
}

const fn named(name: &'static str, about: &'static str) -> Named {
    Named { name, about }
}

/// The attributes.
pub const ATTRIBUTES: &[Attribute] = &[
    attribute(
        "src",
        Kind::Url,
        "–",
        "The bundle's folder, resolved against the document.",
    ),
    attribute(
        "layout",
        Kind::Choice(&["grid", "list", "compact", "magazine"]),
        "grid",
        "How the cards stand.",
    ),
    attribute(
        "page-size",
        Kind::Number { is_optional: false },
        "12",
        "Cards shown at first and added by *Show more*, 1 to 1000.",
    ),
    attribute("query", Kind::Text, "–", "The search string."),
    attribute("topic", Kind::List, "–", "Topics, ticked in the filters."),
    attribute(
        "provider",
        Kind::List,
        "–",
        "Sources, by their domain or name, ticked in the filters.",
    ),
    attribute(
        "type",
        Kind::List,
        "–",
        "Types of articles, ticked in the filters.",
    ),
    attribute("since", Kind::Day, "–", "The first day, like `2026-11-01`."),
    attribute("until", Kind::Day, "–", "The last day."),
    attribute(
        "min-quality",
        Kind::Number { is_optional: true },
        "–",
        "The least quality; articles of unknown quality are left out.",
    ),
    attribute(
        "sort",
        Kind::Optional(&["newest", "oldest", "top", "relevance"]),
        "`relevance` with a query, else `newest`",
        "The order of the cards.",
    ),
    attribute(
        "link",
        Kind::Choice(&["web", "amp", "original", "reader"]),
        "web",
        "Where a card leads; `reader` opens the article in place.",
    ),
    attribute(
        "without-search",
        Kind::Flag,
        "absent",
        "Leaves the search box out.",
    ),
    attribute(
        "without-filters",
        Kind::Flag,
        "absent",
        "Leaves the filters out.",
    ),
    attribute(
        "without-related",
        Kind::Flag,
        "absent",
        "Leaves related coverage out.",
    ),
    attribute(
        "without-images",
        Kind::Flag,
        "absent",
        "Leaves the pictures out.",
    ),
    attribute(
        "headline-level",
        Kind::Choice(&["3", "2", "4", "5", "6", "none"]),
        "3",
        "The level of the headlines, or `none` for no headings.",
    ),
    attribute(
        "theme",
        Kind::Choice(&["auto", "light", "dark"]),
        "auto",
        "Light or dark; `auto` is what the page declares by `color-scheme`.",
    ),
    attribute(
        "loading",
        Kind::Choice(&["lazy", "eager"]),
        "lazy",
        "When to start: near the viewport or once it is used, or at once.",
    ),
    attribute(
        "url-sync",
        Kind::Text,
        "–",
        "A name under which the page's address keeps search, filters and sort, with Back.",
    ),
    attribute(
        "label",
        Kind::Text,
        "the site's title",
        "The accessible name of the region.",
    ),
    attribute(
        "stylesheet",
        Kind::Url,
        "–",
        "A style sheet for the inside. It is fetched, so another origin has to allow that; when it cannot be had, the built-in look stays.",
    ),
    attribute(
        "lang",
        Kind::Nearest,
        "the nearest ancestor's",
        "The language of words, numbers and dates.",
    ),
    attribute(
        "dir",
        Kind::Nearest,
        "the nearest ancestor's, else by the language",
        "The direction.",
    ),
    attribute(
        "time-zone",
        Kind::Nearest,
        "the nearest ancestor's, else the reader's",
        "The zone in which times are told, like `Europe/Vienna`.",
    ),
];

/// The properties beside those that mirror attributes.
pub const PROPERTIES: &[Property] = &[
    Property {
        name: "state",
        kind: "NewsRackState",
        about: "What is asked and shown now, the reader's own doing included; frozen.",
    },
    Property {
        name: "updateComplete",
        kind: "Promise<boolean>",
        about: "Resolves once the page shows what was last asked for.",
    },
];

/// The methods.
pub const METHODS: &[Method] = &[
    Method {
        name: "refresh",
        parameter: None,
        returns: "void",
        about: "Reads the bundle again.",
    },
    Method {
        name: "clearFilters",
        parameter: None,
        returns: "void",
        about: "Takes everything asked for back, but for the order.",
    },
    Method {
        name: "showMore",
        parameter: None,
        returns: "void",
        about: "Shows the next page of cards, too.",
    },
    Method {
        name: "search",
        parameter: Some(("request", "NewsRackRequest")),
        returns: "Promise<NewsRackFound>",
        about: "Answers as `newsrack search --format json` does; the cards on the page stay.",
    },
];

/// The events.
pub const EVENTS: &[Event] = &[
    Event {
        name: "loadstart",
        detail: None,
        bubbles: false,
        cancelable: false,
        about: "A bundle begins to load.",
    },
    Event {
        name: "load",
        detail: None,
        bubbles: false,
        cancelable: false,
        about: "The first cards are there.",
    },
    Event {
        name: "error",
        detail: Some("NewsRackFault"),
        bubbles: false,
        cancelable: false,
        about: "The news could not be loaded; what the tag holds is shown.",
    },
    Event {
        name: "loadend",
        detail: None,
        bubbles: false,
        cancelable: false,
        about: "Loading is over, well or not.",
    },
    Event {
        name: "news-rack-results",
        detail: Some("NewsRackState"),
        bubbles: true,
        cancelable: false,
        about: "The reader asked for something else, and this is shown now.",
    },
    Event {
        name: "news-rack-select",
        detail: Some("NewsRackSelection"),
        bubbles: true,
        cancelable: true,
        about: "The reader follows a card's link; canceling keeps them here.",
    },
];

/// The slots.
pub const SLOTS: &[Named] = &[
    named(
        "",
        "The fallback: shown until the cards are there, and on failure.",
    ),
    named("heading", "Above everything."),
    named(
        "empty",
        "Instead of the sentence that says that nothing matches.",
    ),
    named(
        "error",
        "Instead of the sentence that says that loading failed.",
    ),
    named("footer", "Below everything."),
];

/// The parts.
pub const PARTS: &[Named] = &[
    named("base", "Everything that is shown."),
    named("toolbar", "Search box, count and order, above the cards."),
    named("search", "The `<input type=\"search\">`."),
    named("status", "How many articles match."),
    named("sort", "The choice of an order."),
    named("filters", "The column of filters."),
    named("facet", "A group of values to tick; `data-facet` names it."),
    named("facet-value", "The checkbox of a value."),
    named("clear", "The button that takes everything back."),
    named("list", "The cards together."),
    named("card", "One article; `data-id` holds its id."),
    named("card-image", "The box of the picture."),
    named("card-title", "The headline, with the one primary link."),
    named(
        "card-excerpt",
        "The summary, or the passage that was found.",
    ),
    named("card-provider", "The source."),
    named("card-time", "The time of publication."),
    named("card-topic", "One topic."),
    named("related", "The disclosure of related coverage."),
    named("related-item", "One other source's story."),
    named("more", "The button for more cards."),
    named("reader", "The dialog of an article that is read in place."),
    named("empty", "The sentence that says that nothing matches."),
    named("error", "The sentence that says that loading failed."),
];

/// The custom properties, without the dashes and the prefix `news-rack-`. At most 25.
pub const CUSTOM_PROPERTIES: &[Named] = &[
    named(
        "text",
        "The color of text; beside the cards it is otherwise that of the page.",
    ),
    named("muted", "The color of text that matters less."),
    named(
        "accent",
        "The color of links on hover, ticks and the focus ring.",
    ),
    named("surface", "What cards and fields stand on."),
    named("tint", "What pictures and chips stand on."),
    named("line", "The color of lines between and around."),
    named("edge", "The color of the edge of fields and buttons."),
    named("background", "The ground of everything."),
    named("font", "The font family."),
    named("title-font", "The font family of headlines."),
    named("title-size", "The size of headlines."),
    named("title-weight", "The weight of headlines."),
    named("radius", "Round corners; 0 for none."),
    named("gap", "The space between cards."),
    named("card-width", "The least width of a card in the grid."),
    named("image-ratio", "The shape of pictures, width / height."),
    named("shadow", "A card's shadow."),
    named("filters-width", "The width of the column of filters."),
];

/// The custom states. Exactly one holds at any time.
pub const STATES: &[Named] = &[
    named("loading", "The first answer is on its way."),
    named("ready", "There are cards."),
    named("empty", "Nothing matches."),
    named("error", "The news could not be loaded."),
];

/// The property of an attribute: `page-size` is `pageSize`. What every element has is none of ours.
#[must_use]
pub fn property(attribute: &Attribute) -> Option<String> {
    if matches!(attribute.kind, Kind::Nearest) {
        return None;
    }
    let mut words = attribute.name.split('-');
    let first = words.next()?.to_owned();
    let capitalized = words.map(|word| word[..1].to_uppercase() + &word[1..]);
    Some(first + &capitalized.collect::<String>())
}
