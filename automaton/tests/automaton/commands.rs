//! The command line: exit codes, words, what is left untouched.

use std::io::Read;
use std::process::Stdio;

use serde_json::json;

use super::support::{Place, VisitFile};

#[test]
fn init_can_be_repeated_and_touches_no_configuration() {
    let place = Place::empty();
    let (code, first) = place.json(&["init"]);
    assert_eq!(
        (code, &first["configuration_written"], &first["migrations"]),
        (0, &json!(true), &json!([1, 2, 3, 4, 5, 6]))
    );
    for folder in ["inbox", "bases", "archive", "quarantine"] {
        assert!(place.path(folder).is_dir(), "{folder}");
    }
    let mut text = std::fs::read_to_string(place.path("automaton.toml")).expect("written");
    text.push_str("# my own words\n");
    std::fs::write(place.path("automaton.toml"), &text).expect("written");
    let (code, second) = place.json(&["init"]);
    assert_eq!(
        (code, &second["configuration_written"], &second["migrations"]),
        (0, &json!(false), &json!([]))
    );
    assert_eq!(std::fs::read_to_string(place.path("automaton.toml")).expect("kept"), text);
    assert_eq!(place.count("crm_formulaire"), 1);
    place.succeed(&["config", "check"]);
}

/// A disk that is not mounted looks like a new installation: an empty base there would be worse than none.
#[test]
fn init_makes_no_second_base_where_there_was_one() {
    let place = Place::new();
    place.deliver_file(&VisitFile::new(1).file());
    assert_eq!(place.pass()["integrated"], 1);
    std::fs::rename(place.path("winpneu.db"), place.path("away")).expect("moved");
    let (code, error) = place.json(&["status"]);
    let words = error["error"].as_str().expect("words");
    assert!(code == 1 && words.contains("put it back") && words.contains("« Restore »"), "{words}");
    // Either of the two tells it.
    for aside in ["bases", "archive"] {
        std::fs::rename(place.path(aside), place.path("aside")).expect("moved");
        let (code, error) = place.json(&["init"]);
        let words = error["error"].as_str().expect("words");
        assert!(code == 1 && words.contains("had a base"), "{words}");
        assert!(!place.path("winpneu.db").exists() && !place.path(aside).exists(), "nothing was made");
        std::fs::rename(place.path("aside"), place.path(aside)).expect("back");
    }
    // The base is back, from a backup perhaps: then there is nothing to begin with.
    std::fs::rename(place.path("away"), place.path("winpneu.db")).expect("back");
    let text = place.succeed(&["init"]);
    assert!(text.contains("up to date") && !text.contains("Next:"), "{text}");
}

/// Nothing but the archive and what was published: `docs/operations.md`, « Restore », without a backup.
#[test]
fn without_any_backup_the_archive_gives_back_what_laptops_sent() {
    let place = Place::new();
    for number in 1..=3 {
        place.deliver_file(&VisitFile::new(number).file());
    }
    assert_eq!(place.pass()["integrated"], 3);
    let numbers = || -> Vec<i64> {
        let rows = place.query("SELECT seq FROM crm_fichier WHERE etat = 'integre' ORDER BY seq");
        rows.iter().map(|row| row[0].parse().expect("a number")).collect()
    };
    let visits = || place.query("SELECT * FROM client_relation ORDER BY crm_fichier");
    let before = visits();
    let given_out = numbers();
    std::fs::remove_dir_all(place.path("inbox/jdupont")).expect("the laptop took them back");
    for name in ["winpneu.db", "winpneu.db-wal", "winpneu.db-shm"] {
        let _ = std::fs::remove_file(place.path(name));
    }
    for name in ["bases", "archive"] {
        std::fs::rename(place.path(name), place.path(&format!("{name}.kept"))).expect("moved");
    }
    assert!(place.succeed(&["init"]).contains("Next:"));
    for name in ["bases", "archive"] {
        std::fs::remove_dir(place.path(name)).expect("empty");
        std::fs::rename(place.path(&format!("{name}.kept")), place.path(name)).expect("back");
    }
    place.succeed(&["users", "import", &place.path("users.csv").display().to_string()]);
    // The customer is missing still: told, and nothing refused.
    let (code, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((code, &report["deferred"], &report["rejected"]), (1, &json!(3), &json!(0)), "{report}");
    let customer = "INSERT INTO client (c_client, nom_client) VALUES ('C01846', 'ETA POIRIER FRÈRES')";
    place.base().execute(customer, []).expect("inserted");
    let (code, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((code, &report["integrated"]), (0, &json!(3)), "{report}");
    assert_eq!(visits(), before);
    assert!(numbers()[0] > given_out[2], "no number twice: {given_out:?}, {:?}", numbers());
}

#[test]
fn usage_and_configuration_errors_exit_with_2() {
    let place = Place::new();
    assert_eq!(place.run(&["no-such-command"]).status.code(), Some(2));
    for arguments in [
        &["params", "set", "visite_retro_jours", "never"][..],
        &["params", "get", "no_such_parameter"],
        &["users", "import", "no-such-file.csv"],
        &["users", "add", "CON"],
    ] {
        assert_eq!(place.run(arguments).status.code(), Some(2), "{arguments:?}");
    }
    let text = std::fs::read_to_string(place.path("automaton.toml")).expect("read");
    std::fs::write(place.path("automaton.toml"), format!("tiemzone = \"x\"\n{text}")).expect("written");
    let output = place.run(&["config", "check"]);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(words.contains("line 1") && words.contains("tiemzone"), "{words}");
    let (code, error) = place.json(&["status"]);
    assert_eq!(code, 2);
    assert!(error["error"].as_str().expect("words").contains("tiemzone"));
    let elsewhere = Place::empty();
    assert_eq!(elsewhere.run(&["integrate"]).status.code(), Some(2), "no configuration");
}

#[test]
fn what_is_out_of_reach_stops_the_pass_and_moves_nothing() {
    let place = Place::new();
    place.deliver_file(&VisitFile::new(1).file());
    for missing in ["inbox", "archive", "bases", "quarantine", "winpneu.db"] {
        std::fs::rename(place.path(missing), place.path("away")).expect("moved");
        let (code, error) = place.json(&["integrate"]);
        assert_eq!(code, 1, "{missing}: {error}");
        assert!(!error["error"].as_str().expect("words").is_empty());
        assert!(!place.path(missing).exists(), "{missing} is not made anew: it may be a share that is away");
        std::fs::rename(place.path("away"), place.path(missing)).expect("back");
    }
    assert_eq!(place.count("client_relation"), 0);
    assert_eq!(place.pass()["integrated"], 1);
}

#[test]
fn a_second_automaton_says_who_holds_the_lock() {
    let place = Place::new();
    place.deliver_file(&VisitFile::new(1).file());
    let log = place.path("steps");
    let mut first = place
        .command()
        .arg("integrate")
        .env("TOURNEE_STEP_LOG", &log)
        .env("TOURNEE_PAUSE_AT", "20")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    // The log tells when the first one waits; the test runner's own time limit ends a wait in vain.
    while std::fs::read_to_string(&log).unwrap_or_default().lines().count() < 20 {
        assert!(first.try_wait().expect("asked").is_none(), "the pass has more than 20 steps");
        std::thread::yield_now();
    }
    let (code, error) = place.json(&["integrate"]);
    let words = error["error"].as_str().expect("words");
    assert_eq!(code, 1);
    assert!(
        words.contains(&format!("process {}", first.id())) && words.contains("2026-11-21 15:00:00"),
        "{words}"
    );
    let (_, status) = place.json(&["status"]);
    assert!(status["running"]["holder"].as_str().expect("somebody").contains("automaton integrate"));
    place.succeed(&["params", "set", "visite_retro_jours", "20"]);
    place.succeed(&["users", "add", "SIEGE\\nouveau", "--c-user", "NO"]);
    drop(first.stdin.take());
    let mut said = String::new();
    first.stdout.take().expect("piped").read_to_string(&mut said).expect("read");
    assert!(first.wait().expect("ended").success());
    assert!(said.contains("integrated 1"), "{said}");
    assert_eq!(place.pass()["integrated"], 0);
}

#[test]
fn users_are_imported_all_or_none_and_keep_their_folder() {
    let place = Place::new();
    let file = place.path("more.csv");
    let import = |text: &str| {
        std::fs::write(&file, text).expect("written");
        place.json(&["users", "import", &file.display().to_string()])
    };
    let header = "utilisateur_windows;c_user;nom_affiche\n";
    let (code, error) = import(&format!("{header}SIEGE\\hélène.b;HB;Hélène\nSIEGE\\x;TOOLONG;X\n"));
    assert_eq!(code, 2);
    assert!(error["error"].as_str().expect("words").contains("line 3"), "{error}");
    assert_eq!(place.count("crm_utilisateur"), 4, "none");
    let (code, answer) =
        import(&format!("{header}SIEGE\\hélène.b;HB;Hélène\nSIEGE\\amartin;AM;Anne Martin-Roy\n"));
    assert_eq!((code, answer), (0, json!({ "added": 1, "changed": 1, "unchanged": 0 })));
    let folder = place.query("SELECT dossier FROM crm_utilisateur WHERE c_user = 'HB'");
    assert_eq!(folder, [["helene.b"]]);
    // Columns that are not given keep their value.
    let sql = "SELECT c_rep, courriel, comptable FROM crm_utilisateur WHERE dossier = 'amartin'";
    assert_eq!(place.query(sql), [["AM01", "a.martin@pneus.example", "0"]]);
    // Another person whose name reduces to a folder in use.
    let (code, error) = place.json(&["users", "add", "AGENCE\\Hélène.B"]);
    assert_eq!(code, 1);
    assert!(error["error"].as_str().expect("words").contains("already in use"), "{error}");
    place.succeed(&["users", "disable", "helene.b"]);
    let (_, listed) = place.json(&["users", "list"]);
    let helene = listed["users"].as_array().expect("users").iter().find(|user| user["dossier"] == "helene.b");
    assert_eq!(helene.expect("still there")["actif"], false);
    assert_eq!(place.run(&["users", "disable", "nobody"]).status.code(), Some(1));
    assert_eq!(place.query("SELECT COUNT(*) FROM crm_journal WHERE action = 'user-change'"), [["7"]]);
}

#[test]
fn parameters_are_validated_exported_and_imported() {
    let place = Place::new();
    place.succeed(&["params", "set", "courriels_erreur", "a@pneus.example, b@pneus.example"]);
    assert_eq!(
        place.json(&["params", "get", "courriels_erreur"]).1,
        json!({ "courriels_erreur": ["a@pneus.example", "b@pneus.example"] })
    );
    let exported = place.path("params.json");
    place.succeed(&["params", "export", &exported.display().to_string()]);
    let mut all: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&exported).expect("written")).expect("JSON");
    assert_eq!(all["bases_expiration_heures"], 48);

    let other = Place::new();
    let import = |all: &serde_json::Value| {
        std::fs::write(&exported, all.to_string()).expect("written");
        other.json(&["params", "import", &exported.display().to_string()])
    };
    assert_eq!(import(&all).1, json!({ "changed": ["courriels_erreur"] }));
    all["prospect_inactif_mois"] = json!(6);
    all["bases_expiration_heures"] = json!("soon");
    let (code, error) = import(&all);
    assert_eq!(code, 2);
    assert!(error["error"].as_str().expect("words").contains("bases_expiration_heures"), "{error}");
    assert_eq!(
        other.json(&["params", "get", "prospect_inactif_mois"]).1["prospect_inactif_mois"],
        12,
        "none"
    );
    all["bases_expiration_heures"] = json!(24);
    assert_eq!(import(&all).0, 0);

    // A new version of the form keeps the old one; a node may not change its nature.
    let mut form = all["formulaire_visite"].clone();
    form["version"] = json!(2);
    form["sections"][0]["nodes"][0]["label"] = json!("Visite sur place");
    other.succeed(&["params", "set", "formulaire_visite", &form.to_string()]);
    assert_eq!(other.count("crm_formulaire"), 2);
    form["version"] = json!(3);
    form["sections"][0]["nodes"][0]["choice"] = json!("checkbox");
    assert_eq!(other.run(&["params", "set", "formulaire_visite", &form.to_string()]).status.code(), Some(2));
    assert_eq!(other.count("crm_formulaire"), 2);
}
