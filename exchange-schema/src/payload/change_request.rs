//! MC: what a rep wants changed of a customer.

use domain::{Comment, CustomerCode, CustomerField, FieldValue, Fleet, FollowUpChange};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::{Annex2Field, Change, Changes};
use crate::shapes;
use crate::wire::{null_is_default, nullable};

/// MC, « Demande de modification »: ERP fields go to the accountants as a request; follow-up and fleet are the CRM's
/// own and are applied directly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRequestPayload {
    /// Whose fields.
    #[schemars(with = "shapes::Customer")]
    pub customer: CustomerCode,
    /// What is asked of the ERP's fields; empty when only follow-up or fleet change.
    pub changes: Changes<FieldChange>,
    /// What the author adds for the accountants; may be empty.
    #[schemars(with = "shapes::CommentText")]
    pub comment: Comment,
    /// The next follow-up date: absent = unchanged, null = none any more.
    #[serde(default, skip_serializing_if = "FollowUpChange::is_unchanged")]
    #[schemars(with = "Option<shapes::Date>")]
    pub follow_up_on: FollowUpChange,
    /// The kinds of vehicle about which something was said; empty = nothing.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Fleet::is_empty")]
    #[schemars(with = "Option<shapes::FleetCounts>")]
    pub fleet: Fleet,
}

/// « "xxxxx" remplacé par "yyyyyy" »: one field of the ERP, what the laptop showed and what is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldChange {
    /// Which field; only annex 2, the accountants have no other.
    #[schemars(with = "shapes::Annex2Field")]
    pub field: Annex2Field,
    /// The value that the laptop showed; null = none. '' and null are equal.
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "shapes::Value")]
    pub from: Option<FieldValue>,
    /// The value that is wanted; null = none.
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "shapes::Value")]
    pub to: Option<FieldValue>,
}

impl Change for FieldChange {
    fn field(&self) -> CustomerField {
        self.field.into()
    }
}
