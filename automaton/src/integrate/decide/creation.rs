//! CC: a prospect to be made a customer, for the accountants to validate.

use domain::{CreationProblem, CreationProblemKind, CustomerField, check_creation};
use exchange_schema::{Annex2Field, CustomerCreationPayload, Reason, Signature};
use serde_json::json;
use winpneu::creations::NewCreation;

use super::change_request::unmailable;
use super::{Case, Judgement, ProspectFacts, Settled, refused};
use crate::integrate::plan::{Plan, Told, Write};
use crate::mail::{self, Addressing, CreationAcknowledgement, CreationRequest, Mail};

/// CC.
pub(super) fn judge(
    case: &Case<'_>,
    payload: &CustomerCreationPayload,
    signature: Option<&Signature>,
) -> Judgement {
    let prospect = *payload.prospect.as_uuid();
    let known = case.own_prospect(prospect)?;
    check_prospect(prospect, known)?;
    if !case.facts.integrated_before {
        check_fields(case, payload, signature)?;
    }
    let id = case.file.file_name().id();
    let creation = NewCreation {
        id,
        prospect,
        fields: json_of(&payload.fields)?,
        signature: signature.map(json_of).transpose()?,
        comment: payload.comment.as_ref().map(|comment| comment.as_str().to_owned()),
        asked_by: case.author.folder.clone(),
        asked_at: case.file.created_at(),
    };
    let name = value(payload, CustomerField::Name).map(ToString::to_string).unwrap_or_default();
    let mut writes = vec![Write::Creation(Box::new(creation))];
    writes.extend(mails(case, &name)?.into_iter().map(Write::Mail));
    let told = Told {
        action: "creation",
        entity: format!("P:{prospect}"),
        before: None,
        after: json!({ "creation": id }),
    };
    let decided_on = Some((prospect, known.prospect.version));
    Ok(Plan { reference: id.to_string(), message: None, clashes: Vec::new(), decided_on, writes, told })
}

fn check_prospect(prospect: uuid::Uuid, known: &ProspectFacts) -> Result<(), Settled> {
    if let Some(deletion) = &known.prospect.deletion {
        let detail = format!("the prospect {prospect} was deleted by {}", deletion.file);
        return refused(Reason::ProspectDeleted, detail);
    }
    if let Some((_, customer)) = &known.prospect.conversion {
        let detail = format!("the prospect {prospect} is the customer {customer} already");
        return refused(Reason::ProspectConverted, detail);
    }
    match known.pending_creation {
        Some(creation) => {
            refused(Reason::CreationPending, format!("the creation {creation} is with the accountants"))
        }
        None => Ok(()),
    }
}

fn value(payload: &CustomerCreationPayload, field: CustomerField) -> Option<&domain::FieldValue> {
    payload.fields.get(Annex2Field::try_from(field).ok()?)
}

fn check_fields(
    case: &Case<'_>,
    payload: &CustomerCreationPayload,
    signature: Option<&Signature>,
) -> Result<(), Settled> {
    let problems = check_creation(|field| value(payload, field), signature.is_some(), &case.rules.parameters);
    if problems.is_empty() {
        return Ok(());
    }
    let too_long = |one: &CreationProblem| matches!(&one.problem, CreationProblemKind::Field(field) if field.is_length());
    let reason = if problems.iter().any(too_long) { Reason::TextTooLong } else { Reason::BadValue };
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    refused(reason, all.join("; "))
}

fn json_of<T: serde::Serialize>(value: &T) -> Result<String, Settled> {
    serde_json::to_string(value).or_else(|error| refused(Reason::BadValue, error.to_string()))
}

fn mails(case: &Case<'_>, name: &str) -> Result<Vec<Mail>, Settled> {
    let accountants: Vec<_> = case.rules.parameters.courriels_creation.iter().cloned().collect();
    let request = CreationRequest {
        addressing: case.addressing(&accountants),
        customer_name: name,
        public_url: &case.rules.public_url,
    };
    let mut mails = mail::creation_request(request).or_else(unmailable)?;
    let requester: Vec<_> = case.author.email.iter().filter_map(|email| email.parse().ok()).collect();
    // From the service: who asked need not be told by himself.
    let addressing = Addressing { sender: None, ..case.addressing(&requester) };
    let acknowledgement = CreationAcknowledgement { addressing, customer_name: name };
    mails.extend(mail::creation_acknowledgement(acknowledgement).or_else(unmailable)?);
    Ok(mails)
}
