//! One fault at one request of a rebuild: whatever is published stays whole, and the next rebuild publishes what one without a fault does.

use serde_json::json;
use tds_testserver::{At, Fault};

use super::crashes::template;
use super::faults::{FAULTS, STALLED_MS, answer, says_what_to_do};
use super::served::{PATIENT, ServedPlace, is_full};
use crate::crash_sweep::{Delivery, SEED, deliver, files, in_parallel};
use crate::generator::Random;
use crate::rebuild::crashes::{nothing_is_left_over, outcome};
use crate::support::Place;

/// So many pairs of a request and a fault.
const SAMPLE: usize = 16;

/// An installation that has something to publish, and has published before.
fn company() -> Place {
    let served = ServedPlace::over(template());
    let code = |number| json!({ "liste": "c_titre", "code": format!("T{number}"), "libelle": "Titre", "rang": number });
    served.insert("code_liste", &(1..=9).map(code).collect::<Vec<_>>());
    served.rebuild_at("2026-11-20T02:30:00Z");
    deliver(&served, &files(), Delivery::Quiet, true);
    served.pass();
    served.close()
}

#[test]
fn a_rebuild_that_meets_a_fault_leaves_whole_bases_and_the_next_one_is_as_without() {
    let template = company();
    let undisturbed = ServedPlace::over(template.copy());
    undisturbed.server().forget();
    undisturbed.rebuild();
    let requests = undisturbed.counted_requests();
    let expected = outcome(&undisturbed);
    let mut cases: Vec<(usize, Fault)> =
        (1..=requests.len()).flat_map(|number| FAULTS.map(|fault| (number, fault))).collect();
    if !is_full() {
        Random::new(SEED).shuffle(&mut cases);
        cases.truncate(SAMPLE);
        // Nothing is asked after these rows, so nothing but their own end tells that some are missing.
        let last = requests.iter().position(|request| request.text.contains("crm_v_code"));
        cases.push((last.expect("codes are read") + 1, Fault::DropAmidRows));
    }
    in_parallel(&cases, |(number, fault)| {
        let when = format!("seed {SEED}: {fault:?} at {number}, {:?}", requests[number - 1]);
        let served = ServedPlace::over(template.copy());
        if *fault == Fault::Stall {
            served.configure(STALLED_MS);
        }
        served.strike(At::Request(*number), *fault);
        let output = served.command().args(["--json", "rebuild"]).output().expect("it starts");
        let answer = answer(&output, &when);
        assert_eq!(served.server().struck(), 1, "{when}: it struck: {answer:?}");
        served.whatever_is_named_is_whole();
        served.until_left();
        if answer.0 == Some(0) {
            assert!(outcome(&served) == expected, "{when}: it said that it is done");
        } else {
            says_what_to_do(&answer, *fault, &when);
        }
        served.configure(PATIENT);
        served.rebuild();
        nothing_is_left_over(&served, &when);
        let found = outcome(&served);
        assert_eq!(found.0, expected.0, "{when}: manifests");
        assert!(found.1 == expected.1, "{when}: {:?}", found.1.keys());
        assert_eq!(found.2, expected.2, "{when}: rows");
    });
}
