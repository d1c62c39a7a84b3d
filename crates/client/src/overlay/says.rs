//! What one entry says, in the words in which the server will write it.

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{
    CustomerField, FieldValue, FollowUpEvent, NodeId, RelationClass, VisitForm, erp_comment, erp_date,
    local_day, masked,
};
use exchange_schema::{Payload, PickedAnswers, ProspectEditPayload, VisitReport};
use snapshot::read::HistoryKey;

use crate::journal::Entry;

/// Before the subject of a visit that was made to the prospect (the user's text, « Transformation en client »).
const PROSPECT_PREFIX: &str = "[PROSPECT] ";

/// A visit that is laid over the bases: a row of a history that they do not show yet.
#[derive(Debug, Clone)]
pub struct LaidVisit {
    /// Its place in the list.
    pub key: HistoryKey,
    /// The entry.
    pub entry: Arc<Entry>,
    /// What it will count as.
    pub class: RelationClass,
    /// As the server will write it.
    pub subject: String,
    /// As the server will write it.
    pub comment: String,
    /// Version of the visit form and what was picked in it.
    pub answers: Option<(u32, Vec<NodeId>)>,
}

/// What an entry says of follow-up date and fleet, if it says anything.
#[must_use]
pub fn follow_up_event(entry: &Entry) -> Option<FollowUpEvent> {
    let (change, fleet, visited_on) = match entry.file.payload() {
        Payload::Vc(visit) => (visit.follow_up_on, &visit.fleet, Some(visit.visited_on)),
        Payload::Vp(visit) => (visit.follow_up_on, &visit.fleet, Some(visit.visited_on)),
        Payload::Mc(request) => (request.follow_up_on, &request.fleet, None),
        Payload::Cp(creation) => (creation.follow_up_on, &creation.fleet, None),
        Payload::Mp(ProspectEditPayload::Update(update)) => (update.follow_up_on, &update.fleet, None),
        Payload::Mp(ProspectEditPayload::Delete(_)) | Payload::Cc(..) => return None,
    };
    // A visit without a word does something too: it clears a date that is not later.
    let says = visited_on.is_some() || !change.is_unchanged() || !fleet.is_empty();
    says.then(|| FollowUpEvent {
        at: entry.file.created_at(),
        file: entry.file.file_name().to_string(),
        visited_on,
        change,
        fleet: fleet.clone(),
    })
}

/// The visit that an entry is, if it is one.
pub(crate) fn report(entry: &Entry) -> Option<VisitReport<'_>> {
    match entry.file.payload() {
        Payload::Vc(visit) => Some(visit.report()),
        Payload::Vp(visit) => Some(visit.report()),
        _ => None,
    }
}

/// The row that a visit will be. `converted_on` is the day on which the prospect became the customer in whose history it is shown; `form`
/// finds a version of the visit form.
#[must_use]
pub fn visit_row<'f>(
    entry: &Arc<Entry>,
    converted_on: Option<NaiveDate>,
    form: impl Fn(u32) -> Option<&'f VisitForm>,
) -> Option<LaidVisit> {
    let report = report(entry)?;
    let of_prospect = matches!(entry.file.payload(), Payload::Vp(_));
    // A visit to a prospect stays one, unless it was made to the customer that the prospect was by then.
    let after = converted_on.is_some_and(|day| report.visited_on > day);
    let before = of_prospect && converted_on.is_some() && !after;
    let subject = format!("Visite du {}", erp_date(report.visited_on));
    let lines = report.answers.map(|picked| words(picked, &form)).unwrap_or_default();
    Some(LaidVisit {
        key: HistoryKey {
            on: Some(report.visited_on),
            at: report.visited_at.to_string(),
            key: entry.file.file_name().to_string(),
        },
        entry: Arc::clone(entry),
        class: if of_prospect && !after { RelationClass::ProspectVisit } else { RelationClass::Visit },
        subject: if before { format!("{PROSPECT_PREFIX}{subject}") } else { subject },
        comment: erp_comment(report.comment.as_str(), &lines),
        answers: report.answers.map(|picked| (picked.form, picked.picked.clone())),
    })
}

fn words<'f>(picked: &PickedAnswers, form: impl Fn(u32) -> Option<&'f VisitForm>) -> Vec<String> {
    let Some(form) = form(picked.form) else { return Vec::new() };
    form.check(&picked.picked).map(|answers| form.render(&answers)).unwrap_or_default()
}

/// « demande de modification » : what an entry asks of a customer's sheet, if it asks anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Field, what was shown, what is wanted.
    pub changes: Vec<(CustomerField, Option<FieldValue>, Option<FieldValue>)>,
    /// What the author adds.
    pub comment: String,
}

/// What an entry asks of a customer: an MC, or an MP for a prospect that became one.
pub(crate) fn request(entry: &Entry) -> Option<Request> {
    let (changes, comment): (Vec<_>, &str) = match entry.file.payload() {
        Payload::Mc(request) => {
            let changes = request.changes.as_slice().iter();
            let of = |change: &exchange_schema::FieldChange| {
                (change.field.into(), change.from.clone(), change.to.clone())
            };
            (changes.map(of).collect(), request.comment.as_str())
        }
        Payload::Mp(ProspectEditPayload::Update(update)) => {
            let changes = update.changes.as_slice().iter().filter(|change| change.field.is_annex_2());
            (changes.map(|change| (change.field, change.from.clone(), change.to.clone())).collect(), "")
        }
        _ => return None,
    };
    let asks = !changes.is_empty() || !comment.trim().is_empty();
    asks.then(|| Request { changes, comment: comment.to_owned() })
}

/// The row that a request will be; it counts as no visit.
#[must_use]
pub fn request_row(entry: &Arc<Entry>, zone: Tz) -> Option<LaidVisit> {
    let request = request(entry)?;
    let made = entry.file.created_at();
    let on = local_day(made, zone);
    let lines: Vec<String> = request.changes.iter().map(line).collect();
    Some(LaidVisit {
        key: HistoryKey {
            on: Some(on),
            at: made.with_timezone(&zone).format("%H:%M").to_string(),
            key: entry.file.file_name().to_string(),
        },
        entry: Arc::clone(entry),
        class: RelationClass::Other,
        subject: format!("Demande de modification du {}", erp_date(on)),
        comment: erp_comment(&request.comment, &lines),
        answers: None,
    })
}

fn line((field, from, to): &(CustomerField, Option<FieldValue>, Option<FieldValue>)) -> String {
    let quoted = |value: &Option<FieldValue>| match shown(*field, value.as_ref()) {
        text if text.is_empty() => "« »".to_owned(),
        text => format!("« {text} »"),
    };
    format!("- {} : {} remplacé par {}", field.spec().label, quoted(from), quoted(to))
}

/// A value as people outside accounting may see it: bank details by their last four signs.
pub(crate) fn shown(field: CustomerField, value: Option<&FieldValue>) -> String {
    let text = value.map(ToString::to_string).unwrap_or_default();
    match field {
        CustomerField::Iban | CustomerField::Bic => masked(&text),
        _ => text,
    }
}
