//! What to do with a file: pure. The table of refusals and the rules that hold for every kind stand here, in the order in which they
//! apply; what a kind does stands in its own module.

use chrono::{DateTime, Datelike, Duration, Utc};
use chrono_tz::Tz;
use domain::{EntryMark, Parameters, VisitForm};
use exchange_schema::{ExchangeFile, Payload, Reason};
use winpneu::duplicates::Matches;
use winpneu::prospects::{Clash, Prospect};
use winpneu::registry::{FileState, KnownFile};
use winpneu::users::User;

use super::plan::{Integration, Plan};
use super::sighting::{Body, Content, Naming, Sighting};

mod change_request;
mod creation;
mod prospect;
mod prospect_edit;
mod visit;

pub use prospect::{new_sheet, text as sheet_text};
pub use visit::prospect_subject;

/// How far a laptop's clock may be ahead of ours.
const CLOCK_TOLERANCE: Duration = Duration::minutes(15);

/// No entry was made before: the ERP's `datetime` begins in 1753 (SQL Server), and this product later.
const FIRST_YEAR: i32 = 2000;

/// What is the same for all files of a pass.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The server's clock.
    pub now: DateTime<Utc>,
    /// The company's zone: an author's local day is counted in it.
    pub zone: Tz,
    /// The business parameters.
    pub parameters: Parameters,
    /// The back office's address, for links in mails.
    pub public_url: String,
    /// The domain of Message-IDs.
    pub mail_domain: String,
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
    /// An operator wants it judged again although it was refused.
    pub retried: bool,
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
    /// The name of the customer it is about, if the ERP holds him: the one it names, or the one that its prospect became.
    pub customer_name: Option<String>,
    /// The prospect it names.
    pub prospect: Option<ProspectFacts>,
    /// Who shares telephone, SIRET or VAT number with the prospect as this file wants it.
    pub duplicates: Matches,
    /// Whether nothing of this pass can still make the prospect that it names.
    pub last_look: bool,
    /// The version of the visit form it answers.
    pub form: Option<&'a VisitForm>,
    /// What the registry knows of the file it replaces, of the one which that replaces, and so on.
    pub replaced: Vec<KnownFile>,
}

/// What the base says of a prospect.
#[derive(Debug)]
pub struct ProspectFacts {
    /// The prospect.
    pub prospect: Prospect,
    /// Whose it was when.
    pub attachments: Vec<domain::Attachment>,
    /// Which entry of this file's device set which field last.
    pub marks: std::collections::BTreeMap<domain::CustomerField, EntryMark>,
    /// Its open clashes.
    pub clashes: Vec<Clash>,
    /// Its pending creation.
    pub pending_creation: Option<uuid::Uuid>,
}

/// The effect to be made, or what to do with a file that has none (now).
pub type Verdict = Result<Box<Integration>, Settled>;

/// What the kinds' modules answer.
type Judgement = Result<Plan, Settled>;

/// A refusal.
fn refused<T>(reason: Reason, detail: impl Into<String>) -> Result<T, Settled> {
    Err(Settled::Reject(reason, detail.into()))
}

/// A file of a known author, and everything that its verdict depends on.
struct Case<'a> {
    file: &'a ExchangeFile,
    author: &'a User,
    facts: &'a Facts<'a>,
    rules: &'a Rules,
}

impl Case<'_> {
    /// When and where the entry was made.
    fn mark(&self) -> EntryMark {
        EntryMark {
            file: self.file.file_name().as_str().to_owned(),
            device: self.file.device().as_uuid().to_string(),
            sequence: self.file.sequence().map(std::num::NonZeroU64::get),
            at: self.file.created_at(),
        }
    }

    /// The author as ownership knows him.
    fn person(&self) -> domain::Person<'_> {
        domain::Person {
            folder: &self.author.folder,
            c_rep: self.author.c_rep.as_ref().map(domain::ErpText::as_str),
            admin: self.author.admin,
        }
    }

    /// The prospect that the file names, if it is there and was the author's at the time of the entry.
    fn own_prospect(&self, id: uuid::Uuid) -> Result<&ProspectFacts, Settled> {
        let Some(known) = &self.facts.prospect else {
            let detail = format!("the prospect {id} is not here yet");
            return Err(Settled::Defer(Reason::UnknownProspect, detail));
        };
        let ownership = domain::Ownership {
            created_by: known.prospect.created_by.clone(),
            attachments: known.attachments.clone(),
        };
        if !self.facts.integrated_before && !ownership.owns_at(&self.person(), self.file.created_at()) {
            return refused(
                Reason::NotOwner,
                format!("the prospect {id} was not {}'s then", self.file.author()),
            );
        }
        Ok(known)
    }
}

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
    /// What it names is not there: look again at the end of this pass, which may make it.
    Postpone,
    /// Register it as waiting, and try again on the next pass.
    Defer(Reason, String),
    /// Quarantine it and register the refusal.
    Reject(Reason, String),
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
        // An operator retried it; or the archive holds it, so a retry has integrated it since this base was saved.
        (FileState::Refused, true) if facts.retried || facts.integrated_before => {
            judge_content(sighting, body, facts, rules)
        }
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
    if file.created_at().year() < FIRST_YEAR {
        let detail = format!("made at {}: the laptop's clock stands wrong", file.created_at());
        return Err(Settled::Reject(Reason::DateOutOfBounds, detail));
    }
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
    check_replaces(file, facts)?;
    let case = Case { file, author, facts, rules };
    let plan = match file.payload() {
        Payload::Vc(visit) => visit::of_customer(&case, visit),
        Payload::Mc(request) => change_request::judge(&case, request),
        Payload::Cp(creation) => prospect::judge(&case, creation),
        Payload::Mp(edit) => prospect_edit::judge(&case, edit),
        Payload::Vp(visit) => visit::of_prospect(&case, visit),
        Payload::Cc(creation, signature) => creation::judge(&case, creation, signature.as_deref()),
    }?;
    Ok(Box::new(Integration { plan, replaces: replaced(facts) }))
}

/// The refused files to be marked: the one that it names, and those that were corrected by it in their turn. After a restore the registry
/// may not know them, or have them marked already.
fn replaced(facts: &Facts<'_>) -> Vec<String> {
    let refused = facts.replaced.iter().filter(|known| known.state == FileState::Refused);
    refused.map(|known| known.name.clone()).collect()
}

/// Only a refused file may be replaced, and once. When it is a correction itself, what it corrects must still be refused too: else the
/// same entry would be made twice.
fn check_replaces(file: &ExchangeFile, facts: &Facts<'_>) -> Result<(), Settled> {
    let Some(other) = file.replaces() else {
        return Ok(());
    };
    if facts.integrated_before {
        return Ok(());
    }
    if facts.replaced.is_empty() {
        return refused(Reason::BadReplaces, format!("{other} is unknown here"));
    }
    match facts.replaced.iter().find(|known| known.state != FileState::Refused) {
        None => Ok(()),
        Some(known) => {
            refused(Reason::BadReplaces, format!("{} is {:?}, not refused", known.name, known.state))
        }
    }
}

/// What was integrated before is never refused: it waits until what it needs is back. Anything else does not wait for ever, but for what
/// only a newer program can do.
fn wait_or_expire(settled: Settled, facts: &Facts<'_>, rules: &Rules) -> Settled {
    match (settled, facts.known) {
        (Settled::Reject(reason, detail), _) if facts.integrated_before && reason != Reason::NameReused => {
            Settled::Defer(reason, format!("{detail}; it was integrated before and waits for its restore"))
        }
        (Settled::Defer(Reason::UnknownProspect, _), _) if !facts.last_look => Settled::Postpone,
        (Settled::Defer(reason, detail), Some(known))
            if reason != Reason::NotYetSupported
                && !facts.integrated_before
                && known.state == FileState::Waiting
                && rules.now.naive_utc() - known.received_at > rules.defer =>
        {
            Settled::Reject(reason, format!("{detail}; it waited since {} UTC", known.received_at))
        }
        (settled, _) => settled,
    }
}

#[cfg(test)]
mod tests;
