//! Whatever people type, a mail keeps its shape.

use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::sample::select;

use super::*;

const ID: Uuid = Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_2f6d_3a1b_0c4d);

/// What turns one line into two, or looks as if the program had said it.
const LURES: &[&str] = &[
    "\n",
    "\r",
    "\r\n",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{0}",
    "\u{202e}",
    "\u{200b}",
    " - Champ ",
    "\n - Champ x : « a » remplacé par « b »",
    "\nCommentaire :\n",
    "\n\n",
    "> ",
    "Objet : ",
    "Bcc: x@example.fr",
    "{{ user }}",
    "{% endfor %}",
    "{#",
    "é",
    "\u{1f69c}",
    "<b>",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        select(LURES).prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        Just("Martin ".to_owned()),
        Just("long".repeat(60)),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn change() -> impl Strategy<Value = Change> {
    (text(), text(), text()).prop_map(|(label, from, to)| Change { label, from, to })
}

fn recipients() -> Vec<EmailAddress> {
    vec!["compta@example.fr".parse().expect("an address")]
}

fn addressing<'a>(recipients: &'a [EmailAddress], anything: &'a str) -> Addressing<'a> {
    Addressing { id: ID, recipients, sender: Some(anything), domain: anything }
}

/// What holds for every mail.
fn check(mail: &Mail) {
    let Mail { message_id, sender, subject, body, .. } = mail;
    let subject = subject.as_str();
    assert!(
        !subject.chars().any(|c| c.is_control() || matches!(c, '\u{202e}' | '\u{200b}' | '\u{2028}')),
        "{subject:?}"
    );
    assert!(subject.encode_utf16().count() <= OneLine::MAX_LEN, "{subject:?}");
    assert!(message_id.starts_with('<') && message_id.ends_with('>') && message_id.len() <= 255);
    assert!(message_id.bytes().all(|byte| byte.is_ascii_graphic()), "{message_id:?}");
    assert!(sender.as_ref().is_none_or(|sender| sender.parse::<EmailAddress>().is_ok()), "{sender:?}");
    let strange = |c: char| {
        c != '\n' && (c.is_control() || matches!(c, '\u{202e}' | '\u{200b}' | '\u{2028}' | '\u{2029}'))
    };
    assert!(!body.contains(strange), "{body:?}");
}

/// The lines, those of a quotation as one: nobody but the program decides how many there are besides.
fn shape(body: &str) -> Vec<&str> {
    let quoted = |(number, line)| if number > 0 && str::starts_with(line, '>') { ">" } else { line };
    let mut lines: Vec<&str> = body.lines().enumerate().map(quoted).collect();
    lines.dedup_by(|one, other| one == other && *one == ">");
    lines
}

proptest! {
    #[test]
    fn a_modification_request_keeps_its_shape(
        user in text(),
        code in text(),
        name in text(),
        changes in proptest::collection::vec(change(), 0..5),
        comment in text(),
    ) {
        let recipients = recipients();
        let mails = modification_request(ModificationRequest {
            addressing: addressing(&recipients, &user),
            user: &user,
            customer_code: &code,
            customer_name: &name,
            changes: &changes,
            comment: &comment,
        })
        .expect("mails");
        check(&mails[0]);
        assert!(mails[0].subject.as_str().starts_with("[Modification Client]"));
        let lines = shape(&mails[0].body);
        assert!(lines[0].ends_with(", il rapporte les changements suivants :"));
        let (listed, rest) = lines[1..].split_at(changes.len().max(1));
        assert_eq!(lines.iter().filter(|line| line.starts_with(" - Champ")).count(), changes.len());
        assert!(listed.iter().all(|line| line.starts_with(" - ")), "{listed:?}");
        assert!(rest.is_empty() || rest == ["", "Commentaire :", ">"], "{rest:?}");
    }

    #[test]
    fn the_creation_s_mails_keep_their_shape(name in text(), other in text()) {
        let recipients = recipients();
        let addressing = addressing(&recipients, &other);
        let request = creation_request(CreationRequest { addressing, customer_name: &name, public_url: &other });
        let received = creation_acknowledgement(CreationAcknowledgement { addressing, customer_name: &name });
        let validated =
            creation_validated(CreationValidated { addressing, customer_code: &other, customer_name: &name });
        let refused = creation_refused(CreationRefused {
            addressing,
            customer_name: &name,
            refused_by: Some(&other),
            words: &other,
        });
        for (mails, lines) in [(request, 2), (received, 1), (validated, 1)] {
            let mails = mails.expect("mails");
            check(&mails[0]);
            assert!(mails[0].subject.as_str().starts_with("[Création Client]"));
            assert_eq!(mails[0].body.lines().count(), lines, "{}", mails[0].body);
        }
        let refused = refused.expect("mails");
        check(&refused[0]);
        let lines = shape(&refused[0].body);
        match lines[1..] {
            ["", "Motif du refus\u{a0}:", ">", "", last] => assert!(last.starts_with("Pour corriger")),
            ["", none, "", last] => assert!(none.starts_with("Aucun") && last.starts_with("Pour corriger")),
            ref other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_digest_keeps_its_shape(rows in proptest::collection::vec((text(), text(), text()), 1..5)) {
        let recipients = recipients();
        let total = rows.len();
        let refusals = rows.into_iter().map(|(name, folder, detail)| Refusal {
            name,
            user_folder: Some(folder),
            reason: detail.clone(),
            detail,
            refused_at: chrono::DateTime::UNIX_EPOCH,
        });
        let mails = refusal_digest(RefusalDigest {
            addressing: addressing(&recipients, "-"),
            refusals,
            total: total as u64,
            timezone: chrono_tz::Europe::Paris,
        })
        .expect("mails");
        check(&mails[0]);
        let lines = shape(&mails[0].body);
        assert_eq!(lines.len(), 1 + total + 2 + 4, "{lines:?}");
        assert_eq!(lines.iter().filter(|line| line.starts_with(" - ")).count(), total + 4, "{lines:?}");
    }

    #[test]
    fn a_message_id_is_a_word(sender in text()) {
        let id = message_id(Purpose::RefusalDigest, ID, &recipients()[0], &mail_domain(Some(&sender)));
        assert!(id.bytes().all(|byte| byte.is_ascii_graphic()), "{id:?}");
        assert_eq!(id.matches('@').count(), 1);
    }
}
