//! What one file shows before anything is asked of the base: where it lies, how it is named, what is in it.

use cap_std::fs::Dir;
use domain::UserFolder;
use exchange_schema::{ExchangeFile, FileName, MAX_FILE_BYTES, ParseError, Reason, Sha256};
use serde::de::IgnoredAny;
use sync_folder::{Archived, Entry, EntryKind, FolderError, ReadOutcome};
use winpneu::registry::{self, KnownFile};

/// Where a file was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In the inbox.
    Inbox,
    /// In our own archive, while a lost registry is rebuilt.
    Archive,
    /// In our own quarantine: an operator wants it judged again.
    Quarantine,
}

/// A file as it was seen.
#[derive(Debug)]
pub struct Sighting {
    /// Its own name, escaped where it is no text.
    pub raw_name: String,
    /// Its path below the inbox: the name under which the registry knows what reserves nothing.
    pub path: String,
    /// The user folder it lies in, as it is called.
    pub folder: String,
    /// The user of that folder, where a user may have it.
    pub user: Option<UserFolder>,
    /// What its name says.
    pub naming: Naming,
    /// What is in it.
    pub content: Content,
}

/// What a name and a place say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// An exchange file in its author's folder.
    Proper(FileName),
    /// An exchange file in another user's folder.
    ForeignAuthor(FileName),
    /// A copy that the folder sync made of two versions.
    ConflictCopy,
    /// Not directly in a user's or device's folder.
    OutsideUserFolder,
    /// No exchange file's name; the words say why.
    Malformed(String),
    /// Temporary or foreign: not ours to touch.
    LeftAlone,
}

/// What could be read.
#[derive(Debug)]
pub enum Content {
    /// The whole file.
    Bytes(Box<Body>),
    /// More than an exchange file may have; nothing was read.
    TooLarge(u64),
    /// No plain file of one name.
    Odd(Reason),
    /// It cannot be read now; another program may hold it.
    Withheld(String),
    /// It is no longer there.
    Vanished,
}

/// The bytes of a file and what they are.
#[derive(Debug)]
pub struct Body {
    /// Exactly what was read: what is archived is what was judged.
    pub bytes: Vec<u8>,
    /// Their SHA-256.
    pub sha256: Sha256,
    /// Whether they are whole JSON: what is not may still be on its way.
    pub whole: bool,
    /// The exchange file, for a proper name.
    pub file: Option<Result<ExchangeFile, ParseError>>,
}

impl Sighting {
    /// Reads an entry of the inbox.
    ///
    /// # Errors
    /// When the inbox as a whole cannot be read now.
    pub fn of_entry(inbox: &Dir, entry: &Entry) -> Result<Self, FolderError> {
        let mut sighting = Self::unread(entry);
        sighting.content = match &entry.kind {
            EntryKind::LeftAlone => Content::Vanished,
            EntryKind::NotAFile => Content::Odd(Reason::NotAFile),
            EntryKind::HardLink => Content::Odd(Reason::HardLink),
            EntryKind::Unreadable { transient: true, detail } => Content::Withheld(detail.clone()),
            EntryKind::Unreadable { transient: false, .. } => Content::Odd(Reason::Unreadable),
            EntryKind::Candidate | EntryKind::ConflictCopy | EntryKind::OutsideUserFolder => {
                let outcome = sync_folder::read_bounded(inbox, entry, MAX_FILE_BYTES as u64)?;
                sighting.naming.read(outcome)
            }
        };
        Ok(sighting)
    }

    /// Reads a file of the archive. Its folder was judged when it came: the author in its name is trusted.
    ///
    /// # Errors
    /// When the archive cannot be read now.
    pub fn of_archived(archive: &Dir, archived: &Archived) -> Result<Self, FolderError> {
        let naming = Naming::Proper(archived.name.clone());
        let outcome = sync_folder::read_archived(archive, archived, MAX_FILE_BYTES as u64)?;
        let content = naming.read(outcome);
        let author = archived.name.author();
        Ok(Self {
            raw_name: archived.name.as_str().to_owned(),
            path: format!("archive/{}", archived.name),
            folder: author.as_str().to_owned(),
            user: Some(author.clone()),
            naming,
            content,
        })
    }

    /// A refused file, as it lies in quarantine under the name it had.
    #[must_use]
    pub fn of_refused(name: &FileName, bytes: Vec<u8>) -> Self {
        let naming = Naming::Proper(name.clone());
        let content = naming.read(ReadOutcome::Bytes(bytes));
        Self {
            raw_name: name.as_str().to_owned(),
            path: format!("quarantine/{name}"),
            folder: name.author().as_str().to_owned(),
            user: Some(name.author().clone()),
            naming,
            content,
        }
    }

    /// The name and the place alone.
    #[must_use]
    pub fn unread(entry: &Entry) -> Self {
        let raw_name = entry.name.to_string();
        let user = entry.user.as_ref().and_then(|folder| folder.user.clone());
        let naming = Naming::of(entry, &raw_name, user.as_ref());
        let folder = entry.user.as_ref().map_or_else(String::new, |folder| folder.name.to_string());
        let folder = registry::fitting(&folder, registry::FOLDER_UNITS).to_owned();
        Self {
            raw_name,
            path: registrable(path_key(entry)),
            folder,
            user,
            naming,
            content: Content::Vanished,
        }
    }

    /// The name under which the registry may know it: its own for an exchange file in its author's folder, else its path.
    #[must_use]
    pub fn key(&self) -> &str {
        match &self.naming {
            Naming::Proper(name) => name.as_str(),
            _ => &self.path,
        }
    }

    /// The hash of the content, where it was read.
    #[must_use]
    pub fn sha256(&self) -> Option<String> {
        self.body().map(|body| body.sha256.to_string())
    }

    /// Whether `known` is a registered file of other content: what is refused of this one is then registered by its path, so that
    /// the two do not take turns. Of what was not read, why it was not counts as its content.
    #[must_use]
    pub fn meets_other_content(&self, known: Option<&KnownFile>) -> bool {
        let unread = match &self.content {
            Content::Odd(reason) => Some(*reason),
            Content::TooLarge(_) => Some(Reason::TooLarge),
            Content::Bytes(_) | Content::Withheld(_) | Content::Vanished => None,
        };
        known.is_some_and(|known| {
            known.sha256 != self.sha256()
                || unread.is_some_and(|reason| known.reason.as_deref() != Some(reason.as_str()))
        })
    }

    /// The bytes, where there are any.
    #[must_use]
    pub const fn body(&self) -> Option<&Body> {
        match &self.content {
            Content::Bytes(body) => Some(body),
            _ => None,
        }
    }

    /// The exchange file, where it is one in all its parts.
    #[must_use]
    pub fn exchange_file(&self) -> Option<&ExchangeFile> {
        self.body()?.file.as_ref()?.as_ref().ok()
    }
}

impl Sighting {
    /// The file that this one says it corrects, one of the same author's. Of a file that is refused for what else it says, too: whoever
    /// corrects it corrects the first one with it.
    #[must_use]
    pub fn corrects(&self) -> Option<FileName> {
        if let Some(file) = self.exchange_file() {
            return file.replaces().cloned();
        }
        let Naming::Proper(name) = &self.naming else { return None };
        let tree: serde_json::Value = serde_json::from_slice(&self.body()?.bytes).ok()?;
        let other = FileName::parse(tree.get("replaces")?.as_str()?).ok()?;
        (other.author() == name.author() && other != *name).then_some(other)
    }
}

impl Naming {
    fn of(entry: &Entry, raw_name: &str, user: Option<&UserFolder>) -> Self {
        match entry.kind {
            EntryKind::LeftAlone => return Self::LeftAlone,
            EntryKind::ConflictCopy => return Self::ConflictCopy,
            EntryKind::OutsideUserFolder => return Self::OutsideUserFolder,
            _ => {}
        }
        match FileName::parse(raw_name) {
            Ok(name) if user == Some(name.author()) => Self::Proper(name),
            Ok(name) => Self::ForeignAuthor(name),
            Err(error) => Self::Malformed(error.to_string()),
        }
    }

    fn read(&self, outcome: ReadOutcome) -> Content {
        match outcome {
            ReadOutcome::Bytes(bytes) => Content::Bytes(Box::new(self.body(bytes))),
            ReadOutcome::TooLarge { size } => Content::TooLarge(size),
            ReadOutcome::Vanished => Content::Vanished,
            ReadOutcome::NotAFile => Content::Odd(Reason::NotAFile),
            ReadOutcome::HardLink => Content::Odd(Reason::HardLink),
            ReadOutcome::Denied { detail } => Content::Withheld(detail),
        }
    }

    fn body(&self, bytes: Vec<u8>) -> Body {
        let sha256 = Sha256::of(&bytes);
        let file = match self {
            Self::Proper(name) => Some(ExchangeFile::parse(name, &bytes)),
            _ => None,
        };
        let whole = match &file {
            Some(parsed) => !matches!(parsed, Err(error) if error.reason == Reason::NotJson),
            None => serde_json::from_slice::<IgnoredAny>(&bytes).is_ok(),
        };
        Body { bytes, sha256, whole, file }
    }
}

/// The path below the inbox. What lies at its top gets two strokes in front, which no folder can have: a bare name would be taken for
/// that of an exchange file in its author's folder.
fn path_key(entry: &Entry) -> String {
    if entry.user.is_some() { entry.path() } else { format!("//{}", entry.path()) }
}

/// A path too long for the registry keeps its beginning and a hash of the whole; so does one that ends in a blank: SQL Server's keys take
/// it for the one without.
fn registrable(path: String) -> String {
    let kept = registry::fitting(&path, registry::NAME_UNITS);
    if kept.len() == path.len() && !path.ends_with(' ') {
        return path;
    }
    let hash = Sha256::of(path.as_bytes()).to_string();
    let beginning = registry::fitting(path.trim_end_matches(' '), registry::NAME_UNITS - hash.len() - 1);
    format!("{beginning}~{hash}")
}
