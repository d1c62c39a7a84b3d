//! A healthy installation, made once and copied for each test; and what doctor says of one.

use std::collections::BTreeMap;
use std::process::Output;
use std::sync::OnceLock;

use serde_json::Value;

use super::super::support::{NOW, OTHER_DEVICE, Place, VisitFile};

/// Nobody ever listens there: ports below 1024 are not given out, and this one is served by nothing.
pub const CLOSED: &str = "127.0.0.1:1";

/// As doctor spells them, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Wrong,
    Warning,
    Ok,
}

impl State {
    fn parse(text: &str) -> Self {
        match text {
            "ok" => Self::Ok,
            "warning" => Self::Warning,
            "wrong" => Self::Wrong,
            other => panic!("no state: {other}"),
        }
    }
}

/// What doctor said.
pub struct Report {
    pub code: i32,
    pub document: Value,
}

impl Report {
    /// The worst check of that name.
    pub fn find(&self, name: &str) -> &Value {
        let checks = self.document["checks"].as_array().expect("checks").iter();
        let named = checks.filter(|check| check["name"] == name);
        let state = |check: &&Value| State::parse(check["state"].as_str().expect("a state"));
        named.min_by_key(state).unwrap_or_else(|| panic!("no check {name:?} in {}", self.document))
    }
}

/// Everything is well: two reps and an accountant, addresses, a pass and a rebuild just made.
pub fn healthy() -> Place {
    static MADE: OnceLock<Place> = OnceLock::new();
    MADE.get_or_init(make).copy()
}

fn make() -> Place {
    let place = Place::empty();
    place.succeed(&["init"]);
    configure(&place, "transport = \"file\"", "transport = \"file\"\nsender = \"crm@pneus.example\"");
    configure(&place, "127.0.0.1:8787\"\npublic_url", &format!("{CLOSED}\"\npublic_url"));
    let users = "utilisateur_windows;c_user;c_rep;courriel;nom_affiche;comptable\n\
        SIEGE\\jdupont;JD;JD01;j.dupont@pneus.example;Jérôme Dupont;0\n\
        SIEGE\\amartin;AM;AM01;a.martin@pneus.example;Anne Martin;0\n\
        SIEGE\\cpetit;;;c.petit@pneus.example;Claire Petit;1\n";
    std::fs::write(place.path("users.csv"), users).expect("written");
    place.succeed(&["users", "import", &place.path("users.csv").display().to_string()]);
    for list in ["courriels_creation", "courriels_erreur"] {
        place.succeed(&["params", "set", list, "compta@pneus.example"]);
    }
    place
        .base()
        .execute("INSERT INTO client (c_client, nom_client) VALUES ('C01846', 'ETA POIRIER')", [])
        .expect("inserted");
    place.deliver_file(&VisitFile::new(1).file());
    place.deliver_file(&VisitFile::new(2).by("amartin", OTHER_DEVICE).file());
    assert_eq!(place.pass()["integrated"], 2);
    place.succeed(&["rebuild"]);
    place
}

/// Replaces a piece of the configuration, which must be there.
pub fn configure(place: &Place, old: &str, new: &str) {
    let path = place.path("automaton.toml");
    let text = std::fs::read_to_string(&path).expect("read");
    assert!(text.contains(old), "{old:?} is not in the configuration");
    std::fs::write(&path, text.replace(old, new)).expect("written");
}

/// Every file's content, and every folder. SQLite's own working files beside the base hold nothing here: whoever reads the base makes
/// them, and the last one to close it removes them.
fn picture(place: &Place) -> BTreeMap<String, Option<Vec<u8>>> {
    let files = place.tree("").into_iter().map(|(name, bytes)| (name, Some(bytes)));
    let working = |name: &str, bytes: Option<&Vec<u8>>| {
        name.ends_with(".db-shm") || (name.ends_with(".db-wal") && bytes.is_some_and(Vec::is_empty))
    };
    let mut picture: BTreeMap<_, _> = files.filter(|(name, bytes)| !working(name, bytes.as_ref())).collect();
    let mut folders = vec![place.path("")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("listed") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                picture.insert(path.display().to_string(), None);
                folders.push(path);
            }
        }
    }
    picture
}

/// What doctor says at an instant. Whatever it says, it changed nothing.
pub fn examine_at(place: &Place, at: &str) -> Report {
    let before = picture(place);
    let output =
        place.command().env("TOURNEE_NOW", at).args(["--json", "doctor"]).output().expect("it starts");
    let after = picture(place);
    let names = before.keys().chain(after.keys());
    let changed: Vec<_> = names.filter(|name| before.get(*name) != after.get(*name)).collect();
    assert!(changed.is_empty(), "doctor changed {changed:?}");
    read(&output)
}

pub fn read(output: &Output) -> Report {
    let text = String::from_utf8_lossy(&output.stdout);
    let document: Value = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{error}: {text}{}", String::from_utf8_lossy(&output.stderr)));
    let code = output.status.code().expect("it ended by itself");
    let wrong = document["wrong"].as_u64().expect("a number");
    // The configuration is wrong only when it cannot be read.
    let mut checks = document["checks"].as_array().expect("checks").iter();
    let usage = checks.any(|check| check["name"] == "configuration" && check["state"] == "wrong");
    let expected = if usage { 2 } else { i32::from(wrong > 0) };
    assert_eq!((code, document["healthy"] == true), (expected, wrong == 0), "{document}");
    Report { code, document }
}

/// Names, and the worst state under each.
pub fn states(report: &Report) -> BTreeMap<String, State> {
    let mut states = BTreeMap::new();
    for check in report.document["checks"].as_array().expect("checks") {
        let [name, state] = ["name", "state"].map(|key| check[key].as_str().expect("a text"));
        let worst = states.entry(name.to_owned()).or_insert(State::Ok);
        *worst = State::parse(state).min(*worst);
    }
    states
}

/// Breaks one thing of a healthy installation; doctor must find just that.
pub fn breaks(name: &str, state: State, words: &str, deed: impl FnOnce(&Place)) {
    let place = healthy();
    deed(&place);
    only(&examine_at(&place, NOW), name, state, words);
}

/// `name` is in that state, says so, and says what to do; everything else is fine.
pub fn only(report: &Report, name: &str, state: State, words: &str) {
    expect(report, name, state, words);
    for (other, state) in states(report) {
        assert!(other == name || state == State::Ok, "{other}: {}", report.find(&other));
    }
}

/// `name` is in that state, says so, and says what to do.
pub fn expect(report: &Report, name: &str, state: State, words: &str) {
    let check = report.find(name);
    assert_eq!(states(report)[name], state, "{check}");
    assert!(check["detail"].as_str().expect("words").contains(words), "{words:?} in {check}");
    assert_eq!(check["advice"].is_null(), state == State::Ok, "{check}");
}
