use std::collections::BTreeMap;

use chrono_tz::Europe::Paris;
use domain::{CustomerField as F, FieldValue};
use exchange_schema::{CustomerCreationPayload, Payload, Signature};
use rstest::rstest;
use serde_json::json;
use snapshot::read::{Code, Lists};

use super::{CreationReview, ask, review};
use crate::entries::{CreationDraft, Facts, ProspectFacts};
use crate::moment::Moment;
use crate::overlay::{CreationState, ProspectState};
use crate::testing::{at, card, prospect, text};

const IBAN: &str = "FR7630006000011234567890189";
const OTHER_IBAN: &str = "FR1420041010050500013M02606";
const BIC: &str = "AGRIFRPP836";
/// « LCR directe » with all that it asks for but the signature.
const BY_BILL: [(F, &str); 3] = [(F::PaymentMode, "LD"), (F::Iban, IBAN), (F::Bic, BIC)];
const COMPLETE: [(F, &str); 15] = [
    (F::Category, "PRO"),
    (F::SubCategory, "GAR"),
    (F::Address1, "1 rue du Port"),
    (F::Department, "53"),
    (F::DeliveryOffice, "000"),
    (F::Town, "LAVAL"),
    (F::Agency, "LAV"),
    (F::SalesRep, "R1"),
    (F::Country, "FR"),
    (F::Siret, "73282932000074"),
    (F::Periodicity, "M"),
    (F::SalesGrid, "STD"),
    (F::PaymentMode, "VI"),
    (F::PaymentDays, "30"),
    (F::InvoiceEditionType, "M"),
];

/// A prospect with a name, a telephone and a stage, in a company with four payment modes.
struct Scene {
    lists: Lists,
    state: ProspectState,
}

impl Scene {
    fn new() -> Self {
        let mut lists = Lists::default();
        for (name, value) in [
            ("categories_agriculteur", json!(["AGRI", "ELEV"])),
            ("modes_avec_signature", json!(["LD", "PR"])),
            ("creancier", json!("Bocage Pneus")),
        ] {
            lists.parameters.set(name, value).unwrap();
        }
        let code = |code: &str| Code { code: code.into(), label: code.into(), parent: None };
        lists.codes = BTreeMap::from([(F::PaymentMode, ["CH", "LD", "PR", "VI"].map(code).to_vec())]);
        let sheet = [(F::Name, "GARAGE DU PORT"), (F::Phone, "0199001234"), (F::Stage, "gagné")];
        Self { lists, state: ProspectState::of_base(&card(1, &sheet)) }
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            moment: Moment::new(at(0), Paris),
            lists: &self.lists,
            customer: None,
            prospect: Some(ProspectFacts { state: &self.state, base: None, layer: None }),
            became: None,
        }
    }

    fn review(&self, draft: &CreationDraft) -> CreationReview {
        review(draft, &self.facts())
    }

    /// The problems as "field code"; what the form shows is what hinders the file.
    fn problems(&self, draft: &CreationDraft) -> Vec<String> {
        let problems = self.review(draft).problems;
        assert_eq!(ask(draft, &self.facts()).err().unwrap_or_default(), problems, "one judgement for both");
        let said = problems.iter().map(|it| format!("{} {}", it.field.as_deref().unwrap_or("-"), it.code));
        said.collect()
    }

    fn sent(&self, draft: &CreationDraft) -> (CustomerCreationPayload, Option<Box<Signature>>) {
        let Payload::Cc(payload, signature) = ask(draft, &self.facts()).unwrap() else { panic!("a CC") };
        (payload, signature)
    }

    /// Signed as it is shown.
    fn signed(&self, draft: CreationDraft) -> CreationDraft {
        let text = self.review(&draft).authorisation.unwrap();
        CreationDraft { signature: Some(signature(&text)), ..draft }
    }
}

fn signature(text: &str) -> Signature {
    let signature = json!({
        "svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "signer": "Luc Petit", "place": "Laval",
        "signed_at": "2026-11-21T08:00:00Z", "text": text
    });
    serde_json::from_value(signature).unwrap()
}

/// Complete, with these changes.
fn draft(changes: &[(F, &str)]) -> CreationDraft {
    let fields = COMPLETE.iter().chain(changes).map(|(field, typed)| (*field, (*typed).to_owned()));
    CreationDraft { prospect: prospect(1), fields: fields.collect(), comment: String::new(), signature: None }
}

fn by_bill() -> CreationDraft {
    draft(&BY_BILL)
}

/// The same, but for these fields.
fn with(mut draft: CreationDraft, changes: &[(F, &str)]) -> CreationDraft {
    draft.fields.extend(changes.iter().map(|(field, typed)| (*field, (*typed).to_owned())));
    draft
}

#[test]
fn a_complete_sheet_is_sent_without_what_is_no_field_of_a_customer() {
    let scene = Scene::new();
    let draft = draft(&[(F::LostReason, "prix")]);
    assert_eq!(scene.problems(&draft), [""; 0]);
    let (payload, signature) = scene.sent(&draft);
    let names: Vec<&str> = payload.fields.iter().map(|(field, _)| F::from(field).column()).collect();
    assert_eq!(names.len(), COMPLETE.len() + 2, "name and telephone of the sheet, no stage: {names:?}");
    assert!(signature.is_none() && payload.comment.is_none());
    let review = scene.review(&draft);
    assert_eq!((review.required.len(), review.bank_details, review.authorisation), (17, false, None));
}

#[rstest]
#[case::missing(&[(F::Town, " ")], &["ville_fac missing"])]
#[case::too_long(&[(F::Town, "123456789012345678901234567890123456")], &["ville_fac text-too-long"])]
#[case::no_number(&[(F::PaymentDays, "fin de mois")], &["nb_jour_1 bad-value"])]
#[case::siret(&[(F::Siret, "73282932000075")], &["contact_divers_2 bad-value"])]
#[case::phone(&[(F::Phone, "12")], &["tel_1 bad-value"])]
#[case::postal_code(&[(F::DeliveryOffice, "00")], &["bur_dis_fac bad-value"])]
#[case::not_a_farmer(&[(F::PaymentMode, "CH")], &["c_mod_rgl_1 farmers-only"])]
#[case::unsigned(&BY_BILL, &["signature no-signature"])]
#[case::no_bank(&[(F::PaymentMode, "LD")], &["bic missing", "iban missing", "signature no-signature"])]
#[case::two_countries(&[(F::PaymentMode, "LD"), (F::Iban, IBAN), (F::Bic, "GEBABEBB")], &["iban bic-iban-disagree", "signature no-signature"])]
fn each_problem_has_its_field_and_code(#[case] changes: &[(F, &str)], #[case] expected: &[&str]) {
    assert_eq!(Scene::new().problems(&draft(changes)), expected);
}

#[test]
fn everything_is_told_at_once_in_the_annexs_order() {
    let draft = CreationDraft {
        comment: "\u{7}".into(),
        ..draft(&[
            (F::Iban, "FR7630006000011234567890188"),
            (F::PaymentMode, "LD"),
            (F::Name, ""),
            (F::Phone, "12"),
            (F::PaymentDays, "x"),
        ])
    };
    assert_eq!(
        Scene::new().problems(&draft),
        [
            "nom_client missing",
            "tel_1 bad-value",
            "nb_jour_1 bad-value",
            "bic missing",
            "iban bad-value",
            "signature no-signature",
            "comment bad-value",
        ]
    );
}

#[test]
fn an_iban_that_cannot_be_read_is_wrong_and_not_missing() {
    let scene = Scene::new();
    let wrong = with(by_bill(), &[(F::Iban, "FR7630006000011234567890188")]);
    assert_eq!(scene.problems(&wrong), ["iban bad-value", "signature no-signature"]);
    // No account is shown for one that cannot be right, and none that stood there before.
    let authorisation = scene.review(&wrong).authorisation.unwrap();
    assert!(authorisation.contains("IBAN : ……\nBIC : AGRIFRPP836"), "{authorisation}");
    let mut before = Scene::new();
    before.state.sheet.insert(F::Iban, text(OTHER_IBAN));
    assert_eq!(before.problems(&wrong), ["iban bad-value", "signature no-signature"]);
}

#[test]
fn the_mode_of_farmers_is_offered_to_farmers_and_settles_its_term() {
    let scene = Scene::new();
    let modes = |changes: &[(F, &str)]| scene.review(&draft(changes)).modes.join(" ");
    assert_eq!(modes(&[]), "LD PR VI");
    assert_eq!(modes(&[(F::Category, "AGRI")]), "CH LD PR VI");
    assert_eq!(modes(&[(F::SubCategory, "ELEV")]), "CH LD PR VI");
    assert_eq!(modes(&[(F::Category, "")]), "LD PR VI");
    assert_eq!(scene.review(&draft(&[])).locked, BTreeMap::new());
    // Whatever stood there: « l'échéance est bloquée ».
    let by_cheque = [(F::Category, "AGRI"), (F::PaymentMode, "CH")];
    for typed in ["30", "fin de mois", ""] {
        let draft = with(draft(&by_cheque), &[(F::PaymentDays, typed), (F::DueDay, "10")]);
        let review = scene.review(&draft);
        assert_eq!(
            review.locked,
            BTreeMap::from([(F::PaymentDays, "20".to_owned()), (F::DueDay, String::new())])
        );
        assert_eq!(scene.problems(&draft), [""; 0], "{typed:?}");
        let fields: BTreeMap<F, FieldValue> =
            scene.sent(&draft).0.fields.iter().map(|(field, value)| (field.into(), value.clone())).collect();
        assert_eq!(fields.get(&F::PaymentDays), Some(&FieldValue::Integer(20)));
        assert_eq!(fields.get(&F::DueDay), None);
    }
}

#[test]
fn a_direct_bill_is_signed_under_its_own_text_and_a_mandate_under_the_other() {
    let scene = Scene::new();
    let review = scene.review(&by_bill());
    assert!(review.bank_details && review.required.contains(&F::Iban) && review.required.contains(&F::Bic));
    let lcr = review.authorisation.unwrap();
    for words in [
        "GARAGE DU PORT autorise Bocage Pneus",
        "lettres de change",
        "FR76 3000 6000 0112 3456 7890 189",
        "BIC : AGRIFRPP836",
    ] {
        assert!(lcr.contains(words), "{words} in {lcr}");
    }
    let mandate = scene.review(&with(by_bill(), &[(F::PaymentMode, "PR")])).authorisation.unwrap();
    assert!(mandate.starts_with("En signant ce mandat, GARAGE DU PORT"), "{mandate}");
    // What is not known yet is seen to be missing.
    let empty = scene.review(&draft(&[(F::PaymentMode, "LD"), (F::Name, "")])).authorisation.unwrap();
    assert!(empty.starts_with("…… autorise") && empty.contains("IBAN : ……\nBIC : ……"), "{empty}");
    let signed = scene.signed(by_bill());
    assert_eq!(scene.problems(&signed), [""; 0]);
    let sent = scene.sent(&signed).1.unwrap();
    assert_eq!((sent.text.as_str(), sent.signer.as_str()), (lcr.as_str(), "Luc Petit"));
}

#[rstest]
#[case::nothing(&[], true)]
#[case::no_matter(&[(F::Address1, "2 rue du Port"), (F::Phone, "0199005678")], true)]
#[case::spelled_otherwise(&[(F::Iban, "fr76 3000 6000 0112 3456 7890 189")], true)]
#[case::name(&[(F::Name, "GARAGE DU QUAI")], false)]
#[case::shorter_name(&[(F::Name, "GARAGE")], false)]
#[case::iban(&[(F::Iban, OTHER_IBAN)], false)]
#[case::bic(&[(F::Bic, "BNPAFRPP")], false)]
#[case::other_mode_that_is_signed(&[(F::PaymentMode, "PR")], false)]
fn a_signature_stands_for_the_name_and_the_account_that_it_was_given_for(
    #[case] changes: &[(F, &str)],
    #[case] stands: bool,
) {
    let scene = Scene::new();
    let changed = with(scene.signed(by_bill()), changes);
    let expected: &[&str] = if stands { &[] } else { &["signature signature-stale"] };
    assert_eq!(scene.problems(&changed), expected);
}

#[test]
fn a_template_that_was_changed_meanwhile_changes_nothing_signed() {
    let mut scene = Scene::new();
    let signed = scene.signed(by_bill());
    let texts = json!({ "lcr": "Je soussigné, {nom_client}, {iban}, {creancier}.", "sepa": "Mandat de {nom_client}" });
    scene.lists.parameters.set("texte_autorisation", texts).unwrap();
    assert_ne!(scene.review(&signed).authorisation.unwrap(), signed.signature.clone().unwrap().text.as_str());
    assert_eq!(scene.problems(&signed), [""; 0]);
    for changes in [(F::Name, "GARAGE DU QUAI"), (F::Iban, OTHER_IBAN)] {
        assert_eq!(scene.problems(&with(signed.clone(), &[changes])), ["signature signature-stale"]);
    }
}

#[test]
fn a_mode_without_a_signature_leaves_none_in_the_file() {
    let scene = Scene::new();
    let changed = with(scene.signed(by_bill()), &[(F::PaymentMode, "VI"), (F::Name, "GARAGE DU QUAI")]);
    assert_eq!(scene.problems(&changed), [""; 0]);
    let (payload, signature) = scene.sent(&changed);
    assert!(signature.is_none());
    assert!(payload.fields.iter().any(|(field, _)| F::from(field) == F::Iban), "an account may be known");
}

#[test]
fn masked_bank_details_are_those_of_the_sheet() {
    let mut scene = Scene::new();
    scene.state.sheet.extend([(F::Iban, text(IBAN)), (F::Bic, text(BIC))]);
    let masked = draft(&[(F::PaymentMode, "LD"), (F::Iban, "••••0189"), (F::Bic, "••••P836")]);
    assert_eq!(scene.problems(&masked), ["signature no-signature"]);
    let (payload, _) = scene.sent(&scene.signed(masked));
    let iban = payload.fields.iter().find(|(field, _)| F::from(*field) == F::Iban).map(|(_, value)| value);
    assert_eq!(iban, Some(&text(IBAN)));
}

#[test]
fn a_comment_is_sent_or_told_to_be_wrong() {
    let scene = Scene::new();
    let said = |comment: &str| CreationDraft { comment: comment.into(), ..draft(&[]) };
    let sent = |comment: &str| scene.sent(&said(comment)).0.comment.map(|it| it.as_str().to_owned());
    assert_eq!(sent(" \n "), None);
    assert_eq!(sent(" à voir \n"), Some("à voir".to_owned()));
    assert_eq!(scene.problems(&said("a\u{7}b")), ["comment bad-value"]);
    assert_eq!(scene.problems(&said(&"x".repeat(100_000))), ["comment bad-value"]);
}

#[test]
fn only_ones_own_prospect_that_waits_for_nobody_can_be_asked_for() {
    let mut scene = Scene::new();
    let only = |scene: &Scene| {
        let review = scene.review(&draft(&[]));
        assert_eq!(CreationReview { problems: Vec::new(), ..review }, CreationReview::default());
        scene.problems(&draft(&[])).join(", ")
    };
    scene.state.creation = Some(CreationState::Asked { by: "jdupont".into(), at: at(0) });
    assert_eq!(only(&scene), "prospect creation-pending");
    scene.state.creation = Some(CreationState::Validated { customer: None });
    assert_eq!(only(&scene), "prospect creation-pending");
    scene.state.creation = Some(CreationState::Refused { message: None });
    assert_eq!(scene.problems(&draft(&[])), [""; 0]);
    scene.state.conversion = Some((at(0), "C9".into()));
    assert_eq!(only(&scene), "prospect prospect-converted");
    scene.state.own = false;
    assert_eq!(only(&scene), "prospect not-owner");
}
