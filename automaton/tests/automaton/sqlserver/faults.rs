//! One fault at one request of a pass or of a validation: what could be gone on with was, or the program said what to do; and the next,
//! undisturbed one ends everything as if nothing had happened. CI runs a seeded sample, `TOURNEE_FULL` the product.

use std::process::{Command, Output};

use serde_json::Value;
use tds_testserver::{At, Fault, Planned, Request, RequestKind};

use super::crashes::{assert_outcome, template, with_a_pending_creation};
use super::served::{PATIENT, ServedPlace, is_full};
use crate::crash_sweep::{
    Delivery, LATER, Outcome, SEED, deliver, each_refusal_is_told_once, files, in_parallel, outcome,
};
use crate::generator::Random;
use crate::support::{Place, id};

pub const FAULTS: [Fault; 6] = [
    Fault::Error(1205),
    Fault::Error(1222),
    Fault::Stall,
    Fault::DropBefore,
    Fault::DropAnswer,
    Fault::DropAmidRows,
];

/// How long the server may be silent where it is going to be: longer than any honest answer takes.
pub const STALLED_MS: u32 = 3_000;

/// What is disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    Pass,
    Validation,
}

/// A piece of work that nothing disturbed.
struct Undisturbed {
    work: Work,
    template: Place,
    requests: Vec<Request>,
    answer: Answer,
    /// What it left.
    done: Outcome,
    /// What is there when it was done again, and once more later.
    ended: Outcome,
}

/// Faults, one after another.
type Case = Vec<(At, Fault)>;

/// Exit code and document.
pub type Answer = (Option<i32>, Value);

pub fn answer(output: &Output, when: &str) -> Answer {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!err.contains("panicked"), "{when}: {err}");
    let document = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{when}: {error}: {out}{err}"));
    (output.status.code(), document)
}

impl Work {
    fn template(self) -> Place {
        match self {
            Self::Pass => template(),
            Self::Validation => with_a_pending_creation(),
        }
    }

    fn begin(self, template: &Place) -> ServedPlace {
        let served = ServedPlace::over(template.copy());
        if self == Self::Pass {
            deliver(&served, &files(), Delivery::Quiet, true);
        }
        served
    }

    fn command(self, served: &ServedPlace) -> Command {
        let mut command = served.command();
        command.arg("--json");
        match self {
            Self::Pass => command.arg("integrate"),
            Self::Validation => {
                command.args(["creations", "validate", &id(19).to_string(), "--code", "C05000"])
            }
        };
        command
    }

    /// Does it again with nothing in the way, and looks once more later.
    fn end(self, served: &ServedPlace, when: &str) -> Outcome {
        let (code, document) = answer(&self.command(served).output().expect("it starts"), when);
        match self {
            Self::Pass => assert!(document["error"].is_null(), "{when}: the next one: {document}"),
            // It is done, or she does it again.
            Self::Validation => {
                let done = document["error"].to_string().contains("validated by");
                assert!(code == Some(0) || done, "{when}: again: {document}");
            }
        }
        served.pass_at(LATER);
        each_refusal_is_told_once(served);
        outcome(served)
    }
}

impl Undisturbed {
    fn new(work: Work) -> Self {
        let template = work.template();
        let served = work.begin(&template);
        served.server().forget();
        let answer = answer(&work.command(&served).output().expect("it starts"), "undisturbed");
        let requests = served.counted_requests();
        let done = outcome(&served);
        let ended = work.end(&served, "undisturbed");
        Self { work, template, requests, answer, done, ended }
    }

    /// The requests from BEGIN to COMMIT, both included, to which the n-th one belongs. Counted from 1; a process has one session here.
    fn transaction_of(&self, number: usize) -> Option<&[Request]> {
        let is = |kind: RequestKind| move |request: &Request| request.kind == kind;
        let at = number - 1;
        let begun = self.requests[..=at].iter().rposition(is(RequestKind::Begin))?;
        let length = self.requests[begun..].iter().position(is(RequestKind::Commit))?;
        (at <= begun + length).then(|| &self.requests[begun..=begun + length])
    }

    /// Whether the very same run must go on as if nothing had happened: a transaction that the server sacrificed is repeated, and one
    /// with a line in the journal is looked up when its answer is lost.
    fn must_go_on(&self, number: usize, fault: Fault) -> bool {
        let Some(transaction) = self.transaction_of(number) else { return false };
        let has_proof =
            transaction.iter().any(|request| request.text.contains("INSERT INTO dbo.crm_journal"));
        match fault {
            Fault::Error(number) => number == 1205,
            _ => has_proof,
        }
    }

    /// Each fault at each request.
    fn all(&self) -> Vec<Case> {
        let at = |number| FAULTS.iter().map(move |fault| vec![(At::Request(number), *fault)]);
        (1..=self.requests.len()).flat_map(at).collect()
    }

    /// What CI does not leave to chance: both ends of the answer to each COMMIT.
    fn commits(&self) -> Vec<Case> {
        let faults = [Fault::DropBefore, Fault::DropAnswer];
        self.numbers_of_commits()
            .flat_map(|number| faults.map(|fault| vec![(At::Request(number), fault)]))
            .collect()
    }

    /// The answer to a COMMIT is lost, and so is every chance to look what became of it.
    fn unknowable(&self) -> Vec<Case> {
        let proved = self.numbers_of_commits().filter(|number| self.must_go_on(*number, Fault::DropAnswer));
        let then = [(At::Login, Fault::RefuseLogin(4060)), (At::Login, Fault::DropBefore)];
        proved
            .flat_map(|number| {
                then.clone().map(|second| vec![(At::Request(number), Fault::DropAnswer), second])
            })
            .collect()
    }

    fn numbers_of_commits(&self) -> impl Iterator<Item = usize> {
        let commits =
            self.requests.iter().enumerate().filter(|(_, request)| request.kind == RequestKind::Commit);
        commits.map(|(at, _)| at + 1)
    }

    fn check(&self, case: &Case) {
        let asked = case.iter().filter_map(|(at, _)| match at {
            At::Request(number) => self.requests.get(number - 1),
            _ => None,
        });
        let when = format!("seed {SEED}: {:?}, {case:?}: {:?}", self.work, asked.collect::<Vec<_>>());
        let served = self.work.begin(&self.template);
        let stalls = case.iter().any(|(_, fault)| *fault == Fault::Stall);
        if stalls {
            served.configure(STALLED_MS);
        }
        served.server().plan(case.iter().cloned().map(|(at, fault)| Planned { at, fault }).collect());
        let answer = answer(&self.work.command(&served).output().expect("it starts"), &when);
        assert_eq!(served.server().struck(), case.len(), "{when}: it struck: {answer:?}");
        served.until_left();
        if answer == self.answer {
            assert_outcome(&outcome(&served), &self.done, &format!("{when}: it said that it is done"));
        } else {
            let must_go_on =
                matches!(case[..], [(At::Request(number), fault)] if self.must_go_on(number, fault));
            assert!(!must_go_on, "{when}: it did not go on: {answer:?}");
            case.last().iter().for_each(|(_, fault)| says_what_to_do(&answer, *fault, &when));
        }
        served.server().plan(Vec::new());
        if stalls {
            served.configure(PATIENT);
        }
        assert_outcome(&self.work.end(&served, &when), &self.ended, &when);
    }

    fn check_all(&self, cases: &[Case]) {
        in_parallel(cases, |case| self.check(case));
    }
}

/// With `TOURNEE_FULL` all of them.
fn sample(mut cases: Vec<Case>, many: usize) -> Vec<Case> {
    if !is_full() {
        Random::new(SEED).shuffle(&mut cases);
        cases.truncate(many);
    }
    cases
}

/// It ended with an error, whose words are meant for whoever has to mend it.
pub fn says_what_to_do(answer: &Answer, fault: Fault, when: &str) {
    let words = answer.1["error"].as_str().unwrap_or_default();
    let expected: &[&str] = match fault {
        Fault::Error(1205) => &["in favour of another one"],
        Fault::Error(_) => &["not available now", "not known whether"],
        Fault::RefuseLogin(_) => {
            &["check [winpneu] user, password and database with the DBA", "not known whether"]
        }
        _ => &["connection to the base was lost", "not known whether"],
    };
    assert!(
        answer.0 == Some(1) && expected.iter().any(|part| words.contains(part)),
        "{when}: {expected:?}: {answer:?}"
    );
}

#[test]
fn a_pass_that_meets_a_fault_at_any_request_or_the_next_one_ends_everything() {
    let undisturbed = Undisturbed::new(Work::Pass);
    undisturbed.check_all(&sample(undisturbed.all(), 32));
}

#[test]
fn a_pass_whose_commits_nobody_answers_finds_out_what_stands() {
    let undisturbed = Undisturbed::new(Work::Pass);
    let proved = undisturbed.unknowable().len() / 2;
    assert!(proved >= 10, "integrated files of all kinds are looked up: {proved}");
    let mut cases = undisturbed.commits();
    cases.extend(sample(undisturbed.unknowable(), 6));
    undisturbed.check_all(&cases);
}

#[test]
fn a_validation_that_meets_a_fault_at_any_request_makes_one_customer() {
    let undisturbed = Undisturbed::new(Work::Validation);
    let mut cases = undisturbed.commits();
    cases.extend(undisturbed.unknowable());
    assert_eq!(cases.len(), 4, "one COMMIT, with a proof");
    cases.extend(sample(undisturbed.all(), 12));
    undisturbed.check_all(&cases);
}

#[test]
fn who_is_not_let_in_is_told_whom_to_ask() {
    let faults = [Fault::RefuseLogin(18456), Fault::RefuseLogin(4060), Fault::DropBefore, Fault::DropAnswer];
    let cases = faults.map(|fault| vec![(At::Login, fault)]);
    for work in [Work::Pass, Work::Validation] {
        Undisturbed::new(work).check_all(&cases);
    }
}
