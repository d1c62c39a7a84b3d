//! « enverra un mail à l'administrateur en cas de problèmes »: one digest a pass and recipient, of what no digest told yet.

use serde_json::json;

use super::{FIRST, SECOND, THIRD, add_customer, to_nobody, visit};
use crate::support::{DEVICE, Mail, Place};

const TO: &str = "it@pneus.example,ops@pneus.example";

/// The digests queued since there were `before` mails.
fn new_mails(place: &Place, before: usize) -> Vec<Mail> {
    place.mails().split_off(before)
}

fn assert_digest(mails: &[Mail], names: &[String]) {
    let recipients: Vec<&str> = mails.iter().map(|mail| mail.recipient.as_str()).collect();
    assert_eq!(recipients, ["it@pneus.example", "ops@pneus.example"], "one each");
    let plural = if names.len() > 1 { "s" } else { "" };
    for mail in mails {
        assert_eq!(mail.subject, format!("[Tournée] {} fichier{plural} refusé{plural}", names.len()));
        assert_eq!(mail.sender, "∅", "from the service");
        let listed = mail.body.lines().filter(|line| names.iter().any(|name| line.contains(name.as_str())));
        assert_eq!(listed.count(), names.len(), "{}", mail.body);
    }
}

#[test]
fn one_mail_a_pass_and_recipient_about_what_is_new() {
    let place = Place::new();
    place.succeed(&["params", "set", "courriels_erreur", TO]);
    place.drop_draft(&visit(9, "C01846"));
    place.pass_at(FIRST);
    assert_eq!(place.mails(), [], "nothing was refused");
    let first = [to_nobody(1), to_nobody(2)];
    first.iter().for_each(|draft| drop(place.drop_draft(draft)));
    place.pass_at(FIRST);
    assert_digest(&place.mails(), &first.map(|draft| draft.name()));
    let mail = &place.mails()[0];
    let line = mail.body.lines().find(|line| line.contains(&to_nobody(1).name())).expect("told");
    assert!(line.contains("winpneu ne connaît pas ce code client") && line.contains("C99999"), "{line}");
    assert!(line.contains("21/11/2026 à 16:00"), "by the company's clock: {line}");
    place.pass_at(FIRST);
    assert_eq!(new_mails(&place, 2), [], "told once");
    place.drop_draft(&to_nobody(3));
    place.pass_at(SECOND);
    assert_digest(&new_mails(&place, 2), &[to_nobody(3).name()]);
}

/// The operator who retries sees at once what comes of it: that is no news for the next digest.
#[test]
fn a_retry_that_is_refused_again_is_not_told_again() {
    let place = Place::new();
    place.succeed(&["params", "set", "courriels_erreur", TO]);
    place.drop_draft(&to_nobody(1));
    place.pass_at(FIRST);
    assert_eq!(place.mails().len(), 2);
    assert_eq!(place.json_at(SECOND, &["quarantine", "retry", &to_nobody(1).name()]).0, 1);
    place.pass_at(THIRD);
    assert_eq!(new_mails(&place, 2), []);
}

#[test]
fn without_addresses_nothing_is_told_and_nothing_forgotten() {
    let place = Place::new();
    for (number, at) in [(1, FIRST), (2, SECOND)] {
        place.drop_draft(&to_nobody(number));
        place.pass_at(at);
    }
    assert_eq!(place.mails(), []);
    let (_, status) = place.json(&["status"]);
    assert_eq!(status["unreported"], 2);
    place.succeed(&["params", "set", "courriels_erreur", TO]);
    place.pass_at(THIRD);
    assert_digest(&place.mails(), &[to_nobody(1).name(), to_nobody(2).name()]);
    place.pass_at(THIRD);
    assert_eq!(place.mails().len(), 2, "once");
    assert_eq!(place.json(&["status"]).1["unreported"], 0);
}

#[test]
fn what_was_settled_before_it_was_told_is_not_told() {
    let place = Place::new();
    [1, 2, 3].iter().for_each(|number| drop(place.drop_draft(&to_nobody(*number))));
    place.pass_at(FIRST);
    place.succeed(&["quarantine", "discard", &to_nobody(1).name()]);
    add_customer(&place, "C99999");
    place.succeed(&["quarantine", "retry", &to_nobody(2).name()]);
    place.succeed(&["params", "set", "courriels_erreur", TO]);
    place.pass_at(SECOND);
    assert_digest(&place.mails(), &[to_nobody(3).name()]);
}

/// A flood makes no mail that no server takes; it is told how many there are.
#[test]
fn a_flood_is_counted_and_not_listed_whole() {
    let place = Place::new();
    place.succeed(&["params", "set", "courriels_erreur", "it@pneus.example"]);
    for number in 0..250 {
        place.deliver("jdupont", DEVICE, &format!("bruit-{number:04}.json"), b"{}");
    }
    assert_eq!(place.pass_at(FIRST)["rejected"], 250);
    let mails = place.mails();
    assert_eq!((mails.len(), mails[0].subject.as_str()), (1, "[Tournée] 250 fichiers refusés"));
    let told = mails[0].body.lines().filter(|line| line.contains("bruit-")).count();
    assert!((100..250).contains(&told), "{told} lines");
    assert!(mails[0].body.contains(&format!("{} autres", 250 - told)), "{}", mails[0].body);
    assert_eq!(place.pass_at(SECOND)["files"], json!([]));
    assert_eq!(place.mails().len(), 1, "the others are not told another time");
}
