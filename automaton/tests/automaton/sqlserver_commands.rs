//! What commands do for a SQL Server's sake: `init` and its scripts, `doctor`, a rebuild without row versions, a deed of which nobody knows
//! whether it was done, a password that is mended.

use std::process::Stdio;

use automaton::config::{Config, WinpneuConfig};
use automaton::failure::Failure;
use serde_json::{Value, json};
use tds_testserver::{At, Fault, Options, Planned, RequestKind, Server};

use crate::daemon::process::until;
use crate::sqlserver::served::ServedPlace;
use crate::support::Place;

const VIEWS: &str = "winpneu-views.sql";

fn read(place: &Place, name: &str) -> String {
    std::fs::read_to_string(place.path(name)).expect(name)
}

fn words(document: &Value) -> &str {
    document["error"].as_str().unwrap_or_default()
}

/// The words of what `init --check` found, of faults or of advice.
fn found(document: &Value, fault: bool) -> Vec<String> {
    let all = document["findings"].as_array().expect("a list").iter();
    let ours = all.filter(|finding| finding["fault"] == fault);
    ours.map(|finding| finding["words"].as_str().expect("words").to_owned()).collect()
}

#[test]
fn init_makes_what_is_missing_and_check_tells_it() {
    let served = ServedPlace::bare();
    let (code, check) = served.json(&["init", "--check"]);
    assert_eq!((code, &check["complete"]), (1, &json!(false)), "{check}");
    let faults = found(&check, true);
    for part in ["folders.inbox", "folders.quarantine", "migration 1 (crm) is not applied"] {
        assert!(faults.iter().any(|words| words.contains(part)), "{part}: {faults:?}");
    }
    let tables = "SELECT name FROM sqlite_master WHERE name LIKE 'crm%'";
    assert!(served.query(tables).is_empty() && !served.path("inbox").exists(), "nothing was made");
    let made = |migrations: &[u32], views: bool, form: bool| {
        json!({
            "configuration_written": false, "migrations": migrations, "views_written": false, "views_changed": views,
            "form_written": form
        })
    };
    assert_eq!(served.json(&["init"]), (0, made(&[1], true, true)));
    let (code, check) = served.json(&["init", "--check"]);
    assert_eq!((code, found(&check, true)), (0, vec![]), "{check}");
    assert_eq!(served.json(&["init"]), (0, made(&[], false, false)));
    std::fs::write(served.path(VIEWS), read(&served, VIEWS) + "\n-- The DBA was here.\n").expect("written");
    let (code, check) = served.json(&["init", "--check"]);
    assert_eq!(code, 1);
    assert!(found(&check, true)[0].contains("was not applied as it is now"), "{check}");
    assert_eq!(served.json(&["init"]), (0, made(&[], true, false)));
    std::fs::write(served.path(VIEWS), b"-- \xe9t\xe9").expect("written");
    let (code, error) = served.json(&["init"]);
    assert!(code == 2 && words(&error).contains("save it as UTF-8"), "{error}");
}

#[test]
fn the_template_of_the_views_is_written_once_and_never_over_adapted_ones() {
    let served = ServedPlace::bare();
    let adapted = read(&served, VIEWS);
    std::fs::remove_file(served.path(VIEWS)).expect("removed");
    let text = served.succeed(&["init"]);
    assert!(text.contains("winpneu-views.sql: the DBA adapts it") && text.contains("views made"), "{text}");
    let template = read(&served, VIEWS);
    assert!(template.contains("CAST(num_relation AS varchar(20)) AS cle"), "this ERP has that column");
    // Lost, and still what the database has: it is written again.
    std::fs::remove_file(served.path(VIEWS)).expect("removed");
    served.succeed(&["init"]);
    assert_eq!(read(&served, VIEWS), template);
    // Lost after it was adapted: the template would undo what the DBA did.
    std::fs::write(served.path(VIEWS), &adapted).expect("written");
    served.succeed(&["init"]);
    std::fs::remove_file(served.path(VIEWS)).expect("removed");
    let (code, error) = served.json(&["init"]);
    assert!(code == 1 && words(&error).contains("were not made from the template"), "{error}");
    assert!(!served.path(VIEWS).exists());
    let (code, check) = served.json(&["init", "--check"]);
    assert!(code == 1 && found(&check, true)[0].contains("is not beside the configuration"), "{check}");
    // Asked for by name, it is to be had.
    assert_eq!(served.succeed(&["init", "--print", "views"]).trim_end(), template.trim_end());
}

#[test]
fn another_database_is_no_new_installation() {
    let served = ServedPlace::bare();
    std::fs::create_dir_all(served.path("archive/2026/11")).expect("made");
    std::fs::write(served.path("archive/2026/11/VC_x.json"), "{}").expect("written");
    let (code, error) = served.json(&["init"]);
    assert!(code == 1 && words(&error).contains("had a base"), "{error}");
    assert!(served.query("SELECT name FROM sqlite_master WHERE name LIKE 'crm%'").is_empty());
}

#[test]
fn scripts_are_printed_without_a_server() {
    let served = ServedPlace::bare();
    served.server().go_away();
    served.server().forget();
    let script = served.succeed(&["init", "--print"]);
    assert_eq!(script, served.succeed(&["init", "--print", "schema"]));
    for part in
        ["Migration 1: crm", "CREATE TABLE dbo.crm_fichier", "ALTER TABLE dbo.client_relation", "GO\n"]
    {
        assert!(script.contains(part), "{part}");
    }
    let views = read(&served, VIEWS);
    let first = views.lines().find(|line| line.starts_with("CREATE OR ALTER VIEW")).expect("a view");
    assert!(script.contains(first), "the installation's own views");
    assert!(served.succeed(&["init", "--print", "login"]).contains("CREATE LOGIN"));
    assert!(served.succeed(&["init", "--print", "uninstall"]).contains("DROP TABLE"));
    let (code, document) = served.json(&["init", "--print"]);
    assert_eq!((code, document["script"].as_str().map(str::trim_end)), (0, Some(script.trim_end())));
    assert_eq!(served.server().requests().len(), 0, "nobody was asked");
    assert_eq!(served.run(&["init", "--check", "--print"]).status.code(), Some(2));
}

#[test]
fn an_embedded_base_is_checked_and_printed_too() {
    let place = Place::new();
    assert!(place.succeed(&["init", "--print"]).contains("CREATE TABLE crm_fichier"));
    let (code, error) = place.json(&["init", "--print", "login"]);
    assert!(code == 2 && words(&error).contains("one file"), "{error}");
    assert_eq!(place.json(&["init", "--check"]), (0, json!({ "complete": true, "findings": [] })));
    for name in ["winpneu.db", "winpneu.db-wal", "winpneu.db-shm"] {
        let _ = std::fs::remove_file(place.path(name));
    }
    let (code, check) = place.json(&["init", "--check"]);
    assert!(code == 1 && found(&check, true)[0].contains("there is no base at"), "{check}");
    assert!(!place.path("winpneu.db").exists());
}

fn checks(document: &Value, name: &str) -> Vec<String> {
    let all = document["checks"].as_array().expect("a list").iter();
    all.filter(|check| check["name"] == name)
        .map(|check| format!("{}: {} -> {}", check["state"], check["detail"], check["advice"]))
        .collect()
}

#[test]
fn doctor_looks_into_the_database() {
    let served = ServedPlace::new();
    let (_, healthy) = served.json(&["doctor"]);
    for name in ["base", "lock", "tables", "views", "rights of the login", "database"] {
        let told = checks(&healthy, name);
        assert!(told.len() == 1 && told[0].starts_with("\"ok\""), "{name}: {told:?}");
    }
    std::fs::write(served.path(VIEWS), read(&served, VIEWS) + "\n-- More.\n").expect("written");
    let (code, odd) = served.json(&["doctor"]);
    assert!(code == 1 && checks(&odd, "views")[0].contains("automaton"), "{odd}");
    std::fs::remove_file(served.path(VIEWS)).expect("removed");
    let (_, odd) = served.json(&["doctor"]);
    assert!(checks(&odd, "views")[1].contains("put it back"), "{odd}");
    served.strike(At::Login, Fault::RefuseLogin(18456));
    let (_, refused) = served.json(&["doctor"]);
    let told = checks(&refused, "base");
    assert!(told[0].contains("18456") && told[0].contains("init --print login"), "{told:?}");
    served.server().go_away();
    let (_, away) = served.json(&["doctor"]);
    assert!(checks(&away, "base")[0].contains("firewall"), "{away}");
}

/// The installation of [`ServedPlace::new`] on a server whose database keeps no row versions.
fn without_row_versions() -> (Server, Place) {
    let place = ServedPlace::new().close();
    let options = Options { snapshot_isolation: false, ..Options::new(place.path("winpneu.db")) };
    let server = Server::start(options).expect("it starts");
    std::fs::write(place.path("server.pem"), server.certificate_pem()).expect("written");
    let text = read(&place, "automaton.toml");
    let port = text.lines().find(|line| line.starts_with("port = ")).expect("a port");
    let text = text.replace(port, &format!("port = {}", server.port()));
    std::fs::write(place.path("automaton.toml"), text).expect("written");
    (server, place)
}

#[test]
fn a_rebuild_without_row_versions_is_told_and_reads_again_when_an_effect_comes_amid() {
    let (server, place) = without_row_versions();
    let log = place.path("steps");
    let rebuild = || {
        let mut command = place.command();
        command
            .args(["--json", "rebuild"])
            .env("TOURNEE_STEP_LOG", &log)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        command
    };
    let output = rebuild().output().expect("it starts");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!((output.status.code(), &report["by_statement"]), (Some(0), &json!(true)), "{report}");
    let (_, status) = place.json(&["status"]);
    assert_eq!(status["last_rebuild"]["outcome"]["by_statement"], true);
    assert!(place.succeed(&["status"]).contains("read statement by statement"));
    let (_, doctor) = place.json(&["doctor"]);
    assert!(
        checks(&doctor, "database")[0].contains("ALTER DATABASE [winpneu] SET ALLOW_SNAPSHOT_ISOLATION ON")
    );
    // From the second one on, each takes the same steps.
    std::fs::remove_file(&log).expect("removed");
    assert!(rebuild().output().expect("it starts").status.success());
    // Everything was built before anything was published: right before the first file of a base leaves, all rows are read.
    let steps = std::fs::read_to_string(&log).expect("logged");
    std::fs::remove_file(&log).expect("removed");
    let steps: Vec<&str> = steps.lines().collect();
    let first_file = steps.iter().position(|step| *step == "folder-create-temp").expect("a file");
    let last_reads =
        steps[..first_file].iter().rposition(|step| *step == "base-statement").expect("a statement");
    // An effect comes right before that last question: the counter's.
    let mut child =
        rebuild().env("TOURNEE_PAUSE_AT", (last_reads + 1).to_string()).spawn().expect("it starts");
    until("the pause", String::new, || {
        let steps = std::fs::read_to_string(&log).unwrap_or_default();
        (steps.lines().count() > last_reads).then_some(())
    });
    server.forget();
    place
        .base()
        .execute("UPDATE crm_compteur SET valeur = valeur + 1 WHERE nom = 'seq'", [])
        .expect("raised");
    drop(child.stdin.take());
    let output = child.wait_with_output().expect("it ended");
    let again: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(again["through"].as_i64(), report["through"].as_i64().map(|through| through + 1), "{again}");
    let reads = |part: &str| server.requests().iter().filter(|request| request.text.contains(part)).count();
    assert_eq!(reads("FROM dbo.crm_v_client"), 1, "all rows are read anew, after the effect");
}

#[test]
fn a_rebuild_whose_every_reading_is_disturbed_publishes_nothing() {
    let (_server, place) = without_row_versions();
    // A counter that never stands still.
    place
        .base()
        .execute_batch(
            "ALTER TABLE crm_compteur RENAME TO crm_compteur_apart; \
             CREATE VIEW crm_compteur AS SELECT 'seq' AS nom, abs(random()) % 2000000000 AS valeur",
        )
        .expect("replaced");
    let (code, error) = place.json(&["rebuild"]);
    assert_eq!(code, 1, "{error}");
    for part in ["changed during each of 3 readings", "nothing was published", "ALLOW_SNAPSHOT_ISOLATION"] {
        assert!(words(&error).contains(part), "{part}: {error}");
    }
    assert!(place.tree("bases").keys().all(|name| !name.ends_with("manifest.json")));
    assert!(!place.path("work/rebuild").exists(), "the scratch folder is gone");
}

#[test]
fn what_nobody_can_tell_is_not_told_as_done_or_undone() {
    let served = ServedPlace::new();
    let add = ["users", "add", "SIEGE\\nouveau", "--c-user", "NO"];
    let at = |at, fault| Planned { at, fault };
    // The answer to the COMMIT is lost; who asks afterwards meets a server that takes nobody.
    served.server().plan(vec![
        at(At::Commit, Fault::DropAnswer),
        at(At::Login, Fault::DropBefore),
        at(At::Login, Fault::DropBefore),
    ]);
    let (code, error) = served.json(&add);
    assert_eq!((code, &error["transient"], served.server().struck()), (1, &json!(true), 3), "{error}");
    assert!(
        words(&error).contains("not known whether that was done")
            && words(&error).contains("automaton users list"),
        "{error}"
    );
    // With a server that answers again the same is known.
    served.server().plan(vec![at(At::Commit, Fault::DropAnswer)]);
    let (code, answer) = served.json(&["users", "disable", "nouveau"]);
    assert_eq!((code, &answer), (0, &json!({ "disabled": "nouveau" })));
    served.server().plan(vec![at(At::Commit, Fault::DropBefore)]);
    assert_eq!(served.json(&["params", "set", "visite_retro_jours", "20"]).0, 0);
    let lines = served.query("SELECT action FROM crm_journal ORDER BY fait_le, action");
    assert_eq!(lines.iter().filter(|row| row[0] == "parameter-change").count(), 1);
    let active = served.query("SELECT actif FROM crm_utilisateur WHERE dossier = 'nouveau'");
    assert_eq!(active, [["0"]]);
}

#[test]
fn a_password_that_is_mended_is_tried_at_once_and_a_wrong_one_seldom() {
    let served = ServedPlace::new();
    std::fs::write(served.path("secret"), "wrong\n").expect("written");
    let text = read(&served, "automaton.toml").replace("password = \"secret\"", "password_file = \"secret\"");
    std::fs::write(served.path("automaton.toml"), text).expect("written");
    let config = Config::load(&served.path("automaton.toml")).expect("valid");
    let WinpneuConfig::SqlServer(server) = config.clone().winpneu else { panic!("a server") };
    let logins = || served.server().requests().iter().filter(|it| it.kind == RequestKind::Login).count();
    served.server().forget();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        for _ in 0..3 {
            let refused = server.open().await.err().expect("refused");
            assert!(matches!(refused, Failure::Base(winpneu::Error::Refused { .. })), "{refused}");
        }
        assert_eq!(logins(), 1, "the same password is not tried three times at once");
        std::fs::write(served.path("secret"), "secret\n").expect("written");
        // A clone shares what is known.
        let connection = automaton::installation::open_base(&config).await.expect("let in");
        drop(connection);
        server.open().await.expect("let in");
        assert_eq!(logins(), 2, "one session serves both");
    });
}
