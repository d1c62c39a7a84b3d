//! What the domain's types look like in a JSON Schema. The domain knows nothing of schemas, so their shapes stand
//! here; the domain stays the judge, and a schema only says what a schema can.

use std::borrow::Cow;

use domain::{Comment, CustomerCode, CustomerField, Fleet, FleetKind, NodeId, UserFolder};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::spelling;

/// Declares types that exist only to be named in `#[schemars(with = …)]`.
macro_rules! shapes {
    ($($(#[$meta:meta])* $name:ident = $schema:tt;)+) => {
        $(
            $(#[$meta])*
            pub(crate) enum $name {}

            impl JsonSchema for $name {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!($schema)
                }
            }
        )+
    };
}

shapes! {
    Instant = {
        "type": "string",
        "format": "date-time",
        "pattern": spelling::instant::PATTERN,
    };
    Date = {
        "type": "string",
        "format": "date",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    };
    TimeOfDay = {
        "type": "string",
        "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
    };
    User = {
        "description": "User folder: the Windows user without its domain, reduced.",
        "type": "string",
        "maxLength": UserFolder::MAX_LEN,
        "pattern": "^[a-z0-9]([a-z0-9._-]{0,30}[a-z0-9_-])?$",
    };
    Customer = {
        "description": "The ERP's customer code, c_client.",
        "type": "string",
        "minLength": 1,
        "maxLength": CustomerCode::MAX_LEN,
        "pattern": "^\\S(.*\\S)?$",
    };
    CommentText = {
        "type": "string",
        "maxLength": Comment::MAX_CHARS,
    };
    Node = {
        "description": "The id of a node of the visit form.",
        "type": "string",
        "maxLength": NodeId::MAX_LEN,
        "pattern": "^[a-z0-9][a-z0-9._-]{0,63}$",
    };
    Value = {
        "description": "A field's value; null = none.",
        "type": ["string", "integer", "null"],
        "maxLength": domain::FieldValue::MAX_CHARS,
    };
    FleetCounts = {
        "description": "Vehicles by kind; null = some, number unknown; 0 = none; an absent kind is left unchanged.",
        "type": "object",
        "propertyNames": { "minLength": 1, "maxLength": FleetKind::MAX_LEN },
        "additionalProperties": { "type": ["integer", "null"], "minimum": 0, "maximum": Fleet::MAX_COUNT },
    };
    ProspectField = {
        "description": "A column of annex 2, or the CRM's own etape and motif_perte.",
        "type": "string",
        "enum": columns(|_| true),
    };
    Annex2Field = {
        "description": "A column of annex 2.",
        "type": "string",
        "enum": columns(CustomerField::is_annex_2),
    };
}

/// The columns of some fields, in the annex's order.
pub(crate) fn columns(accepted: fn(CustomerField) -> bool) -> Vec<&'static str> {
    let fields = domain::CUSTOMER_FIELDS.iter().filter(|spec| accepted(spec.field));
    fields.map(|spec| spec.column).collect()
}
