//! An accountant says no; and what is possible while she has not yet said anything.

use serde_json::json;

use super::stage::{
    ACCOUNTANT, DECIDED, NAME, NEXT, REP, company, deletion, edit, error, expect, new_prospect, pending,
    request, visit, whole_sheet,
};
use super::validation::fails;
use crate::support::id;

const WORDS: &str = "Le SIRET ne correspond pas à cette adresse.";

#[test]
fn a_refusal_is_told_and_a_new_request_is_welcome() {
    let (place, creation) = pending();
    let told_before = place.mails().len();
    let mut refuse = vec!["creations", "refuse", &creation, "--by", "ccompta"];
    refuse.extend(WORDS.split(' '));
    let (code, answer) = place.json_at(DECIDED, &refuse);
    assert_eq!((code, &answer["refused"]), (0, &json!(creation)), "{answer}");
    let mails = place.mails();
    let [mail] = &mails[told_before..] else { panic!("one mail: {mails:?}") };
    assert_eq!((mail.recipient.as_str(), mail.sender.as_str()), (REP, ACCOUNTANT));
    assert!(mail.subject.starts_with(&format!("[Création Client] {NAME}")), "{}", mail.subject);
    assert!(mail.body.contains(WORDS) && mail.body.contains("Claire Compta"), "{}", mail.body);

    place.pass_at(NEXT);
    let receipts = place.receipts("jdupont", &request(2, 1).name());
    assert_eq!(receipts.len(), 1);
    assert_eq!((&receipts[0]["state"], &receipts[0]["message"]), (&json!("refused"), &json!(WORDS)));
    assert_eq!(place.count("client"), 3, "no customer");
    assert_eq!(place.query("SELECT c_client, converti_le FROM crm_prospect"), [["∅", "∅"]]);
    assert_eq!(place.json(&["creations", "list"]).1, json!({ "creations": [] }));
    let words = fails(&place, 1, &["creations", "validate", &creation]);
    assert!(words.contains("refused") && words.contains("ccompta"), "{words}");
    fails(&place, 1, &["creations", "refuse", &creation, "encore"]);
    assert!(place.words(0, &["creations", "show", &creation]).contains(WORDS));

    // The rep corrects and asks again.
    let mut again = request(3, 1).at("2026-11-21T15:35:00Z");
    again.payload["fields"]["adr1_fac"] = json!("14 rue de la Gâtine");
    expect(&place, NEXT, &[(&again, "integrated")]);
    assert_eq!(
        place.query("SELECT etat FROM crm_creation_client ORDER BY crm_fichier"),
        [["refused"], ["pending"]]
    );
    assert_eq!(place.json(&["creations", "validate", &id(3).to_string()]).0, 0);
    assert_eq!(
        place.query("SELECT adr1_fac FROM client WHERE c_client = 'C03391'"),
        [["14 rue de la Gâtine"]]
    );
}

#[test]
fn a_refusal_needs_words_that_fit() {
    let (place, creation) = pending();
    assert_eq!(place.run(&["creations", "refuse", &creation]).status.code(), Some(2));
    fails(&place, 2, &["creations", "refuse", &creation, "  "]);
    // Several lines, and signs outside the code page, are words too.
    let lines = "Bonjour,\nle RIB est illisible 👎.\nMerci";
    assert_eq!(place.json(&["creations", "refuse", &creation, lines]).0, 0);
    place.pass_at(NEXT);
    assert_eq!(place.receipts("jdupont", &request(2, 1).name())[0]["message"], lines);
    let mail = place.mails().pop().expect("a mail");
    assert!(mail.body.contains("par la comptabilité"), "an operator is nobody by name: {}", mail.body);
    for line in lines.lines() {
        assert!(mail.body.lines().any(|of_mail| of_mail == format!("> {line}")), "{}", mail.body);
    }
}

/// Words longer than the rep's receipt has room for are kept whole, or refused in a way that an accountant understands.
#[test]
fn very_long_words_are_not_cut_in_silence() {
    let (place, creation) = pending();
    let long = "é".repeat(1_500);
    let before = place.rows();
    let answer = place.json(&["creations", "refuse", &creation, &long]);
    if answer.0 == 0 {
        place.pass_at(NEXT);
        assert_eq!(place.receipts("jdupont", &request(2, 1).name())[0]["message"], long.as_str());
    } else {
        assert_eq!(place.rows(), before);
        let words = error(&answer);
        assert!(
            words.contains("1000") && !words.contains("CHECK") && !words.contains("constraint"),
            "{words}"
        );
    }
}

#[test]
fn while_it_is_pending_no_second_request_and_no_deletion_but_changes() {
    let (place, creation) = pending();
    let told_before = place.mails().len();
    let phone = edit(5, 1, json!([{ "field": "tel_1", "from": "02 61 91 12 34", "to": "02 61 91 99 99" }]));
    expect(
        &place,
        NEXT,
        &[
            (&request(3, 1), "rejected creation-pending"),
            (&deletion(4, 1), "rejected creation-pending"),
            (&phone, "integrated"),
            (&visit(6, 1, "2026-11-21", "Relance"), "integrated"),
        ],
    );
    assert_eq!(place.mails().len(), told_before);
    assert_eq!(place.query("SELECT supprime_le, tel_1 FROM crm_prospect"), [["∅", "02 61 91 99 99"]]);
    // « an MP passes and is shown to the accountant »: beside what was asked for.
    let (_, shown) = place.json(&["creations", "show", &creation]);
    assert_eq!(
        (&shown["fields"]["tel_1"], &shown["prospect_fields"]["tel_1"]),
        (&json!("02 61 91 12 34"), &json!("02 61 91 99 99"))
    );
    assert_eq!(shown["visits"], 1);
}

/// The same for people, who ask without `--json`.
#[test]
fn what_changed_meanwhile_is_shown_in_words_too() {
    let (place, creation) = pending();
    let phone = edit(5, 1, json!([{ "field": "tel_1", "from": "02 61 91 12 34", "to": "02 61 91 99 99" }]));
    expect(&place, NEXT, &[(&phone, "integrated")]);
    let words = place.words(0, &["creations", "show", &creation]);
    assert!(words.contains("02 61 91 12 34") && words.contains("02 61 91 99 99"), "{words}");
}

/// What the laptop should have found is found by the server too, and the accountants are not troubled.
#[test]
fn an_incomplete_request_does_not_reach_the_accountants() {
    let place = company();
    place.drop_draft(&new_prospect(1));
    let mut bare = request(2, 1);
    bare.payload["fields"] = json!({ "nom_client": NAME });
    let mut unsigned = request(3, 1);
    unsigned.payload["fields"] = whole_sheet(1);
    let mut long = request(4, 1);
    long.payload["fields"]["nom_client"] = json!("X".repeat(36));
    let mut stranger = request(5, 1).by("amartin", crate::support::OTHER_DEVICE);
    stranger.payload["comment"] = json!("le mien");
    expect(
        &place,
        NEXT,
        &[
            (&bare, "rejected bad-value"),
            (&unsigned, "rejected bad-value"),
            (&long, "rejected text-too-long"),
            (&stranger, "rejected not-owner"),
            (&request(6, 2), "deferred unknown-prospect"),
        ],
    );
    assert_eq!((place.mails().len(), place.count("crm_creation_client")), (0, 0));
    let words = place.words(0, &["quarantine", "show", &bare.name()]);
    for column in ["c_fam_client", "adr1_fac", "dep_fac", "contact_divers_2", "type_edition_fac"] {
        assert!(words.contains(column), "{column} is not named: {words}");
    }
}
