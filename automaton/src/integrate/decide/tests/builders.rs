//! What these tests are made of: people, and the entries of their laptops. Every entry is printed and parsed again, so that nothing is
//! judged here that could not arrive.

use std::num::NonZeroU64;

use chrono::{DateTime, Duration, Utc};
use exchange_schema::{ExchangeFile, FileName, Payload, Sha256, Signature};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;
use winpneu::users::User;

use super::super::Rules;
use super::at;
use crate::integrate::sighting::{Body, Content, Naming, Sighting};

/// The prospect that all is about.
pub const PROSPECT: &str = "019ab3a0-11c2-7d05-8e4b-5a0c9d2e7f10";
/// jdupont's laptop.
pub const LAPTOP: &str = "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11";
/// Another laptop of his.
pub const TABLET: &str = "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b22";
/// A colleague's.
pub const COLLEAGUES: &str = "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b33";
/// An IBAN with right check digits and key.
pub const IBAN: &str = "FR7630006000011234567890189";

pub fn prospect_id() -> Uuid {
    PROSPECT.parse().expect("an id")
}

/// It is Saturday afternoon, 16:00 in Paris.
pub fn rules() -> Rules {
    let mut rules = super::rules();
    let creations = json!(["compta@example.fr", "compta2@example.fr"]);
    rules.parameters.set("courriels_creation", creations).expect("addresses");
    rules
}

pub fn person(folder: &str, c_user: &str, c_rep: Option<&str>) -> User {
    User {
        folder: folder.to_owned(),
        windows_user: None,
        c_user: Some(c_user.parse().expect("a code")),
        c_rep: c_rep.map(|code| code.parse().expect("a code")),
        email: Some(format!("{folder}@example.fr")),
        shown_name: None,
        admin: false,
        accountant: false,
        active: true,
    }
}

/// The company: two reps, one more, an administrator, and one who left.
pub fn staff() -> Vec<User> {
    vec![
        User { shown_name: Some("Jean Dupont".to_owned()), ..person("jdupont", "JD", Some("JDU")) },
        person("pmartin", "PM", Some("PMA")),
        person("colleague", "CO", Some("COL")),
        User { admin: true, ..person("chef", "CH", Some("CHE")) },
        User { active: false, ..person("parti", "PA", Some("PAR")) },
    ]
}

/// An entry on its way. The first one is made one minute after 10:00 UTC of the day, the second two minutes after, and so on.
#[derive(Clone)]
pub struct Entry {
    number: u32,
    author: &'static str,
    device: &'static str,
    at: DateTime<Utc>,
    sequence: Option<u64>,
    replaces: Option<FileName>,
}

/// By jdupont on his laptop, not numbered.
pub fn entry(number: u32) -> Entry {
    let at = at("2026-11-21T10:00:00Z") + Duration::minutes(number.into());
    Entry { number, author: "jdupont", device: LAPTOP, at, sequence: None, replaces: None }
}

impl Entry {
    pub fn by(mut self, author: &'static str) -> Self {
        self.author = author;
        if author != "jdupont" {
            self.device = COLLEAGUES;
        }
        self
    }

    pub fn on(mut self, device: &'static str) -> Self {
        self.device = device;
        self
    }

    pub fn made(mut self, instant: &str) -> Self {
        self.at = at(instant);
        self
    }

    pub fn numbered(mut self, sequence: impl Into<Option<u64>>) -> Self {
        self.sequence = sequence.into();
        self
    }

    pub fn replacing(mut self, other: &ExchangeFile) -> Self {
        self.replaces = Some(other.file_name().clone());
        self
    }

    /// With other payloads the same entry: a laptop never does that, a test of what is refused does.
    pub fn file(&self, payload: Payload) -> ExchangeFile {
        let id = format!("019ab3c4-7d1e-7a52-9c1f-{:012x}", self.number).parse().expect("an id");
        let author = self.author.parse().expect("a user");
        let device = self.device.parse().expect("a device");
        let mut file = ExchangeFile::new(id, self.at, author, device, payload).expect("a file");
        if let Some(sequence) = self.sequence {
            file = file.with_sequence(NonZeroU64::new(sequence).expect("from 1"));
        }
        match &self.replaces {
            Some(other) => file.replacing(other.clone()).expect("one's own"),
            None => file,
        }
    }

    /// A visit to a customer, with some keys of the payload set.
    pub fn vc(&self, keys: Value) -> ExchangeFile {
        self.file(Payload::Vc(parsed(merged(self.visit("customer", "C01846"), keys))))
    }

    /// A visit to the prospect.
    pub fn vp(&self, keys: Value) -> ExchangeFile {
        self.file(Payload::Vp(parsed(merged(self.visit("prospect", PROSPECT), keys))))
    }

    fn visit(&self, key: &str, whom: &str) -> Value {
        let day = self.at.with_timezone(&chrono_tz::Europe::Paris).date_naive();
        json!({ key: whom, "visited_on": day, "visited_at": "14:10", "comment": "Bonjour" })
    }

    pub fn mc(&self, changes: &[Value], comment: &str, keys: Value) -> ExchangeFile {
        let payload = json!({ "customer": "C01846", "changes": changes, "comment": comment });
        self.file(Payload::Mc(parsed(merged(payload, keys))))
    }

    pub fn cp(&self, fields: Value) -> ExchangeFile {
        self.cp_with(fields, json!({}))
    }

    pub fn cp_with(&self, fields: Value, keys: Value) -> ExchangeFile {
        let payload = json!({ "prospect": PROSPECT, "fields": fields });
        self.file(Payload::Cp(parsed(merged(payload, keys))))
    }

    pub fn mp(&self, changes: &[Value]) -> ExchangeFile {
        self.mp_with(changes, json!({}))
    }

    pub fn mp_with(&self, changes: &[Value], keys: Value) -> ExchangeFile {
        let payload = json!({ "prospect": PROSPECT, "changes": changes });
        self.file(Payload::Mp(parsed(merged(payload, keys))))
    }

    /// Another town; most tests of edits do with this one field.
    pub fn moves(&self, from: &str, to: &str) -> ExchangeFile {
        self.mp(&[change("ville_fac", from, to)])
    }

    pub fn deletes(&self) -> ExchangeFile {
        let payload = json!({ "prospect": PROSPECT, "delete": { "reason": "cessation" } });
        self.file(Payload::Mp(parsed(payload)))
    }

    pub fn cc(&self, fields: Value, signature: Option<Value>) -> ExchangeFile {
        self.cc_with(fields, signature, json!({}))
    }

    pub fn cc_with(&self, fields: Value, signature: Option<Value>, keys: Value) -> ExchangeFile {
        let payload = merged(json!({ "prospect": PROSPECT, "fields": fields }), keys);
        let signature: Option<Signature> = signature.map(parsed);
        self.file(Payload::Cc(parsed(payload), signature.map(Box::new)))
    }
}

/// A field of an MC or MP.
pub fn change(field: &str, from: impl Serialize, to: impl Serialize) -> Value {
    json!({ "field": field, "from": from, "to": to })
}

/// The same, and the values that this laptop showed before.
pub fn building_on(mut change: Value, also: &[&str]) -> Value {
    change["also"] = json!(also);
    change
}

/// Annex 2, complete, paid by transfer.
pub fn complete() -> Value {
    json!({
        "c_fam_client": "AGRI", "c_sfam_client": "CERE", "nom_client": "EARL DU MOULIN",
        "adr1_fac": "12 rue de la Gâtine", "dep_fac": "53", "bur_dis_fac": "110",
        "ville_fac": "Lassay-les-Châteaux", "c_agence": "LAV", "c_rep": "JDU", "c_pays": "FR",
        "tel_1": "02 61 91 12 34", "contact_divers_2": "73282932000074", "c_per": "M", "c_catc": "AGRI01",
        "c_mod_rgl_1": "VI", "nb_jour_1": 30, "type_edition_fac": "P"
    })
}

pub fn signature() -> Value {
    json!({
        "svg": "<svg/>", "signer": "Paul Moulin", "place": "Lassay", "signed_at": "2026-11-21T09:00:00Z",
        "text": "J’autorise…"
    })
}

/// `keys` over `object`; null takes a key away.
pub fn merged(mut object: Value, keys: Value) -> Value {
    let Value::Object(keys) = keys else { panic!("an object") };
    for (key, value) in keys {
        match value {
            Value::Null if key != "follow_up_on" => {
                drop(object.as_object_mut().expect("an object").remove(&key))
            }
            value => object[key] = value,
        }
    }
    object
}

fn parsed<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).expect("a payload")
}

/// The file as it lies in its author's folder.
pub fn seen(file: &ExchangeFile) -> Sighting {
    let bytes = file.to_json().expect("a file that a laptop can write");
    let name = file.file_name();
    let parsed = ExchangeFile::parse(name, &bytes);
    assert_eq!(parsed.as_ref(), Ok(file), "print and parse undo each other");
    let body = Body { sha256: Sha256::of(&bytes), bytes, whole: true, file: Some(parsed) };
    Sighting {
        raw_name: name.as_str().to_owned(),
        path: format!("{}/{name}", file.author()),
        folder: file.author().as_str().to_owned(),
        user: Some(file.author().clone()),
        naming: Naming::Proper(name.clone()),
        content: Content::Bytes(Box::new(body)),
    }
}
