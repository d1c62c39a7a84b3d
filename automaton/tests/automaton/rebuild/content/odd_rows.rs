//! « one odd SIRET hides no customer; a row is left out, and listed, only when its key cannot be read ».

use exchange_schema::Role;
use serde_json::{Value, json};

use super::relation;
use crate::rebuild::published::COMMON;
use crate::support::{Place, id};

fn execute(place: &Place, sql: &str) {
    place.base().execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// What the report says is left out.
fn problems(report: &Value) -> Vec<String> {
    let told = report["problems"].as_array().expect("a list");
    assert_eq!(report["problem_count"], told.len());
    told.iter().map(|problem| problem.as_str().expect("words").to_owned()).collect()
}

#[test]
fn odd_values_hide_nothing() {
    let place = Place::new();
    execute(
        &place,
        "UPDATE client SET contact_divers_2 = x'00ff80', c_rep = 'JD01' WHERE c_client = 'C01846';
         UPDATE client SET nom_client = x'ff', date_creation_ste = 'garbage', nb_jour_1 = 'fin' WHERE c_client = 'C02184';
         INSERT INTO client_ca VALUES ('C01846', 2026, 1, 'beaucoup'), ('C01846', 2026, 2, 200);
         INSERT INTO client_contact (c_client, num_contact, nom, tel) VALUES ('C01846', 'un', x'ff', 12), ('C01846', 2, 'Paul', NULL);
         INSERT INTO code_liste VALUES ('c_titre', 'SA', x'ff', NULL, 'dix'), ('c_titre', 'SARL', 'SARL', x'ff', 1);",
    );
    place.insert(
        "client_relation",
        &[relation("C01846", "2026-11-03", json!({})), relation("C01846", "2026-11-04", json!({}))],
    );
    execute(
        &place,
        "UPDATE client_relation SET commentaire = x'ff', heure_relation = 12, c_user = x'ff', objet = x'ff', crm_fichier = 'pas un fichier'
         WHERE date_relation LIKE '2026-11-03%';
         UPDATE client_relation SET date_relation = x'ff' WHERE date_relation LIKE '2026-11-04%';",
    );
    let report = place.rebuild();
    let left_out = problems(&report);
    assert_eq!(left_out.len(), 1, "an amount is never guessed: {left_out:?}");
    assert!(left_out[0].contains("crm_v_ca") && left_out[0].contains("C01846"), "{left_out:?}");
    let common = place.published(COMMON);
    let sql = "SELECT c_client, nom_client, contact_divers_2, c_rep, date_creation_ste, nb_jour_1 FROM customer ORDER BY 1";
    assert_eq!(
        common.rows(Role::Customers, sql),
        [
            ["C01846", "ETA POIRIER FRÈRES", "∅", "JD01", "∅", "∅"],
            ["C02184", "∅", "∅", "∅", "∅", "fin"],
            ["C03390", "CUMA", "∅", "∅", "∅", "∅"],
        ]
    );
    assert_eq!(common.rows(Role::Customers, "SELECT cents FROM revenue"), [["200"]]);
    assert_eq!(common.rows(Role::Customers, "SELECT name FROM contact"), [[""], ["Paul"]]);
    assert_eq!(
        common.rows(Role::Lists, "SELECT code, label FROM code ORDER BY 1"),
        [["SA", ""], ["SARL", "SARL"]]
    );
    assert_eq!(
        common.month("2026-11", "SELECT visited_on, comment, c_user FROM visit"),
        [["2026-11-03", "∅", "∅"]]
    );
    assert_eq!(common.month("undated", "SELECT c_client FROM visit"), [["C01846"]]);
    let base = common.open_common();
    assert!(base.customer("C02184").expect("a laptop reads it").is_some());
}

#[test]
fn a_row_without_a_readable_key_is_listed_and_left_out() {
    let place = Place::new();
    execute(
        &place,
        "INSERT INTO client (c_client, nom_client) VALUES (x'00ff', 'SANS CODE'), ('  ', 'BLANC');
         INSERT INTO client_contact (c_client, num_contact, nom) VALUES (x'ff', 1, 'PERDU');
         INSERT INTO client_ca VALUES (x'ff', 2026, 1, 100), ('C01846', 2026, 2, 200);
         INSERT INTO code_liste VALUES ('c_titre', x'ff', 'PERDU', NULL, 1), ('c_titre', 'SA', 'SA', NULL, 1);",
    );
    let nowhere =
        |code: Value| relation("x", "2026-11-03", json!({ "c_entite": code, "commentaire": "PERDU" }));
    place.insert(
        "client_relation",
        &[nowhere(json!(null)), nowhere(json!("")), relation("C01846", "2026-11-04", json!({}))],
    );
    execute(
        &place,
        "INSERT INTO client_relation (type_entite, c_entite, commentaire) VALUES ('C', x'ff', 'PERDU')",
    );
    let left_out = problems(&place.rebuild());
    for (view, rows) in
        [("crm_v_client", 2), ("crm_v_contact", 1), ("crm_v_ca", 1), ("crm_v_code", 1), ("crm_v_visite", 3)]
    {
        let told = left_out.iter().filter(|problem| problem.starts_with(view)).count();
        assert_eq!(told, rows, "{view}: {left_out:?}");
    }
    assert_eq!(left_out.len(), 8, "{left_out:?}");
    assert!(
        left_out.iter().any(|problem| problem.contains("0x00ff")),
        "the key as well as it can be told: {left_out:?}"
    );
    let common = place.published(COMMON);
    assert_eq!(common.rows(Role::Customers, "SELECT count(*) FROM customer"), [["3"]]);
    assert_eq!(common.rows(Role::Customers, "SELECT cents FROM revenue"), [["200"]]);
    assert_eq!(common.rows(Role::Lists, "SELECT code FROM code"), [["SA"]]);
    assert_eq!(common.rows(Role::Visits, "SELECT c_client FROM visit"), [["C01846"]]);
    let words = place.words(0, &["rebuild"]);
    assert_eq!(words.lines().filter(|line| line.starts_with("left out: ")).count(), 8, "{words}");
}

/// Of prospects whose identity or instants cannot be read nothing is known; what is odd beside them hides none.
#[test]
fn odd_prospects() {
    let place = Place::new();
    let row = |number: u32| {
        json!({
            "prospect": id(number), "nom_client": "GARAGE", "cree_par": "jdupont", "cree_le": "2026-11-01 08:00:00",
            "change_le": "2026-11-01 08:00:00", "crm_fichier": format!("CP{number}")
        })
    };
    place.insert("crm_prospect", &(1..=5).map(row).collect::<Vec<_>>());
    execute(
        &place,
        &format!(
            "UPDATE crm_prospect SET prospect = '{}' WHERE crm_fichier = 'CP1';
             UPDATE crm_prospect SET cree_le = 'hier', change_le = 'hier' WHERE crm_fichier = 'CP2';
             UPDATE crm_prospect SET contact_divers_2 = x'ff', nb_jour_1 = x'ff', date_creation_ste = 'hier' WHERE crm_fichier = 'CP3';
             INSERT INTO crm_visite_prospect VALUES ('VP1', '{}', 'hier', '09:00', 'jdupont', 'o', 'c');
             INSERT INTO crm_visite_prospect VALUES ('VP2', '{}', '2026-11-02', '09:00', 'jdupont', 'o', 'c');",
            "x".repeat(36),
            id(4),
            id(4),
        ),
    );
    let left_out = problems(&place.rebuild());
    assert_eq!(left_out.len(), 3, "{left_out:?}");
    for key in ["xxxx", &id(2).to_string(), "VP1"] {
        assert!(left_out.iter().any(|problem| problem.contains(key)), "{key}: {left_out:?}");
    }
    let own = place.published("jdupont").open_user();
    let shipped: Vec<_> = own.prospects().expect("read").into_iter().map(|card| card.id).collect();
    assert_eq!(shipped, [id(3), id(4), id(5)]);
}
