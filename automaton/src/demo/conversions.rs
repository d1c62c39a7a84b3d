//! Prospects that asked to be customers: what the accountant made of it.

use chrono::{DateTime, Utc};
use domain::Sheet;
use exchange_schema::{CustomerCreationPayload, Payload};
use serde_json::json;
use winpneu::Tx;
use winpneu::creations::{self, CreationState, Decision, NewCreation};
use winpneu::seeding;

use super::history::History;
use super::ledger::{Entered, Told, wrong};
use super::people::{ACCOUNTANT, REPS};
use super::prospects::{Written, entity, prospect_id, touch, touch_at};
use crate::creations::take_visits_over;
use crate::failure::Failure;

/// The accountant's words.
const REFUSAL: &str = "Encours refusé par l'assurance-crédit : prévoir un paiement comptant.";

impl History<'_> {
    /// A CC. Answers its file and the sheet.
    async fn asked(
        &self,
        tx: &mut Tx<'_>,
        it: &mut Written<'_>,
        at: DateTime<Utc>,
    ) -> Result<(Entered, Sheet), Failure> {
        let life = it.life;
        let sheet = self.register.completed(life, &it.sheet);
        let fields = sheet.iter().map(|(field, value)| Ok(((*field).try_into()?, value.clone())));
        let fields = fields.collect::<Result<_, exchange_schema::NotAnnex2>>().map_err(wrong)?;
        let payload = CustomerCreationPayload { prospect: prospect_id(life.id)?, fields, comment: None };
        let json = serde_json::to_string(&payload.fields).map_err(wrong)?;
        let entered = self.file(it, at, Payload::Cc(payload, None))?;
        let id = entered.file.id();
        let told = Told::of(&id.to_string(), "creation", entity(life), json!({ "creation": id }));
        self.ledger.enter(tx, &entered, &told).await?;
        touch(tx, it, &entered).await?;
        let new = NewCreation {
            id,
            prospect: life.id,
            fields: json,
            signature: None,
            comment: None,
            asked_by: REPS[life.rep].folder.to_owned(),
            asked_at: at,
        };
        creations::insert(tx, &new, entered.name()).await?;
        Ok((entered, sheet))
    }

    /// The accountant's decision, the next working day.
    async fn decided(
        &self,
        tx: &mut Tx<'_>,
        it: &mut Written<'_>,
        entered: &Entered,
        (state, customer, fields): (CreationState, Option<&domain::CustomerCode>, Option<&str>),
    ) -> Result<DateTime<Utc>, Failure> {
        let day =
            super::calendar::working_day_from(super::calendar::later(entered.received_at.date_naive(), 1));
        let at = self.calendar.at(day, 9 * 60 + it.chance.below(120));
        let creation = creations::find(tx, entered.file.id()).await?.ok_or_else(|| wrong("no creation"))?;
        touch_at(tx, it, at).await?;
        let decision = Decision {
            state,
            by: ACCOUNTANT,
            at,
            reason: (state == CreationState::Refused).then_some(REFUSAL),
            customer,
            final_fields: fields,
        };
        creations::decide(tx, &creation, &decision).await?;
        Ok(at)
    }

    pub(super) async fn refused(
        &self,
        tx: &mut Tx<'_>,
        it: &mut Written<'_>,
        at: DateTime<Utc>,
    ) -> Result<(), Failure> {
        let (entered, _) = self.asked(tx, it, at).await?;
        self.decided(tx, it, &entered, (CreationState::Refused, None, None)).await?;
        Ok(())
    }

    pub(super) async fn converted(
        &self,
        tx: &mut Tx<'_>,
        it: &mut Written<'_>,
        at: DateTime<Utc>,
        (number, code): (u32, &str),
    ) -> Result<(), Failure> {
        let life = it.life;
        let (entered, sheet) = self.asked(tx, it, at).await?;
        let customer = seeding::code_of(code)?;
        let fields = json!(sheet).to_string();
        let decided = (CreationState::Validated, Some(&customer), Some(fields.as_str()));
        let at = self.decided(tx, it, &entered, decided).await?;
        creations::convert(tx, life.id, &customer, at).await?;
        seeding::customer(tx, code, &sheet).await?;
        take_visits_over(tx, life.id, &customer).await?;
        self.revenue(tx, number, code, (life.trade, life.size), Some(at.date_naive())).await
    }
}
