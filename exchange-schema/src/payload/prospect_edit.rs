//! MP: changes to a prospect, or its deletion; never both.

use domain::{Comment, CustomerField, FieldValue, Fleet, FollowUpChange};
use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::fields::{Change, Changes};
use crate::wire::{null_is_default, nullable};
use crate::{ProspectId, shapes};

/// MP, « Modification » or « Suppression d'un prospect ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ProspectEditPayload {
    /// Field by field.
    Update(ProspectUpdate),
    /// The whole prospect.
    Delete(ProspectDeletion),
}

/// Changes to a prospect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProspectUpdate {
    /// Which prospect.
    pub prospect: ProspectId,
    /// Its changed fields; empty when only follow-up or fleet change.
    pub changes: Changes<ProspectChange>,
    /// The next follow-up date: absent = unchanged, null = none any more.
    #[serde(default, skip_serializing_if = "FollowUpChange::is_unchanged")]
    #[schemars(with = "Option<shapes::Date>")]
    pub follow_up_on: FollowUpChange,
    /// The kinds of vehicle about which something was said; empty = nothing.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Fleet::is_empty")]
    #[schemars(with = "Option<shapes::FleetCounts>")]
    pub fleet: Fleet,
}

/// One field of a prospect. It is set when its current value is `from` or one of `also`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProspectChange {
    /// Which field.
    #[schemars(with = "shapes::ProspectField")]
    pub field: CustomerField,
    /// The value that the laptop showed; null = none. '' and null are equal.
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "shapes::Value")]
    pub from: Option<FieldValue>,
    /// The new value; null = none.
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "shapes::Value")]
    pub to: Option<FieldValue>,
    /// Every earlier value that this laptop showed since its base: queued changes build on each other.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Vec<shapes::Value>>")]
    pub also: Vec<Option<FieldValue>>,
}

impl Change for ProspectChange {
    fn field(&self) -> CustomerField {
        self.field
    }
}

/// The wish to delete a prospect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProspectDeletion {
    /// Which prospect.
    pub prospect: ProspectId,
    /// Why.
    pub delete: Deletion,
}

/// Why a prospect is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deletion {
    /// What the author typed; may be empty.
    #[schemars(with = "shapes::CommentText")]
    pub reason: Comment,
}

/// Every key that an MP may have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditOnWire {
    prospect: ProspectId,
    changes: Option<Changes<ProspectChange>>,
    #[serde(default)]
    follow_up_on: FollowUpChange,
    #[serde(default, deserialize_with = "null_is_default")]
    fleet: Fleet,
    delete: Option<Deletion>,
}

/// By hand: serde would try one shape after the other and forget why the first one did not fit.
impl<'de> Deserialize<'de> for ProspectEditPayload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let EditOnWire { prospect, changes, follow_up_on, fleet, delete } =
            EditOnWire::deserialize(deserializer)?;
        let beside_delete = [
            ("changes", changes.is_some()),
            ("follow_up_on", !follow_up_on.is_unchanged()),
            ("fleet", !fleet.is_empty()),
        ];
        match (delete, changes) {
            (Some(delete), _) => match beside_delete.iter().find(|(_, present)| *present) {
                Some((key, _)) => Err(D::Error::unknown_field(key, &["prospect", "delete"])),
                None => Ok(Self::Delete(ProspectDeletion { prospect, delete })),
            },
            (None, Some(changes)) => {
                Ok(Self::Update(ProspectUpdate { prospect, changes, follow_up_on, fleet }))
            }
            (None, None) => Err(D::Error::missing_field("changes")),
        }
    }
}

impl ProspectEditPayload {
    /// Which prospect.
    #[must_use]
    pub const fn prospect(&self) -> ProspectId {
        match self {
            Self::Update(update) => update.prospect,
            Self::Delete(deletion) => deletion.prospect,
        }
    }
}
