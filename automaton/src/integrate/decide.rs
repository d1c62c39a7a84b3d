//! What to do with a file: pure. The table of design §6 and the rules of §4 stand here, in the order in which they apply.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use domain::{Answers, ErpText, FollowUpEvent, VisitForm, check_visit_date, erp_comment, local_day};
use exchange_schema::{CustomerVisitPayload, ExchangeFile, FileName, Payload, Reason};
use winpneu::registry::{FileState, KnownFile};
use winpneu::users::User;

use super::sighting::{Body, Content, Naming, Sighting};

/// How far a laptop's clock may be ahead of ours.
const CLOCK_TOLERANCE: Duration = Duration::minutes(15);

/// What is the same for all files of a pass.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The server's clock.
    pub now: DateTime<Utc>,
    /// The company's zone: an author's local day is counted in it.
    pub zone: Tz,
    /// `visite_retro_jours`.
    pub retro_days: u32,
    /// How long a file may wait.
    pub defer: Duration,
}

/// What the base and earlier looks say of a file.
#[derive(Debug, Default)]
pub struct Facts<'a> {
    /// What the registry knows of its key.
    pub known: Option<&'a KnownFile>,
    /// It comes from the archive: it was integrated once, so what was judged then is not judged again (dates, the author's account,
    /// clocks); only what its rows need today is asked.
    pub integrated_before: bool,
    /// What the registry knows of its path, when its name is taken by other content.
    pub known_path: Option<KnownFile>,
    /// A name under which the same content is registered, whatever became of it.
    pub registered_as: Option<String>,
    /// Name under which the same content was integrated.
    pub integrated_as: Option<String>,
    /// Whether two looks far enough apart saw the same content.
    pub settled: bool,
    /// The author in the correspondence table.
    pub author: Option<&'a User>,
    /// Whether the ERP holds the customer it names.
    pub customer_known: bool,
    /// The version of the visit form it answers.
    pub form: Option<&'a VisitForm>,
    /// What the registry knows of the file it replaces.
    pub replaced: Option<KnownFile>,
}

/// The effect to be made, or what to do with a file that has none (now).
pub type Verdict = Result<Box<Integration>, Settled>;

/// What to do with a file that has no effect (now).
#[derive(Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is registered with this very content, or it is gone: nothing.
    Nothing,
    /// None of our business.
    LeaveAlone,
    /// Its content was integrated under another name.
    Duplicate(String),
    /// It may still be on its way: look again on the next pass.
    LookAgain(Reason, String),
    /// Register it as waiting, and try again on the next pass.
    Defer(Reason, String),
    /// Quarantine it and register the refusal.
    Reject(Reason, String),
}

/// An effect to be made.
#[derive(Debug, PartialEq, Eq)]
pub struct Integration {
    /// What to insert.
    pub effect: VisitEffect,
    /// The refused file that this one corrects.
    pub replaces: Option<FileName>,
}

/// The rows of a visit to a customer.
#[derive(Debug, PartialEq, Eq)]
pub struct VisitEffect {
    /// ERP code of the author.
    pub c_user: ErpText<4>,
    /// The visit as it was sent.
    pub visit: CustomerVisitPayload,
    /// The comment as the ERP shows it.
    pub comment: String,
    /// Checked answers.
    pub answers: Option<Answers>,
    /// What it says of follow-up and fleet.
    pub follow_up: FollowUpEvent,
}

/// Decides.
pub fn decide(sighting: &Sighting, facts: &Facts<'_>, rules: &Rules) -> Verdict {
    if sighting.naming == Naming::LeftAlone {
        return Err(Settled::LeaveAlone);
    }
    let verdict = match &sighting.content {
        Content::Vanished => Err(Settled::Nothing),
        Content::Withheld(detail) => Err(Settled::LookAgain(Reason::Unreadable, detail.clone())),
        Content::Odd(reason) => Err(unread(*reason, "it was not opened".to_owned(), facts)),
        Content::TooLarge(size) => {
            let detail = format!("{size} bytes; an exchange file has at most 1 MiB");
            Err(unread(Reason::TooLarge, detail, facts))
        }
        Content::Bytes(body) => judge_body(sighting, body, facts, rules),
    };
    verdict.map_err(|settled| wait_or_expire(settled, facts, rules))
}

/// What was not read has no hash: the same refusal again is the same file.
fn unread(reason: Reason, detail: String, facts: &Facts<'_>) -> Settled {
    let refused_so = |known: &KnownFile| {
        known.state == FileState::Refused
            && known.sha256.is_none()
            && known.reason.as_deref() == Some(reason.as_str())
    };
    if facts.known.is_some_and(refused_so) || facts.known_path.as_ref().is_some_and(refused_so) {
        return Settled::Nothing;
    }
    Settled::Reject(reason, detail)
}

/// What the registry knows of the name, first: only what is new, waits or was refused with other content is judged.
fn judge_body(sighting: &Sighting, body: &Body, facts: &Facts<'_>, rules: &Rules) -> Verdict {
    let Some(known) = facts.known else {
        return judge_content(sighting, body, facts, rules);
    };
    let sha256 = sighting.sha256();
    match (known.state, known.sha256 == sha256) {
        (FileState::Integrated | FileState::Refused | FileState::Replaced, true) => Err(Settled::Nothing),
        (FileState::Waiting, true) => judge_content(sighting, body, facts, rules),
        (_, false) if facts.known_path.as_ref().is_some_and(|path| path.sha256 == sha256) => {
            Err(Settled::Nothing)
        }
        (FileState::Refused, false) => judge_content(sighting, body, facts, rules),
        (FileState::Integrated | FileState::Waiting | FileState::Replaced, false) => {
            let detail = format!("the name is taken by other content, met {} UTC", known.received_at);
            Err(once_settled(body, facts, Reason::NameReused, detail))
        }
    }
}

fn judge_content(sighting: &Sighting, body: &Body, facts: &Facts<'_>, rules: &Rules) -> Verdict {
    if let Some((reason, detail)) = wrong_name(sighting) {
        return Err(misplaced(body, facts, reason, detail));
    }
    match &body.file {
        Some(Ok(file)) => judge_file(file, facts, rules),
        Some(Err(error)) if error.path.is_empty() => {
            Err(misplaced(body, facts, error.reason, error.detail.clone()))
        }
        Some(Err(error)) => {
            Err(misplaced(body, facts, error.reason, format!("{}: {}", error.path, error.detail)))
        }
        // A proper name was always parsed.
        None => Err(Settled::LookAgain(Reason::Unreadable, "it was not parsed".to_owned())),
    }
}

fn wrong_name(sighting: &Sighting) -> Option<(Reason, String)> {
    match &sighting.naming {
        Naming::Proper(_) | Naming::LeftAlone => None,
        Naming::ForeignAuthor(name) => {
            let detail = format!("the author is {}, the folder is {:?}", name.author(), sighting.folder);
            Some((Reason::AuthorMismatch, detail))
        }
        Naming::ConflictCopy => {
            Some((Reason::ConflictCopy, "the folder sync kept two versions of one file".to_owned()))
        }
        Naming::OutsideUserFolder => {
            Some((Reason::OutsideUserFolder, "files belong in <inbox>/<user>/<device>/".to_owned()))
        }
        Naming::Malformed(problem) => Some((Reason::BadName, problem.clone())),
    }
}

/// A copy of what was integrated is harmless under whatever name; what is not whole may still be on its way.
fn misplaced(body: &Body, facts: &Facts<'_>, reason: Reason, detail: String) -> Settled {
    match &facts.integrated_as {
        None if reason == Reason::ConflictCopy && facts.registered_as.is_some() => Settled::LeaveAlone,
        Some(name) if reason != Reason::AuthorMismatch => Settled::Duplicate(name.clone()),
        _ => once_settled(body, facts, reason, detail),
    }
}

fn once_settled(body: &Body, facts: &Facts<'_>, reason: Reason, detail: String) -> Settled {
    if body.whole || facts.settled {
        return Settled::Reject(reason, detail);
    }
    Settled::LookAgain(Reason::Unsettled, "no whole JSON yet: it may still be on its way".to_owned())
}

fn judge_file(file: &ExchangeFile, facts: &Facts<'_>, rules: &Rules) -> Verdict {
    let Some(author) = facts.author else {
        let detail = format!("{} is not in the correspondence table: automaton users add", file.author());
        return Err(Settled::Reject(Reason::UnknownUser, detail));
    };
    if !author.active && !facts.integrated_before {
        return Err(Settled::Reject(Reason::DisabledUser, format!("{} is disabled", file.author())));
    }
    if file.created_at() > rules.now + CLOCK_TOLERANCE && !facts.integrated_before {
        let detail = format!("made at {}, it is {} here", file.created_at(), rules.now);
        return Err(Settled::Defer(Reason::ClockAhead, detail));
    }
    let Payload::Vc(visit) = file.payload() else {
        let detail = format!("this version does not integrate {} yet; nothing is lost", file.kind());
        return Err(Settled::Defer(Reason::NotYetSupported, detail));
    };
    check_replaces(file, facts)
        .and_then(|()| plan_visit(file, visit, author, facts, rules))
        .map(|effect| Box::new(Integration { effect, replaces: replaced(file, facts) }))
        .map_err(|(reason, detail)| Settled::Reject(reason, detail))
}

/// The refused file to be marked: after a restore the registry may not know it, or have it marked already.
fn replaced(file: &ExchangeFile, facts: &Facts<'_>) -> Option<FileName> {
    let refused = facts.replaced.as_ref().is_some_and(|known| known.state == FileState::Refused);
    file.replaces().filter(|_| refused).cloned()
}

/// Only a refused file may be replaced, and once.
fn check_replaces(file: &ExchangeFile, facts: &Facts<'_>) -> Result<(), (Reason, String)> {
    let Some(other) = file.replaces() else {
        return Ok(());
    };
    match facts.replaced.as_ref().map(|known| known.state) {
        Some(FileState::Refused) => Ok(()),
        _ if facts.integrated_before => Ok(()),
        Some(state) => Err((Reason::BadReplaces, format!("{other} is {state:?}, not refused"))),
        None => Err((Reason::BadReplaces, format!("{other} is unknown here"))),
    }
}

fn plan_visit(
    file: &ExchangeFile,
    visit: &CustomerVisitPayload,
    author: &User,
    facts: &Facts<'_>,
    rules: &Rules,
) -> Result<VisitEffect, (Reason, String)> {
    let c_user = author.c_user.clone().ok_or_else(|| {
        (
            Reason::UnknownUser,
            format!("{} has no ERP code (c_user) in the correspondence table", file.author()),
        )
    })?;
    if !facts.customer_known {
        return Err((Reason::UnknownCustomer, format!("the ERP has no customer {}", visit.customer)));
    }
    let author_day = local_day(file.created_at(), rules.zone);
    if !facts.integrated_before {
        check_visit_date(visit.visited_on, author_day, rules.retro_days)
            .map_err(|error| (Reason::DateOutOfBounds, error.to_string()))?;
    }
    let (answers, lines) = match &visit.answers {
        None => (None, Vec::new()),
        Some(picked) => {
            let form = facts.form.ok_or_else(|| {
                (Reason::UnknownForm, format!("version {} of the visit form is unknown here", picked.form))
            })?;
            let answers =
                form.check(&picked.picked).map_err(|error| (Reason::BadAnswers, error.to_string()))?;
            let lines = form.render(&answers);
            (Some(answers), lines)
        }
    };
    Ok(VisitEffect {
        c_user,
        comment: erp_comment(visit.comment.as_str(), &lines),
        answers,
        follow_up: FollowUpEvent {
            at: file.created_at(),
            file: file.file_name().as_str().to_owned(),
            visited_on: Some(visit.visited_on),
            change: visit.follow_up_on,
            fleet: visit.fleet.clone(),
        },
        visit: visit.clone(),
    })
}

/// What was integrated before is never refused: it waits until what it needs is back. Anything else does not wait for ever, but for what
/// only a newer program can do.
fn wait_or_expire(settled: Settled, facts: &Facts<'_>, rules: &Rules) -> Settled {
    match (settled, facts.known) {
        (Settled::Reject(reason, detail), _) if facts.integrated_before && reason != Reason::NameReused => {
            Settled::Defer(reason, format!("{detail}; it was integrated before and waits for its restore"))
        }
        (Settled::Defer(reason, detail), Some(known))
            if reason != Reason::NotYetSupported
                && known.state == FileState::Waiting
                && rules.now.naive_utc() - known.received_at > rules.defer =>
        {
            Settled::Reject(reason, format!("{detail}; it waited since {} UTC", known.received_at))
        }
        (settled, _) => settled,
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
