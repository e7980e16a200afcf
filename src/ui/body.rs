//! What does an article's text look like?
//!
//! A closed tree in, elements out: each node is one element, and nothing of it is markup. No class, id or
//! style comes from what somebody wrote.

use yew::prelude::*;

use crate::model::{Align, Body, Counted, Image, Name, Node, Tag};
use crate::ui::made::{element, fixed, given, plain, text};
use crate::ui::picture::{self, Haste};
use crate::ui::{Word, Words};

/// Where a body is shown.
pub(crate) struct Page<'a> {
    /// The bundle's folder, where its pictures lie.
    pub(crate) folder: &'a str,
    pub(crate) has_images: bool,
    pub(crate) words: &'a Words,
}

impl Page<'_> {
    /// A body, with its footnotes below it.
    pub(crate) fn view(&self, body: &Body) -> Html {
        element("div", &["class"], [fixed("prose")], self.nodes(&body.nodes))
    }

    fn nodes(&self, nodes: &[Node]) -> Vec<Html> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn node(&self, node: &Node) -> Html {
        match node {
            Node::Text(words) => text(words),
            Node::Image(image) => self.image(image),
            Node::Tagged(tag, content) => self.tagged(tag, self.nodes(content)),
        }
    }

    fn tagged(&self, tag: &Tag, content: Vec<Html>) -> Html {
        match tag {
            Tag::Named(name) => named(*name, content),
            Tag::Counted(counted, number) => self.counted(*counted, *number, content),
            Tag::Cell(cell) => {
                let align = match cell.align {
                    Align::Usual => None,
                    Align::Left => fixed("left"),
                    Align::Center => fixed("center"),
                    Align::Right => fixed("right"),
                };
                let span = |count: u32| given(count.to_string());
                let values = [align, span(cell.columns), span(cell.rows)];
                // A head without a word in it heads nothing.
                let is_head = cell.is_head && !content.is_empty();
                let name = if is_head { "th" } else { "td" };
                element(name, &["class", "colspan", "rowspan"], values, content)
            }
            Tag::Link(target) => {
                let target = given(target.as_str().to_owned());
                let values = [target, fixed("noopener noreferrer nofollow")];
                element("a", &["href", "rel"], values, content)
            }
        }
    }

    fn counted(&self, counted: Counted, number: u32, mut content: Vec<Html>) -> Html {
        match counted {
            Counted::List => element("ol", &["start"], [given(number.to_string())], content),
            Counted::Reference => plain("sup", vec![anchor(number, None)]),
            // Its number is the way back.
            Counted::Note => {
                // Who speaks to their device says what they see: the number.
                let back = given(format!("{number} {}", self.words.say(Word::Back)));
                content.insert(0, anchor(number, back));
                let values = [fixed("note"), given(format!("note-{number}")), fixed("-1")];
                element("div", &["class", "id", "tabindex"], values, content)
            }
        }
    }

    /// A picture with what is said below it.
    pub(crate) fn figure(&self, image: &Image, caption: Vec<Html>) -> Html {
        plain(
            "figure",
            vec![self.image(image), plain("figcaption", caption)],
        )
    }

    /// A picture, where pictures are shown, else what it shows in words.
    fn image(&self, image: &Image) -> Html {
        if !self.has_images {
            return text(image.title.as_deref().unwrap_or_default());
        }
        // The width of the dialog without its margins, whatever the layout of the rack.
        picture::img(
            self.folder,
            image,
            "(max-width:46em) 90vw,40em",
            Haste::Lazy,
        )
    }
}

/// Where the name is not that of the element, or what is wide scrolls on its own, so that the page need
/// not; a key has to reach it for that.
fn named(name: Name, content: Vec<Html>) -> Html {
    match name {
        Name::Task => element("li", &["class"], [fixed("task")], content),
        Name::Table | Name::Lines => {
            let inner = plain(if name == Name::Table { "table" } else { "code" }, content);
            let outer = if name == Name::Table { "div" } else { "pre" };
            element(
                outer,
                &["class", "tabindex"],
                [fixed("wide"), fixed("0")],
                vec![inner],
            )
        }
        name => plain(name.name(), content),
    }
}

/// The way to a footnote or, where it has a label, from it back to where it is first named. `element.js`
/// goes it, for no address leads into a shadow root.
fn anchor(number: u32, label: Option<AttrValue>) -> Html {
    let role = match label {
        Some(_) => "doc-backlink",
        None => "doc-noteref",
    };
    let values = [given(format!("#note-{number}")), fixed(role), label];
    element(
        "a",
        &["href", "role", "aria-label"],
        values,
        vec![text(&number.to_string())],
    )
}
