//! The one error of every printing in this crate.

use serde::Serialize;
use thiserror::Error;

use crate::ParseError;

/// Why a document cannot be printed.
#[derive(Debug, Error)]
pub enum PrintError {
    /// No reader would accept it.
    #[error("the document has {bytes} bytes and at most {max} are accepted; shorten it")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The largest that readers accept.
        max: usize,
    },
    /// A value that the format cannot spell, such as an instant beyond the year 9999.
    #[error("the document cannot be spelled: {0}")]
    Spelling(#[from] serde_json::Error),
    /// A value that its type could hold but no reader would accept, such as a day beyond the year 9999.
    #[error("no reader would accept the document: {0}")]
    Refused(#[from] ParseError),
}

/// JSON with two blanks of indent and a line break at the end.
pub(crate) fn print<T: Serialize>(document: &T, max: usize) -> Result<Vec<u8>, PrintError> {
    let mut json = serde_json::to_vec_pretty(document)?;
    json.push(b'\n');
    match json.len() {
        bytes if bytes > max => Err(PrintError::TooLarge { bytes, max }),
        _ => Ok(json),
    }
}
