//! What most of these tests begin with: an installation that sends somewhere, and mails in its queue.

use serde_json::Value;

use super::super::support::Place;
use super::server::SmtpServer;

pub const SENDER: &str = "sender = \"Tournée <crm@pneus.example>\"\n";

/// An installation whose `[mail]` has these lines.
pub fn place_with(mail: &str) -> Place {
    let place = Place::new();
    configure(&place, mail);
    place
}

/// An installation that sends to a server, under an address of the house; `more` are further lines of `[mail]`.
pub fn place_sending_to(server: &SmtpServer, more: &str) -> Place {
    place_with(&server.mail_section(&format!("{SENDER}{more}")))
}

/// Replaces the lines of `[mail]`, whatever they were.
pub fn configure(place: &Place, mail: &str) {
    let path = place.path("automaton.toml");
    let text = std::fs::read_to_string(&path).expect("read");
    let (before, rest) = text.split_once("[mail]").expect("a section");
    let (_, after) = rest.split_once("\n[").expect("another section");
    std::fs::write(&path, format!("{before}[mail]\n{mail}\n\n[{after}")).expect("written");
}

pub fn message_id(number: u32) -> String {
    format!("<creation-request.019ab3c4-7d1e-7a52-9c1f-{number:012}.9d52bb5c5afe7ceb@pneus.example>")
}

/// A queued mail; the lower its number, the older it is.
pub fn queue(place: &Place, number: u32, recipient: &str, sender: Option<&str>) {
    let at = format!("2026-11-21 14:00:{number:02}");
    let sql = "INSERT INTO crm_courriel (message_id, destinataire, expediteur, objet, corps, cree_le, etat, essais, prochain_le)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'queued', 0, ?6)";
    let subject = format!("[Création Client] GARAGE N° {number} « été »");
    let body = format!("Bonjour,\n\n.\n..deux points\nMail numéro {number} : à vérifier\n> Œuvre");
    place
        .base()
        .execute(sql, rusqlite::params![message_id(number), recipient, sender, subject, body, at])
        .expect("queued");
}

/// Mails 1 to `count`, to the accountants.
pub fn queue_many(place: &Place, count: u32) {
    for number in 1..=count {
        queue(place, number, "compta@pneus.example", None);
    }
}

/// State, tries, next try, when it was sent, and the error of a mail.
pub fn row(place: &Place, number: u32) -> [String; 5] {
    let sql = format!(
        "SELECT etat, essais, prochain_le, envoye_le, erreur FROM crm_courriel WHERE message_id = '{}'",
        message_id(number)
    );
    place.query(&sql).remove(0).try_into().expect("five columns")
}

/// The states of mails 1 to `count`.
pub fn states(place: &Place, count: u32) -> Vec<String> {
    (1..=count).map(|number| row(place, number)[0].clone()).collect()
}

/// One round; asserts what it answers and that the exit code fits, and that the base remembers it. Answers why the server was away.
pub fn send(place: &Place, sent: u64, postponed: u64, failed: u64) -> Option<String> {
    send_at(place, super::super::support::NOW, sent, postponed, failed)
}

/// As [`send`], at an instant.
pub fn send_at(place: &Place, at: &str, sent: u64, postponed: u64, failed: u64) -> Option<String> {
    let (code, round) = place.json_at(at, &["mail", "send"]);
    let counts = ["sent", "postponed", "failed"].map(|key| round[key].as_u64().expect("a number"));
    assert_eq!(counts, [sent, postponed, failed], "{round}");
    assert_eq!(code, i32::from(failed > 0 || !round["away"].is_null()), "{round}");
    let note = place.query("SELECT valeur FROM crm_etat WHERE nom = 'mail'");
    let note: Value = serde_json::from_str(&note[0][0]).expect("JSON");
    let of_round = ["sent", "postponed", "failed", "away"].map(|key| (&note[key], &round[key]));
    assert!(of_round.iter().all(|(noted, said)| noted == said), "{note}");
    assert_eq!(note["away_since"].is_null(), round["away"].is_null(), "{note}");
    round["away"].as_str().map(str::to_owned)
}

/// As [`send`], of a server that is away; its words must hold this one, and no mail may have been touched.
pub fn is_away(place: &Place, word: &str) {
    let before = place.query("SELECT * FROM crm_courriel ORDER BY message_id");
    let words = send(place, 0, 0, 0).expect("away");
    assert!(words.contains(word), "{words}");
    assert_eq!(place.query("SELECT * FROM crm_courriel ORDER BY message_id"), before);
}
