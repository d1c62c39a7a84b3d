//! `quarantine retry`: once the cause is mended; and everything that cannot be retried.

use serde_json::{Value, json};

use super::{FIRST, SECOND, THIRD, add_customer, fails, listed, receipt_state, state, to_nobody, visit};
use crate::support::{DEVICE, Draft, OTHER_DEVICE, Place, id, verdict};

/// Two refused files: the laptop's copy of the first is gone by now, that of the second still lies in the inbox. After `mend` both are
/// integrated by a retry, exactly once.
fn mended(drafts: [Draft; 2], reason: &str, mend: impl FnOnce(&Place)) -> Place {
    let place = Place::new();
    for draft in &drafts {
        place.drop_draft(draft);
    }
    let report = place.pass_at(FIRST);
    for draft in &drafts {
        assert_eq!(verdict(&report, &draft.name()), format!("rejected {reason}"));
    }
    let first = place.path("inbox").join(drafts[0].author).join(drafts[0].device).join(drafts[0].name());
    std::fs::remove_file(first).expect("removed");
    let (code, report) = place.json_at(SECOND, &["quarantine", "retry", &drafts[0].name()]);
    assert_eq!(
        (code, verdict(&report, &drafts[0].name())),
        (1, format!("rejected {reason}")),
        "nothing is mended yet"
    );
    assert_eq!(listed(&place).len(), 2, "it stays on the list");
    mend(&place);
    let (code, report) = place.json_at(SECOND, &["quarantine", "retry", &drafts[0].name()]);
    assert_eq!((code, verdict(&report, &drafts[0].name())), (0, "integrated".to_owned()), "{report}");
    let words = place.words(0, &["quarantine", "retry", &drafts[1].name()]);
    assert!(words.contains("integrated 1"), "{words}");
    check_integrated_once(&place, &drafts);
    place
}

fn check_integrated_once(place: &Place, drafts: &[Draft; 2]) {
    assert_eq!(listed(place), [""; 0]);
    let after = (place.rows(), place.tree("archive"));
    assert_eq!(place.pass_at(THIRD)["files"], json!([]), "the one in the inbox is known");
    assert_eq!((place.rows(), place.tree("archive")), after);
    for draft in drafts {
        let name = draft.name();
        assert_eq!(
            place.query(&format!("SELECT 1 FROM client_relation WHERE crm_fichier = '{name}'")).len(),
            1
        );
        assert_eq!(receipt_state(place, draft.author, &name), "integrated");
        assert_eq!(after.1[&format!("2026/11/{name}")], draft.bytes(), "archived as it was sent");
        let words = fails(place, &["quarantine", "retry", &name]);
        assert!(words.contains("not refused"), "{words}");
    }
    assert_eq!(place.count("client_relation"), 2);
}

#[test]
fn a_customer_who_came_meanwhile() {
    mended([to_nobody(1), to_nobody(2)], "unknown-customer", |place| add_customer(place, "C99999"));
}

#[test]
fn a_user_who_was_added_meanwhile() {
    let drafts = [1, 2].map(|number| visit(number, "C01846").by("nouveau", OTHER_DEVICE));
    mended(drafts, "unknown-user", |place| {
        place.succeed(&["users", "add", "SIEGE\\nouveau", "--c-user", "NO"]);
    });
}

#[test]
fn a_user_who_was_enabled_again() {
    let drafts = [1, 2].map(|number| visit(number, "C01846").by("parti", OTHER_DEVICE));
    mended(drafts, "disabled-user", |place| {
        let users = place.path("back.csv");
        std::fs::write(&users, "utilisateur_windows;actif\nSIEGE\\parti;1\n").expect("written");
        place.succeed(&["users", "import", &users.display().to_string()]);
    });
}

/// What it is about comes with it: a correction that was refused replaces what it corrects when it is retried.
#[test]
fn a_correction_corrects_when_it_is_retried() {
    let place = Place::new();
    place.drop_draft(&to_nobody(1));
    place.pass_at(FIRST);
    let correction = visit(2, "C88888").with("replaces", json!(to_nobody(1).name()));
    place.drop_draft(&correction);
    place.pass_at(SECOND);
    add_customer(&place, "C88888");
    assert_eq!(place.json(&["quarantine", "retry", &correction.name()]).0, 0);
    assert_eq!(
        (state(&place, &correction.name()), state(&place, &to_nobody(1).name())),
        ("integre".to_owned(), "remplace".to_owned())
    );
    assert_eq!(listed(&place), [""; 0]);
    add_customer(&place, "C99999");
    for command in ["retry", "discard"] {
        let words = fails(&place, &["quarantine", command, &to_nobody(1).name()]);
        assert!(words.contains("corrected") && words.contains(&correction.name()), "{words}");
    }
    let (_, shown) = place.json(&["quarantine", "show", &to_nobody(1).name()]);
    assert_eq!((&shown["refused"], &shown["replaced_by"]), (&json!(false), &json!(correction.name())));
}

/// The rep corrected twice: the first correction was refused too. With the second one integrated the entry is made; a retry of either
/// would make it again.
#[test]
fn what_a_corrected_correction_had_corrected_is_over_too() {
    let place = Place::new();
    place.drop_draft(&to_nobody(1));
    place.pass_at(FIRST);
    let first = visit(2, "C88888").with("replaces", json!(to_nobody(1).name()));
    place.drop_draft(&first);
    assert_eq!(verdict(&place.pass_at(SECOND), &first.name()), "rejected unknown-customer");
    let second = visit(3, "C01846").with("replaces", json!(first.name()));
    place.drop_draft(&second);
    assert_eq!(verdict(&place.pass_at(SECOND), &second.name()), "integrated");
    add_customer(&place, "C88888");
    add_customer(&place, "C99999");
    for over in [to_nobody(1), first] {
        let words = fails(&place, &["quarantine", "retry", &over.name()]);
        assert!(words.contains("corrected") && words.contains(&second.name()), "{words}");
    }
    assert_eq!((place.count("client_relation"), listed(&place)), (1, vec![]));
}

/// The same where the first correction was refused for its content: what it corrects is read from it all the same.
#[test]
fn so_it_is_when_the_correction_between_could_not_be_read() {
    for spoiled in [
        json!({ "surprise": 1 }),
        json!({ "payload": { "customer": "C01846" } }),
        json!({ "format": 2 }),
        json!({ "sequence": "seven" }),
    ] {
        let place = Place::new();
        place.drop_draft(&to_nobody(1));
        place.pass_at(FIRST);
        let first = visit(2, "C01846").with("replaces", json!(to_nobody(1).name()));
        let mut content: Value = serde_json::from_slice(&first.bytes()).expect("JSON");
        for (key, value) in spoiled.as_object().expect("keys") {
            content[key] = value.clone();
        }
        place.deliver("jdupont", DEVICE, &first.name(), content.to_string().as_bytes());
        let verdict_on_first = verdict(&place.pass_at(SECOND), &first.name());
        assert!(verdict_on_first.starts_with("rejected "), "{spoiled}: {verdict_on_first}");
        let second = visit(3, "C01846").with("replaces", json!(first.name()));
        place.drop_draft(&second);
        assert_eq!(verdict(&place.pass_at(SECOND), &second.name()), "integrated", "{spoiled}");
        add_customer(&place, "C99999");
        let words = fails(&place, &["quarantine", "retry", &to_nobody(1).name()]);
        assert!(words.contains("corrected") && words.contains(&second.name()), "{spoiled}: {words}");
        assert_eq!(place.count("client_relation"), 1, "{spoiled}");
    }
}

/// Nobody ends what a colleague has to correct: a file that names another author's is no link of a chain.
#[test]
fn a_chain_never_leaves_its_author() {
    let place = Place::new();
    place.drop_draft(&to_nobody(1));
    place.pass_at(FIRST);
    let first = visit(2, "C01846").by("amartin", OTHER_DEVICE);
    let mut content: Value = serde_json::from_slice(&first.bytes()).expect("JSON");
    content["replaces"] = json!(to_nobody(1).name());
    place.deliver("amartin", OTHER_DEVICE, &first.name(), content.to_string().as_bytes());
    assert!(verdict(&place.pass_at(SECOND), &first.name()).starts_with("rejected "));
    let second = visit(3, "C01846").by("amartin", OTHER_DEVICE).with("replaces", json!(first.name()));
    place.drop_draft(&second);
    assert_eq!(verdict(&place.pass_at(SECOND), &second.name()), "integrated");
    assert_eq!(state(&place, &to_nobody(1).name()), "refuse");
}

/// No pass looks into the quarantine: what would only wait is refused as before, and says so.
#[test]
fn what_would_only_wait_stays_refused_and_says_so() {
    let place = Place::new();
    let payload =
        json!({ "prospect": id(77), "visited_on": "2026-11-21", "visited_at": "10:00", "comment": "" });
    let visit = Draft::new(1, "VP", payload);
    place.drop_draft(&visit);
    place.pass_at(FIRST);
    let report = place.pass_at("2026-11-24T15:00:01Z");
    assert_eq!(verdict(&report, &visit.name()), "rejected unknown-prospect");
    let before = place.rows();
    let words = place.words(1, &["quarantine", "retry", &visit.name()]);
    assert!(words.contains("still refused") && words.contains("unknown-prospect"), "{words}");
    assert_eq!((place.rows(), listed(&place)), (before, vec![visit.name()]));
    // The prospect comes at last.
    let payload = json!({ "prospect": id(77), "fields": { "nom_client": "GARAGE NEUF" } });
    place.drop_draft(&Draft::new(2, "CP", payload));
    assert_eq!(place.pass_at("2026-11-24T16:00:00Z")["integrated"], 1);
    assert_eq!(place.json_at("2026-11-24T16:01:00Z", &["quarantine", "retry", &visit.name()]).0, 0);
    assert_eq!((place.count("crm_visite_prospect"), listed(&place).len()), (1, 0));
}

/// The same for programs: none must think that the file waits.
#[test]
fn what_would_only_wait_is_reported_as_rejected() {
    let place = Place::new();
    let visit = visit(1, "C99999");
    place.drop_draft(&visit);
    place.pass_at(FIRST);
    add_customer(&place, "C99999");
    // By the clock of this retry the entry was made tomorrow.
    let (code, report) = place.json_at("2026-11-20T08:00:00Z", &["quarantine", "retry", &visit.name()]);
    assert_eq!((code, verdict(&report, &visit.name())), (1, "rejected clock-ahead".to_owned()), "{report}");
    assert_eq!((&report["rejected"], &report["deferred"]), (&json!(1), &json!(0)));
    assert_eq!(state(&place, &visit.name()), "refuse");
}

/// What was refused for its name or its place stays so, however often it is judged.
#[test]
fn what_can_never_be_retried_says_why() {
    let place = Place::new();
    let fine = visit(1, "C01846");
    place.drop_draft(&fine);
    place.pass_at(FIRST);
    let foreign = visit(2, "C01846").by("amartin", OTHER_DEVICE);
    let reused = visit(1, "C02184");
    let conflict = visit(3, "C01846").name().replace(".json", ".sync-conflict-20261121-150000-ABCDEFG.json");
    let malformed = "bonjour.json".to_owned();
    for (user, name, bytes) in [
        ("jdupont", &foreign.name(), foreign.bytes()),
        ("jdupont", &reused.name(), reused.bytes()),
        ("jdupont", &conflict, visit(3, "C01846").bytes()),
        ("jdupont", &malformed, b"{}".to_vec()),
        ("", &malformed, b"{}".to_vec()),
    ] {
        place.deliver(user, if user.is_empty() { "" } else { DEVICE }, name, &bytes);
    }
    assert_eq!(place.pass_at(SECOND)["rejected"], 5);
    let names = listed(&place);
    assert_eq!(names.len(), 5);
    for name in &names {
        let words = fails(&place, &["quarantine", "retry", name]);
        assert!(words.contains("cannot be retried") && words.contains("its name or its place"), "{words}");
    }
    // By its own name it is the integrated one that is meant.
    for command in ["retry", "discard"] {
        let words = fails(&place, &["quarantine", command, &fine.name()]);
        assert!(words.contains("not refused"), "{words}");
    }
    assert_eq!(listed(&place), names);
}

#[test]
fn a_refusal_of_the_content_stays_one() {
    let place = Place::new();
    let wrong = visit(1, "C01846").with("colour", json!("red"));
    place.drop_draft(&wrong);
    place.pass_at(FIRST);
    for _ in 0..2 {
        let words = place.words(1, &["quarantine", "retry", &wrong.name()]);
        assert!(words.contains("unknown-key") && words.contains("colour"), "{words}");
    }
    assert_eq!(listed(&place), [wrong.name()]);
    let files: Vec<_> = place.tree("quarantine").into_keys().collect();
    assert_eq!(files, [format!("jdupont/{}", wrong.name()), format!("jdupont/{}.reason.json", wrong.name())]);
    assert_eq!(receipt_state(&place, "jdupont", &wrong.name()), "rejected");
}

/// The rep sent other content under the refused name meanwhile: the copy that is retried is not what the registry tells of.
#[test]
fn a_retry_judges_what_the_list_tells_of() {
    let place = Place::new();
    place.drop_draft(&to_nobody(1));
    place.pass_at(FIRST);
    let second = visit(1, "C88888");
    place.drop_draft(&second);
    assert_eq!(verdict(&place.pass_at(SECOND), &second.name()), "rejected unknown-customer");
    add_customer(&place, "C99999");
    add_customer(&place, "C88888");
    for name in listed(&place) {
        let (_, shown) = place.json(&["quarantine", "show", &name]);
        let content: Value = serde_json::from_str(shown["content"].as_str().expect("copied")).expect("JSON");
        if place.run(&["quarantine", "retry", &name]).status.success() {
            let made = place.query("SELECT c_entite FROM client_relation");
            assert_eq!(made, [[content["payload"]["customer"].as_str().expect("a code")]], "what was shown");
        }
    }
    assert_eq!(place.count("client_relation"), 1, "one name, one content, for ever");
}

#[test]
fn a_retry_waits_for_no_other_automaton_but_says_who_is_at_work() {
    use std::process::Stdio;
    let place = Place::new();
    place.drop_draft(&to_nobody(1));
    place.pass_at(FIRST);
    add_customer(&place, "C99999");
    place.drop_draft(&visit(2, "C01846"));
    let log = place.path("steps");
    let mut command = place.command();
    command.arg("integrate").env("TOURNEE_STEP_LOG", &log).env("TOURNEE_PAUSE_AT", "20");
    let mut pass = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
    while std::fs::read_to_string(&log).unwrap_or_default().lines().count() < 20 {
        assert!(pass.try_wait().expect("asked").is_none(), "the pass has more than 20 steps");
        std::thread::yield_now();
    }
    let (code, answer) = place.json(&["quarantine", "retry", &to_nobody(1).name()]);
    let words = answer["error"].as_str().expect("an error").to_owned();
    drop(pass.stdin.take());
    assert!(pass.wait().expect("it ends").success());
    assert_eq!(code, 1);
    assert!(words.contains(&format!("process {}", pass.id())), "{words}");
    assert_eq!(place.json(&["quarantine", "retry", &to_nobody(1).name()]).0, 0, "afterwards all is well");
}

/// Killed at any step, a retry is done or not done, and what is not done in the end leaves nothing in the archive: a restore would
/// integrate it.
#[test]
#[cfg(unix)] // SIGKILL
fn a_retry_killed_at_any_step_and_then_in_vain_leaves_no_archive_copy() {
    let template = Place::new();
    let visit = visit(1, "C99999");
    template.drop_draft(&visit);
    template.pass_at(FIRST);
    add_customer(&template, "C99999");
    let (retry, mut died_with_a_copy) = (["quarantine", "retry", &visit.name()], 0);
    for step in 1.. {
        let place = template.copy();
        let killed = place.command().args(retry).env("TOURNEE_KILL_AT", step.to_string()).output();
        if killed.expect("it starts").status.code().is_some() {
            break; // it ended by itself: there are no more steps
        }
        if state(&place, &visit.name()) == "integre" {
            assert_eq!((place.count("client_relation"), place.tree("archive").len()), (1, 1), "step {step}");
            continue;
        }
        died_with_a_copy +=
            usize::from(place.tree("archive").keys().any(|path| path.ends_with(&visit.name())));
        place.base().execute("DELETE FROM client WHERE c_client = 'C99999'", []).expect("gone again");
        assert_eq!(place.json(&retry).0, 1);
        let kept: Vec<String> = place.tree("archive").into_keys().collect();
        assert!(!kept.iter().any(|path| path.ends_with(&visit.name())), "step {step}: {kept:?}");
        assert_eq!((state(&place, &visit.name()).as_str(), place.count("client_relation")), ("refuse", 0));
    }
    assert!(died_with_a_copy > 0, "the case that this is about");
}
