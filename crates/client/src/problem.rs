//! What is said to the user when something cannot be done: a code that the window has words for, and a sentence for whoever reads logs.

use std::fmt;

use serde::Serialize;

/// One thing that is wrong with what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EntryProblem {
    /// A short code; where the server would refuse the entry for the same reason, that reason's code.
    pub code: &'static str,
    /// The field to mend: a column of annex 2, or a key of the draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub field: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl EntryProblem {
    /// About the entry as a whole.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, field: None, message: message.into() }
    }

    /// About one field.
    pub(crate) fn of(field: &str, code: &'static str, message: impl fmt::Display) -> Self {
        Self { code, field: Some(field.to_owned()), message: message.to_string() }
    }
}

impl fmt::Display for EntryProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.field {
            Some(field) => write!(f, "{field}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// What could not be done beside an entry, such as reading a folder; work goes on without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Notice {
    /// A short code.
    pub code: &'static str,
    /// What happened and what to do.
    pub message: String,
}

impl Notice {
    pub(crate) fn new(code: &'static str, message: impl fmt::Display) -> Self {
        Self { code, message: message.to_string() }
    }
}

/// Whether something failed because the disk is full, however deep that is told.
#[must_use]
pub fn is_disk_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(it) = cause {
        if let Some(io) = it.downcast_ref::<std::io::Error>()
            && matches!(io.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
        {
            return true;
        }
        if let Some(rusqlite::Error::SqliteFailure(failure, _)) = it.downcast_ref::<rusqlite::Error>()
            && (failure.code == rusqlite::ErrorCode::DiskFull || failure.extended_code == SHM_SIZE)
        {
            return true;
        }
        cause = it.source();
    }
    false
}

/// `SQLITE_IOERR_SHMSIZE`: the file beside a journal could not grow.
const SHM_SIZE: i32 = 4874;

#[cfg(test)]
mod tests {
    use super::is_disk_full;
    use crate::journal::JournalError;
    use std::io::{Error, ErrorKind};

    #[test]
    fn a_full_disk_is_found_however_deep_it_is_told() {
        let base = rusqlite::Connection::open_in_memory().unwrap();
        base.execute_batch("CREATE TABLE t (x); PRAGMA max_page_count = 2").unwrap();
        let full = base.execute("INSERT INTO t VALUES (zeroblob(100000))", []).unwrap_err();
        assert!(is_disk_full(&JournalError::from(full)));
        let other = base.execute("INSERT INTO nothing VALUES (1)", []).unwrap_err();
        assert!(!is_disk_full(&JournalError::from(other)));
        for (kind, full) in
            [(ErrorKind::StorageFull, true), (ErrorKind::QuotaExceeded, true), (ErrorKind::NotFound, false)]
        {
            let read = crate::SettingsError::Read(Error::from(kind));
            assert_eq!(is_disk_full(&read), full, "{kind}");
        }
    }
}
