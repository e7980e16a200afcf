//! How do the functions that the WebAssembly imports become a list?
//!
//! The bindings hold them in an object, under a name each, which is read once and paid for by every
//! reader. A list is an object, too: there they are known by their places.

use super::sections::Names;
use super::sections::find;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;

/// Where the functions stand in the bindings, and what opens and closes a list of them.
const OPENS: &str = "        const import0 = {\n            __proto__: null,\n";
const CLOSES: &str = "\n        };\n        return {\n            __proto__: null,\n";
const LIST: (&str, &str) = (
    "        const import0 = [\n",
    "\n        ];\n        return {\n",
);

/// A line inside a function is indented deeper than the first and the last one.
const INDENT: &str = "            ";

/// What catches for the WebAssembly, which cannot: `handleError` as it is called, and as it is here.
const CATCHING: (&str, &str) = (
    ": function() { return handleError(function (",
    "}, arguments); },",
);
const HANDLER: (&str, &str) = (
    "function handleError(f, args) {\n        try {\n            return f.apply(this, args);\n",
    "const handleError = (f) => (...args) => {\n        try {\n            return f(...args);\n",
);

/// The bindings with a list of the functions that the WebAssembly still imports, and each one's place by the
/// name it had.
///
/// # Errors
///
/// When the functions do not stand there as expected.
pub(super) fn listed(bindings: &str, wasm: &[u8]) -> Result<(String, Names)> {
    let parts = bindings.split_once(OPENS).and_then(|(before, rest)| {
        let (functions, after) = rest.split_once(CLOSES)?;
        Some((before, functions, after))
    });
    let (before, functions, after) =
        parts.context("the bindings keep what the WebAssembly imports in a way of their own")?;
    ensure!(
        after.matches(HANDLER.0).count() == 1,
        "the bindings' `handleError` is not as expected"
    );
    let mut names = Names::new();
    let mut is_imported = true;
    let lines = functions.lines().filter(|line| {
        if let Some(name) = name_of(line) {
            is_imported = find(wasm, name.as_bytes()).is_some();
        }
        is_imported
    });
    let lines = lines.map(|line| short(line, &mut names));
    let functions = lines.collect::<Vec<_>>().join("\n");
    let after = after.replace(HANDLER.0, HANDLER.1);
    Ok((
        format!("{before}{}{functions}{}{after}", LIST.0, LIST.1),
        names,
    ))
}

/// The name of a function, in its first line.
fn name_of(line: &str) -> Option<&str> {
    let own = line.strip_prefix(INDENT)?;
    let (name, _) = own.split_once(": function(")?;
    (!name.contains(' ')).then_some(name)
}

/// A function's first line loses the name, and its last one what the other way to catch leaves over.
fn short(line: &str, names: &mut Names) -> String {
    let own = line
        .strip_prefix(INDENT)
        .filter(|own| !own.starts_with(' '));
    let Some(own) = own else {
        return line.to_owned();
    };
    let arrow =
        |start: &str, head: &str| format!("{INDENT}{start}({}", head.replacen(") {", ") => {", 1));
    if let Some((name, head)) = own.split_once(CATCHING.0) {
        place(name, names);
        arrow("handleError(", head)
    } else if let Some((name, head)) = own.split_once(": function(") {
        place(name, names);
        arrow("", head)
    } else {
        line.replace(CATCHING.1, "}),")
    }
}

fn place(name: &str, names: &mut Names) {
    let place = names.len().to_string();
    names.insert(name.to_owned(), place);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_known_by_their_places() {
        let bindings = format!(
            "{OPENS}            b: function(arg0) {{\n                arg0.b();\n            }},\n            \
             gone: function() {{\n                gone();\n            }},\n            \
             a{}arg0, arg1) {{\n                arg0.a(arg1);\n            {}{CLOSES}            \
             \"x\": import0\n    {}",
            CATCHING.0, CATCHING.1, HANDLER.0
        );
        let (listed, names) = listed(&bindings, b"\x01a\x01b").expect("as expected");
        let expected = format!(
            "{}            (arg0) => {{\n                arg0.b();\n            }},\n            \
             handleError((arg0, arg1) => {{\n                arg0.a(arg1);\n            }}),{}            \
             \"x\": import0\n    {}",
            LIST.0, LIST.1, HANDLER.1
        );
        assert_eq!(listed, expected);
        let place = |name: &str| names.get(name).map(String::as_str);
        assert_eq!((place("b"), place("a")), (Some("0"), Some("1")));
    }

    #[test]
    fn a_change_in_how_functions_stand_is_an_error() {
        assert!(listed("", b"").is_err());
        assert!(listed(&format!("{OPENS}{CLOSES}"), b"").is_err());
    }
}
