//! How is an article written down, so that it reads back as the same?

use std::fmt::Write as _;

use crate::bundle::blank::quoted;
use crate::model::{Article, Image, Instant, Picture, Provider, Url};

/// The article as a Markdown file with front matter in YAML.
pub(crate) fn markdown(article: &Article, body: &str) -> String {
    let card = &article.card;
    let mut lines = Lines(String::from("---\n"));
    lines.text("title", Some(&card.title));
    lines.instant("publishedDateTime", Some(card.published));
    lines.instant("updatedDateTime", article.updated);
    lines.instant("expiryDateTime", article.expires);
    lines.list("author", &article.authors);
    lines.url("webUrl", card.links.web.as_ref());
    lines.url("originalUrl", card.links.original.as_ref());
    lines.url("ampWebUrl", card.links.amp.as_ref());
    lines.url("cdnAmpWebUrl", card.links.cdn_amp.as_ref());
    lines.text("excerpt", card.excerpt.as_deref());
    lines.text("type", card.kind.as_deref());
    lines.text("category", article.category.as_deref());
    lines.line("provider", card.provider.as_ref().map(provider));
    lines.list("topics", &card.topics);
    lines.text("locale", card.locale.as_deref());
    lines.line("images", card.image.as_ref().and_then(images));
    lines.0.push_str("---\n");
    let body = body.trim();
    if !body.is_empty() {
        let _ = writeln!(lines.0, "\n{body}");
    }
    lines.0
}

/// Front matter, a field a line.
struct Lines(String);

impl Lines {
    fn line(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            let _ = writeln!(self.0, "{name}: {value}");
        }
    }

    fn text(&mut self, name: &str, text: Option<&str>) {
        self.line(name, text.map(quoted));
    }

    fn instant(&mut self, name: &str, instant: Option<Instant>) {
        self.line(name, instant.map(|instant| instant.to_string()));
    }

    fn url(&mut self, name: &str, url: Option<&Url>) {
        self.text(name, url.map(Url::as_str));
    }

    fn list(&mut self, name: &str, texts: &[Box<str>]) {
        let texts: Vec<_> = texts.iter().map(|text| quoted(text)).collect();
        let list = format!("[{}]", texts.join(", "));
        self.line(name, Some(list).filter(|_| !texts.is_empty()));
    }
}

fn provider(provider: &Provider) -> String {
    let mut fields = vec![format!("name: {}", quoted(&provider.name))];
    fields.extend(
        provider
            .domain
            .as_ref()
            .map(|domain| format!("domain: {}", quoted(domain))),
    );
    let icon = provider.icon.as_ref().and_then(images);
    fields.extend(icon.map(|icon| format!("images: {icon}")));
    format!("{{ {} }}", fields.join(", "))
}

/// A list of one image, if that lies on a server; one beside a feed does not lie beside the article.
fn images(image: &Image) -> Option<String> {
    let Picture::Remote(url) = &image.picture else {
        return None;
    };
    let mut fields = vec![format!("url: {}", quoted(url.as_str()))];
    if let Some((width, height)) = image.size {
        fields.push(format!("width: {width}, height: {height}"));
    }
    fields.extend(
        image
            .title
            .as_ref()
            .map(|title| format!("title: {}", quoted(title))),
    );
    let attribution = image.attribution.as_ref();
    fields.extend(attribution.map(|who| format!("attribution: {}", quoted(who))));
    Some(format!("[{{ {} }}]", fields.join(", ")))
}
