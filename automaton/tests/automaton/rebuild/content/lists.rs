//! Lists, towns, parameters, people, and the user's own entry.

use domain::CustomerField;
use exchange_schema::Role;
use serde_json::json;

use crate::rebuild::published::{ADMIN, COMMON};
use crate::support::Place;

/// The drop-down lists of annex 2 that the issue names, by the column that takes the code.
const LISTS: [&str; 23] = [
    "c_fam_client",
    "c_sfam_client",
    "c_titre",
    "c_agence",
    "c_rep",
    "c_pays",
    "c_catc",
    "c_per",
    "c_regpmt_bl",
    "c_regpmt_fac",
    "c_releve",
    "c_autoris_bl",
    "c_frais_fixe",
    "c_ref_oblig",
    "c_mod_rgl_1",
    "nb_jour_1",
    "jour_1",
    "c_type_fact",
    "type_edition_fac",
    "codemonnaie",
    "codepays",
    "c_ape",
    "etape",
];

#[test]
fn every_list_comes_back_in_its_order() {
    let place = Place::new();
    for list in LISTS {
        let code = |code: &str, rank: i64, parent: Option<&str>| json!({ "liste": list, "code": code, "libelle": format!("{list} {code}"), "parent": parent, "rang": rank });
        place.insert("code_liste", &[code("30", 2, None), code("B", 1, Some("AGRI")), code("A", 10, None)]);
    }
    place.rebuild();
    let lists = place.published(COMMON).open_common();
    for list in LISTS {
        let field: CustomerField = list.parse().expect("a column of the sheet");
        let codes = &lists.lists().codes[&field];
        let told: Vec<String> = codes
            .iter()
            .map(|code| format!("{} {} {}", code.code, code.label, code.parent.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(told, [format!("B {list} B AGRI"), format!("30 {list} 30 -"), format!("A {list} A -")]);
    }
    assert_eq!(lists.lists().codes.len(), LISTS.len());
}

#[test]
fn towns_of_a_postal_code_the_largest_first() {
    let place = Place::new();
    place.rebuild();
    let common = place.published(COMMON);
    let communes = common.rows(Role::Lists, "SELECT count(*), count(DISTINCT postal_code) FROM town");
    let count: usize = communes[0][0].parse().expect("a number");
    assert!(count > 35_000, "all of France: {communes:?}");
    let base = common.open_common();
    let towns = base.towns("53110").expect("read");
    assert!(towns.iter().any(|town| town.name == "Lassay-les-Châteaux"), "{towns:?}");
    assert!(towns.len() > 1 && towns.is_sorted_by_key(|town| -town.population), "{towns:?}");
    for (code, name) in [("20000", "Ajaccio"), ("97400", "Saint-Denis"), ("75011", "Paris")] {
        let towns = base.towns(code).expect("read");
        assert!(towns.iter().any(|town| town.name.starts_with(name)), "{code}: {towns:?}");
    }
}

#[test]
fn parameters_travel_without_addresses() {
    let place = Place::new();
    for (name, value) in [
        ("visite_retro_jours", "21"),
        ("types_parc", "VL,AGRI"),
        ("bases_expiration_heures", "72"),
        ("courriels_creation", "compta@pneus.example"),
        ("courriels_modification", "modif@pneus.example"),
        ("courriels_erreur", "erreur@pneus.example"),
    ] {
        place.succeed(&["params", "set", name, value]);
    }
    place.rebuild();
    let common = place.published(COMMON);
    assert_eq!(common.manifest.expires_after_hours, 72);
    let found = common.rows(Role::Lists, "SELECT name FROM parameter").concat();
    let mut expected: Vec<&str> =
        domain::Parameters::NAMES.iter().copied().filter(|name| !name.starts_with("courriels_")).collect();
    expected.sort_unstable();
    assert_eq!(found, expected, "all others");
    let base = common.open_common();
    let parameters = &base.lists().parameters;
    assert_eq!(parameters.visite_retro_jours.get(), 21);
    assert_eq!(parameters.types_parc.iter().count(), 2);
    assert_eq!(base.lists().forms.keys().copied().collect::<Vec<_>>(), [1]);
}

#[test]
fn people_are_everybodys_and_the_own_entry_is_whole() {
    let place = Place::with_administrator();
    place.rebuild();
    let base = place.published(COMMON).open_common();
    let people: Vec<String> = base
        .lists()
        .people
        .iter()
        .map(|person| {
            format!("{} {} {}", person.folder, person.name.as_deref().unwrap_or("-"), person.active)
        })
        .collect();
    let expected = [
        "amartin Anne Martin true",
        "chef Le Chef true",
        "jdupont Jérôme Dupont true",
        "parti Parti false",
        "sanscode Sans Code true",
    ];
    assert_eq!(people, expected);
    let sql = "SELECT folder, windows_user, c_user, c_rep, email, name, admin, accountant FROM own";
    for (user, expected) in [
        (
            "jdupont",
            ["jdupont", "SIEGE\\JDupont", "JD", "JD01", "j.dupont@pneus.example", "Jérôme Dupont", "0", "0"],
        ),
        ("sanscode", ["sanscode", "SIEGE\\sanscode", "∅", "∅", "∅", "Sans Code", "0", "1"]),
        (ADMIN, ["chef", "SIEGE\\chef", "CH", "∅", "chef@pneus.example", "Le Chef", "1", "0"]),
    ] {
        assert_eq!(place.published(user).rows(Role::User, sql), [expected]);
        assert_eq!(place.published(user).open_user().own().person.folder, user);
    }
    assert!(place.maybe_published("parti").is_none(), "who left gets no new base");
}
