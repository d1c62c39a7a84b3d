//! What an accountant completes, and what stops her: then nothing is changed.

use serde_json::json;

use super::stage::{DECIDED, customer, erp_row, error, pending, plain_sheet};
use crate::support::{Place, id};

/// Runs a command that must fail with `code` and change nothing; answers its words.
pub fn fails(place: &Place, code: i32, arguments: &[&str]) -> String {
    let before = place.rows();
    let answer = place.json_at(DECIDED, arguments);
    assert_eq!(answer.0, code, "{arguments:?}: {}", answer.1);
    assert_eq!(place.rows(), before, "{arguments:?} changed something");
    let words = place.words(code, arguments);
    assert_eq!(place.rows(), before, "{arguments:?} changed something");
    assert!(!words.trim().is_empty());
    error(&answer).to_owned()
}

#[test]
fn the_accountant_completes_replaces_and_empties_fields() {
    let (place, id) = pending();
    let sets = [
        "c_titre=SARL",
        "nom_client=EARL DU GRAND MOULIN",
        "nb_jour_1=45",
        "c_attention=",
        "adr2_fac= Le Bourg ",
    ];
    let mut arguments = vec!["creations", "validate", &id, "--by", "ccompta", "--code", "MOULIN53"];
    sets.iter().for_each(|set| arguments.extend(["--set", set]));
    let (code, answer) = place.json_at(DECIDED, &arguments);
    assert_eq!((code, &answer["customer"]), (0, &json!("MOULIN53")), "{answer}");
    let mut sheet = plain_sheet(1);
    let wanted = [
        ("c_titre", json!("SARL")),
        ("nom_client", json!("EARL DU GRAND MOULIN")),
        ("nb_jour_1", json!(45)),
        ("adr2_fac", json!("Le Bourg")),
    ];
    wanted.into_iter().for_each(|(column, value)| sheet[column] = value);
    assert_eq!(customer(&place, "MOULIN53"), erp_row(&sheet));
    let subject = place.mails().pop().expect("a mail").subject;
    assert_eq!(subject, "[Création Client] MOULIN53 EARL DU GRAND MOULIN", "the name that the ERP has");
    // What the rep wrote stays as he wrote it, beside what was made of it.
    let (_, all) = place.json(&["creations", "show", &id]);
    assert_eq!(
        (&all["state"], &all["fields"]["nom_client"]),
        (&json!("validated"), &json!("EARL DU GRAND MOULIN"))
    );
    let asked = place.query("SELECT champs FROM crm_creation_client");
    let asked: serde_json::Value = serde_json::from_str(&asked[0][0]).expect("JSON");
    assert_eq!(asked, plain_sheet(1));
}

#[test]
fn what_is_incomplete_names_every_problem() {
    let (place, id) = pending();
    let validate = ["creations", "validate", &id, "--by", "ccompta"];
    let sets = [
        "adr1_fac=",
        "contact_divers_2=12345678901234",
        "tel_1=demander",
        "ville_fac=漢字",
        "c_mod_rgl_1=CH",
        "c_ape=?",
        "jour_1=10",
    ];
    let mut arguments = validate.to_vec();
    sets.iter().for_each(|set| arguments.extend(["--set", set]));
    let words = fails(&place, 1, &arguments);
    for column in
        ["adr1_fac", "contact_divers_2", "tel_1", "ville_fac", "c_mod_rgl_1", "c_ape", "jour_1", "nb_jour_1"]
    {
        assert!(words.contains(column), "{column} is not named: {words}");
    }
    // « LD » needs bank details and a signature, which nobody can add at the office.
    let words = fails(&place, 1, &[&validate[..], &["--set", "c_mod_rgl_1=LD"]].concat());
    for part in ["bic", "iban", "signature"] {
        assert!(words.contains(part), "{part} is not named: {words}");
    }
    // What suffices is the parameters' to say, today's.
    place.succeed(&["params", "set", "modes_avec_signature", "LD,VI"]);
    let words = fails(&place, 1, &validate);
    assert!(words.contains("signature"), "{words}");
    place.succeed(&["params", "set", "modes_avec_signature", "LD"]);
    assert_eq!(place.json_at(DECIDED, &validate).0, 0, "and afterwards all is well");
}

#[test]
fn what_cannot_be_meant_is_a_usage_error() {
    let (place, id) = pending();
    for set in ["c_client=X", "nom_client", "nb_jour_1=trente", "NOM_CLIENT=x", "nom_client=a\nb", "=x"] {
        let words = fails(&place, 2, &["creations", "validate", &id, "--set", set]);
        assert!(words.contains("--set"), "{set}: {words}");
    }
    for code in ["", " C1", "C\u{202e}1", "C234567890123456789012345678901"] {
        fails(&place, 2, &["creations", "validate", &id, "--code", code]);
    }
    // Neither a rep, nor nobody, nor who has left.
    place.succeed(&["users", "import", &left(&place)]);
    for by in ["jdupont", "nobody", "parti", ""] {
        fails(&place, 2, &["creations", "validate", &id, "--by", by]);
        fails(&place, 2, &["creations", "refuse", &id, "non", "--by", by]);
    }
    for arguments in [
        &["creations"][..],
        &["creations", "show"],
        &["creations", "show", "C01846"],
        &["creations", "validate"],
    ] {
        assert_eq!(place.run(arguments).status.code(), Some(2), "{arguments:?}");
    }
    for arguments in [&["validate", "nosuch"][..], &["show", "nosuch"], &["refuse", "nosuch", "non"]] {
        let words = place.words(2, &[&["creations"], arguments].concat());
        let told = words.contains("one looks like 019ab3c4-") && words.contains("`automaton creations list`");
        assert!(told, "{words}");
    }
    assert_eq!(place.json(&["creations", "validate", &id, "--by", "sanscode"]).0, 0, "any accountant may");
}

/// « COLUMN=VALUE (columns of annex 2) »: no customer has the CRM's own two.
#[test]
fn only_columns_of_annex_2_can_be_set() {
    let (place, id) = pending();
    for set in ["etape=gagné", "motif_perte=prix"] {
        let words = fails(&place, 2, &["creations", "validate", &id, "--set", set]);
        assert!(words.contains("--set"), "{set}: {words}");
    }
}

/// The user who has left was an accountant.
fn left(place: &Place) -> String {
    std::fs::write(place.path("left.csv"), "utilisateur_windows;comptable;actif\nSIEGE\\parti;1;0\n")
        .expect("written");
    place.path("left.csv").display().to_string()
}

#[test]
fn a_taken_code_is_named_and_nothing_is_created() {
    let (place, id) = pending();
    let words = fails(&place, 1, &["creations", "validate", &id, "--code", "C01846"]);
    assert!(words.contains("C01846") && words.contains("ETA POIRIER FRÈRES"), "{words}");
    assert_eq!(place.json(&["creations", "validate", &id, "--code", "C01847"]).0, 0);
}

#[test]
fn a_creation_is_decided_once() {
    let (place, creation) = pending();
    let nobody = id(99).to_string();
    for command in [
        &["creations", "show", &nobody][..],
        &["creations", "validate", &nobody],
        &["creations", "refuse", &nobody, "non"],
    ] {
        let words = fails(&place, 1, command);
        assert!(words.contains(&nobody), "{words}");
    }
    let (code, _) = place.json_at(DECIDED, &["creations", "validate", &creation, "--by", "ccompta"]);
    assert_eq!(code, 0);
    for again in [
        &["creations", "validate", &creation][..],
        &["creations", "validate", &creation, "--code", "X1"],
        &["creations", "refuse", &creation, "non"],
    ] {
        let words = fails(&place, 1, again);
        assert!(["validated", "ccompta", "C03391"].iter().all(|word| words.contains(word)), "{words}");
    }
}
