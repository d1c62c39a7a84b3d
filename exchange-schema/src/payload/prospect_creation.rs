//! CP: a new prospect.

use domain::{Comment, Fleet, FollowUpChange};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::ProspectFields;
use crate::wire::null_is_default;
use crate::{ProspectId, shapes};

/// CP, « Création de prospect ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProspectCreationPayload {
    /// The new prospect's identity, made on the laptop. A corrected CP keeps it.
    pub prospect: ProspectId,
    /// Its fields; the name is the only one that a prospect needs, which the server checks.
    pub fields: ProspectFields,
    /// The next follow-up date: absent or null = none.
    #[serde(default, skip_serializing_if = "FollowUpChange::is_unchanged")]
    #[schemars(with = "Option<shapes::Date>")]
    pub follow_up_on: FollowUpChange,
    /// Its vehicles; empty = nothing known.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Fleet::is_empty")]
    #[schemars(with = "Option<shapes::FleetCounts>")]
    pub fleet: Fleet,
    /// Why the author created it although the laptop showed a likely duplicate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<shapes::CommentText>")]
    pub duplicate_reason: Option<Comment>,
}
