//! What a server answers to one mail, and what becomes of the others.

use automaton::config::Config;
use automaton::delivery::{Mailer, send_due};
use tokio_util::sync::CancellationToken;

use super::given::{is_away, message_id, place_sending_to, queue, queue_many, row, send, send_at, states};
use super::server::{Plan, Received, Reply, SmtpServer};

fn server(answers: &[Reply]) -> SmtpServer {
    SmtpServer::start(&Plan { answers: answers.to_vec(), ..Plan::default() })
}

/// Minutes and seconds of the next try, after 15:00:00.
fn wait_seconds(next: &str) -> i64 {
    let next: chrono::NaiveDateTime = next.replace(' ', "T").parse().expect("an instant");
    (next.and_utc() - super::super::support::now()).num_seconds()
}

#[test]
fn later_is_tried_later_and_sent_once() {
    let server = server(&[Reply::AtContent("451 4.3.0 try again later"), Reply::Taken]);
    let place = place_sending_to(&server, "");
    queue_many(&place, 2);
    assert_eq!(send(&place, 1, 1, 0), None);
    let [state, tries, next, sent, error] = row(&place, 1);
    assert_eq!([state, tries, sent], ["queued", "1", "∅"]);
    assert!((45..=60).contains(&wait_seconds(&next)), "{next}");
    assert!(error.contains("451 4.3.0 try again later"), "{error}");
    assert_eq!(send_at(&place, "2026-11-21T15:00:44Z", 0, 0, 0), None);
    assert_eq!(send_at(&place, "2026-11-21T15:01:00Z", 1, 0, 0), None);
    assert_eq!(row(&place, 1), ["sent", "1", &next, "2026-11-21 15:01:00", "∅"]);
    let received = server.received();
    let taken: Vec<&Received> = received.iter().filter(|mail| mail.taken()).collect();
    assert_eq!(taken.len(), 2);
    assert_eq!(received[0].content, received[2].content, "sent again, it is the same in every byte");
    assert_eq!(received[0].connection, received[1].connection, "the connection goes on after a refusal");
}

#[test]
fn waits_grow_and_a_mail_is_given_up_after_five_days() {
    let server = server(&[Reply::AtRecipient("450 4.2.1 mailbox busy"); 3]);
    let place = place_sending_to(&server, "");
    queue_many(&place, 1);
    let update = "UPDATE crm_courriel SET essais = ?1, prochain_le = cree_le";
    place.base().execute(update, [6]).expect("updated");
    assert_eq!(send(&place, 0, 1, 0), None);
    let [state, tries, next, ..] = row(&place, 1);
    assert_eq!([state.as_str(), tries.as_str()], ["queued", "7"]);
    assert!((48 * 60..=64 * 60).contains(&wait_seconds(&next)), "{next}");
    place.base().execute(update, [20]).expect("updated");
    assert_eq!(send_at(&place, "2026-11-26T13:00:00Z", 0, 1, 0), None);
    place.base().execute(update, [20]).expect("updated");
    assert_eq!(send_at(&place, "2026-11-26T14:30:00Z", 0, 0, 1), None);
    let [state, tries, _, sent, error] = row(&place, 1);
    assert_eq!([state, tries, sent], ["failed", "21", "∅"]);
    assert!(error.contains("given up") && error.contains("450 4.2.1"), "{error}");
}

#[test]
fn never_fails_one_mail_and_no_other() {
    let answers = [
        Reply::AtRecipient("550 5.1.1 no such user here"),
        Reply::Taken,
        Reply::AtContent("554 5.7.1 looks like spam"),
        Reply::Taken,
    ];
    let server = server(&answers);
    let place = place_sending_to(&server, "");
    queue_many(&place, 4);
    queue(&place, 5, "no address", None);
    assert_eq!(send(&place, 2, 0, 3), None);
    assert_eq!(states(&place, 5), ["failed", "sent", "failed", "sent", "failed"]);
    for (number, words) in [
        (1, "compta@pneus.example: 550 5.1.1 no such user here"),
        (3, "554 5.7.1 looks like spam"),
        (5, "\"no address\""),
    ] {
        let [_, tries, _, sent, error] = row(&place, number);
        assert_eq!([tries.as_str(), sent.as_str()], ["1", "∅"]);
        assert!(error.contains(words), "{error}");
    }
    assert_eq!(send(&place, 0, 0, 0), None);
}

#[test]
fn what_is_said_of_the_common_sender_is_no_mails_fault() {
    let server =
        server(&[Reply::AtMail("550 5.7.1 sender not allowed"), Reply::AtMail("452 4.3.1 disk full")]);
    let place = place_sending_to(&server, "envelope_sender = \"retours@pneus.example\"\n");
    queue_many(&place, 2);
    is_away(&place, "mail.envelope_sender): 550 5.7.1 sender not allowed");
    is_away(&place, "452 4.3.1 disk full");
    assert_eq!(send(&place, 2, 0, 0), None);
}

#[test]
fn a_server_that_hangs_up_ends_the_round_but_for_one_that_had_enough_of_the_connection() {
    let busy = "421 4.7.0 too busy";
    // The first connection ends after one mail; a new one goes on. The next time the new one is refused too.
    let answers = [
        Reply::Taken,
        Reply::AtRecipient(busy),
        Reply::Taken,
        Reply::AtContent(busy),
        Reply::AtRecipient(busy),
    ];
    let server = server(&answers);
    let place = place_sending_to(&server, "");
    queue_many(&place, 4);
    let away = send(&place, 2, 1, 0).expect("away");
    assert!(away.contains("421 4.7.0"), "{away}");
    assert_eq!(states(&place, 4), ["sent", "sent", "queued", "queued"]);
    let [_, tries, next, _, error] = row(&place, 3);
    assert!(tries == "1" && (45..=60).contains(&wait_seconds(&next)) && error.contains(busy), "{error}");
    assert_eq!(row(&place, 4)[1..], ["0", "2026-11-21 14:00:04", "∅", "∅"]);
    assert_eq!(send_at(&place, "2026-11-21T15:01:00Z", 2, 0, 0), None);
    let taken: Vec<_> = server.received().into_iter().filter(Received::taken).collect();
    let ids: Vec<_> = taken.iter().filter_map(|mail| mail.header("Message-ID")).collect();
    assert_eq!(ids, [1, 2, 4, 3].map(message_id));
}

/// What a server cannot stand, or whom it will not have, is one mail: it heads no queue.
#[test]
fn a_server_that_hangs_up_on_one_recipient_gets_the_mails_to_all_others() {
    for (reply, word) in [
        (Reply::AtRecipient("421 4.7.0 try later"), "421 4.7.0"),
        (Reply::CutAtRecipient, "poison@pneus.example"),
        (Reply::AtRecipient("530 5.7.0 log in first"), "530 5.7.0"),
        (Reply::AtContent("421 4.3.2 no scanner"), "421 4.3.2"),
    ] {
        let poison = Some(("poison@pneus.example", reply));
        let server = SmtpServer::start(&Plan { poison, ..Plan::default() });
        let place = place_sending_to(&server, "");
        queue(&place, 1, "poison@pneus.example", None);
        queue(&place, 2, "compta@pneus.example", None);
        queue(&place, 3, "compta@pneus.example", None);
        let away = send(&place, 0, 1, 0).expect("the round ends");
        assert!(away.contains(word), "{away}");
        let [state, tries, next, _, error] = row(&place, 1);
        assert_eq!([state.as_str(), tries.as_str()], ["queued", "1"], "{reply:?}");
        assert!((45..=60).contains(&wait_seconds(&next)) && error.contains(word), "{next}: {error}");
        assert_eq!(send(&place, 2, 0, 0), None, "{reply:?}");
        assert_eq!(states(&place, 3), ["queued", "sent", "sent"]);
    }
}

/// lettre takes every 2xx and 3xx for consent.
#[test]
fn only_the_answer_that_is_due_is_believed() {
    for (reply, state) in [
        (Reply::AtContent("354 still waiting"), "queued"),
        (Reply::AtRecipient("354 go ahead"), "queued"),
        (Reply::AtMail("354 go ahead"), "queued"),
        (Reply::AtContent("250 taken"), "sent"),
    ] {
        let server = server(&[reply]);
        let place = place_sending_to(&server, "");
        queue_many(&place, 1);
        let (_, round) = place.json(&["mail", "send"]);
        assert_eq!(states(&place, 1), [state], "{reply:?}: {round}");
    }
}

/// What failed together does not come back together.
#[test]
fn mails_that_are_postponed_together_are_tried_again_apart() {
    let server = server(&[Reply::AtRecipient("450 4.2.0 greylisted"); 50]);
    let place = place_sending_to(&server, "");
    queue_many(&place, 50);
    assert_eq!(send(&place, 0, 50, 0), None);
    let instants = place.query("SELECT DISTINCT prochain_le FROM crm_courriel");
    assert!(instants.len() > 1, "{instants:?}");
}

/// The duplicate that cannot be avoided: the server may have taken it or not.
#[test]
fn a_mail_whose_answer_was_lost_is_sent_again_the_same_in_every_byte() {
    let server = server(&[Reply::Cut]);
    let place = place_sending_to(&server, "");
    queue_many(&place, 2);
    let away = send(&place, 0, 1, 0).expect("the round ends");
    assert!(away.contains("the content"), "{away}");
    let [state, tries, next, ..] = row(&place, 1);
    assert_eq!([state.as_str(), tries.as_str()], ["queued", "1"]);
    assert!(wait_seconds(&next) >= 45, "others go first: {next}");
    assert_eq!(row(&place, 2)[..2], ["queued", "0"]);
    assert_eq!(send_at(&place, "2026-11-21T15:01:00Z", 2, 0, 0), None);
    let received = server.received();
    let [first, other, again] = received.as_slice() else { panic!("{received:?}") };
    assert_eq!(other.header("Message-ID"), Some(message_id(2)));
    assert_eq!(first.content, again.content);
    assert_eq!(again.header("Message-ID"), Some(message_id(1)));
    assert!(!first.taken() && again.taken());
}

#[test]
fn an_answer_that_never_comes_is_not_waited_for_for_ever() {
    let server = server(&[Reply::Hang]);
    let place = place_sending_to(&server, "timeout_seconds = 1\n");
    queue_many(&place, 1);
    let away = send(&place, 0, 1, 0).expect("the round ends");
    assert!(away.contains("no answer within 10 s"), "{away}");
    assert_eq!(send_at(&place, "2026-11-21T15:01:00Z", 1, 0, 0), None);
}

#[tokio::test]
async fn who_is_asked_to_stop_waits_no_longer_for_the_answer_than_a_moment() {
    let server = server(&[Reply::Hang]);
    let place = place_sending_to(&server, "");
    queue_many(&place, 2);
    let before = place.query("SELECT * FROM crm_courriel ORDER BY message_id");
    let config = Config::load(&place.path("automaton.toml")).expect("a configuration");
    let mailer = Mailer::open(&config).expect("a mailer");
    let mut base = automaton::installation::open_base(&config).await.expect("a base");
    let stop = CancellationToken::new();
    let asking = async {
        while server.received().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        stop.cancel();
    };
    let (round, ()) = tokio::join!(send_due(&mut base, &mailer, &stop), asking);
    let round = round.expect("a round");
    assert_eq!((round.sent, round.postponed, round.failed, round.away), (0, 0, 0, None));
    assert_eq!(place.query("SELECT * FROM crm_courriel ORDER BY message_id"), before);
    // Who was asked before sends nothing at all.
    let round = send_due(&mut base, &mailer, &stop).await.expect("a round");
    assert_eq!(round.next_due, "2026-11-21T14:00:01Z".parse().ok());
    assert_eq!(server.received().len(), 1);
}
