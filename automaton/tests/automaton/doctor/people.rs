//! Users, addresses, silent laptops, mails that do not leave.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::super::support::{NOW, OTHER_DEVICE, Place, VisitFile};
use super::stage::{State, breaks, examine_at, healthy, only};

#[test]
fn a_user_who_lacks_something_is_told() {
    breaks("users", State::Warning, "jdupont has no c_user, no courriel", |place| {
        let sql = "UPDATE crm_utilisateur SET c_user = NULL, courriel = NULL WHERE dossier = 'jdupont'";
        place.base().execute(sql, []).expect("updated");
    });
    breaks("users", State::Warning, "nobody may validate", |place| {
        place.succeed(&["users", "disable", "cpetit"]);
    });
}

#[test]
fn a_list_without_addresses_is_told() {
    breaks("parameters", State::Warning, "courriels_creation, courriels_modification", |place| {
        place.succeed(&["params", "set", "courriels_creation", "[]"]);
    });
}

#[test]
fn a_rep_who_sends_nothing_for_a_week_is_told() {
    let place = healthy();
    let later = "2026-11-28T16:00:00Z";
    let created_at = "2026-11-28T15:00:00Z".parse().expect("an instant");
    let visit = VisitFile { created_at, ..VisitFile::new(3).by("amartin", OTHER_DEVICE) };
    place.deliver_file(&visit.with("visited_on", json!("2026-11-28")).file());
    assert_eq!(place.pass_at(later)["integrated"], 1);
    assert!(place.json_at(later, &["rebuild"]).0 == 0);
    let report = examine_at(&place, later);
    only(&report, "silent laptops", State::Warning, "jdupont (7 days ago)");
    assert!(!report.find("silent laptops")["detail"].to_string().contains("amartin"));
}

fn mail(number: u32, state: &str, written: &str) -> Value {
    json!({
        "message_id": format!("<{number}@pneus.example>"), "destinataire": "compta@pneus.example", "objet": "Objet",
        "corps": "Corps", "cree_le": written, "etat": state, "essais": 0, "prochain_le": written
    })
}

#[test]
fn mails_that_do_not_leave_are_told_by_age() {
    for (state, written, judged, words) in [
        ("queued", "2026-11-21 14:30:00", State::Ok, "1 wait"),
        ("queued", "2026-11-21 13:30:00", State::Warning, "unsent: 1"),
        ("queued", "2026-11-20 13:30:00", State::Wrong, "unsent: 1"),
        ("failed", "2026-11-21 14:30:00", State::Warning, "no server takes: 1"),
        ("sent", "2026-11-01 14:30:00", State::Ok, "0 wait"),
    ] {
        breaks("mails", judged, words, |place: &Place| {
            place.insert("crm_courriel", &[mail(1, state, written)]);
        });
    }
}

#[test]
fn mail_files_that_nobody_takes_are_told() {
    let place = healthy();
    std::fs::create_dir_all(place.path("mail")).expect("made");
    let path = place.path("mail/a.eml");
    std::fs::write(&path, "Subject: x\r\n\r\n").expect("written");
    let file = std::fs::File::options().write(true).open(&path).expect("opened");
    let now: chrono::DateTime<chrono::Utc> = NOW.parse().expect("an instant");
    file.set_modified(SystemTime::from(now) - Duration::from_secs(1_800)).expect("set");
    only(&examine_at(&place, NOW), "mail transport", State::Ok, "");
    file.set_modified(SystemTime::from(now) - Duration::from_secs(7_200)).expect("set");
    only(&examine_at(&place, NOW), "mail transport", State::Warning, "1 have lain there");
}

#[test]
fn a_missing_sender_is_a_warning() {
    breaks("mail transport", State::Warning, "sender", |place| {
        super::stage::configure(place, "\nsender = \"crm@pneus.example\"", "");
    });
}
