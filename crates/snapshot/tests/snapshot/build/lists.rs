//! Lists, towns, people and parameters.

use domain::{CodeRecord, Parameters, PersonRecord, TownRecord};

use super::support::common;

#[test]
fn lists_towns_and_people() {
    let code = |rank, code: &str, label: &str, parent: Option<&str>| CodeRecord {
        list: "c_sfam_client".to_owned(),
        code: code.to_owned(),
        label: label.to_owned(),
        parent: parent.map(str::to_owned),
        rank,
    };
    let town = |name: &str, population| TownRecord {
        postal_code: "53000".to_owned(),
        name: name.to_owned(),
        population,
    };
    let person = |folder: &str, name: &str, active| PersonRecord {
        folder: folder.to_owned(),
        c_user: None,
        c_rep: Some("12".to_owned()),
        name: Some(name.to_owned()),
        active,
    };
    let made = common(|base| {
        for code in
            [code(2, "B", "Bois", None), code(1, "A ", "Autre", Some("X ")), code(1, "A", "Autres", None)]
        {
            base.code(&code).unwrap();
        }
        for town in [town("LAVAL", 49_000), town("CHANGE", 6_000), town("LAVAL", 49_000)] {
            base.town(&town).unwrap();
        }
        for person in
            [person("zoe", "Zoé", true), person("abel", "Abel", false), person("zoe", "Zoé B.", true)]
        {
            base.person(&person).unwrap();
        }
    });
    let rows = |sql| made.rows("lists", sql);
    assert_eq!(rows("SELECT * FROM code"), ["c_sfam_client|1|A|Autre|X", "c_sfam_client|2|B|Bois|-"]);
    assert_eq!(rows("SELECT * FROM town"), ["53000|6000|CHANGE", "53000|49000|LAVAL"]);
    assert_eq!(rows("SELECT * FROM person"), ["abel|-|12|Abel|0", "zoe|-|12|Zoé|1"]);
    assert_eq!(made.built.problems.len(), 2, "{:?}", made.built.problems);
    let form = rows("SELECT version, tree FROM form").remove(0);
    assert_eq!(form, format!("1|{}", serde_json::to_string(&domain::VisitForm::default_form()).unwrap()));
}

#[test]
fn a_code_stands_once_in_a_list_whatever_its_rank() {
    let code = |list: &str, rank, code: &str, label: &str| CodeRecord {
        list: list.to_owned(),
        code: code.to_owned(),
        label: label.to_owned(),
        parent: None,
        rank,
    };
    let made = common(|base| {
        for code in [
            code("c_titre", 9, "A ", "Last"),
            code("c_titre", 5, "B", "Between"),
            code("c_titre", 1, "A", "First"),
            code("c_pays", 3, "A", "Of another list"),
        ] {
            base.code(&code).unwrap();
        }
    });
    assert_eq!(
        made.rows("lists", "SELECT list, rank, code, label FROM code"),
        ["c_pays|3|A|Of another list", "c_titre|1|A|First", "c_titre|5|B|Between"]
    );
    assert_eq!(made.built.problems, ["the code \"A\" of list c_titre stands there twice; one was left out"]);
}

#[test]
fn parameters_travel_without_mail_addresses() {
    let made = common(|_| {});
    let names = made.rows("lists", "SELECT name FROM parameter");
    let expected = Parameters::NAMES.iter().filter(|name| !name.starts_with("courriels_")).count();
    assert_eq!((names.len(), expected), (13, 13));
    assert!(names.is_sorted() && names.iter().all(|name| !name.starts_with("courriels")), "{names:?}");
    assert_eq!(
        made.rows("lists", "SELECT value FROM parameter WHERE name = 'modes_avec_rib'"),
        [r#"["LD"]"#]
    );
}
