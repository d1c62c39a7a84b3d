//! JSON Schemas (draft 2020-12) of every document, for whoever writes or reads one in another language. They describe
//! what is written, with no key left open; what a schema cannot say (the name's agreement with the body, a real
//! calendar, doubled keys, code pages) only the parsers here know. Readers of manifest and receipts are more lenient
//! than the schemas, see those modules.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use crate::Kind;
use crate::envelope::Envelope;
use crate::manifest::Manifest;
use crate::payload::{
    ChangeRequestPayload, CustomerCreationPayload, CustomerVisitPayload, ProspectCreationPayload,
    ProspectEditPayload, ProspectVisitPayload, Signature,
};
use crate::receipts::Receipts;
use crate::wire::Formatted;

/// Every schema under its file name in `exchange-schema/schemas/`, which `cargo xtask codegen` writes.
#[must_use]
pub fn json_schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("VC.schema.json", file::<CustomerVisitPayload, ()>(Kind::Vc, "A visit to a customer")),
        ("MC.schema.json", file::<ChangeRequestPayload, ()>(Kind::Mc, "A request to change a customer")),
        ("CP.schema.json", file::<ProspectCreationPayload, ()>(Kind::Cp, "A new prospect")),
        (
            "MP.schema.json",
            file::<ProspectEditPayload, ()>(Kind::Mp, "Changes to a prospect, or its deletion"),
        ),
        ("VP.schema.json", file::<ProspectVisitPayload, ()>(Kind::Vp, "A visit to a prospect")),
        (
            "CC.schema.json",
            file::<CustomerCreationPayload, Signature>(Kind::Cc, "A prospect to be made a customer"),
        ),
        ("manifest.schema.json", closed(document::<Formatted<Manifest>>("The manifest of a base"))),
        ("receipts.schema.json", closed(document::<Formatted<Receipts>>("The receipts of a user"))),
    ]
}

fn document<T: JsonSchema>(title: &str) -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    put(&mut schema, "title", json!(title));
    // The Rust type's own words are about Rust.
    put(
        &mut schema,
        "description",
        json!("Written by `cargo xtask codegen` from the crate exchange-schema."),
    );
    schema
}

fn file<P: JsonSchema, S: JsonSchema>(kind: Kind, title: &str) -> Value {
    let mut schema = document::<Envelope<P, S>>(title);
    if let Some(properties) = schema.get_mut("properties") {
        put(properties, "kind", json!({ "const": kind.as_str() }));
    }
    schema
}

/// What is written holds no other key, although readers would pass over it.
fn closed(mut schema: Value) -> Value {
    let definitions = schema.get_mut("$defs").and_then(Value::as_object_mut);
    for definition in definitions.into_iter().flat_map(|all| all.values_mut()) {
        if definition.get("properties").is_some() {
            put(definition, "additionalProperties", json!(false));
        }
    }
    put(&mut schema, "additionalProperties", json!(false));
    schema
}

fn put(schema: &mut Value, key: &str, value: Value) {
    if let Some(object) = schema.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}
