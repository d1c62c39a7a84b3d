//! The base of yesterday, the archive of today: nothing missing, nothing twice.

use exchange_schema::Receipts;
use serde_json::json;

use super::day::{essence, other_kinds};
use super::support::{DEVICE, OTHER_DEVICE, Place, VisitFile, file_of, id, line, payload};

#[test]
fn a_restored_base_takes_back_what_the_archive_holds() {
    let place = Place::new();
    for number in 1..=5 {
        place.deliver_file(&VisitFile::new(number).file());
    }
    assert_eq!(place.pass()["integrated"], 5);
    let yesterday = place.copy();
    for number in 6..=9 {
        place.deliver_file(&VisitFile::new(number).by("amartin", OTHER_DEVICE).file());
    }
    assert_eq!(place.pass()["integrated"], 4);
    let expected = place.query("SELECT * FROM client_relation ORDER BY crm_fichier");
    // The laptops took their files back: only the archive has them now.
    std::fs::remove_dir_all(place.path("inbox/amartin")).expect("removed");
    restore(&yesterday, &place);
    assert_eq!(place.count("client_relation"), 5);

    let (code, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((code, &report["integrated"], &report["rejected"]), (0, &json!(4), &json!(0)), "{report}");
    assert_eq!(place.query("SELECT * FROM client_relation ORDER BY crm_fichier"), expected);
    let (_, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((&report["integrated"], &report["files"]), (&json!(0), &json!([])), "nothing twice: {report}");
    assert_eq!(place.pass()["integrated"], 0);
}

#[test]
fn all_kinds_come_back_from_the_archive() {
    let place = Place::new();
    for (name, value) in
        [("courriels_creation", "compta@pneus.example"), ("courriels_erreur", "admin@pneus.example")]
    {
        place.succeed(&["params", "set", name, value]);
    }
    let yesterday = place.copy();
    other_kinds().iter().for_each(|file| drop(place.deliver_file(file)));
    assert_eq!(place.pass()["integrated"], 10);
    let expected = essence(&place);
    std::fs::remove_dir_all(place.path("inbox/jdupont")).expect("removed");
    restore(&yesterday, &place);
    let (code, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((code, &report["integrated"], &report["rejected"]), (0, &json!(10), &json!(0)), "{report}");
    // What waited was in no archive; the laptop still has it.
    place.deliver_file(other_kinds().last().expect("the visit to nobody's prospect"));
    assert_eq!(place.pass()["deferred"], 1);
    let without_counter = |(rows, files): (Vec<_>, Vec<_>)| {
        (rows.into_iter().enumerate().filter(|(i, _)| *i != 5).collect::<Vec<_>>(), files)
    };
    assert_eq!(without_counter(essence(&place)), without_counter(expected));
}

/// Refused, backed up, retried and so integrated: the backup says refused, the archive knows better.
#[test]
fn what_a_retry_integrated_comes_back_too() {
    let place = Place::new();
    let visit = VisitFile::new(1).with("customer", json!("C99999"));
    place.deliver_file(&visit.file());
    place.pass();
    let customer = "INSERT INTO client (c_client, nom_client) VALUES ('C99999', 'TARDIF')";
    place.base().execute(customer, []).expect("inserted");
    let yesterday = place.copy();
    place.succeed(&["quarantine", "retry", &visit.name()]);
    place.pass();
    std::fs::remove_dir_all(place.path("inbox/jdupont")).expect("removed");
    restore(&yesterday, &place);
    // Whoever decides or retries on a restored base is told to restore first.
    for command in [["quarantine", "retry", &visit.name()], ["creations", "refuse", &id(9).to_string()]] {
        let mut command: Vec<&str> = command.to_vec();
        command.extend((command[0] == "creations").then_some("non"));
        let (code, answer) = place.json(&command);
        assert!(code == 1 && answer["error"].to_string().contains("--from-archive"), "{answer}");
    }
    let (_, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!(report["integrated"], 1, "{report}");
    assert_eq!(place.count("client_relation"), 1);
}

/// A torn file of one user must not hide the numbers of the others.
#[test]
fn one_unreadable_published_file_does_not_hide_the_restore() {
    let place = Place::new();
    let yesterday = place.copy();
    place.deliver_file(&VisitFile::new(1).file());
    place.pass();
    restore(&yesterday, &place);
    std::fs::write(place.path("bases/users/amartin/receipts.json"), b"{").expect("torn");
    let (code, answer) = place.json(&["integrate"]);
    assert!(code == 1 && answer["error"].to_string().contains("--from-archive"), "{answer}");
}

/// The prospect's author is not back yet: what names it waits however long, in plain passes too, and keeps its archive copy.
#[test]
fn what_waits_for_a_prospect_of_the_archive_is_never_refused() {
    let place = Place::new();
    let yesterday = place.copy();
    place.succeed(&["users", "add", "SIEGE\\nouveau", "--c-user", "NO", "--c-rep", "NO01"]);
    let sheet = json!({ "prospect": id(71), "fields": { "nom_client": "GARAGE NEUF", "c_rep": "JD01" } });
    let visit =
        json!({ "prospect": id(71), "visited_on": "2026-11-20", "visited_at": "11:00", "comment": "" });
    let created = VisitFile::new(1).by("nouveau", OTHER_DEVICE).file();
    let made = (created.id(), created.created_at(), created.author().clone(), created.device());
    let created = exchange_schema::ExchangeFile::new(made.0, made.1, made.2, made.3, payload("CP", sheet));
    place.deliver_file(&created.expect("a name"));
    let visit = file_of(2, "VP", visit);
    place.deliver_file(&visit);
    assert_eq!(place.pass()["integrated"], 2);
    restore(&yesterday, &place);
    let (_, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!(report["deferred"], 2, "{report}");
    for at in ["2026-11-21T16:00:00Z", "2026-11-25T16:00:00Z", "2027-11-25T16:00:00Z"] {
        assert_eq!(place.pass_at(at)["rejected"], 0, "{at}");
    }
    assert!(place.tree("archive").keys().any(|path| path.ends_with(visit.file_name().as_str())));
    place.succeed(&["users", "add", "SIEGE\\nouveau", "--c-user", "NO", "--c-rep", "NO01"]);
    let (_, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((&report["integrated"], place.count("crm_visite_prospect")), (&json!(2), 1), "{report}");
}

/// A laptop compares `seq` with the `through` of its base: a number must never be given out a second time.
#[test]
fn numbers_published_before_the_restore_are_passed() {
    let place = Place::new();
    let yesterday = place.copy();
    for number in 1..=5 {
        place.deliver_file(&VisitFile::new(number).file());
    }
    place.pass();
    restore(&yesterday, &place);
    std::fs::remove_dir_all(place.path("inbox/jdupont")).expect("removed");
    std::fs::remove_dir_all(place.path("archive")).expect("removed");
    std::fs::create_dir(place.path("archive")).expect("made");
    place.succeed(&["integrate", "--from-archive"]);
    place.deliver_file(&VisitFile::new(6).file());
    place.pass();
    let receipts = std::fs::read(place.path("bases/users/jdupont/receipts.json")).expect("published");
    let receipts = Receipts::parse(&receipts).expect("valid").receipts;
    assert_eq!(receipts.len(), 1);
    assert_eq!(receipts[0].seq, Some(6), "1 to 5 were published before");
}

/// What was judged when a file came is not judged again, and what is missing today can be put back.
#[test]
fn an_integrated_file_is_never_refused_by_the_restore() {
    let place = Place::new();
    let yesterday = place.copy();
    let refused = VisitFile::new(1).with("customer", json!("C99999"));
    place.deliver_file(&refused.file());
    place.pass();
    let mut correction = VisitFile::new(2);
    correction.replaces = Some(refused.name());
    place.deliver_file(&correction.file());
    place.succeed(&["users", "add", "SIEGE\\nouveau", "--c-user", "NO"]);
    place.deliver_file(&VisitFile::new(3).by("nouveau", OTHER_DEVICE).file());
    place.deliver_file(&VisitFile::new(4).with("visited_on", json!("2026-11-07")).file());
    assert_eq!(place.pass()["integrated"], 3);
    restore(&yesterday, &place);
    // Meanwhile the bound was narrowed and the author left.
    place.succeed(&["params", "set", "visite_retro_jours", "1"]);
    place.succeed(&["users", "disable", "jdupont"]);

    let (code, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((code, &report["integrated"], &report["deferred"]), (1, &json!(2), &json!(1)), "{report}");
    let third = VisitFile::new(3).by("nouveau", OTHER_DEVICE).name();
    assert_eq!(line(&report, &third).expect("listed")["reason"], "unknown-user");
    // Plain passes meet it in the inbox, and do not refuse it either, however long it takes.
    for at in ["2026-11-21T15:01:00Z", "2027-11-21T15:00:00Z"] {
        let report = place.pass_at(at);
        assert_eq!(line(&report, &third).expect("listed")["state"], "deferred", "{report}");
    }
    let waits = place.query("SELECT etat, motif FROM crm_fichier WHERE auteur = 'nouveau'");
    assert_eq!(waits, [["attente", "unknown-user"]]);
    place.succeed(&["users", "add", "SIEGE\\nouveau", "--c-user", "NO"]);
    let (_, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((&report["integrated"], &report["deferred"]), (&json!(1), &json!(0)), "{report}");
    assert_eq!(place.count("client_relation"), 3);
}

#[test]
fn a_published_file_that_cannot_be_read_stops_the_restore_with_words() {
    let place = Place::new();
    place.deliver_file(&VisitFile::new(1).file());
    place.pass();
    std::fs::write(place.path("bases/users/jdupont/receipts.json"), b"{").expect("written");
    let (code, error) = place.json(&["integrate", "--from-archive"]);
    assert_eq!(code, 1);
    let words = error["error"].as_str().expect("words");
    assert!(words.contains("receipts.json of jdupont") && words.contains("remove it"), "{words}");
}

/// A refusal of yesterday says nothing of what was integrated today under the same name.
#[test]
fn what_was_refused_half_and_integrated_whole_comes_back() {
    let place = Place::new();
    let visit = VisitFile::new(1);
    let bytes = visit.file().to_json().expect("printed");
    place.deliver("jdupont", DEVICE, &visit.name(), &bytes[..bytes.len() / 2]);
    place.pass_at("2026-11-21T15:00:00Z");
    assert_eq!(place.pass_at("2026-11-21T15:00:30Z")["rejected"], 1);
    let yesterday = place.copy();
    place.deliver_file(&visit.file());
    assert_eq!(place.pass_at("2026-11-21T16:00:00Z")["integrated"], 1);
    std::fs::remove_dir_all(place.path("inbox/jdupont")).expect("removed");
    restore(&yesterday, &place);
    assert_eq!(place.json(&["integrate", "--from-archive"]).0, 0);
    assert_eq!(place.count("client_relation"), 1);
}

/// The archive holds what was integrated, and nothing else: not what died before its commit and was refused afterwards.
#[test]
fn a_refused_file_does_not_come_back() {
    let place = Place::new();
    let yesterday = place.copy();
    let visit = VisitFile::new(1);
    place.deliver_file(&visit.file());
    let probe = place.copy();
    let log = probe.path("steps");
    probe.command().arg("integrate").env("TOURNEE_STEP_LOG", &log).output().expect("it starts");
    let steps = std::fs::read_to_string(log).expect("logged");
    let commit = steps.lines().position(|step| step == "base-commit").expect("a commit") + 1;
    place.command().arg("integrate").env("TOURNEE_KILL_AT", commit.to_string()).output().expect("it starts");
    assert_eq!((place.tree("archive").len(), place.count("client_relation")), (1, 0));
    place.succeed(&["users", "disable", "jdupont"]);
    assert_eq!(place.pass()["rejected"], 1);
    assert_eq!(place.tree("archive").len(), 0);
    std::fs::write(place.path("u.csv"), "utilisateur_windows;actif\nSIEGE\\JDupont;1\n").expect("written");
    place.succeed(&["users", "import", &place.path("u.csv").display().to_string()]);
    let mut correction = VisitFile::new(2);
    correction.replaces = Some(visit.name());
    place.deliver_file(&correction.file());
    assert_eq!(place.pass()["integrated"], 1);
    std::fs::remove_dir_all(place.path("inbox/jdupont")).expect("removed");
    restore(&yesterday, &place);
    place.json(&["integrate", "--from-archive"]);
    assert_eq!(place.count("client_relation"), 1, "the correction alone");
}

/// Cron is always quicker than the operator: a plain pass must not spoil the evidence.
#[test]
fn a_plain_pass_refuses_a_restored_base() {
    let place = Place::new();
    let yesterday = place.copy();
    for number in 1..=5 {
        place.deliver_file(&VisitFile::new(number).file());
    }
    place.pass();
    restore(&yesterday, &place);
    std::fs::remove_dir_all(place.path("inbox/jdupont")).expect("removed");
    place.deliver_file(&VisitFile::new(6).file());
    let (code, error) = place.json(&["integrate"]);
    let words = error["error"].as_str().expect("words");
    assert!(code == 1 && words.contains("integrate --from-archive"), "{words}");
    assert_eq!(place.count("crm_fichier"), 0, "nothing was changed");
    assert_eq!(place.json(&["integrate", "--from-archive"]).1["integrated"], 6);
    assert!(
        place.query("SELECT nom FROM crm_fichier WHERE seq <= 5").is_empty(),
        "1 to 5 were published before"
    );
    assert_eq!(place.pass()["integrated"], 0);
}

/// The counter is raised first: from then on it tells nobody that rows are missing, and neither a pass nor a rebuild may rely on it.
#[cfg(unix)]
#[test]
fn nothing_works_before_an_interrupted_restore_is_ended() {
    let place = Place::new();
    let yesterday = place.copy();
    for number in 1..=3 {
        place.deliver_file(&VisitFile::new(number).file());
    }
    place.pass();
    place.rebuild();
    restore(&yesterday, &place);
    let published = place.published("common").manifest;
    let mut step = 0;
    // To where the counter is raised, and no file is back.
    while place.query("SELECT valeur FROM crm_compteur WHERE nom = 'seq'") != [["3"]] {
        step += 1;
        let mut command = place.command();
        command.args(["integrate", "--from-archive"]).env("TOURNEE_KILL_AT", step.to_string());
        command.output().expect("it starts");
        assert!(step < 500, "never raised");
    }
    assert_eq!(place.count("client_relation"), 0);
    for command in ["integrate", "rebuild"] {
        let words = place.words(1, &[command]);
        assert!(words.contains("integrate --from-archive"), "{command}: {words}");
    }
    assert_eq!(place.published("common").manifest, published);
    assert_eq!(place.json(&["integrate", "--from-archive"]).1["integrated"], 3);
    assert_eq!(place.pass()["integrated"], 0);
    place.rebuild();
    assert_eq!(place.count("client_relation"), 3);
}

#[test]
fn a_copy_in_another_month_is_not_ours() {
    let place = Place::new();
    let yesterday = place.copy();
    place.deliver_file(&VisitFile::new(1).file());
    place.pass();
    let name = VisitFile::new(1).name();
    std::fs::create_dir_all(place.path("archive/2026/12")).expect("made");
    let copy = place.path("archive/2026/12").join(&name);
    std::fs::copy(place.path("archive/2026/11").join(&name), copy).expect("copied");
    restore(&yesterday, &place);
    assert_eq!(place.json(&["integrate", "--from-archive"]).1["integrated"], 1);
}

/// The restore, killed before each of its steps and run again.
#[cfg(unix)]
#[test]
fn a_restore_that_dies_is_made_whole_by_the_next() {
    let place = Place::new();
    let yesterday = place.copy();
    for number in 1..=3 {
        place.deliver_file(&VisitFile::new(number).file());
    }
    place.pass();
    std::fs::remove_dir_all(place.path("inbox/jdupont")).expect("removed");
    place.deliver_file(&VisitFile::new(4).file());
    restore(&yesterday, &place);
    let rows = |place: &Place| {
        [
            "SELECT crm_fichier, commentaire FROM client_relation ORDER BY 1",
            "SELECT nom, seq FROM crm_fichier ORDER BY 1",
        ]
        .map(|sql| place.query(sql))
    };
    let undisturbed = place.copy();
    let log = undisturbed.path("steps");
    undisturbed
        .command()
        .args(["integrate", "--from-archive"])
        .env("TOURNEE_STEP_LOG", &log)
        .output()
        .expect("it starts");
    let steps = std::fs::read_to_string(log).expect("logged").lines().count();
    let expected = rows(&undisturbed);
    assert_eq!(expected[0].len(), 4);
    for step in 1..=steps {
        let again = place.copy();
        let mut dying = again.command();
        dying.args(["integrate", "--from-archive"]).env("TOURNEE_KILL_AT", step.to_string());
        assert!(!dying.output().expect("it starts").status.success(), "killed before step {step}");
        again.succeed(&["integrate", "--from-archive"]);
        assert_eq!(rows(&again)[0], expected[0], "killed before step {step}");
    }
}

/// The base's own rules may object to an old row: the file waits, its archive copy stays, and a new file is refused as any other.
#[test]
fn what_the_base_objects_to_waits_in_a_restore() {
    let place = Place::new();
    let yesterday = place.copy();
    place.deliver_file(&VisitFile::new(1).file());
    place.pass();
    restore(&yesterday, &place);
    let objection =
        "CREATE TRIGGER objection BEFORE INSERT ON client_relation BEGIN SELECT RAISE(ABORT, 'no'); END";
    place.base().execute_batch(objection).expect("made");
    place.deliver_file(&VisitFile::new(2).file());
    let (code, report) = place.json(&["integrate", "--from-archive"]);
    let state = |number| line(&report, &VisitFile::new(number).name()).expect("listed")["state"].clone();
    assert_eq!((code, state(1), state(2)), (1, json!("deferred"), json!("rejected")), "{report}");
    assert_eq!(place.pass()["rejected"], 0, "a plain pass does not refuse it either");
    let kept: Vec<_> = place.tree("archive").into_keys().collect();
    assert_eq!(kept, [format!("2026/11/{}", VisitFile::new(1).name())]);
    place.base().execute_batch("DROP TRIGGER objection").expect("gone");
    assert_eq!(place.json(&["integrate", "--from-archive"]).1["integrated"], 1);
}

fn restore(from: &Place, to: &Place) {
    for name in ["winpneu.db-wal", "winpneu.db-shm"] {
        let _ = std::fs::remove_file(to.path(name));
    }
    std::fs::copy(from.path("winpneu.db"), to.path("winpneu.db")).expect("copied");
}
