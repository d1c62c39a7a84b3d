//! Answers for people: the JSON document, indented and without its signs.

use serde_json::Value;

/// The document as text.
pub fn of(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text
}

fn write(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Object(object) => {
            for (key, value) in object.iter().filter(|(_, value)| !is_nothing(value)) {
                line(key, value, depth, text);
            }
        }
        Value::Array(list) => {
            for item in list {
                line("-", item, depth, text);
            }
        }
        plain => text.push_str(&format!("{}{}\n", "  ".repeat(depth), word(plain))),
    }
}

fn line(key: &str, value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    if value.is_object() || value.is_array() {
        text.push_str(&format!("{indent}{key}\n"));
        write(value, depth + 1, text);
    } else {
        text.push_str(&format!("{indent}{key} {}\n", word(value)));
    }
}

/// On one line, whatever a comment holds.
fn word(value: &Value) -> String {
    let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    words.replace(|sign: char| sign.is_control(), " ")
}

fn is_nothing(value: &Value) -> bool {
    value.is_null()
        || value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(serde_json::Map::is_empty)
}
