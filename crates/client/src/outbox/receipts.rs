//! Which receipts tell something new. Pure: files of receipts come late, repeated and in any order.

use std::collections::BTreeMap;

use exchange_schema::{FileName, Receipt, ReceiptState, Sha256};

use crate::journal::{Entries, Entry, Fate};

/// What receipts are compared with.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The entry's name.
    pub name: &'a FileName,
    /// Of its bytes.
    pub sha256: &'a Sha256,
    /// What it learned before.
    pub fate: Option<&'a Fate>,
}

impl Entries {
    /// Every entry, those that cannot be read too: the server may.
    pub fn known(&self) -> impl Iterator<Item = Known<'_>> {
        let readable = self.readable.iter().map(|entry| entry.known(entry.file.file_name()));
        readable.chain(self.unreadable.iter().map(|entry| entry.known(&entry.file.name)))
    }
}

impl<F> Entry<F> {
    fn known<'a>(&'a self, name: &'a FileName) -> Known<'a> {
        Known { name, sha256: &self.sha256, fate: self.fate.as_ref() }
    }
}

/// The entries that learn something new, with it. A receipt counts by name and hash together; one from before what is known is passed
/// over, so that nothing ever goes a step back.
#[must_use]
pub fn merged<'a>(
    entries: impl IntoIterator<Item = Known<'a>>,
    receipts: &[Receipt],
) -> Vec<(FileName, Fate)> {
    let mut of: BTreeMap<&str, Vec<&Receipt>> = BTreeMap::new();
    for receipt in receipts {
        of.entry(receipt.name.as_str()).or_default().push(receipt);
    }
    let mut news = Vec::new();
    for entry in entries {
        let Some(about) = of.get(entry.name.as_str()) else { continue };
        let own = about.iter().filter(|receipt| receipt.sha256 == Some(*entry.sha256));
        let Some(latest) = own.map(|receipt| fate(receipt)).max_by_key(place) else { continue };
        if entry.fate.is_none_or(|known| place(known) < place(&latest)) {
            news.push((entry.name.clone(), latest));
        }
    }
    news
}

/// By the instant; of one second, by how far the file had come, for a file waits first and is decided last.
fn place(fate: &Fate) -> (chrono::DateTime<chrono::Utc>, u8, Option<u64>) {
    let far = match fate.state {
        ReceiptState::Deferred => 0,
        ReceiptState::Rejected => 1,
        ReceiptState::Integrated => 2,
        ReceiptState::Validated | ReceiptState::Refused => 3,
    };
    (fate.at, far, fate.seq)
}

fn fate(receipt: &Receipt) -> Fate {
    Fate {
        state: receipt.state,
        at: receipt.at,
        reference: receipt.reference.clone(),
        reason: receipt.reason,
        seq: receipt.seq,
        target: receipt.target,
        message: receipt.message.clone(),
        clashes: receipt.clashes.clone(),
    }
}

#[cfg(test)]
#[path = "receipts_tests.rs"]
mod tests;
