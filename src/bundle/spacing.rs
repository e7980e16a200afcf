//! Where is there a space in a line?
//!
//! As in HTML, a run of white space is one space, none stands at either end, and none after a break.
//! Where a line of Chinese or Japanese ended in the file there is none, for these write without.

use crate::model::Inline;

/// A line with its white space as it is to be read, and without what is empty.
pub(crate) fn spaced(line: Vec<Inline>) -> Vec<Inline> {
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
    fn line(&mut self, line: Vec<Inline>) -> Vec<Inline> {
        let mut kept = Vec::with_capacity(line.len());
        for inline in line {
            let inline = self.inline(inline);
            kept.extend(inline);
        }
        kept
    }

    fn inline(&mut self, inline: Inline) -> Option<Inline> {
        match inline {
            Inline::Text(text) => {
                let text = self.text(&text);
                (!text.is_empty()).then(|| Inline::Text(text.into()))
            }
            Inline::Marked(mark, content) => {
                let content = self.line(content);
                (!content.is_empty()).then_some(Inline::Marked(mark, content))
            }
            Inline::Link(target, content) => {
                let content = self.line(content);
                (!content.is_empty()).then_some(Inline::Link(target, content))
            }
            Inline::Break if self.before == Before::Start => None,
            Inline::Break => {
                self.before = Before::Start;
                Some(Inline::Break)
            }
            Inline::Code(code) => {
                let code = code.replace('\n', " ");
                self.before = Before::Letter('x');
                (!code.trim().is_empty()).then(|| Inline::Code(code.into()))
            }
            Inline::Image(_) | Inline::Note(..) => {
                self.before = Before::Letter('x');
                Some(inline)
            }
        }
    }

    fn text(&mut self, text: &str) -> String {
        let mut spaced = String::with_capacity(text.len());
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            if !is_space(letter) {
                spaced.push(letter);
                self.before = Before::Letter(letter);
                continue;
            }
            let mut is_line_end = letter == '\n';
            while letters.peek().is_some_and(|next| is_space(*next)) {
                is_line_end |= letters.next() == Some('\n');
            }
            let next = letters.peek().copied();
            if let Before::Letter(before) = self.before
                && !(is_line_end && joins(before) && next.is_some_and(joins))
            {
                spaced.push(' ');
                self.before = Before::Space;
            }
        }
        spaced
    }
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
fn trim_end(line: &mut Vec<Inline>) -> bool {
    let is_empty = match line.last_mut() {
        None => return false,
        Some(Inline::Break) => true,
        Some(Inline::Text(text)) => {
            let kept = text.trim_end_matches(is_space);
            let is_changed = kept.len() < text.len();
            *text = kept.into();
            if !is_changed {
                return false;
            }
            text.is_empty()
        }
        Some(Inline::Marked(_, content) | Inline::Link(_, content)) => {
            while trim_end(content) {}
            if !content.is_empty() {
                return false;
            }
            true
        }
        Some(_) => return false,
    };
    if is_empty {
        line.pop();
    }
    is_empty
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Mark;

    #[track_caller]
    fn check(line: &[&str], expected: &[&str]) {
        let texts = |line: &[&str]| -> Vec<Inline> {
            line.iter()
                .map(|text| Inline::Text((*text).into()))
                .collect()
        };
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
            Inline::Break,
            Inline::Text("a ".into()),
            Inline::Break,
            Inline::Marked(Mark::Strong, vec![Inline::Text(" ".into())]),
        ];
        assert_eq!(spaced(line), [Inline::Text("a".into())]);
    }
}
