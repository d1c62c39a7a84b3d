//! The one error of every strict reading in this crate.

use thiserror::Error;

use crate::Reason;

/// How much of a hostile text an error repeats: it ends in mails and on screens.
const SHOWN: usize = 200;

/// Why some bytes are not what they should be: a reason for programs, a place and a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{reason}{}{path}: {detail}", if path.is_empty() { "" } else { " at " })]
pub struct ParseError {
    /// What kind of fault it is.
    pub reason: Reason,
    /// Where: `payload.changes[0].field`; empty for the document as a whole. Shortened when absurdly long.
    pub path: String,
    /// One English sentence for the log. Shortened when absurdly long.
    pub detail: String,
}

impl ParseError {
    pub(crate) fn new(reason: Reason, path: &str, detail: &str) -> Self {
        Self { reason, path: shorten(path), detail: shorten(detail) }
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
