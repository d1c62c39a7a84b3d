//! The day-to-day of several reps as their laptops would write it down, made from a seed: files of all six kinds, right and wrong.
//! It only writes files. What becomes of them is computed elsewhere (`plain`), from the files alone.

pub mod company;
mod days;
mod faults;
mod laptop;
mod one_laptop;
mod payloads;
mod random;
mod validity;
mod values;
mod world;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

pub use self::company::Company;
pub use self::days::two_days;
pub use self::one_laptop::{LaptopLife, one_laptop, opening_of_one_laptop};
pub use self::random::Random;
pub use self::world::Conversion;

/// One file, as the laptop dropped it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub kind: &'static str,
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub author: &'static str,
    pub device: &'static str,
    pub sequence: Option<u64>,
    pub replaces: Option<String>,
    pub payload: Value,
    pub signature: Value,
    /// Why it was generated, for whoever reads a failure.
    pub why: &'static str,
}

impl Entry {
    pub fn name(&self) -> String {
        let at = self.created_at.format("%Y%m%dT%H%M%SZ");
        format!("{}_{at}_{}_{}.json", self.kind, self.author, self.id)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut body = json!({
            "format": 1,
            "kind": self.kind,
            "id": self.id.to_string(),
            "created_at": self.created_at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "author": self.author,
            "device": self.device,
            "payload": self.payload,
            "signature": self.signature,
        });
        if let Some(sequence) = self.sequence {
            body["sequence"] = json!(sequence);
        }
        if let Some(replaced) = &self.replaces {
            body["replaces"] = json!(replaced);
        }
        serde_json::to_vec(&body).expect("printed")
    }

    /// The prospect or customer that it is about.
    pub fn about(&self) -> &str {
        let key = if matches!(self.kind, "VC" | "MC") { "customer" } else { "prospect" };
        self.payload[key].as_str().expect("a text")
    }
}

/// What an entry says, before its laptop gives it a time, a number and a name.
#[derive(Clone, Debug)]
pub struct Draft {
    kind: &'static str,
    payload: Value,
    signature: Value,
    replaces: Option<String>,
    why: &'static str,
    /// It will be refused or wait, whatever became of the files before it.
    wrong: bool,
    /// For a wrong one: payload and signature that the rep sends when the refusal has come back.
    corrected: Option<(Value, Value)>,
}

impl Draft {
    fn new(kind: &'static str, why: &'static str, payload: Value) -> Self {
        Self { kind, payload, signature: Value::Null, replaces: None, why, wrong: false, corrected: None }
    }

    fn signed(self, signature: Value) -> Self {
        Self { signature, ..self }
    }

    fn wrong(self) -> Self {
        Self { wrong: true, ..self }
    }

    fn corrected_by(self, payload: Value, signature: Value) -> Self {
        Self { wrong: true, corrected: Some((payload, signature)), ..self }
    }
}
