//! Whose address stands where, from the file that a rep sent to the envelope that the server got.

use serde_json::json;

use super::super::support::{Place, complete_sheet, file_of, id};
use super::given::{configure, place_sending_to, send};
use super::server::{Plan, Received, SmtpServer};

/// A creation, which an accountant and its author are told of.
fn deliver_creation(place: &Place) {
    place.succeed(&["params", "set", "courriels_creation", "compta@pneus.example"]);
    let fields = json!({ "nom_client": "GARAGE NEUF", "tel_1": "02 99 12 34 56" });
    place.deliver_file(&file_of(1, "CP", json!({ "prospect": id(71), "fields": fields })));
    place.deliver_file(&file_of(
        2,
        "CC",
        json!({ "prospect": id(71), "fields": complete_sheet("GARAGE NEUF") }),
    ));
    assert_eq!(place.pass()["integrated"], 2);
}

fn to<'a>(received: &'a [Received], recipient: &str) -> &'a Received {
    received.iter().find(|mail| mail.to == [recipient]).expect("a mail to that recipient")
}

#[test]
fn a_rep_writes_under_his_own_name_and_bounces_come_to_the_service() {
    let server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, "");
    deliver_creation(&place);
    assert_eq!(send(&place, 2, 0, 0), None);
    let received = server.received();
    let request = to(&received, "compta@pneus.example");
    assert_eq!(request.author, "Jérôme Dupont <j.dupont@pneus.example>");
    assert_eq!(request.header("Reply-To"), None);
    assert_eq!(request.subject, "[Création Client] GARAGE NEUF");
    assert!(request.text.contains("en cliquant sur le lien suivant"), "{}", request.text);
    let acknowledgement = to(&received, "j.dupont@pneus.example");
    assert_eq!(acknowledgement.author, "Tournée <crm@pneus.example>");
    for mail in &received {
        assert_eq!(mail.from, "crm@pneus.example", "the envelope is never the person's");
        assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        assert_eq!(mail.header("Date").as_deref(), Some("Sat, 21 Nov 2026 15:00:00 +0000"));
        let message_id = mail.header("Message-ID").expect("one");
        assert!(message_id.ends_with("@pneus.example>"), "{message_id}");
    }
}

/// Nobody knows which of them it was.
#[test]
fn an_address_that_two_people_share_bears_no_name() {
    let insert = "INSERT INTO crm_utilisateur (dossier, utilisateur_windows, courriel, nom_affiche, admin, comptable, actif)
        VALUES (?1, ?1, 'J.Dupont@pneus.example', ?2, 0, 0, 1)";
    for (name, author) in [
        ("Jérôme Dupont", "Jérôme Dupont <j.dupont@pneus.example>"),
        ("Jeanne Dupont", "j.dupont@pneus.example"),
    ] {
        let server = SmtpServer::start(&Plan::default());
        let place = place_sending_to(&server, "");
        place.base().execute(insert, ["another", name]).expect("inserted");
        super::given::queue(&place, 1, "compta@pneus.example", Some("j.dupont@pneus.example"));
        assert_eq!(send(&place, 1, 0, 0), None);
        assert_eq!(server.received()[0].author, author);
    }
}

#[test]
fn where_no_server_vouches_for_a_persons_domain_he_gets_the_answers() {
    let server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(
        &server,
        "from_domains = [\"autre.example\"]\nenvelope_sender = \"retours@pneus.example\"\n",
    );
    deliver_creation(&place);
    assert_eq!(send(&place, 2, 0, 0), None);
    let received = server.received();
    let request = to(&received, "compta@pneus.example");
    assert_eq!(request.author, "Tournée <crm@pneus.example>");
    assert!(request.header("Reply-To").expect("one").ends_with("<j.dupont@pneus.example>"));
    assert!(received.iter().all(|mail| mail.from == "retours@pneus.example"));
}

#[test]
fn without_a_sender_the_service_has_an_address_all_the_same() {
    let server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, "");
    configure(&place, &server.mail_section(""));
    deliver_creation(&place);
    assert_eq!(send(&place, 2, 0, 0), None);
    let received = server.received();
    assert!(
        received.iter().all(|mail| mail.from == "tournee@localhost" && mail.author == "tournee@localhost")
    );
    let request = to(&received, "compta@pneus.example");
    assert!(request.header("Reply-To").expect("one").ends_with("<j.dupont@pneus.example>"));
}
