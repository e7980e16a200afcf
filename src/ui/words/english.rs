//! What is said in English, and what does a translator need to know about it?
//!
//! The order is that of the packed files of the other languages (`xtask/src/package/words.rs`), which
//! lie beside this one. A count is `{n}`, anything else that is put in is `{x}`. Forms for one and for
//! many stand apart by `|`.

/// Makes of each line a word, its key in the other languages' files, and its English.
macro_rules! words {
    ($($(#[$about:meta])+ $word:ident $key:literal $english:literal,)+) => {
        /// Something that the widget says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word {
            $($(#[$about])+ $word,)+
            /// A number, and nothing else: every browser knows how each language writes it.
            Number,
        }

        impl Word {
            /// All that has to be translated, in order.
            pub const ALL: &[Self] = &[$(Self::$word),+];

            /// Its name in the other languages' files.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$word => $key,)+
                    Self::Number => "number",
                }
            }

            /// What is said where no other language is known.
            #[must_use]
            pub fn english(self) -> &'static str {
                match self {
                    $(Self::$word => $english,)+
                    Self::Number => "{n}",
                }
            }
        }
    };
}

words! {
    /// The news did not come at all. Known to `element.js`, too, as the next one is: no engine has to
    /// be there to say it.
    Failed "failed" "The news could not be loaded.",
    /// On a button, after something failed.
    Retry "retry" "Try again",
    /// In the box for words, and its name.
    Search "search" "Search",
    /// On the button that opens the filters.
    Filters "filters" "Filters",
    /// The same, with how many things are asked for.
    FiltersActive "filters-active" "Filters ({n})",
    /// On the button that takes everything asked for back.
    Clear "clear" "Clear all",
    /// Before the choice of an order.
    Sort "sort" "Sort by",
    /// An order.
    Newest "newest" "Newest first",
    /// An order.
    Oldest "oldest" "Oldest first",
    /// An order: by quality, attention and date.
    Top "top" "Top stories",
    /// An order: what fits the words best.
    Relevance "relevance" "Best match",
    /// Above the topics to tick.
    Topics "topics" "Topics",
    /// Above the newspapers and sites to tick.
    Providers "providers" "Sources",
    /// Above the kinds of articles to tick: article, video.
    Types "types" "Types",
    /// In the box that looks for one topic among many.
    FindTopic "find-topic" "Find a topic",
    /// In the box that looks for one source among many.
    FindProvider "find-provider" "Find a source",
    /// In the box that looks for one type among many.
    FindType "find-type" "Find a type",
    /// No topic, source or type is called like what was typed.
    NoValue "no-value" "None of that name",
    /// On the button for all values of a facet, or all coverage of a story.
    ShowAll "show-all" "Show all {n}",
    /// On the button back to a few.
    ShowFewer "show-fewer" "Show fewer",
    /// On the button below the cards: so many more articles.
    ShowMore "show-more" "Show {n} more",
    /// Above the two days.
    Period "period" "Period",
    /// Before the first day.
    Since "since" "From",
    /// Before the last day.
    Until "until" "To",
    /// Before a number: articles below it are left out.
    Quality "quality" "Least quality",
    /// How many match, all of them shown.
    Articles "articles" "{n} article|{n} articles",
    /// The same where only the first `{x}` are shown.
    Some "some" "{x} of {n} article|{x} of {n} articles",
    /// Spoken after the name of a topic, with how many articles bear it: “AI, 12 articles”.
    Counted "counted" ", {x}",
    /// Nothing matches, said where the count stands.
    None "none" "No articles match.",
    /// While something is on its way.
    Loading "loading" "Loading …",
    /// Part of the answer did not come.
    Incomplete "incomplete" "Some articles could not be loaded.",
    /// The answer did not come.
    Unanswered "unanswered" "This could not be answered.",
    /// A word that occurs nowhere was taken for a slip: these are the words that were meant.
    Corrected "corrected" "Showing results for “{x}”",
    /// On a button: other words that may be meant.
    Meant "meant" "Did you mean “{x}”?",
    /// On a button that takes this word, topic or day back; how many articles there would be follows.
    Without "without" "Without “{x}”",
    /// Nothing matches, and why.
    Loosen "loosen" "Nothing matches all of this. Ask for less to see more.",
    /// The rack is empty.
    NothingYet "nothing-yet" "There is nothing here yet.",
    /// On the disclosure of other papers' coverage.
    MoreSources "more-sources" "{n} more source|{n} more sources",
    /// Spoken after that, with the title of the article.
    OnStory "on-story" " on this story: {x}",
    /// Beside an article that is read in place: so many minutes. Short.
    Minutes "minutes" "{n} min read",
    /// On the button that leads to the article before.
    Previous "previous" "Previous",
    /// On the button that leads to the article after.
    Next "next" "Next",
    /// On the button that closes the article.
    Close "close" "Close",
    /// On the link to the page where the article was published.
    Original "original" "Go to the original",
    /// The article is open, and its text did not come.
    NoBody "no-body" "The text could not be loaded.",
    /// Spoken for the sign that leads from a footnote back to where it stands.
    Back "back" "Back to the text",
}
