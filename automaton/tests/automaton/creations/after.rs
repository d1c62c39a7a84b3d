//! What arrives when the prospect is a customer already.

use serde_json::json;

use super::stage::{COMPTA, NAME, REP, deletion, edit, expect, new_prospect, pending, request, visit};
use crate::support::{Draft, Mail, Place, id};

/// Validated at this instant: it is the 22nd at the company, by half an hour.
const MIDNIGHT: &str = "2026-11-21T23:30:00Z";
const LATER: &str = "2026-11-23T12:00:00Z";

fn converted() -> Place {
    let (place, creation) = pending();
    place.succeed(&["params", "set", "courriels_modification", COMPTA]);
    assert_eq!(place.json_at(MIDNIGHT, &["creations", "validate", &creation]).0, 0);
    place
}

fn subjects(place: &Place, file: &Draft) -> Vec<Vec<String>> {
    let sql = "SELECT objet, c_entite, c_user FROM client_relation WHERE crm_fichier";
    place.query(&format!("{sql} = '{}'", file.name()))
}

fn visits_of_prospect(place: &Place, file: &Draft) -> usize {
    place.query(&format!("SELECT 1 FROM crm_visite_prospect WHERE crm_fichier = '{}'", file.name())).len()
}

#[test]
fn a_late_visit_is_the_customers_and_of_the_prospect_up_to_that_day() {
    let place = converted();
    let before = visit(10, 1, "2026-11-15", "Oubliée");
    let mut that_day = visit(11, 1, "2026-11-22", "Le jour même").at("2026-11-22T09:00:00Z");
    that_day.payload["follow_up_on"] = json!("2027-01-10");
    that_day.payload["fleet"] = json!({ "VL": 3 });
    let day_after = visit(12, 1, "2026-11-23", "Livraison").at("2026-11-23T09:00:00Z");
    let cases = [&before, &that_day, &day_after].map(|draft| (draft, "integrated"));
    expect(&place, LATER, &cases);
    for (file, subject, of_prospect) in [
        (&before, "[PROSPECT] Visite du 15/11/2026", 1),
        (&that_day, "[PROSPECT] Visite du 22/11/2026", 1),
        (&day_after, "Visite du 23/11/2026", 0),
    ] {
        assert_eq!(subjects(&place, file), [[subject, "C03391", "JD"]]);
        assert_eq!(
            visits_of_prospect(&place, file),
            of_prospect,
            "{subject}: counted once, by its file's name"
        );
    }
    assert_eq!(place.query("SELECT DISTINCT type_entite, c_entite FROM crm_suivi_client"), [["C", "C03391"]]);
    let receipt = &place.receipts("jdupont", &day_after.name())[0];
    assert_eq!((&receipt["reference"], &receipt["target"]), (&json!("C03391"), &json!("common")));
}

#[test]
fn a_late_change_becomes_a_request_to_the_accountants() {
    let place = converted();
    let told_before = place.mails().len();
    let changes = json!([
        { "field": "tel_1", "from": "02 61 91 12 34", "to": "02 61 91 99 99" },
        { "field": "etape", "from": null, "to": "gagné" },
        { "field": "adr2_fac", "from": null, "to": "Le Bourg" }
    ]);
    let mut change = edit(10, 1, changes).at("2026-11-23T09:00:00Z");
    change.payload["follow_up_on"] = json!("2027-02-01");
    let stage_only =
        edit(11, 1, json!([{ "field": "etape", "from": null, "to": "gagné" }])).at("2026-11-23T09:01:00Z");
    expect(&place, LATER, &[(&change, "integrated"), (&stage_only, "integrated")]);
    assert_eq!(subjects(&place, &change), [["Demande de modification du 23/11/2026", "C03391", "JD"]]);
    assert!(subjects(&place, &stage_only).is_empty(), "no customer has a stage");
    let body = "Jérôme Dupont a demandé la modification du client C03391 EARL DU MOULIN, il rapporte les changements suivants :\n \
        - Champ téléphone : « 02 61 91 12 34 » remplacé par « 02 61 91 99 99 »\n \
        - Champ adresse 2 : « » remplacé par « Le Bourg »";
    let told = Mail {
        recipient: COMPTA.to_owned(),
        sender: REP.to_owned(),
        subject: format!("[Modification Client] C03391 {NAME}"),
        body: body.to_owned(),
    };
    assert_eq!(place.mails()[told_before..], [told]);
    assert_eq!(
        place.query("SELECT tel_1 FROM client WHERE c_client = 'C03391'"),
        [["02 61 91 12 34"]],
        "hers to do"
    );
    assert_eq!(place.query("SELECT tel_1, etape FROM crm_prospect"), [["02 61 91 12 34", "∅"]]);
    let follow_up =
        format!("SELECT type_entite, c_entite FROM crm_suivi_client WHERE crm_fichier = '{}'", change.name());
    assert_eq!(place.query(&follow_up), [["C", "C03391"]]);
}

#[test]
fn a_customer_cannot_be_deleted_nor_asked_for_as_a_prospect() {
    let place = converted();
    let (again, gone, twin) = (request(10, 1), deletion(11, 1), Draft { number: 12, ..new_prospect(1) });
    expect(
        &place,
        LATER,
        &[
            (&again, "rejected prospect-converted"),
            (&gone, "rejected prospect-converted"),
            (&twin, "rejected bad-value"),
        ],
    );
    assert_eq!((place.count("client"), place.count("crm_creation_client")), (4, 1));
    let words = place.words(1, &["creations", "validate", &id(10).to_string()]);
    assert!(words.contains("no creation"), "{words}");
}

/// The day of a visit is bounded by the author's own day, as before.
#[test]
fn a_late_visit_is_bounded_and_owned_as_any_other() {
    let place = converted();
    let too_old = visit(10, 1, "2026-10-01", "").at("2026-11-23T09:00:00Z");
    let stranger =
        visit(11, 1, "2026-11-23", "").at("2026-11-23T09:00:00Z").by("amartin", crate::support::OTHER_DEVICE);
    expect(&place, LATER, &[(&too_old, "rejected date-out-of-bounds"), (&stranger, "rejected not-owner")]);
    assert_eq!(place.count("client_relation"), 0);
}
