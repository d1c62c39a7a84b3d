//! From the command line to drafts.

use std::path::Path;

use client::entries::{
    CreationDraft, DeletionDraft, EditDraft, EntryDraft, FieldDrafts, NewProspectDraft, RequestDraft,
    VisitDraft, Whom, new_prospect_defaults,
};
use client::{EntryProblem, Moment};
use domain::{Fleet, FollowUpChange};
use exchange_schema::{ProspectId, Signature};

use crate::arguments::{CorrectArgs, FieldValueArg, FollowArgs, ProspectCommand, SheetArgs, VisitArgs};

/// Everything that is wrong, or a draft.
pub type Drafted = Result<EntryDraft, Vec<EntryProblem>>;

pub fn visit(arguments: &VisitArgs) -> Drafted {
    let whom = match (&arguments.whom.customer, arguments.whom.prospect) {
        (Some(code), _) => Whom::Customer(code.clone()),
        (None, Some(id)) => Whom::Prospect(id),
        (None, None) => return Err(wrong("customer", "name a customer or a prospect")),
    };
    Ok(EntryDraft::Visit(VisitDraft {
        whom,
        on: arguments.report.on,
        at: arguments.report.at,
        comment: arguments.follow.comment.clone().unwrap_or_default(),
        form: None,
        picked: arguments.report.pick.clone(),
        follow_up_on: follow_up(&arguments.follow),
        fleet: fleet(&arguments.follow)?,
    }))
}

pub fn request(customer: &str, sheet: &SheetArgs) -> Drafted {
    Ok(EntryDraft::Request(RequestDraft {
        customer: customer.to_owned(),
        fields: fields(&sheet.set),
        comment: sheet.follow.comment.clone().unwrap_or_default(),
        follow_up_on: follow_up(&sheet.follow),
        fleet: fleet(&sheet.follow)?,
    }))
}

pub fn prospect(command: &ProspectCommand, moment: Moment) -> Drafted {
    Ok(match command {
        ProspectCommand::New { sheet, duplicate_reason } => {
            let mut filled = new_prospect_defaults();
            filled.extend(fields(&sheet.set));
            EntryDraft::NewProspect(NewProspectDraft {
                prospect: ProspectId::new(moment.now),
                fields: filled,
                duplicate_reason: duplicate_reason.clone(),
                follow_up_on: follow_up(&sheet.follow),
                fleet: fleet(&sheet.follow)?,
            })
        }
        ProspectCommand::Edit { id, sheet } => EntryDraft::EditProspect(EditDraft {
            prospect: *id,
            fields: fields(&sheet.set),
            follow_up_on: follow_up(&sheet.follow),
            fleet: fleet(&sheet.follow)?,
        }),
        ProspectCommand::Delete { id, reason } => {
            EntryDraft::DeleteProspect(DeletionDraft { prospect: *id, reason: reason.clone() })
        }
        ProspectCommand::Convert { id, set, comment, signature } => EntryDraft::AskCreation(CreationDraft {
            prospect: *id,
            fields: fields(set),
            comment: comment.clone(),
            signature: signature.as_deref().map(read_signature).transpose()?,
        }),
    })
}

/// What the refused entry said, with what the command line says in its place.
pub fn corrected(mut draft: EntryDraft, arguments: &CorrectArgs) -> Drafted {
    let CorrectArgs { customer, report, sheet, reason, signature, .. } = arguments;
    let said = sheet.follow.follow_up.map(|change| change.0);
    let comment = sheet.follow.comment.clone();
    match &mut draft {
        EntryDraft::Visit(visit) => {
            if let Some(code) = customer {
                visit.whom = Whom::Customer(code.clone());
            }
            visit.on = report.on.or(visit.on);
            visit.at = report.at.or(visit.at);
            if !report.pick.is_empty() {
                (visit.form, visit.picked) = (None, report.pick.clone());
            }
            visit.comment = comment.unwrap_or_else(|| std::mem::take(&mut visit.comment));
            visit.follow_up_on = said.unwrap_or(visit.follow_up_on);
            visit.fleet.overlay(&fleet(&sheet.follow)?);
        }
        EntryDraft::Request(request) => {
            if let Some(code) = customer {
                request.customer.clone_from(code);
            }
            request.fields.extend(fields(&sheet.set));
            request.comment = comment.unwrap_or_else(|| std::mem::take(&mut request.comment));
            request.follow_up_on = said.unwrap_or(request.follow_up_on);
            request.fleet.overlay(&fleet(&sheet.follow)?);
        }
        EntryDraft::NewProspect(new) => {
            new.fields.extend(fields(&sheet.set));
            new.duplicate_reason = reason.clone().or_else(|| new.duplicate_reason.take());
            new.follow_up_on = said.unwrap_or(new.follow_up_on);
            new.fleet.overlay(&fleet(&sheet.follow)?);
        }
        EntryDraft::EditProspect(edit) => {
            edit.fields.extend(fields(&sheet.set));
            edit.follow_up_on = said.unwrap_or(edit.follow_up_on);
            edit.fleet.overlay(&fleet(&sheet.follow)?);
        }
        EntryDraft::DeleteProspect(deletion) => {
            deletion.reason = reason.clone().unwrap_or_else(|| std::mem::take(&mut deletion.reason));
        }
        EntryDraft::AskCreation(creation) => {
            creation.fields.extend(fields(&sheet.set));
            creation.comment = comment.unwrap_or_else(|| std::mem::take(&mut creation.comment));
            if let Some(path) = signature {
                creation.signature = Some(read_signature(path)?);
            }
        }
    }
    Ok(draft)
}

fn fields(set: &[FieldValueArg]) -> FieldDrafts {
    set.iter().map(|FieldValueArg(field, value)| (*field, value.clone())).collect()
}

fn follow_up(arguments: &FollowArgs) -> FollowUpChange {
    arguments.follow_up.map(|change| change.0).unwrap_or_default()
}

fn fleet(arguments: &FollowArgs) -> Result<Fleet, Vec<EntryProblem>> {
    let mut fleet = Fleet::default();
    for vehicles in &arguments.fleet {
        fleet.insert(vehicles.0.clone(), vehicles.1).map_err(|error| wrong("fleet", &error.to_string()))?;
    }
    Ok(fleet)
}

fn read_signature(path: &Path) -> Result<Signature, Vec<EntryProblem>> {
    let unreadable =
        |error: &dyn std::fmt::Display| wrong("signature", &format!("{}: {error}", path.display()));
    let bytes = std::fs::read(path).map_err(|error| unreadable(&error))?;
    serde_json::from_slice(&bytes).map_err(|error| unreadable(&error))
}

fn wrong(field: &str, message: &str) -> Vec<EntryProblem> {
    vec![EntryProblem { code: "bad-value", field: Some(field.to_owned()), message: message.to_owned() }]
}
