//! Which words are in the articles?

use frostem::{Algorithm, Stemmer};

use crate::index::{DocId, Field, Gathered, Gatherer, Prose};
use crate::model::Article;
use crate::text::{NATIVE, Token, tokens};

/// The language of an article when neither it nor its site names one.
const LANGUAGE: &str = "en";

/// The words of neighboring articles, of which the first is that document.
pub(crate) fn words(first: DocId, articles: &[Article], site: Option<&str>) -> Gathered {
    let mut gatherer = Gatherer::new(first);
    articles
        .iter()
        .for_each(|article| gather(&mut gatherer, article, site));
    gatherer.finish()
}

fn gather(gatherer: &mut Gatherer, article: &Article, site: Option<&str>) {
    let locale = article.card.locale.as_deref().or(site);
    let language = primary(locale.unwrap_or(LANGUAGE));
    let stemmer = algorithm(&language).map(Stemmer::new);
    let stem = |word: &str| match &stemmer {
        Some(stemmer) => stemmer.stem(word).into_owned(),
        None => word.to_owned(),
    };
    let body = article.body.text();
    gatherer.add(&Prose {
        fields: fields(article, &body),
        language: &language,
        stem: &stem,
        quality: article.quality,
    });
}

fn fields<'a>(article: &'a Article, body: &'a str) -> Vec<(Field, Vec<Token<'a>>)> {
    let card = &article.card;
    let title = [(Field::Title, &*card.title)];
    let topics = card.topics.iter().map(|topic| (Field::Topics, &**topic));
    let excerpt = card
        .excerpt
        .iter()
        .map(|excerpt| (Field::Excerpt, &**excerpt));
    let body = [(Field::Body, body)];
    let related = article
        .related
        .iter()
        .map(|story| (Field::Related, &*story.title));
    let all = title
        .into_iter()
        .chain(topics)
        .chain(excerpt)
        .chain(body)
        .chain(related);
    all.map(|(field, text)| (field, tokens(text, &NATIVE)))
        .collect()
}

/// `en` of `en-us`.
fn primary(tag: &str) -> String {
    tag.split('-')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// What cuts words of a language to their stems: the Snowball family (snowballstem.org). Words of other
/// languages are their own stems.
fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}
