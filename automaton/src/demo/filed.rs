//! Visits and requests that came as files: with answers, follow-up date, vehicles, and everything that integration leaves behind.

use domain::{
    Answers, Comment, CustomerField as F, FieldValue, Fleet, FollowUpChange, FollowUpEvent, FollowUpPreset,
    NodeId, erp_comment, erp_date,
};
use exchange_schema::{
    Annex2Field, ChangeRequestPayload, Changes, CustomerVisitPayload, FieldChange, Payload, PickedAnswers,
};
use serde_json::json;
use winpneu::change_requests::{self, NewChangeRequest};
use winpneu::follow_ups::{self, Entity};
use winpneu::seeding::{self, SeedRelation};
use winpneu::{Tx, visits};

use super::chance::Chance;
use super::history::{DayVisit, History};
use super::ledger::{Told, wrong};
use super::numbers::Whose;
use super::people::{ACCOUNTANT, REPS};
use super::trades::Trade;
use crate::failure::Failure;

impl History<'_> {
    /// A visit that a laptop sent; now and then a modification request with it.
    pub(super) async fn filed(
        &self,
        tx: &mut Tx<'_>,
        visit: &DayVisit,
        chance: &mut Chance,
    ) -> Result<(), Failure> {
        let code = self.register.code(visit.customer);
        let customer = seeding::code_of(&code)?;
        let (typed, picked) = self.told(Whose::Customer(visit.customer), visit.trade, visit.day, chance);
        let (answers, picked) = self.answers(&picked)?;
        let payload = CustomerVisitPayload {
            customer: customer.clone(),
            visited_on: visit.day,
            visited_at: visit.hour()?,
            comment: Comment::try_from(typed.clone()).map_err(wrong)?,
            answers: Some(picked),
            follow_up_on: follow_up(visit.day, chance),
            fleet: if chance.percent(20) { fleet(visit.trade, chance)? } else { Fleet::default() },
        };
        let event = (payload.follow_up_on, payload.fleet.clone());
        let at = visit.written_at(self.calendar, chance);
        let entered = self.ledger.file(&self.laptops[visit.rep], at, Payload::Vc(payload), chance)?;
        let after = json!({ "visited_on": visit.day, "visited_at": visit.hour()? });
        let told = Told::of(&code, "visit", format!("C:{code}"), after);
        self.ledger.enter(tx, &entered, &told).await?;
        let row = SeedRelation {
            origin: "CRV",
            on: visit.day,
            at: visit.hour()?,
            customer: &code,
            c_user: Some(REPS[visit.rep].c_user),
            subject: &format!("Visite du {}", erp_date(visit.day)),
            comment: &erp_comment(&typed, &self.form.render(&answers)),
            archived: false,
            file: Some(entered.name()),
        };
        seeding::relation(tx, &row).await?;
        visits::insert_answers(tx, &answers, entered.name()).await?;
        let event = FollowUpEvent {
            at: entered.file.created_at(),
            file: entered.name().to_owned(),
            visited_on: Some(visit.day),
            change: event.0,
            fleet: event.1,
        };
        follow_ups::insert(tx, Entity::Customer(&customer), &event).await?;
        if chance.below(1_000) < 12 {
            self.request(tx, visit, at + chrono::TimeDelta::minutes(4), chance).await?;
        }
        Ok(())
    }

    /// What a rep ticked.
    pub(super) fn answers(&self, picked: &[&str]) -> Result<(Answers, PickedAnswers), Failure> {
        let ids = picked.iter().map(|node| node.parse::<NodeId>());
        let ids = ids.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
        let answers = self.form.check(&ids).map_err(wrong)?;
        Ok((answers, PickedAnswers { form: self.form.version(), picked: ids }))
    }

    /// A customer who changed his mail address: most of these requests are done by now.
    async fn request(
        &self,
        tx: &mut Tx<'_>,
        visit: &DayVisit,
        at: chrono::DateTime<chrono::Utc>,
        chance: &mut Chance,
    ) -> Result<(), Failure> {
        let code = self.register.code(visit.customer);
        let customer = seeding::code_of(&code)?;
        let from = self.sheet(visit.customer).remove(&F::Email);
        let people: Vec<_> = self.register.people(Whose::Customer(visit.customer), visit.trade).collect();
        let (who, _) = chance.pick(&people);
        let to = format!("{}.{}@nouvelle-adresse.example", plain(who.given), plain(who.surname));
        let shown = from.as_ref().map_or_else(|| "« »".to_owned(), |from| format!("« {from} »"));
        let line = format!("- {} : {shown} remplacé par « {to} »", F::Email.spec().label);
        let field = Annex2Field::try_from(F::Email).map_err(wrong)?;
        let change = FieldChange { field, from: from.clone(), to: Some(FieldValue::Text(to.clone())) };
        let payload = ChangeRequestPayload {
            customer: customer.clone(),
            changes: Changes::try_from(vec![change]).map_err(wrong)?,
            comment: Comment::default(),
            follow_up_on: FollowUpChange::Unchanged,
            fleet: Fleet::default(),
        };
        let entered = self.ledger.file(&self.laptops[visit.rep], at, Payload::Mc(payload), chance)?;
        let after = json!({ "fields": [F::Email.column()], "follow_up_on": false });
        let told = Told::of(&code, "change-request", format!("C:{code}"), after);
        self.ledger.enter(tx, &entered, &told).await?;
        let local = at.with_timezone(&self.calendar.zone);
        let row = SeedRelation {
            origin: "CRV",
            on: visit.day,
            at: local.format("%H:%M").to_string().parse().map_err(wrong)?,
            customer: &code,
            c_user: Some(REPS[visit.rep].c_user),
            subject: &format!("Demande de modification du {}", erp_date(visit.day)),
            comment: &erp_comment("", &[line]),
            archived: false,
            file: Some(entered.name()),
        };
        seeding::relation(tx, &row).await?;
        let request = NewChangeRequest {
            customer,
            changes: json!([{ "field": F::Email, "from": from, "to": to }]).to_string(),
            comment: None,
            asked_by: REPS[visit.rep].folder.to_owned(),
            asked_at: at,
        };
        change_requests::insert(tx, &request, entered.name()).await?;
        let answered_at = entered.received_at + chrono::TimeDelta::hours(20);
        if answered_at < self.calendar.now && chance.percent(85) {
            seeding::close_request(tx, entered.name(), ACCOUNTANT, answered_at).await?;
        }
        Ok(())
    }
}

/// A part of a mail address.
fn plain(name: &str) -> String {
    domain::fold(name).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// « date de revoir » : after some visits, one of the preset times.
pub(super) fn follow_up(day: chrono::NaiveDate, chance: &mut Chance) -> FollowUpChange {
    use FollowUpPreset as Preset;
    const USUAL: [FollowUpPreset; 6] = [
        Preset::TwoWeeks,
        Preset::OneMonth,
        Preset::ThreeMonths,
        Preset::ThreeMonths,
        Preset::SixMonths,
        Preset::OneYear,
    ];
    if chance.percent(45) {
        FollowUpChange::Set(super::calendar::working_day_from(chance.pick(&USUAL).date_from(day)))
    } else {
        FollowUpChange::Unchanged
    }
}

/// Vehicles of a trade; now and then ticked without a number.
pub(super) fn fleet(trade: Trade, chance: &mut Chance) -> Result<Fleet, Failure> {
    let mut fleet = Fleet::default();
    for (place, (kind, most)) in trade.ways().fleet.iter().enumerate() {
        if place == 0 || chance.percent(50) {
            let count = Some(chance.between(1, *most)).filter(|_| chance.percent(90));
            fleet.insert(kind.parse().map_err(wrong)?, count).map_err(wrong)?;
        }
    }
    Ok(fleet)
}
