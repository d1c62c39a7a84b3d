//! `quarantine list|show|retry|discard` and the digest mail: what an operator sees of refused files, and does with them.

mod digest;
mod discard;
mod list;
mod retry;

use serde_json::{Value, json};

use crate::support::{Draft, Place};

/// Passes, ten minutes apart.
const FIRST: &str = "2026-11-21T15:00:00Z";
const SECOND: &str = "2026-11-21T15:10:00Z";
const THIRD: &str = "2026-11-21T15:20:00Z";

/// A visit to that customer.
fn visit(number: u32, customer: &str) -> Draft {
    let payload = json!({ "customer": customer, "visited_on": "2026-11-21", "visited_at": "09:30", "comment": format!("Visite {number}") });
    Draft::new(number, "VC", payload)
}

/// A visit to a customer whom the ERP does not hold.
fn to_nobody(number: u32) -> Draft {
    visit(number, "C99999")
}

fn add_customer(place: &Place, code: &str) {
    place
        .base()
        .execute("INSERT INTO client (c_client, nom_client) VALUES (?1, 'NOUVEAU')", [code])
        .expect("inserted");
}

/// The names on the list.
fn listed(place: &Place) -> Vec<String> {
    let (code, list) = place.json(&["quarantine", "list"]);
    assert_eq!(code, 0, "{list}");
    let files = list["files"].as_array().expect("a list").iter();
    files.map(|file| file["name"].as_str().expect("a name").to_owned()).collect()
}

fn state(place: &Place, name: &str) -> String {
    place.query(&format!("SELECT etat FROM crm_fichier WHERE nom = '{name}'")).concat().concat()
}

/// Runs a command that must fail with exit code 1 and change nothing; answers its words.
fn fails(place: &Place, arguments: &[&str]) -> String {
    let before = (place.rows(), place.tree("quarantine"), place.tree("archive"));
    let (code, answer) = place.json(arguments);
    assert_eq!(code, 1, "{arguments:?}: {answer}");
    let words = place.words(1, arguments);
    assert_eq!(
        (place.rows(), place.tree("quarantine"), place.tree("archive")),
        before,
        "{arguments:?} changed something"
    );
    assert!(!words.trim().is_empty());
    answer["error"].as_str().unwrap_or_else(|| panic!("an error: {answer}")).to_owned()
}

/// The only receipt of that name: its state.
fn receipt_state(place: &Place, user: &str, name: &str) -> Value {
    let receipts = place.receipts(user, name);
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    receipts[0]["state"].clone()
}
