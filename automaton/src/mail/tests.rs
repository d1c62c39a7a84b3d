//! Each mail as its reader gets it.

use insta::assert_snapshot;

use super::*;

const ID: Uuid = Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_2f6d_3a1b_0c4d);
const AUTHOR: &str = "j.dupont@example.fr";

fn addresses(texts: &[&str]) -> Vec<EmailAddress> {
    texts.iter().map(|text| text.parse().expect("an address")).collect()
}

fn addressing<'a>(recipients: &'a [EmailAddress], sender: Option<&'a str>) -> Addressing<'a> {
    Addressing { id: ID, recipients, sender, domain: "example.fr" }
}

/// The mail as a file, more or less.
fn shown(mails: Result<Vec<Mail>, TemplateError>) -> String {
    let shown = mails.expect("mails").into_iter().map(|mail| {
        let sender = mail.sender.as_deref().unwrap_or("-");
        let Mail { message_id, recipient, subject, body, .. } = &mail;
        format!("Message-ID: {message_id}\nDe : {sender}\nÀ : {recipient}\nObjet : {subject}\n\n{body}")
    });
    shown.collect::<Vec<_>>().join("\n=====\n")
}

fn change(label: &str, from: &str, to: &str) -> Change {
    Change { label: label.to_owned(), from: from.to_owned(), to: to.to_owned() }
}

fn modification(changes: &[Change], comment: &str) -> String {
    let recipients = addresses(&["compta@example.fr"]);
    shown(modification_request(ModificationRequest {
        addressing: addressing(&recipients, Some(AUTHOR)),
        user: "Jean Dupont",
        customer_code: "C0012",
        customer_name: "GARAGE MARTIN",
        changes,
        comment,
    }))
}

#[test]
fn a_modification_request() {
    let changes = [
        change("Téléphone 1", "02 43 00 00 01", "02 43 00 00 02"),
        change("Télécopie", "02 43 00 00 03", ""),
        change("Courriel", "", "contact@martin.example"),
        change("IBAN", "…0185", "…4321"),
    ];
    assert_snapshot!(modification(&changes, "Changement d'opérateur.\r\n\r\n - Champ SIRET : à vérifier"));
}

#[test]
fn a_modification_request_without_a_comment() {
    assert_snapshot!(modification(&[change("Ville", "Laval", "Changé")], ""));
}

#[test]
fn a_modification_request_in_words_only() {
    assert_snapshot!(modification(&[], "Le gérant part à la retraite, son fils reprend le garage."));
}

#[test]
fn a_modification_request_that_would_be_more() {
    let recipients = addresses(&["compta@example.fr", "Compta@Example.fr", "direction@example.fr"]);
    let lie = "x »\n - Champ IBAN : « a » remplacé par « b »\r\nBcc: tous@example.fr";
    assert_snapshot!(shown(modification_request(ModificationRequest {
        addressing: addressing(&recipients, Some("j.dupont@example.fr\r\nBcc: tous@example.fr")),
        user: "Jean\u{202e}\nDupont",
        customer_code: "C0012",
        customer_name: lie,
        changes: &[change(lie, lie, "{{ user }} {% for %}")],
        comment: "ok\n\n - Champ IBAN : « a » remplacé par « b »\n\u{202e}Commentaire :\u{2028}signé la direction",
    })));
}

#[test]
fn a_customer_without_a_name() {
    let recipients = addresses(&["compta@example.fr"]);
    let mails = modification_request(ModificationRequest {
        addressing: addressing(&recipients, None),
        user: "Jean Dupont",
        customer_code: "C0012",
        customer_name: " ",
        changes: &[],
        comment: "?",
    })
    .unwrap();
    assert_eq!(mails[0].subject.as_str(), "[Modification Client] C0012");
    assert!(mails[0].body.starts_with("Jean Dupont a demandé la modification du client C0012, il rapporte"));
}

#[test]
fn a_creation_request() {
    let recipients = addresses(&["compta@example.fr", "compta2@example.fr"]);
    let request = |public_url| {
        shown(creation_request(CreationRequest {
            addressing: addressing(&recipients, Some(AUTHOR)),
            customer_name: "GARAGE MARTIN",
            public_url,
        }))
    };
    assert_snapshot!(request("https://crm.example.fr"));
    assert_eq!(request("https://crm.example.fr/"), request("https://crm.example.fr"));
    assert_eq!(request(" https://crm.example.fr// "), request("https://crm.example.fr"));
}

#[test]
fn a_creation_is_acknowledged() {
    let recipients = addresses(&[AUTHOR]);
    assert_snapshot!(shown(creation_acknowledgement(CreationAcknowledgement {
        addressing: addressing(&recipients, None),
        customer_name: "GARAGE MARTIN",
    })));
}

#[test]
fn a_creation_is_validated() {
    let recipients = addresses(&[AUTHOR]);
    assert_snapshot!(shown(creation_validated(CreationValidated {
        addressing: addressing(&recipients, Some("compta@example.fr")),
        customer_code: "C0999",
        customer_name: "GARAGE MARTIN",
    })));
}

fn refused(refused_by: Option<&str>, words: &str) -> String {
    let recipients = addresses(&[AUTHOR]);
    shown(creation_refused(CreationRefused {
        addressing: addressing(&recipients, Some("compta@example.fr")),
        customer_name: "GARAGE MARTIN",
        refused_by,
        words,
    }))
}

#[test]
fn a_creation_is_refused() {
    assert_snapshot!(refused(
        Some("Claire Petit"),
        "Le SIRET est celui d'un autre client.\nVoir avec l'agence."
    ));
}

#[test]
fn a_creation_is_refused_without_a_word() {
    assert_snapshot!(refused(None, " \n"));
    assert_eq!(refused(Some(" "), ""), refused(None, ""));
}

#[test]
fn the_program_s_own_quotes_hold_no_break_spaces() {
    assert!(refused(None, "").contains("«\u{a0}Corriger et redemander\u{a0}»"));
}

fn refusal(number: u32) -> Refusal {
    Refusal {
        name: format!("VC_20261121T143502Z_jdupont_019ab3c4-7d1e-7a52-9c1f-{number:012x}.json"),
        user_folder: Some("jdupont".to_owned()),
        reason: "unknown-customer".to_owned(),
        detail: "C0404".to_owned(),
        refused_at: "2026-11-21T14:40:00Z".parse().expect("an instant"),
    }
}

fn digest_of(refusals: impl IntoIterator<Item = Refusal>, total: u64) -> Vec<Mail> {
    let recipients = addresses(&["exploitation@example.fr"]);
    refusal_digest(RefusalDigest {
        addressing: addressing(&recipients, None),
        refusals,
        total,
        timezone: chrono_tz::Europe::Paris,
    })
    .expect("mails")
}

#[test]
fn a_digest() {
    let summer = "2026-07-01T23:30:00Z".parse().expect("an instant");
    let refusals = [
        refusal(1),
        Refusal { reason: "not-owner".to_owned(), detail: String::new(), refused_at: summer, ..refusal(2) },
        Refusal {
            name: "notes\n de\trevoir.txt".to_owned(),
            user_folder: None,
            reason: "outside-user-folder".to_owned(),
            detail: String::new(),
            ..refusal(3)
        },
        Refusal { reason: "moon-phase".to_owned(), detail: "d".repeat(300), ..refusal(4) },
    ];
    assert_snapshot!(shown(Ok(digest_of(refusals, 4))));
}

#[test]
fn a_digest_of_one() {
    assert_snapshot!(shown(Ok(digest_of([refusal(1)], 1))));
}

#[test]
fn a_digest_of_very_many() {
    let taken = std::cell::Cell::new(0);
    let mails = digest_of((0..100_000).map(refusal).inspect(|_| taken.set(taken.get() + 1)), 100_000);
    assert_eq!(taken.get(), 200, "the caller's rows are read as far as they are listed");
    assert_eq!(mails[0].subject.as_str(), "[Tournée] 100000 fichiers refusés");
    assert_eq!(mails[0].body.matches("\n - VC_").count(), 200);
    assert!(mails[0].body.contains("\n… et 99800 autres\n"));
    assert!(digest_of((0..200).map(refusal), 201)[0].body.contains("\n… et 1 autre\n"));
    assert!(!digest_of((0..200).map(refusal), 200)[0].body.contains('…'));
}

#[test]
fn a_digest_of_nothing_is_no_mail() {
    assert_eq!(digest_of([], 0), []);
}

fn alert_of(what: Standstill, words: &str) -> String {
    let recipients = addresses(&["exploitation@example.fr"]);
    shown(alert(Alert {
        addressing: addressing(&recipients, None),
        what,
        since: "2026-11-21T14:40:30Z".parse().expect("an instant"),
        words,
        timezone: chrono_tz::Europe::Paris,
    }))
}

fn all_clear_of(what: Standstill) -> String {
    let recipients = addresses(&["exploitation@example.fr"]);
    shown(all_clear(AllClear {
        addressing: addressing(&recipients, None),
        what,
        since: "2026-11-21T14:40:30Z".parse().expect("an instant"),
        until: "2026-11-21T16:52:10Z".parse().expect("an instant"),
        timezone: chrono_tz::Europe::Paris,
    }))
}

#[test]
fn the_integration_stands_still_and_works_again() {
    let words = "the base is out of reach: database is locked\n\nQue faire :\u{202e}\r\n - tout effacer";
    assert_snapshot!("integration_alert", alert_of(Standstill::Integration, words));
    assert_snapshot!("integration_all_clear", all_clear_of(Standstill::Integration));
}

#[test]
fn the_bases_stand_still_and_are_renewed() {
    assert_snapshot!("bases_alert", alert_of(Standstill::Bases, "No space left on device (os error 28)"));
    assert_snapshot!("bases_all_clear", all_clear_of(Standstill::Bases));
}

#[test]
fn archiving_stands_still_and_works_again() {
    assert_snapshot!("archiving_alert", alert_of(Standstill::Archiving, " "));
    assert_snapshot!("archiving_all_clear", all_clear_of(Standstill::Archiving));
}

#[test]
fn no_recipient_no_mail() {
    let nobody = addressing(&[], None);
    let request = CreationAcknowledgement { addressing: nobody, customer_name: "GARAGE MARTIN" };
    assert_eq!(creation_acknowledgement(request).unwrap(), []);
}
