//! What a form hands in, whole: every key has a type, and nothing is checked yet.

use chrono::NaiveDate;
use domain::{Comment, Fleet, FollowUpChange, NodeId, TimeOfDay};
use exchange_schema::{
    CustomerVisitPayload, Payload, ProspectEditPayload, ProspectId, Signature, VisitReport,
};
use serde::{Deserialize, Serialize};

use super::fields::FieldDrafts;

/// « saisie » as a form hands it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntryDraft {
    /// « visite ce jour ».
    Visit(VisitDraft),
    /// « demande de modification », or a new follow-up date or fleet of a customer.
    Request(RequestDraft),
    /// « nouveau prospect ».
    NewProspect(NewProspectDraft),
    /// Changes to a prospect, its follow-up date and fleet too.
    EditProspect(EditDraft),
    /// « suppression d'un prospect ».
    DeleteProspect(DeletionDraft),
    /// « transformation en client ».
    AskCreation(CreationDraft),
}

/// Who was visited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// A customer, by his code.
    Customer(String),
    /// A prospect.
    Prospect(#[cfg_attr(feature = "ts", ts(as = "String"))] ProspectId),
}

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct VisitDraft {
    /// Who was visited.
    pub whom: Whom,
    /// On which day; absent = today.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// At what hour; absent = now.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub at: Option<TimeOfDay>,
    /// May be empty.
    #[serde(default)]
    pub comment: String,
    /// The version of the visit form that was shown; absent = the one in force.
    #[serde(default)]
    pub form: Option<u32>,
    /// What was picked in it.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(as = "Vec<String>"))]
    pub picked: Vec<NodeId>,
    /// The next follow-up date: absent = unchanged, null = none any more.
    #[serde(default, skip_serializing_if = "FollowUpChange::is_unchanged")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Option<String>>"))]
    pub follow_up_on: FollowUpChange,
    /// The kinds of vehicle about which something was said.
    #[serde(default)]
    pub fleet: Fleet,
}

/// A modification request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct RequestDraft {
    /// Whose sheet.
    pub customer: String,
    /// The wanted values; those that are shown already are left out.
    #[serde(default)]
    pub fields: FieldDrafts,
    /// For the accountants.
    #[serde(default)]
    pub comment: String,
    /// As a visit's.
    #[serde(default, skip_serializing_if = "FollowUpChange::is_unchanged")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Option<String>>"))]
    pub follow_up_on: FollowUpChange,
    /// As a visit's.
    #[serde(default)]
    pub fleet: Fleet,
}

/// A new prospect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NewProspectDraft {
    /// Made when the form was opened; a corrected creation keeps it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub prospect: ProspectId,
    /// Its fields; the name must be there.
    pub fields: FieldDrafts,
    /// Why it is created although a likely duplicate was shown.
    #[serde(default)]
    pub duplicate_reason: Option<String>,
    /// As a visit's.
    #[serde(default, skip_serializing_if = "FollowUpChange::is_unchanged")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Option<String>>"))]
    pub follow_up_on: FollowUpChange,
    /// As a visit's.
    #[serde(default)]
    pub fleet: Fleet,
}

/// Changes to a prospect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct EditDraft {
    /// Which.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub prospect: ProspectId,
    /// The new values; those that are shown already are left out.
    #[serde(default)]
    pub fields: FieldDrafts,
    /// As a visit's.
    #[serde(default, skip_serializing_if = "FollowUpChange::is_unchanged")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Option<String>>"))]
    pub follow_up_on: FollowUpChange,
    /// As a visit's.
    #[serde(default)]
    pub fleet: Fleet,
}

/// The wish to delete a prospect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct DeletionDraft {
    /// Which.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub prospect: ProspectId,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// The wish to make a prospect a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct CreationDraft {
    /// Which.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub prospect: ProspectId,
    /// Fields of annex 2 as they are to be sent; those that are left out, and masked bank details, are the prospect's as shown.
    #[serde(default)]
    pub fields: FieldDrafts,
    /// For the accountants.
    #[serde(default)]
    pub comment: String,
    /// Where the payment mode asks for one.
    #[serde(default)]
    #[cfg_attr(
        feature = "ts",
        ts(
            type = "{ svg?: string, png_base64?: string, signer: string, place: string, signed_at: string, text: string } | null"
        )
    )]
    pub signature: Option<Signature>,
}

impl EntryDraft {
    /// The draft that an entry was made of, for a form that corrects it. A signature is kept: it was given for what it was given for.
    #[must_use]
    pub fn of(payload: &Payload) -> Self {
        match payload {
            Payload::Vc(visit) => Self::of_customer_visit(visit),
            Payload::Vp(visit) => Self::Visit(visit_draft(Whom::Prospect(visit.prospect), &visit.report())),
            Payload::Mc(request) => Self::Request(RequestDraft {
                customer: request.customer.to_string(),
                fields: request
                    .changes
                    .as_slice()
                    .iter()
                    .map(|change| (change.field.into(), text(change.to.as_ref())))
                    .collect(),
                comment: request.comment.as_str().to_owned(),
                follow_up_on: request.follow_up_on,
                fleet: request.fleet.clone(),
            }),
            Payload::Cp(creation) => Self::NewProspect(NewProspectDraft {
                prospect: creation.prospect,
                fields: creation.fields.iter().map(|(field, value)| (field, value.to_string())).collect(),
                duplicate_reason: creation
                    .duplicate_reason
                    .as_ref()
                    .map(|reason| Comment::as_str(reason).to_owned()),
                follow_up_on: creation.follow_up_on,
                fleet: creation.fleet.clone(),
            }),
            Payload::Mp(ProspectEditPayload::Update(update)) => Self::EditProspect(EditDraft {
                prospect: update.prospect,
                fields: update
                    .changes
                    .as_slice()
                    .iter()
                    .map(|change| (change.field, text(change.to.as_ref())))
                    .collect(),
                follow_up_on: update.follow_up_on,
                fleet: update.fleet.clone(),
            }),
            Payload::Mp(ProspectEditPayload::Delete(deletion)) => Self::DeleteProspect(DeletionDraft {
                prospect: deletion.prospect,
                reason: deletion.delete.reason.as_str().to_owned(),
            }),
            Payload::Cc(creation, signature) => Self::AskCreation(CreationDraft {
                prospect: creation.prospect,
                fields: creation
                    .fields
                    .iter()
                    .map(|(field, value)| (field.into(), value.to_string()))
                    .collect(),
                comment: creation
                    .comment
                    .as_ref()
                    .map(|comment| comment.as_str().to_owned())
                    .unwrap_or_default(),
                signature: signature.as_deref().cloned(),
            }),
        }
    }

    /// The customer that it names.
    #[must_use]
    pub fn customer(&self) -> Option<&str> {
        match self {
            Self::Visit(VisitDraft { whom: Whom::Customer(code), .. }) => Some(code),
            Self::Request(request) => Some(&request.customer),
            _ => None,
        }
    }

    /// The prospect that it names.
    #[must_use]
    pub const fn prospect(&self) -> Option<ProspectId> {
        match self {
            Self::Visit(VisitDraft { whom: Whom::Prospect(id), .. }) => Some(*id),
            Self::NewProspect(new) => Some(new.prospect),
            Self::EditProspect(edit) => Some(edit.prospect),
            Self::DeleteProspect(deletion) => Some(deletion.prospect),
            Self::AskCreation(creation) => Some(creation.prospect),
            Self::Visit(_) | Self::Request(_) => None,
        }
    }

    /// The fields that it fills in, if it has any.
    #[must_use]
    pub fn fields(&self) -> Option<&FieldDrafts> {
        match self {
            Self::Request(request) => Some(&request.fields),
            Self::NewProspect(new) => Some(&new.fields),
            Self::EditProspect(edit) => Some(&edit.fields),
            Self::AskCreation(creation) => Some(&creation.fields),
            Self::Visit(_) | Self::DeleteProspect(_) => None,
        }
    }

    fn of_customer_visit(visit: &CustomerVisitPayload) -> Self {
        Self::Visit(visit_draft(Whom::Customer(visit.customer.to_string()), &visit.report()))
    }
}

fn visit_draft(whom: Whom, report: &VisitReport<'_>) -> VisitDraft {
    VisitDraft {
        whom,
        on: Some(report.visited_on),
        at: Some(report.visited_at),
        comment: report.comment.as_str().to_owned(),
        form: report.answers.map(|picked| picked.form),
        picked: report.answers.map(|picked| picked.picked.clone()).unwrap_or_default(),
        follow_up_on: report.follow_up_on,
        fleet: report.fleet.clone(),
    }
}

fn text(value: Option<&domain::FieldValue>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
