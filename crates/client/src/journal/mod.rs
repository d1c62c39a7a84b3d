//! What was entered on this laptop: its own SQLite file, never replaced by a sync. An entry is one row, made in one transaction with its
//! number and its bytes; everything that happens to it afterwards is written beside it.
//!
//! Absent on purpose: removing an entry, and any view of it laid over a base (`overlay`).

mod drafts;
mod entries;
mod fates;
mod open;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{CustomerField, UserFolder};
use exchange_schema::{DeviceId, ExchangeFile, FileName, PrintError, Reason, ReceiptState, Sha256, Target};
use thiserror::Error;

pub use drafts::{Draft, DraftKey};
pub use entries::ToDrop;
pub(crate) use entries::subject;

/// The journal, open.
#[derive(Debug)]
pub struct Journal {
    base: rusqlite::Connection,
    device: DeviceId,
    user: UserFolder,
    /// An entry's bytes never change, so they are read and parsed once.
    parsed: RefCell<BTreeMap<String, Result<Arc<ExchangeFile>, String>>>,
}

/// Why the journal cannot do something.
#[derive(Debug, Error)]
pub enum JournalError {
    /// SQLite: full disk, damaged file, held by another program.
    #[error("the journal: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// Written by a newer program.
    #[error(
        "the journal is of version {found}, this program knows version {known}: install the newer program"
    )]
    Newer {
        /// The file's.
        found: i64,
        /// This program's.
        known: i64,
    },
    /// The data folder was another user's.
    #[error("this data folder belongs to the user {0}")]
    OtherUser(String),
    /// A row that this program did not write so.
    #[error("the journal holds {value:?} in {column}, which cannot be read")]
    Value {
        /// Its column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// The entry cannot be spelled as a file.
    #[error("the entry cannot be sent: {0}")]
    Print(#[from] PrintError),
    /// No entry of that name may be replaced or given up.
    #[error("{0} is no refused entry that waits to be corrected")]
    NotRefused(FileName),
}

/// « saisie » : an entry with all that became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<F = Arc<ExchangeFile>> {
    /// What was sent, or will be.
    pub file: F,
    /// Its place in the order in which entries were made.
    pub place: u64,
    /// The device as which it was made: a journal put back from a backup goes on as another.
    pub device: DeviceId,
    /// Its number on that device.
    pub sequence: NonZeroU64,
    /// Of its bytes.
    pub sha256: Sha256,
    /// The customer's code, or the prospect's uuid.
    pub subject: String,
    /// When it was entered.
    pub saved_at: DateTime<Utc>,
    /// When it was first dropped.
    pub dropped_at: Option<DateTime<Utc>>,
    /// The latest word of the server.
    pub fate: Option<Fate>,
    /// When the server integrated it, as far as it told that before an accountant decided.
    pub integrated_at: Option<DateTime<Utc>>,
    /// When its file was removed from the inbox.
    pub removed_at: Option<DateTime<Utc>>,
    /// The correction that was entered for it.
    pub replaced_by: Option<FileName>,
    /// When the user let a refused one be.
    pub given_up_at: Option<DateTime<Utc>>,
}

/// Bytes of an entry that this program cannot read: another version wrote them, or the disk lost some. They are sent as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The name of the entry.
    pub name: FileName,
    /// What is wrong with the bytes.
    pub detail: String,
}

/// Everything that was entered, in the order in which it was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entries {
    /// What can be laid over the bases.
    pub readable: Vec<Entry>,
    /// What can only be sent and listed.
    pub unreadable: Vec<Entry<Unread>>,
}

/// « sort d'une saisie » : a receipt, as far as it is about the entry's very bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// How far it has come.
    pub state: ReceiptState,
    /// Since when.
    pub at: DateTime<Utc>,
    /// What came of it.
    pub reference: Option<String>,
    /// Why it was refused or waits.
    pub reason: Option<Reason>,
    /// The number of its effect.
    pub seq: Option<u64>,
    /// The base in which its effect will show.
    pub target: Option<Target>,
    /// Words for the author.
    pub message: Option<String>,
    /// The fields that were not set.
    pub clashes: Vec<CustomerField>,
}

impl<F> Entry<F> {
    /// Whether it was refused and nothing was done about it yet.
    #[must_use]
    pub fn is_to_mend(&self) -> bool {
        let rejected = self.fate.as_ref().is_some_and(|fate| fate.state == ReceiptState::Rejected);
        rejected && self.replaced_by.is_none() && self.given_up_at.is_none()
    }

    /// Whether an accountant refused it and nothing was done about that yet.
    #[must_use]
    pub fn is_to_ask_anew(&self) -> bool {
        let refused = self.fate.as_ref().is_some_and(|fate| fate.state == ReceiptState::Refused);
        refused && self.replaced_by.is_none() && self.given_up_at.is_none()
    }

    /// Whether its effect is in the company's base, as far as this laptop was told.
    #[must_use]
    pub fn is_integrated(&self) -> bool {
        self.fate.as_ref().is_some_and(|fate| fate.is_integrated())
    }
}

impl Fate {
    /// Whether the effect is in the company's base: an accountant's decision implies it.
    #[must_use]
    pub const fn is_integrated(&self) -> bool {
        matches!(self.state, ReceiptState::Integrated | ReceiptState::Validated | ReceiptState::Refused)
    }
}

impl Journal {
    /// This installation of the desktop.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// Whose journal it is.
    #[must_use]
    pub const fn user(&self) -> &UserFolder {
        &self.user
    }
}
