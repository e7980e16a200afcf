//! What do the bytes of a file mean to a browser?

use std::fs;
use std::path::Component;
use std::path::Path;

/// Bytes and their type.
pub(super) struct File {
    pub(super) bytes: Vec<u8>,
    pub(super) mime: &'static str,
}

impl File {
    pub(super) fn html(text: &str) -> Self {
        Self {
            bytes: text.into(),
            mime: "text/html; charset=utf-8",
        }
    }

    /// A page, or what its address says it is.
    pub(super) fn made(path: &str, text: &str) -> Self {
        match path.rsplit_once('.') {
            Some((_, "js")) => Self::script(text),
            _ => Self::html(text),
        }
    }

    pub(super) fn script(text: &str) -> Self {
        Self {
            bytes: text.into(),
            mime: "text/javascript; charset=utf-8",
        }
    }

    pub(super) fn text(text: &str) -> Self {
        Self {
            bytes: text.into(),
            mime: "text/plain; charset=utf-8",
        }
    }

    pub(super) fn empty() -> Self {
        Self::text("")
    }

    /// A file of the folder; of a folder in it, its `index.html`.
    pub(super) fn read(folder: &Path, path: &str) -> Option<Self> {
        let inside = Path::new(path);
        let is_inside = inside
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let mut file = folder.join(inside);
        if file.is_dir() {
            file = file.join("index.html");
        }
        let bytes = fs::read(&file).ok().filter(|_| is_inside)?;
        let mime = mime(file.extension()?.to_str()?);
        Some(Self { bytes, mime })
    }

    pub(super) fn flip(&mut self, at: usize) {
        if let Some(byte) = self.bytes.get_mut(at) {
            *byte ^= 1;
        }
    }

    pub(super) fn is_worth_compressing(&self) -> bool {
        !self.mime.starts_with("image/") || self.mime.contains("svg")
    }
}

fn mime(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        _ => "application/octet-stream",
    }
}
