//! How does the reader ask in words?

use yew::prelude::*;

use crate::ui::{Action, View, Word};

/// The box. Every stroke is a question, answered while the last answer stays in place.
pub(crate) fn view(view: &View, act: &Callback<Action>) -> Html {
    let typed = |event: &Event| {
        let input = event.target_dyn_into::<web_sys::HtmlInputElement>();
        input.map(|input| input.value()).unwrap_or_default()
    };
    let oninput = act.reform(move |event: InputEvent| Action::Typed(typed(&event)));
    let onkeydown = {
        let act = act.clone();
        Callback::from(move |event: KeyboardEvent| {
            // Some browsers clear such a field at Escape, some do not, and a dialog around it would
            // close.
            let input = event.target_dyn_into::<web_sys::HtmlInputElement>();
            let input = input.filter(|input| event.key() == "Escape" && !input.value().is_empty());
            if let Some(input) = input {
                event.prevent_default();
                // Not when the answer is there: the next letter may come before it.
                input.set_value("");
                act.emit(Action::Typed(String::new()));
            }
        })
    };
    let label = view.words.say(Word::Search);
    html! {
        <div key="search" role="search" class="search-box" hidden={!view.options.has_search}>
            <input part="search" type="search" class="search" value={view.query.words.clone()}
                placeholder={label.clone()} aria-label={label} enterkeyhint="search"
                autocomplete="off" spellcheck="false" {oninput} {onkeydown}
                onfocus={act.reform(|_| Action::Addressed)} />
        </div>
    }
}
