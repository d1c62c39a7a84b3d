//! A company of one laptop: what the automaton would publish is written here by hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Europe::Paris;
use client::{Laptop, Moment, Settings};
use domain::{
    CustomerField, CustomerRecord, FieldValue, OwnRecord, Parameters, PersonRecord, ProspectRecord,
    RelationRecord, Sheet, VisitForm,
};
use exchange_schema::{FileName, Manifest, Receipt, ReceiptState, Receipts, Sha256, Target};
use snapshot::build::{Built, CommonBuilder, CommonSettings, UserBuilder, UserSettings};
use tempfile::TempDir;
use uuid::Uuid;

/// Inbox, bases and the laptop's data folder below one folder.
pub struct World {
    root: TempDir,
    generation: u64,
}

/// Eight o'clock UTC and so many seconds.
pub fn at(second: i64) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-21T08:00:00Z").unwrap().to_utc() + Duration::seconds(second)
}

pub fn moment(second: i64) -> Moment {
    Moment::new(at(second), Paris)
}

pub fn sheet(fields: &[(CustomerField, &str)]) -> Sheet {
    fields.iter().map(|(field, value)| (*field, FieldValue::text(*value).unwrap())).collect()
}

pub fn customer(code: &str, name: &str, conversion: Option<(Uuid, DateTime<Utc>)>) -> CustomerRecord {
    let fields =
        [(CustomerField::Name, name), (CustomerField::SalesRep, "R1"), (CustomerField::Phone, "0199001234")];
    CustomerRecord { code: code.into(), sheet: sheet(&fields), conversion }
}

/// The row that a visit's file caused.
pub fn relation(code: &str, file: &FileName, on: &str) -> RelationRecord {
    RelationRecord {
        key: format!("R-{}", file.id()),
        customer: code.into(),
        on: Some(on.parse().unwrap()),
        at: Some("09:00".into()),
        c_user: Some("JDU".into()),
        origin: Some("CRV".into()),
        subject: Some("Visite".into()),
        comment: Some("saisie via le CRM".into()),
        file: Some(file.to_string()),
        ..RelationRecord::default()
    }
}

pub fn prospect(id: Uuid, fields: &[(CustomerField, &str)]) -> ProspectRecord {
    ProspectRecord {
        id,
        sheet: sheet(fields),
        created_by: "jdupont".into(),
        created_at: at(0),
        moved_at: at(0),
        conversion: None,
    }
}

/// A colleague.
pub fn martin() -> PersonRecord {
    PersonRecord {
        folder: "pmartin".into(),
        c_user: Some("PMA".into()),
        c_rep: Some("R2".into()),
        name: Some("Paul Martin".into()),
        active: true,
    }
}

fn person() -> PersonRecord {
    PersonRecord {
        folder: "jdupont".into(),
        c_user: Some("JDU".into()),
        c_rep: Some("R1".into()),
        name: Some("Jean Dupont".into()),
        active: true,
    }
}

fn forms() -> BTreeMap<u32, VisitForm> {
    BTreeMap::from([(1, VisitForm::default_form())])
}

impl World {
    /// Empty folders.
    pub fn new() -> Self {
        let root = TempDir::new().unwrap();
        for folder in ["inbox", "bases", "data"] {
            std::fs::create_dir(root.path().join(folder)).unwrap();
        }
        Self { root, generation: 0 }
    }

    /// With two customers, and nothing of the user's.
    pub fn with_bases() -> Self {
        let mut world = Self::new();
        world.publish_common(0, |builder| {
            builder.customer(&customer("C1", "EARL DU MOULIN", None)).unwrap();
            builder.customer(&customer("C2", "GARAGE DU PORT", None)).unwrap();
        });
        world.publish_user(0, |_| {});
        world
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The laptop, set up.
    pub fn laptop(&self) -> Laptop {
        let mut laptop = Laptop::open(&self.path("data"), "PNEUS53\\JDupont").unwrap();
        laptop.set_up(Settings { inbox: self.path("inbox"), bases: self.path("bases") }).unwrap();
        laptop
    }

    pub fn publish_common(&mut self, through: u64, rows: impl FnOnce(&mut CommonBuilder)) {
        let settings = CommonSettings {
            forms: forms(),
            parameters: Parameters::default(),
            built_on: at(0).date_naive(),
            zone: Paris,
        };
        let scratch = TempDir::new().unwrap();
        let mut builder = CommonBuilder::new(scratch.path(), settings).unwrap();
        builder.person(&person()).unwrap();
        rows(&mut builder);
        self.publish("common", through, builder.finish().unwrap());
    }

    pub fn publish_user(&mut self, through: u64, rows: impl FnOnce(&mut UserBuilder)) {
        self.publish_user_of("jdupont", through, rows);
    }

    /// A base that says it is of that user, in the folder of ours.
    pub fn publish_user_of(&mut self, folder: &str, through: u64, rows: impl FnOnce(&mut UserBuilder)) {
        let person = PersonRecord { folder: folder.into(), ..person() };
        self.publish_user_as(person, false, through, rows);
    }

    /// With everybody's prospects, as the administrator's.
    pub fn publish_admin(&mut self, through: u64, rows: impl FnOnce(&mut UserBuilder)) {
        self.publish_user_as(person(), true, through, rows);
    }

    fn publish_user_as(
        &mut self,
        person: PersonRecord,
        admin: bool,
        through: u64,
        rows: impl FnOnce(&mut UserBuilder),
    ) {
        let own = OwnRecord { person, windows_user: None, email: None, admin, accountant: false };
        let scratch = TempDir::new().unwrap();
        let mut builder = UserBuilder::new(scratch.path(), UserSettings { forms: forms(), own }).unwrap();
        rows(&mut builder);
        self.publish("users/jdupont", through, builder.finish().unwrap());
    }

    fn publish(&mut self, folder: &str, through: u64, built: Built) {
        assert_eq!(built.problems, Vec::<String>::new());
        self.generation += 1;
        let folder = self.path("bases").join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        for file in &built.files {
            std::fs::copy(&file.path, folder.join(file.entry.name.as_str())).unwrap();
        }
        let manifest = Manifest {
            generation: self.generation,
            built_at: at(0),
            expires_after_hours: 48,
            schema: snapshot::SCHEMA,
            through,
            files: built.files.into_iter().map(|file| file.entry).collect(),
        };
        std::fs::write(folder.join("manifest.json"), manifest.to_json().unwrap()).unwrap();
    }

    /// The receipts as the automaton would write them, for files as they lie in the inbox or lay there.
    pub fn receipts(&self, receipts: Vec<Receipt>) {
        let folder = self.path("bases").join("users/jdupont");
        std::fs::create_dir_all(&folder).unwrap();
        let receipts = Receipts { user: "jdupont".parse().unwrap(), receipts };
        std::fs::write(folder.join("receipts.json"), receipts.to_json().unwrap()).unwrap();
    }

    /// Names and bytes in the inbox, of whatever device.
    pub fn inbox(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        collect(&self.path("inbox"), &mut found);
        found
    }
}

fn collect(folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

/// A receipt for these bytes.
pub fn receipt(name: &FileName, bytes: &[u8], state: ReceiptState, seq: Option<(u64, Target)>) -> Receipt {
    Receipt {
        name: name.to_string(),
        sha256: Some(Sha256::of(bytes)),
        state,
        at: at(100),
        reference: None,
        reason: None,
        seq: seq.map(|(seq, _)| seq),
        target: seq.map(|(_, target)| target),
        message: None,
        clashes: Vec::new(),
    }
}
