//! What laptop and server say to each other: exchange files and their names on the way up, manifests and receipts on
//! the way down, and the one list of reasons why a file is refused or waits (design §4, §5).
//!
//! Everything that comes in is parsed once, strictly, and is valid from then on: [`ExchangeFile::parse`] takes bytes
//! from a folder that anybody may have written to, never panics, never recurses without bound, and tells each sort of
//! fault by its own [`Reason`]. Everything that goes out is printed in one spelling, so that print and parse undo
//! each other: an entry that no reader would accept is refused by [`ExchangeFile::to_json`], while its author is
//! still there to mend it.
//!
//! Absent on purpose: files and folders (`sync-folder`), the ERP (`winpneu`), the clock; whether a customer exists, an
//! author may do what he asks, a creation is complete or a value suits its column (`domain` and `automaton`); the
//! words that people read for a reason (the French catalogue of whoever shows it).

mod checked_text;
mod codes;
mod envelope;
mod exchange_file;
mod file_name;
mod ids;
mod kind;
mod manifest;
mod parse_error;
mod payload;
mod print_error;
mod reason;
mod receipts;
mod schema;
mod sha256;
mod shapes;
mod spelling;
mod tree;
mod wire;

pub use codes::UnknownCode;
pub use exchange_file::{ExchangeFile, MAX_FILE_BYTES, ReplacesError};
pub use file_name::{FileName, FileNameError};
pub use ids::{DeviceId, IdError, ProspectId};
pub use kind::Kind;
pub use manifest::{BaseFileName, BaseFileNameError, Manifest, ManifestFile, Role};
pub use parse_error::ParseError;
pub use payload::{
    Annex2Field, Change, ChangeRequestPayload, Changes, CustomerCreationPayload, CustomerFields,
    CustomerVisitPayload, Deletion, DoubledField, Drawing, DrawingError, FieldChange, Fields, NotAnnex2,
    Payload, PickedAnswers, PngBase64, ProspectChange, ProspectCreationPayload, ProspectDeletion,
    ProspectEditPayload, ProspectFields, ProspectUpdate, ProspectVisitPayload, SheetField, Signature,
    SvgText, VisitReport, Words, WordsError,
};
pub use print_error::PrintError;
pub use reason::Reason;
pub use receipts::{Receipt, ReceiptState, Receipts, ReceiptsPrinter, Target};
pub use schema::json_schemas;
pub use sha256::{Sha256, Sha256Error};

/// The largest manifest or list of receipts that is read, in bytes: far above any real one.
pub const MAX_PUBLISHED_BYTES: usize = 8 * 1024 * 1024;
