//! VC and VP: a visit becomes a row of `client_relation` or of `crm_visite_prospect`.

use domain::{
    Answers, CustomerCode, FollowUpEvent, TimeOfDay, check_visit_date, erp_comment, erp_date, local_day,
};
use exchange_schema::{CustomerVisitPayload, PickedAnswers, ProspectVisitPayload, Reason, VisitReport};
use serde_json::json;
use uuid::Uuid;
use winpneu::visits::{NewProspectVisit, NewRelation};

use super::{Case, Judgement, Settled, refused};
use crate::integrate::plan::{EntityKey, Plan, Told, Write};

/// Before the subject of a visit that was made to the prospect (the user's text, « Transformation en client »).
pub const PROSPECT_PREFIX: &str = "[PROSPECT] ";
/// `objet char(80)` (annex 1).
const SUBJECT_SIGNS: usize = 80;

/// The subject of a visit (annex 1).
pub fn subject(visited_on: chrono::NaiveDate) -> String {
    format!("Visite du {}", erp_date(visited_on))
}

/// The subject of a visit to a prospect, once he is a customer: cut where the ERP has no more room.
pub fn prospect_subject(subject: &str) -> String {
    format!("{PROSPECT_PREFIX}{subject}").chars().take(SUBJECT_SIGNS).collect()
}

/// What VC and VP have in common.
struct Visit {
    on: chrono::NaiveDate,
    at: TimeOfDay,
    comment: String,
    answers: Option<Answers>,
    follow_up: FollowUpEvent,
}

/// VC.
pub(super) fn of_customer(case: &Case<'_>, payload: &CustomerVisitPayload) -> Judgement {
    let c_user = case.author_code()?;
    let customer = case.known_customer(&payload.customer)?;
    let report = Visit::checked(case, payload.report())?;
    let mut writes = vec![report.relation(customer, Some(c_user.clone()), subject(report.on))];
    let told = report.told("visit", format!("C:{customer}"));
    report.finish(EntityKey::Customer(customer.clone()), &mut writes);
    Ok(Plan {
        reference: customer.to_string(),
        message: None,
        clashes: Vec::new(),
        decided_on: None,
        writes,
        told,
    })
}

/// VP: to a prospect, or to the customer that he became meanwhile.
pub(super) fn of_prospect(case: &Case<'_>, payload: &ProspectVisitPayload) -> Judgement {
    let id = *payload.prospect.as_uuid();
    let known = case.own_prospect(id)?;
    let report = Visit::checked(case, payload.report())?;
    let told = report.told("prospect-visit", format!("P:{id}"));
    let mut writes = Vec::new();
    let (reference, entity) = match &known.prospect.conversion {
        None => {
            writes.push(report.prospect_visit(case, id));
            (id.to_string(), EntityKey::Prospect(id))
        }
        Some((at, code)) => {
            let customer = case.customer_of_prospect(code)?;
            let before = report.on <= local_day(at.and_utc(), case.rules.zone);
            let mut title = subject(report.on);
            if before {
                writes.push(report.prospect_visit(case, id));
                title = prospect_subject(&title);
            }
            writes.push(report.relation(&customer, case.author.c_user.clone(), title));
            (customer.to_string(), EntityKey::Customer(customer))
        }
    };
    report.finish(entity, &mut writes);
    let decided_on = Some((id, known.prospect.version));
    Ok(Plan { reference, message: None, clashes: Vec::new(), decided_on, writes, told })
}

impl Visit {
    fn checked(case: &Case<'_>, report: VisitReport<'_>) -> Result<Self, Settled> {
        let on = report.visited_on;
        if !case.facts.integrated_before {
            let author_day = local_day(case.file.created_at(), case.rules.zone);
            check_visit_date(on, author_day, case.rules.parameters.visite_retro_jours.get())
                .or_else(|error| refused(Reason::DateOutOfBounds, error.to_string()))?;
        }
        let answers = report.answers.map(|picked| check_answers(case, picked)).transpose()?;
        let (answers, lines) = answers.unzip();
        Ok(Self {
            on,
            at: report.visited_at,
            comment: erp_comment(report.comment.as_str(), &lines.unwrap_or_default()),
            answers,
            follow_up: case.follow_up(report.follow_up_on, report.fleet.clone(), Some(on)),
        })
    }

    fn relation(
        &self,
        customer: &CustomerCode,
        c_user: Option<domain::ErpText<4>>,
        subject: String,
    ) -> Write {
        Write::Relation(NewRelation {
            customer: customer.clone(),
            on: self.on,
            at: self.at,
            c_user,
            subject,
            comment: self.comment.clone(),
        })
    }

    fn prospect_visit(&self, case: &Case<'_>, prospect: Uuid) -> Write {
        Write::ProspectVisit(NewProspectVisit {
            prospect,
            on: self.on,
            at: self.at,
            author: case.author.folder.clone(),
            subject: subject(self.on),
            comment: self.comment.clone(),
        })
    }

    fn told(&self, action: &'static str, entity: String) -> Told {
        let after = json!({ "visited_on": self.on, "visited_at": self.at });
        Told { action, entity, before: None, after }
    }

    fn finish(self, entity: EntityKey, writes: &mut Vec<Write>) {
        writes.extend(self.answers.map(Write::Answers));
        writes.push(Write::FollowUp(entity, self.follow_up));
    }
}

fn check_answers(case: &Case<'_>, picked: &PickedAnswers) -> Result<(Answers, Vec<String>), Settled> {
    let Some(form) = case.facts.form else {
        return refused(
            Reason::UnknownForm,
            format!("version {} of the visit form is unknown here", picked.form),
        );
    };
    let answers =
        form.check(&picked.picked).or_else(|error| refused(Reason::BadAnswers, error.to_string()))?;
    let lines = form.render(&answers);
    Ok((answers, lines))
}

impl Case<'_> {
    /// What the file says of follow-up and fleet.
    pub(super) fn follow_up(
        &self,
        change: domain::FollowUpChange,
        fleet: domain::Fleet,
        visited_on: Option<chrono::NaiveDate>,
    ) -> FollowUpEvent {
        FollowUpEvent {
            at: self.file.created_at(),
            file: self.file.file_name().as_str().to_owned(),
            visited_on,
            change,
            fleet,
        }
    }

    /// The author's code in the ERP.
    pub(super) fn author_code(&self) -> Result<&domain::ErpText<4>, Settled> {
        self.author.c_user.as_ref().ok_or_else(|| {
            let detail =
                format!("{} has no ERP code (c_user) in the correspondence table", self.file.author());
            Settled::Reject(Reason::UnknownUser, detail)
        })
    }

    /// The customer that the file names, if the ERP holds him.
    pub(super) fn known_customer<'c>(&self, code: &'c CustomerCode) -> Result<&'c CustomerCode, Settled> {
        if self.facts.customer_name.is_none() {
            return refused(Reason::UnknownCustomer, format!("the ERP has no customer {code}"));
        }
        Ok(code)
    }

    /// The customer that a prospect became.
    pub(super) fn customer_of_prospect(&self, code: &str) -> Result<CustomerCode, Settled> {
        code.parse().or_else(|error: domain::CustomerCodeError| {
            refused(Reason::UnknownCustomer, format!("the prospect became {code:?}: {error}"))
        })
    }
}
