//! `manifest.json`: which files make up a base, written last, so that whoever reads it finds a whole set.
//!
//! Reading is lenient where an older laptop meets a newer server: keys that it does not know are passed over, and
//! files of a role that it does not know are left out, since it could do nothing with them. A later `format`
//! is refused all the same: that is how a server says that leniency no longer helps.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use crate::checked_text::checked_text;
use crate::codes::codes;
use crate::print_error::{PrintError, print};
use crate::tree::Node;
use crate::wire::{Format1, Formatted, Known};
use crate::{MAX_PUBLISHED_BYTES, ParseError, Sha256, shapes, spelling};

codes! {
    /// What a published file is good for. Room is left for files of row changes.
    pub enum Role "role of a published file" {
        /// The customers with contacts and revenue; for everybody.
        Customers = "customers",
        /// The visits of one calendar month; for everybody.
        Visits = "visits",
        /// Lists of codes, visit form, parameters; for everybody.
        Lists = "lists",
        /// One user's prospects and their visits.
        Prospects = "prospects",
        /// One user's own settings.
        User = "user",
    }
}

/// The manifest of one base, `common` or a user's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Counts the publications of this base; the next one is higher than any before, even after a restore.
    pub generation: u64,
    /// When its rows were read, in whole seconds of UTC.
    #[serde(with = "spelling::instant")]
    #[schemars(with = "shapes::Instant")]
    pub built_at: DateTime<Utc>,
    /// After how many hours the laptop says that the base is out of date (`bases_expiration_heures`).
    pub expires_after_hours: u32,
    /// The version of the tables inside the files. A reader that does not know it keeps the base that it has.
    pub schema: u32,
    /// The server's counter of effects, read before the first row of this base was.
    pub through: u64,
    /// The files, in no particular order.
    #[serde(deserialize_with = "files_of_known_roles")]
    pub files: Vec<ManifestFile>,
}

/// One file of a base: immutable, and nothing is taken whose size and hash disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ManifestFile {
    /// Its name, beside the manifest; it carries the content's hash.
    pub name: BaseFileName,
    /// What it is good for.
    pub role: Role,
    /// In bytes.
    pub size: u64,
    /// Of the whole content.
    pub sha256: Sha256,
}

/// The name of a published file: `[a-z0-9][a-z0-9._-]*`, at most 120 characters, not ending with a dot. No path can be
/// made of it, on any system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = r"^[a-z0-9]([a-z0-9._-]{0,118}[a-z0-9_-])?$"))]
pub struct BaseFileName(String);

/// A text that could be more, or less, than the name of a file beside the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a published file's name: use 1 to 120 of a-z 0-9 . _ -, beginning with a letter or digit")]
pub struct BaseFileNameError;

impl BaseFileName {
    fn check(text: &str) -> Result<(), BaseFileNameError> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
        let well_formed = (1..=120).contains(&text.len())
            && text.bytes().all(allowed)
            && !text.starts_with(['.', '_', '-'])
            && !text.ends_with('.');
        if well_formed { Ok(()) } else { Err(BaseFileNameError) }
    }
}

checked_text!(BaseFileName, BaseFileNameError);

fn files_of_known_roles<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ManifestFile>, D::Error> {
    #[derive(Deserialize)]
    struct FileOnWire {
        name: BaseFileName,
        role: Known<Role>,
        size: u64,
        sha256: Sha256,
    }
    let files = Vec::<FileOnWire>::deserialize(deserializer)?;
    let known = files.into_iter().filter_map(|FileOnWire { name, role, size, sha256 }| {
        role.0.map(|role| ManifestFile { name, role, size, sha256 })
    });
    Ok(known.collect())
}

impl Manifest {
    /// Reads `manifest.json`.
    ///
    /// # Errors
    /// As an exchange file, but an unknown key is none and the size limit is [`MAX_PUBLISHED_BYTES`].
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        Node::document(bytes, MAX_PUBLISHED_BYTES)?.decode()
    }

    /// Its bytes: two blanks of indent, a line break at the end.
    ///
    /// # Errors
    /// When no reader would accept them: too large, or an instant beyond the year 9999.
    pub fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        print(&Formatted { format: Format1, document: self }, MAX_PUBLISHED_BYTES)
    }
}
