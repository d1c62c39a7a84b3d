//! What an entry says, in one line, in words that come with the bases: labels of the form and of fields, kinds of vehicle, and the author's
//! own.

use domain::{CustomerField, Fleet, FollowUpChange, NodeId, VisitForm, erp_date};
use exchange_schema::{Payload, PickedAnswers, ProspectEditPayload};

use super::Laptop;
use crate::journal::Entry;
use crate::overlay::shown;

/// Between its parts.
const BETWEEN: &str = " · ";
/// So much fits beside a name.
const MOST_SIGNS: usize = 120;

/// Whether an accountant decides on it. A request that only tells of follow-up date or fleet goes to nobody.
pub(super) fn is_for_accountants(payload: &Payload) -> bool {
    match payload {
        Payload::Cc(..) => true,
        Payload::Mc(request) => {
            !request.changes.as_slice().is_empty() || !request.comment.as_str().is_empty()
        }
        Payload::Vc(_) | Payload::Vp(_) | Payload::Cp(_) | Payload::Mp(_) => false,
    }
}

impl Laptop {
    pub(super) fn summary(&self, entry: &Entry) -> String {
        let mut parts = Vec::new();
        let form = |version| self.form(version).ok().flatten();
        match entry.file.payload() {
            Payload::Vc(visit) => {
                said(&mut parts, visit.report().answers, form, visit.report().comment.as_str())
            }
            Payload::Vp(visit) => {
                said(&mut parts, visit.report().answers, form, visit.report().comment.as_str())
            }
            Payload::Mc(request) => {
                parts.extend(request.changes.as_slice().iter().map(|change| label(change.field.into())));
                follow(&mut parts, request.follow_up_on, &request.fleet);
                parts.push(one_line(request.comment.as_str()));
            }
            Payload::Cp(creation) => {
                let told = [CustomerField::Name, CustomerField::Town, CustomerField::Phone];
                let value = |field| creation.fields.iter().find(|(it, _)| *it == field);
                parts.extend(told.into_iter().filter_map(value).map(|(field, it)| shown(field, Some(it))));
            }
            Payload::Mp(ProspectEditPayload::Update(update)) => {
                parts.extend(update.changes.as_slice().iter().map(|change| label(change.field)));
                follow(&mut parts, update.follow_up_on, &update.fleet);
            }
            Payload::Mp(ProspectEditPayload::Delete(deletion)) => {
                parts.push(one_line(deletion.delete.reason.as_str()));
            }
            Payload::Cc(creation, _) => {
                let comment = creation.comment.as_ref();
                parts.extend(comment.map(|comment| one_line(comment.as_str())));
            }
        }
        parts.retain(|part| !part.is_empty());
        shortened(&parts.join(BETWEEN))
    }
}

fn said<'f>(
    parts: &mut Vec<String>,
    answers: Option<&PickedAnswers>,
    form: impl Fn(u32) -> Option<&'f VisitForm>,
    comment: &str,
) {
    if let Some(answers) = answers
        && let Some(form) = form(answers.form)
    {
        let label = |id: &NodeId| form.node(id).map(|node| node.label.as_str().to_owned());
        parts.extend(answers.picked.iter().filter_map(label));
    }
    parts.push(one_line(comment));
}

/// A date speaks for itself beside the fleet's kinds.
fn follow(parts: &mut Vec<String>, on: FollowUpChange, fleet: &Fleet) {
    if let FollowUpChange::Set(day) = on {
        parts.push(erp_date(day).to_string());
    }
    let told = fleet.iter().filter(|(_, count)| *count != Some(0));
    parts.extend(told.map(|(kind, count)| match count {
        Some(count) => format!("{kind} {count}"),
        None => kind.to_string(),
    }));
}

fn label(field: CustomerField) -> String {
    field.spec().label.to_owned()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_SIGNS) {
        None => text.to_owned(),
        // Whole words, where there are any.
        Some((end, _)) => {
            let cut = text.get(..end).unwrap_or_default();
            let at = cut.rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
            format!("{}…", cut.get(..at).unwrap_or_default().trim_end())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_ends_at_a_word() {
        assert_eq!(shortened("court"), "court");
        let long = "des mots ".repeat(20);
        let cut = shortened(&long);
        assert!(cut.ends_with("mots…") || cut.ends_with("des…"), "{cut}");
        assert!(cut.chars().count() <= MOST_SIGNS + 1);
        let solid = "é".repeat(200);
        assert_eq!(shortened(&solid), format!("{}…", "é".repeat(MOST_SIGNS)));
    }
}
