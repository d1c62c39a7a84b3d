//! Passes, rebuilds and what waits for a person.

use serde_json::json;

use super::super::support::{DEVICE, NOW, Place, VisitFile, file_of};
use super::stage::{State, breaks, examine_at, expect, healthy, only};

const AN_HOUR_LATER: &str = "2026-11-21T16:00:00Z";
const A_DAY_LATER: &str = "2026-11-22T15:30:00Z";

#[test]
fn files_that_wait_for_a_pass_that_does_not_come_are_wrong() {
    let place = healthy();
    let report = examine_at(&place, AN_HOUR_LATER);
    only(&report, "passes", State::Warning, "nothing waits");
    place.deliver_file(&VisitFile::new(3).file());
    let report = examine_at(&place, AN_HOUR_LATER);
    only(&report, "passes", State::Wrong, "ended 60 min ago; files that wait: 1");
    let advice = report.find("passes")["advice"].to_string();
    assert!(advice.contains("is the daemon running?") && advice.contains("integrate"), "{advice}");
    place.pass_at(AN_HOUR_LATER);
    only(&examine_at(&place, AN_HOUR_LATER), "passes", State::Ok, "0 s ago");
}

#[test]
fn a_missed_rebuild_and_bases_out_of_date_are_wrong() {
    let place = healthy();
    place.pass_at(A_DAY_LATER);
    only(&examine_at(&place, A_DAY_LATER), "rebuilds", State::Wrong, "missed");
    let later = "2026-11-23T15:00:01Z";
    place.pass_at(later);
    let report = examine_at(&place, later);
    expect(&report, "bases", State::Wrong, "everybody's (built 2 days ago)");
    expect(&report, "bases", State::Wrong, "jdupont");
    assert!(place.json_at(later, &["rebuild"]).0 == 0);
    only(&examine_at(&place, later), "bases", State::Ok, "4 of age");
}

#[test]
fn a_torn_manifest_and_a_user_without_a_base_are_told() {
    breaks("bases", State::Wrong, "jdupont (unreadable", |place| {
        std::fs::write(place.path("bases/users/jdupont/manifest.json"), "{").expect("written");
    });
    breaks("bases", State::Warning, "not built yet: jdupont", |place| {
        std::fs::remove_file(place.path("bases/users/jdupont/manifest.json")).expect("removed");
    });
}

/// What befalls a file.
type Deed = fn(&std::path::Path);

#[test]
fn a_base_that_no_laptop_can_take_is_wrong_until_it_is_rebuilt() {
    let named = |place: &Place| {
        let bytes = std::fs::read(place.path("bases/common/manifest.json")).expect("read");
        let manifest: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        let files = manifest["files"].as_array().expect("files").clone();
        let name = files[0]["name"].as_str().expect("a name");
        place.path(&format!("bases/common/{name}"))
    };
    let deeds: [(&str, Deed); 3] = [
        ("is missing", |file| std::fs::remove_file(file).expect("removed")),
        ("has 0 bytes instead of", |file| std::fs::write(file, b"").expect("written")),
        ("has another content", |file| {
            let mut bytes = std::fs::read(file).expect("read");
            assert!(bytes.len() < 1024 * 1024, "small enough to be hashed");
            *bytes.last_mut().expect("a byte") ^= 1;
            std::fs::write(file, bytes).expect("written");
        }),
    ];
    for (words, deed) in deeds {
        let place = healthy();
        deed(&named(&place));
        let report = examine_at(&place, NOW);
        only(&report, "bases", State::Wrong, "everybody's (unreadable: ");
        only(&report, "bases", State::Wrong, words);
        assert!(report.find("bases")["advice"].to_string().ends_with("rebuild\""));
        assert_eq!(place.json_at(NOW, &["rebuild"]).0, 0);
        only(&examine_at(&place, NOW), "bases", State::Ok, "4 of age");
    }
}

/// One user's rebuild is no word about the others.
#[test]
fn a_base_that_failed_is_told_until_it_is_built() {
    let place = healthy();
    // A file where a folder must be.
    let folder = place.path("bases/users/amartin");
    std::fs::remove_dir_all(&folder).expect("removed");
    std::fs::write(&folder, b"in the way").expect("written");
    assert_eq!(place.json_at(NOW, &["rebuild"]).0, 1);
    expect(&examine_at(&place, NOW), "rebuilds", State::Wrong, "amartin");
    assert_eq!(place.json_at(NOW, &["rebuild", "--user", "jdupont"]).0, 0);
    expect(&examine_at(&place, NOW), "rebuilds", State::Wrong, "amartin");
    std::fs::remove_file(&folder).expect("removed");
    assert_eq!(place.json_at(NOW, &["rebuild", "--user", "amartin"]).0, 0);
    only(&examine_at(&place, NOW), "rebuilds", State::Ok, "built");
}

#[test]
fn bases_that_were_never_built_are_wrong() {
    breaks("rebuilds", State::Wrong, "never built", |place| {
        let sql = "DELETE FROM crm_etat WHERE nom = 'rebuild-common'";
        assert_eq!(place.base().execute(sql, []).expect("deleted"), 1);
    });
}

#[test]
fn refused_files_are_told_until_somebody_deals_with_them() {
    let place = healthy();
    let file = VisitFile::new(3).with("customer", json!("C09999"));
    place.deliver_file(&file.file());
    assert_eq!(place.pass()["rejected"], 1);
    // The digest about it waits in the queue, which is no fault yet.
    let report = examine_at(&place, NOW);
    only(&report, "quarantine", State::Warning, "nobody dealt with: 1");
    let advice = report.find("quarantine")["advice"].as_str().expect("advice");
    assert!(advice.contains(&format!("quarantine show {}", file.name())), "{advice}");
    place.succeed(&["quarantine", "discard", &file.name()]);
    only(&examine_at(&place, NOW), "quarantine", State::Ok, "empty");
}

#[test]
fn a_file_that_waits_for_a_day_is_told() {
    let place = healthy();
    let visit = json!({
        "prospect": "019ab3a0-11c2-7d05-8e4b-5a0c9d2e7f22", "visited_on": "2026-11-21", "visited_at": "09:30", "comment": ""
    });
    place.deliver_file(&file_of(3, "VP", visit));
    assert_eq!(place.pass()["deferred"], 1);
    only(&examine_at(&place, NOW), "waiting files", State::Ok, "1");
    // No pass by itself moves it: an absent one keeps nothing back.
    only(
        &examine_at(&place, AN_HOUR_LATER),
        "passes",
        State::Warning,
        "nothing waits for it (1 for something else)",
    );
    place.pass_at(A_DAY_LATER);
    assert!(place.json_at(A_DAY_LATER, &["rebuild"]).0 == 0);
    only(&examine_at(&place, A_DAY_LATER), "waiting files", State::Warning, "unknown-prospect");
}

#[test]
fn a_number_that_was_skipped_is_told() {
    breaks("missing files", State::Warning, &format!("1 of jdupont's laptop {DEVICE}"), |place: &Place| {
        for (number, sequence) in [(3, 1), (4, 3)] {
            place.deliver_file(&VisitFile { sequence: Some(sequence), ..VisitFile::new(number) }.file());
        }
        assert_eq!(place.pass()["integrated"], 2);
    });
}

#[test]
fn a_laptop_whose_clock_is_ahead_is_told() {
    breaks("clocks of the laptops", State::Warning, "VC_20261121T160000Z", |place| {
        let created_at = AN_HOUR_LATER.parse().expect("an instant");
        place.deliver_file(&VisitFile { created_at, ..VisitFile::new(3) }.file());
        assert_eq!(place.pass()["deferred"], 1);
    });
}

#[test]
fn a_clock_that_went_back_is_told() {
    let place = healthy();
    expect(&examine_at(&place, "2026-11-21T14:00:00Z"), "clock of this machine", State::Wrong, "already");
}

#[test]
fn a_creation_that_waits_for_days_is_told() {
    let place = healthy();
    let row = json!({
        "creation": "019ab3c4-7d1e-7a52-9c1f-000000000009", "prospect": "019ab3a0-11c2-7d05-8e4b-5a0c9d2e7f22", "etat": "pending",
        "champs": "{}", "demande_par": "jdupont", "demande_le": "2026-11-18 15:00:00", "crm_fichier": "CC_x"
    });
    place.insert("crm_creation_client", &[row]);
    only(&examine_at(&place, NOW), "creations", State::Warning, "1 pending, the oldest was asked 3 days ago");
}
