//! What must change in the bindings that wasm-bindgen generates?
//!
//! Four things that nobody can ask wasm-bindgen or Yew for, so the text is changed. When one is
//! not found as expected, a new version works differently, and the build says so.

use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;

/// Yew marks nodes and events by properties of these names. Two Yew programs on one page read
/// each other's marks in an open shadow root, and take each other's events.
const YEW_MARK: &str = ".__yew_";
const OUR_MARK: &str = ".__newsrack_yew_";

/// The only way markup in a string could reach the page. The widget never uses it, and strict
/// pages search for it.
const SETTER: &str = "arg0.innerHTML = getStringFromWasm0(arg1, arg2);";
const REFUSAL: &str = "throw new Error(\"news-rack takes no markup from a string\");";

/// How values are described in messages that no reader sees: sixty lines, where one will do.
const DESCRIBE: &str = "const ret = debugString(arg1);";
const NAME: &str = "const ret = String(arg1);";

/// How an instance comes about, for every way to load a module; it ends with the bindings.
const LOADER: &str = "    async function __wbg_load(";
const END: &str = "})({ __proto__: null });";
const FINISHED: &str = "return __wbg_finalize_init(instance, module);";
/// Where the bindings look for a module of their own.
const PLACE: &str = "    let script_src;\n";

/// The one way we do: `element.js` has fetched, checked and compiled the module.
const OUR_LOADER: &str = "    return Object.assign(async ({ module_or_path: module }) => {
        const instance = await WebAssembly.instantiate(module, __wbg_get_imports());
        return __wbg_finalize_init(instance, module);
    }, exports);
})({ __proto__: null });
";

/// The bindings with Yew's marks renamed, the setter of markup refusing, short descriptions, and one
/// way to start.
///
/// # Errors
///
/// When one is not there as expected.
pub(super) fn patched(glue: &str) -> Result<String> {
    ensure!(
        glue.contains(YEW_MARK),
        "the bindings hold no `{YEW_MARK}…`; look how Yew marks its nodes now"
    );
    let glue = glue.replace(YEW_MARK, OUR_MARK);
    ensure!(
        !glue.contains("__yew_"),
        "the bindings name `__yew_` in a way that was not renamed"
    );
    let setters = glue.matches("innerHTML = ").count();
    ensure!(
        setters == 1 && glue.contains(SETTER),
        "the bindings set innerHTML {setters} times; once, as `{SETTER}`, was expected"
    );
    let descriptions = glue.matches(DESCRIBE).count();
    ensure!(
        descriptions == 1,
        "the bindings describe values {descriptions} times; once, as `{DESCRIBE}`, was expected"
    );
    let glue = glue.replace(SETTER, REFUSAL).replace(DESCRIBE, NAME);
    let glue = without_describer(&glue)
        .context("the bindings' `debugString` is not where it was expected")?;
    with_our_loader(&glue).context("the bindings' `__wbg_load` is not where it was expected")
}

/// The bindings with our loader, and without the search for a place to load from.
fn with_our_loader(glue: &str) -> Option<String> {
    let (before, rest) = glue.split_once(LOADER)?;
    let is_last = rest.trim_end().ends_with(END) && rest.contains(FINISHED);
    let (top, bindings) = before.split_once(PLACE)?;
    let (_, bindings) = bindings.split_once("\n    }\n")?;
    is_last.then(|| format!("{top}{bindings}{OUR_LOADER}"))
}

/// The bindings without the function that nobody calls any more; it ends where the next line is
/// indented like its first.
fn without_describer(glue: &str) -> Option<String> {
    let (before, rest) = glue.split_once("    function debugString(val) {\n")?;
    let (_, after) = rest.split_once("\n    }\n")?;
    Some(format!("{before}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIBER: &str =
        "    function debugString(val) {\n        if (val) {\n        }\n    }\n";

    #[test]
    fn marks_are_renamed_the_setter_refuses_and_there_is_one_way_to_start() {
        let glue = format!(
            "{PLACE}    if (x) {{\n    }}\narg0.__yew_listener_id = arg1;\n{SETTER}\n{DESCRIBE}\n\
             {DESCRIBER}next\n{LOADER}x) {{\n{FINISHED}\n{END}\n"
        );
        let patched = patched(&glue).expect("as expected");
        let mark = "arg0.__newsrack_yew_listener_id = arg1;";
        assert_eq!(
            patched,
            format!("{mark}\n{REFUSAL}\n{NAME}\nnext\n{OUR_LOADER}")
        );
    }

    #[test]
    fn a_change_in_what_is_generated_is_an_error() {
        assert!(patched(SETTER).is_err());
        assert!(patched("arg0.__yew_x; arg0.innerHTML = arg1;").is_err());
        assert!(patched(&format!("a.__yew_x; b['__yew_y']; {SETTER}")).is_err());
        assert!(patched(&format!("a.__yew_x; {SETTER} {SETTER}")).is_err());
        assert!(patched(&format!("a.__yew_x; {SETTER}")).is_err());
    }
}
