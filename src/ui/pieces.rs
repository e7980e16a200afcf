//! How is a text shown in which words were found?

use yew::prelude::*;

use crate::query::Piece;

/// The pieces, hits marked.
pub(crate) fn view(pieces: &[Piece]) -> Html {
    if let [whole] = pieces
        && !whole.is_hit
    {
        return html! { &*whole.text };
    }
    // Without keys, for texts take none, and a box around each would be twice the nodes. Nothing in here
    // holds a state that another piece could inherit.
    let piece = |piece: &Piece| match piece.is_hit {
        true => html! { <mark>{ &*piece.text }</mark> },
        false => html! { &*piece.text },
    };
    pieces.iter().map(piece).collect()
}
