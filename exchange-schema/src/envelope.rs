//! What stands around every payload, as it travels.

use std::num::NonZeroU64;

use chrono::{DateTime, Utc};
use domain::UserFolder;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ids::EntryId;
use crate::wire::Format1;
use crate::{DeviceId, FileName, Kind, shapes, spelling};

/// One exchange file. `P` is the kind's payload; `S` its signature, or `()` for the kinds that have none.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "P: Deserialize<'de>, S: Deserialize<'de>"))]
pub(crate) struct Envelope<P, S> {
    /// The version of this format.
    pub(crate) format: Format1,
    /// What the file asks for; as in its name.
    #[schemars(with = "String")]
    pub(crate) kind: Kind,
    /// The entry's own id; as in the file's name.
    pub(crate) id: EntryId,
    /// When the entry was made; as in the file's name.
    #[serde(with = "spelling::instant")]
    #[schemars(with = "shapes::Instant")]
    pub(crate) created_at: DateTime<Utc>,
    /// Who made it; as in the file's name.
    #[schemars(with = "shapes::User")]
    pub(crate) author: UserFolder,
    /// On which installation of the desktop.
    pub(crate) device: DeviceId,
    /// The running number of this entry on that device, from 1, no gaps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sequence: Option<NonZeroU64>,
    /// The name of the refused file of the same author that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) replaces: Option<FileName>,
    /// What is asked.
    pub(crate) payload: P,
    /// The signature that a payment mode asks for, under a CC; else null.
    #[serde(default)]
    pub(crate) signature: Option<S>,
}
