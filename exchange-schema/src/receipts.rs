//! `receipts.json`: what became of each of a user's files. The laptop removes nothing and shows nothing as done
//! before it is said here.
//!
//! Reading is lenient where an older laptop meets a newer server: keys that it does not know are passed over, a
//! reason or target that it does not know reads as none, and a receipt in a state that it does not know is left
//! out, which is safe: an entry never leaves the laptop for want of a receipt.

use chrono::{DateTime, Utc};
use domain::{CustomerField, UserFolder};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::codes::codes;
use crate::print_error::{PrintError, print};
use crate::tree::Node;
use crate::wire::{Format1, Formatted, Known};
use crate::{MAX_PUBLISHED_BYTES, ParseError, Reason, Sha256, shapes, spelling};

codes! {
    /// How far a file has come.
    pub enum ReceiptState "state of a file" {
        /// Its effect is in the ERP.
        Integrated = "integrated",
        /// It waits, see the reason; it stays in the inbox.
        Deferred = "deferred",
        /// Refused, see the reason; a copy is in quarantine.
        Rejected = "rejected",
        /// CC and MC: integrated, and then an accountant agreed.
        Validated = "validated",
        /// CC and MC: integrated, and then an accountant said no, see the message.
        Refused = "refused",
    }
}

codes! {
    /// In which base the effect of a file will be seen.
    pub enum Target "target base" {
        /// Everybody's: customers and visits.
        Common = "common",
        /// The user's own: prospects and settings.
        User = "user",
    }
}

/// All receipts of one user: of each file while it lies in the inbox and for 90 days after its last change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Receipts {
    /// Whose.
    #[schemars(with = "shapes::User")]
    pub user: UserFolder,
    /// One for each file, in no particular order.
    #[serde(deserialize_with = "receipts_of_known_states")]
    pub receipts: Vec<Receipt>,
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Receipt {
    /// The file's name, as found; not always that of an exchange file.
    pub name: String,
    /// Of the bytes that were judged; the laptop acts only when they are its own. None when they could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256>,
    /// How far it has come.
    pub state: ReceiptState,
    /// Since when, in whole seconds of UTC.
    #[serde(with = "spelling::instant")]
    #[schemars(with = "shapes::Instant")]
    pub at: DateTime<Utc>,
    /// What came of it: an id or customer code of the ERP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Why it was refused or waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The number of its effect. Once the adopted base of `target` has `through` at or above it, the effect is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// The base in which to look for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// What the accountant wrote, or a remark on a prospect already followed; the person's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// MP: the fields that were not set because they had another value than the author saw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Vec<shapes::ProspectField>>")]
    pub clashes: Vec<CustomerField>,
}

fn receipts_of_known_states<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Receipt>, D::Error> {
    let receipts = Vec::<ReceiptOnWire>::deserialize(deserializer)?;
    Ok(receipts.into_iter().filter_map(ReceiptOnWire::known).collect())
}

/// A receipt whose codes may be newer than this program.
#[derive(Deserialize)]
struct ReceiptOnWire {
    name: String,
    sha256: Option<Sha256>,
    state: Known<ReceiptState>,
    #[serde(with = "spelling::instant")]
    at: DateTime<Utc>,
    reference: Option<String>,
    reason: Option<Known<Reason>>,
    seq: Option<u64>,
    target: Option<Known<Target>>,
    message: Option<String>,
    #[serde(default)]
    clashes: Vec<Known<CustomerField>>,
}

impl ReceiptOnWire {
    fn known(self) -> Option<Receipt> {
        Some(Receipt {
            state: self.state.0?,
            name: self.name,
            sha256: self.sha256,
            at: self.at,
            reference: self.reference,
            reason: self.reason.and_then(|reason| reason.0),
            seq: self.seq,
            target: self.target.and_then(|target| target.0),
            message: self.message,
            clashes: self.clashes.into_iter().filter_map(|field| field.0).collect(),
        })
    }
}

impl Receipts {
    /// Reads `receipts.json`.
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

/// Prints `receipts.json` piece by piece, as [`Receipts::to_json`] would in one: a server may have very many.
#[derive(Debug)]
pub struct ReceiptsPrinter {
    pending: Vec<u8>,
    printed: usize,
    any: bool,
}

impl ReceiptsPrinter {
    const END: &str = "\n  ]\n}\n";

    /// The beginning.
    #[must_use]
    pub fn new(user: &UserFolder) -> Self {
        // A user folder has no sign that JSON escapes.
        let pending =
            format!("{{\n  \"format\": 1,\n  \"user\": \"{user}\",\n  \"receipts\": [").into_bytes();
        Self { pending, printed: 0, any: false }
    }

    /// One more receipt; false when a reader would find the whole too large with it: then nothing is added.
    ///
    /// # Errors
    /// When it cannot be spelled: an instant beyond the year 9999.
    pub fn push(&mut self, receipt: &Receipt) -> Result<bool, PrintError> {
        let text = serde_json::to_string_pretty(receipt)?.replace('\n', "\n    ");
        let comma = if self.any { "," } else { "" };
        let text = format!("{comma}\n    {text}");
        if self.printed + self.pending.len() + text.len() + Self::END.len() > MAX_PUBLISHED_BYTES {
            return Ok(false);
        }
        self.any = true;
        self.pending.extend_from_slice(text.as_bytes());
        Ok(true)
    }

    /// What was printed since this was asked last, once it is worth writing.
    pub fn piece(&mut self) -> Option<Vec<u8>> {
        const WORTH: usize = 32 * 1024;
        (self.pending.len() >= WORTH).then(|| self.take())
    }

    /// The last piece.
    #[must_use]
    pub fn end(mut self) -> Vec<u8> {
        let end = if self.any { Self::END } else { "]\n}\n" };
        self.pending.extend_from_slice(end.as_bytes());
        self.take()
    }

    fn take(&mut self) -> Vec<u8> {
        let piece = std::mem::take(&mut self.pending);
        self.printed += piece.len();
        piece
    }
}
