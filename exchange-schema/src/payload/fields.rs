//! Fields of a sheet, as they stand in CP, MP, CC and MC: which there may be, and none twice.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use domain::{CustomerField, FieldValue, UnknownCustomerField};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::shapes;

/// Which fields a sheet has. Implemented for a prospect's and for a customer's, and for nothing else.
pub trait SheetField: Copy + Ord + FromStr + Into<CustomerField> + 'static {
    /// What these fields are called in a JSON Schema.
    const SCHEMA_NAME: &'static str;

    /// Whether the sheet has this field.
    fn accepts(field: CustomerField) -> bool;
}

impl SheetField for CustomerField {
    const SCHEMA_NAME: &'static str = "ProspectFields";

    fn accepts(_: CustomerField) -> bool {
        true
    }
}

/// A field of annex 2: what a customer has. The CRM's own `etape` and `motif_perte` are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "CustomerField", into = "CustomerField")]
pub struct Annex2Field(CustomerField);

/// A field that only a prospect has, or none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a customer has no such field; use a column of annex 2")]
pub struct NotAnnex2;

impl SheetField for Annex2Field {
    const SCHEMA_NAME: &'static str = "CustomerFields";

    fn accepts(field: CustomerField) -> bool {
        field.is_annex_2()
    }
}

impl TryFrom<CustomerField> for Annex2Field {
    type Error = NotAnnex2;

    fn try_from(field: CustomerField) -> Result<Self, NotAnnex2> {
        if field.is_annex_2() { Ok(Self(field)) } else { Err(NotAnnex2) }
    }
}

impl FromStr for Annex2Field {
    type Err = NotAnnex2;

    fn from_str(column: &str) -> Result<Self, NotAnnex2> {
        column.parse::<CustomerField>().map_err(|_: UnknownCustomerField| NotAnnex2)?.try_into()
    }
}

impl From<Annex2Field> for CustomerField {
    fn from(field: Annex2Field) -> Self {
        field.0
    }
}

impl fmt::Display for Annex2Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// `fields`: {column: value}. A field without a value is absent: '' and null mean the same and are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields<K>(BTreeMap<K, FieldValue>);

/// The fields of a prospect: annex 2, `etape` and `motif_perte`.
pub type ProspectFields = Fields<CustomerField>;

/// The fields of a customer to be: annex 2.
pub type CustomerFields = Fields<Annex2Field>;

impl<K: SheetField> Fields<K> {
    /// The value of a field; none when it is empty.
    #[must_use]
    pub fn get(&self, field: K) -> Option<&FieldValue> {
        self.0.get(&field)
    }

    /// Sets a field; an empty text takes it out.
    pub fn set(&mut self, field: K, value: FieldValue) {
        if value.is_empty() {
            self.0.remove(&field);
        } else {
            self.0.insert(field, value);
        }
    }

    /// The fields that have a value, in the annex's order.
    pub fn iter(&self) -> impl Iterator<Item = (K, &FieldValue)> {
        self.0.iter().map(|(field, value)| (*field, value))
    }

    /// Whether no field has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K> Default for Fields<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: SheetField> FromIterator<(K, FieldValue)> for Fields<K> {
    fn from_iter<I: IntoIterator<Item = (K, FieldValue)>>(entries: I) -> Self {
        let mut fields = Self::default();
        entries.into_iter().for_each(|(field, value)| fields.set(field, value));
        fields
    }
}

impl<K: SheetField> Serialize for Fields<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(field, value)| (field.into().column(), value)))
    }
}

/// By hand, so that a column that nobody knows is an unknown key and no bad value.
impl<'de, K: SheetField> Deserialize<'de> for Fields<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor<K>(PhantomData<K>);

        impl<'de, K: SheetField> Visitor<'de> for FieldsVisitor<K> {
            type Value = Fields<K>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of columns and their values")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Fields<K>, M::Error> {
                let mut fields = Fields::default();
                while let Some(column) = map.next_key::<String>()? {
                    let field = column.parse::<K>().map_err(|_| M::Error::unknown_field(&column, &[]))?;
                    if let Some(value) = map.next_value::<Option<FieldValue>>()? {
                        fields.set(field, value);
                    }
                }
                Ok(fields)
            }
        }

        deserializer.deserialize_map(FieldsVisitor(PhantomData))
    }
}

impl<K: SheetField> JsonSchema for Fields<K> {
    fn schema_name() -> Cow<'static, str> {
        K::SCHEMA_NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "propertyNames": { "enum": shapes::columns(K::accepts) },
            "additionalProperties": { "type": ["string", "integer", "null"], "maxLength": FieldValue::MAX_CHARS },
        })
    }
}

/// One change of one field.
pub trait Change {
    /// The field that it changes.
    fn field(&self) -> CustomerField;
}

/// `changes`: a list in which no field stands twice; it may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Vec<T>", bound(deserialize = "T: Change + Deserialize<'de>"))]
#[schemars(with = "Vec<T>")]
pub struct Changes<T>(Vec<T>);

/// A field changed twice in one file: which of the two was meant cannot be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the field {0} is changed twice")]
pub struct DoubledField(pub CustomerField);

impl<T> Changes<T> {
    /// The changes, as listed.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }

    /// Whether nothing is changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Change> TryFrom<Vec<T>> for Changes<T> {
    type Error = DoubledField;

    fn try_from(changes: Vec<T>) -> Result<Self, DoubledField> {
        let mut seen = std::collections::BTreeSet::new();
        match changes.iter().map(Change::field).find(|field| !seen.insert(*field)) {
            Some(field) => Err(DoubledField(field)),
            None => Ok(Self(changes)),
        }
    }
}
