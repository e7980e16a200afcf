//! How do files become one file, the same bytes every time?
//!
//! No clock, owner or order of a disk is in it: a zip for Windows, a compressed tar for everybody else.

use anyhow::Context;
use anyhow::Result;
use flate2::Compression;
use flate2::GzBuilder;
use flate2::read::GzDecoder;
use std::fs;
use std::io::Cursor;
use std::io::Write;
use std::path::Path;
use tar::EntryType;
use tar::Header;
use zip::CompressionMethod;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Everybody may read it; a program may be run, too.
const FILE: u32 = 0o644;
const PROGRAM: u32 = 0o755;

/// Seconds since 1970: a day later than that, for some programs take 0 for none.
const INSTANT: u64 = 86_400;

/// A file on its way into an archive.
pub(super) struct Entry {
    /// From the archive's root, with `/`.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    pub(super) is_program: bool,
}

impl Entry {
    pub(super) fn file(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            bytes: bytes.into(),
            is_program: false,
        }
    }

    fn mode(&self) -> u32 {
        if self.is_program { PROGRAM } else { FILE }
    }
}

/// Writes all entries below a folder of that name.
///
/// # Errors
///
/// When a path is no path in an archive.
pub(super) fn tar(folder: &str, entries: &[Entry]) -> Result<Vec<u8>> {
    let gzip = GzBuilder::new().write(Vec::new(), Compression::default());
    let mut archive = tar::Builder::new(gzip);
    for entry in entries {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(entry.bytes.len() as u64);
        header.set_mode(entry.mode());
        header.set_mtime(INSTANT);
        archive.append_data(
            &mut header,
            format!("{folder}/{}", entry.path),
            &*entry.bytes,
        )?;
    }
    Ok(archive.into_inner()?.finish()?)
}

/// The same as a zip.
///
/// # Errors
///
/// When a path is no path in an archive.
pub(super) fn zip(folder: &str, entries: &[Entry]) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in entries {
        // Without more it says 1980, the oldest that there is.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(entry.mode());
        archive.start_file(format!("{folder}/{}", entry.path), options)?;
        archive.write_all(&entry.bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Takes an archive of either kind apart.
///
/// # Errors
///
/// When it is damaged, or the folder cannot be written.
pub(super) fn unpack(archive: &Path, into: &Path) -> Result<()> {
    let bytes = fs::read(archive)?;
    let unpacked = if archive
        .extension()
        .is_some_and(|extension| extension == "zip")
    {
        ZipArchive::new(Cursor::new(bytes))?
            .extract(into)
            .map_err(Into::into)
    } else {
        tar::Archive::new(GzDecoder::new(&*bytes))
            .unpack(into)
            .map_err(anyhow::Error::from)
    };
    unpacked.with_context(|| format!("{} does not unpack", archive.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> [Entry; 2] {
        let program = Entry {
            is_program: true,
            ..Entry::file("newsrack", *b"a program")
        };
        [Entry::file("site/index.html", "<!doctype html>"), program]
    }

    #[track_caller]
    fn check(name: &str, pack: fn(&str, &[Entry]) -> Result<Vec<u8>>) {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join(name);
        let bytes = pack("rack", &entries()).unwrap();
        assert_eq!(
            bytes,
            pack("rack", &entries()).unwrap(),
            "other bytes the second time"
        );
        fs::write(&archive, bytes).unwrap();
        unpack(&archive, folder.path()).unwrap();
        let program = folder.path().join("rack/newsrack");
        assert_eq!(fs::read(&program).unwrap(), b"a program");
        assert!(folder.path().join("rack/site/index.html").is_file());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&program).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, PROGRAM, "{name}");
        }
    }

    #[test]
    fn what_is_packed_twice_is_the_same_and_comes_out_again() {
        check("rack.tar.gz", tar);
        check("rack.zip", zip);
    }
}
