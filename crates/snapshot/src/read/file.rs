//! Opening a file of a base: read-only, and told that nobody changes it, so that SQLite takes no lock and looks for no journal.

use std::path::{MAIN_SEPARATOR, Path};

use exchange_schema::{Manifest, ManifestFile, Role};
use rusqlite::{Connection, OpenFlags};

use crate::{ReadError, SCHEMA};

/// Refuses tables of another version.
pub(super) fn check_schema(manifest: &Manifest) -> Result<(), ReadError> {
    match manifest.schema {
        SCHEMA => Ok(()),
        found => Err(ReadError::Schema { found, expected: SCHEMA }),
    }
}

/// The file of a role that must be there once.
pub(super) fn open_only(folder: &Path, manifest: &Manifest, role: Role) -> Result<Connection, ReadError> {
    let files: Vec<&ManifestFile> = manifest.files.iter().filter(|file| file.role == role).collect();
    match files.as_slice() {
        [file] => open(&folder.join(file.name.as_str())),
        files => Err(ReadError::Incomplete { role: role.as_str(), count: files.len() }),
    }
}

/// A file, by its path.
pub(super) fn open(path: &Path) -> Result<Connection, ReadError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(uri(path), flags)?)
}

/// The path as SQLite's URI. Everything but letters, digits and what paths are made of is escaped, so that no sign of a folder's name
/// ends the path.
pub(super) fn uri(path: &Path) -> String {
    let mut bytes = path.as_os_str().as_encoded_bytes().to_vec();
    if MAIN_SEPARATOR == '\\' {
        bytes = windows_path(&bytes);
    }
    let root = if bytes.starts_with(b"/") { "//" } else { "" };
    let mut uri = format!("file:{root}");
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b':' | b'.' | b'_' | b'-' => {
                uri.push(char::from(byte))
            }
            other => uri.push_str(&format!("%{other:02x}")),
        }
    }
    uri + "?immutable=1"
}

/// `C:\x` and `\\?\C:\x` as `/C:/x`.
fn windows_path(path: &[u8]) -> Vec<u8> {
    let plain = path.strip_prefix(br"\\?\").unwrap_or(path);
    let drive = plain.get(1) == Some(&b':');
    let slashes = plain.iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte });
    drive.then_some(b'/').into_iter().chain(slashes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_paths_have_slashes() {
        for (path, expected) in [
            (r"C:\Users\Zoé\b.sqlite", "/C:/Users/Zoé/b.sqlite"),
            (r"\\?\C:\b.sqlite", "/C:/b.sqlite"),
            (r"bases\b.sqlite", "bases/b.sqlite"),
        ] {
            assert_eq!(windows_path(path.as_bytes()), expected.as_bytes(), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_sign_of_a_folder_ends_the_path() {
        assert_eq!(
            uri(Path::new("/a b/50%?#é/x.sqlite")),
            "file:///a%20b/50%25%3f%23%c3%a9/x.sqlite?immutable=1"
        );
        assert_eq!(uri(Path::new("x.sqlite")), "file:x.sqlite?immutable=1");
    }
}
