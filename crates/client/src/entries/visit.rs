//! VC and VP.

use domain::{VisitForm, check_visit_date};
use exchange_schema::{CustomerVisitPayload, Payload, PickedAnswers, ProspectVisitPayload};

use super::{Facts, Problems, VisitDraft, Whom, comment, known_customer, nearby, own_prospect};
use crate::problem::EntryProblem;

pub(super) fn build(draft: &VisitDraft, facts: &Facts<'_>) -> Result<Payload, Vec<EntryProblem>> {
    let mut problems = Problems(Vec::new());
    match &draft.whom {
        Whom::Customer(code) => problems.keep(known_customer(facts, code).map(drop)),
        Whom::Prospect(id) => problems.keep(own_prospect(facts, *id).map(drop)),
    };
    let today = facts.moment.today();
    let visited_on = draft.on.unwrap_or(today);
    problems.keep(dated(visited_on, facts));
    if let domain::FollowUpChange::Set(day) = draft.follow_up_on {
        problems.keep(nearby("follow_up_on", day).map(drop));
    }
    let comment = problems.keep(comment("comment", &draft.comment));
    let answers = problems.keep(answers(draft, facts));
    let (Some(comment), Some(answers), true) = (comment, answers, problems.0.is_empty()) else {
        return Err(problems.0);
    };
    let visited_at = draft.at.unwrap_or_else(|| facts.moment.hour());
    let (follow_up_on, fleet) = (draft.follow_up_on, draft.fleet.clone());
    Ok(match &draft.whom {
        Whom::Customer(code) => Payload::Vc(CustomerVisitPayload {
            customer: code.parse().map_err(|error: domain::CustomerCodeError| {
                vec![EntryProblem::of("customer", "unknown-customer", error)]
            })?,
            visited_on,
            visited_at,
            comment,
            answers,
            follow_up_on,
            fleet,
        }),
        Whom::Prospect(prospect) => Payload::Vp(ProspectVisitPayload {
            prospect: *prospect,
            visited_on,
            visited_at,
            comment,
            answers,
            follow_up_on,
            fleet,
        }),
    })
}

/// The screen offers no future day (the user's text: « impossible de saisir dans le futur »); the server grants one, for clocks.
fn dated(visited_on: chrono::NaiveDate, facts: &Facts<'_>) -> Result<(), EntryProblem> {
    let today = facts.moment.today();
    let refused = |message: String| EntryProblem::of("visited_on", "date-out-of-bounds", message);
    if visited_on > today {
        return Err(refused(format!("the visit is dated after today, {today}; correct the date")));
    }
    let retro = facts.lists.parameters.visite_retro_jours.get();
    check_visit_date(visited_on, today, retro).map_err(|error| refused(error.to_string()))
}

fn answers(draft: &VisitDraft, facts: &Facts<'_>) -> Result<Option<PickedAnswers>, EntryProblem> {
    if draft.picked.is_empty() {
        return Ok(None);
    }
    let in_force = &facts.lists.parameters.formulaire_visite;
    let version = draft.form.unwrap_or_else(|| in_force.version());
    let known = if version == in_force.version() { Some(in_force) } else { facts.lists.forms.get(&version) };
    let form: &VisitForm = known.ok_or_else(|| {
        EntryProblem::of(
            "picked",
            "unknown-form",
            format!("version {version} of the visit form is unknown here"),
        )
    })?;
    let checked =
        form.check(&draft.picked).map_err(|error| EntryProblem::of("picked", "bad-answers", error))?;
    Ok(Some(PickedAnswers { form: checked.form(), picked: checked.picked().to_vec() }))
}
