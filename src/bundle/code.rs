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

            /// What it means, then its cure, as they stand in this page.
            fn lines(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[$($doc),+],)+
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
    ///
    /// Cure: name a file or a folder that is there.
    SourceMissing = "source-missing", Error;
    /// No article was found in any source.
    ///
    /// Cure: name the folder that holds the articles, or give them one of the endings that are read.
    SourceEmpty = "source-empty", Error;
    /// A file or folder could not be read.
    ///
    /// Cure: let the file be read, and put an ordinary file where a pipe or a device is.
    FileUnreadable = "file-unreadable", Error;
    /// The name of a file is not UTF-8.
    ///
    /// Cure: rename the file, in UTF-8.
    FileName = "file-name", Error;
    /// The text of a file is not UTF-8.
    ///
    /// Cure: save the file as UTF-8; every editor can.
    NotUtf8 = "not-utf-8", Error;
    /// The front matter begins and never ends.
    ///
    /// Cure: close it with the line it began with, `---` or `+++`, or with `}`.
    FrontMatterUnclosed = "front-matter-unclosed", Error;
    /// The front matter is not what its format asks for.
    ///
    /// Cure: mend what the arrow points at; a text with a colon, or one that begins with a sign, wants quotes.
    FrontMatterInvalid = "front-matter-invalid", Error;
    /// The front matter is larger, deeper or more repetitive than any article needs.
    ///
    /// Cure: put long texts into the body; anchors and aliases are not read.
    FrontMatterTooLarge = "front-matter-too-large", Error;
    /// JSON that is none, in a file that should be.
    ///
    /// Cure: mend what the arrow points at: a comma too many, a quote too few.
    JsonInvalid = "json-invalid", Error;
    /// A feed that is no XML, that declares entities of its own, or that is none by its name.
    ///
    /// Cure: fetch the feed again, or tell who publishes it.
    FeedInvalid = "feed-invalid", Error;
    /// The address of a feed answers nothing that can be used.
    ///
    /// Cure: look whether a browser finds the feed, and try again later.
    FeedUnreachable = "feed-unreachable", Error;
    /// A file is larger than any of its kind should be.
    ///
    /// Cure: part the file.
    FileTooLarge = "file-too-large", Error;
    /// An article has no title.
    ///
    /// Cure: write a `title`.
    TitleMissing = "title-missing", Error;
    /// An article has no `publishedDateTime`.
    ///
    /// Cure: write a `publishedDateTime`, such as `2022-09-13T12:14:00Z`.
    DateMissing = "date-missing", Error;
    /// A date that no calendar has, or that nobody can read.
    ///
    /// Cure: write the date like `2022-09-13T12:14:00Z`.
    DateInvalid = "date-invalid", Error;
    /// An address that cannot be followed.
    ///
    /// Cure: write the whole address, beginning with `https://`.
    UrlInvalid = "url-invalid", Error;
    /// An address of another kind than `http` or `https`, such as `javascript:`.
    ///
    /// Cure: write an `http` or `https` address, or none.
    UrlUnsafe = "url-unsafe", Error;
    /// `published` is something else than `true` or `false`.
    ///
    /// Cure: write `true` or `false`, without quotes.
    PublishedInvalid = "published-invalid", Error;
    /// A field holds another kind of value than it should.
    ///
    /// Cure: write the kind of value that the message asks for.
    ValueInvalid = "value-invalid", Error;
    /// A picture beside the article is not there or lies outside the source.
    ///
    /// Cure: put the picture beside the article, or mend its path.
    PictureMissing = "picture-missing", Error;
    /// A picture is damaged, or of a kind that is not shown.
    ///
    /// Cure: save the picture again, as JPEG, PNG, WebP or GIF.
    PictureUnreadable = "picture-unreadable", Error;
    /// A picture has more pixels or more bytes than any page needs, or promises to have.
    ///
    /// Cure: save the picture smaller; 4,000 pixels at its longer side are plenty.
    PictureTooLarge = "picture-too-large", Error;
    /// The settings cannot be read.
    ///
    /// Cure: mend what the message names in `newsrack.toml`.
    SettingsInvalid = "settings-invalid", Error;
    /// The bundle cannot lie where it should.
    ///
    /// Cure: choose another `--out`: an empty folder, or one that a build has made.
    OutUnusable = "out-unusable", Error;
    /// The disk does not take the bundle.
    ///
    /// Cure: make room, or let the folder be written.
    OutUnwritable = "out-unwritable", Error;
    /// Related coverage without a title is left out.
    ///
    /// Cure: give the related article a `title`.
    RelatedIncomplete = "related-incomplete", Warning;
    /// Two articles have one address, and one of them is left out.
    ///
    /// Cure: remove one of the two, or give it its own `webUrl`.
    Duplicate = "duplicate", Warning;
    /// There are articles, and none of them is published.
    ///
    /// Cure: publish an article, or build with `--unpublished` to see drafts.
    NothingPublished = "nothing-published", Warning;
    /// Markdown without front matter is left out.
    ///
    /// Cure: begin the file with front matter, or move it out of the source.
    FrontMatterMissing = "front-matter-missing", Warning;
    /// A file that holds no article and no feed is left out.
    ///
    /// Cure: move the file out of the source, if it is meant to be there at all.
    NoArticle = "no-article", Warning;
    /// An article without a title has one from its body or its file's name.
    ///
    /// Cure: write the `title` out, if it is not the one you want.
    TitleElsewhere = "title-elsewhere", Warning;
    /// An article without a date has one from its file's name or another field.
    ///
    /// Cure: write the `publishedDateTime` out, if it is not the one you want.
    DateElsewhere = "date-elsewhere", Warning;
    /// A picture that a blog's own folders hold is not beside the article, and left out.
    ///
    /// Cure: put the picture beside the article.
    PictureElsewhere = "picture-elsewhere", Warning;
    /// A picture on another server cannot be copied in, and is linked to instead.
    ///
    /// Cure: look whether a browser finds the picture, put it beside the article, or leave it linked.
    PictureLinked = "picture-linked", Warning;
    /// A JSON Feed of a version that nobody knows yet.
    ///
    /// Cure: nothing, if the articles look right.
    FeedVersion = "feed-version", Warning;
    /// A file is in another encoding than it declares.
    ///
    /// Cure: mend the encoding in the first line, or save the file in it.
    EncodingWrong = "encoding-wrong", Warning;
    /// A text file belongs to no article and is left out.
    ///
    /// Cure: give the text the name of its article, or move it out of the source.
    TextAlone = "text-alone", Warning;
    /// An article has a body of its own, so the text file beside it is left out.
    ///
    /// Cure: remove the text file, or empty the body.
    TextUnused = "text-unused", Warning;
    /// A date in another spelling than RFC 3339.
    ///
    /// Cure: write the date as the message does.
    DateSpelling = "date-spelling", Warning;
    /// A date without a time zone is taken as UTC.
    ///
    /// Cure: add the zone: `Z`, or an offset like `+02:00`.
    DateWithoutZone = "date-without-zone", Warning;
    /// An address that begins with `//` or `www.` is taken as `https`.
    ///
    /// Cure: write `https://` before the address.
    UrlWithoutScheme = "url-without-scheme", Warning;
    /// The size of an image is impossible, and taken as unknown.
    ///
    /// Cure: write `width` and `height` in whole pixels, or leave them out.
    ImageSize = "image-size", Warning;
    /// A language that is no BCP 47 tag is left out.
    ///
    /// Cure: write a language tag such as `en` or `en-us`.
    LocaleInvalid = "locale-invalid", Warning;
    /// A domain that is none is left out.
    ///
    /// Cure: write the name of the host alone, such as `example.com`.
    DomainInvalid = "domain-invalid", Warning;
    /// HTML entities in plain text are taken for the characters they mean.
    ///
    /// Cure: write the character itself: `&` for `&amp;`.
    Entities = "entities", Warning;
    /// HTML tags in plain text are taken out.
    ///
    /// Cure: take the tags out; a title has no markup.
    Tags = "tags", Warning;
    /// UTF-8 that was read as another encoding (`â€™`) is read as UTF-8 again.
    ///
    /// Cure: write it as the message does, and have the program that wrote the file read UTF-8 as UTF-8.
    Mojibake = "mojibake", Warning;
    /// Invisible control characters are removed.
    ///
    /// Cure: type the word again; what is pasted from elsewhere often brings them along.
    ControlCharacters = "control-characters", Warning;
    /// A link in a body that nobody may follow becomes its text.
    ///
    /// Cure: write the whole address, beginning with `https://`.
    BodyLink = "body-link", Warning;
    /// A picture in a body that cannot be shown becomes its text.
    ///
    /// Cure: put the picture beside the article, or name its whole address.
    BodyPicture = "body-picture", Warning;
    /// A body has more marks than can be shown.
    ///
    /// Cure: divide the text, or take marks out of it.
    BodyTooLarge = "body-too-large", Warning;
    /// More than eight marks on one letter are removed.
    ///
    /// Cure: take the marks away.
    CombiningMarks = "combining-marks", Warning;
    /// Letters that are written in parts are put together (NFC).
    ///
    /// Cure: save the text as NFC; what is typed on a keyboard is.
    DecomposedLetters = "decomposed-letters", Warning;
    /// Stray white space in a line of text is one space.
    ///
    /// Cure: leave one space between words and none at the ends.
    StraySpace = "stray-space", Warning;
    /// Curly quotes around a value are taken for straight ones.
    ///
    /// Cure: type `"`, and turn smart quotes off for these files.
    CurlyQuotes = "curly-quotes", Warning;
    /// Tabs that indent YAML are taken for spaces.
    ///
    /// Cure: indent with spaces.
    TabIndentation = "tab-indentation", Warning;
    /// A byte order mark at the top of a file is passed over.
    ///
    /// Cure: save the file as UTF-8 without a byte order mark.
    ByteOrderMark = "byte-order-mark", Warning;
    /// A setting that nobody knows.
    ///
    /// Cure: mend the name of the setting, or take it out.
    SettingUnknown = "setting-unknown", Warning;
    /// A field that nobody knows is skipped; said once per name.
    ///
    /// Cure: mend the name, or take the field out; it does no harm.
    UnknownField = "unknown-field", Note;
    /// Two spellings of one field say different things, and the documented one counts.
    ///
    /// Cure: keep one of the two.
    SpellingsDisagree = "spellings-disagree", Note;
    /// What is written can be read in two ways; said once per field.
    ///
    /// Cure: write it in the way that the message names.
    TwoReadings = "two-readings", Note;
    /// The page of a section is no article.
    ///
    /// Cure: nothing, if the file is the page of a section.
    SectionPage = "section-page", Note;
    /// A symbolic link that leads out of the source is not followed.
    ///
    /// Cure: put the file itself into the source.
    LinkSkipped = "link-skipped", Note;
}

const CURE: &str = "Cure: ";

impl Code {
    /// What is at fault, in a sentence.
    #[must_use]
    pub fn meaning(self) -> String {
        let lines = self.lines().iter().map(|line| line.trim());
        let lines: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
        lines.join(" ")
    }

    /// What would do, as the end of a sentence.
    #[must_use]
    pub fn cure(self) -> &'static str {
        let mut lines = self.lines().iter().map(|line| line.trim());
        lines
            .find_map(|line| line.strip_prefix(CURE))
            .unwrap_or_default()
    }

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

    #[test]
    fn every_code_has_a_meaning_and_a_cure() {
        for code in Code::ALL {
            assert!(code.meaning().ends_with('.'), "{}", code.name());
            assert!(
                code.cure().ends_with('.'),
                "write `Cure: ….` for {}",
                code.name()
            );
        }
    }
}
