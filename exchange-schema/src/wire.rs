//! Small pieces that every document shares.

use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The number 1 under `format`. A later number never gets here: the tree refuses it first, with its own reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Format1;

impl Serialize for Format1 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(1)
    }
}

impl<'de> Deserialize<'de> for Format1 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u64::deserialize(deserializer)? {
            1 => Ok(Self),
            n => Err(Error::invalid_value(Unexpected::Unsigned(n), &"1")),
        }
    }
}

impl JsonSchema for Format1 {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Format1".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": 1 })
    }
}

/// A published document with its `format` before it. Only for printing: in reading, the tree has judged the format.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Formatted<T> {
    /// The version of this format.
    pub(crate) format: Format1,
    #[serde(flatten)]
    pub(crate) document: T,
}

/// For serde's `deserialize_with`: null counts as an absent key.
pub(crate) fn null_is_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// For serde's `deserialize_with`: the key must be there, but may hold null.
pub(crate) fn nullable<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}

/// A code that a newer server may have added to its list: read as `None` instead of refusing the whole document.
#[derive(Debug)]
pub(crate) struct Known<T>(pub(crate) Option<T>);

impl<'de, T: FromStr> Deserialize<'de> for Known<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(String::deserialize(deserializer)?.parse().ok()))
    }
}
