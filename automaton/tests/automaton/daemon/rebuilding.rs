//! The offline bases, by themselves: when they are due, once.

use serde_json::{Value, json};

use super::process::{Daemon, configure, mail_files, place, visit};
use super::troubles::alerted;
use crate::creations::stage;
use crate::support::{Draft, Place};

/// The published manifest of everybody's base.
fn manifest(place: &Place) -> Option<Value> {
    let bytes = std::fs::read(place.path("bases/common/manifest.json")).ok()?;
    Some(serde_json::from_slice(&bytes).expect("JSON"))
}

fn until_through(daemon: &Daemon, place: &Place, through: u64) -> Value {
    daemon.until(&format!("a base through {through}"), || {
        manifest(place).filter(|manifest| manifest["through"].as_u64() >= Some(through))
    })
}

fn counter(place: &Place) -> u64 {
    place.query("SELECT MAX(seq) FROM crm_fichier")[0][0].parse().expect("a number")
}

#[test]
fn a_night_that_was_missed_is_made_up_for_once() {
    let place = place();
    configure(&place, &[("rebuild = \"\"", "rebuild = \"30 2 * * *\"")]);
    place.deliver_file(&visit(1).file());
    let daemon = Daemon::start(&place);
    let rests = |health: &Value| {
        let job = &health["jobs"]["rebuild"];
        !job["next_at"].is_null() && job["next_at"].as_str() > health["now"].as_str()
    };
    daemon.until_health("the night made up for", |health| {
        rests(health) && !health["jobs"]["rebuild"]["last_at"].is_null()
    });
    let first = manifest(&place).expect("published");
    assert!(first["through"].as_u64() >= Some(1), "what was sent goes into the bases first: {first}");
    daemon.stop();
    let daemon = Daemon::start(&place);
    let health = daemon.until_health("a restart", |health| {
        rests(health) && !health["jobs"]["integrate"]["last_at"].is_null()
    });
    assert_eq!(health["jobs"]["rebuild"]["last_at"], Value::Null, "nothing was due");
    daemon.stop();
    assert_eq!(manifest(&place), Some(first));
    // As if that had been two nights ago.
    place
        .base()
        .execute_batch("UPDATE crm_etat SET change_le = '2020-01-01 02:30:00' WHERE nom = 'rebuild-common'")
        .expect("set");
    let daemon = Daemon::start(&place);
    daemon.until_health("the missed night", |health| {
        rests(health) && !health["jobs"]["rebuild"]["last_at"].is_null()
    });
    daemon.stop();
}

#[test]
fn an_integration_is_followed_by_new_bases_where_that_is_configured() {
    let place = place();
    let changes = [
        ("rebuild_after_integration = false", "rebuild_after_integration = true"),
        ("rebuild_min_minutes = 30", "rebuild_min_minutes = 0"),
    ];
    configure(&place, &changes);
    let daemon = Daemon::start(&place);
    for number in 1..=2 {
        place.deliver_file(&visit(number).file());
        daemon.until_integrated(&place, number as usize);
        until_through(&daemon, &place, counter(&place));
    }
    daemon.stop();
}

#[test]
fn old_relations_are_archived_before_the_night_s_bases() {
    let place = place();
    let changes = [
        ("rebuild = \"\"", "rebuild = \"30 2 * * *\""),
        ("archive_relations_after_days = 0", "archive_relations_after_days = 365"),
    ];
    configure(&place, &changes);
    let relation = |day: &str| json!({ "type_entite": "C", "c_entite": "C01846", "date_relation": day, "c_archive": "N" });
    place.insert("client_relation", &[relation("2020-05-04 00:00:00"), relation("2999-01-01 00:00:00")]);
    let daemon = Daemon::start(&place);
    daemon.until_said("the rebuild is done");
    daemon.until_health("the night's outcome", |health| {
        health["jobs"]["archive"]["last_outcome"]["archived"] == 1
    });
    let words = daemon.words();
    let place_of = |what: &str| words.find(what).unwrap_or_else(|| panic!("{what}: {words}"));
    assert!(place_of("archiving begins") < place_of("the rebuild begins"), "{words}");
    assert_eq!(words.matches("the rebuild begins").count(), 1, "{words}");
    daemon.stop();
    let marks = place.query("SELECT c_archive FROM client_relation ORDER BY date_relation");
    assert_eq!(marks, [["O"], ["N"]]);
}

/// A base that cannot be published fails the rebuild alone, and is told; passes go on.
#[test]
fn a_base_that_cannot_be_published_is_told_and_made_up_for() {
    let place = alerted();
    configure(&place, &[("rebuild = \"\"", "rebuild = \"30 2 * * *\"")]);
    let common = place.path("bases/common");
    std::fs::write(&common, "a file where the folder should be").expect("written");
    let daemon = Daemon::start(&place);
    let health = daemon.until_health("the trouble", |health| health["status"] == "degraded");
    assert_eq!(
        (health["troubles"].as_array().map(Vec::len), &health["troubles"][0]["job"]),
        (Some(1), &json!("rebuild"))
    );
    let mails = || mail_files(&place.path("mail"));
    daemon.until("the alert", || (mails().len() == 1).then_some(()));
    place.deliver_file(&visit(1).file());
    daemon.until_integrated(&place, 1);
    std::fs::remove_file(&common).expect("removed");
    until_through(&daemon, &place, 1);
    daemon.until_health("that all is well", |health| health["status"] == "ok");
    daemon.until("the all-clear", || (mails().len() == 2).then_some(()));
    daemon.stop();
}

/// The operator mends it and rebuilds by hand, while the daemon waits for its next try: then no night is due any more, and nothing else
/// would end the trouble.
#[test]
fn what_is_mended_and_rebuilt_by_hand_is_over() {
    let place = alerted();
    configure(&place, &[("rebuild = \"\"", "rebuild = \"30 2 * * *\"")]);
    let common = place.path("bases/common");
    std::fs::write(&common, "a file where the folder should be").expect("written");
    let daemon = Daemon::start(&place);
    daemon.until_said("the rebuild failed");
    let mails = || mail_files(&place.path("mail"));
    daemon.until("the alert", || (mails().len() == 1).then_some(()));
    std::fs::remove_file(&common).expect("removed");
    let mut rebuild = place.command();
    let output = rebuild.env_remove("TOURNEE_NOW").args(["rebuild", "--wait", "60"]).output();
    let output = output.expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    daemon.until_health("that all is well", |health| health["status"] == "ok");
    daemon.until("the all-clear", || (mails().len() == 2).then_some(()));
    daemon.stop();
}

/// What an accountant decides beside the daemon is seen in the bases, with no schedule at all.
#[test]
fn a_wish_for_bases_is_granted_and_its_mails_leave() {
    let place = stage::company();
    let changes = [
        ("integrate = \"* * * * *\"", "integrate = \"\""),
        ("rebuild = \"30 2 * * *\"", "rebuild = \"\""),
        ("listen = \"127.0.0.1:8787\"", "listen = \"127.0.0.1:0\""),
        ("rebuild_min_minutes = 30", "rebuild_min_minutes = 0"),
    ];
    configure(&place, &changes);
    let daemon = Daemon::start(&place);
    let fresh = |draft: Draft| Draft { created_at: visit(draft.number).created_at, ..draft };
    let (prospect, request) = (fresh(stage::new_prospect(1)), fresh(stage::request(2, 1)));
    place.drop_draft(&prospect);
    place.drop_draft(&request);
    daemon.until("the request", || (place.count("crm_creation_client") == 1).then_some(()));
    assert_eq!(manifest(&place), None, "nothing asked for bases yet");
    let id = crate::support::id(2).to_string();
    let mut validate = place.command();
    validate.env_remove("TOURNEE_NOW").args(["creations", "validate", &id]);
    let output = validate.output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let wish = place.query("SELECT valeur FROM crm_etat WHERE nom = 'rebuild-asked'");
    let wish: Value = serde_json::from_str(&wish[0][0]).expect("JSON");
    until_through(&daemon, &place, wish["seq"].as_u64().expect("a number"));
    daemon.until("all mails as files", || {
        let queued = place.query("SELECT 1 FROM crm_courriel WHERE etat <> 'sent'").len();
        (queued == 0).then_some(())
    });
    let files = mail_files(&place.path("mail")).len();
    assert_eq!(files, place.count("crm_courriel"));
    daemon.stop();
}
