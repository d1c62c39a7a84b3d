//! What a file is to do to the base: a list of writes, decided before any of them is made.

use std::collections::BTreeSet;

use domain::{Answers, Attachment, CustomerCode, CustomerField, EntryMark, FollowUpEvent, IdentityKind};
use uuid::Uuid;
use winpneu::change_requests::NewChangeRequest;
use winpneu::creations::NewCreation;
use winpneu::duplicates::{IdentityKey, Other};
use winpneu::prospects::{Clash, NewProspect, Sheet};
use winpneu::visits::{NewProspectVisit, NewRelation};

use crate::mail::Mail;

/// An effect to be made, in one transaction.
#[derive(Debug, PartialEq)]
pub struct Integration {
    /// What to do.
    pub plan: Plan,
    /// The registered names of the refused files that this one corrects: the one that it names, and what that one had corrected.
    pub replaces: Vec<String>,
}

/// What to do.
#[derive(Debug, PartialEq)]
pub struct Plan {
    /// What it went to: a customer code, a prospect or a creation.
    pub reference: String,
    /// Words for the author.
    pub message: Option<&'static str>,
    /// The fields of an MP that are not set.
    pub clashes: Vec<CustomerField>,
    /// The prospect and the version of it that this was decided on: when it has another by now, this must be decided again.
    pub decided_on: Option<(Uuid, i64)>,
    /// The writes, in their order.
    pub writes: Vec<Write>,
    /// The journal's line.
    pub told: Told,
}

/// A line of the journal.
#[derive(Debug, PartialEq)]
pub struct Told {
    /// What was done: a short English code.
    pub action: &'static str,
    /// To whom: `C:<customer>` or `P:<prospect>`.
    pub entity: String,
    /// The state before, where something was changed.
    pub before: Option<serde_json::Value>,
    /// The state after.
    pub after: serde_json::Value,
}

/// Whose follow-up and fleet.
#[derive(Debug, PartialEq, Eq)]
pub enum EntityKey {
    /// A customer's.
    Customer(CustomerCode),
    /// A prospect's.
    Prospect(Uuid),
}

/// One write. Each carries the file's name into its row.
#[derive(Debug, PartialEq)]
pub enum Write {
    /// A row of `client_relation`.
    Relation(NewRelation),
    /// A visit to a prospect.
    ProspectVisit(NewProspectVisit),
    /// Answers to the visit form.
    Answers(Answers),
    /// What is said of follow-up and fleet.
    FollowUp(EntityKey, FollowUpEvent),
    /// A new prospect.
    Prospect(Box<NewProspect>),
    /// All fields of a prospect.
    Fields(Uuid, Sheet),
    /// A field was set, or found as wanted, by this entry.
    Mark(Uuid, CustomerField, EntryMark),
    /// The prospect is attached to a rep.
    Attach(Uuid, Attachment),
    /// The prospect is deleted, for a reason.
    Delete(Uuid, String),
    /// A change that was not made.
    OpenClash(Uuid, Clash),
    /// A clash that is settled.
    CloseClash(Uuid, CustomerField),
    /// What the prospect can be recognised by.
    Keys(Uuid, BTreeSet<IdentityKey>),
    /// A likely duplicate.
    Duplicate(Uuid, IdentityKind, Other),
    /// Files that wait for this prospect wait anew.
    RestartWaiting(Uuid),
    /// A creation for the accountants.
    Creation(Box<NewCreation>),
    /// A modification request for the accountants.
    Request(NewChangeRequest),
    /// A mail.
    Mail(Mail),
}
