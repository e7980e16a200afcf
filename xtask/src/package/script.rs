//! How do the element, its bindings and its styles become the one file `news-rack.js`?
//!
//! One file, so that one `integrity` on a page's tag covers all that runs. `element.js` imports
//! the rest from `newsrack:package`, a module that only exists while this joins them.

use super::staging::Staging;
use super::wasm::Wasm;
use super::workshop;
use crate::project::Project;
use crate::run;
use crate::tools::npm::Node;
use anyhow::Result;
use serde_json::json;
use std::fs;

/// The oldest browsers that run the widget; older syntax is written for them where it can be.
pub(crate) const FLOOR: [&str; 2] = [
    "--target=es2022,chrome105,firefox113,safari16.4",
    "--charset=utf8",
];

/// What esbuild leaves: functions that are called once, and what is worked out alike in several places.
const SMALLER: [&str; 4] = ["--module", "--compress=passes=3", "--mangle", "--ecma=2022"];

/// Properties that nobody outside the script reads, neither the browser nor a page: what the element's modules
/// and the bindings call each other by. They get names of one letter.
pub(crate) const INNER: [&str; 6] = [
    // Of furniture.js, files.js and voice.js.
    "place|skeleton|fallback|failed|retry|said",
    "file|coming|waiting|stop|best",
    "tag|words|full|relative|date|direction|names|forms|texts|plural|number",
    // Of the bindings: the engine's methods, those of its host, and their own.
    "Rack|arrived|hear|restore|tick|typing|unmount",
    "load|drop|tell|say|changed|turned|rendered|crashed",
    "unref",
];

/// Where a file of the widget is: beside the script, wherever that lies. A bundler moves scripts about,
/// so the package for npm has a line of its own here.
pub(crate) const PLACE: &str =
    "export const place = (name) => new URL(name, import.meta.url).href;\n";

/// What `newsrack:package` exports, but for the version and the place of files.
pub(super) struct Parts {
    pub(super) bindings: String,
    pub(super) wasm: Wasm,
    pub(super) styles: String,
    /// The hash of the file that knows the hashes of all languages.
    pub(super) languages: String,
}

/// Writes `news-rack.js`.
///
/// # Errors
///
/// When `element.js` does not parse, or imports what is not there.
pub(super) fn join(project: &Project, node: &Node, staging: &Staging, parts: &Parts) -> Result<()> {
    let workshop = workshop(project)?;
    let package = workshop.join("package.js");
    fs::write(&package, parts.module())?;
    let entry = workshop.join("news-rack.js");
    fs::write(&entry, entry_module(project))?;
    let joined = match staging.release {
        true => workshop.join("joined.js"),
        false => staging.path("news-rack.js"),
    };
    let mut esbuild = node.esbuild();
    esbuild
        .arg(entry)
        .args(["--bundle", "--format=esm", "--log-level=warning"])
        .args(FLOOR)
        .arg(format!("--alias:newsrack:package={}", package.display()))
        .arg(format!("--outfile={}", joined.display()));
    if !staging.release {
        return run::loudly(&mut esbuild);
    }
    let inner = format!("--mangle-props=^({})$", INNER.join("|"));
    run::loudly(esbuild.args(["--minify", "--legal-comments=none", &inner]))?;
    let mut terser = node.terser();
    terser
        .arg(&joined)
        .args(SMALLER)
        .arg("--output")
        .arg(staging.path("news-rack.js"));
    run::loudly(&mut terser)
}

impl Parts {
    /// The module's text. The bindings stand inside a function, for each call of it makes an
    /// instance of its own: after a crash a fresh one takes over without a new import.
    fn module(&self) -> String {
        let Self {
            bindings,
            wasm: Wasm { name, integrity },
            styles,
            languages,
        } = self;
        let wasm = json!({ "name": name, "integrity": integrity });
        let styles = json!(styles);
        let languages = json!(languages);
        let version = json!(env!("CARGO_PKG_VERSION"));
        format!(
            "export const wasm = {wasm};\nexport const styles = {styles};\n\
             export const languages = {languages};\n\
             {PLACE}\
             export const version = {version};\n\
             export const makeBindings = (died) => {{\n{bindings}\nreturn wasm_bindgen;\n}};\n"
        )
    }
}

/// Defines the tag, and hands the class on to pages that want it under a second name.
fn entry_module(project: &Project) -> String {
    let element = json!(project.root.join("src/element/element.js"));
    format!(
        "import {{ NewsRackElement }} from {element};\n\
         NewsRackElement.define();\nexport {{ NewsRackElement }};\n"
    )
}
