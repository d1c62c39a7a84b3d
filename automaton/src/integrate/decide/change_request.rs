//! MC: what a rep wants changed of a customer goes to the accountants; follow-up and fleet are applied.

use domain::{
    Comment, CustomerCode, CustomerField, FieldValue, Fleet, FollowUpChange, TimeOfDay, check_field,
    erp_comment, erp_date, masked,
};
use exchange_schema::{ChangeRequestPayload, Reason};
use serde_json::json;
use winpneu::change_requests::NewChangeRequest;
use winpneu::visits::NewRelation;

use super::{Case, Judgement, Settled, refused};
use crate::integrate::plan::{EntityKey, Plan, Told, Write};
use crate::mail::{self, Addressing, Change, Mail, ModificationRequest, TemplateError};

/// One field: what the laptop showed and what is wanted.
pub(super) struct Wish<'a> {
    pub(super) field: CustomerField,
    pub(super) from: Option<&'a FieldValue>,
    pub(super) to: Option<&'a FieldValue>,
}

/// What a modification request says.
pub(super) struct Request<'a> {
    /// Whether the author needs a code in the ERP; of a prospect's owner none was ever asked.
    pub(super) needs_code: bool,
    pub(super) wishes: Vec<Wish<'a>>,
    pub(super) comment: &'a str,
    pub(super) follow_up_on: FollowUpChange,
    pub(super) fleet: &'a Fleet,
}

/// MC.
pub(super) fn judge(case: &Case<'_>, payload: &ChangeRequestPayload) -> Judgement {
    let customer = case.known_customer(&payload.customer)?;
    let changes = payload.changes.as_slice().iter();
    let request = Request {
        needs_code: true,
        wishes: changes
            .map(|change| Wish {
                field: change.field.into(),
                from: change.from.as_ref(),
                to: change.to.as_ref(),
            })
            .collect(),
        comment: Comment::as_str(&payload.comment),
        follow_up_on: payload.follow_up_on,
        fleet: &payload.fleet,
    };
    plan(case, customer, &request)
}

/// A request about a customer: also what an MP becomes once its prospect is one.
pub(super) fn plan(case: &Case<'_>, customer: &CustomerCode, request: &Request<'_>) -> Judgement {
    for wish in &request.wishes {
        case.checked_value(wish.field, wish.to)?;
    }
    let mut writes = Vec::new();
    if !request.wishes.is_empty() || !request.comment.trim().is_empty() {
        writes.push(relation(case, customer, request)?);
        writes.push(Write::Request(row(case, customer, request)));
        writes.extend(mails(case, customer, request)?.into_iter().map(Write::Mail));
    }
    if !request.follow_up_on.is_unchanged() || !request.fleet.is_empty() {
        let event = case.follow_up(request.follow_up_on, request.fleet.clone(), None);
        writes.push(Write::FollowUp(EntityKey::Customer(customer.clone()), event));
    }
    let fields: Vec<&str> = request.wishes.iter().map(|wish| wish.field.column()).collect();
    let told = Told {
        action: "change-request",
        entity: format!("C:{customer}"),
        before: None,
        after: json!({ "fields": fields, "follow_up_on": !request.follow_up_on.is_unchanged() }),
    };
    Ok(Plan {
        reference: customer.to_string(),
        message: None,
        clashes: Vec::new(),
        decided_on: None,
        writes,
        told,
    })
}

fn relation(case: &Case<'_>, customer: &CustomerCode, request: &Request<'_>) -> Result<Write, Settled> {
    let local = case.file.created_at().with_timezone(&case.rules.zone).naive_local();
    let lines: Vec<String> = request.wishes.iter().map(line).collect();
    let at: TimeOfDay = local
        .format("%H:%M")
        .to_string()
        .parse()
        .or_else(|error: domain::TimeOfDayError| refused(Reason::BadValue, error.to_string()))?;
    let c_user =
        if request.needs_code { Some(case.author_code()?.clone()) } else { case.author.c_user.clone() };
    Ok(Write::Relation(NewRelation {
        customer: customer.clone(),
        on: local.date(),
        at,
        c_user,
        subject: format!("Demande de modification du {}", erp_date(local.date())),
        comment: erp_comment(request.comment, &lines),
    }))
}

fn line(wish: &Wish<'_>) -> String {
    let quoted = |value| match shown(wish.field, value) {
        text if text.is_empty() => "« »".to_owned(),
        text => format!("« {text} »"),
    };
    format!("- {} : {} remplacé par {}", wish.field.spec().label, quoted(wish.from), quoted(wish.to))
}

/// A value as people outside accounting may see it: bank details by their last four signs.
pub(super) fn shown(field: CustomerField, value: Option<&FieldValue>) -> String {
    let text = value.map(ToString::to_string).unwrap_or_default();
    match field {
        CustomerField::Iban | CustomerField::Bic if !text.is_empty() => masked(&text),
        _ => text,
    }
}

fn row(case: &Case<'_>, customer: &CustomerCode, request: &Request<'_>) -> NewChangeRequest {
    let changes: Vec<_> = request
        .wishes
        .iter()
        .map(|wish| json!({ "field": wish.field, "from": wish.from, "to": wish.to }))
        .collect();
    NewChangeRequest {
        customer: customer.clone(),
        changes: json!(changes).to_string(),
        comment: Some(request.comment.trim()).filter(|text| !text.is_empty()).map(str::to_owned),
        asked_by: case.author.folder.clone(),
        asked_at: case.file.created_at(),
    }
}

fn mails(case: &Case<'_>, customer: &CustomerCode, request: &Request<'_>) -> Result<Vec<Mail>, Settled> {
    let changes: Vec<Change> = request
        .wishes
        .iter()
        .map(|wish| Change {
            label: wish.field.spec().label.to_owned(),
            from: shown(wish.field, wish.from),
            to: shown(wish.field, wish.to),
        })
        .collect();
    let recipients: Vec<_> = case.rules.parameters.modification_addresses().iter().cloned().collect();
    let composed = mail::modification_request(ModificationRequest {
        addressing: case.addressing(&recipients),
        user: case.author_name(),
        customer_code: customer.as_str(),
        customer_name: case.facts.customer_name.as_deref().unwrap_or_default(),
        changes: &changes,
        comment: request.comment,
    });
    composed.or_else(unmailable)
}

/// A template that cannot be rendered is this program's fault: the file waits for a better one.
pub(super) fn unmailable<T>(error: TemplateError) -> Result<T, Settled> {
    Err(Settled::Defer(Reason::NotYetSupported, format!("a mail's template is faulty: {error}")))
}

impl Case<'_> {
    /// From the author, about this file.
    pub(super) fn addressing<'a>(&'a self, recipients: &'a [domain::EmailAddress]) -> Addressing<'a> {
        Addressing {
            id: self.file.file_name().id(),
            recipients,
            sender: self.author.email.as_deref(),
            domain: &self.rules.mail_domain,
        }
    }

    /// The author as people call him.
    pub(super) fn author_name(&self) -> &str {
        self.author.shown_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&self.author.folder)
    }

    /// What is created is strict in lengths, code page, and bank details (design §4).
    pub(super) fn checked_value(
        &self,
        field: CustomerField,
        value: Option<&FieldValue>,
    ) -> Result<(), Settled> {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(()) };
        check_field(field, value).or_else(|problem| {
            let reason = if problem.is_length() { Reason::TextTooLong } else { Reason::BadValue };
            refused(reason, format!("{}: {problem}", field.column()))
        })
    }
}
