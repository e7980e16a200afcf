//! What must change in the bindings that wasm-bindgen generates?
//!
//! Things that nobody can ask wasm-bindgen or Yew for, so the text is changed. When one is not found
//! as expected, a new version works differently, and the build says so.

use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;

/// Yew marks nodes and events by properties of these names. Two Yew programs on one page read
/// each other's marks in an open shadow root, and take each other's events.
const YEW_MARK: &str = ".__yew_";
const OUR_MARK: &str = ".__newsrack_";

/// The only way markup in a string could reach the page. The widget never uses it, and strict
/// pages search for it.
const SETTER: &str = "arg0.innerHTML = getStringFromWasm0(arg1, arg2);";
const REFUSAL: &str = "throw new Error(\"news-rack takes no markup from a string\");";

/// How values are described in messages that no reader sees: sixty lines, where one will do.
const DESCRIBE: &str = "const ret = debugString(arg1);";
const NAME: &str = "const ret = String(arg1);";

/// How the WebAssembly is found and fetched: from where the script lies, in any of eight ways. Ours
/// arrives compiled, for the element checks it by its integrity and shares it.
const FINDS: (&str, &str) = ("    let script_src;\n", "\n    }\n");
const LOADS: (&str, &str) = (
    "    async function __wbg_load(module, imports) {\n",
    "    return Object.assign(__wbg_init, { initSync }, exports);\n",
);
const START: &str = "\
    return Object.assign(async (module) => {
        const instance = await WebAssembly.instantiate(module, __wbg_get_imports());
        return __wbg_finalize_init(instance, module);
    }, exports);
";

/// What our readers do without, from where to where, and what takes its place: ways for browsers older
/// than any that runs the widget, a second way to copy a text, calls of a function that calls another, to drop an engine by hand or when it is
/// forgotten, for its memory goes with it, what is kept or emptied for a second start, a second kind of
/// closures, for listeners, of which there are none, places in memory beyond two gigabytes, and long names.
const SPARED: [(&str, &str, &str); 31] = [
    (
        "const ret = typeof ",
        "addToExternrefTable0(ret);",
        "return addToExternrefTable0(globalThis);",
    ),
    (
        "Uint8Array.prototype.set.call(getArrayU8FromWasm0(arg0, arg1), arg2)",
        "",
        "getUint8ArrayMemory0().set(arg2, arg0)",
    ),
    ("decodeText(get", "", "cachedTextDecoder.decode(get"),
    ("            RackFinalization.unregister(this);", "\n", ""),
    ("            RackFinalization.register(", "\n", ""),
    ("    cachedTextDecoder.decode();", "\n", ""),
    ("    const RackFinalization = ", "ptr, 1));\n", ""),
    ("    if (!('encodeInto' in ", "\n    }\n", ""),
    (
        "(typeof FinalizationRegistry === 'undefined')",
        "        : ",
        "",
    ),
    (
        "(cachedDataViewMemory0 === null",
        "wasm.memory.buffer))",
        "(cachedDataViewMemory0?.buffer !== wasm.memory.buffer)",
    ),
    (
        "(cachedUint8ArrayMemory0 === null",
        "byteLength === 0)",
        "(!cachedUint8ArrayMemory0?.byteLength)",
    ),
    (
        "let result;\n                try {\n                    result =",
        "",
        "return",
    ),
    (";\n                } catch (_) {", "return ret;", ";"),
    ("        if (realloc === undefined) {\n", "", ""),
    (
        "        }\n\n        let len = arg.length;\n",
        "return ptr;\n",
        "",
    ),
    (", wasm.__wbindgen_realloc", "", ""),
    ("        free() {", "\n        }\n", ""),
    ("        __destroy_into_raw() {", "\n        }\n", ""),
    (
        "this.__destroy_into_raw();",
        "",
        "this.at;\n            this.at = 0;",
    ),
    ("    if (Symbol.dispose)", "\n", ""),
    ("    let wasmModule, wasmInstance,", "", "    let"),
    ("        wasmInstance =", "\n", ""),
    (
        "        wasmModule =",
        "= null;\n        cachedUint8ArrayMemory0 = null;\n",
        "",
    ),
    ("    function makeClosure(", "\n    }\n", ""),
    (" = makeClosure(", "", " = makeMutClosure("),
    ("(arg0 >>> 0) + ", "", "arg0 + "),
    ("        ptr = ptr >>> 0;\n", "", ""),
    ("length * 4, 4) >>> 0;", "", "length * 4, 4);"),
    ("length, 1) >>> 0;", "", "length, 1);"),
    ("__wbg_ptr", "", "at"),
    ("._wbg_cb_unref", "", ".unref"),
];

/// What runs by itself, painting above all, is called by the browser: nobody else would notice there that
/// the engine has died. `died` is a parameter of the function that the bindings stand in.
const UNNOTICED: &str = "state.b, ...args);\n            } finally {\n";
const NOTICED: &str = "\
state.b, ...args);
            } catch (fault) {
                died(fault);
            } finally {
";

/// The bindings with Yew's marks renamed, the setter of markup refusing, short descriptions, nothing
/// that is never used, and taking a module that is compiled already.
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
    let glue = SPARED
        .iter()
        .try_fold(glue, |glue, cut| without(&glue, cut))?;
    let glue = started_by_module(&glue)
        .context("the bindings load the WebAssembly in a way of their own")?;
    let closures = glue.matches(UNNOTICED).count();
    ensure!(
        closures == 1,
        "the bindings call closures in {closures} ways; one was expected"
    );
    Ok(glue.replace(UNNOTICED, NOTICED))
}

/// The bindings with something else wherever this stretch of them was.
fn without(glue: &str, (from, to, instead): &(&str, &str, &str)) -> Result<String> {
    let mut pieces = glue.split(from);
    let mut left = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (_, after) = piece
            .split_once(to)
            .with_context(|| format!("after `{}` no `{to}` comes", from.trim()))?;
        left.push_str(instead);
        left.push_str(after);
    }
    ensure!(
        left != glue,
        "the bindings hold no `{}`; look whether it can still be left out",
        from.trim()
    );
    Ok(left)
}

/// The bindings without the function that nobody calls any more; it ends where the next line is
/// indented like its first.
fn without_describer(glue: &str) -> Option<String> {
    let (before, rest) = glue.split_once("    function debugString(val) {\n")?;
    let (_, after) = rest.split_once("\n    }\n")?;
    Some(format!("{before}{after}"))
}

/// The bindings as a function of the compiled module.
fn started_by_module(glue: &str) -> Option<String> {
    let (head, rest) = glue.split_once(FINDS.0)?;
    let (_, rest) = rest.split_once(FINDS.1)?;
    let (body, rest) = rest.split_once(LOADS.0)?;
    let (_, tail) = rest.split_once(LOADS.1)?;
    Some(format!("{head}{body}{START}{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIBER: &str =
        "    function debugString(val) {\n        if (val) {\n        }\n    }\n";

    #[test]
    fn marks_are_renamed_and_the_setter_refuses() {
        let spared: String = SPARED
            .iter()
            .map(|(from, to, _)| format!("{from}{to}"))
            .collect();
        let left: String = SPARED.iter().map(|(_, _, instead)| *instead).collect();
        let (finds, loads) = (FINDS.0.to_owned() + FINDS.1, LOADS.0.to_owned() + LOADS.1);
        let glue = format!(
            "{finds}arg0.__yew_listener_id = arg1;\n{SETTER}\n{DESCRIBE}\n{DESCRIBER}{spared}{loads}\
             {UNNOTICED}next\n"
        );
        let patched = patched(&glue).expect("as expected");
        assert_eq!(
            patched,
            format!(
                "arg0.__newsrack_listener_id = arg1;\n{REFUSAL}\n{NAME}\n{left}{START}{NOTICED}next\n"
            )
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
