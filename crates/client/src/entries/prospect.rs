//! CP and MP.

use domain::{CustomerField, FieldValue, FollowUpChange};
use exchange_schema::{
    Changes, Deletion, Payload, ProspectChange, ProspectCreationPayload, ProspectDeletion,
    ProspectEditPayload, ProspectFields, ProspectUpdate,
};

use super::fields::all_typed;
use super::{
    DeletionDraft, EditDraft, Facts, NewProspectDraft, Problems, ProspectFacts, comment, nearby, own_prospect,
};
use crate::overlay::{CreationState, ProspectOrigin, same};
use crate::problem::EntryProblem;

/// CP.
pub(super) fn create(draft: &NewProspectDraft) -> Result<Payload, Vec<EntryProblem>> {
    let mut problems = Problems(Vec::new());
    let values = all_typed(&draft.fields).map_err(|wrong| problems.0.extend(wrong)).unwrap_or_default();
    let fields: ProspectFields =
        values.into_iter().filter_map(|(field, value)| Some((field, value?))).collect();
    let named = draft.fields.get(&CustomerField::Name).is_some_and(|name| !name.trim().is_empty());
    if !named {
        problems.0.push(no_name());
    }
    let reason = draft.duplicate_reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let duplicate_reason = reason.and_then(|reason| problems.keep(comment("duplicate_reason", reason)));
    follow_up(&mut problems, draft.follow_up_on);
    if !problems.0.is_empty() {
        return Err(problems.0);
    }
    // Of a prospect that is new there is no date to clear.
    let follow_up_on = if draft.follow_up_on == FollowUpChange::Clear {
        FollowUpChange::Unchanged
    } else {
        draft.follow_up_on
    };
    Ok(Payload::Cp(ProspectCreationPayload {
        prospect: draft.prospect,
        fields,
        follow_up_on,
        fleet: draft.fleet.clone(),
        duplicate_reason,
    }))
}

/// MP.
pub(super) fn edit(draft: &EditDraft, facts: &Facts<'_>) -> Result<Payload, Vec<EntryProblem>> {
    let known = own_prospect(facts, draft.prospect).map_err(|problem| vec![problem])?;
    let mut problems = Problems(Vec::new());
    follow_up(&mut problems, draft.follow_up_on);
    let values = all_typed(&draft.fields).map_err(|wrong| problems.0.extend(wrong)).unwrap_or_default();
    let changes: Vec<ProspectChange> =
        values.into_iter().filter_map(|(field, to)| change(&known, field, to)).collect();
    if changes.iter().any(|change| change.field == CustomerField::Name && change.to.is_none()) {
        problems.0.push(no_name());
    }
    let silent = draft.follow_up_on.is_unchanged() && draft.fleet.is_empty();
    if problems.0.is_empty() && changes.is_empty() && silent {
        problems.0.push(EntryProblem::new("nothing-changed", "nothing changes"));
    }
    if !problems.0.is_empty() {
        return Err(problems.0);
    }
    Ok(Payload::Mp(ProspectEditPayload::Update(ProspectUpdate {
        prospect: draft.prospect,
        changes: Changes::try_from(changes)
            .map_err(|error| vec![EntryProblem::new("bad-value", error.to_string())])?,
        follow_up_on: draft.follow_up_on,
        fleet: draft.fleet.clone(),
    })))
}

/// One field: from what is shown, and what else was shown since the base; `None` when it is so already.
fn change(known: &ProspectFacts<'_>, field: CustomerField, to: Option<FieldValue>) -> Option<ProspectChange> {
    let from = known.state.sheet.get(&field);
    if same(from, to.as_ref()) {
        return None;
    }
    let base = known.base.and_then(|card| card.sheet.get(&field));
    let also = match (known.layer, known.base) {
        (Some(layer), Some(_)) => layer.also(field, base, from, to.as_ref()),
        // Nothing was ever shown but what own entries set.
        (Some(layer), None) => layer.also(field, from, from, to.as_ref()),
        (None, _) => Vec::new(),
    };
    Some(ProspectChange { field, from: from.cloned(), to, also })
}

/// MP that deletes.
pub(super) fn delete(draft: &DeletionDraft, facts: &Facts<'_>) -> Result<Payload, Vec<EntryProblem>> {
    let one = |problem| vec![problem];
    let known = own_prospect(facts, draft.prospect).map_err(one)?;
    let refused = |code, message: &str| Err(vec![EntryProblem::of("prospect", code, message)]);
    if known.state.origin == ProspectOrigin::Rejected {
        return refused(
            "creation-rejected",
            "the company never had this prospect: give its refused creation up instead",
        );
    }
    if known.state.conversion.is_some() {
        return refused("prospect-converted", "the prospect is a customer by now");
    }
    if is_with_accountants(&known) {
        return refused(
            "creation-pending",
            "the prospect's creation is with the accountants; wait for their answer",
        );
    }
    let reason = comment("reason", &draft.reason).map_err(one)?;
    Ok(Payload::Mp(ProspectEditPayload::Delete(ProspectDeletion {
        prospect: draft.prospect,
        delete: Deletion { reason },
    })))
}

pub(super) fn is_with_accountants(known: &ProspectFacts<'_>) -> bool {
    matches!(known.state.creation, Some(CreationState::Asked { .. } | CreationState::Validated { .. }))
}

fn no_name() -> EntryProblem {
    EntryProblem::of(CustomerField::Name.column(), "missing", "a prospect needs a name")
}

fn follow_up(problems: &mut Problems, change: FollowUpChange) {
    if let FollowUpChange::Set(day) = change {
        problems.keep(nearby("follow_up_on", day).map(drop));
    }
}
