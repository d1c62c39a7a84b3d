//! What goes out to people: modification requests for the accountants, and the mail outbox.

use winpneu::change_requests::{self, NewChangeRequest};
use winpneu::mails::{self, Claim, DueMail, ListedMail, MailState, NewMail, Retried};
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
        let answer = within(&mut base, async |tx| {
            mails::queue(tx, &mail("b@x"), None, now()).await?;
            mails::queue(tx, &again, None, now()).await?;
            mails::queue(tx, &mail("c@x"), None, now()).await
        });
        let answer = answer.await;
        assert!(matches!(answer, Err(Error::Duplicate { .. })), "{answer:?}");
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

/// The mails that are due at a minute, in the order of a round.
async fn due(base: &mut Connection, minutes: i64) -> Vec<DueMail> {
    let mut found: Vec<DueMail> = Vec::new();
    while let Some(next) = mails::due(base, minutes_later(minutes), found.last()).await.expect("asked") {
        found.push(next);
    }
    found
}

fn ids(mails: &[DueMail]) -> Vec<&str> {
    mails.iter().map(|due| due.mail.message_id.as_str()).collect()
}

async fn claim(base: &mut Connection, due: &DueMail) -> Claim {
    mails::claim(base, due.clone(), minutes_later(30)).await.expect("asked").expect("nobody changed it")
}

async fn one(base: &mut Connection, message_id: &str) -> ListedMail {
    mails::find(base, message_id).await.expect("asked").expect("there is one")
}

pub async fn due_mails_come_once_the_longest_due_first(open: Open) {
    let mut base = open().await;
    assert_eq!(mails::next_due(&mut base).await.expect("asked"), None);
    for (message_id, minutes) in [("c@x", 1), ("b@x", 3), ("a@x", 1), ("d@x", 9)] {
        queue(&mut base, &mail(message_id), None, minutes).await.expect("queued");
    }
    assert_eq!(mails::next_due(&mut base).await.expect("asked"), Some(minutes_later(1).naive_utc()));
    assert!(due(&mut base, 0).await.is_empty());
    let found = due(&mut base, 3).await;
    assert_eq!(ids(&found), ["a@x", "c@x", "b@x"]);
    let expected = DueMail {
        mail: mail("a@x"),
        queued_at: minutes_later(1).naive_utc(),
        tries: 0,
        due_at: minutes_later(1).naive_utc(),
    };
    assert_eq!(found[0], expected);
}

pub async fn a_mail_is_marked_once_and_a_changed_one_is_left(open: Open) {
    let mut base = open().await;
    for message_id in ["a@x", "b@x", "c@x", "d@x"] {
        queue(&mut base, &mail(message_id), None, 0).await.expect("queued");
    }
    let found = due(&mut base, 0).await;
    let [a, b, c, d] = found.as_slice() else { panic!("{found:?}") };
    let (a, b, c) = (&claim(&mut base, a).await, &claim(&mut base, b).await, &claim(&mut base, c).await);
    assert!(mails::mark_sent(&mut base, a, minutes_later(1)).await.expect("marked"));
    assert!(!mails::mark_sent(&mut base, a, minutes_later(2)).await.expect("asked"), "once");
    assert!(!mails::fail(&mut base, a, "too late").await.expect("asked"), "what is sent stays sent");
    assert_eq!(one(&mut base, "a@x").await.sent_at, Some(minutes_later(1).naive_utc()));
    let long = "é".repeat(1_500);
    assert!(mails::postpone(&mut base, b, minutes_later(5), &long).await.expect("marked"));
    for stale in
        [mails::postpone(&mut base, b, minutes_later(9), "x").await, mails::fail(&mut base, b, "x").await]
    {
        assert!(!stale.expect("asked"), "it is another one now");
    }
    let postponed = one(&mut base, "b@x").await;
    assert_eq!((postponed.state, postponed.tries), (MailState::Queued, 1));
    assert_eq!(postponed.next_try_at, minutes_later(5).naive_utc());
    assert_eq!(postponed.error, Some("é".repeat(1_000)));
    // It has left, whatever somebody changed meanwhile.
    assert!(mails::mark_sent(&mut base, b, minutes_later(6)).await.expect("marked"));
    assert_eq!(one(&mut base, "b@x").await.error, None);
    assert!(mails::fail(&mut base, c, "550 nobody").await.expect("marked"));
    let failed = one(&mut base, "c@x").await;
    assert_eq!(
        (failed.state, failed.tries, failed.error.as_deref()),
        (MailState::Failed, 1, Some("550 nobody"))
    );
    assert_eq!(ids(&due(&mut base, 9).await), [d.mail.message_id.as_str()]);
}

pub async fn a_mail_is_claimed_before_it_is_sent_and_can_be_given_back(open: Open) {
    let mut base = open().await;
    for message_id in ["a@x", "b@x"] {
        queue(&mut base, &mail(message_id), None, 0).await.expect("queued");
    }
    let found = due(&mut base, 0).await;
    let [a, b] = found.as_slice() else { panic!("{found:?}") };
    let claimed = claim(&mut base, a).await;
    assert_eq!(claimed.tries(), 1);
    assert_eq!(ids(&due(&mut base, 29).await), ["b@x"], "nobody sends it meanwhile");
    assert_eq!(one(&mut base, "a@x").await.tries, 1);
    let twice = mails::claim(&mut base, a.clone(), minutes_later(9)).await.expect("asked");
    assert_eq!(twice, None, "it is claimed");
    assert!(mails::release(&mut base, &claimed).await.expect("released"));
    assert!(!mails::release(&mut base, &claimed).await.expect("asked"), "once");
    assert_eq!(due(&mut base, 0).await, found, "as it was");
    let claimed = claim(&mut base, b).await;
    let retried = within(&mut base, async |tx| mails::retry(tx, Some("b@x"), minutes_later(2)).await).await;
    assert_eq!(retried.expect("done").waiting, 1);
    assert!(!mails::release(&mut base, &claimed).await.expect("asked"), "it is another one now");
    assert!(mails::mark_sent(&mut base, &claimed, minutes_later(3)).await.expect("marked"));
    let sent = one(&mut base, "b@x").await;
    assert_eq!((sent.tries, sent.next_try_at), (0, now().naive_utc()), "it was never tried in vain");
}

pub async fn mails_are_tried_again_on_demand(open: Open) {
    let mut base = open().await;
    for (message_id, minutes) in [("a@x", 0), ("b@x", 1), ("c@x", 2), ("d@x", 3)] {
        queue(&mut base, &mail(message_id), None, minutes).await.expect("queued");
    }
    let found = due(&mut base, 3).await;
    let claimed = claim(&mut base, &found[0]).await;
    mails::mark_sent(&mut base, &claimed, minutes_later(3)).await.expect("marked");
    let claimed = claim(&mut base, &found[1]).await;
    mails::fail(&mut base, &claimed, "550").await.expect("marked");
    let claimed = claim(&mut base, &found[2]).await;
    mails::fail(&mut base, &claimed, "550").await.expect("marked");
    let claimed = claim(&mut base, &found[3]).await;
    mails::postpone(&mut base, &claimed, minutes_later(90), "451").await.expect("marked");
    assert!(due(&mut base, 9).await.is_empty());
    let retried = within(&mut base, async |tx| mails::retry(tx, Some("b@x"), minutes_later(9)).await).await;
    assert_eq!(retried.expect("done"), Retried { failed: 1, waiting: 0 });
    assert_eq!(ids(&due(&mut base, 9).await), ["b@x"]);
    let retried = within(&mut base, async |tx| mails::retry(tx, None, minutes_later(10)).await).await;
    assert_eq!(retried.expect("done"), Retried { failed: 1, waiting: 2 });
    let tried = due(&mut base, 10).await;
    assert_eq!(ids(&tried), ["b@x", "c@x", "d@x"]);
    assert_eq!(tried.iter().map(|due| due.tries).collect::<Vec<_>>(), [0, 0, 1]);
    let retried = within(&mut base, async |tx| mails::retry(tx, Some("a@x"), minutes_later(11)).await).await;
    assert_eq!(retried.expect("done"), Retried::default(), "what is sent stays sent");
}

pub async fn mails_are_listed_by_state(open: Open) {
    let mut base = open().await;
    for (message_id, minutes) in [("c@x", 2), ("a@x", 0), ("b@x", 1), ("d@x", 3)] {
        queue(&mut base, &mail(message_id), None, minutes).await.expect("queued");
    }
    let found = due(&mut base, 3).await;
    let claimed = claim(&mut base, &found[0]).await;
    mails::mark_sent(&mut base, &claimed, minutes_later(4)).await.expect("marked");
    let claimed = claim(&mut base, &found[1]).await;
    mails::mark_sent(&mut base, &claimed, minutes_later(5)).await.expect("marked");
    for (state, limit, expected) in [
        (MailState::Queued, 9, vec!["c@x", "d@x"]),
        (MailState::Queued, 1, vec!["c@x"]),
        (MailState::Sent, 9, vec!["b@x", "a@x"]),
        (MailState::Failed, 9, vec![]),
    ] {
        let listed = mails::in_state(&mut base, state, limit).await.expect("asked");
        let found: Vec<&str> = listed.iter().map(|mail| mail.message_id.as_str()).collect();
        assert_eq!(found, expected, "{state:?}");
        assert!(listed.iter().all(|mail| mail.state == state && mail.recipient == "compta@pneus.example"));
    }
    assert!(mails::find(&mut base, "nothing@x").await.expect("asked").is_none());
}
