//! Two accountants press the button in the same moment.

use std::process::{Output, Stdio};

use serde_json::json;

use super::stage::{NEXT, company, edit, expect, new_prospect, request, visit};
use crate::support::{Place, id};

const ROUNDS: u32 = 3;

/// Starts both, then waits for both.
fn both(place: &Place, commands: [Vec<String>; 2]) -> [Output; 2] {
    let children = commands.map(|arguments| {
        let mut command = place.command();
        command
            .env("TOURNEE_NOW", NEXT)
            .arg("--json")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().expect("it starts")
    });
    children.map(|child| child.wait_with_output().expect("it ends"))
}

fn arguments(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn succeeded(outputs: &[Output; 2]) -> usize {
    for output in outputs {
        assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    }
    outputs.iter().filter(|output| output.status.success()).count()
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn one_creation_makes_one_customer() {
    let place = company();
    for round in 0..ROUNDS {
        let (number, file) = (100 + 2 * round, 101 + 2 * round);
        expect(
            &place,
            NEXT,
            &[
                (&new_prospect(number), "integrated"),
                (&request(file, number), "integrated"),
                (&visit(200 + round, number, "2026-11-21", ""), "integrated"),
            ],
        );
        let one = id(file).to_string();
        let validate = arguments(&["creations", "validate", &one]);
        let outputs = both(&place, [validate.clone(), validate]);
        assert_eq!(succeeded(&outputs), 1, "{outputs:?}");
        let lost = outputs.iter().find(|output| !output.status.success()).expect("one");
        assert!(words(lost).contains("validated"), "{}", words(lost));
        let made = (round + 1) as usize;
        assert_eq!(place.count("client"), 3 + made);
        assert_eq!(place.count("client_relation"), made);
        let told = place.mails().into_iter().filter(|mail| mail.body.contains("vient d'être validé"));
        assert_eq!(told.count(), made, "told once each");
    }
}

#[test]
fn two_creations_make_two_customers_whatever_the_code() {
    let place = company();
    for round in 0..ROUNDS {
        let numbers = [100 + 4 * round, 102 + 4 * round];
        for number in numbers {
            place.drop_draft(&new_prospect(number));
            place.drop_draft(&request(number + 1, number));
        }
        assert_eq!(place.pass_at(NEXT)["integrated"], 4);
        let ids = numbers.map(|number| id(number + 1).to_string());
        if round % 2 == 0 {
            // Both are given the same next free code at first.
            let outputs = both(&place, ids.map(|one| arguments(&["creations", "validate", &one])));
            assert_eq!(succeeded(&outputs), 2, "{outputs:?}");
        } else {
            let code = format!("PRIS{round}");
            let outputs =
                both(&place, ids.map(|one| arguments(&["creations", "validate", &one, "--code", &code])));
            assert_eq!(succeeded(&outputs), 1, "{outputs:?}");
            let lost = outputs.iter().find(|output| !output.status.success()).expect("one");
            assert!(words(lost).contains(&code) && words(lost).contains("taken"), "{}", words(lost));
        }
    }
    let made = place.query("SELECT c_client FROM crm_creation_client WHERE etat = 'validated'");
    assert_eq!(made.len(), 5, "two, one, two");
    assert_eq!(place.count("client"), 3 + 5);
}

#[test]
fn a_yes_and_a_no_are_one_decision() {
    let place = company();
    for round in 0..ROUNDS {
        let (number, file) = (100 + 2 * round, 101 + 2 * round);
        expect(
            &place,
            NEXT,
            &[(&new_prospect(number), "integrated"), (&request(file, number), "integrated")],
        );
        let one = id(file).to_string();
        let outputs = both(
            &place,
            [arguments(&["creations", "validate", &one]), arguments(&["creations", "refuse", &one, "non"])],
        );
        assert_eq!(succeeded(&outputs), 1, "{outputs:?}");
        let state =
            place.query(&format!("SELECT etat, c_client FROM crm_creation_client WHERE creation = '{one}'"));
        let validated = outputs[0].status.success();
        assert_eq!(state[0][0], if validated { "validated" } else { "refused" });
        assert_eq!(state[0][1] == "∅", !validated);
    }
    let validated = place.query("SELECT 1 FROM crm_creation_client WHERE etat = 'validated'").len();
    assert_eq!(place.count("client"), 3 + validated);
}

/// Whoever is first, the visit is the prospect's and the customer's, once.
#[test]
fn a_visit_that_arrives_in_that_moment_is_taken_over_once() {
    let place = company();
    for round in 0..ROUNDS {
        let (number, file) = (100 + 2 * round, 101 + 2 * round);
        expect(
            &place,
            NEXT,
            &[(&new_prospect(number), "integrated"), (&request(file, number), "integrated")],
        );
        let late = visit(200 + round, number, "2026-11-21", "Juste à temps");
        let phone = json!([{ "field": "tel_1", "from": "02 61 91 12 34", "to": "02 61 91 99 99" }]);
        place.drop_draft(&late);
        place.drop_draft(&edit(300 + round, number, phone));
        let one = id(file).to_string();
        let outputs = both(&place, [arguments(&["creations", "validate", &one]), arguments(&["integrate"])]);
        assert_eq!(succeeded(&outputs), 2, "{outputs:?}");
        let taken =
            place.query(&format!("SELECT objet FROM client_relation WHERE crm_fichier = '{}'", late.name()));
        assert_eq!(taken, [["[PROSPECT] Visite du 21/11/2026"]]);
        let kept =
            place.query(&format!("SELECT 1 FROM crm_visite_prospect WHERE crm_fichier = '{}'", late.name()));
        assert_eq!(kept.len(), 1);
    }
    assert_eq!(place.query("SELECT DISTINCT type_entite FROM crm_suivi_client"), [["C"]]);
}
