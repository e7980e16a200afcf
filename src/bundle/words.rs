//! Which words are in the articles?

use frostem::{Algorithm, Stemmer};
use rayon::prelude::*;

use crate::bundle::Edition;
use crate::index::{Cut, Field, Gatherer, Prose, Words};
use crate::model::Article;
use crate::text::{NATIVE, Token, tokens};

/// Articles that are cut into words at a time: enough for all processors, few enough to be held.
const BATCH: usize = 512;
/// The language of an article when neither it nor its site names one.
const LANGUAGE: &str = "en";

/// The index of words of all articles.
pub(crate) fn words(edition: &Edition, language: Option<&str>) -> Words {
    let mut gatherer = Gatherer::default();
    let mut batches = edition.articles.chunks(BATCH);
    let mut current = batches.next().map(cut);
    while let Some(articles) = current.take() {
        // One batch is gathered, which takes one core, while the next one is cut.
        let (_, next) = rayon::join(
            || gather(&mut gatherer, articles, language),
            || batches.next().map(cut),
        );
        current = next;
    }
    gatherer.finish(Cut::default())
}

/// Articles, each with its words.
type Batch<'a> = Vec<(&'a Article, Vec<(Field, Vec<Token>)>)>;

fn cut(articles: &[Article]) -> Batch<'_> {
    let with_words = |article| (article, fields(article));
    articles.par_iter().map(with_words).collect()
}

fn gather(gatherer: &mut Gatherer, articles: Batch<'_>, site: Option<&str>) {
    for (article, fields) in articles {
        let locale = article.card.locale.as_deref().or(site);
        let language = primary(locale.unwrap_or(LANGUAGE));
        let stemmer = algorithm(&language).map(Stemmer::new);
        let stem = |word: &str| match &stemmer {
            Some(stemmer) => stemmer.stem(word).into_owned(),
            None => word.to_owned(),
        };
        gatherer.add(&Prose {
            fields,
            language: &language,
            stem: &stem,
            quality: article.quality,
        });
    }
}

fn fields(article: &Article) -> Vec<(Field, Vec<Token>)> {
    let card = &article.card;
    let title = [(Field::Title, &*card.title)];
    let topics = card.topics.iter().map(|topic| (Field::Topics, &**topic));
    let excerpt = card
        .excerpt
        .iter()
        .map(|excerpt| (Field::Excerpt, &**excerpt));
    let text = article.body.text();
    let body = [(Field::Body, &*text)];
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
