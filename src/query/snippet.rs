//! What does a hit show of its text?

use crate::model::{Body, Card};
use crate::query::marks::{Marks, Piece};
use crate::text::Folding;

/// A hit's texts in pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The title.
    pub title: Vec<Piece>,
    /// The editor's excerpt or, where there is none, the passage of the body that shows most of what
    /// was searched for. Empty where there is neither.
    pub text: Vec<Piece>,
}

impl Snippet {
    /// Of a hit whose body is here, if it has one.
    #[must_use]
    pub fn new(card: &Card, body: Option<&Body>, marks: &Marks, folding: &Folding) -> Self {
        Self {
            title: marks.pieces(&card.title, folding),
            text: excerpt(card, body, marks, folding),
        }
    }
}

/// The text of a hit alone, as [`Snippet::text`] has it.
#[must_use]
pub fn excerpt(card: &Card, body: Option<&Body>, marks: &Marks, folding: &Folding) -> Vec<Piece> {
    let passage = body
        .filter(|_| is_body_wanted(card, marks))
        .and_then(|body| marks.passage(&body.text(), folding));
    let excerpt = card.excerpt.as_deref().unwrap_or_default();
    passage.unwrap_or_else(|| marks.pieces(excerpt, folding))
}

impl From<&Card> for Snippet {
    /// Of a card that nothing was searched in.
    fn from(card: &Card) -> Self {
        let plain = |text: &str| Piece {
            text: text.to_owned(),
            is_hit: false,
        };
        Self {
            title: vec![plain(&card.title)],
            text: card.excerpt.as_deref().map(plain).into_iter().collect(),
        }
    }
}

/// Whether a hit's body has to be looked at for its snippet.
///
/// Only where there is no excerpt: bodies are large, and ten hits would bring more bytes than all of
/// the search.
#[must_use]
pub fn is_body_wanted(card: &Card, marks: &Marks) -> bool {
    card.has_body && !marks.is_empty() && card.excerpt.is_none()
}
