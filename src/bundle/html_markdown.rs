//! What does the HTML of a feed say, as Markdown?
//!
//! Written as the tokens come. Beyond a depth that nobody reads, quotes and lists are those around them.

use html5gum::{StartTag, Token};
use url::Url as Base;

use crate::bundle::html::{Skip, is_inline, tokens, utf8};
use crate::bundle::prose::on_one_line;

/// The text with Markdown's marks; addresses in it are seen from `base`.
pub(crate) fn markdown(html: &str, base: Option<&Base>) -> String {
    let mut writer = Writer {
        base,
        breaks: 1,
        ..Writer::default()
    };
    let mut skip = Skip::default();
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => {
                skip.open(&tag);
                if !skip.is_on() {
                    writer.open(&tag);
                }
            }
            Token::EndTag(tag) if skip.is_on() => skip.close(&tag.name),
            Token::EndTag(tag) => writer.close(&tag.name),
            Token::String(part) if !skip.is_on() => writer.text(&utf8(&part)),
            _ => {}
        }
    }
    writer.finish()
}

/// How many quotes and lists a line may be inside of.
const DEEPEST: usize = 16;

/// What a line is inside of.
#[derive(Debug)]
enum Inside {
    Quote,
    /// An item of a list, and its mark until that is written.
    Item(Option<String>),
}

#[derive(Debug, Default)]
struct Writer<'a> {
    base: Option<&'a Base>,
    out: String,
    inside: Vec<Inside>,
    /// The number of the next item of each open list; nothing where it has bullets.
    lists: Vec<Option<u32>>,
    /// Addresses of open links; nothing where they lead nowhere.
    links: Vec<Option<String>>,
    /// Line breaks to write before the next text: one begins a line, two a paragraph.
    breaks: usize,
    has_space: bool,
    /// Where the last mark that opens emphasis ends: no space may follow it.
    opened: usize,
    is_pre: bool,
    is_code: bool,
    table: Option<Table>,
}

/// A table that is open. One in a cell of another is only its text.
#[derive(Debug, Default)]
struct Table {
    depth: usize,
    rows: usize,
    cells: usize,
}

impl Writer<'_> {
    fn open(&mut self, tag: &StartTag<()>) {
        let attribute = |name: &str| {
            tag.attributes
                .get(name.as_bytes())
                .map(|value| utf8(value).into_owned())
        };
        match tag.name.as_slice() {
            b"br" => self.line(),
            b"hr" => {
                self.block();
                self.mark("---");
                self.block();
            }
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" if self.table.is_none() => {
                self.block();
                let level = usize::from(tag.name[1] - b'0');
                self.mark(&format!("{} ", "#".repeat(level)));
            }
            b"ul" | b"ol" => self.open_list(tag.name.as_slice() == b"ol"),
            b"li" => self.open_item(),
            b"blockquote" => {
                self.block();
                self.go_inside(Inside::Quote);
            }
            b"pre" if self.table.is_none() => {
                self.block();
                self.mark("```\n");
                self.is_pre = true;
            }
            b"code" | b"tt" | b"kbd" | b"samp" if !self.is_pre => self.code(true),
            b"em" | b"i" => self.open_emphasis("*"),
            b"strong" | b"b" => self.open_emphasis("**"),
            b"a" => {
                let address = attribute("href").and_then(|href| self.address(&href));
                if address.is_some() {
                    self.mark("[");
                }
                self.links.push(address);
            }
            b"img" => self.image(attribute("src"), &attribute("alt").unwrap_or_default()),
            b"table" => self.open_table(),
            b"tr" => self.open_row(),
            b"td" | b"th" => self.open_cell(),
            name if !is_inline(name) => self.block(),
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"ul" | b"ol" => {
                self.close_item();
                self.lists.pop();
                self.block();
            }
            b"li" => self.close_item(),
            b"blockquote" => {
                self.block();
                self.leave(|inside| matches!(inside, Inside::Quote));
            }
            b"pre" if self.is_pre => self.close_pre(),
            b"code" | b"tt" | b"kbd" | b"samp" if !self.is_pre => self.code(false),
            b"em" | b"i" => self.close_emphasis("*"),
            b"strong" | b"b" => self.close_emphasis("**"),
            b"a" => self.close_link(),
            b"table" => self.close_table(),
            b"tr" => self.close_row(),
            b"td" | b"th" => {}
            name if !is_inline(name) => self.block(),
            _ => {}
        }
    }

    /// What comes next begins a paragraph; in a cell of a table there are none.
    fn block(&mut self) {
        match self.table {
            Some(_) => self.has_space = true,
            None => self.breaks = self.breaks.max(2),
        }
    }

    fn line(&mut self) {
        match self.table {
            Some(_) => self.has_space = true,
            None if self.breaks == 0 => {
                // Two spaces at the end of a line are a break.
                self.out.push_str("  ");
                self.breaks = 1;
            }
            None => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_pre {
            let prefix = self.prefix();
            return self
                .out
                .push_str(&text.replace('\n', &format!("\n{prefix}")));
        }
        let starts_apart = text.starts_with(|c: char| c.is_ascii_whitespace());
        self.has_space |= starts_apart;
        for word in text.split_ascii_whitespace() {
            self.flush();
            let begins_line =
                self.out.is_empty() || self.out.ends_with('\n') || self.out.ends_with("> ");
            match self.is_code {
                true => self.out.push_str(word),
                false => escape(word, begins_line, &mut self.out),
            }
            self.has_space = true;
        }
        self.has_space = match text.chars().last() {
            Some(last) => last.is_ascii_whitespace(),
            None => self.has_space,
        } || (text.trim_ascii().is_empty() && self.has_space);
    }

    /// Writes what stands before the next text.
    fn flush(&mut self) {
        if self.breaks == 0 {
            let may_part = self.opened != self.out.len() && !self.out.ends_with(['[', ' ']);
            if std::mem::take(&mut self.has_space) && may_part {
                self.out.push(' ');
            }
            return;
        }
        if !self.out.is_empty() {
            for _ in 1..self.breaks {
                self.out.push('\n');
                let quotes = self
                    .inside
                    .iter()
                    .filter(|inside| matches!(inside, Inside::Quote));
                self.out.push_str(&">".repeat(quotes.count()));
            }
            self.out.push('\n');
        }
        let prefix = self.prefix();
        self.out.push_str(&prefix);
        self.breaks = 0;
        self.has_space = false;
    }

    /// What a line begins with, by what it is inside of.
    fn prefix(&mut self) -> String {
        let part = |inside: &mut Inside| match inside {
            Inside::Quote => "> ".to_owned(),
            Inside::Item(mark) => mark.take().unwrap_or_else(|| "   ".to_owned()),
        };
        self.inside.iter_mut().map(part).collect()
    }

    fn mark(&mut self, mark: &str) {
        self.flush();
        self.out.push_str(mark);
    }

    fn open_emphasis(&mut self, mark: &str) {
        if !self.is_pre && !self.is_code {
            self.mark(mark);
            self.opened = self.out.len();
        }
    }

    /// A mark that closes needs its text right before it.
    fn close_emphasis(&mut self, mark: &str) {
        if self.is_pre || self.is_code {
            return;
        }
        if self.opened == self.out.len() && self.out.ends_with(mark) {
            return self.out.truncate(self.out.len() - mark.len());
        }
        let had_space = std::mem::take(&mut self.has_space);
        let breaks = std::mem::take(&mut self.breaks);
        self.out.push_str(mark);
        self.has_space = had_space;
        self.breaks = breaks;
    }

    fn code(&mut self, is_open: bool) {
        if self.is_code != is_open {
            self.is_code = is_open;
            let had_space = self.has_space;
            if !is_open {
                self.has_space = false;
            }
            self.mark("`");
            self.has_space = had_space && !is_open;
        }
    }

    fn close_pre(&mut self) {
        self.is_pre = false;
        if !self.out.ends_with('\n') {
            let prefix = self.prefix();
            self.out.push('\n');
            self.out.push_str(&prefix);
        }
        self.out.push_str("```");
        self.block();
    }

    fn address(&self, href: &str) -> Option<String> {
        let href = href.trim();
        let address = match self.base {
            Some(base) => base.join(href).ok()?.to_string(),
            None => href.to_owned(),
        };
        let is_plain = !address.is_empty()
            && !address.contains(|c: char| c.is_whitespace() || "()<>".contains(c));
        match is_plain {
            true => Some(address),
            false if address.is_empty() || address.contains(['<', '>', '\n']) => None,
            false => Some(format!("<{address}>")),
        }
    }

    fn close_link(&mut self) {
        if let Some(Some(address)) = self.links.pop() {
            let had_space = std::mem::take(&mut self.has_space);
            self.mark(&format!("]({address})"));
            self.has_space = had_space;
        }
    }

    fn image(&mut self, source: Option<String>, alt: &str) {
        if let Some(address) = source.and_then(|source| self.address(&source)) {
            self.mark("![");
            escape(&on_one_line(alt), false, &mut self.out);
            self.out.push_str(&format!("]({address})"));
        }
    }

    fn open_list(&mut self, is_ordered: bool) {
        match self.lists.is_empty() {
            true => self.block(),
            false => self.breaks = self.breaks.max(1),
        }
        self.lists.push(is_ordered.then_some(1));
    }

    fn open_item(&mut self) {
        if self.table.is_some() {
            return self.block();
        }
        if self.lists.is_empty() {
            self.open_list(false);
        }
        self.close_item();
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "-  ".to_owned(),
        };
        self.breaks = self.breaks.max(1);
        self.go_inside(Inside::Item(Some(mark)));
    }

    /// Beyond [`DEEPEST`] the lines are those of what is outside: their beginnings would be most of the
    /// text.
    fn go_inside(&mut self, inside: Inside) {
        if self.inside.len() < DEEPEST {
            self.inside.push(inside);
        }
    }

    /// Closes the item of the innermost list, unless an outer one is the last that is open.
    fn close_item(&mut self) {
        let items = self
            .inside
            .iter()
            .filter(|inside| matches!(inside, Inside::Item(_)));
        if items.count() >= self.lists.len() && !self.lists.is_empty() {
            self.leave(|inside| matches!(inside, Inside::Item(_)));
        }
        if self.table.is_none() {
            self.breaks = 1;
        }
    }

    /// Leaves the innermost of a kind and all inside of it.
    fn leave(&mut self, is_it: impl Fn(&Inside) -> bool) {
        if let Some(at) = self.inside.iter().rposition(is_it) {
            self.inside.truncate(at);
        }
    }

    fn open_table(&mut self) {
        match &mut self.table {
            Some(table) => table.depth += 1,
            None => {
                self.block();
                self.table = Some(Table::default());
            }
        }
    }

    fn is_outer_table(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.depth == 0)
    }

    fn open_row(&mut self) {
        if self.is_outer_table() {
            self.breaks = self.breaks.max(1);
            if let Some(table) = &mut self.table {
                table.cells = 0;
            }
        }
    }

    fn open_cell(&mut self) {
        if !self.is_outer_table() {
            return self.block();
        }
        self.has_space = false;
        let is_first = self.table.as_ref().is_none_or(|table| table.cells == 0);
        self.mark(if is_first { "| " } else { " | " });
        if let Some(table) = &mut self.table {
            table.cells += 1;
        }
        self.has_space = false;
    }

    fn close_row(&mut self) {
        if !self.is_outer_table() {
            return;
        }
        let Some(table) = &mut self.table else { return };
        let (rows, cells) = (table.rows, std::mem::take(&mut table.cells));
        if cells == 0 {
            return;
        }
        table.rows += 1;
        self.has_space = false;
        self.out.push_str(" |");
        // Markdown asks for a line below the first row.
        if rows == 0 {
            self.breaks = 1;
            self.mark(&"|---".repeat(cells));
            self.out.push('|');
        }
        self.breaks = 1;
    }

    fn close_table(&mut self) {
        match &mut self.table {
            Some(table) if table.depth > 0 => table.depth -= 1,
            Some(_) => {
                self.close_row();
                self.table = None;
                self.block();
            }
            None => {}
        }
    }

    fn finish(mut self) -> String {
        if self.is_pre {
            self.close_pre();
        }
        if self.is_code {
            self.out.push('`');
        }
        while !self.links.is_empty() {
            self.close_link();
        }
        self.out
    }
}

/// Writes a word so that Markdown reads it as text.
fn escape(word: &str, begins_line: bool, out: &mut String) {
    let first = word.chars().next();
    if begins_line && first.is_some_and(|c| matches!(c, '#' | '+' | '-' | '>' | '=' | '~' | '|')) {
        out.push('\\');
    }
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let is_mark = begins_line && word.strip_suffix(['.', ')']).is_some_and(is_number);
    let letters: Vec<char> = word.chars().collect();
    for (at, c) in letters.iter().enumerate() {
        let is_beside = |other: Option<&char>| other.is_some_and(|c| c.is_alphanumeric());
        let in_word = is_beside(at.checked_sub(1).and_then(|at| letters.get(at)))
            && is_beside(letters.get(at + 1));
        let is_special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' => true,
            '_' => !in_word,
            '&' => letters
                .get(at + 1)
                .is_some_and(|c| c.is_ascii_alphabetic() || *c == '#'),
            '.' | ')' => is_mark && at + 1 == letters.len(),
            _ => false,
        };
        if is_special {
            out.push('\\');
        }
        out.push(*c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let base = Base::parse("https://a.example/b/").unwrap();
        assert_eq!(markdown(html, Some(&base)), expected);
    }

    #[test]
    fn paragraphs_headings_and_marks_become_markdown() {
        check(
            "<h2>A</h2><p>One <em>two</em>, <strong>three</strong>.<br>Four</p><p>Five</p>",
            "## A\n\nOne *two*, **three**.  \nFour\n\nFive",
        );
        check(
            "<p>a <code>b *c</code> d</p><pre>one\n  two</pre>e",
            "a `b *c` d\n\n```\none\n  two\n```\n\ne",
        );
        check(
            "<blockquote><p>a</p><p>b</p></blockquote>c",
            "> a\n>\n> b\n\nc",
        );
        check("<p>a</p><hr><p>b", "a\n\n---\n\nb");
    }

    #[test]
    fn lists_nest() {
        check(
            "<ul><li>a<li>b<ol><li>c</li><li>d</li></ol></li></ul>e",
            "-  a\n-  b\n   1. c\n   2. d\n\ne",
        );
    }

    #[test]
    fn addresses_are_made_whole() {
        check(
            "see <a href=\"../c d\">this <b>one</b></a>!",
            "see [this **one**](https://a.example/c%20d)!",
        );
        check(
            "<img src=p.png alt='A [p]'>",
            "![A \\[p\\]](https://a.example/b/p.png)",
        );
        check(
            "<a name=x>a</a> <a href='https://b.example/(c)'>b</a>",
            "a [b](<https://b.example/(c)>)",
        );
    }

    #[test]
    fn tables_keep_their_cells_apart() {
        check(
            "<table><tr><th>a</th><th>b</th></tr><tr><td><p>c</p></td><td>d</td></tr></table>e",
            "| a | b |\n|---|---|\n| c | d |\n\ne",
        );
    }

    #[test]
    fn what_is_text_stays_text() {
        check(
            "# a *b* 1. snake_case _x_ &amp;lt; [c]",
            "\\# a \\*b\\* 1. snake_case \\_x\\_ \\&lt; \\[c\\]",
        );
        check("<p>1. a</p>", "1\\. a");
        check(
            "a<script>b</script><style>c</style><svg><p>d</svg>e<iframe src=x>f</iframe>",
            "ae",
        );
    }

    #[test]
    fn nothing_that_is_nested_exhausts_anything() {
        for tag in [
            "<div>",
            "<ul><li>",
            "<blockquote>",
            "<table><tr><td>",
            "<b>",
            "<a href=x>",
        ] {
            let html = format!("{}x", tag.repeat(2_000));
            assert!(markdown(&html, None).contains('x'), "{tag}");
        }
    }
}
