//! All prospects with what hangs on them, read once for all users: they are few beside customers (some thousands).

use std::collections::BTreeMap;

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use domain::{
    ClashRecord, CreationRecord, FollowUp, FollowUpEvent, Ownership, Person, ProspectRecord,
    ProspectVisitRecord,
};
use uuid::Uuid;
use winpneu::extracts;
use winpneu::{Error, Reading};

use super::Context;
use super::report::Report;
use crate::failure::Failure;

/// For how many days a prospect that became a customer stays in its owners' bases: longer than any laptop is away, for one that takes a base
/// without it before the common base with the customer would show neither. They are few.
const CONVERTED_DAYS: u64 = 366;

/// One prospect, whole.
#[derive(Debug, Clone)]
pub(super) struct Prospect {
    pub(super) record: ProspectRecord,
    pub(super) ownership: Ownership,
    /// An attachment cannot be read: whose it is now is not known, so that administrators alone get it.
    doubtful: bool,
    /// Places in [`Pool::visits`].
    pub(super) visits: Vec<usize>,
    pub(super) follow_up: Vec<FollowUpEvent>,
    pub(super) clashes: Vec<ClashRecord>,
    pub(super) creation: Option<CreationRecord>,
}

/// All of them, deleted ones left out.
#[derive(Debug, Default)]
pub(super) struct Pool {
    pub(super) prospects: BTreeMap<Uuid, Prospect>,
    /// Every visit to any prospect, deleted ones too: statistics count them.
    pub(super) visits: Vec<ProspectVisitRecord>,
}

/// What decides whether a user gets a prospect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) now: DateTime<Utc>,
    pub(super) today: NaiveDate,
    /// `prospect_inactif_mois`.
    pub(super) idle_months: u32,
}

impl Pool {
    pub(super) async fn load(
        reading: &mut Reading<'_>,
        context: &Context,
        report: &mut Report,
    ) -> Result<Self, Failure> {
        let mut pool = Self::default();
        context
            .each(extracts::prospects(reading).await?, report, |record| {
                let ownership = Ownership { created_by: record.created_by.clone(), attachments: Vec::new() };
                let id = record.id;
                let new = Prospect {
                    record,
                    ownership,
                    doubtful: false,
                    visits: Vec::new(),
                    follow_up: Vec::new(),
                    clashes: Vec::new(),
                    creation: None,
                };
                pool.prospects.insert(id, new);
                Ok(())
            })
            .await?;
        pool.load_attachments(reading, report).await?;
        context
            .each(extracts::prospect_follow_ups(reading).await?, report, |(id, event)| {
                pool.with(id, |prospect| prospect.follow_up.push(event));
                Ok(())
            })
            .await?;
        pool.load_follow_ups_of_converted(reading).await?;
        context
            .each(extracts::clashes(reading).await?, report, |clash| {
                pool.with(clash.prospect, |prospect| prospect.clashes.push(clash));
                Ok(())
            })
            .await?;
        context
            .each(extracts::creations(reading).await?, report, |creation| {
                pool.with(creation.prospect, |prospect| {
                    prospect.creation = Some(creation.or(prospect.creation.take()));
                });
                Ok(())
            })
            .await?;
        context
            .each(extracts::prospect_visits(reading).await?, report, |visit| {
                let place = pool.visits.len();
                pool.with(visit.prospect, |prospect| prospect.visits.push(place));
                pool.visits.push(visit);
                Ok(())
            })
            .await?;
        Ok(pool)
    }

    async fn load_attachments(
        &mut self,
        reading: &mut Reading<'_>,
        report: &mut Report,
    ) -> Result<(), Error> {
        let mut rows = extracts::attachments(reading).await?;
        while let Some(row) = rows.next().await? {
            match row {
                Ok((id, attachment)) => self.with(id, |it| it.ownership.attachments.push(attachment)),
                Err(unreadable) => {
                    report.unreadable(&unreadable);
                    for id in unreadable.key.split(" / ").filter_map(|part| part.parse().ok()) {
                        self.with(id, |prospect| prospect.doubtful = true);
                    }
                }
            }
        }
        Ok(())
    }

    /// A validation moves them to the customer; until a laptop has the base that shows him, the prospect shows them.
    async fn load_follow_ups_of_converted(&mut self, reading: &mut Reading<'_>) -> Result<(), Error> {
        let converted = self.prospects.values().filter_map(|prospect| {
            let (_, customer) = prospect.record.conversion.as_ref()?;
            Some((customer.clone(), prospect.record.id))
        });
        let converted: BTreeMap<String, Uuid> = converted.collect();
        if converted.is_empty() {
            return Ok(());
        }
        let mut rows = extracts::customer_follow_ups(reading).await?;
        while let Some(row) = rows.next().await? {
            // What cannot be read is listed when the common base is built.
            let Ok((customer, event)) = row else { continue };
            if let Some(id) = converted.get(&customer) {
                self.with(*id, |prospect| prospect.follow_up.push(event));
            }
        }
        Ok(())
    }

    /// What hangs on a deleted prospect goes nowhere.
    fn with(&mut self, id: Uuid, change: impl FnOnce(&mut Prospect)) {
        if let Some(prospect) = self.prospects.get_mut(&id) {
            change(prospect);
        }
    }

    /// The prospects that a user gets, each with whether it is his own.
    pub(super) fn shipped<'a>(
        &'a self,
        who: &'a Person<'a>,
        moment: &'a Moment,
    ) -> impl Iterator<Item = (&'a Prospect, bool)> {
        self.prospects.values().filter_map(move |prospect| {
            let last_visit = prospect.visits.iter().map(|place| self.visits[*place].on).max();
            let own = prospect.is_shown_to(who, last_visit, moment)?;
            Some((prospect, own))
        })
    }
}

impl Prospect {
    /// Whether the person gets it, and whether it is his own.
    fn is_shown_to(&self, who: &Person<'_>, last_visit: Option<NaiveDate>, moment: &Moment) -> Option<bool> {
        let shown = self.ownership.may_see(who, moment.now) && !self.is_over(last_visit, moment);
        if self.doubtful {
            return (shown && who.admin).then_some(false);
        }
        shown.then(|| self.ownership.owns_at(who, moment.now))
    }

    /// « nous exclurons automatiquement tous les prospects qui n'ont pas eu de mouvements depuis x mois », never with a pending
    /// creation or a follow-up date to come (design §7); and those that have been customers for long.
    fn is_over(&self, last_visit: Option<NaiveDate>, moment: &Moment) -> bool {
        let day = |at: DateTime<Utc>| at.date_naive();
        if let Some((converted_at, _)) = &self.record.conversion {
            return day(*converted_at)
                .checked_add_days(Days::new(CONVERTED_DAYS))
                .is_some_and(|end| end < moment.today);
        }
        let follow_up = FollowUp::from_events(self.follow_up.iter().cloned());
        let pending = self.creation.as_ref().is_some_and(|creation| creation.refusal.is_none());
        if pending || follow_up.on.is_some_and(|on| on >= moment.today) {
            return false;
        }
        let moved = last_visit.into_iter().fold(day(self.record.moved_at), NaiveDate::max);
        moment.today.checked_sub_months(Months::new(moment.idle_months)).is_some_and(|limit| moved < limit)
    }
}
