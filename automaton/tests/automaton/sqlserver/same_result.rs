//! What the base and the folders hold in the end does not depend on the engine: the same files and commands, once beside an embedded base
//! and once over the wire, table by table and file by file.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::served::ServedPlace;
use crate::all_kinds::{BEFORE, SEED, convert, deliver, stray_files};
use crate::creations::stage::{DECIDED, NEXT, new_prospect, request, visit};
use crate::generator::two_days;
use crate::rebuild::COMMON;
use crate::support::{DEVICE, NOW, Place, VisitFile, id};

/// What the engines do not share: each has its own migrations, and a process that held a lock has its own number.
const OWN_TABLES: [&str; 3] = ["crm_migration", "crm_verrou", "sqlite_sequence"];

/// The rows of every table, cell by cell under the names of their columns: the engines' columns stand in different orders.
fn tables(place: &Place) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let names = place.query("SELECT name FROM sqlite_master WHERE type = 'table'").concat();
    let shared = names.into_iter().filter(|name| !OWN_TABLES.contains(&name.as_str()));
    shared.map(|name| (name.clone(), rows(place, &name))).collect()
}

fn rows(place: &Place, table: &str) -> Vec<BTreeMap<String, String>> {
    let columns =
        place.query(&format!("SELECT name FROM pragma_table_info('{table}') ORDER BY name")).concat();
    let named = |row: Vec<String>| {
        let mut row: BTreeMap<String, String> = columns.iter().cloned().zip(row).collect();
        // What is made anew in every run.
        match table {
            "crm_journal" => drop(row.remove("id")),
            "crm_courriel" => {
                row.entry("message_id".to_owned()).and_modify(without_chance);
            }
            _ => {}
        }
        row
    };
    let found = place.query(&format!("SELECT {} FROM {table}", columns.join(", ")));
    let mut found: Vec<_> = found.into_iter().map(named).collect();
    // Only where a DBA adapts the views is it noted which text they were made of.
    found.retain(|row| table != "crm_etat" || row["nom"] != "views");
    found.sort();
    found
}

/// A digest's Message-ID is the pass's own.
fn without_chance(message_id: &mut String) {
    if message_id.starts_with("<refusal-digest.") {
        "a digest".clone_into(message_id);
    }
}

/// Equal tables, and equal files in every folder.
fn assert_same(embedded: &Place, served: &Place, when: &str) {
    let (expected, found) = (tables(embedded), tables(served));
    assert!(expected.keys().eq(found.keys()), "{when}: {:?} and {:?}", expected.keys(), found.keys());
    for (table, rows) in &expected {
        let only = |these: &[BTreeMap<String, String>], those: &[BTreeMap<String, String>]| {
            let those: BTreeSet<_> = those.iter().collect();
            these.iter().filter(|row| !those.contains(row)).take(3).cloned().collect::<Vec<_>>()
        };
        let (missing, surplus) = (only(rows, &found[table]), only(&found[table], rows));
        let counts = (rows.len(), found[table].len());
        assert!(
            *rows == found[table],
            "{when}: {table} {counts:?}: missing {missing:#?}\nsurplus {surplus:#?}"
        );
    }
    for folder in ["archive", "quarantine", "bases"] {
        let (expected, found) = (embedded.tree(folder), served.tree(folder));
        assert!(
            expected.keys().eq(found.keys()),
            "{when}: {folder}: {:?}, {:?}",
            expected.keys(),
            found.keys()
        );
        for (name, bytes) in &expected {
            assert!(*bytes == found[name], "{when}: content of {folder}/{name}");
        }
    }
}

/// Does the same on both, and answers what the one of the two said that both said.
fn on_both(embedded: &Place, served: &Place, what: &str, act: impl Fn(&Place) -> Value) -> Value {
    let (expected, found) = (act(embedded), act(served));
    assert_eq!(expected, found, "{what}");
    expected
}

#[test]
fn two_thousand_files_of_all_six_kinds_equal_the_embedded_result() {
    let days = two_days(SEED, 2_000);
    let (embedded, served) = (Place::new(), ServedPlace::new());
    let places: [&Place; 2] = [&embedded, &served];
    std::thread::scope(|scope| {
        for place in places {
            scope.spawn(|| {
                days.company.install(place);
                days.opening.iter().for_each(|entry| deliver(place, entry));
                let report = place.pass_at(BEFORE);
                assert_eq!(report["integrated"], days.opening.len(), "seed {SEED}: {report}");
                convert(place, &days.conversions);
                days.entries.iter().for_each(|entry| deliver(place, entry));
                stray_files(place, &days.entries);
            });
        }
    });
    let report = on_both(&embedded, &served, "the report", Place::pass);
    let counts = ["integrated", "rejected", "deferred"].map(|count| report[count].as_u64());
    assert!(counts[0] >= Some(1_500) && counts[1] >= Some(50) && counts[2] >= Some(5), "{counts:?}");
    assert_same(&embedded, &served, &format!("seed {SEED}, after the pass"));

    let before = served.rows();
    let again = on_both(&embedded, &served, "a second report", Place::pass);
    assert_eq!((&again["integrated"], &again["rejected"]), (&json!(0), &json!(0)));
    assert!(served.rows() == before, "seed {SEED}: a second pass changed something");

    for place in places {
        place.rebuild();
    }
    assert!(served.published(COMMON).names().len() >= 3, "customers, lists and a month of visits");
    assert_same(&embedded, &served, &format!("seed {SEED}, after the rebuild"));
    served.whatever_is_named_is_whole();
}

/// Every command that writes, once.
#[test]
fn commands_change_the_same_rows() {
    let (embedded, served) = (Place::new(), ServedPlace::new());
    let said = |at: &'static str, arguments: &[&str]| {
        let answer = |place: &Place| {
            let (code, mut document) = place.json_at(at, arguments);
            for mail in document["mails"].as_array_mut().into_iter().flatten() {
                let mut id = mail["message_id"].as_str().unwrap_or_default().to_owned();
                without_chance(&mut id);
                mail["message_id"] = json!(id);
            }
            json!([code, document])
        };
        let answer = on_both(&embedded, &served, &format!("{arguments:?}"), answer);
        assert_same(&embedded, &served, &format!("{arguments:?}"));
        assert_eq!(answer[0], 0, "{arguments:?}: {answer}");
        answer[1].clone()
    };
    let add = [
        "users",
        "add",
        "SIEGE\\ccompta",
        "--c-user",
        "CC",
        "--email",
        "c.compta@pneus.example",
        "--accountant",
    ];
    said(NOW, &add);
    said(NOW, &["users", "add", "SIEGE\\œuvre", "--c-user", "OE", "--name", "Zoë Œuvre"]);
    said(NOW, &["users", "disable", "amartin"]);
    said(NOW, &["params", "set", "courriels_creation", "compta@pneus.example"]);
    said(NOW, &["params", "set", "courriels_erreur", "admin@pneus.example"]);
    let refused = VisitFile::new(5).with("customer", json!("C99999"));
    let hopeless = VisitFile::new(6).with("customer", json!("C88888"));
    for place in [&embedded, &*served] {
        [
            new_prospect(1),
            visit(2, 1, "2026-11-20", "« bon accueil » à 5 €"),
            request(3, 1),
            new_prospect(11),
            request(12, 11),
        ]
        .iter()
        .for_each(|draft| drop(place.drop_draft(draft)));
        place.deliver_file(&refused.file());
        place.deliver_file(&hopeless.file());
        place.deliver("jdupont", DEVICE, "bonjour.json", b"{}");
    }
    let pass = |at: &'static str| {
        let report = on_both(&embedded, &served, at, |place| place.pass_at(at));
        assert_same(&embedded, &served, at);
        report
    };
    assert_eq!(pass(NOW)["integrated"], 5);
    said(NOW, &["creations", "list"]);
    said(NOW, &["quarantine", "list"]);
    said(NOW, &["quarantine", "show", &refused.name()]);
    let decided = ["creations", "validate", &id(3).to_string(), "--by", "ccompta", "--set", "c_titre=EARL"];
    assert_eq!(said(DECIDED, &decided)["customer"], "C03391");
    said(
        DECIDED,
        &["creations", "refuse", &id(12).to_string(), "double", "de", "l’autre", "--by", "ccompta"],
    );
    said(DECIDED, &["creations", "show", &id(3).to_string()]);
    for place in [&embedded, &*served] {
        let customer = "INSERT INTO client (c_client, nom_client) VALUES ('C99999', 'TARDIF')";
        place.base().execute(customer, []).expect("inserted");
    }
    said(DECIDED, &["quarantine", "retry", &refused.name()]);
    said(DECIDED, &["quarantine", "discard", &hopeless.name()]);
    assert_eq!(pass(NEXT)["files"], json!([]));
    let fail = "UPDATE crm_courriel SET etat = 'failed', erreur = '550 nobody' WHERE objet LIKE '[Création Client]%'";
    for place in [&embedded, &*served] {
        assert!(place.base().execute(fail, []).expect("failed") > 0);
    }
    said(NEXT, &["mail", "list", "--all"]);
    said(NEXT, &["mail", "retry"]);
    said(NEXT, &["users", "list"]);
    said(NEXT, &["params", "get"]);
}
