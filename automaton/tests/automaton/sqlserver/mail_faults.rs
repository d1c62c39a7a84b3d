//! One fault at one request of a round of mails: every mail arrives, once. What a mail server took is noted however the base is lost
//! meanwhile; what is not known to be claimed is not sent.

use tds_testserver::{At, Fault};

use super::faults::{FAULTS, STALLED_MS, answer, says_what_to_do};
use super::served::{PATIENT, ServedPlace, is_full};
use crate::crash_sweep::SEED;
use crate::generator::Random;
use crate::mails::crashes::{LATER, copies};
use crate::mails::given::{SENDER, configure, message_id, queue_many, states};
use crate::mails::server::{Plan, SmtpServer};

/// So many pairs of a request and a fault.
const SAMPLE: usize = 12;

#[test]
fn a_round_that_meets_a_fault_loses_no_mail_and_sends_none_twice() {
    // One for all: a mail server takes longer to start than a round.
    let mails = SmtpServer::start(&Plan::default());
    let template = ServedPlace::new();
    configure(&template, &mails.mail_section(SENDER));
    queue_many(&template, 2);
    let undisturbed = template.copy();
    undisturbed.server().forget();
    undisturbed.succeed(&["mail", "send"]);
    let requests = undisturbed.counted_requests();
    let mut cases: Vec<(usize, Fault)> =
        (1..=requests.len()).flat_map(|number| FAULTS.map(|fault| (number, fault))).collect();
    if !is_full() {
        Random::new(SEED).shuffle(&mut cases);
        cases.truncate(SAMPLE);
    }
    for (number, fault) in cases {
        let when = format!("seed {SEED}: {fault:?} at {number}, {:?}", requests[number - 1]);
        let before = mails.received().len();
        let served = template.copy();
        if fault == Fault::Stall {
            served.configure(STALLED_MS);
        }
        served.strike(At::Request(number), fault);
        let output = served.command().args(["--json", "mail", "send"]).output().expect("it starts");
        let answer = answer(&output, &when);
        assert_eq!(served.server().struck(), 1, "{when}: it struck: {answer:?}");
        served.until_left();
        if answer.0 == Some(0) {
            assert_eq!(states(&served, 2), ["sent", "sent"], "{when}: it said that it is done");
        } else {
            says_what_to_do(&answer, fault, &when);
        }
        served.configure(PATIENT);
        let (code, round) = served.json_at(LATER, &["mail", "send"]);
        assert_eq!(code, 0, "{when}: {round}");
        assert_eq!(states(&served, 2), ["sent", "sent"], "{when}");
        let copies = copies(&mails.received()[before..]);
        assert_eq!(copies, [1, 2].map(|number| (message_id(number), 1)).into(), "{when}");
    }
}
