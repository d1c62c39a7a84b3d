//! What can go wrong at the base, sorted by what the caller should do.

use chrono::NaiveDateTime;

/// An error of the gateway.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The transaction already met an error and was rolled back; begin a new one.
    #[error("the transaction is over: an earlier statement failed and everything was rolled back")]
    TxOver,
    /// A key exists already.
    #[error("{statement}: such a row exists already ({detail})")]
    Duplicate {
        /// Name of the statement.
        statement: String,
        /// The engine's words.
        detail: String,
    },
    /// A value breaks a rule of its column.
    #[error("{statement}: the base refused a value ({detail})")]
    Constraint {
        /// Name of the statement.
        statement: String,
        /// The engine's words.
        detail: String,
    },
    /// The base is busy, locked or out of reach for now: try again later.
    #[error("the base is not available now: {detail}")]
    Unavailable {
        /// The engine's words.
        detail: String,
    },
    /// The connection broke, or an answer did not come in time. What was asked last may have happened or not; a transaction that was open
    /// and not being committed is rolled back by the server. See [`crate::Connection::renew`].
    #[error("the connection to the base was lost: {detail}")]
    Lost {
        /// What was noticed.
        detail: String,
    },
    /// The base rolled this transaction back in favour of another one (a deadlock): begin it again.
    #[error("{statement}: the base rolled the transaction back in favour of another one ({detail})")]
    Deadlock {
        /// Name of the statement.
        statement: String,
        /// The engine's words.
        detail: String,
    },
    /// The server does not let this login in, or not into this database.
    #[error(
        "the server does not let us in: {detail}; check [winpneu] user, password and database with the DBA, then `automaton doctor`"
    )]
    Refused {
        /// The engine's words.
        detail: String,
    },
    /// The base refuses the statement: a fault of the program or of the installation.
    #[error("{statement}: {detail}")]
    Statement {
        /// Name of the statement.
        statement: String,
        /// The engine's words.
        detail: String,
    },
    /// A column of a row cannot be read as what it should hold.
    #[error("column {column}: {problem}")]
    Column {
        /// Name of the column.
        column: String,
        /// What is wrong with it.
        problem: String,
    },
    /// There is no base at that place.
    #[error(
        "there is no base at {path}: put it back if it was moved, mend [winpneu] path, or restore it from the backup (« Restore » in \
         docs/operations.md); only a new installation wants `automaton init`"
    )]
    Missing {
        /// Path of the file.
        path: String,
    },
    /// The file is no base, or a damaged one.
    #[error("the base is damaged or no base at all ({detail}): restore it from a backup")]
    Damaged {
        /// The engine's words.
        detail: String,
    },
    /// The base lacks migrations.
    #[error("the base has schema {found}, this program needs {needed}: run `automaton init`")]
    Older {
        /// Number of the last applied migration.
        found: u32,
        /// Number of the last migration of this program.
        needed: u32,
    },
    /// The base was made by a later program.
    #[error("the base has schema {found}, this program knows only {known}: install the newer automaton")]
    Newer {
        /// Number of the last applied migration.
        found: u32,
        /// Number of the last migration of this program.
        known: u32,
    },
    /// An applied migration is not the text that this program carries.
    #[error(
        "migration {number} of the base is not the one of this program: restore the base or the program that made it"
    )]
    MigrationChanged {
        /// Number of the migration.
        number: u32,
    },
    /// Another automaton holds the single-automaton lock.
    #[error("another automaton is at work: {holder}, since {} UTC", since.map_or_else(|| "?".to_owned(), |s| s.to_string()))]
    Locked {
        /// Who holds it, in the holder's own words.
        holder: String,
        /// Since when (UTC).
        since: Option<NaiveDateTime>,
    },
}

impl Error {
    /// Whether the same call may succeed later with nothing mended.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Unavailable { .. }
                | Self::Locked { .. }
                | Self::Lost { .. }
                | Self::Deadlock { .. }
                | Self::Refused { .. }
        )
    }
}
