//! What does `npm install newsrack` bring?
//!
//! What is in `npm/`, the element joined anew for bundlers, and the files that it fetches. On a page the
//! script asks for files beside it; a bundler lays them elsewhere, so here each is named in the one form
//! that bundlers understand: `new URL("./name", import.meta.url)`.

use super::VERSION;
use super::fresh;
use super::licenses;
use crate::package::script::FLOOR;
use crate::package::script::PLACE;
use crate::project::Project;
use crate::run;
use crate::tools::npm;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// Packs the built site's element into a folder, and hands back the archive.
///
/// # Errors
///
/// When the site is not built, or npm refuses.
pub(crate) fn pack(project: &Project, into: &Path) -> Result<PathBuf> {
    let folder = fresh(&project.target.join("npm"))?;
    copy(&project.root.join("npm"), &folder, |_| true)?;
    copy(&project.root, &folder, |name| name.starts_with("LICENSE-"))?;
    copy(&project.dist(), &folder, is_fetched)?;
    let terms = licenses::text(project, &[licenses::WIDGET])?;
    fs::write(folder.join("THIRD-PARTY-LICENSES.txt"), terms)?;
    name_repository(&folder.join("package.json"))?;
    join(project, &folder)?;
    let mut npm = Command::new("npm");
    npm.args([
        "pack",
        "--ignore-scripts",
        "--loglevel=error",
        "--pack-destination",
    ]);
    run::quietly(npm.arg(into).current_dir(&folder))?;
    Ok(into.join(format!("newsrack-{VERSION}.tgz")))
}

/// What the script fetches while it runs.
pub(super) fn is_fetched(name: &str) -> bool {
    let is_of_a_kind = |kind: &str| name.starts_with(kind);
    name.ends_with(".wasm") || is_of_a_kind("words-") || is_of_a_kind("languages-")
}

/// Copies files, not folders, whose names are wanted.
pub(crate) fn copy(from: &Path, to: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<()> {
    let entries = fs::read_dir(from).with_context(|| format!("{} is missing", from.display()))?;
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() && is_wanted(&entry.file_name().to_string_lossy()) {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// npm compares the address of the sources with where a package was made, and says so to who installs it.
/// Only the workflow that publishes knows it.
fn name_repository(manifest: &Path) -> Result<()> {
    let (Ok(server), Ok(name)) = (env::var("GITHUB_SERVER_URL"), env::var("GITHUB_REPOSITORY"))
    else {
        return Ok(());
    };
    let mut package: Value = serde_json::from_slice(&fs::read(manifest)?)?;
    package["repository"] = json!({ "type": "git", "url": format!("git+{server}/{name}.git") });
    Ok(fs::write(
        manifest,
        serde_json::to_string_pretty(&package)?,
    )?)
}

/// Writes `element.js`, the class and all that is in it.
fn join(project: &Project, folder: &Path) -> Result<()> {
    let workshop = project.target.join("package");
    let parts = fs::read_to_string(workshop.join("package.js"));
    let parts = parts.context("the site is not built; `cargo xtask build` does it")?;
    ensure!(
        parts.contains(PLACE),
        "package.js does not say where files are"
    );
    let module = workshop.join("package-for-bundlers.js");
    fs::write(&module, parts.replace(PLACE, &places(folder)?))?;
    let mut esbuild = npm::ensure(project)?.esbuild();
    esbuild
        .arg(project.root.join("src/element/element.js"))
        .args([
            "--bundle",
            "--format=esm",
            "--log-level=warning",
            "--minify",
            "--legal-comments=none",
        ])
        .args(FLOOR)
        .arg(format!("--alias:newsrack:package={}", module.display()))
        .arg(format!("--outfile={}", folder.join("element.js").display()));
    run::loudly(&mut esbuild)
}

/// Every file by its name, for a bundler follows no address that is put together.
///
/// `no-inline` is for Vite, which makes addresses of small files' content, and those strict pages refuse.
/// Before version 8 it lays scripts into a folder of its own while one develops, and forgets their files:
/// that folder stands beside the package's.
fn places(folder: &Path) -> Result<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| is_fetched(name));
    names.sort_unstable();
    ensure!(names.len() > 1, "dist holds no WebAssembly or no words");
    let line = |name: &String| {
        let (name, path) = (json!(name), json!(format!("./{name}?no-inline")));
        format!("  {name}: new URL({path}, import.meta.url).href,\n")
    };
    let lines: String = names.iter().map(line).collect();
    Ok(format!(
        "const places = {{\n{lines}}};\n\
         export const place = (name) => places[name].replace(\"/.vite/deps/\", \"/newsrack/\");\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn committed(name: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../npm")
            .join(name);
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn the_package_has_the_version_of_the_program() {
        let package: Value = serde_json::from_str(&committed("package.json")).unwrap();
        assert_eq!(package["version"], VERSION);
        assert!(committed("server.js").contains(&format!("version = \"{VERSION}\"")));
    }

    #[test]
    fn installing_the_package_runs_nothing() {
        let package: Value = serde_json::from_str(&committed("package.json")).unwrap();
        assert!(package.get("scripts").is_none());
        assert!(package.get("dependencies").is_none());
    }

    #[test]
    fn each_file_is_named_as_bundlers_want_it() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["words-de.json", "a.wasm", "README.md"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let places = places(folder.path()).unwrap();
        let expected = "  \"a.wasm\": new URL(\"./a.wasm?no-inline\", import.meta.url).href,\n  \"words-de.json\":";
        assert!(places.contains(expected), "{places}");
        assert!(!places.contains("README"), "{places}");
    }
}
