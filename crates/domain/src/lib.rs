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
mod bounded;
mod customer_code;
mod customer_field;
mod distinct_list;
mod email_address;
mod erp_comment;
mod erp_text;
mod field_value;
mod fleet;
mod follow_up;
pub mod iso_date;
mod parameters;
mod sector;
mod text_type;
mod time_of_day;
mod user_folder;
mod visit_dates;
mod visit_form;

pub use authorisation_text::{
    AuthorisationText, AuthorisationTextError, AuthorisationTexts, AuthorisationValues,
};
pub use bounded::{Bounded, OutOfBounds};
pub use customer_code::{CustomerCode, CustomerCodeError};
pub use customer_field::{
    CUSTOMER_FIELDS, CustomerField, FieldKind, FieldSpec, Required, UnknownCustomerField,
};
pub use distinct_list::{DistinctList, DistinctListError};
pub use email_address::{EmailAddress, EmailAddressError};
pub use erp_comment::{Comment, CommentError, erp_comment};
pub use erp_text::{
    ErpText, ErpTextError, NotWindows1252, TrimmedErpText, TrimmedErpTextError, windows_1252_len,
};
pub use field_value::{FieldValue, FieldValueError};
pub use fleet::{Fleet, FleetCountError, FleetKind, FleetKindError};
pub use follow_up::{FollowUp, FollowUpChange, FollowUpEvent, FollowUpPreset};
pub use iso_date::{IsoDateError, parse_iso_date};
pub use parameters::{CategoryCode, LostReason, ParameterError, Parameters, PaymentModeCode, Stage};
pub use sector::{PostcodePattern, PostcodePatternError, SectorName, SectorRule};
pub use time_of_day::{TimeOfDay, TimeOfDayError};
pub use user_folder::{UserFolder, UserFolderError};
pub use visit_dates::{VisitDateError, check_visit_date, erp_date, local_day};
pub use visit_form::{
    AnswerError, Answers, Choice, FormHistoryError, FormLabel, FormNode, FormSection, NodeId, NodeIdError,
    PlacedNode, QuoteMeaning, QuoteMeaningError, VisitForm, VisitFormError,
};
