//! A place to work in: a folder of articles, the command line, and what came out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// An empty folder that is gone after the test.
pub(crate) struct Desk {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
}

/// What a run of the command line left behind.
pub(crate) struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            environment: Vec::new(),
        }
    }

    /// The same, with an environment variable.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, making its folders.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Writes an article that lacks nothing, but for what is put in front.
    pub(crate) fn article(&self, name: &str, fields: &str) {
        let has = |name: &str| fields.lines().any(|line| line.starts_with(name));
        let title = if has("title:") {
            ""
        } else {
            "title: A title\n"
        };
        let date = if has("publishedDateTime:") {
            ""
        } else {
            "publishedDateTime: 2024-05-02T06:30:00Z\n"
        };
        self.write(
            &format!("articles/{name}"),
            format!("---\n{fields}{title}{date}---\n"),
        );
    }

    /// Runs `newsrack` in this folder.
    pub(crate) fn newsrack(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsrack"));
        command
            .current_dir(self.folder.path())
            .args(arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run {
            code: status.code(),
            stdout: text(stdout),
            stderr: text(stderr),
        }
    }

    /// Every file below a folder, by its path, but for what only the build needs.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path(folder), "", &mut files);
        files.retain(|name, _| !name.starts_with(".newsrack/"));
        files
    }

    /// The JSON of a file.
    pub(crate) fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(name)).unwrap()).unwrap()
    }
}

impl Run {
    /// The JSON on standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|fault| panic!("{fault}: {}{}", self.stdout, self.stderr))
    }

    /// The codes of the problems in the JSON on standard output.
    pub(crate) fn codes(&self) -> Vec<String> {
        let report = self.json();
        let problems = report["problems"].as_array().unwrap();
        problems
            .iter()
            .map(|problem| problem["code"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn collect(folder: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(Result::unwrap)
    {
        let name = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

/// Copies a folder, its files in any order.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
