//! An installation in a temporary folder, and files as a laptop drops them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chrono::{DateTime, Utc};
use domain::UserFolder;
use exchange_schema::{CustomerVisitPayload, DeviceId, ExchangeFile, Payload};
use serde_json::{Value, json};

/// The stopped clock of these tests.
pub const NOW: &str = "2026-11-21T15:00:00Z";
pub const DEVICE: &str = "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11";
pub const OTHER_DEVICE: &str = "00000000-0000-4000-8000-000000000002";

pub fn now() -> DateTime<Utc> {
    NOW.parse().expect("an instant")
}

/// An installation with two reps (one of them disabled besides), and three customers.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        let place = Self::empty();
        place.succeed(&["init"]);
        place.furnish();
        place
    }

    /// The company of these tests, in a fresh installation.
    pub fn furnish(&self) {
        let users = "utilisateur_windows;c_user;c_rep;courriel;nom_affiche;admin;comptable;actif\n\
            SIEGE\\JDupont;JD;JD01;j.dupont@pneus.example;Jérôme Dupont;0;0;1\n\
            SIEGE\\amartin;AM;AM01;a.martin@pneus.example;Anne Martin;0;0;1\n\
            SIEGE\\parti;PA;PA01;;Parti;0;0;0\n\
            SIEGE\\sanscode;;;;Sans Code;0;1;1\n";
        std::fs::write(self.path("users.csv"), users).expect("written");
        self.succeed(&["users", "import", &self.path("users.csv").display().to_string()]);
        let base = self.base();
        for (code, name) in
            [("C01846", "ETA POIRIER FRÈRES"), ("C02184", "GARAGE DU HAUT-BOURG"), ("C03390", "CUMA")]
        {
            base.execute("INSERT INTO client (c_client, nom_client) VALUES (?1, ?2)", [code, name])
                .expect("inserted");
        }
    }

    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A copy of everything, base and folders.
    pub fn copy(&self) -> Self {
        let copy = Self::empty();
        copy_folder(self.folder.path(), copy.folder.path());
        copy
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The base, opened as any other tool would. Where it stands behind a server, its columns name that server's collations.
    pub fn base(&self) -> rusqlite::Connection {
        let base = rusqlite::Connection::open(self.path("winpneu.db")).expect("the base opens");
        tds_testserver::register_collations(&base).expect("registered");
        base
    }

    pub fn query(&self, sql: &str) -> Vec<Vec<String>> {
        rows_of(&self.base(), sql)
    }

    pub fn count(&self, table: &str) -> usize {
        self.query(&format!("SELECT 1 FROM {table}")).len()
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_automaton"));
        command.arg("--config").arg(self.path("automaton.toml"));
        command.env("TOURNEE_NOW", NOW).env("USER", "operator").env_remove("RUST_BACKTRACE");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().expect("the program starts")
    }

    pub fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{arguments:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
        text
    }

    /// Runs with `--json`; answers the exit code and the document.
    pub fn json(&self, arguments: &[&str]) -> (i32, Value) {
        json_of(&self.command().arg("--json").args(arguments).output().expect("the program starts"))
    }

    /// One pass at `at`.
    pub fn pass_at(&self, at: &str) -> Value {
        let output =
            self.command().env("TOURNEE_NOW", at).args(["--json", "integrate"]).output().expect("it starts");
        let (code, report) = json_of(&output);
        let refused = report["rejected"].as_u64().unwrap_or(0) > 0;
        assert_eq!(code, i32::from(refused), "{report}");
        report
    }

    pub fn pass(&self) -> Value {
        self.pass_at(NOW)
    }

    /// Drops a file where a laptop's sync would put it.
    pub fn deliver(&self, user: &str, device: &str, name: &str, bytes: &[u8]) -> PathBuf {
        let folder = self.path("inbox").join(user).join(device);
        std::fs::create_dir_all(&folder).expect("made");
        std::fs::write(folder.join(name), bytes).expect("written");
        folder.join(name)
    }

    pub fn deliver_file(&self, file: &ExchangeFile) -> PathBuf {
        let bytes = file.to_json().expect("printed");
        let device = file.device().as_uuid().to_string();
        self.deliver(file.author().as_str(), &device, file.file_name().as_str(), &bytes)
    }

    /// All rows, without what differs from run to run: ids of the journal, and who held the lock.
    pub fn rows(&self) -> BTreeMap<String, Vec<Vec<String>>> {
        let tables = self.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
        let mut all = BTreeMap::new();
        for table in tables.into_iter().map(|mut row| row.remove(0)) {
            let sql = match table.as_str() {
                "crm_verrou" | "crm_migration" | "crm_etat" | "sqlite_sequence" => continue,
                "crm_journal" => {
                    "SELECT fait_le, auteur, action, entite, avant, apres, crm_fichier FROM crm_journal"
                        .to_owned()
                }
                // A digest's Message-ID is the pass's own.
                "crm_courriel" => "SELECT CASE WHEN message_id LIKE '<refusal-digest.%' THEN 'digest' ELSE message_id END, \
                     destinataire, expediteur, objet, corps, cree_le, etat, essais, prochain_le, crm_fichier FROM crm_courriel"
                    .to_owned(),
                other => format!("SELECT * FROM {other}"),
            };
            let mut rows = self.query(&sql);
            rows.sort();
            all.insert(table, rows);
        }
        all
    }

    /// Path and content of every file below one of the folders.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        read_tree(&self.path(folder), "", &mut found);
        found
    }
}

fn json_of(output: &Output) -> (i32, Value) {
    let text = String::from_utf8_lossy(&output.stdout);
    let document = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{error}: {text}{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().expect("it ended by itself"), document)
}

fn sql_value(value: &Value) -> rusqlite::types::Value {
    use rusqlite::types::Value as Sql;
    match value {
        Value::Null => Sql::Null,
        Value::String(text) => Sql::Text(text.clone()),
        other => Sql::Integer(other.as_i64().expect("NULL, a text or a whole number")),
    }
}

/// The rows of a query on any base, as texts; ∅ for NULL.
pub fn rows_of(base: &rusqlite::Connection, sql: &str) -> Vec<Vec<String>> {
    let mut statement = base.prepare(sql).expect(sql);
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|i| Ok(cell(row.get_ref(i)?))).collect());
    rows.expect(sql).map(|row| row.expect("a row")).collect()
}

fn cell(value: rusqlite::types::ValueRef<'_>) -> String {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null => "∅".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => format!("{bytes:?}"),
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("listed") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

fn read_tree(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("listed") {
        let entry = entry.expect("an entry");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("a type").is_dir() {
            read_tree(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, std::fs::read(entry.path()).expect("read"));
        }
    }
}

/// A visit as a laptop makes it; `number` makes its id, and its place in the day.
#[derive(Clone)]
pub struct VisitFile {
    pub number: u32,
    pub author: &'static str,
    pub device: &'static str,
    pub created_at: DateTime<Utc>,
    pub sequence: Option<u64>,
    pub replaces: Option<String>,
    pub payload: Value,
}

impl VisitFile {
    pub fn new(number: u32) -> Self {
        let created_at = "2026-11-21T08:00:00Z".parse::<DateTime<Utc>>().expect("an instant");
        Self {
            number,
            author: "jdupont",
            device: DEVICE,
            created_at: created_at + chrono::Duration::seconds(number.into()),
            sequence: None,
            replaces: None,
            payload: json!({
                "customer": "C01846",
                "visited_on": "2026-11-21",
                "visited_at": "09:30",
                "comment": format!("Visite numéro {number}"),
            }),
        }
    }

    pub fn by(self, author: &'static str, device: &'static str) -> Self {
        Self { author, device, ..self }
    }

    pub fn with(mut self, key: &str, value: Value) -> Self {
        self.payload[key] = value;
        self
    }

    pub fn file(&self) -> ExchangeFile {
        let payload: CustomerVisitPayload = serde_json::from_value(self.payload.clone()).expect("a payload");
        let device: DeviceId = self.device.parse().expect("a device");
        let author = UserFolder::parse(self.author).expect("a user");
        let file = ExchangeFile::new(id(self.number), self.created_at, author, device, Payload::Vc(payload));
        let mut file = file.expect("a name");
        if let Some(sequence) = self.sequence {
            file = file.with_sequence(sequence.try_into().expect("from 1"));
        }
        if let Some(other) = &self.replaces {
            file = file.replacing(other.parse().expect("a name")).expect("one's own");
        }
        file
    }

    pub fn name(&self) -> String {
        self.file().file_name().as_str().to_owned()
    }
}

/// A UUID of version 7 made of a number.
pub fn id(number: u32) -> uuid::Uuid {
    uuid::Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_0000_0000_0000 | u128::from(number))
}

/// The line of a report that is about `name`.
pub fn line<'a>(report: &'a Value, name: &str) -> Option<&'a Value> {
    report["files"].as_array()?.iter().find(|line| line["name"] == name)
}

/// The payload of a kind, from JSON; a signature for a CC is given apart.
pub fn payload(kind: &str, payload: Value) -> Payload {
    let read = "a payload";
    match kind {
        "MC" => Payload::Mc(serde_json::from_value(payload).expect(read)),
        "CP" => Payload::Cp(serde_json::from_value(payload).expect(read)),
        "MP" => Payload::Mp(serde_json::from_value(payload).expect(read)),
        "VP" => Payload::Vp(serde_json::from_value(payload).expect(read)),
        "CC" => Payload::Cc(serde_json::from_value(payload).expect(read), None),
        _ => Payload::Vc(serde_json::from_value(payload).expect(read)),
    }
}

/// A file of any kind, as the rep jdupont's laptop makes it; `number` makes its id, and its place in the day.
pub fn file_of(number: u32, kind: &str, content: Value) -> ExchangeFile {
    let visit = VisitFile::new(number).file();
    let made = (visit.id(), visit.created_at(), visit.author().clone(), visit.device());
    ExchangeFile::new(made.0, made.1, made.2, made.3, payload(kind, content)).expect("a name")
}

/// Annex 2, complete: what a creation needs.
pub fn complete_sheet(name: &str) -> Value {
    json!({
        "c_fam_client": "GAR", "c_sfam_client": "G1", "nom_client": name, "adr1_fac": "1 rue du Port", "dep_fac": "35",
        "bur_dis_fac": "000", "ville_fac": "RENNES", "c_agence": "A1", "c_rep": "JD01", "c_pays": "FR",
        "tel_1": "02 99 00 00 01", "contact_divers_2": "73282932000074", "c_per": "M", "c_catc": "G",
        "c_mod_rgl_1": "VI", "nb_jour_1": 30, "type_edition_fac": "M"
    })
}

/// A file of any kind as a laptop might drop it, right or wrong: nothing in it is checked.
#[derive(Clone)]
pub struct Draft {
    pub number: u32,
    pub kind: &'static str,
    pub author: &'static str,
    pub device: &'static str,
    pub created_at: DateTime<Utc>,
    pub payload: Value,
    /// The keys of the envelope that not every file has.
    pub envelope: Value,
}

impl Draft {
    /// By the rep jdupont; the number makes its id and its place in the day.
    pub fn new(number: u32, kind: &'static str, payload: Value) -> Self {
        let VisitFile { author, device, created_at, .. } = VisitFile::new(number);
        Self { number, kind, author, device, created_at, payload, envelope: json!({}) }
    }

    pub fn at(self, instant: &str) -> Self {
        Self { created_at: instant.parse().expect("an instant"), ..self }
    }

    pub fn by(self, author: &'static str, device: &'static str) -> Self {
        Self { author, device, ..self }
    }

    pub fn with(mut self, key: &str, value: Value) -> Self {
        self.envelope[key] = value;
        self
    }

    pub fn name(&self) -> String {
        let Self { kind, author, created_at, number, .. } = self;
        format!("{kind}_{}_{author}_{}.json", created_at.format("%Y%m%dT%H%M%SZ"), id(*number))
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut whole = json!({
            "format": 1,
            "kind": self.kind,
            "id": id(self.number),
            "created_at": self.created_at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "author": self.author,
            "device": self.device,
            "payload": self.payload,
        });
        for (key, value) in self.envelope.as_object().expect("an object") {
            whole[key] = value.clone();
        }
        whole.to_string().into_bytes()
    }
}

/// A queued mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub recipient: String,
    /// ∅: the service itself.
    pub sender: String,
    pub subject: String,
    pub body: String,
}

impl Place {
    /// Rows that somebody else wrote into a table of the base: JSON objects of column and value.
    pub fn insert(&self, table: &str, rows: &[Value]) {
        let mut base = self.base();
        let transaction = base.transaction().expect("begun");
        for row in rows {
            let row = row.as_object().expect("an object");
            let columns: Vec<&str> = row.keys().map(String::as_str).collect();
            let places: Vec<String> = (1..=row.len()).map(|i| format!("?{i}")).collect();
            let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "));
            transaction.execute(&sql, rusqlite::params_from_iter(row.values().map(sql_value))).expect(&sql);
        }
        transaction.commit().expect("committed");
    }

    pub fn drop_draft(&self, draft: &Draft) -> PathBuf {
        self.deliver(draft.author, draft.device, &draft.name(), &draft.bytes())
    }

    #[cfg(unix)]
    /// A copy of everything below `outer`, so that a test can watch what happens beside it.
    pub fn copy_below(&self, outer: &Path) -> Self {
        let copy = Self { folder: tempfile::tempdir_in(outer).expect("a folder") };
        copy_folder(self.folder.path(), copy.folder.path());
        copy
    }

    /// Runs with `--json` at an instant.
    pub fn json_at(&self, at: &str, arguments: &[&str]) -> (i32, Value) {
        let mut command = self.command();
        json_of(&command.env("TOURNEE_NOW", at).arg("--json").args(arguments).output().expect("it starts"))
    }

    /// Asserts that the command ends with `code`; answers the words for people, wherever they were printed.
    pub fn words(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("UTF-8"));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {out}{err}");
        out + &err
    }

    /// The queued mails, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        let rows =
            self.query("SELECT destinataire, expediteur, objet, corps FROM crm_courriel ORDER BY rowid");
        let mail = |row: Vec<String>| {
            let [recipient, sender, subject, body] = row.try_into().expect("four columns");
            Mail { recipient, sender, subject, body }
        };
        rows.into_iter().map(mail).collect()
    }

    /// The published receipts of that name.
    pub fn receipts(&self, user: &str, name: &str) -> Vec<Value> {
        let bytes =
            std::fs::read(self.path("bases/users").join(user).join("receipts.json")).expect("published");
        let all: Value = serde_json::from_slice(&bytes).expect("JSON");
        let all = all["receipts"].as_array().expect("a list").iter();
        all.filter(|receipt| receipt["name"] == name).cloned().collect()
    }
}

/// What a report says of `name`, as `state reason`; of several places where that name lay, sorted.
pub fn verdict(report: &Value, name: &str) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let about = report["files"].as_array().into_iter().flatten().filter(|line| line["name"] == name);
    let states = about.map(|line| format!("{} {}", text(&line["state"]), text(&line["reason"])));
    let mut states: Vec<String> = states.map(|state| state.trim_end().to_owned()).collect();
    states.sort();
    states.join(", ")
}
