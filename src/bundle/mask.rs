//! Which bytes of front matter belong to `secured`, so that nobody ever sees them?
//!
//! A scanner that knows just enough YAML (and so JSON) to tell keys from text. Structure is kept and
//! what a scalar of `secured` says is dropped as it streams by, so a gigabyte of it costs no memory,
//! the parser still meets every fault of the original, and no message can quote it.

use memchr::{memchr2, memchr3};

/// What stands for a dropped scalar; numbered from the second on, since keys must differ.
pub(crate) const DROPPED: &str = "…";

/// Bytes that are remembered of what may be a key: no key that matters is longer.
const KEY: usize = 32;

/// Takes front matter byte by byte and keeps all but the text inside `secured`.
#[derive(Debug)]
pub(crate) struct Mask {
    kept: Vec<u8>,
    anchors: Vec<Anchor>,
    has_odd_keys: bool,
    state: State,
    /// Open `[` and `{`.
    flow: u32,
    line: u32,
    /// Characters since the start of the line.
    column: usize,
    /// Nothing but white space so far on this line.
    is_fresh: bool,
    /// Where the node that is being read begins, once it has.
    node: Option<usize>,
    /// Column of the innermost key or dash above: what is deeper belongs to it.
    indent: Option<usize>,
    after_space: bool,
    key: Key,
    secret: Option<Secret>,
    scalars: usize,
    is_dropping: bool,
    is_json: bool,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub line: u32,
    /// From 0, in characters.
    pub column: usize,
}

/// Ties a place in what was kept to the place it had in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anchor {
    /// In bytes of the kept text.
    pub at: usize,
    /// From 1.
    pub line: u32,
    /// From 0, in characters.
    pub column: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// A node, an indicator or white space.
    Between,
    Plain,
    /// A new line that may continue the plain scalar above.
    Folded,
    Single,
    Double,
    Escape,
    /// After a quote, which ends the scalar unless it was one of two single ones.
    Quoted {
        single: bool,
    },
    /// After the colon that may have ended a plain key.
    Colon,
    Dash,
    Question,
    /// An anchor, an alias or a tag.
    Property,
    Comment,
    /// The rest of the line after `|` or `>`.
    Header,
    Literal,
}

/// The start of the last scalar, in case it turns out to be a key.
#[derive(Debug, Default)]
struct Key {
    text: Vec<u8>,
    is_candidate: bool,
}

/// The value of `secured` that is being read.
#[derive(Debug)]
struct Secret {
    /// Where its key stands.
    column: usize,
    /// Open brackets around its key.
    flow: u32,
    /// Whether the value is a list whose dashes stand right below the key; unknown until it begins.
    is_flush_list: Option<bool>,
}

/// What was kept, and where it stood.
#[derive(Debug)]
pub(crate) struct Masked {
    pub text: Vec<u8>,
    pub anchors: Vec<Anchor>,
    /// Keys in disguise (`"\x73ecured"`, `? secured`): no line of such a file may be shown.
    pub has_odd_keys: bool,
}

impl Mask {
    /// For text that begins there.
    pub(crate) fn new(Place { line, column }: Place) -> Self {
        Self {
            kept: Vec::new(),
            anchors: vec![Anchor {
                at: 0,
                line,
                column,
            }],
            has_odd_keys: false,
            state: State::Between,
            flow: 0,
            line,
            column,
            is_fresh: true,
            node: None,
            indent: None,
            after_space: true,
            key: Key::default(),
            secret: None,
            scalars: 0,
            is_dropping: false,
            is_json: false,
        }
    }

    /// For JSON, whose parser would not take a bare word for what was dropped.
    pub(crate) fn json(place: Place) -> Self {
        Self {
            is_json: true,
            ..Self::new(place)
        }
    }

    /// Bytes kept so far.
    pub(crate) fn len(&self) -> usize {
        self.kept.len()
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            if self.is_fresh && !is_blank(byte) {
                self.begin_line(byte);
            }
            if self.secret_ends(byte) {
                self.secret = None;
            }
            self.step(byte);
            self.advance(byte);
            rest = self.pass(after);
        }
    }

    /// Takes text in one go, up to what may end it: most bytes of most files.
    fn pass<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        if self.is_fresh {
            return bytes;
        }
        let end = match self.state {
            State::Double => memchr3(b'"', b'\\', b'\n', bytes),
            State::Single => memchr2(b'\'', b'\n', bytes),
            State::Plain if self.flow == 0 => memchr3(b':', b'#', b'\n', bytes),
            _ => Some(0),
        };
        let (text, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
        let Some(&last) = text.last() else {
            return bytes;
        };
        self.key.take(text);
        self.text(text);
        self.after_space = is_blank(last);
        self.column += text.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        rest
    }

    pub(crate) fn finish(mut self) -> Masked {
        if self.is_dropping {
            self.kept.push(b'\n');
        }
        Masked {
            text: self.kept,
            anchors: self.anchors,
            has_odd_keys: self.has_odd_keys,
        }
    }

    /// Settles what the lines above left open, now that it is known how deep this one is.
    fn begin_line(&mut self, byte: u8) {
        let is_deeper = self.indent.is_none_or(|indent| self.column > indent);
        match self.state {
            State::Folded if is_deeper && byte != b'#' => self.state = State::Plain,
            State::Folded => self.state = State::Between,
            State::Literal if !is_deeper => self.leave_literal(),
            _ => {}
        }
    }

    /// A dropped literal took the line breaks and the indentation along.
    fn leave_literal(&mut self) {
        self.state = State::Between;
        if self.secret.is_some() {
            self.kept.push(b'\n');
            self.anchors.push(Anchor {
                at: self.kept.len(),
                line: self.line,
                column: 0,
            });
            self.kept.extend(std::iter::repeat_n(b' ', self.column));
            self.is_dropping = false;
        }
    }

    fn secret_ends(&self, byte: u8) -> bool {
        let Some(secret) = &self.secret else {
            return false;
        };
        if secret.flow > 0 {
            let is_open = !matches!(self.state, State::Single | State::Double | State::Escape);
            return is_open && self.flow == secret.flow && matches!(byte, b',' | b'}' | b']');
        }
        let is_node = self.is_fresh && self.flow == 0 && !is_blank(byte) && byte != b'#';
        let may_list = secret.is_flush_list != Some(false) && byte == b'-';
        let is_outside = self.column < secret.column || (self.column == secret.column && !may_list);
        self.state == State::Between && is_node && is_outside
    }

    fn step(&mut self, byte: u8) {
        match self.state {
            State::Between => self.between(byte),
            State::Plain => self.plain(byte),
            State::Folded => self.keep(byte),
            State::Single if byte == b'\'' => self.close(byte, true),
            State::Double if byte == b'"' => self.close(byte, false),
            State::Single => self.quoted(byte),
            State::Double | State::Escape => self.escaped(byte),
            State::Quoted { single: true } if byte == b'\'' => self.reopen(byte),
            State::Quoted { .. } => self.after_quoted(byte),
            State::Colon => self.after_colon(byte),
            State::Dash | State::Question => self.after_indicator(byte),
            State::Property => self.property(byte),
            State::Comment => self.comment(byte),
            State::Header => self.header(byte),
            State::Literal => self.text(&[byte]),
        }
    }

    fn between(&mut self, byte: u8) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => return self.keep(byte),
            b'#' if self.after_space => self.state = State::Comment,
            b'"' => return self.open(byte, State::Double),
            b'\'' => return self.open(byte, State::Single),
            b'[' | b'{' => return self.bracket(byte),
            b']' | b'}' => {
                self.flow = self.flow.saturating_sub(1);
                self.key.is_candidate = false;
                return self.keep(byte);
            }
            b',' if self.flow > 0 => {
                self.key.is_candidate = false;
                return self.keep(byte);
            }
            b':' if self.key.is_candidate => {
                self.keep(byte);
                return self.found_key();
            }
            b'-' => self.begin(State::Dash),
            b'?' => self.begin(State::Question),
            b'&' | b'*' | b'!' => self.begin(State::Property),
            b'|' | b'>' if self.flow == 0 => {
                self.mark_scalar();
                self.state = State::Header;
            }
            _ => return self.begin_plain(byte),
        }
        match self.state {
            State::Dash | State::Question => self.keep(byte),
            _ => self.text(&[byte]),
        }
    }

    fn begin(&mut self, state: State) {
        self.node.get_or_insert(self.column);
        self.state = state;
    }

    fn begin_plain(&mut self, byte: u8) {
        self.begin(State::Plain);
        self.mark_scalar();
        self.key.begin(b"");
        self.plain(byte);
    }

    fn plain(&mut self, byte: u8) {
        match byte {
            b':' => self.state = State::Colon,
            b'\n' => {
                self.key.is_candidate &= self.flow > 0;
                self.state = if self.flow > 0 {
                    State::Between
                } else {
                    State::Folded
                };
                return self.keep(byte);
            }
            b'#' if self.after_space => {
                self.key.is_candidate = false;
                self.state = State::Comment;
            }
            b',' | b'[' | b']' | b'{' | b'}' if self.flow > 0 => {
                self.state = State::Between;
                return self.between(byte);
            }
            _ => self.key.take(&[byte]),
        }
        if byte != b':' {
            self.text(&[byte]);
        }
    }

    /// The colon was held back: it belongs to the structure or to the text.
    fn after_colon(&mut self, byte: u8) {
        let is_key =
            is_blank(byte) || (self.flow > 0 && matches!(byte, b',' | b'[' | b']' | b'{' | b'}'));
        if is_key {
            self.keep(b':');
            self.found_key();
            return self.between(byte);
        }
        self.key.take(b":");
        self.text(b":");
        self.state = State::Plain;
        self.plain(byte);
    }

    fn found_key(&mut self) {
        self.state = State::Between;
        let column = self.node.unwrap_or(self.column);
        if self.flow == 0 {
            self.indent = Some(column);
        }
        let is_candidate = std::mem::take(&mut self.key.is_candidate);
        if is_candidate && self.key.is_secured() && self.secret.is_none() {
            self.secret = Some(Secret {
                column,
                flow: self.flow,
                is_flush_list: None,
            });
        }
    }

    fn open(&mut self, byte: u8, state: State) {
        self.begin(state);
        self.keep(byte);
        self.mark_scalar();
        self.key.begin(b"");
    }

    fn quoted(&mut self, byte: u8) {
        self.key.take(&[byte]);
        self.text(&[byte]);
    }

    fn escaped(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            (State::Double, b'\\') => State::Escape,
            _ => State::Double,
        };
        self.quoted(byte);
    }

    fn close(&mut self, byte: u8, single: bool) {
        self.keep(byte);
        self.state = State::Quoted { single };
    }

    /// Two single quotes are one that belongs to the text.
    fn reopen(&mut self, byte: u8) {
        self.state = State::Single;
        self.key.is_candidate = false;
        self.keep(byte);
    }

    fn after_quoted(&mut self, byte: u8) {
        self.state = State::Between;
        if byte == b':' && self.key.text.contains(&b'\\') {
            self.has_odd_keys = true;
        }
        self.between(byte);
    }

    fn bracket(&mut self, byte: u8) {
        self.begin(State::Between);
        self.mark_value(false);
        self.flow += 1;
        self.key.is_candidate = false;
        self.keep(byte);
    }

    /// `-` and `?` are indicators only before white space.
    fn after_indicator(&mut self, byte: u8) {
        if !is_blank(byte) {
            self.mark_scalar();
            self.key.begin(b"-");
            self.state = State::Plain;
            return self.plain(byte);
        }
        self.has_odd_keys |= self.state == State::Question;
        self.mark_value(self.state == State::Dash);
        self.state = State::Between;
        if self.flow == 0 {
            self.indent = self.node;
        }
        self.node = None;
        self.between(byte);
    }

    fn property(&mut self, byte: u8) {
        if is_blank(byte) || (self.flow > 0 && matches!(byte, b',' | b']' | b'}')) {
            self.state = State::Between;
            return self.between(byte);
        }
        self.text(&[byte]);
    }

    fn comment(&mut self, byte: u8) {
        if byte != b'\n' {
            return self.text(&[byte]);
        }
        self.state = State::Between;
        self.keep(byte);
    }

    fn header(&mut self, byte: u8) {
        self.text(&[byte]);
        if byte == b'\n' {
            self.state = State::Literal;
        }
    }

    /// A scalar begins; inside `secured` its text will not follow.
    fn mark_scalar(&mut self) {
        self.mark_value(false);
        if self.secret.is_none() {
            return;
        }
        self.scalars += 1;
        self.is_dropping = true;
        if self.is_json && matches!(self.state, State::Plain | State::Dash) {
            return self.kept.push(b'0');
        }
        self.kept.extend_from_slice(DROPPED.as_bytes());
        if self.scalars > 1 {
            self.kept
                .extend_from_slice(self.scalars.to_string().as_bytes());
        }
    }

    /// Notes how the value of `secured` begins.
    fn mark_value(&mut self, is_dash: bool) {
        let node = self.node;
        if let Some(secret) = &mut self.secret {
            secret
                .is_flush_list
                .get_or_insert(is_dash && node == Some(secret.column));
        }
    }

    /// Keeps what belongs to the structure.
    fn keep(&mut self, byte: u8) {
        self.keep_all(&[byte]);
    }

    fn keep_all(&mut self, bytes: &[u8]) {
        if std::mem::take(&mut self.is_dropping) {
            let at = self.kept.len();
            self.anchors.push(Anchor {
                at,
                line: self.line,
                column: self.column,
            });
        }
        self.kept.extend_from_slice(bytes);
    }

    /// Keeps what is text, unless it is the text of `secured`.
    fn text(&mut self, bytes: &[u8]) {
        match self.secret {
            Some(_) => self.is_dropping = true,
            None => self.keep_all(bytes),
        }
    }

    fn advance(&mut self, byte: u8) {
        self.after_space = is_blank(byte);
        if byte == b'\n' {
            self.line += 1;
            self.column = 0;
            self.is_fresh = true;
            self.node = None;
            return;
        }
        self.is_fresh &= is_blank(byte);
        // Bytes that continue a character do not count.
        self.column += usize::from(byte & 0xC0 != 0x80);
    }
}

impl Key {
    /// Begins another scalar with this. The memory of the one before serves again.
    fn begin(&mut self, text: &[u8]) {
        self.is_candidate = true;
        self.text.clear();
        self.take(text);
    }

    fn take(&mut self, text: &[u8]) {
        let room = KEY - self.text.len();
        let text = &text[..text.len().min(room)];
        self.text.extend_from_slice(text);
    }

    fn is_secured(&self) -> bool {
        self.text.trim_ascii_end() == b"secured"
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(text: &str) -> Masked {
        let mut mask = Mask::new(Place { line: 1, column: 0 });
        mask.push(text.as_bytes());
        mask.finish()
    }

    #[track_caller]
    fn check(text: &str, kept: &str) {
        assert_eq!(String::from_utf8(mask(text).text).unwrap(), kept);
    }

    #[track_caller]
    fn check_untouched(text: &str) {
        check(text, text);
    }

    #[test]
    fn one_line_of_any_kind_is_dropped() {
        check(
            "a: 1\nsecured: \"C/N=\"\nb: 2\n",
            "a: 1\nsecured: \"…\"\nb: 2\n",
        );
        check("secured: 'it''s C'\nb: 2\n", "secured: '…'''\nb: 2\n");
        check("secured: C N # C\nb: 2\n", "secured: …\nb: 2\n");
        check("\"secured\": C\nb: 2\n", "\"secured\": …\nb: 2\n");
        check("secured : C\nb: 2\n", "secured : …\nb: 2\n");
        check("secured: \"a\\\"C\"\nb: 2\n", "secured: \"…\"\nb: 2\n");
        check("secured: a:C\nb: 2\n", "secured: …\nb: 2\n");
        check("secured: -C\nb: 2\n", "secured: -…\nb: 2\n");
        check(
            "!!str secured: !!binary C\nb: 2\n",
            "!!str secured: …\nb: 2\n"
                .replace("secured: …", "secured:  …")
                .as_str(),
        );
    }

    #[test]
    fn what_is_dropped_from_json_leaves_json() {
        let mut mask = Mask::json(Place { line: 1, column: 4 });
        mask.push(b"{\"secured\": [12, -3.5e1, true, \"C\", {\"N\": null}], \"a\": 1}");
        let kept = String::from_utf8(mask.finish().text).unwrap();
        assert_eq!(
            kept,
            "{\"secured\": [0, -0, 0, \"…4\", {\"…5\": 0}], \"a\": 1}"
        );
    }

    #[test]
    fn values_of_many_lines_are_dropped() {
        check("secured: \"C\n  N\"\nb: 2\n", "secured: \"…\"\nb: 2\n");
        check("secured: C\n  N\nb: 2\n", "secured: …\n  \nb: 2\n");
        check("secured: |\n  C\n\n  N\nb: 2\n", "secured: …\nb: 2\n");
        check("- secured: >-\n    C\n  b: 2\n", "- secured: …\n  b: 2\n");
        check("secured: |\n  C\n", "secured: …\n");
    }

    #[test]
    fn nested_values_keep_their_structure_alone() {
        check(
            "secured:\n  C: N\n  D: E\nb: 2\n",
            "secured:\n  …: …2\n  …3: …4\nb: 2\n",
        );
        check("secured:\n- C\n- N\nb: 2\n", "secured:\n- …\n- …2\nb: 2\n");
        check(
            "secured:\n# C\n  D: [E, {F: G}]\nb: 2\n",
            "secured:\n\n  …: […2, {…3: …4}]\nb: 2\n",
        );
    }

    #[test]
    fn any_depth_is_reached() {
        check("p:\n  secured: C\n  n: 1\n", "p:\n  secured: …\n  n: 1\n");
        check(
            "l:\n  - secured: C\n    n: 1\n",
            "l:\n  - secured: …\n    n: 1\n",
        );
        check(
            "p: {n: 1, secured: C, m: 2}\n",
            "p: {n: 1, secured: …, m: 2}\n",
        );
        check(
            "{\"secured\":\"C,}\",\"m\":[1]}\n",
            "{\"secured\":\"…\",\"m\":[1]}\n",
        );
        check("p: {secured:\n  C}\nb: 2\n", "p: {secured:\n  …}\nb: 2\n");
    }

    #[test]
    fn text_that_mentions_it_is_left_alone() {
        check_untouched("title: \"secured: yes\"\nb: 'x secured: y'\n");
        check_untouched("excerpt: |\n  secured: this\n  stays\nb: 2\n");
        check_untouched("excerpt: \"one\n  secured: this\"\nb: 2\n");
        check_untouched("secured-by: us\nunsecured: x\nsecured:x\nb: secured\n# secured: x\n");
        check_untouched("a: He said\n  \"hello\n  there\nb: it's\nc: [a, 'b', \"c\"]\n-d: e\n");
    }

    #[test]
    fn text_in_quotes_on_a_later_line_opens_no_scalar() {
        check(
            "a: He said\n  \"hello\nsecured: C\n",
            "a: He said\n  \"hello\nsecured: …\n",
        );
    }

    #[test]
    fn an_end_that_never_comes_stays_a_fault() {
        check("secured: \"C\npublished: false\n", "secured: \"…\n");
        check(
            "secured: \"C\"\n published: false\n",
            "secured: \"…\"\n …2: …3\n",
        );
    }

    #[test]
    fn keys_in_disguise_are_noticed() {
        assert!(mask("\"\\x73ecured\": C\n").has_odd_keys);
        assert!(mask("? secured\n: C\n").has_odd_keys);
        assert!(!mask("a: \"b\\n\"\nb: what?\n").has_odd_keys);
    }

    #[test]
    fn long_text_in_quotes_is_passed_over_whole() {
        let long = "ä secured: x \\\" # ".repeat(9);
        check_untouched(&format!("a: \"{long}\"\nb: 2\n"));
        check(
            &format!("secured: \"{long}\n{long}\"\nb: 2\n"),
            "secured: \"…\"\nb: 2\n",
        );
        let masked = mask(&format!("{{secured: '{}', b: 2}}\n", "ä".repeat(50)));
        assert_eq!(masked.anchors.last().unwrap().column, 61);
    }

    #[test]
    fn kept_text_knows_where_it_stood() {
        let masked = mask("a: 1\nsecured: |\n  C\n  N\nb: 2\n");
        let last = masked.anchors.last().unwrap();
        assert_eq!(
            (&masked.text[last.at..], last.line, last.column),
            (&b"b: 2\n"[..], 5, 0)
        );
    }
}
