//! The company on stage: one server, three laptops, and the folder sync between them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::OnceLock;

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use chrono_tz::Europe::Paris;
use client::entries::EntryDraft;
use client::{Laptop, Moment, Refusal, Saved, Settings};
use serde_json::{Value, json};

use crate::support::Place;

/// When the company's day begins.
pub const MORNING: &str = "2026-11-16T07:00:00Z";

/// Everybody and everything.
pub struct World {
    pub place: Place,
    pub now: DateTime<Utc>,
    pub laptops: Vec<Site>,
}

/// One laptop: its data, and its copies of the synced folders.
pub struct Site {
    pub user: &'static str,
    folder: tempfile::TempDir,
    /// `None` while the program is closed.
    laptop: Option<Laptop>,
    /// What small published files looked like earlier, for a sync that brings them late.
    earlier: BTreeMap<PathBuf, Vec<Vec<u8>>>,
}

impl World {
    /// Two reps, one of them with two laptops, and an administrator's rights for nobody. Bases are built and adopted.
    pub fn new() -> Self {
        let place = Place::new();
        let now: DateTime<Utc> = MORNING.parse().expect("an instant");
        for (name, value) in
            [("courriels_creation", "compta@pneus.example"), ("courriels_erreur", "admin@pneus.example")]
        {
            place.succeed(&["params", "set", name, value]);
        }
        place
            .base()
            .execute_batch(
                "UPDATE client SET c_rep = 'JD01', c_catc = 'GARAGE', tel_1 = '02 99 00 00 99' WHERE c_client = 'C01846';
                 UPDATE client SET c_rep = 'AM01', c_catc = 'AGRI' WHERE c_client = 'C02184';",
            )
            .expect("customers");
        let laptops = ["jdupont", "jdupont", "amartin"].map(Site::new).into();
        let mut world = Self { place, now, laptops };
        world.rebuild();
        for number in 0..world.laptops.len() {
            world.download(number);
            world.synchronise(number);
        }
        world
    }

    /// Time passes.
    pub fn tick(&mut self, seconds: i64) {
        self.now += Duration::seconds(seconds);
    }

    pub fn moment(&self) -> Moment {
        Moment::new(self.now, Paris)
    }

    /// Runs the automaton; answers how it ended, and its JSON if it came that far.
    pub fn automaton(&self, arguments: &[&str], kill_at: Option<u64>) -> (ExitStatus, Value) {
        let mut command = self.place.command();
        command.env("TOURNEE_NOW", self.now.to_rfc3339_opts(SecondsFormat::Secs, true));
        if let Some(step) = kill_at {
            command.env("TOURNEE_KILL_AT", step.to_string());
        }
        let output = command.arg("--json").args(arguments).output().expect("the program starts");
        let answer = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        (output.status, answer)
    }

    /// One pass, to its end.
    pub fn integrate(&self) -> Value {
        let (status, report) = self.automaton(&["integrate"], None);
        assert!(matches!(status.code(), Some(0 | 1)) && report["error"].is_null(), "{report}");
        report
    }

    /// One rebuild, to its end.
    pub fn rebuild(&mut self) -> Value {
        let (status, report) = self.automaton(&["rebuild"], None);
        assert!(status.success() && report["problem_count"] == 0, "{status} {report}");
        report
    }

    /// The accountants validate a creation; answers the customer's code.
    pub fn validate(&self, creation: &str) -> String {
        let (status, answer) = self.automaton(&["creations", "validate", creation], None);
        assert!(status.success(), "{answer}");
        answer["customer"].as_str().expect("a code").to_owned()
    }

    /// The laptop, open.
    pub fn laptop(&mut self, number: usize) -> &mut Laptop {
        self.laptops[number].open()
    }

    /// A rep makes an entry and the program drops it at once.
    pub fn enter(&mut self, number: usize, draft: Value) -> Result<Saved, Refusal> {
        let draft: EntryDraft =
            serde_json::from_value(draft.clone()).unwrap_or_else(|e| panic!("{e}: {draft}"));
        let moment = self.moment();
        let laptop = self.laptop(number);
        let saved = laptop.enter(&draft, None, moment)?;
        laptop.send(moment.now);
        Ok(saved)
    }

    /// As [`World::enter`], of an entry that must be fine.
    pub fn must_enter(&mut self, number: usize, draft: Value) -> Saved {
        self.enter(number, draft.clone()).unwrap_or_else(|refusal| panic!("{refusal}: {draft}"))
    }

    /// The laptop looks at its folders.
    pub fn synchronise(&mut self, number: usize) -> client::SyncReport {
        let now = self.now;
        self.laptop(number).synchronise(now)
    }

    /// Everything that the laptop dropped or removed is so on the server too.
    pub fn upload(&mut self, number: usize) {
        let (from, to) = (self.laptops[number].inbox(), self.place.path("inbox"));
        let device = self.laptop(number).device().to_string();
        let of = |root: &Path| root.join(self.laptops[number].user).join(&device);
        mirror(&of(&from), &of(&to), |_| true);
    }

    /// Everything that is published for the laptop is there.
    pub fn download(&mut self, number: usize) {
        for (from, to) in self.published(number) {
            self.laptops[number].remember(&to);
            mirror(&from, &to, |_| true);
        }
    }

    /// The folders that a laptop receives, on the server and here.
    pub fn published(&self, number: usize) -> [(PathBuf, PathBuf); 2] {
        let (server, here) = (self.place.path("bases"), self.laptops[number].bases());
        let user = PathBuf::from("users").join(self.laptops[number].user);
        [(server.join("common"), here.join("common")), (server.join(&user), here.join(user))]
    }

    /// Files travel, the server works, files travel back, and once more for what the first round answered.
    pub fn settle(&mut self) {
        for _ in 0..2 {
            for number in 0..self.laptops.len() {
                self.synchronise(number);
                self.upload(number);
            }
            // A file that was half there is settled, or refused, by then.
            for _ in 0..2 {
                self.tick(30);
                self.integrate();
            }
            self.rebuild();
            for number in 0..self.laptops.len() {
                self.download(number);
                let report = self.synchronise(number);
                assert_eq!(report.problems(), [], "laptop {number}");
            }
        }
    }
}

impl Site {
    fn new(user: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["data", "inbox", "bases"] {
            std::fs::create_dir(folder.path().join(name)).expect("made");
        }
        let mut site = Self { user, folder, laptop: None, earlier: BTreeMap::new() };
        let settings = Settings { inbox: site.inbox(), bases: site.bases() };
        site.open().set_up(settings).expect("the folders are there");
        site
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn inbox(&self) -> PathBuf {
        self.folder.path().join("inbox")
    }

    pub fn bases(&self) -> PathBuf {
        self.folder.path().join("bases")
    }

    /// The program, started if it is closed.
    pub fn open(&mut self) -> &mut Laptop {
        let (data, user) = (self.data(), self.user);
        self.laptop.get_or_insert_with(|| Laptop::open(&data, user).expect("the laptop opens"))
    }

    /// The program as it is.
    pub fn running(&self) -> &Laptop {
        self.laptop.as_ref().expect("open")
    }

    /// The program ends.
    pub fn close(&mut self) {
        self.laptop = None;
    }

    /// The headless program does one thing, and dies right before a step if that is asked.
    pub fn headless(&mut self, now: DateTime<Utc>, arguments: &[&str], kill_at: Option<u64>) -> ExitStatus {
        self.close();
        let mut command = Command::new(headless());
        command.arg("--data").arg(self.data()).args(["--user", self.user]);
        command.env("TOURNEE_NOW", now.to_rfc3339_opts(SecondsFormat::Secs, true));
        if let Some(step) = kill_at {
            command.env("TOURNEE_KILL_AT", step.to_string());
        }
        command.args(arguments).output().expect("the program starts").status
    }

    /// Keeps what small files look like now.
    pub fn remember(&mut self, folder: &Path) {
        for name in ["manifest.json", "receipts.json"] {
            let path = folder.join(name);
            if let Ok(bytes) = std::fs::read(&path) {
                self.earlier.entry(path).or_default().push(bytes);
            }
        }
    }

    /// What small files looked like earlier, oldest first.
    pub fn earlier(&self) -> impl Iterator<Item = (&PathBuf, &Vec<u8>)> {
        self.earlier.iter().flat_map(|(path, all)| all.iter().map(move |bytes| (path, bytes)))
    }
}

/// Makes a folder equal to another one, as far as `chosen` names its files: new and changed ones are copied, missing ones removed.
pub fn mirror(from: &Path, to: &Path, mut chosen: impl FnMut(&str) -> bool) {
    std::fs::create_dir_all(to).expect("made");
    for name in names(from) {
        if chosen(&name) {
            let bytes = std::fs::read(from.join(&name)).expect("read");
            if std::fs::read(to.join(&name)).ok().as_ref() != Some(&bytes) {
                std::fs::write(to.join(&name), bytes).expect("written");
            }
        }
    }
    for name in names(to) {
        if !from.join(&name).exists() && chosen(&name) {
            std::fs::remove_file(to.join(&name)).expect("removed");
        }
    }
}

/// The files of a folder that a sync carries, in the order of names.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let files = entries.map(|entry| entry.expect("an entry")).filter(|entry| entry.path().is_file());
    let names = files.map(|entry| entry.file_name().into_string().expect("UTF-8"));
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}

/// The headless program, beside the automaton: cargo hands a test only the programs of its own package, so it is built here where it was
/// not with the whole workspace (`cargo xtask test` says so).
fn headless() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let automaton = Path::new(env!("CARGO_BIN_EXE_automaton"));
        let program = automaton.with_file_name(format!("tournee-headless{}", std::env::consts::EXE_SUFFIX));
        if std::env::var_os("TOURNEE_BUILT").is_some() {
            return program;
        }
        let target = automaton.parent().and_then(Path::parent).expect("a target folder");
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "client", "--bin", "tournee-headless", "--target-dir"])
            .arg(target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(built.is_ok_and(|status| status.success()), "the headless program cannot be built");
        program
    })
}

/// A visit to a customer (by code) or a prospect (by uuid).
pub fn visit(whom: &str, comment: &str) -> Value {
    let whom = match whom.parse::<uuid::Uuid>() {
        Ok(_) => json!({ "prospect": whom }),
        Err(_) => json!({ "customer": whom }),
    };
    json!({ "kind": "visit", "whom": whom, "comment": comment, "picked": ["contact.visite", "visite.commande"] })
}

/// A new prospect.
pub fn new_prospect(id: &str, name: &str, fields: Value) -> Value {
    let mut fields = fields;
    fields["nom_client"] = json!(name);
    json!({ "kind": "new_prospect", "prospect": id, "fields": fields })
}

/// One changed field of a prospect.
pub fn edit(id: &str, field: &str, value: &str) -> Value {
    json!({ "kind": "edit_prospect", "prospect": id, "fields": { field: value } })
}

/// A complete sheet for a creation, as it is typed: every value a text.
pub fn creation(id: &str, name: &str, more: &[(&str, &str)]) -> Value {
    let mut fields = crate::support::complete_sheet(name);
    for value in fields.as_object_mut().expect("an object").values_mut().filter(|value| value.is_number()) {
        *value = json!(value.to_string());
    }
    for (column, value) in more {
        fields[*column] = json!(value);
    }
    json!({ "kind": "ask_creation", "prospect": id, "fields": fields })
}
