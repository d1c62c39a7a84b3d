//! Mails as their readers get them, and what no row can do to them.

use insta::assert_snapshot;

use super::*;

fn house(lines: &str) -> House {
    let config: MailConfig = toml::from_str(lines).expect("a configuration");
    House::of(&config).expect("addresses")
}

fn content() -> Content<'static> {
    Content {
        message_id: "<creation-request.019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.9d52bb5c5afe7ceb@pneus.example>",
        recipient: "compta@pneus.example",
        person: Some("j.dupont@pneus.example"),
        person_name: Some("Jérôme Dupont"),
        subject: "[Création Client] GARAGE DU HAUT-BOURG, réparations et pneumatiques agricoles de la vallée",
        body: "Un nouveau client est en attente de validation, accédez à sa fiche en cliquant sur le lien suivant :\n\
            https://crm.pneus.example/creations/019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d\n\n.\nFin",
        at: "2026-11-21T15:00:00".parse().expect("an instant"),
    }
}

/// The bytes as a text. A line that does not end with CRLF would show.
fn raw(letter: &Letter) -> String {
    let text = String::from_utf8(letter.bytes.clone()).expect("UTF-8");
    assert!(text.is_ascii(), "{text}");
    text.replace("\r\n", "\n").replace('\r', "<CR>")
}

const SERVICE: &str = "sender = \"Tournée <crm@pneus.example>\"";

#[test]
fn a_mail_from_a_person_of_the_house() {
    let letter = letter(&house(SERVICE), &content()).expect("a mail");
    assert_eq!(letter.file_name, "20261121T150000Z_creation-request_09a41a763965feda.eml");
    assert_snapshot!(raw(&letter));
}

#[test]
fn a_mail_from_a_person_of_another_domain() {
    let content = Content { person: Some("j.dupont@gmail.example"), ..content() };
    let letter = letter(&house(SERVICE), &content).expect("a mail");
    assert_eq!(letter.envelope_sender.to_string(), "crm@pneus.example");
    assert_snapshot!(raw(&letter));
}

#[test]
fn a_mail_from_the_service_that_nobody_named() {
    let content = Content { person: None, person_name: None, subject: "Essai", body: "", ..content() };
    assert_snapshot!(raw(&letter(&house(""), &content).expect("a mail")));
}

/// Lines of From, Reply-To and the envelope's sender.
fn addressed(house: &House, person: Option<&str>, name: Option<&str>) -> [Option<String>; 3] {
    let content = Content { person, person_name: name, ..content() };
    let letter = letter(house, &content).expect("a mail");
    let raw = raw(&letter);
    let header = |name: &str| raw.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
    [header("From: "), header("Reply-To: "), Some(letter.envelope_sender.to_string())]
}

#[test]
fn a_person_stands_in_from_where_the_domain_is_the_houses() {
    let many = "sender = \"crm@pneus.example\"\nfrom_domains = [\"Pneus.example\", \"agri.example\"]\n\
        envelope_sender = \"retours@pneus.example\"";
    let none = "sender = \"crm@pneus.example\"\nfrom_domains = []";
    let crm = "crm@pneus.example";
    for (lines, person, from, reply_to, envelope) in [
        (many, Some("a@pneus.example"), "a@pneus.example", None, "retours@pneus.example"),
        (many, Some("a@AGRI.example"), "a@AGRI.example", None, "retours@pneus.example"),
        (many, Some("a@x.pneus.example"), crm, Some("a@x.pneus.example"), "retours@pneus.example"),
        (none, Some("a@pneus.example"), crm, Some("a@pneus.example"), crm),
        (many, None, crm, None, "retours@pneus.example"),
        (many, Some("a@pneus.example\r\nBcc: x@y.example"), crm, None, "retours@pneus.example"),
        ("", Some("a@localhost"), "tournee@localhost", Some("a@localhost"), "tournee@localhost"),
    ] {
        let expected = [Some(from), reply_to, Some(envelope)].map(|text| text.map(str::to_owned));
        assert_eq!(addressed(&house(lines), person, None), expected, "{lines} {person:?}");
    }
}

#[test]
fn nothing_that_a_row_holds_breaks_the_header() {
    let bcc = "x\r\nBcc: tous@example.fr";
    let content = Content { person_name: Some(bcc), subject: bcc, body: "\u{0}\rBcc: x\n.\n", ..content() };
    let raw = raw(&letter(&house(SERVICE), &content).expect("a mail"));
    let (head, _) = raw.split_once("\n\n").expect("a header");
    assert!(!head.contains("\nBcc") && !raw.contains("<CR>"), "{raw}");
}

#[test]
fn what_can_be_no_mail_is_told() {
    let year = |year: i32| content().at.with_year(year).expect("a year");
    for (content, words) in [
        (Content { recipient: "compta", ..content() }, "compta"),
        (Content { recipient: "a@b.fr\r\nRCPT TO:<x@y.fr>", ..content() }, "address"),
        (Content { message_id: "a@b", ..content() }, "Message-ID"),
        (Content { message_id: "<a@b>\r\nBcc: <x@y>", ..content() }, "Message-ID"),
        (Content { message_id: "<@b>", ..content() }, "Message-ID"),
        (Content { at: year(1969), ..content() }, "1969"),
        (Content { at: year(10_000), ..content() }, "10000"),
    ] {
        let problem = letter(&house(SERVICE), &content).expect_err(words);
        assert!(problem.contains(words), "{problem}");
    }
}

#[test]
fn files_of_two_mails_have_two_names() {
    let at = content().at;
    let names = ["<a@b>", "<a@c>", "<a.b@c>", "<../..@x>"].map(|id| file_name(id, at));
    let distinct: std::collections::HashSet<&String> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "{names:?}");
    assert!(names.iter().all(|name| !name.contains('/') && !name.contains("..")), "{names:?}");
}
