//! Where is there a space in a line?
//!
//! As in HTML, a run of white space is one space, none stands at either end, and none after a break.
//! Where a line of Chinese or Japanese ended in the file there is none, for these write without.

use crate::model::{Name, Node, Tag};

/// A line with its white space as it is to be read, and without what is empty.
pub(crate) fn spaced(line: Vec<Node>) -> Vec<Node> {
    let mut spacing = Spacing {
        before: Before::Start,
    };
    let mut line = spacing.line(line);
    while trim_end(&mut line) {}
    line
}

/// What the last thing in the line was.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// Nothing, or a break.
    Start,
    Space,
    Letter(char),
}

struct Spacing {
    before: Before,
}

impl Spacing {
    fn line(&mut self, line: Vec<Node>) -> Vec<Node> {
        let mut kept = Vec::with_capacity(line.len());
        for node in line {
            kept.extend(self.node(node));
        }
        kept
    }

    fn node(&mut self, node: Node) -> Option<Node> {
        match node {
            Node::Text(text) => {
                let text = self.text(&text);
                (!text.is_empty()).then(|| Node::Text(text.into()))
            }
            Node::Tagged(Tag::Named(Name::Break), _) if self.before == Before::Start => None,
            Node::Tagged(Tag::Named(Name::Break), _) => {
                self.before = Before::Start;
                Some(node)
            }
            Node::Tagged(Tag::Named(Name::Code), code) => self.code(code),
            Node::Image(_) | Node::Tagged(Tag::Counted(..), _) => {
                self.before = Before::Letter('x');
                Some(node)
            }
            Node::Tagged(tag, content) => {
                let content = self.line(content);
                (!content.is_empty()).then_some(Node::Tagged(tag, content))
            }
        }
    }

    /// What a machine reads keeps its spaces; where its line ended there is one.
    fn code(&mut self, content: Vec<Node>) -> Option<Node> {
        self.before = Before::Letter('x');
        let lines = content.into_iter().map(|node| match node {
            Node::Text(text) => Node::Text(text.replace('\n', " ").into()),
            other => other,
        });
        let content: Vec<Node> = lines.collect();
        let is_blank = |node: &Node| matches!(node, Node::Text(text) if text.trim().is_empty());
        (!content.iter().all(is_blank)).then(|| Node::named(Name::Code, content))
    }

    fn text(&mut self, text: &str) -> String {
        let mut spaced = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let (word, after) = rest.split_at(word_len(rest));
            spaced.push_str(word);
            if let Some(letter) = word.chars().next_back() {
                self.before = Before::Letter(letter);
            }
            rest = after.trim_start_matches(is_space);
            let space = &after[..after.len() - rest.len()];
            if !space.is_empty() && self.is_seen(space, rest) {
                spaced.push(' ');
                self.before = Before::Space;
            }
        }
        spaced
    }

    /// Whether white space before this rest is a space.
    fn is_seen(&self, space: &str, rest: &str) -> bool {
        let Before::Letter(before) = self.before else {
            return false;
        };
        let goes_on = || joins(before) && rest.chars().next().is_some_and(joins);
        !(space.contains('\n') && goes_on())
    }
}

/// Bytes before the first space. Letters of ASCII, of which most words are made, are passed over as bytes.
fn word_len(text: &str) -> usize {
    let is_other = |byte: u8| matches!(byte, b'\t'..=b'\r' | b' ' | 0x80..);
    let plain = text.bytes().position(is_other).unwrap_or(text.len());
    let rest = &text[plain..];
    plain + rest.find(is_space).unwrap_or(rest.len())
}

/// A space that forbids a line break is the author's choice.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, '\u{A0}' | '\u{202F}')
}

/// Whether a line of such letters goes on in the next without a space.
pub(crate) fn joins(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Takes a space, a break or something empty from the end; whether there may be another.
fn trim_end(line: &mut Vec<Node>) -> bool {
    let is_empty = match line.last_mut() {
        Some(Node::Tagged(Tag::Named(Name::Break), _)) => true,
        Some(Node::Text(text)) => {
            let kept = text.trim_end_matches(is_space);
            if kept.len() == text.len() {
                return false;
            }
            *text = kept.into();
            text.is_empty()
        }
        None
        | Some(Node::Image(_) | Node::Tagged(Tag::Counted(..) | Tag::Named(Name::Code), _)) => {
            false
        }
        Some(Node::Tagged(_, content)) => {
            while trim_end(content) {}
            content.is_empty()
        }
    };
    if is_empty {
        line.pop();
    }
    is_empty
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &[&str], expected: &[&str]) {
        let texts =
            |line: &[&str]| -> Vec<Node> { line.iter().map(|text| Node::text(text)).collect() };
        assert_eq!(spaced(texts(line)), texts(expected));
    }

    #[test]
    fn white_space_is_one_space_and_none_at_the_ends() {
        check(&["\n a \n\t b ", " c", " "], &["a b ", "c"]);
        check(&["a\u{A0} b"], &["a\u{A0} b"]);
        check(&[" ", "\n"], &[]);
    }

    #[test]
    fn lines_of_chinese_join_without_a_space() {
        check(&["潮汐\n点亮 灯塔"], &["潮汐点亮 灯塔"]);
        check(&["潮汐\nlamp"], &["潮汐 lamp"]);
    }

    #[test]
    fn breaks_and_empty_marks_go_from_the_ends() {
        let line = vec![
            Node::named(Name::Break, vec![]),
            Node::text("a "),
            Node::named(Name::Break, vec![]),
            Node::named(Name::Strong, vec![Node::text(" ")]),
        ];
        assert_eq!(spaced(line), [Node::text("a")]);
    }
}
