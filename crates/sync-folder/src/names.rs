//! Names as they are found, and names that are safe to give.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fmt;

use sha2::{Digest, Sha256};

use crate::platform;

/// A name as the system holds it. It may be no UTF-8 at all: the system's form opens the file, the text is for
/// people, logs and the registry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RawName(OsString);

impl RawName {
    /// Keeps a name as the system gave it.
    #[must_use]
    pub fn new(name: impl Into<OsString>) -> Self {
        Self(name.into())
    }

    /// The system's form.
    #[must_use]
    pub fn as_os_str(&self) -> &OsStr {
        &self.0
    }

    /// The name as text: itself when it is plain, else with what is not plain (invalid bytes, control signs,
    /// backslashes) escaped, so that two names never give the same text.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        Self::text_of(&self.0)
    }

    pub(crate) fn text_of(name: &OsStr) -> Cow<'_, str> {
        match name.to_str() {
            Some(plain) if !plain.contains(|c: char| c == '\\' || c.is_control()) => Cow::Borrowed(plain),
            _ => Cow::Owned(platform::escape(name)),
        }
    }
}

impl fmt::Display for RawName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// The longest name that [`safe_name`] gives: room for `.reason.json` and a temporary name on every file system.
const LONGEST: usize = 120;
const MARK: usize = 1 + 8;
const REASON: &str = ".reason.json";

/// A name under which a file may be stored whatever it was called: only `[A-Za-z0-9._-]`, at most 120 bytes, no
/// leading or trailing dot, no device name of Windows, and never a reason file's name. A name that had to change
/// ends in `-` and the first eight hex digits of the SHA-256 of what it was, and so does one that only looks like
/// such a result; hence two names come out alike only if those digits collide.
#[must_use]
pub fn safe_name(raw: &str) -> String {
    if is_safe(raw) && !ends_in_mark(raw) {
        return raw.to_owned();
    }
    let mut safe: String = raw.chars().map(|c| if is_allowed(c) { c } else { '_' }).collect();
    if safe.is_empty() || safe.starts_with('.') || is_device(&safe) {
        safe.insert(0, '_');
    }
    safe.truncate(LONGEST - MARK);
    safe.push('-');
    safe.push_str(&short_hash(raw.as_bytes()));
    safe
}

/// The first eight hex digits of the SHA-256.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..4])
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

fn is_safe(raw: &str) -> bool {
    !raw.is_empty()
        && raw.len() <= LONGEST
        && raw.chars().all(is_allowed)
        && !raw.starts_with('.')
        && !raw.ends_with('.')
        && !is_device(raw)
        // Else a laptop could send a file that passes for the explanation of another one.
        && !raw.to_ascii_lowercase().ends_with(REASON)
}

fn ends_in_mark(raw: &str) -> bool {
    raw.rsplit_once('-').is_some_and(|(_, tail)| {
        tail.len() == 8 && tail.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

/// Windows reserves these whatever follows the first dot.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    if matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") {
        return true;
    }
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    port.is_some_and(|digit| digit.len() == 1 && digit.bytes().all(|b| b.is_ascii_digit()))
}
