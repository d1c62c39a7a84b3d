//! The name of an exchange file: the idempotency key of everything that it causes (design §4).

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use domain::UserFolder;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::ids::EntryId;
use crate::{Kind, spelling};

/// `<KIND>_<created, UTC, YYYYMMDDTHHMMSSZ>_<user>_<uuid v7>.json`, unique in the company's whole life.
///
/// There is one spelling of a name, and two names are the same exactly when their texts are. They sort by time, then
/// id: the order in which one device made its entries.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = NAME_PATTERN, "maxLength" = 94))]
pub struct FileName {
    kind: Kind,
    created_at: DateTime<Utc>,
    author: UserFolder,
    id: EntryId,
    text: String,
}

/// What the grammar of a name looks like to a JSON Schema, which knows no calendar and no device names.
const NAME_PATTERN: &str = concat!(
    "^(VC|MC|CP|MP|VP|CC)_[0-9]{8}T[0-9]{6}Z_[a-z0-9]([a-z0-9._-]{0,30}[a-z0-9_-])?",
    "_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\\.json$"
);

/// Which part of a text keeps it from being the name of an exchange file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FileNameError {
    /// Not four parts joined by `_`, or not ending in `.json`.
    #[error("not of the form KIND_TIME_user_uuid.json")]
    Shape,
    /// The first part is none of the six kinds.
    #[error("no such kind of file")]
    Kind,
    /// The second part is no instant spelled YYYYMMDDTHHMMSSZ, or lies outside the years 0 to 9999.
    #[error("the time is no instant spelled YYYYMMDDTHHMMSSZ")]
    CreatedAt,
    /// The third part is no user folder.
    #[error("the author is no user folder")]
    Author,
    /// The last part is no UUID of version 7 in lower case.
    #[error("the id is no lower-case UUID of version 7")]
    Id,
}

impl FileName {
    /// Names an entry. Fractions of a second are cut off.
    ///
    /// # Errors
    /// `CreatedAt` outside the years 0 to 9999, `Id` when the UUID is not of version 7.
    pub fn new(
        kind: Kind,
        created_at: DateTime<Utc>,
        author: UserFolder,
        id: Uuid,
    ) -> Result<Self, FileNameError> {
        let id = EntryId::try_from(id).map_err(|_| FileNameError::Id)?;
        let time = spelling::print(created_at, spelling::COMPACT).ok_or(FileNameError::CreatedAt)?;
        let created_at = spelling::parse(&time, spelling::COMPACT).ok_or(FileNameError::CreatedAt)?;
        let text = format!("{kind}_{time}_{author}_{id}.json");
        Ok(Self { kind, created_at, author, id, text })
    }

    /// Reads a name; only the canonical spelling is one.
    ///
    /// # Errors
    /// The first part that is wrong, from the left.
    pub fn parse(text: &str) -> Result<Self, FileNameError> {
        let stem = text.strip_suffix(".json").ok_or(FileNameError::Shape)?;
        let (kind, rest) = stem.split_once('_').ok_or(FileNameError::Shape)?;
        let (time, rest) = rest.split_once('_').ok_or(FileNameError::Shape)?;
        // An author may hold `_`, an id never does.
        let (author, id) = rest.rsplit_once('_').ok_or(FileNameError::Shape)?;
        let kind = kind.parse().map_err(|_| FileNameError::Kind)?;
        let created_at = spelling::parse(time, spelling::COMPACT).ok_or(FileNameError::CreatedAt)?;
        let author = author.parse().map_err(|_| FileNameError::Author)?;
        let id = spelling::parse_uuid(id).ok_or(FileNameError::Id)?;
        Self::new(kind, created_at, author, id)
    }

    /// What the file asks for.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// When the entry was made, by the laptop's clock, in whole seconds.
    #[must_use]
    pub const fn created_at(&self) -> DateTime<Utc> {
        self.created_at
    }

    /// Who made it.
    #[must_use]
    pub const fn author(&self) -> &UserFolder {
        &self.author
    }

    /// The entry's own id, a UUID of version 7.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        *self.id.as_uuid()
    }

    pub(crate) const fn entry_id(&self) -> EntryId {
        self.id
    }

    /// The name as it stands in the folder.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Ord for FileName {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.created_at, self.id, self.kind, &self.author).cmp(&(
            other.created_at,
            other.id,
            other.kind,
            &other.author,
        ))
    }
}

impl PartialOrd for FileName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl FromStr for FileName {
    type Err = FileNameError;

    fn from_str(text: &str) -> Result<Self, FileNameError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for FileName {
    type Error = FileNameError;

    fn try_from(text: String) -> Result<Self, FileNameError> {
        Self::parse(&text)
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.text
    }
}

#[cfg(test)]
#[path = "file_name_tests.rs"]
mod tests;
