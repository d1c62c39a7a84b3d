//! What the bases hold: item by item what a laptop must be able to show, and what it must not get.

mod customers;
mod lists;
mod odd_rows;
mod prospects;
mod shipped;
mod visits;

use serde_json::{Value, json};

/// A row of `client_relation` as the ERP writes a visit; what `other` says stands instead.
pub fn relation(customer: &str, on: &str, other: Value) -> Value {
    let row = json!({
        "origine_relation": "CRV", "date_relation": format!("{on} 00:00:00"), "heure_relation": "09:30", "type_entite": "C",
        "c_entite": customer, "c_user": "JD", "type_relation": "S", "objet": format!("Visite du {on}"),
        "commentaire": "rien", "num_relation_sujet": 0, "c_archive": "N"
    });
    with(row, other)
}

/// One object over another.
pub fn with(mut row: Value, other: Value) -> Value {
    if let Value::Object(other) = other {
        row.as_object_mut().expect("an object").extend(other);
    }
    row
}
