//! `through`: a laptop takes an entry out of its overlay when the base that it adopted reaches the entry's number. So the number must
//! never be higher than what the rows hold.

use std::process::Stdio;

use exchange_schema::Receipts;

use crate::creations::stage::{self, DECIDED, pending};
use crate::rebuild::published::COMMON;
use crate::support::{Place, VisitFile, id};

fn counter(place: &Place) -> u64 {
    place.query("SELECT valeur FROM crm_compteur WHERE nom = 'seq'")[0][0].parse().expect("a number")
}

fn last_receipt(place: &Place, user: &str) -> u64 {
    let bytes = std::fs::read(place.base_folder(user).join("receipts.json")).expect("published");
    let receipts = Receipts::parse(&bytes).expect("valid").receipts;
    receipts.iter().filter_map(|receipt| receipt.seq).max().expect("a number")
}

#[test]
fn what_was_integrated_before_is_reached() {
    let place = Place::new();
    place.rebuild();
    assert_eq!(place.published(COMMON).manifest.through, 0);
    for number in 1..=3 {
        place.deliver_file(&VisitFile::new(number).file());
        place.pass();
        let before = place.published(COMMON).manifest.through;
        assert!(last_receipt(&place, "jdupont") > before, "not in the base yet");
        let report = place.rebuild();
        assert_eq!(report["through"], counter(&place));
        for base in [COMMON, "jdupont", "amartin"] {
            assert_eq!(place.published(base).manifest.through, counter(&place), "{base}");
        }
        assert!(last_receipt(&place, "jdupont") <= counter(&place));
        let visits = place.published(COMMON).month("2026-11", "SELECT count(*) FROM visit");
        assert_eq!(visits, [[number.to_string()]]);
    }
}

/// The steps of a rebuild of a copy, so that the tests below can stop the real one at a chosen step.
fn steps(place: &Place) -> Vec<String> {
    let copy = place.copy();
    let log = copy.path("steps");
    let output = copy.command().arg("rebuild").env("TOURNEE_STEP_LOG", &log).output().expect("it starts");
    assert!(output.status.success(), "{output:?}");
    std::fs::read_to_string(log).expect("logged").lines().map(str::to_owned).collect()
}

/// Rebuilds, and does `beside` right before the step of that number (from 1).
fn with_work_beside(place: &Place, step: usize, beside: impl FnOnce()) {
    let log = place.path("steps");
    let mut rebuild = place
        .command()
        .arg("rebuild")
        .env("TOURNEE_STEP_LOG", &log)
        .env("TOURNEE_PAUSE_AT", step.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts");
    while std::fs::read_to_string(&log).unwrap_or_default().lines().count() < step {
        assert!(rebuild.try_wait().expect("asked").is_none(), "a rebuild has more than {step} steps");
        std::thread::yield_now();
    }
    beside();
    drop(rebuild.stdin.take());
    assert!(rebuild.wait().expect("ended").success());
}

/// A customer is validated while the bases are built, at any step: what `through` reaches is in the rows, in every base of the night.
#[test]
fn what_happens_beside_a_rebuild_is_in_all_of_it_or_in_nothing() {
    let (template, creation) = pending();
    let steps = steps(&template);
    let begin = steps.iter().position(|step| step == "base-begin").expect("a read begins");
    let read: Vec<usize> = (begin..steps.len()).filter(|step| steps[*step].starts_with("base-")).collect();
    assert!(read.len() > 10, "{steps:?}");
    let mut seen = [0, 0];
    for step in read {
        let place = template.copy();
        with_work_beside(&place, step + 1, || {
            let validate = ["creations", "validate", &creation, "--code", "C05000"];
            assert_eq!(place.json_at(DECIDED, &validate).0, 0);
        });
        let numbered =
            place.query(&format!("SELECT seq FROM crm_fichier WHERE nom LIKE 'CC%{}.json'", id(2)));
        let seq: u64 = numbered[0][0].parse().expect("a number");
        let common = place.published(COMMON);
        let (name, through) = (&steps[step], common.manifest.through);
        assert_eq!(place.published("jdupont").manifest.through, through, "one picture, before {name}");
        let customer = common.open_common().customer("C05000").expect("read").is_some();
        let card = place
            .published("jdupont")
            .open_user()
            .prospect(stage::prospect(1))
            .expect("read")
            .expect("there");
        assert_eq!(
            (card.conversion.is_some(), card.creation.is_none()),
            (customer, customer),
            "before step {step}, {name}"
        );
        assert!(
            customer || through < seq,
            "through {through} promises effect {seq}, before step {step}, {name}"
        );
        seen[usize::from(customer)] += 1;
    }
    assert!(seen[0] > 0 && seen[1] > 0, "some were read before the validation, some after it: {seen:?}");
}

/// The ERP's own users write at night too.
#[test]
fn a_customer_of_the_erp_that_comes_meanwhile_comes_next_time() {
    let place = Place::new();
    let steps = steps(&place);
    let begin = steps.iter().position(|step| step == "base-begin").expect("a read begins");
    with_work_beside(&place, begin + 2, || {
        let sql = "INSERT INTO client (c_client, nom_client) VALUES ('C07777', 'PENDANT LA NUIT')";
        place.base().execute(sql, []).expect("nobody is kept waiting");
    });
    let customers = |place: &Place| place.published(COMMON).open_common().directory().entries().count();
    assert_eq!(customers(&place), 3);
    place.rebuild();
    assert_eq!(customers(&place), 4);
}
