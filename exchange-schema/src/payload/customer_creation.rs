//! CC: a prospect to be made a customer.

use domain::Comment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::CustomerFields;
use crate::{ProspectId, shapes};

/// CC, « Transformation en client ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerCreationPayload {
    /// Which prospect.
    pub prospect: ProspectId,
    /// Annex 2 as the rep completed it; that nothing is missing is checked by the domain.
    pub fields: CustomerFields,
    /// What the author adds for the accountants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<shapes::CommentText>")]
    pub comment: Option<Comment>,
}
