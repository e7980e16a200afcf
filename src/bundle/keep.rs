//! What does a build keep for the next one, beside the project?
//!
//! Only what can be had again, so the folder may be removed at any time, and is no business of version control.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Makes a folder for it, and sees that it can be written.
///
/// # Errors
///
/// Those of the disk.
pub(crate) fn prepare(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(ignore, "*\n")?;
    }
    NamedTempFile::new_in(folder).map(drop)
}

/// Writes a file whole or not at all: another build may be at it, too.
///
/// # Errors
///
/// Those of the disk.
pub(crate) fn write(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    parts.iter().try_for_each(|part| file.write_all(part))?;
    file.persist(path).map(drop).map_err(|fault| fault.error)
}
