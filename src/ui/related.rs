//! Who else covered this story?

use std::rc::Rc;

use yew::prelude::*;

use crate::model::Story;
use crate::ui::deed::{COVER, COVER_ALL, to};
use crate::ui::made::{Button, element, fixed, given, hidden, nothing, plain, text};
use crate::ui::{CardProps, Coverage, Times, Word};

/// Stories shown at once. A story told a hundred times would bury the next card.
const FEW: usize = 5;

/// A disclosure with the other sources; they are fetched when it is first opened.
pub(crate) fn view(props: &CardProps) -> Html {
    let CardProps {
        card,
        options,
        words,
        ..
    } = props;
    if !options.has_related || card.related.is_empty() {
        return nothing();
    }
    let others = words.count(Word::MoreSources, card.related.len() as u32);
    let on_story = vec![text(&words.about(Word::OnStory, &card.title))];
    let said = vec![
        plain("bdi", vec![text(&others)]),
        element("span", &["class"], [fixed("unseen")], on_story),
    ];
    let deed = to(COVER, &card.id.to_string());
    let keys = &["class", "data-click"];
    let summary = element("summary", keys, [fixed("quiet"), deed], said);
    // Something always stands there: where the list grew, the summary would be made anew and lose the
    // focus that it was pressed with.
    let told = match props.coverage {
        Coverage::Unasked => nothing(),
        Coverage::Few => told(props, FEW),
        Coverage::Whole => told(props, props.stories.len()),
    };
    let values = [fixed("related"), Some(words.language()), fixed("related")];
    element(
        "details",
        &["part", "lang", "class"],
        values,
        vec![summary, told],
    )
}

fn told(props: &CardProps, shown: usize) -> Html {
    let CardProps {
        card,
        stories,
        times,
        words,
        ..
    } = props;
    let waiting = [fixed("waiting"), hidden(!stories.is_empty())];
    let loading = vec![text(&words.say(Word::Loading))];
    let items = stories.iter().take(shown).map(|story| item(story, times));
    let all = Button {
        is_hidden: stories.len() <= shown,
        ..Button::quiet(to(COVER_ALL, &card.id.to_string()))
    };
    let list = [fixed("stories"), fixed("list")];
    let content = vec![
        element("p", &["class", "hidden"], waiting, loading),
        element("ul", &["class", "role"], list, items.collect()),
        all.says(&words.count(Word::ShowAll, stories.len() as u32)),
    ];
    plain("div", content)
}

fn item(story: &Rc<Story>, times: &Times) -> Html {
    let href = story.links.web().and_then(|url| given(url.to_string()));
    let link = [fixed("story"), fixed("auto"), fixed("noopener"), href];
    let provider = story.provider.as_ref().map(|provider| {
        let name = vec![text(&provider.name)];
        element("bdi", &["class"], [fixed("provider")], name)
    });
    let time = story.published.map(|published| times.view(published, None));
    let byline = provider.into_iter().chain(time).collect();
    // Inside the link: who goes from link to link hears whose each is, and often that is all that differs.
    let said = vec![
        text(&story.title),
        element("span", &["class"], [fixed("byline")], byline),
    ];
    let link = element("a", &["class", "dir", "rel", "href"], link, said);
    let values = [fixed("related-item"), fixed("related-item")];
    element("li", &["part", "class"], values, vec![link])
}
