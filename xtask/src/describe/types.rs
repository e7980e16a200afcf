//! What do compilers of TypeScript know of the tag?
//!
//! The element's own types stand alone; each framework has a file beside them that only its users
//! import, for a compiler refuses to extend a package that is not there.

use super::surface;
use super::surface::Attribute;
use super::surface::Event;
use super::surface::Kind;
use std::fmt::Write;

const NOTE: &str =
    "// Written by `cargo xtask describe` from src/ui/surface.rs; a change here would be lost.\n\n";

/// In the package a framework's file is the element as well, so one import does.
const CLASS: &str = "export * from \"./news-rack.js\";\n\n";

/// What the names in the table stand for.
const SHAPES: &str = include_str!("shapes.d.ts");

/// The types of the element.
pub(super) fn element() -> String {
    let mut text = format!("{NOTE}{SHAPES}\n");
    text += "/** The events of a rack by their names. */\n\
        export interface NewsRackEventMap extends Omit<HTMLElementEventMap, \"error\"> {\n";
    for event in surface::EVENTS {
        line(
            &mut text,
            event.about,
            &format!("{:?}: {};", event.name, self::event(event)),
        );
    }
    text += "}\n\n/** A rack of news. */\nexport class NewsRackElement extends HTMLElement {\n";
    text += "  static readonly version: string;\n  \
        static readonly observedAttributes: readonly string[];\n\n";
    line(
        &mut text,
        "Defines the tag, unless it is taken.",
        "static define(tag?: string, registry?: CustomElementRegistry): void;",
    );
    for attribute in surface::ATTRIBUTES {
        accessors(&mut text, attribute);
    }
    for property in surface::PROPERTIES {
        line(
            &mut text,
            property.about,
            &format!("get {}(): {};", property.name, property.kind),
        );
    }
    for method in surface::METHODS {
        let parameter = method
            .parameter
            .map(|(name, kind)| format!("{name}?: {kind}"));
        let parameter = parameter.unwrap_or_default();
        line(
            &mut text,
            method.about,
            &format!("{}({parameter}): {};", method.name, method.returns),
        );
    }
    text += LISTENERS;
    text += "}\n\n";
    text += "/** The attributes and properties that a tag may have in a template. */\n\
        export interface NewsRackAttributes {\n";
    for attribute in surface::ATTRIBUTES {
        written(&mut text, attribute);
    }
    text += "}\n\n/** Listeners, by their names as properties. */\nexport interface NewsRackListeners {\n";
    for event in surface::EVENTS.iter().filter(|event| event.bubbles) {
        let listener = format!(
            "\"on{}\"?: (event: {}) => void;",
            event.name,
            self::event(event)
        );
        line(&mut text, event.about, &listener);
    }
    text += "}\n\n";
    text + &globals()
}

/// Both the reader's events leave the rack and its shadow root, so they are heard anywhere.
fn globals() -> String {
    let mut text = "declare global {\n  interface HTMLElementTagNameMap {\n    \
        \"news-rack\": NewsRackElement;\n  }\n\n  interface GlobalEventHandlersEventMap {\n"
        .to_owned();
    for event in surface::EVENTS.iter().filter(|event| event.bubbles) {
        let _ = writeln!(text, "    {:?}: {};", event.name, self::event(event));
    }
    text + "  }\n}\n"
}

const LISTENERS: &str = "\
  addEventListener<K extends keyof NewsRackEventMap>(
    type: K,
    listener: (this: NewsRackElement, event: NewsRackEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof NewsRackEventMap>(
    type: K,
    listener: (this: NewsRackElement, event: NewsRackEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
";

/// JSX as React looks for it since 18.3.
pub(super) fn react() -> String {
    jsx(
        "declare module \"react\" {\n  namespace JSX {\n",
        "  }\n}\n",
    )
}

/// JSX as React looked for it before, in a namespace of the whole program.
pub(super) fn jsx_everywhere() -> String {
    jsx("declare global {\n  namespace JSX {\n", "  }\n}\n")
}

fn jsx(before: &str, after: &str) -> String {
    format!(
        "{NOTE}import type {{ DetailedHTMLProps, HTMLAttributes }} from \"react\";\n\
         import type {{ NewsRackAttributes, NewsRackElement, NewsRackListeners }} from \"./news-rack.js\";\n\n\
         {CLASS}type NewsRackProps = Omit<\n  \
         DetailedHTMLProps<HTMLAttributes<NewsRackElement>, NewsRackElement>,\n  \
         keyof NewsRackAttributes\n> &\n  NewsRackAttributes &\n  NewsRackListeners & {{ class?: string }};\n\n\
         {before}    interface IntrinsicElements {{\n      \"news-rack\": NewsRackProps;\n    }}\n{after}"
    )
}

/// Vue's templates.
pub(super) fn vue() -> String {
    let mut listeners = String::new();
    for event in surface::EVENTS {
        let name = format!("on-{}", event.name);
        let _ = writeln!(
            listeners,
            "  {}?: (event: {}) => void;",
            camel(&name),
            self::event(event)
        );
    }
    format!(
        "{NOTE}import type {{ HTMLAttributes, PublicProps }} from \"vue\";\n\
         import type {{\n  NewsRackAttributes,\n  NewsRackElement,\n  NewsRackFault,\n  \
         NewsRackSelection,\n  NewsRackState,\n}} from \"./news-rack.js\";\n\n\
         {CLASS}interface Listeners {{\n{listeners}}}\n\n\
         type Props = Omit<HTMLAttributes, keyof NewsRackAttributes | keyof Listeners> &\n  \
         NewsRackAttributes &\n  Listeners &\n  PublicProps;\n\n\
         declare module \"vue\" {{\n  export interface GlobalComponents {{\n    \
         \"news-rack\": new () => NewsRackElement & {{ $props: Props }};\n  }}\n}}\n"
    )
}

/// Svelte's templates.
pub(super) fn svelte() -> String {
    format!(
        "{NOTE}import type {{ HTMLAttributes }} from \"svelte/elements\";\n\
         import type {{ NewsRackAttributes, NewsRackElement, NewsRackListeners }} from \"./news-rack.js\";\n\n\
         {CLASS}declare module \"svelte/elements\" {{\n  export interface SvelteHTMLElements {{\n    \
         \"news-rack\": Omit<HTMLAttributes<NewsRackElement>, keyof NewsRackAttributes> &\n      \
         NewsRackAttributes &\n      NewsRackListeners;\n  }}\n}}\n"
    )
}

/// The type of an event.
pub(super) fn event(event: &Event) -> String {
    event.detail.map_or("Event".to_owned(), |detail| {
        format!("CustomEvent<{detail}>")
    })
}

/// What a property gives.
pub(super) fn property(kind: Kind) -> String {
    match kind {
        Kind::Text | Kind::Url | Kind::Nearest => "string".to_owned(),
        Kind::List => "string[]".to_owned(),
        Kind::Day => "string | null".to_owned(),
        Kind::Flag => "boolean".to_owned(),
        Kind::Number { is_optional: true } => "number | null".to_owned(),
        Kind::Number { is_optional: false } => "number".to_owned(),
        Kind::Choice(values) => any_of(values),
        Kind::Optional(values) => format!("{} | null", any_of(values)),
    }
}

/// What stands in an attribute.
pub(super) fn attribute(kind: Kind) -> String {
    match kind {
        Kind::Flag => "boolean".to_owned(),
        Kind::Number { .. } => "number".to_owned(),
        Kind::Choice(values) | Kind::Optional(values) => any_of(values),
        _ => "string".to_owned(),
    }
}

/// What a property takes: what it gives, what the attribute takes, and nothing.
fn taken(kind: Kind) -> String {
    let more = match kind {
        Kind::List => " | readonly string[] | string",
        Kind::Number { .. } => " | string",
        Kind::Day => "",
        Kind::Choice(values) if values.contains(&"none") => " | 2 | 3 | 4 | 5 | 6",
        _ => "",
    };
    let given = property(kind);
    let given = given.trim_end_matches(" | null");
    let given = if matches!(kind, Kind::List) {
        ""
    } else {
        given
    };
    format!("{given}{more} | null | undefined")
        .trim_start_matches(" | ")
        .to_owned()
}

fn any_of(values: &[&str]) -> String {
    let quoted: Vec<_> = values.iter().map(|value| format!("{value:?}")).collect();
    quoted.join(" | ")
}

fn accessors(text: &mut String, attribute: &Attribute) {
    if let Some(name) = surface::property(attribute) {
        let gives = property(attribute.kind);
        line(text, attribute.about, &format!("get {name}(): {gives};"));
        let _ = writeln!(text, "  set {name}(value: {});", taken(attribute.kind));
    }
}

/// An attribute under its own name and, where that differs, under its property's.
fn written(text: &mut String, attribute: &Attribute) {
    let kind = taken(attribute.kind).replace(" | null", "");
    let property = surface::property(attribute);
    if property.is_none() && attribute.name != "time-zone" {
        return;
    }
    line(
        text,
        attribute.about,
        &format!("{:?}?: {kind};", attribute.name),
    );
    if let Some(property) = property.filter(|property| property != attribute.name) {
        let _ = writeln!(text, "  {property}?: {kind};");
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    first
        + &words
            .map(|word| word[..1].to_uppercase() + &word[1..])
            .collect::<String>()
}

/// A member with what it is about. Writing to a string cannot fail.
fn line(text: &mut String, about: &str, member: &str) {
    let _ = writeln!(text, "  /** {about} */\n  {member}");
}
