//! Records to build from, and rows to look at.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    CustomerField, CustomerRecord, FieldValue, Fleet, FollowUpChange, FollowUpEvent, OwnRecord, Parameters,
    PersonRecord, ProspectRecord, ProspectVisitRecord, RelationRecord, Sheet, VisitForm,
};
use exchange_schema::Sha256;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use snapshot::build::{Built, CommonBuilder, CommonSettings, UserBuilder, UserSettings};
use tempfile::TempDir;
use uuid::Uuid;

pub const VISIT_FILE: &str = "VC_20261121T143502Z_jdupont_019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.json";
pub const VISIT_ID: &str = "019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d";
/// Answers of the default form: a way of contact and two quotes, which are told in the order of their types.
pub const PICKED: &str =
    r#"["contact.telephone","visite.proposition","visite.proposition.tp","visite.proposition.pl-plp"]"#;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The n-th prospect; they sort by their numbers.
pub fn prospect_id(n: u128) -> Uuid {
    Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_0000_0000_0000 + n)
}

pub fn forms() -> BTreeMap<u32, VisitForm> {
    let form = VisitForm::default_form();
    BTreeMap::from([(form.version(), form)])
}

pub fn settings() -> CommonSettings {
    CommonSettings {
        forms: forms(),
        parameters: Parameters::default(),
        built_on: day("2026-11-21"),
        zone: chrono_tz::Europe::Paris,
    }
}

pub fn sheet(values: &[(CustomerField, &str)]) -> Sheet {
    values.iter().map(|(field, text)| (*field, FieldValue::Text((*text).to_owned()))).collect()
}

pub fn customer(code: &str, name: &str) -> CustomerRecord {
    CustomerRecord { code: code.to_owned(), sheet: sheet(&[(CustomerField::Name, name)]), conversion: None }
}

/// A visit as the CRM writes it.
pub fn visit(customer: &str, on: &str, key: &str) -> RelationRecord {
    RelationRecord {
        key: key.to_owned(),
        customer: customer.to_owned(),
        on: Some(day(on)),
        at: Some("09:30".to_owned()),
        c_user: Some("JD".to_owned()),
        origin: Some("CRV".to_owned()),
        subject: Some("Visite".to_owned()),
        comment: Some("Vu le gérant".to_owned()),
        ..RelationRecord::default()
    }
}

pub fn prospect(n: u128, name: &str) -> ProspectRecord {
    ProspectRecord {
        id: prospect_id(n),
        sheet: sheet(&[(CustomerField::Name, name)]),
        created_by: "jdupont".to_owned(),
        created_at: at("2026-11-01T08:00:00Z"),
        moved_at: at("2026-11-02T08:00:00Z"),
        conversion: None,
    }
}

pub fn prospect_visit(n: u128, on: &str) -> ProspectVisitRecord {
    ProspectVisitRecord {
        file: format!("VP_20261121T143502Z_jdupont_{}.json", prospect_id(n + 0x1000)),
        prospect: prospect_id(n),
        on: day(on),
        at: "10:00".to_owned(),
        author: "jdupont".to_owned(),
        subject: "Visite".to_owned(),
        comment: String::new(),
        answers: None,
    }
}

pub fn event(instant: &str, change: FollowUpChange, fleet: &str) -> FollowUpEvent {
    let fleet: Fleet = serde_json::from_str(fleet).unwrap();
    FollowUpEvent { at: at(instant), file: format!("{instant}.json"), visited_on: None, change, fleet }
}

pub fn own() -> OwnRecord {
    OwnRecord {
        person: PersonRecord {
            folder: "jdupont".to_owned(),
            c_user: Some("JD".to_owned()),
            c_rep: Some("12".to_owned()),
            name: Some("Jeanne Dupont".to_owned()),
            active: true,
        },
        windows_user: Some("NORD\\jdupont".to_owned()),
        email: Some("jd@example.fr".to_owned()),
        admin: false,
        accountant: true,
    }
}

/// What was built, and the folder that it lies in.
pub struct Made {
    pub scratch: TempDir,
    pub built: Built,
}

pub fn common(fill: impl FnOnce(&mut CommonBuilder)) -> Made {
    common_of(settings(), fill)
}

pub fn common_of(settings: CommonSettings, fill: impl FnOnce(&mut CommonBuilder)) -> Made {
    let scratch = tempfile::tempdir().unwrap();
    let mut builder = CommonBuilder::new(scratch.path(), settings).unwrap();
    fill(&mut builder);
    let built = builder.finish().unwrap();
    Made { scratch, built }
}

pub fn user(fill: impl FnOnce(&mut UserBuilder)) -> Made {
    let scratch = tempfile::tempdir().unwrap();
    let mut builder = UserBuilder::new(scratch.path(), UserSettings { forms: forms(), own: own() }).unwrap();
    fill(&mut builder);
    let built = builder.finish().unwrap();
    Made { scratch, built }
}

impl Made {
    /// The names without their hashes.
    pub fn stems(&self) -> Vec<&str> {
        self.built.files.iter().map(|file| file.entry.name.as_str().rsplit_once('-').unwrap().0).collect()
    }

    pub fn path(&self, stem: &str) -> &Path {
        let place = self.stems().iter().position(|found| *found == stem);
        &self.built.files[place.unwrap_or_else(|| panic!("no {stem} among {:?}", self.stems()))].path
    }

    /// The rows that a query answers, each as one text; `-` stands for NULL.
    pub fn rows(&self, stem: &str, sql: &str) -> Vec<String> {
        let base = Connection::open_with_flags(self.path(stem), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let mut statement = base.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            let values: Result<Vec<String>, _> = (0..columns).map(|n| row.get(n).map(text)).collect();
            Ok(values?.join("|"))
        });
        rows.unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// Every file is what its entry says, bears its hash, keeps to its schema, and is all that lies there.
    pub fn check(&self) {
        for file in &self.built.files {
            let bytes = fs::read(&file.path).unwrap();
            assert_eq!((file.entry.size, file.entry.sha256), (bytes.len() as u64, Sha256::of(&bytes)));
            let digits = &file.entry.sha256.to_string()[..16];
            assert!(file.entry.name.as_str().ends_with(&format!("-{digits}.sqlite")), "{}", file.entry.name);
            assert_eq!(file.path, self.scratch.path().join(file.entry.name.as_str()));
        }
        for stem in self.stems() {
            // It looks at the conditions of columns too, which building does not.
            assert_eq!(self.rows(stem, "PRAGMA integrity_check"), ["ok"], "{stem}");
        }
        assert_eq!(fs::read_dir(self.scratch.path()).unwrap().count(), self.built.files.len());
    }
}

fn text(value: Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Blob(bytes) => hex::encode(bytes),
    }
}
