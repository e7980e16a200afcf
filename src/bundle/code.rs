//! What can be wrong with what an editor wrote?
//!
//! The names are public and stay; how grave a fault is belongs to its code, not to its occasion.

use crate::bundle::Severity;

/// Writes the enum, the names and the severities from one table, so that they cannot drift apart.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// Which fault it is: stable, so that scripts may ask for it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of this page.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name that is printed: `date-without-zone`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// How grave it is, unless it concerns related coverage only.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }
        }
    };
}

codes! {
    /// A source is not there, or is neither a file nor a folder.
    SourceMissing = "source-missing", Error;
    /// No article was found in any source.
    SourceEmpty = "source-empty", Error;
    /// A file or folder could not be read.
    FileUnreadable = "file-unreadable", Error;
    /// The name of a file is not UTF-8.
    FileName = "file-name", Error;
    /// The text of a file is not UTF-8.
    NotUtf8 = "not-utf-8", Error;
    /// The front matter begins and never ends.
    FrontMatterUnclosed = "front-matter-unclosed", Error;
    /// The front matter is not what its format asks for.
    FrontMatterInvalid = "front-matter-invalid", Error;
    /// The front matter is larger, deeper or more repetitive than any article needs.
    FrontMatterTooLarge = "front-matter-too-large", Error;
    /// JSON that is none, in a file that should be.
    JsonInvalid = "json-invalid", Error;
    /// A feed that is no XML, that declares entities of its own, or that is none by its name.
    FeedInvalid = "feed-invalid", Error;
    /// The address of a feed answers nothing that can be used.
    FeedUnreachable = "feed-unreachable", Error;
    /// A file is larger than any of its kind should be.
    FileTooLarge = "file-too-large", Error;
    /// An article has no title.
    TitleMissing = "title-missing", Error;
    /// An article has no `publishedDateTime`.
    DateMissing = "date-missing", Error;
    /// A date that no calendar has, or that nobody can read.
    DateInvalid = "date-invalid", Error;
    /// An address that cannot be followed.
    UrlInvalid = "url-invalid", Error;
    /// An address of another kind than `http` or `https`, such as `javascript:`.
    UrlUnsafe = "url-unsafe", Error;
    /// `published` is something else than `true` or `false`.
    PublishedInvalid = "published-invalid", Error;
    /// A field holds another kind of value than it should.
    ValueInvalid = "value-invalid", Error;
    /// A picture beside the article is not there or lies outside the source.
    PictureMissing = "picture-missing", Error;
    /// A picture is damaged, or of a kind that is not shown.
    PictureUnreadable = "picture-unreadable", Error;
    /// The settings cannot be read.
    SettingsInvalid = "settings-invalid", Error;
    /// The bundle cannot lie where it should.
    OutUnusable = "out-unusable", Error;
    /// The disk does not take the bundle.
    OutUnwritable = "out-unwritable", Error;
    /// Related coverage without a title is left out.
    RelatedIncomplete = "related-incomplete", Warning;
    /// Two articles have one address, and one of them is left out.
    Duplicate = "duplicate", Warning;
    /// There are articles, and none of them is published.
    NothingPublished = "nothing-published", Warning;
    /// Markdown without front matter is left out.
    FrontMatterMissing = "front-matter-missing", Warning;
    /// A file that holds no article and no feed is left out.
    NoArticle = "no-article", Warning;
    /// An article without a title has one from its body or its file's name.
    TitleElsewhere = "title-elsewhere", Warning;
    /// An article without a date has one from its file's name or another field.
    DateElsewhere = "date-elsewhere", Warning;
    /// A picture that a blog's own folders hold is not beside the article, and left out.
    PictureElsewhere = "picture-elsewhere", Warning;
    /// A JSON Feed of a version that nobody knows yet.
    FeedVersion = "feed-version", Warning;
    /// A file is in another encoding than it declares.
    EncodingWrong = "encoding-wrong", Warning;
    /// A text file belongs to no article and is left out.
    TextAlone = "text-alone", Warning;
    /// An article has a body of its own, so the text file beside it is left out.
    TextUnused = "text-unused", Warning;
    /// A date in another spelling than RFC 3339.
    DateSpelling = "date-spelling", Warning;
    /// A date without a time zone is taken as UTC.
    DateWithoutZone = "date-without-zone", Warning;
    /// An address that begins with `//` is taken as `https`.
    UrlWithoutScheme = "url-without-scheme", Warning;
    /// The size of an image is impossible, and taken as unknown.
    ImageSize = "image-size", Warning;
    /// A language that is no BCP 47 tag is left out.
    LocaleInvalid = "locale-invalid", Warning;
    /// A domain that is none is left out.
    DomainInvalid = "domain-invalid", Warning;
    /// HTML entities in plain text are taken for the characters they mean.
    Entities = "entities", Warning;
    /// HTML tags in plain text are taken out.
    Tags = "tags", Warning;
    /// UTF-8 that was read as another encoding (`â€™`) is read as UTF-8 again.
    Mojibake = "mojibake", Warning;
    /// Invisible control characters are removed.
    ControlCharacters = "control-characters", Warning;
    /// More than eight marks on one letter are removed.
    CombiningMarks = "combining-marks", Warning;
    /// Letters that are written in parts are put together (NFC).
    DecomposedLetters = "decomposed-letters", Warning;
    /// Stray white space in a line of text is one space.
    StraySpace = "stray-space", Warning;
    /// Curly quotes around a value are taken for straight ones.
    CurlyQuotes = "curly-quotes", Warning;
    /// Tabs that indent YAML are taken for spaces.
    TabIndentation = "tab-indentation", Warning;
    /// A byte order mark at the top of a file is passed over.
    ByteOrderMark = "byte-order-mark", Warning;
    /// A setting that nobody knows.
    SettingUnknown = "setting-unknown", Warning;
    /// A field that nobody knows is skipped; said once per name.
    UnknownField = "unknown-field", Note;
    /// Two spellings of one field say different things, and the documented one counts.
    SpellingsDisagree = "spellings-disagree", Note;
    /// What is written can be read in two ways; said once per field.
    TwoReadings = "two-readings", Note;
    /// The page of a section is no article.
    SectionPage = "section-page", Note;
    /// A symbolic link that leads out of the source is not followed.
    LinkSkipped = "link-skipped", Note;
}

impl Code {
    /// Whether the build can go on without the article or the value at fault.
    #[must_use]
    pub fn spares_the_rest(self) -> bool {
        use Code::{OutUnusable, OutUnwritable, SettingsInvalid, SourceEmpty, SourceMissing};
        !matches!(
            self,
            SourceMissing | SourceEmpty | SettingsInvalid | OutUnusable | OutUnwritable
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case_and_none_is_used_twice() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(names.iter().all(|name| {
            name.bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        }));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
