//! The same seed makes the same company; another folder is left alone; what died is made anew.

use std::collections::BTreeMap;
use std::path::Path;

use exchange_schema::Sha256;

use super::{Base, Stage, names_below, words};

/// Path below the folder and hash of everything that laptops receive, the archive, and the inbox.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for part in ["bases", "archive", "inbox", "quarantine"] {
        for path in names_below(&folder.join(part)) {
            let sha256 = Sha256::of(&std::fs::read(&path).expect("read")).to_string();
            all.insert(path.strip_prefix(folder).expect("below").display().to_string(), sha256);
        }
    }
    all
}

/// All rows of all tables, without what no seed decides: ids that the product makes itself, and who held the lock.
fn rows(base: &Base) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut all = BTreeMap::new();
    for table in
        base.column("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    {
        let sql = match table.as_str() {
            "crm_verrou" | "crm_migration" | "crm_etat" => continue,
            "crm_journal" => {
                "SELECT fait_le, auteur, action, entite, avant, apres, crm_fichier FROM crm_journal"
                    .to_owned()
            }
            // A digest's Message-ID is the pass's own.
            "crm_courriel" => {
                "SELECT destinataire, expediteur, objet, corps, cree_le, crm_fichier FROM crm_courriel"
                    .to_owned()
            }
            other => format!("SELECT * FROM {other}"),
        };
        let mut rows = base.rows(&sql);
        rows.sort();
        all.insert(table, rows);
    }
    all
}

#[test]
fn the_same_seed_makes_the_same_company() {
    let stage = Stage::new();
    let small = ["--scale", "120", "--seed"];
    let make = |name: &str, seed: &str| stage.make(name, &[&small[..], &[seed]].concat());
    let (mut one, mut two) = (make("one", "7"), make("two", "7"));
    // The mails' files bear what the pass made itself.
    for summary in [&mut one, &mut two] {
        summary["folder"] = "".into();
        summary["mails"].as_array_mut().expect("a list").iter_mut().for_each(|mail| mail["file"] = "".into());
    }
    assert_eq!(one, two);
    let [first, second] = ["one", "two"].map(|name| rows(&stage.base(name)));
    for (table, rows) in &first {
        assert!(rows == &second[table], "{table} differs");
    }
    assert_eq!(files(&stage.path("one")), files(&stage.path("two")));
    make("other", "8");
    let other = rows(&stage.base("other"));
    for table in ["client", "client_ca", "client_relation", "crm_prospect", "crm_fichier"] {
        assert!(first[table] != other[table], "{table} is the same with another seed");
    }
}

#[test]
fn a_foreign_folder_is_left_alone() {
    let stage = Stage::new();
    std::fs::create_dir(stage.path("photos")).expect("made");
    std::fs::write(stage.path("photos/beach.jpg"), "sand").expect("written");
    let output = stage.command("photos", &["--scale", "50"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    assert!(words(&output).contains("neither empty nor an earlier demonstration"), "{}", words(&output));
    assert_eq!(names_below(&stage.path("photos")), [stage.path("photos/beach.jpg")]);
    assert_eq!(std::fs::read(stage.path("photos/beach.jpg")).expect("read"), b"sand");
    // A file where the folder should be.
    std::fs::write(stage.path("file"), "text").expect("written");
    let output = stage.command("file", &["--scale", "50"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    assert!(words(&output).contains("file is a file, and was not touched"), "{}", words(&output));
    assert_eq!(std::fs::read(stage.path("file")).expect("read"), b"text");
}

#[test]
fn an_empty_folder_will_do_and_an_earlier_demonstration_is_replaced() {
    let stage = Stage::new();
    std::fs::create_dir(stage.path("demo")).expect("made");
    stage.make("demo", &["--scale", "50", "--seed", "1"]);
    std::fs::write(stage.path("demo/inbox/left.json"), "{}").expect("written");
    // For people: it says what it replaces, and tells what became of the files.
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_automaton"));
    let spoken = command
        .current_dir(stage.path(""))
        .args(["demo", "demo", "--scale", "50"])
        .env("TOURNEE_NOW", super::NOW);
    let spoken = words(&spoken.output().expect("it starts"));
    assert!(
        spoken.contains("replaces the demonstration of 20") && spoken.contains(" UTC in demo,"),
        "{spoken}"
    );
    assert!(!stage.path("demo/inbox/left.json").exists(), "everything was replaced");
    let corrected: Vec<&str> =
        spoken.split("corrected since by").next().expect("before").lines().rev().take(3).collect();
    assert!(corrected[1].contains("unknown-customer") && corrected[2].contains("refused  VC_"), "{spoken}");
    assert!(spoken.contains("5 refused (one of them corrected since)"), "{spoken}");
    std::fs::write(stage.path("demo/inbox/left.json"), "{}").expect("written");
    let summary = stage.make("demo", &["--scale", "60", "--seed", "1"]);
    assert_eq!(summary["counts"]["customers"], 61);
    assert!(!stage.path("demo/inbox/left.json").exists(), "everything was replaced");
}

/// Killed at steps from the first to one of the last; the next run makes a whole one of it.
#[cfg(unix)]
#[test]
fn what_died_is_made_anew() {
    use std::os::unix::process::ExitStatusExt;
    let stage = Stage::new();
    let small = ["--scale", "50", "--seed", "3"];
    let log = stage.path("steps");
    let counted = stage.command("whole", &small).env("TOURNEE_STEP_LOG", &log).output().expect("it starts");
    assert!(counted.status.success(), "{}", words(&counted));
    let steps = std::fs::read_to_string(&log).expect("steps").lines().count();
    let whole = rows(&stage.base("whole"));
    for part in [0, 1, 40, 70, 90, 97, 99] {
        let at = (steps * part / 100).max(1);
        let killed =
            stage.command("demo", &small).env("TOURNEE_KILL_AT", at.to_string()).output().expect("starts");
        assert_eq!(killed.status.signal(), Some(9), "step {at} of {steps}: {}", words(&killed));
    }
    // Killed last in its last days: by then it looks like an installation.
    assert_eq!(told_as_half(&stage), (true, true));
    stage.make("demo", &small);
    assert_eq!(told_as_half(&stage), (false, false));
    let made = rows(&stage.base("demo"));
    for (table, rows) in &whole {
        assert!(rows == &made[table], "{table} differs");
    }
}

/// Whether status and doctor call the demonstration broken off.
#[cfg(unix)]
fn told_as_half(stage: &Stage) -> (bool, bool) {
    let status = stage.json("demo", &["status"]);
    let doctor = stage.json("demo", &["doctor"]);
    let checks = doctor["checks"].as_array().expect("checks");
    let half = checks.iter().any(|check| check["name"] == "demonstration" && check["state"] == "wrong");
    (status["unfinished_demo"] == true, half)
}

/// Whoever is at work in it is not disturbed.
#[cfg(unix)]
#[test]
fn a_busy_demonstration_is_not_replaced() {
    use std::process::Stdio;
    let stage = Stage::new();
    stage.make("demo", &["--scale", "50"]);
    let before = rows(&stage.base("demo"));
    let mut pass = std::process::Command::new(env!("CARGO_BIN_EXE_automaton"));
    let log = stage.path("steps");
    pass.arg("--config").arg(stage.path("demo/automaton.toml")).arg("integrate");
    pass.env("TOURNEE_NOW", super::NOW).env("TOURNEE_STEP_LOG", &log).env("TOURNEE_PAUSE_AT", "8");
    let mut pass = pass.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while std::fs::read_to_string(&log).map_or(0, |text| text.lines().count()) < 8 {
        assert!(std::time::Instant::now() < deadline, "the pass did not come so far");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let output = stage.command("demo", &["--scale", "60"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(words(&output).contains("is at work in this folder"), "{}", words(&output));
    drop(pass.stdin.take());
    assert!(pass.wait().expect("it ends").code().is_some());
    assert_eq!(before["client"], rows(&stage.base("demo"))["client"]);
}

/// The daemon holds no lock between its jobs: it is asked. One that never worked here is another installation's.
#[cfg(unix)]
#[test]
fn a_demonstration_with_a_daemon_is_not_replaced() {
    use crate::daemon::process::Daemon;
    let stage = Stage::new();
    stage.make("demo", &["--scale", "50"]);
    let port =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let listen_there = |name: &str| {
        let file = stage.path(name).join("automaton.toml");
        let text = std::fs::read_to_string(&file).expect("read");
        let changed = text.replace("127.0.0.1:8787", &format!("127.0.0.1:{port}"));
        assert_ne!(text, changed);
        std::fs::write(&file, changed).expect("written");
    };
    listen_there("demo");
    let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_automaton"));
    run.arg("--config").arg(stage.path("demo/automaton.toml")).arg("run").stdin(std::process::Stdio::null());
    let daemon = Daemon::start_command(run);
    daemon.until_at_rest();
    let before = rows(&stage.base("demo"));
    let output = stage.command("demo", &["--scale", "60"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    let expected = format!("is running on this demonstration (process {}, since ", daemon.id());
    assert!(words(&output).contains(&expected), "{}", words(&output));
    assert_eq!(before["client"], rows(&stage.base("demo"))["client"]);

    stage.make("other", &["--scale", "50"]);
    listen_there("other");
    stage.make("other", &["--scale", "60"]);
    daemon.stop();
    stage.make("demo", &["--scale", "60"]);
}
