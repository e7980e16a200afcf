//! How does the reader ask in words?

use yew::prelude::*;

use crate::ui::deed::{ADDRESS, TYPE};
use crate::ui::{View, Word};

/// The box. Every stroke is a question, answered while the last answer stays in place.
pub(crate) fn view(view: &View) -> Html {
    let label = view.words.say(Word::Search);
    html! {
        <div key="search" role="search" class="search-box" hidden={!view.options.has_search}>
            <input part="search" type="search" class="search" value={view.query.words.clone()}
                placeholder={label.clone()} aria-label={label} enterkeyhint="search"
                autocomplete="off" spellcheck="false" data-input={TYPE} data-focusin={ADDRESS} />
        </div>
    }
}
