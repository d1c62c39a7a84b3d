//! The trade's own types and rules, shared by the laptop and the server: what we create cannot hold an invalid
//! value (design §3).
//!
//! Every type is parsed once, at the edge, by `FromStr`, `TryFrom<String>` or serde, and is valid from then on;
//! each parse has its own small error, which says what is wrong and what to do.
//!
//! Absent on purpose: files, network, SQL and the clock (time is passed in); any other crate of the workspace;
//! the words that a user reads, except those that the ERP stores or that the user's own text fixes; what the ERP
//! already holds, which is shown as it is and never forced through these types.

mod authorisation_text;
mod bic;
mod bounded;
mod country;
mod creation_check;
mod customer_code;
mod customer_field;
mod distinct_list;
mod email_address;
mod entry_order;
mod erp_comment;
mod erp_text;
mod field_check;
mod field_value;
mod fleet;
mod folding;
mod follow_up;
mod iban;
mod identity;
pub mod iso_date;
mod naf_code;
mod ownership;
mod parameters;
mod phone;
mod postal_code;
mod prospect_change;
mod record;
mod sector;
mod siret;
mod spelling;
mod text_type;
mod time_of_day;
mod user_folder;
mod vat_number;
mod visit_class;
mod visit_dates;
mod visit_form;

pub use authorisation_text::{
    AuthorisationText, AuthorisationTextError, AuthorisationTexts, AuthorisationValues,
};
pub use bic::{Bic, BicError, agree};
pub use bounded::{Bounded, OutOfBounds};
pub use country::{country_of, is_france};
pub use creation_check::{
    CreationProblem, CreationProblemKind, PaymentProblem, check_creation, needs_bank_details,
    needs_signature, payment_mode_allowed, settled_by_mode,
};
pub use customer_code::{CustomerCode, CustomerCodeError};
pub use customer_field::{
    CUSTOMER_FIELDS, CustomerField, FieldKind, FieldSpec, Required, UnknownCustomerField,
};
pub use distinct_list::{DistinctList, DistinctListError};
pub use email_address::{EmailAddress, EmailAddressError};
pub use entry_order::EntryMark;
pub use erp_comment::{Comment, CommentError, erp_comment};
pub use erp_text::{
    ErpText, ErpTextError, NotWindows1252, TrimmedErpText, TrimmedErpTextError, windows_1252_len,
};
pub use field_check::{FieldProblem, FormatProblem, check_field, check_format};
pub use field_value::{FieldValue, FieldValueError};
pub use fleet::{Fleet, FleetCountError, FleetKind, FleetKindError};
pub use folding::fold;
pub use follow_up::{FollowUp, FollowUpChange, FollowUpEvent, FollowUpPreset};
pub use iban::{Iban, IbanError, masked};
pub use identity::{IdentityKind, UnknownIdentityKind, identity_keys};
pub use iso_date::{IsoDateError, parse_iso_date};
pub use naf_code::{NafCodeError, check_naf_code};
pub use ownership::{Attachment, Ownership, Person};
pub use parameters::{CategoryCode, LostReason, ParameterError, Parameters, PaymentModeCode, Stage};
pub use phone::{PhoneError, PhoneKey, check_phone, phone_key};
pub use postal_code::{PostalCodeError, check_postal_code, postal_code};
pub use prospect_change::{ChangeOutcome, judge_change};
pub use record::{
    ClashRecord, CodeRecord, ContactRecord, CreationRecord, CustomerRecord, OwnRecord, PersonRecord,
    ProspectRecord, ProspectVisitRecord, RelationRecord, RevenueRecord, Sheet, TownRecord, field_value,
};
pub use sector::{PostcodePattern, PostcodePatternError, SectorName, SectorRule};
pub use siret::{SiretError, check_siret, siret_key};
pub use time_of_day::{TimeOfDay, TimeOfDayError};
pub use user_folder::{UserFolder, UserFolderError};
pub use vat_number::{VatNumberError, check_vat_number, vat_key};
pub use visit_class::RelationClass;
pub use visit_dates::{VisitDateError, check_visit_date, erp_date, local_day};
pub use visit_form::{
    AnswerError, Answers, Choice, FormHistoryError, FormLabel, FormNode, FormSection, Meaning, MeaningError,
    NodeId, NodeIdError, PlacedNode, VisitForm, VisitFormError, VisitMeaning,
};
