//! Every row of the table of refusals that a visit can meet, once through the real program. (The pure decision is tested beside it.)

use exchange_schema::{ExchangeFile, Payload, Receipts};
use serde_json::{Value, json};

use super::support::{DEVICE, OTHER_DEVICE, Place, VisitFile, id, line, now, payload};

/// The states of a report as `name: state reason`.
fn outcome(report: &Value, name: &str) -> String {
    line(report, name).map_or_else(
        || "not listed".to_owned(),
        |line| match line["reason"].as_str() {
            Some(reason) => format!("{} {reason}", line["state"].as_str().expect("a state")),
            None => line["state"].as_str().expect("a state").to_owned(),
        },
    )
}

#[test]
fn wrong_visits_are_refused_for_their_reason_and_the_rest_is_integrated() {
    let place = Place::new();
    let good = VisitFile::new(1);
    let mut ahead = VisitFile::new(2);
    ahead.created_at = now() + chrono::Duration::minutes(16);
    let mut just_ahead = VisitFile::new(3);
    just_ahead.created_at = now() + chrono::Duration::minutes(15);
    let cases = [
        (good.clone(), "integrated"),
        (ahead, "deferred clock-ahead"),
        (just_ahead, "integrated"),
        (VisitFile::new(4).with("customer", json!("C99999")), "rejected unknown-customer"),
        (VisitFile::new(5).with("customer", json!("c01846")), "rejected unknown-customer"),
        (VisitFile::new(6).with("visited_on", json!("2026-11-22")), "integrated"),
        (VisitFile::new(7).with("visited_on", json!("2026-11-23")), "rejected date-out-of-bounds"),
        (VisitFile::new(8).with("visited_on", json!("2026-11-07")), "integrated"),
        (VisitFile::new(9).with("visited_on", json!("2026-11-06")), "rejected date-out-of-bounds"),
        (VisitFile::new(10).with("answers", json!({ "form": 9, "picked": [] })), "rejected unknown-form"),
        (
            VisitFile::new(11)
                .with("answers", json!({ "form": 1, "picked": ["contact.visite", "contact.mail"] })),
            "rejected bad-answers",
        ),
        (VisitFile::new(12).with("answers", json!({ "form": 1, "picked": [] })), "integrated"),
        (VisitFile::new(13).with("comment", json!("")), "integrated"),
        (VisitFile::new(14).by("inconnu", OTHER_DEVICE), "rejected unknown-user"),
        (VisitFile::new(15).by("parti", OTHER_DEVICE), "rejected disabled-user"),
        (VisitFile::new(16).by("sanscode", OTHER_DEVICE), "rejected unknown-user"),
    ];
    for (visit, _) in &cases {
        place.deliver_file(&visit.file());
    }
    let report = place.pass();
    for (visit, expected) in &cases {
        assert_eq!(outcome(&report, &visit.name()), *expected, "{}", visit.payload);
    }
    let integrated = cases.iter().filter(|(_, expected)| *expected == "integrated").count();
    assert_eq!(report["integrated"], integrated);
    assert_eq!(place.count("client_relation"), integrated);
    let empty =
        place.query("SELECT commentaire FROM client_relation WHERE crm_fichier LIKE '%00000000000d.json'");
    assert_eq!(empty, [["saisie via le CRM"]], "an empty visit has only that line");

    // Each refusal is explained, in quarantine and to the laptop.
    let refused = VisitFile::new(4).with("customer", json!("C99999"));
    let name = refused.name();
    let quarantine = place.tree("quarantine");
    assert_eq!(quarantine[&format!("jdupont/{name}")], refused.file().to_json().expect("printed"));
    let reason: Value =
        serde_json::from_slice(&quarantine[&format!("jdupont/{name}.reason.json")]).expect("JSON");
    assert_eq!(reason["reason"], "unknown-customer");
    let receipts = Receipts::parse(&place.tree("bases")["users/jdupont/receipts.json"]).expect("valid");
    let receipt = receipts.receipts.iter().find(|receipt| receipt.name == name).expect("a receipt");
    assert_eq!(
        (receipt.state.as_str(), receipt.reason.expect("why").as_str()),
        ("rejected", "unknown-customer")
    );
    assert_eq!(receipts.receipts.len(), 13, "one for each file of that user");

    // Again: refused ones are not listed any more, the waiting one is tried again, an hour later it goes.
    let again = place.pass();
    assert_eq!(
        (&again["integrated"], &again["rejected"], &again["deferred"]),
        (&json!(0), &json!(0), &json!(1))
    );
    assert_eq!(place.pass_at("2026-11-21T16:00:00Z")["integrated"], 1);
}

#[test]
fn a_waiting_file_is_refused_after_its_time() {
    let place = Place::new();
    let mut visit = VisitFile::new(1);
    visit.created_at = now() + chrono::Duration::days(365 * 10);
    place.deliver_file(&visit.file());
    assert_eq!(outcome(&place.pass(), &visit.name()), "deferred clock-ahead");
    let (_, status) = place.json(&["status"]);
    assert_eq!(status["waiting"][0]["reason"], "clock-ahead");
    assert_eq!(outcome(&place.pass_at("2026-11-24T15:00:00Z"), &visit.name()), "deferred clock-ahead");
    assert_eq!(outcome(&place.pass_at("2026-11-24T15:00:01Z"), &visit.name()), "rejected clock-ahead");
    assert_eq!(outcome(&place.pass_at("2026-11-24T15:00:02Z"), &visit.name()), "not listed");
}

/// A file of the test's rep about the prospect 77.
fn about_prospect(number: u32, minute: u32, payload: Payload) -> ExchangeFile {
    let visit = VisitFile::new(1).file();
    let at = now() - chrono::Duration::minutes(i64::from(60 - minute));
    ExchangeFile::new(id(number), at, visit.author().clone(), visit.device(), payload).expect("a name")
}

fn prospect_payload(fields: serde_json::Value) -> Payload {
    let whole = json!({ "prospect": id(77), "fields": fields });
    Payload::Cp(serde_json::from_value(whole).expect("a payload"))
}

fn prospect_visit() -> Payload {
    let whole =
        json!({ "prospect": id(77), "visited_on": "2026-11-21", "visited_at": "10:00", "comment": "" });
    Payload::Vp(serde_json::from_value(whole).expect("a payload"))
}

#[test]
fn what_names_a_prospect_waits_for_it_and_a_correction_gives_it_time_anew() {
    let place = Place::new();
    let (visit, nameless) =
        (about_prospect(2, 2, prospect_visit()), about_prospect(1, 1, prospect_payload(json!({}))));
    place.deliver_file(&visit);
    assert_eq!(outcome(&place.pass(), visit.file_name().as_str()), "deferred unknown-prospect");
    place.deliver_file(&nameless);
    let report = place.pass_at("2026-11-21T16:00:00Z");
    assert_eq!(outcome(&report, nameless.file_name().as_str()), "rejected bad-value");
    assert_eq!(outcome(&report, visit.file_name().as_str()), "deferred unknown-prospect");
    // Corrected once more in vain, just before the visit's time is over: it begins anew.
    let again = about_prospect(3, 3, prospect_payload(json!({})));
    let again = again.replacing(nameless.file_name().clone()).expect("one's own");
    place.deliver_file(&again);
    assert_eq!(
        outcome(&place.pass_at("2026-11-24T15:00:00Z"), again.file_name().as_str()),
        "rejected bad-value"
    );
    assert_eq!(
        outcome(&place.pass_at("2026-11-24T15:00:01Z"), visit.file_name().as_str()),
        "deferred unknown-prospect"
    );
    // The correction and the visit that waits for it are integrated in one pass, although the visit's turn is first.
    let right = about_prospect(4, 4, prospect_payload(json!({ "nom_client": "GARAGE NEUF" })));
    let right = right.replacing(nameless.file_name().clone()).expect("one's own");
    place.deliver_file(&right);
    let report = place.pass_at("2026-11-27T15:00:00Z");
    assert_eq!(outcome(&report, right.file_name().as_str()), "integrated");
    assert_eq!(outcome(&report, visit.file_name().as_str()), "integrated");
    assert_eq!(place.count("crm_visite_prospect"), 1);
}

#[test]
fn what_waits_for_a_prospect_in_vain_is_refused_after_its_time() {
    let place = Place::new();
    let visit = about_prospect(2, 2, prospect_visit());
    place.deliver_file(&visit);
    place.pass();
    let name = visit.file_name().as_str();
    assert_eq!(outcome(&place.pass_at("2026-11-24T15:00:00Z"), name), "deferred unknown-prospect");
    assert_eq!(outcome(&place.pass_at("2026-11-24T15:00:01Z"), name), "rejected unknown-prospect");
}

#[test]
fn names_and_folders_are_the_identity() {
    let place = Place::new();
    let visit = VisitFile::new(1);
    let bytes = visit.file().to_json().expect("printed");
    place.deliver_file(&visit.file());
    place.pass();
    let name = visit.name();
    let conflict = name.replace(".json", ".sync-conflict-20261121-150000-ABCDEFG.json");
    let other = VisitFile::new(2);
    let other_conflict = other.name().replace(".json", ".sync-conflict-20261121-150000-ABCDEFG.json");
    let other_bytes = other.file().to_json().expect("printed");
    let cases: [(&str, &str, &str, &[u8], &str); 12] = [
        ("jdupont", OTHER_DEVICE, &name, &bytes, "not listed"),
        ("amartin", DEVICE, &name, &bytes, "rejected author-mismatch"),
        ("jdupont", DEVICE, "copie.json", &bytes, "duplicate"),
        ("jdupont", DEVICE, &conflict, &bytes, "duplicate"),
        ("jdupont", DEVICE, &other_conflict, &other_bytes, "rejected conflict-copy"),
        ("jdupont", DEVICE, "bonjour.json", b"{}", "rejected bad-name"),
        ("jdupont", DEVICE, ".hidden.json", b"{}", "ignored"),
        ("jdupont", DEVICE, "~syncthing~x.tmp", b"{", "ignored"),
        ("jdupont", DEVICE, "x.json.!sync", b"{", "ignored"),
        ("jdupont", DEVICE, "x.part", b"{", "ignored"),
        ("", "", "perdu.json", b"{}", "rejected outside-user-folder"),
        ("Jean Dupont", "", "a.json", b"{}", "rejected bad-name"),
    ];
    for (user, device, name, bytes, _) in cases {
        place.deliver(user, device, name, bytes);
    }
    let report = place.pass();
    for (user, _, name, _, expected) in cases {
        let found = report["files"].as_array().expect("files").iter().filter(|line| line["name"] == name);
        let states: Vec<String> = found.map(|line| outcome(&json!({ "files": [line] }), name)).collect();
        match expected {
            "not listed" => {
                assert!(states.iter().all(|state| state == "rejected author-mismatch"), "{states:?}")
            }
            expected => assert_eq!(states, [expected], "{user}/{name}"),
        }
    }
    assert_eq!(place.count("client_relation"), 1);
    let again = place.pass();
    assert_eq!(again["rejected"], 0, "{again}");
    assert_eq!((&again["duplicate"], &again["ignored"]), (&json!(2), &json!(4)));

    // A refusal reserves nothing: the true file of that name is integrated.
    place.deliver_file(&other.file());
    assert_eq!(place.pass()["integrated"], 1);
}

#[test]
fn a_name_means_one_content_for_ever() {
    let place = Place::new();
    let visit = VisitFile::new(1);
    place.deliver_file(&visit.file());
    place.pass();
    let before = place.query("SELECT * FROM client_relation");
    let changed = visit.clone().with("comment", json!("autre chose"));
    place.deliver_file(&changed.file());
    assert_eq!(outcome(&place.pass(), &visit.name()), "rejected name-reused");
    assert_eq!(outcome(&place.pass(), &visit.name()), "not listed");
    assert_eq!(place.query("SELECT * FROM client_relation"), before);
    let kept = place.query("SELECT etat FROM crm_fichier ORDER BY etat");
    assert_eq!(kept, [["integre"], ["refuse"]]);
    // Delivered as it was: nothing.
    place.deliver_file(&visit.file());
    assert_eq!(outcome(&place.pass(), &visit.name()), "not listed");
}

#[test]
fn a_file_on_its_way_is_waited_for() {
    let place = Place::new();
    let visit = VisitFile::new(1);
    let bytes = visit.file().to_json().expect("printed");
    let name = visit.name();
    let half = &bytes[..bytes.len() / 2];
    place.deliver("jdupont", DEVICE, &name, half);
    assert_eq!(outcome(&place.pass_at("2026-11-21T15:00:00Z"), &name), "deferred unsettled");
    assert_eq!(outcome(&place.pass_at("2026-11-21T15:00:09Z"), &name), "deferred unsettled");
    let more = &bytes[..bytes.len() - 2];
    place.deliver("jdupont", DEVICE, &name, more);
    assert_eq!(outcome(&place.pass_at("2026-11-21T15:00:20Z"), &name), "deferred unsettled", "it grew");
    let settled = place.copy();
    place.deliver("jdupont", DEVICE, &name, &bytes);
    assert_eq!(outcome(&place.pass_at("2026-11-21T15:00:30Z"), &name), "integrated");

    // The same, but it never grew again: refused, and judged afresh when it comes whole at last.
    assert_eq!(outcome(&settled.pass_at("2026-11-21T15:00:29Z"), &name), "deferred unsettled");
    assert_eq!(outcome(&settled.pass_at("2026-11-21T15:00:30Z"), &name), "rejected not-json");
    assert_eq!(outcome(&settled.pass_at("2026-11-21T15:00:40Z"), &name), "not listed");
    settled.deliver("jdupont", DEVICE, &name, &bytes);
    assert_eq!(outcome(&settled.pass_at("2026-11-21T15:00:50Z"), &name), "integrated");
    assert_eq!(settled.count("client_relation"), 1);
}

#[test]
fn a_correction_replaces_a_refused_file_once() {
    let place = Place::new();
    let refused = VisitFile::new(1).with("customer", json!("C99999"));
    let fine = VisitFile::new(2);
    place.deliver_file(&refused.file());
    place.deliver_file(&fine.file());
    place.pass();
    let mut correction = VisitFile::new(3);
    correction.replaces = Some(refused.name());
    let mut second = VisitFile::new(4);
    second.replaces = Some(refused.name());
    let mut of_integrated = VisitFile::new(5);
    of_integrated.replaces = Some(fine.name());
    let mut of_unknown = VisitFile::new(6);
    of_unknown.replaces = Some(VisitFile::new(99).name());
    for visit in [&correction, &second, &of_integrated, &of_unknown] {
        place.deliver_file(&visit.file());
    }
    let report = place.pass();
    assert_eq!(outcome(&report, &correction.name()), "integrated");
    for visit in [&second, &of_integrated, &of_unknown] {
        assert_eq!(outcome(&report, &visit.name()), "rejected bad-replaces");
    }
    let sql = format!("SELECT etat, remplace_par FROM crm_fichier WHERE nom = '{}'", refused.name());
    assert_eq!(place.query(&sql), [["remplace".to_owned(), correction.name()]]);
    assert_eq!(outcome(&place.pass(), &refused.name()), "not listed", "it can never be retried");
}

/// A file at the top of the inbox has no folder to be named by: it must not be taken for the file of that name.
#[test]
fn a_file_at_the_top_of_the_inbox_reserves_nothing() {
    let place = Place::new();
    let visit = VisitFile::new(1);
    let bytes = visit.file().to_json().expect("printed");
    place.deliver("", "", &visit.name(), &bytes);
    assert_eq!(outcome(&place.pass(), &visit.name()), "rejected outside-user-folder");
    std::fs::remove_file(place.path("inbox").join(visit.name())).expect("moved");
    place.deliver("jdupont", DEVICE, &visit.name(), &bytes);
    assert_eq!(outcome(&place.pass(), &visit.name()), "integrated");
    // And with other content, beside the integrated one, it stops nobody.
    place.deliver("", "", &visit.name(), b"{}");
    place.deliver_file(&VisitFile::new(2).file());
    let report = place.pass();
    assert_eq!(outcome(&report, &visit.name()), "rejected outside-user-folder");
    assert_eq!(outcome(&report, &VisitFile::new(2).name()), "integrated");
}

/// Two contents of one refused name, in two folders of one user: each is told once, they do not take turns.
#[test]
fn two_refused_contents_of_one_name_are_told_once_each() {
    let place = Place::new();
    let visit = VisitFile::new(1).with("customer", json!("C99999"));
    place.deliver_file(&visit.file());
    let other = visit.clone().with("comment", json!("autre")).file().to_json().expect("printed");
    place.deliver("jdupont", "", &visit.name(), &other);
    assert_eq!(place.pass()["rejected"], 2);
    assert_eq!(place.pass()["rejected"], 0);
    // The same at the top of the inbox and in a folder that is called like nobody.
    place.deliver("_", "", "x", b"{}");
    place.deliver("", "", "x", b"{ }");
    assert_eq!(place.pass()["rejected"], 2);
    assert_eq!(place.pass()["rejected"], 0);
}

/// The archive holds other content under a name that the registry does not know.
#[test]
fn a_name_taken_in_the_archive_alone_is_told_once() {
    let place = Place::new();
    let visit = VisitFile::new(1);
    let month = place.path("archive/2026/11");
    std::fs::create_dir_all(&month).expect("made");
    std::fs::write(month.join(visit.name()), b"other").expect("written");
    place.deliver_file(&visit.file());
    assert_eq!(outcome(&place.pass(), &visit.name()), "rejected name-reused");
    assert_eq!(outcome(&place.pass(), &visit.name()), "not listed");
}

/// The folder sync may make a conflict copy of anything, also of what waits or was refused.
#[test]
fn conflict_copies_of_registered_content_are_ignored() {
    let place = Place::new();
    let mut ahead = VisitFile::new(1);
    ahead.created_at += chrono::Duration::days(1);
    let refused = VisitFile::new(2).with("customer", json!("C99999"));
    for visit in [&ahead, &refused] {
        place.deliver_file(&visit.file());
    }
    place.pass();
    for visit in [&ahead, &refused] {
        let name = visit.name().replace(".json", ".sync-conflict-20261121-150000-ABCDEFG.json");
        place.deliver("jdupont", DEVICE, &name, &visit.file().to_json().expect("printed"));
    }
    let report = place.pass();
    assert_eq!((&report["rejected"], &report["ignored"]), (&json!(0), &json!(2)), "{report}");
    assert_eq!(place.json(&["status"]).1["inbox"], json!({ "lying": 4, "pending": 1 }), "the waiting one");
}

#[test]
fn a_receipt_stays_while_its_file_lies_in_the_inbox() {
    let place = Place::new();
    let visit = VisitFile::new(1);
    place.deliver_file(&visit.file());
    place.pass();
    place.deliver_file(&visit.with("comment", json!("autre")).file());
    place.pass();
    place.pass_at("2027-03-21T15:00:00Z");
    let receipts = Receipts::parse(&place.tree("bases")["users/jdupont/receipts.json"]).expect("valid");
    let mut states: Vec<_> = receipts.receipts.iter().map(|receipt| receipt.state.as_str()).collect();
    states.sort_unstable();
    assert_eq!(states, ["integrated", "rejected"], "four months later");
}

/// The replaced name itself comes again, with other content, in the same pass.
#[test]
fn a_name_replaced_in_this_pass_is_taken() {
    let place = Place::new();
    let refused = VisitFile::new(2).with("customer", json!("C99999"));
    place.deliver_file(&refused.file());
    place.pass();
    let mut correction = VisitFile::new(1);
    correction.replaces = Some(refused.name());
    place.deliver_file(&correction.file());
    let again = refused.clone().with("customer", json!("C01846"));
    place.deliver_file(&again.file());
    let report = place.pass();
    assert_eq!(outcome(&report, &correction.name()), "integrated");
    assert_eq!(outcome(&report, &again.name()), "rejected name-reused", "it can never be retried");
    assert_eq!(place.count("client_relation"), 1);
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_not_opened() {
    let place = Place::new();
    let secret = place.path("secret.json");
    let visit = VisitFile::new(1);
    std::fs::write(&secret, visit.file().to_json().expect("printed")).expect("written");
    place.deliver_file(&VisitFile::new(2).file());
    let folder = place.path("inbox/jdupont").join(DEVICE);
    std::os::unix::fs::symlink(&secret, folder.join(visit.name())).expect("linked");
    std::fs::hard_link(&secret, folder.join(VisitFile::new(3).name())).expect("linked");
    std::fs::create_dir(folder.join(VisitFile::new(4).name())).expect("made");
    let big = std::fs::File::create(folder.join(VisitFile::new(5).name())).expect("made");
    big.set_len(2 << 30).expect("sparse");
    let report = place.pass();
    for (number, expected) in [
        (1, "rejected not-a-file"),
        (2, "integrated"),
        (3, "rejected hard-link"),
        (4, "rejected not-a-file"),
        (5, "rejected too-large"),
    ] {
        assert_eq!(outcome(&report, &VisitFile::new(number).name()), expected);
    }
    assert_eq!(place.tree("quarantine").len(), 4, "reasons only: nothing of them was copied");
    assert_eq!(place.pass()["files"], json!([]), "told once");
    std::fs::remove_file(folder.join(visit.name())).expect("removed");
    place.deliver_file(&visit.file());
    assert_eq!(outcome(&place.pass(), &visit.name()), "integrated", "a refusal reserves nothing");
}

/// A laptop whose ids come twice (a cloned disk image, or malice) stops nobody.
#[test]
fn an_id_that_comes_twice_stops_nobody() {
    let place = Place::new();
    place.succeed(&["params", "set", "courriels_creation", "compta@pneus.example"]);
    let wish = json!([{ "field": "tel_1", "from": null, "to": "02 99 12 34 57" }]);
    let request = payload("MC", json!({ "customer": "C01846", "changes": wish, "comment": "" }));
    let first = about_prospect(1, 1, request.clone());
    let second = about_prospect(1, 2, request);
    let visit = VisitFile::new(3);
    place.deliver_file(&first);
    place.deliver_file(&second);
    place.deliver_file(&visit.file());
    let report = place.pass();
    assert_eq!(outcome(&report, first.file_name().as_str()), "integrated");
    assert_eq!(outcome(&report, second.file_name().as_str()), "rejected bad-value");
    assert_eq!(outcome(&report, &visit.name()), "integrated");
    assert_eq!(place.count("crm_courriel"), 1);
    assert_eq!(place.pass()["files"], json!([]));
}
