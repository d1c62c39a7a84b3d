//! From what was typed to what is sent: one builder for each kind, checked with the rules that the server uses, so that what would be
//! refused tomorrow is told today. Pure: what the laptop shows is handed in.
//!
//! Absent on purpose: the journal (an entry gets its number and its bytes there), and likely duplicates (`duplicates`).

mod change_request;
mod creation;
mod draft;
mod fields;
mod prospect;
mod visit;

use chrono::NaiveDate;
use domain::Comment;
use exchange_schema::{Payload, ProspectId};
use snapshot::read::{CustomerCard, Lists, ProspectCard};

pub use creation::CreationReview;
pub(crate) use creation::review;
pub use draft::{
    CreationDraft, DeletionDraft, EditDraft, EntryDraft, NewProspectDraft, RequestDraft, VisitDraft, Whom,
};
pub use fields::{FieldDrafts, new_prospect_defaults, typed, warnings};

use crate::moment::Moment;
use crate::overlay::{ProspectLayer, ProspectState};
use crate::problem::EntryProblem;

/// What a builder is told.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// When the entry is made.
    pub moment: Moment,
    /// Forms and parameters.
    pub lists: &'a Lists,
    /// The customer that the draft names, if the laptop knows him.
    pub customer: Option<&'a CustomerCard>,
    /// The prospect that the draft names, if the laptop shows it.
    pub prospect: Option<ProspectFacts<'a>>,
    /// The customer that this prospect became, if the laptop shows him.
    pub became: Option<&'a str>,
}

/// A prospect as the laptop shows it, and what that was made of.
#[derive(Debug, Clone, Copy)]
pub struct ProspectFacts<'a> {
    /// As shown.
    pub state: &'a ProspectState,
    /// As the base holds it.
    pub base: Option<&'a ProspectCard>,
    /// What is laid over it.
    pub layer: Option<&'a ProspectLayer>,
}

/// Makes a payload of a draft, or says everything that is wrong with it.
///
/// # Errors
/// Each problem with its field.
pub fn build(draft: &EntryDraft, facts: &Facts<'_>) -> Result<Payload, Vec<EntryProblem>> {
    match draft {
        EntryDraft::Visit(visit) => visit::build(visit, facts),
        EntryDraft::Request(request) => change_request::build(request, facts),
        EntryDraft::NewProspect(new) => prospect::create(new),
        EntryDraft::EditProspect(edit) => prospect::edit(edit, facts),
        EntryDraft::DeleteProspect(deletion) => prospect::delete(deletion, facts),
        EntryDraft::AskCreation(creation) => creation::ask(creation, facts),
    }
}

/// The customer, who must be there: the server knows only those of exactly this code.
fn known_customer<'a>(facts: &Facts<'a>, code: &str) -> Result<&'a CustomerCard, EntryProblem> {
    let unknown = || EntryProblem::of("customer", "unknown-customer", format!("there is no customer {code}"));
    facts.customer.ok_or_else(unknown)
}

/// The prospect, which must be there and the user's.
fn own_prospect<'a>(facts: &Facts<'a>, id: ProspectId) -> Result<ProspectFacts<'a>, EntryProblem> {
    let unknown = || match facts.became {
        Some(code) => EntryProblem::of(
            "prospect",
            "prospect-converted",
            format!("the prospect is the customer {code} by now"),
        ),
        None => EntryProblem::of("prospect", "unknown-prospect", format!("there is no prospect {id}")),
    };
    let known = facts.prospect.ok_or_else(unknown)?;
    if !known.state.own {
        return Err(EntryProblem::of(
            "prospect",
            "not-owner",
            "the prospect is a colleague's: its owner enters this",
        ));
    }
    if known.state.deleted {
        return Err(EntryProblem::of("prospect", "prospect-deleted", "the prospect was deleted here"));
    }
    Ok(known)
}

fn comment(field: &str, text: &str) -> Result<Comment, EntryProblem> {
    text.parse().map_err(|error: domain::CommentError| EntryProblem::of(field, "bad-value", error))
}

/// A day of the far past or future fits no file; the form offers none.
fn nearby(field: &str, day: NaiveDate) -> Result<NaiveDate, EntryProblem> {
    let years = 1900..=2999;
    if years.contains(&chrono::Datelike::year(&day)) {
        Ok(day)
    } else {
        Err(EntryProblem::of(field, "bad-value", format!("{day} cannot be meant; correct the date")))
    }
}

/// Keeps what could be made, or everything that was wrong.
struct Problems(Vec<EntryProblem>);

impl Problems {
    fn keep<T>(&mut self, tried: Result<T, EntryProblem>) -> Option<T> {
        tried.map_err(|problem| self.0.push(problem)).ok()
    }
}

#[cfg(test)]
mod tests;
