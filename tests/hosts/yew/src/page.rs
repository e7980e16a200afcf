//! What is on the page, and what does it hear?

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlInputElement;
use yew::prelude::*;

pub(crate) enum Message {
    /// A handler of this name was called.
    Heard(&'static str),
    /// Something was typed into the page's own field.
    Typed(String),
    Ticked(bool),
    /// The racks change their places.
    Turned,
    /// They go, or come back.
    Switched,
}

/// Two racks among things that listen: around them, beside them, and on them.
pub(crate) struct Page {
    heard: Vec<&'static str>,
    typed: String,
    is_ticked: bool,
    is_turned: bool,
    is_empty: bool,
    first: NodeRef,
    results: Closure<dyn Fn()>,
}

impl Component for Page {
    type Message = Message;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        let told = context.link().callback(|()| Message::Heard("results"));
        Self {
            heard: Vec::new(),
            typed: String::new(),
            is_ticked: false,
            is_turned: false,
            is_empty: false,
            first: NodeRef::default(),
            results: Closure::new(move || told.emit(())),
        }
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Heard(name) => self.heard.push(name),
            Message::Typed(text) => self.typed = text,
            Message::Ticked(is_ticked) => self.is_ticked = is_ticked,
            Message::Turned => self.is_turned = !self.is_turned,
            Message::Switched => self.is_empty = !self.is_empty,
        }
        true
    }

    /// Yew has no names for events of others: they are listened to as on any element. The same
    /// function twice is one listener.
    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if let Some(rack) = self.first.cast::<web_sys::Element>() {
            let listener = self.results.as_ref().unchecked_ref();
            let added = rack.add_event_listener_with_callback("news-rack-results", listener);
            debug_assert!(added.is_ok());
        }
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let heard = |name| context.link().callback(move |_| Message::Heard(name));
        let pressed = |name| {
            context
                .link()
                .callback(move |_: MouseEvent| Message::Heard(name))
        };
        html! {
            <main onclick={pressed("main")} oninput={heard("main-input")}>
                { self.controls(context) }
                <section onclick={pressed("around")} onkeydown={context.link().callback(|_: KeyboardEvent| Message::Heard("key"))}>
                    { for self.racks(context) }
                </section>
                <aside onclick={pressed("aside")}>{ "Beside" }</aside>
                <output>{ self.heard.join(" ") }</output>
            </main>
        }
    }
}

impl Page {
    /// What the page has of its own. Its button lets nobody else hear of it.
    fn controls(&self, context: &Context<Self>) -> Html {
        let link = context.link();
        let own = link.callback(|event: MouseEvent| {
            event.stop_propagation();
            Message::Heard("own")
        });
        let typed = link.callback(|event: InputEvent| {
            Message::Typed(event.target_unchecked_into::<HtmlInputElement>().value())
        });
        let ticked = link.callback(|event: Event| {
            Message::Ticked(event.target_unchecked_into::<HtmlInputElement>().checked())
        });
        html! {
            <header>
                <button id="own" onclick={own}>{ "Own" }</button>
                <button id="turn" onclick={link.callback(|_| Message::Turned)}>{ "Turn" }</button>
                <button id="switch" onclick={link.callback(|_| Message::Switched)}>{ "Switch" }</button>
                <input id="typed" oninput={typed} value={self.typed.clone()} />
                <input id="ticked" type="checkbox" onchange={ticked} />
                <p id="echo">{ &self.typed }{ if self.is_ticked { "!" } else { "" } }</p>
            </header>
        }
    }

    /// The first asks for what stands in the page's own field, by an attribute; the second for a topic,
    /// by a property.
    fn racks(&self, context: &Context<Self>) -> Vec<Html> {
        if self.is_empty {
            return Vec::new();
        }
        let pressed = |name| {
            context
                .link()
                .callback(move |_: MouseEvent| Message::Heard(name))
        };
        let topics: JsValue = Array::of1(&"Sea".into()).into();
        let mut racks = vec![
            html! {
                <news-rack key="first" ref={self.first.clone()} id="first" src="/site/news/" loading="eager"
                    page-size="3" query={self.typed.clone()} onclick={pressed("first")}></news-rack>
            },
            html! {
                <news-rack key="second" id="second" src="/site/news/" loading="eager" page-size="3"
                    ~topic={topics} onclick={pressed("second")}></news-rack>
            },
        ];
        if self.is_turned {
            racks.reverse();
        }
        racks
    }
}
