//! How is the whole rack put together?

use std::rc::Rc;

use yew::prelude::*;

use crate::ui::{Action, View, filters, results, toolbar};

/// What the rack shows, and where its actions go.
#[derive(Clone, Properties)]
pub struct RackProps {
    /// All that is on the page.
    pub view: Rc<View>,
    /// Takes what the reader did.
    pub act: Callback<Action>,
    /// Called after every painting; whether the page now shows what was last asked for.
    #[prop_or_default]
    pub rendered: Callback<bool>,
}

impl PartialEq for RackProps {
    /// A view is made anew for every change, so another one is a different one.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.view, &other.view)
    }
}

/// The rack: toolbar, filters, cards.
#[component]
pub fn Rack(
    RackProps {
        view,
        act,
        rendered,
    }: &RackProps,
) -> Html {
    let (rendered, is_settled) = (rendered.clone(), !view.is_pending);
    use_effect(move || rendered.emit(is_settled));
    let is_open = use_state(|| false);
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    html! {
        <div part="base" class="rack" data-layout={view.options.layout.name()} aria-busy={view.is_pending.to_string()}>
            { toolbar::view(view, act, *is_open, toggle) }
            <div key="columns" class="columns">
                { filters::view(view, act, *is_open) }
                { results::view(view, act) }
            </div>
        </div>
    }
}
