//! What each kind of file carries (design §4). Field values keep the ERP's column names; whether a value suits its
//! column, whether a creation is complete and whether a customer exists are judged by the domain and by the server:
//! here a value is only known to be of the agreed form.

mod change_request;
mod customer_creation;
mod fields;
mod prospect_creation;
mod prospect_edit;
mod signature;
mod visit;

pub use change_request::{ChangeRequestPayload, FieldChange};
pub use customer_creation::CustomerCreationPayload;
pub use fields::{
    Annex2Field, Change, Changes, CustomerFields, DoubledField, Fields, NotAnnex2, ProspectFields, SheetField,
};
pub use prospect_creation::ProspectCreationPayload;
pub use prospect_edit::{Deletion, ProspectChange, ProspectDeletion, ProspectEditPayload, ProspectUpdate};
pub use signature::{Drawing, DrawingError, PngBase64, Signature, SvgText, Words, WordsError};
pub use visit::{CustomerVisitPayload, PickedAnswers, ProspectVisitPayload, VisitReport};

use crate::Kind;

/// What a file asks for, by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// A visit to a customer.
    Vc(CustomerVisitPayload),
    /// A request to change a customer, or a new follow-up or fleet of his.
    Mc(ChangeRequestPayload),
    /// A new prospect.
    Cp(ProspectCreationPayload),
    /// Changes to a prospect, or its deletion.
    Mp(ProspectEditPayload),
    /// A visit to a prospect.
    Vp(ProspectVisitPayload),
    /// A prospect to be made a customer, with the signature when the payment mode asks for one. On the wire the
    /// signature stands beside the payload; no other kind may have one.
    Cc(CustomerCreationPayload, Option<Box<Signature>>),
}

impl Payload {
    /// The kind of file that carries it.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Vc(_) => Kind::Vc,
            Self::Mc(_) => Kind::Mc,
            Self::Cp(_) => Kind::Cp,
            Self::Mp(_) => Kind::Mp,
            Self::Vp(_) => Kind::Vp,
            Self::Cc(..) => Kind::Cc,
        }
    }

    /// The prospect that it is about, if any.
    #[must_use]
    pub const fn prospect(&self) -> Option<uuid::Uuid> {
        match self {
            Self::Vc(_) | Self::Mc(_) => None,
            Self::Cp(creation) => Some(*creation.prospect.as_uuid()),
            Self::Mp(edit) => Some(*edit.prospect().as_uuid()),
            Self::Vp(visit) => Some(*visit.prospect.as_uuid()),
            Self::Cc(creation, _) => Some(*creation.prospect.as_uuid()),
        }
    }
}
