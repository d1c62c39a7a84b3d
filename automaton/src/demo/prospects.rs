//! Prospects written as integration and the accountants left them: versions, marks, attachments, identity keys, follow-ups, visits, clashes,
//! likely duplicates, deletions, conversions.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Attachment, Comment, CustomerField as F, EntryMark, FieldValue, Fleet, FollowUpChange, FollowUpEvent,
    IdentityKind, Sheet, erp_comment, erp_date, identity_keys,
};
use exchange_schema::{
    Changes, Deletion, Payload, ProspectChange, ProspectCreationPayload, ProspectDeletion,
    ProspectEditPayload, ProspectId, ProspectUpdate, ProspectVisitPayload,
};
use serde_json::json;
use uuid::Uuid;
use winpneu::duplicates::{self, Other};
use winpneu::follow_ups::{self, Entity};
use winpneu::prospects::{self, Clash, NewProspect};
use winpneu::visits::{self, NewProspectVisit};
use winpneu::{Connection, Tx};

use super::chance::{Chance, Subject};
use super::filed::{fleet, follow_up};
use super::history::{History, hour};
use super::ledger::{Entered, Told, wrong};
use super::lives::{DISPUTED, End, FIRST_TWIN, Life, SECOND_TWIN, prospects_of};
use super::numbers::Whose;
use super::people::REPS;
use crate::failure::Failure;

/// Prospects in one transaction.
const AT_ONCE: u32 = 100;
/// What an author is told whose prospect somebody follows already.
const ALREADY_FOLLOWED: &str = "déjà suivi, voir l'administrateur";

/// A prospect while its life is written.
pub(super) struct Written<'a> {
    pub(super) life: &'a Life,
    pub(super) sheet: Sheet,
    version: i64,
    pub(super) chance: Chance,
}

impl History<'_> {
    /// All of them, in the order of their numbers. `base_customers`: the customers before them; converted ones follow.
    pub(super) async fn prospects(
        &mut self,
        base: &mut Connection,
        base_customers: u32,
    ) -> Result<(), Failure> {
        let count = prospects_of(self.register.customers);
        let (mut next, mut customer) = (0, base_customers);
        while next < count {
            let end = count.min(next + AT_ONCE);
            let mut tx = base.begin().await?;
            for number in next..end {
                let life = self.register.life(number, self.calendar);
                self.live(&mut tx, &life, &mut customer).await?;
            }
            tx.commit().await?;
            self.progress.at("prospects", u64::from(end), u64::from(count));
            next = end;
        }
        Ok(())
    }

    async fn live(&self, tx: &mut Tx<'_>, life: &Life, customer: &mut u32) -> Result<(), Failure> {
        let chance = Chance::of(self.register.seed, Subject::Prospect, u64::from(life.number) | 1 << 41);
        let mut written = Written { life, sheet: life.sheet.clone(), version: 0, chance };
        self.created(tx, &mut written).await?;
        for (day, minutes, stage) in &life.visits {
            let at = self.visited(tx, &mut written, *day, *minutes).await?;
            if let Some(stage) = stage {
                self.staged(tx, &mut written, stage, at + TimeDelta::minutes(3)).await?;
            }
        }
        let last =
            life.visits.last().map_or(life.created_at, |(day, minutes, _)| self.calendar.at(*day, *minutes));
        let after = last + TimeDelta::hours(1);
        match life.end {
            End::Deleted => self.deleted(tx, &mut written, after).await,
            End::Converted => {
                let code = self.register.code(*customer);
                self.converted(tx, &mut written, after, (*customer, &code)).await?;
                *customer += 1;
                Ok(())
            }
            End::Refused => self.refused(tx, &mut written, after).await,
            End::Open if life.number == DISPUTED => self.disputed(tx, &mut written, after).await,
            End::Open | End::Lost => Ok(()),
        }
    }

    async fn created(&self, tx: &mut Tx<'_>, it: &mut Written<'_>) -> Result<(), Failure> {
        let life = it.life;
        let twin = life.number == SECOND_TWIN;
        let reason = twin.then_some("Autre interlocuteur, autre société du même groupe.");
        let fleet = if it.chance.percent(40) { fleet(life.trade, &mut it.chance)? } else { Fleet::default() };
        let payload = ProspectCreationPayload {
            prospect: prospect_id(life.id)?,
            fields: it.sheet.clone().into_iter().collect(),
            follow_up_on: follow_up(life.created_at.date_naive(), &mut it.chance),
            fleet,
            duplicate_reason: reason.map(str::parse::<Comment>).transpose().map_err(wrong)?,
        };
        let (change, fleet) = (payload.follow_up_on, payload.fleet.clone());
        let entered = self.file(it, life.created_at, Payload::Cp(payload))?;
        let after = json!({ "nom_client": it.sheet.get(&F::Name) });
        let mut told = Told::of(&life.id.to_string(), "prospect", entity(life), after);
        told.message = twin.then_some(ALREADY_FOLLOWED);
        self.ledger.enter(tx, &entered, &told).await?;
        let new = NewProspect {
            id: life.id,
            fields: it.sheet.clone(),
            created_by: REPS[life.rep].folder.to_owned(),
            created_at: life.created_at,
            duplicate_reason: reason.map(str::to_owned),
        };
        prospects::insert(tx, &new, entered.name(), entered.received_at).await?;
        let attachment = Attachment {
            since: life.created_at,
            c_rep: text(&it.sheet, F::SalesRep).map(str::to_owned),
            creator_withdrawn: false,
        };
        prospects::attach(tx, life.id, &attachment, entered.name(), REPS[life.rep].folder).await?;
        self.keyed(tx, it).await?;
        if twin {
            let first = self.register.life(FIRST_TWIN, self.calendar).id;
            let (name, at) = (entered.name(), entered.received_at);
            duplicates::flag(tx, life.id, IdentityKind::Phone, &Other::Prospect(first), name, at).await?;
        }
        if change.is_unchanged() && fleet.is_empty() {
            return Ok(());
        }
        self.followed(tx, it, &entered, None, change, fleet).await
    }

    async fn keyed(&self, tx: &mut Tx<'_>, it: &Written<'_>) -> Result<(), Failure> {
        let keys = identity_keys(|field| text(&it.sheet, field));
        Ok(duplicates::set_keys(tx, it.life.id, &keys).await?)
    }

    async fn followed(
        &self,
        tx: &mut Tx<'_>,
        it: &Written<'_>,
        entered: &Entered,
        visited_on: Option<chrono::NaiveDate>,
        change: FollowUpChange,
        fleet: Fleet,
    ) -> Result<(), Failure> {
        let (at, file) = (entered.file.created_at(), entered.name().to_owned());
        let event = FollowUpEvent { at, file, visited_on, change, fleet };
        Ok(follow_ups::insert(tx, Entity::Prospect(it.life.id), &event).await?)
    }

    pub(super) fn file(
        &self,
        it: &mut Written<'_>,
        at: DateTime<Utc>,
        payload: Payload,
    ) -> Result<Entered, Failure> {
        self.ledger.file(&self.laptops[it.life.rep], at, payload, &mut it.chance)
    }

    /// Answers when it was written down.
    async fn visited(
        &self,
        tx: &mut Tx<'_>,
        it: &mut Written<'_>,
        day: chrono::NaiveDate,
        minutes: u32,
    ) -> Result<DateTime<Utc>, Failure> {
        let life = it.life;
        let (typed, picked) = self.told(Whose::Prospect(life.number), life.trade, day, &mut it.chance);
        let (answers, picked) = self.answers(&picked)?;
        let payload = ProspectVisitPayload {
            prospect: prospect_id(life.id)?,
            visited_on: day,
            visited_at: hour(minutes)?,
            comment: Comment::try_from(typed.clone()).map_err(wrong)?,
            answers: Some(picked),
            follow_up_on: follow_up(day, &mut it.chance),
            fleet: Fleet::default(),
        };
        let change = payload.follow_up_on;
        let at =
            self.calendar.at(day, minutes) + TimeDelta::seconds(i64::from(it.chance.between(120, 2_400)));
        let entered = self.file(it, at, Payload::Vp(payload))?;
        let after = json!({ "visited_on": day, "visited_at": hour(minutes)? });
        let told = Told::of(&life.id.to_string(), "prospect-visit", entity(life), after);
        self.ledger.enter(tx, &entered, &told).await?;
        touch(tx, it, &entered).await?;
        let visit = NewProspectVisit {
            prospect: life.id,
            on: day,
            at: hour(minutes)?,
            author: REPS[life.rep].folder.to_owned(),
            subject: format!("Visite du {}", erp_date(day)),
            comment: erp_comment(&typed, &self.form.render(&answers)),
        };
        visits::insert_prospect_visit(tx, &visit, entered.name()).await?;
        visits::insert_answers(tx, &answers, entered.name()).await?;
        self.followed(tx, it, &entered, Some(day), change, Fleet::default()).await?;
        Ok(at)
    }

    async fn staged(
        &self,
        tx: &mut Tx<'_>,
        it: &mut Written<'_>,
        stage: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Failure> {
        const REASONS: [&str; 5] =
            ["prix", "fidèle à un concurrent", "pas de besoin", "contrat en cours ailleurs", "sans réponse"];
        let mut wanted = vec![(F::Stage, FieldValue::Text(stage.to_owned()))];
        if stage == "perdu" {
            let reason = it.chance.pick(&REASONS);
            wanted.push((F::LostReason, FieldValue::Text(reason.to_owned())));
        }
        self.edited(tx, it, it.life.rep, at, wanted).await
    }

    /// An MP whose every change is made.
    async fn edited(
        &self,
        tx: &mut Tx<'_>,
        it: &mut Written<'_>,
        rep: usize,
        at: DateTime<Utc>,
        wanted: Vec<(F, FieldValue)>,
    ) -> Result<(), Failure> {
        let life = it.life;
        let change = |(field, to): &(F, FieldValue)| ProspectChange {
            field: *field,
            from: it.sheet.get(field).cloned(),
            to: Some(to.clone()),
            also: Vec::new(),
        };
        let changes: Vec<ProspectChange> = wanted.iter().map(change).collect();
        let payload = edit(life.id, changes)?;
        let entered = self.ledger.file(&self.laptops[rep], at, payload, &mut it.chance)?;
        let after: serde_json::Map<_, _> =
            wanted.iter().map(|(field, to)| (field.column().to_owned(), json!(to))).collect();
        let told = Told::of(&life.id.to_string(), "prospect-edit", entity(life), after.into());
        self.ledger.enter(tx, &entered, &told).await?;
        touch(tx, it, &entered).await?;
        for (field, to) in wanted {
            it.sheet.insert(field, to);
            prospects::mark_field(tx, life.id, field, &mark(&entered)).await?;
        }
        prospects::set_fields(tx, life.id, &it.sheet).await?;
        self.keyed(tx, it).await
    }

    /// Two laptops corrected one telephone number: the second one's change stays open.
    async fn disputed(
        &self,
        tx: &mut Tx<'_>,
        it: &mut Written<'_>,
        at: DateTime<Utc>,
    ) -> Result<(), Failure> {
        let life = it.life;
        let shown = it.sheet.get(&F::Phone).cloned();
        let [set, wished] =
            ["02 61 91 99 44", "02 61 91 99 45"].map(|number| FieldValue::Text(number.to_owned()));
        self.edited(tx, it, life.rep, at, vec![(F::Phone, set.clone())]).await?;
        let change = ProspectChange {
            field: F::Phone,
            from: shown.clone(),
            to: Some(wished.clone()),
            also: Vec::new(),
        };
        let laptop = &self.laptops[1];
        let payload = edit(life.id, vec![change])?;
        let entered = self.ledger.file(laptop, at + TimeDelta::hours(2), payload, &mut it.chance)?;
        let mut told = Told::of(&life.id.to_string(), "prospect-edit", entity(life), json!({}));
        told.clashes = Some("[\"tel_1\"]");
        self.ledger.enter(tx, &entered, &told).await?;
        touch(tx, it, &entered).await?;
        let clash = Clash {
            field: F::Phone,
            expected: shown.map(|value| value.to_string()),
            found: Some(set.to_string()),
            wanted: Some(wished.to_string()),
            entry: mark(&entered),
        };
        Ok(prospects::open_clash(tx, life.id, &clash, entered.received_at).await?)
    }

    async fn deleted(&self, tx: &mut Tx<'_>, it: &mut Written<'_>, at: DateTime<Utc>) -> Result<(), Failure> {
        let life = it.life;
        let reason = it.chance.pick(&["Cessation d'activité.", "Saisi deux fois.", "Hors secteur."]);
        let delete = Deletion { reason: reason.parse().map_err(wrong)? };
        let payload =
            ProspectEditPayload::Delete(ProspectDeletion { prospect: prospect_id(life.id)?, delete });
        let entered = self.file(it, at, Payload::Mp(payload))?;
        let told =
            Told::of(&life.id.to_string(), "prospect-delete", entity(life), json!({ "reason": reason }));
        self.ledger.enter(tx, &entered, &told).await?;
        touch(tx, it, &entered).await?;
        Ok(prospects::delete(tx, life.id, at, reason, entered.name()).await?)
    }
}

/// The version goes up, and the prospect was moved.
pub(super) async fn touch(tx: &mut Tx<'_>, it: &mut Written<'_>, entered: &Entered) -> Result<(), Failure> {
    touch_at(tx, it, entered.received_at).await
}

pub(super) async fn touch_at(
    tx: &mut Tx<'_>,
    it: &mut Written<'_>,
    at: DateTime<Utc>,
) -> Result<(), Failure> {
    if !prospects::touch(tx, it.life.id, it.version, at).await? {
        return Err(wrong(format!("the prospect {} has another version", it.life.id)));
    }
    it.version += 1;
    Ok(())
}

pub(super) fn entity(life: &Life) -> String {
    format!("P:{}", life.id)
}

pub(super) fn prospect_id(id: Uuid) -> Result<ProspectId, Failure> {
    id.try_into().map_err(wrong)
}

fn edit(id: Uuid, changes: Vec<ProspectChange>) -> Result<Payload, Failure> {
    let changes = Changes::try_from(changes).map_err(wrong)?;
    let update = ProspectUpdate {
        prospect: prospect_id(id)?,
        changes,
        follow_up_on: FollowUpChange::Unchanged,
        fleet: Fleet::default(),
    };
    Ok(Payload::Mp(ProspectEditPayload::Update(update)))
}

fn mark(entered: &Entered) -> EntryMark {
    EntryMark {
        file: entered.name().to_owned(),
        device: entered.file.device().to_string(),
        sequence: None,
        at: entered.file.created_at(),
    }
}

fn text(sheet: &Sheet, field: F) -> Option<&str> {
    match sheet.get(&field)? {
        FieldValue::Text(text) => Some(text),
        FieldValue::Integer(_) => None,
    }
}
