//! How much of a feed's text is a title, an excerpt, a body?

use crate::bundle::html;

/// What is not a field of an article.
#[derive(Debug, Default)]
pub(crate) struct Item {
    /// The beginning of its text, for one without a title.
    pub title: Option<(String, &'static str)>,
    /// What tells it from the other items.
    pub key: Option<String>,
    /// Markdown.
    pub body: String,
}

/// A longer description is the article itself, in characters of text.
pub(crate) const LONG: usize = 500;
/// The longest excerpt that is cut from a body, in characters.
const EXCERPT: usize = 300;
/// The longest title that is cut from a text, in characters.
const TITLE: usize = 80;

/// The beginning of a text, up to the end of a word.
fn beginning(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!(
        "{}…",
        text[..end].trim_end_matches([' ', ',', ';', ':', '.'])
    )
}

/// A text that is too long for an excerpt, cut.
pub(crate) fn cut(text: &str) -> String {
    beginning(text.trim(), EXCERPT)
}

/// The first paragraph of a body.
pub(crate) fn excerpt_of(html: &str) -> String {
    cut(&html::first_paragraph(html))
}

/// A title from the beginning of a text.
pub(crate) fn start_of(text: &str) -> Option<(String, &'static str)> {
    let text = beginning(text.trim(), TITLE);
    (!text.is_empty()).then_some((text, "the beginning of its text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(beginning("one two, three", 9), "one two…");
        assert_eq!(beginning("one", 3), "one");
        assert_eq!(beginning("ääääää", 3), "äää…");
    }
}
