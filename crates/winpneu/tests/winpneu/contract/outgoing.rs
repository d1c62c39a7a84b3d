//! What goes out to people: modification requests for the accountants, and the mail outbox.

use winpneu::change_requests::{self, NewChangeRequest};
use winpneu::mails::{self, NewMail};
use winpneu::{Connection, Error, Statements};

use super::Open;
use super::given::{code, minutes_later, rows, sql, texts, within};
use crate::embedded::now;

fn request() -> NewChangeRequest {
    NewChangeRequest {
        customer: code("C01846"),
        changes: r#"[{"field":"iban","from":null,"to":"FR7630006000011234567890189"}]"#.to_owned(),
        comment: Some("Nouvelle banque → voir Mme Łuczak\n🚜".to_owned()),
        asked_by: "jdupont".to_owned(),
        asked_at: minutes_later(-60),
    }
}

pub async fn a_modification_request_is_kept_whole(open: Open) {
    let mut base = open().await;
    let in_words_only = NewChangeRequest { changes: "[]".to_owned(), ..request() };
    let without_words = NewChangeRequest { comment: None, ..request() };
    for (file, request) in [("a", &in_words_only), ("b", &without_words)] {
        within(&mut base, async |tx| change_requests::insert(tx, request, file).await)
            .await
            .expect("inserted");
    }
    let again = within(&mut base, async |tx| change_requests::insert(tx, &request(), "a").await).await;
    assert!(matches!(again, Err(Error::Duplicate { .. })), "{again:?}");
    let select = "SELECT crm_fichier, c_client, changements, commentaire, demande_par, etat, decide_par, motif, demande_le,
        decide_le FROM dbo.crm_demande_modification ORDER BY crm_fichier";
    let found = rows(&mut base, select, &[]).await;
    assert_eq!(found.len(), 2);
    for ((row, file), request) in found.iter().zip(["a", "b"]).zip([in_words_only, without_words]) {
        let some = |text: &str| Some(text.to_owned());
        let expected = [
            some(file),
            some("C01846"),
            some(&request.changes),
            request.comment,
            some("jdupont"),
            some("open"),
            None,
            None,
        ];
        assert_eq!(texts(row), expected);
        assert_eq!(row.date_time(8).expect("an instant"), minutes_later(-60).naive_utc());
        assert_eq!(row.date_time_or_null(9).expect("nothing"), None);
    }
}

fn mail(message_id: &str) -> NewMail {
    NewMail {
        message_id: message_id.to_owned(),
        recipient: "compta@pneus.example".to_owned(),
        sender: Some("Jérôme Łuczak <j.luczak@pneus.example>".to_owned()),
        subject: "Création client « ETA POIRIER » → à valider".to_owned(),
        body: "Bonjour,\n\n  Łódź 🚜\n".to_owned(),
    }
}

async fn queue(base: &mut Connection, mail: &NewMail, file: Option<&str>, minutes: i64) -> Result<(), Error> {
    within(base, async |tx| mails::queue(tx, mail, file, minutes_later(minutes)).await).await
}

pub async fn a_mail_is_queued_once(open: Open) {
    let mut base = open().await;
    let longest = format!("{}@pneus.example", "a".repeat(241));
    let by_the_service = NewMail { sender: None, ..mail(&longest) };
    queue(&mut base, &mail("a@x"), Some("CC_1"), 0).await.expect("queued");
    queue(&mut base, &by_the_service, None, 5).await.expect("queued");
    for again in [mail("a@x"), NewMail { recipient: "x@pneus.example".to_owned(), ..mail("a@x") }] {
        let mut tx = base.begin().await.expect("begun");
        mails::queue(&mut tx, &mail("b@x"), None, now()).await.expect("queued");
        let answer = mails::queue(&mut tx, &again, None, now()).await;
        assert!(matches!(answer, Err(Error::Duplicate { .. })), "{answer:?}");
        assert!(matches!(mails::queue(&mut tx, &mail("c@x"), None, now()).await, Err(Error::TxOver)));
        assert!(matches!(tx.commit().await, Err(Error::TxOver)));
    }
    let select = "SELECT message_id, destinataire, expediteur, objet, corps, crm_fichier, etat, essais, cree_le, prochain_le
        FROM dbo.crm_courriel ORDER BY cree_le";
    let found = rows(&mut base, select, &[]).await;
    assert_eq!(found.len(), 2, "what shared a transaction with a second one is gone too");
    for (row, (mail, file)) in found.iter().zip([(mail("a@x"), Some("CC_1")), (by_the_service, None)]) {
        let of_mail =
            [Some(mail.message_id), Some(mail.recipient), mail.sender, Some(mail.subject), Some(mail.body)];
        assert_eq!(texts(row), of_mail);
        assert_eq!(row.text_or_null(5).expect("a name").as_deref(), file);
        assert_eq!((row.text(6).expect("a state").as_str(), row.int(7).expect("a number")), ("queued", 0));
        assert_eq!(row.date_time(8).expect("an instant"), row.date_time(9).expect("due at once"));
    }
    assert_eq!(found[0].date_time(8).expect("an instant"), now().naive_utc());
}

pub async fn mails_are_counted_by_state_with_their_oldest(open: Open) {
    let mut base = open().await;
    assert_eq!(mails::counts(&mut base).await.expect("asked"), []);
    for (message_id, minutes) in [("a@x", 7), ("b@x", 3), ("c@x", 5), ("d@x", 1)] {
        queue(&mut base, &mail(message_id), None, minutes).await.expect("queued");
    }
    let failed = sql("UPDATE dbo.crm_courriel SET etat = 'failed' WHERE message_id = 'd@x'");
    base.execute(failed, &[]).await.expect("updated");
    let mut counts = mails::counts(&mut base).await.expect("asked");
    counts.sort();
    let line = |state: &str, count, minutes| (state.to_owned(), count, minutes_later(minutes).naive_utc());
    assert_eq!(counts, [line("failed", 1, 1), line("queued", 3, 3)]);
}
