//! How is the whole rack put together?

use std::rc::Rc;

use yew::prelude::*;

use crate::ui::made::{element, fixed, truth};
use crate::ui::{View, filters, reader, results, toolbar};

/// What the rack shows.
#[derive(Clone, Properties)]
pub struct RackProps {
    /// All that is on the page.
    pub view: Rc<View>,
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

/// The rack: toolbar, filters, cards, and the article that is read in place.
///
/// Components are structs here: hooks cost the reader more bytes than both of them.
#[derive(Debug)]
pub struct Rack;

impl Component for Rack {
    type Message = ();
    type Properties = RackProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        let RackProps { view, rendered, .. } = context.props();
        rendered.emit(!view.is_pending);
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let view = &context.props().view;
        let columns = vec![filters::view(view), results::view(view)];
        let content = vec![
            toolbar::view(view),
            element("div", &["class"], [fixed("columns")], columns),
        ];
        let values = [
            fixed("base"),
            fixed("rack"),
            fixed(view.options.layout.name()),
            truth(view.is_pending),
        ];
        let keys = &["part", "class", "data-layout", "aria-busy"];
        let base = element("div", keys, values, content);
        [base, reader::dialog(view)].into_iter().collect()
    }
}
