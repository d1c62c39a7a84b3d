//! From the first visit to the customer, when all goes well.

use serde_json::{Value, json};

use super::stage::{
    ACCOUNTANT, COMPTA, DECIDED, NAME, NEXT, OTHER_COMPTA, REP, company, customer, edit, erp_row, expect,
    new_prospect, pending, plain_sheet, prospect, request, signature, visit, whole_sheet,
};
use crate::support::{Draft, Mail, OTHER_DEVICE, Place, id};

/// What the rep entered, in order: prospect 1 met, visited twice, corrected, asked for as a customer.
struct Story {
    place: Place,
    visits: [Draft; 2],
    creation: Draft,
    sheet: Value,
}

fn tell() -> Story {
    let place = company();
    let mut met = new_prospect(1);
    met.payload["follow_up_on"] = json!("2026-12-21");
    met.payload["fleet"] = json!({ "AGRI": 7 });
    let mut first = visit(2, 1, "2026-11-20", "Premier contact.\nVeut un devis 👍");
    first.payload["answers"] = json!({ "form": 1, "picked": ["contact.visite", "visite.commande"] });
    let second = visit(3, 1, "2026-11-21", "");
    let address = edit(4, 1, json!([{ "field": "adr2_fac", "from": null, "to": "Le Bas Moulin" }]));
    let mut fleet = edit(5, 1, json!([]));
    fleet.payload["follow_up_on"] = json!("2026-12-10");
    fleet.payload["fleet"] = json!({ "TP": null });
    let sheet = whole_sheet(1);
    let fields = json!({ "prospect": prospect(1), "fields": sheet, "comment": "Ouverture avant décembre." });
    let creation = Draft::new(6, "CC", fields).with("signature", signature());
    let all = [&met, &first, &second, &address, &fleet, &creation];
    expect(&place, "2026-11-21T15:00:00Z", &all.map(|draft| (draft, "integrated")));
    Story { place, visits: [first, second], creation, sheet }
}

/// The user's sentence and the link, from whoever entered it.
fn request_mail(recipient: &str) -> Mail {
    let sentence = "Un nouveau client est en attente de validation, accédez à sa fiche en cliquant sur le lien suivant :";
    Mail {
        recipient: recipient.to_owned(),
        sender: REP.to_owned(),
        subject: format!("[Création Client] {NAME}"),
        body: format!("{sentence}\nhttp://127.0.0.1:8787/creations/{}", id(6)),
    }
}

#[test]
fn a_request_waits_for_the_accountants_and_everybody_is_told() {
    let Story { place, creation, sheet, .. } = tell();
    let row =
        place.query("SELECT etat, demande_par, commentaire, signature, crm_fichier FROM crm_creation_client");
    let [state, by, comment, signed, file] = row[0].clone().try_into().expect("five columns");
    assert_eq!(
        [state, by, comment, file],
        ["pending".into(), "jdupont".into(), "Ouverture avant décembre.".into(), creation.name()]
    );
    assert_eq!(serde_json::from_str::<Value>(&signed).expect("JSON"), signature(), "as it was signed");

    let mails = place.mails();
    assert_eq!(mails[..2], [request_mail(COMPTA), request_mail(OTHER_COMPTA)]);
    assert_eq!((mails.len(), mails[2].recipient.as_str()), (3, REP));
    assert_eq!(mails[2].subject, format!("[Création Client] {NAME}"));
    assert!(mails[2].body.contains(NAME), "{}", mails[2].body);
    assert!(
        !mails[2].body.contains("http") && !mails[2].body.contains(&id(6).to_string()),
        "his own text, no link"
    );

    let receipts = place.receipts("jdupont", &creation.name());
    assert_eq!((receipts.len(), &receipts[0]["state"]), (1, &json!("integrated")));
    let (code, listed) = place.json(&["creations", "list"]);
    assert_eq!((code, listed["creations"].as_array().map(Vec::len)), (0, Some(1)));
    let line = &listed["creations"][0];
    assert_eq!(
        [&line["id"], &line["state"], &line["name"], &line["asked_by"], &line["prospect"]],
        [&json!(id(6)), &json!("pending"), &json!(NAME), &json!("jdupont"), &json!(prospect(1))]
    );
    let words = place.words(0, &["creations", "list"]);
    assert!([NAME, "jdupont", &id(6).to_string()].iter().all(|word| words.contains(word)), "{words}");

    let (code, shown) = place.json(&["creations", "show", &id(6).to_string()]);
    assert_eq!(
        (code, &shown["fields"], &shown["signed"], &shown["visits"]),
        (0, &sheet, &json!(true), &json!(2))
    );
    assert_eq!(shown["comment"], "Ouverture avant décembre.");
    let words = place.words(0, &["creations", "show", &id(6).to_string()]);
    assert!(
        ["Lassay-les-Châteaux", "AGRIFRPP836", "Ouverture avant"].iter().all(|word| words.contains(word)),
        "{words}"
    );
    assert_eq!(place.json(&["status"]).1["creations"]["pending"], 1);
    assert_eq!(place.count("client"), 3, "nothing is created before an accountant says so");
}

#[test]
fn a_validation_makes_the_customer_of_the_prospect() {
    let Story { place, visits, creation, sheet } = tell();
    let told_before = place.mails().len();
    let before = place.receipts("jdupont", &creation.name());
    let (code, answer) =
        place.json_at(DECIDED, &["creations", "validate", &id(6).to_string(), "--by", "ccompta"]);
    assert_eq!(
        (code, answer),
        (0, json!({ "validated": id(6), "customer": "C03391" })),
        "the next free code"
    );

    assert_eq!(customer(&place, "C03391"), erp_row(&sheet));
    check_visits(&place, &visits);
    check_prospect(&place);
    let sentence = format!(
        "Le client C03391 {NAME} vient d'être validé et créé dans winpro. Il sera disponible dans le CRM à la prochaine \
         actualisation, la facturation winpro est déjà possible."
    );
    let told = Mail {
        recipient: REP.to_owned(),
        sender: ACCOUNTANT.to_owned(),
        subject: format!("[Création Client] C03391 {NAME}"),
        body: sentence,
    };
    assert_eq!(place.mails()[told_before..], [told]);
    assert_eq!(place.query("SELECT COUNT(*) FROM crm_etat WHERE nom = 'rebuild-asked'"), [["1"]]);
    let journal = "SELECT auteur, fait_le FROM crm_journal WHERE action = 'creation-validated'";
    assert_eq!(place.query(journal), [["ccompta", "2026-11-21 15:30:00"]]);

    assert_eq!(place.pass_at(NEXT)["files"], json!([]), "nothing else to do");
    check_receipt(&place, &creation, &before[0]);
    assert_eq!(place.json(&["creations", "list"]).1, json!({ "creations": [] }));
    assert_eq!(place.words(0, &["creations", "list"]).trim(), "no creation is pending");
    let (_, all) = place.json(&["creations", "list", "--all"]);
    let line = &all["creations"][0];
    assert_eq!(
        [&line["state"], &line["decided_by"], &line["customer"], &line["decided_at"]],
        [&json!("validated"), &json!("ccompta"), &json!("C03391"), &json!(DECIDED)]
    );
}

/// « les visites du prospect seront reprises dans le client », told apart by their subject, each under its file's name.
fn check_visits(place: &Place, visits: &[Draft; 2]) {
    let annex_1 = "SELECT origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user, type_relation, \
                   objet, commentaire, num_relation_sujet, c_archive, crm_fichier FROM client_relation ORDER BY date_relation";
    let row = |day: &str, subject: &str, comment: &str, file: &Draft| {
        let texts = ["CRV", day, "09:05", "C", "C03391", "JD", "S", subject, comment, "0", "N", &file.name()];
        texts.map(str::to_owned).to_vec()
    };
    let [first, second] = place.query(annex_1).try_into().expect("two rows");
    assert_eq!(
        second,
        row("2026-11-21 00:00:00", "[PROSPECT] Visite du 21/11/2026", "saisie via le CRM", &visits[1])
    );
    let comment = first[8].clone();
    assert!(
        comment.starts_with("Premier contact.\nVeut un devis 👍\n")
            && comment.ends_with("\nsaisie via le CRM"),
        "{comment}"
    );
    assert_eq!(first, row("2026-11-20 00:00:00", "[PROSPECT] Visite du 20/11/2026", &comment, &visits[0]));
    let kept = place.query("SELECT crm_fichier FROM crm_visite_prospect ORDER BY crm_fichier");
    assert_eq!(
        kept,
        visits.each_ref().map(|visit| vec![visit.name()]),
        "and they stay visits of the prospect"
    );
}

fn check_prospect(place: &Place) {
    let marked = place.query("SELECT c_client, converti_le, supprime_le FROM crm_prospect");
    assert_eq!(marked, [["C03391", "2026-11-21 15:30:00", "∅"]]);
    let whose = place.query("SELECT DISTINCT type_entite, c_entite FROM crm_suivi_client");
    assert_eq!(whose, [["C", "C03391"]], "follow-up and fleet are the customer's");
    let said = "SELECT revoir_le, parc FROM crm_suivi_client WHERE revoir = 'pose' ORDER BY cree_le";
    assert_eq!(place.query(said), [["2026-12-21", r#"{"AGRI":7}"#], ["2026-12-10", r#"{"TP":null}"#]]);
}

fn check_receipt(place: &Place, creation: &Draft, before: &Value) {
    let receipts = place.receipts("jdupont", &creation.name());
    assert_eq!(receipts.len(), 1);
    let receipt = &receipts[0];
    assert_eq!((&receipt["state"], &receipt["reference"]), (&json!("validated"), &json!("C03391")));
    assert_eq!((&receipt["sha256"], &receipt["at"]), (&before["sha256"], &json!(DECIDED)));
}

/// As in `exchange-schema/examples/receipts`: the customer is an effect of its own, which shows in the base for everybody.
#[test]
fn a_validation_has_its_own_number_and_shows_in_the_common_base() {
    let (place, id) = pending();
    let name = request(2, 1).name();
    let before = place.receipts("jdupont", &name).remove(0);
    assert_eq!((&before["state"], &before["target"]), (&json!("integrated"), &json!("user")));
    place.succeed(&["creations", "validate", &id]);
    place.pass_at(NEXT);
    let after = place.receipts("jdupont", &name).remove(0);
    assert_eq!(after["target"], "common", "{after}");
    assert!(after["seq"].as_u64() > before["seq"].as_u64(), "{after} came later than {before}");
}

/// Who decides at the server's shell without an account is the service.
#[test]
fn an_operator_may_validate_and_the_service_tells_it() {
    let (place, id) = pending();
    let told_before = place.mails().len();
    let words = place.words(0, &["creations", "validate", &id]);
    assert!(words.contains("C03391"), "{words}");
    assert_eq!(customer(&place, "C03391"), erp_row(&plain_sheet(1)));
    let told = &place.mails()[told_before..];
    assert_eq!((told.len(), told[0].sender.as_str(), told[0].recipient.as_str()), (1, "∅", REP));
    assert_eq!(place.query("SELECT decide_par FROM crm_creation_client"), [["operator"]]);
}

#[test]
fn the_oldest_request_comes_first() {
    let place = company();
    let asked =
        [(1, 13, "2026-11-21T10:00:00Z"), (2, 12, "2026-11-21T09:00:00Z"), (3, 11, "2026-11-21T11:00:00Z")];
    for (number, file, at) in asked {
        expect(
            &place,
            NEXT,
            &[(&new_prospect(number), "integrated"), (&request(file, number).at(at), "integrated")],
        );
    }
    let (_, list) = place.json(&["creations", "list"]);
    let ids: Vec<&Value> =
        list["creations"].as_array().expect("a list").iter().map(|line| &line["id"]).collect();
    assert_eq!(ids, [&json!(id(12)), &json!(id(13)), &json!(id(11))]);
}

/// « No address configured: no mail, and `status` says so. »
#[test]
fn without_addresses_the_request_waits_and_status_says_so() {
    let place = Place::new();
    expect(&place, NEXT, &[(&new_prospect(1), "integrated"), (&request(2, 1), "integrated")]);
    let told: Vec<String> = place.mails().into_iter().map(|mail| mail.recipient).collect();
    assert_eq!(told, [REP], "the requester alone");
    assert!(place.words(0, &["status"]).contains("courriels_creation"));
    assert_eq!(place.json(&["creations", "list"]).1["creations"].as_array().map(Vec::len), Some(1));
}

/// « An author without an address sends from the service's »; nobody can tell him what came of it but his receipt.
#[test]
fn a_rep_without_an_address_asks_all_the_same() {
    let place = company();
    let by = |draft: Draft| draft.by("sanscode", OTHER_DEVICE);
    expect(&place, NEXT, &[(&by(new_prospect(1)), "integrated"), (&by(request(2, 1)), "integrated")]);
    let mails = place.mails();
    let told: Vec<(&str, &str)> =
        mails.iter().map(|mail| (mail.recipient.as_str(), mail.sender.as_str())).collect();
    assert_eq!(told, [(COMPTA, "∅"), (OTHER_COMPTA, "∅")]);
    assert_eq!(place.json(&["creations", "validate", &id(2).to_string(), "--by", "ccompta"]).0, 0);
    assert_eq!(place.mails().len(), 2);
    place.pass_at(NEXT);
    assert_eq!(place.receipts("sanscode", &by(request(2, 1)).name())[0]["state"], "validated");
}
