//! MC.

use domain::{CustomerField, FieldValue};
use exchange_schema::{Annex2Field, ChangeRequestPayload, Changes, FieldChange, Payload};

use super::fields::all_typed;
use super::{Facts, Problems, RequestDraft, comment, known_customer, nearby};
use crate::overlay::same;
use crate::problem::EntryProblem;

pub(super) fn build(draft: &RequestDraft, facts: &Facts<'_>) -> Result<Payload, Vec<EntryProblem>> {
    let mut problems = Problems(Vec::new());
    let card = problems.keep(known_customer(facts, &draft.customer));
    let comment = problems.keep(comment("comment", &draft.comment));
    if let domain::FollowUpChange::Set(day) = draft.follow_up_on {
        problems.keep(nearby("follow_up_on", day).map(drop));
    }
    let values = all_typed(&draft.fields).map_err(|wrong| problems.0.extend(wrong)).unwrap_or_default();
    let mut changes = Vec::new();
    for (field, to) in values {
        let from = card.and_then(|card| shown(field, card.sheet.get(&field)));
        if !same(from.as_ref(), to.as_ref()) {
            changes.extend(problems.keep(annex_2(field)).map(|field| FieldChange { field, from, to }));
        }
    }
    let silent = draft.follow_up_on.is_unchanged() && draft.fleet.is_empty();
    if problems.0.is_empty() && changes.is_empty() && draft.comment.trim().is_empty() && silent {
        problems.0.push(EntryProblem::new("nothing-changed", "nothing is asked and nothing changes"));
    }
    let (Some(card), Some(comment), true) = (card, comment, problems.0.is_empty()) else {
        return Err(problems.0);
    };
    let unknown =
        |error: &dyn std::fmt::Display| vec![EntryProblem::of("customer", "unknown-customer", error)];
    Ok(Payload::Mc(ChangeRequestPayload {
        customer: card.code.parse().map_err(|error: domain::CustomerCodeError| unknown(&error))?,
        changes: Changes::try_from(changes)
            .map_err(|error| vec![EntryProblem::new("bad-value", error.to_string())])?,
        comment,
        follow_up_on: draft.follow_up_on,
        fleet: draft.fleet.clone(),
    }))
}

/// No base of a laptop has a customer's bank details, so none were shown; were there any, they would be masked ones.
fn shown(field: CustomerField, value: Option<&FieldValue>) -> Option<FieldValue> {
    value.filter(|_| !matches!(field, CustomerField::Iban | CustomerField::Bic)).cloned()
}

fn annex_2(field: CustomerField) -> Result<Annex2Field, EntryProblem> {
    Annex2Field::try_from(field).map_err(|error| EntryProblem::of(field.column(), "bad-value", error))
}
