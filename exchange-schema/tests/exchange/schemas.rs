//! The committed schemas are those of the code.

use std::fs;

use exchange_schema::json_schemas;
use jsonschema::Validator;
use serde_json::Value;

use crate::disk;

/// The schema of that name, ready to judge.
pub fn of(name: &str) -> Validator {
    let file = format!("{name}.schema.json");
    let (_, schema) = json_schemas().into_iter().find(|(name, _)| *name == file).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

#[test]
fn are_committed_as_the_code_has_them() {
    let folder = disk::crate_folder("schemas");
    for (name, schema) in json_schemas() {
        let committed =
            fs::read(folder.join(name)).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        assert!(committed == Some(schema), "schemas/{name} is stale: run `cargo xtask codegen`");
    }
    assert_eq!(
        fs::read_dir(folder).unwrap().count(),
        json_schemas().len(),
        "a schema of nothing lies in schemas/"
    );
}

#[test]
fn are_schemas() {
    for (name, schema) in json_schemas() {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        if let Err(error) = jsonschema::meta::validate(&schema) {
            panic!("{name}: {error}");
        }
    }
}

/// No object of fixed keys takes others, at any depth.
#[test]
fn leave_no_key_open() {
    fn check(name: &str, schema: &Value) {
        if schema.get("properties").is_some() {
            assert_eq!(schema["additionalProperties"], false, "{name}: {schema}");
        }
        schema.as_object().into_iter().flatten().for_each(|(_, inner)| check(name, inner));
        schema.as_array().into_iter().flatten().for_each(|inner| check(name, inner));
    }
    json_schemas().iter().for_each(|(name, schema)| check(name, schema));
}
