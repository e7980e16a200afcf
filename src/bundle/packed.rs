//! How does an article wait, in few bytes, until its turn comes?
//!
//! What was packed is unpacked by the same program, in the same build or a later one.

use std::ops::Range;

use crate::model::{
    Align, Article, Body, Card, Cell, Color, Counted, FileName, Id, Image, Instant, Links, Name,
    Node, Picture, Provider, Story, StoryId, Tag, Target, Url, Width,
};
use crate::wire::bytes::{Reader, put, put_signed, put_text};

/// What can be packed, and comes back equal.
pub(crate) trait Packed: Sized {
    fn pack(&self, to: &mut Vec<u8>);

    /// `None` where the bytes are not what was packed.
    fn unpack(from: &mut Reader<'_>) -> Option<Self>;
}

/// Field by field. A field that is not named here does not compile.
macro_rules! pack_fields {
    ($type:ident { $($field:ident),* }) => {
        impl $crate::bundle::packed::Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                let Self { $($field),* } = self;
                $($crate::bundle::packed::Packed::pack($field, to);)*
            }

            fn unpack(from: &mut $crate::wire::bytes::Reader<'_>) -> Option<Self> {
                $(let $field = $crate::bundle::packed::Packed::unpack(from)?;)*
                Some(Self { $($field),* })
            }
        }
    };
}
pub(crate) use pack_fields;

pack_fields!(Article {
    card,
    updated,
    expires,
    authors,
    category,
    quality,
    heat,
    related,
    body
});
pack_fields!(Card {
    id,
    title,
    excerpt,
    published,
    links,
    kind,
    provider,
    topics,
    locale,
    image,
    related,
    has_body
});
pack_fields!(Links {
    web,
    original,
    amp,
    cdn_amp
});
pack_fields!(Provider { name, domain, icon });
pack_fields!(Image {
    picture,
    size,
    title,
    attribution,
    color,
    widths
});
pack_fields!(Width { pixels, file });
pack_fields!(Story {
    title,
    excerpt,
    published,
    links,
    kind,
    provider,
    quality
});
pack_fields!(Body { nodes, minutes });
pack_fields!(Cell {
    is_head,
    align,
    columns,
    rows
});

/// Articles get their ids when all are there.
impl Packed for Id {
    fn pack(&self, _: &mut Vec<u8>) {}

    fn unpack(_: &mut Reader<'_>) -> Option<Self> {
        Some(Self::from(0))
    }
}

impl Packed for bool {
    fn pack(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        Some(from.number() == 1)
    }
}

/// What is written as a number, and may be too large to be read.
macro_rules! pack_numbers {
    ($($type:ident),*) => {
        $(impl Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                put(to, *self as u64);
            }

            fn unpack(from: &mut Reader<'_>) -> Option<Self> {
                Self::try_from(from.number()).ok()
            }
        })*
    };
}

pack_numbers!(u32, u64, usize);

impl Packed for i32 {
    fn pack(&self, to: &mut Vec<u8>) {
        put_signed(to, i64::from(*self));
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        Self::try_from(from.signed()).ok()
    }
}

impl Packed for Instant {
    fn pack(&self, to: &mut Vec<u8>) {
        put_signed(to, self.seconds());
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        Self::from_seconds(from.signed())
    }
}

impl Packed for StoryId {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        u32::unpack(from).map(Self)
    }
}

impl Packed for Color {
    fn pack(&self, to: &mut Vec<u8>) {
        self.bits().pack(to);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        u32::unpack(from).and_then(Self::from_bits)
    }
}

impl Packed for Box<str> {
    fn pack(&self, to: &mut Vec<u8>) {
        put_text(to, self);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        Some(from.text().into())
    }
}

impl Packed for String {
    fn pack(&self, to: &mut Vec<u8>) {
        put_text(to, self);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        Some(from.text().into())
    }
}

/// What is written as a text, and read by parsing it.
macro_rules! pack_texts {
    ($($type:ident: $text:ident),*) => {
        $(impl Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                put_text(to, self.$text());
            }

            fn unpack(from: &mut Reader<'_>) -> Option<Self> {
                from.text().parse().ok()
            }
        })*
    };
}

pack_texts!(Url: as_str, Target: as_str, FileName: as_str, Name: name, Counted: name);

impl Packed for Picture {
    fn pack(&self, to: &mut Vec<u8>) {
        let (url, file) = match self {
            Self::Remote(url) => (Some(url.clone()), None),
            Self::Bundled(file) => (None, Some(file.clone())),
        };
        (url, file).pack(to);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        match <(Option<Url>, Option<FileName>)>::unpack(from)? {
            (Some(url), _) => Some(Self::Remote(url)),
            (None, file) => file.map(Self::Bundled),
        }
    }
}

impl Packed for Align {
    fn pack(&self, to: &mut Vec<u8>) {
        (*self as u32).pack(to);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        let all = [Self::Usual, Self::Left, Self::Center, Self::Right];
        all.get(usize::unpack(from)?).copied()
    }
}

/// A number says which kind follows.
impl Packed for Node {
    fn pack(&self, to: &mut Vec<u8>) {
        match self {
            Self::Text(text) => pack_kind(0, text, to),
            Self::Image(image) => pack_kind(1, image, to),
            Self::Tagged(tag, nodes) => {
                match tag {
                    Tag::Named(name) => pack_kind(2, name, to),
                    Tag::Counted(counted, number) => {
                        pack_kind(3, counted, to);
                        number.pack(to);
                    }
                    Tag::Cell(cell) => pack_kind(4, cell, to),
                    Tag::Link(target) => pack_kind(5, target, to),
                }
                nodes.pack(to);
            }
        }
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        let tag = match u32::unpack(from)? {
            0 => return Packed::unpack(from).map(Self::Text),
            1 => return Packed::unpack(from).map(Self::Image),
            2 => Tag::Named(Packed::unpack(from)?),
            3 => Tag::Counted(Packed::unpack(from)?, Packed::unpack(from)?),
            4 => Tag::Cell(Packed::unpack(from)?),
            5 => Tag::Link(Packed::unpack(from)?),
            _ => return None,
        };
        Some(Self::Tagged(tag, Packed::unpack(from)?))
    }
}

fn pack_kind(kind: u32, thing: &impl Packed, to: &mut Vec<u8>) {
    kind.pack(to);
    thing.pack(to);
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

impl<A: Packed, B: Packed, C: Packed> Packed for (A, B, C) {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
        self.1.pack(to);
        self.2.pack(to);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?, C::unpack(from)?))
    }
}

/// A hash.
impl Packed for [u8; 32] {
    fn pack(&self, to: &mut Vec<u8>) {
        to.extend(self);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        from.take(32).try_into().ok()
    }
}

impl<T: Packed> Packed for Range<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.start.pack(to);
        self.end.pack(to);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        Some(T::unpack(from)?..T::unpack(from)?)
    }
}

impl<T: Packed> Packed for Box<[T]> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.len().pack(to);
        self.iter().for_each(|thing| thing.pack(to));
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        Vec::unpack(from).map(Into::into)
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.is_some().pack(to);
        self.iter().for_each(|thing| thing.pack(to));
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        match bool::unpack(from)? {
            true => T::unpack(from).map(Some),
            false => Some(None),
        }
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.len().pack(to);
        self.iter().for_each(|thing| thing.pack(to));
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        let count = from.count();
        let mut all = Self::with_capacity(count);
        for _ in 0..count {
            all.push(T::unpack(from)?);
        }
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(links: Links) -> Story {
        Story {
            title: "A story".into(),
            excerpt: Some("…".into()),
            published: Instant::from_seconds(-86_400),
            links,
            kind: None,
            provider: Some(Provider {
                name: "Ä".into(),
                domain: Some("a.example".into()),
                icon: None,
            }),
            quality: Some(u32::MAX),
        }
    }

    fn article() -> Article {
        let links = Links {
            web: "https://a.example/b".parse().ok(),
            cdn_amp: "http://cdn.example/".parse().ok(),
            ..Links::default()
        };
        let image = Image {
            picture: Picture::Bundled("picture-a.png".parse().unwrap()),
            size: Some((1, 2)),
            title: None,
            attribution: Some("B".into()),
            color: Color::from_bits(0x8AF),
            widths: vec![Width {
                pixels: 640,
                file: "picture-b.webp".parse().unwrap(),
            }],
        };
        Article {
            card: Card {
                id: Id::from(0),
                title: "A title".into(),
                excerpt: None,
                published: Instant::from_seconds(1_700_000_000).unwrap(),
                links: links.clone(),
                kind: Some("video".into()),
                provider: None,
                topics: vec!["AI".into(), "Space".into()],
                locale: Some("en-gb".into()),
                image: Some(image),
                related: vec![StoryId(7)],
                has_body: true,
            },
            updated: None,
            expires: Instant::from_seconds(0),
            authors: vec!["Somebody".into()],
            category: None,
            quality: Some(0),
            heat: Some(-40),
            related: vec![story(links), story(Links::default())],
            body: body(),
        }
    }

    fn body() -> Body {
        let text = || vec![Node::text("Ä")];
        let cell = Cell {
            is_head: true,
            align: Align::Right,
            columns: 2,
            rows: 1,
        };
        let link = Tag::Link("mailto:a@b.example".parse().unwrap());
        let image = Image {
            title: Some("C".into()),
            ..Image::new(Picture::Remote("https://a.example/b.png".parse().unwrap()))
        };
        let figure = vec![Node::Image(image), Node::named(Name::Caption, text())];
        Body {
            nodes: vec![
                Node::named(Name::Paragraph, vec![Node::Tagged(link, text())]),
                Node::Tagged(Tag::Cell(cell), text()),
                Node::Tagged(Tag::Counted(Counted::Note, 7), text()),
                Node::named(Name::Figure, figure),
                Node::named(Name::Rule, Vec::new()),
            ],
            minutes: 3,
        }
    }

    #[test]
    fn an_article_comes_back_as_it_was() {
        let mut bytes = Vec::new();
        article().pack(&mut bytes);
        let mut from = Reader::new(&bytes);
        assert_eq!(Article::unpack(&mut from), Some(article()));
        assert_eq!(from.end(), Ok(()));
    }
}
