//! Which pictures of other servers are here already?
//!
//! A file each, in a folder beside the project: a line that says where it is from and what its host calls
//! this version of it, then the bytes. One that was cut or altered counts as not there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::bundle::fetch::{Version, Whole};
use crate::bundle::keep;
use crate::model::Url;

/// The folder of what was fetched.
#[derive(Debug)]
pub(crate) struct Fetched(PathBuf);

#[derive(Debug, Deserialize, Serialize)]
struct Head {
    url: String,
    etag: Option<String>,
    modified: Option<String>,
    sha256: String,
}

impl Fetched {
    /// In a folder, which is made when something is kept.
    pub(crate) fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// What is kept of an address.
    pub(crate) fn find(&self, url: &Url) -> Option<Whole> {
        let path = self.path(url);
        let mut bytes = fs::read(&path).ok()?;
        let end = memchr::memchr(b'\n', &bytes)?;
        let head: Head = serde_json::from_slice(bytes.get(..end)?).ok()?;
        bytes.drain(..=end);
        let version = Version {
            etag: head.etag,
            modified: head.modified,
        };
        let is_sound = head.url == url.as_str() && head.sha256 == hash(&bytes);
        keep::want(&path);
        is_sound.then_some(Whole { bytes, version })
    }

    /// Keeps what an address answered.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub(crate) fn keep(&self, url: &Url, whole: &Whole) -> io::Result<()> {
        keep::prepare(&self.0)?;
        let head = Head {
            url: url.to_string(),
            etag: whole.version.etag.clone(),
            modified: whole.version.modified.clone(),
            sha256: hash(&whole.bytes),
        };
        let head = serde_json::to_vec(&head)?;
        keep::write(&self.path(url), &[&head, b"\n", &whole.bytes])
    }

    /// Keeps it no longer: its host does not show it any more.
    pub(crate) fn forget(&self, url: &Url) {
        // What is not there is forgotten already, and what cannot be removed is not used.
        drop(fs::remove_file(self.path(url)));
    }

    /// Keeps no longer what no build has wanted for long.
    pub(crate) fn sweep(&self) {
        keep::sweep(&self.0, |_| Vec::new());
    }

    fn path(&self, url: &Url) -> PathBuf {
        self.0.join(hash(url.as_str().as_bytes()))
    }
}

fn hash(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    fn whole(bytes: &[u8]) -> Whole {
        Whole {
            bytes: bytes.to_owned(),
            version: Version {
                etag: Some("\"a\"".to_owned()),
                modified: None,
            },
        }
    }

    #[test]
    fn what_was_kept_is_found_until_it_is_altered_or_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let fetched = Fetched::new(&folder.path().join("new"));
        let url: Url = "https://a.example/b.png".parse().unwrap();
        assert!(fetched.find(&url).is_none());
        fetched.keep(&url, &whole(b"one\ntwo")).unwrap();
        let found = fetched.find(&url).unwrap();
        assert_eq!(
            (found.bytes, found.version),
            (b"one\ntwo".to_vec(), whole(b"").version)
        );
        let text = fs::read_to_string(fetched.path(&url)).unwrap();
        fs::write(fetched.path(&url), text.replace("two", "too")).unwrap();
        assert!(fetched.find(&url).is_none());
        fetched.forget(&url);
        assert!(!fetched.path(&url).exists());
    }

    #[test]
    fn what_no_build_wanted_for_a_week_goes() {
        let folder = tempfile::tempdir().unwrap();
        let fetched = Fetched::new(folder.path());
        let urls = ["https://a.example/old", "https://a.example/wanted"];
        let [old, wanted] = urls.map(|url| url.parse::<Url>().unwrap());
        let age = |url: &Url, days: u32| {
            let then = SystemTime::now() - days * Duration::from_secs(24 * 60 * 60);
            let file = fs::File::options().append(true).open(fetched.path(url));
            file.unwrap().set_modified(then).unwrap();
        };
        for url in [&old, &wanted] {
            fetched.keep(url, &whole(b"picture")).unwrap();
            age(url, 8);
        }
        assert!(fetched.find(&wanted).is_some());
        fetched.sweep();
        let is_kept = |url: &Url| fetched.path(url).exists();
        assert!(!is_kept(&old) && is_kept(&wanted));
        assert!(folder.path().join(".gitignore").exists());

        // Looked for once a day, and what was wanted within a week stays.
        fetched.keep(&old, &whole(b"picture")).unwrap();
        age(&old, 8);
        age(&wanted, 6);
        fetched.sweep();
        assert!(is_kept(&old) && is_kept(&wanted));
    }
}
