//! Four years of the company, written day after day in transactions of some thousand rows: memory holds a few bytes of each customer.

use std::collections::{BTreeMap, HashSet};

use chrono::{NaiveDate, Utc};
use domain::{CustomerField, VisitForm};
use winpneu::seeding::{self, SeedCode, SeedRelation};
use winpneu::{Connection, Tx};

use super::calendar::{self, Calendar};
use super::chance::{Chance, Subject};
use super::comments;
use super::customers::Register;
use super::ledger::{Laptop, Ledger, laptops};
use super::numbers::Whose;
use super::people::{CODES, REPS};
use super::progress::Progress;
use super::revenue;
use super::rounds::{Brief, Rounds};
use crate::failure::Failure;

/// Visits for each customer.
const VISITS: u32 = 12;
/// More are never made.
const MOST_VISITS: u32 = 1_500_000;
/// Visits that came as files: every second of their months, but no more than this.
const MOST_FILES: u32 = 6_000;
/// Customers in one transaction; each has some fifteen rows.
const CUSTOMERS_AT_ONCE: u32 = 250;
/// Visits after which a transaction is over.
const VISITS_AT_ONCE: u64 = 4_000;

/// How many visits there are for so many customers.
pub(super) fn visits_of(customers: u32) -> u32 {
    (customers * VISITS).min(MOST_VISITS)
}

/// Everything that the history is made from.
pub(super) struct History<'a> {
    pub(super) register: &'a Register,
    pub(super) calendar: Calendar,
    pub(super) ledger: Ledger,
    pub(super) laptops: Vec<Laptop>,
    pub(super) form: VisitForm,
    pub(super) progress: &'a mut Progress,
}

/// What a day's visits are drawn by.
struct Plan {
    /// Every day and the sum of the weights up to it.
    days: Vec<(NaiveDate, u64)>,
    visits: u64,
    /// Of the visits since there are files, how many of ten thousand came as one.
    files: u32,
}

impl<'a> History<'a> {
    /// Nothing is written yet.
    pub(super) fn new(
        register: &'a Register,
        calendar: Calendar,
        archive: std::path::PathBuf,
        progress: &'a mut Progress,
    ) -> Result<Self, Failure> {
        Ok(Self {
            register,
            calendar,
            ledger: Ledger { archive, now: calendar.now },
            laptops: laptops(register.seed)?,
            form: VisitForm::default_form(),
            progress,
        })
    }

    /// The ERP's lists.
    pub(super) async fn codes(&self, base: &mut Connection) -> Result<(), Failure> {
        let mut tx = base.begin().await?;
        for (list, codes) in CODES {
            for (rank, (code, label, parent)) in (0..).zip(*codes) {
                seeding::code(&mut tx, &SeedCode { list, code, label, parent: *parent, rank }).await?;
            }
        }
        for (rank, rep) in (0..).zip(&REPS) {
            let code = SeedCode { list: "c_rep", code: rep.c_rep, label: rep.name, parent: None, rank };
            seeding::code(&mut tx, &code).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Customers from the first up to `count`, with contacts and revenue.
    pub(super) async fn customers(&mut self, base: &mut Connection, count: u32) -> Result<Rounds, Failure> {
        let mut rounds = Rounds::new();
        let mut next = 0;
        while next < count {
            let end = count.min(next + CUSTOMERS_AT_ONCE);
            let mut tx = base.begin().await?;
            for number in next..end {
                self.customer(&mut tx, number, &mut rounds).await?;
            }
            tx.commit().await?;
            self.progress.at("customers", u64::from(end), u64::from(count));
            next = end;
        }
        Ok(rounds)
    }

    async fn customer(&self, tx: &mut Tx<'_>, number: u32, rounds: &mut Rounds) -> Result<(), Failure> {
        let customer = self.register.customer(number);
        seeding::customer(tx, &customer.code, &customer.sheet).await?;
        for contact in &customer.contacts {
            seeding::contact(tx, &customer.code, contact).await?;
        }
        let kind = (customer.trade, customer.size);
        self.revenue(tx, number, &customer.code, kind, None).await?;
        let rep = customer.rep.and_then(|rep| u8::try_from(rep).ok());
        rounds.push(Brief { trade: customer.trade, rep }, customer.size);
        Ok(())
    }

    /// What a customer bought; one who was a prospect, since then.
    pub(super) async fn revenue(
        &self,
        tx: &mut Tx<'_>,
        number: u32,
        code: &str,
        kind: (super::trades::Trade, f64),
        since: Option<NaiveDate>,
    ) -> Result<(), Failure> {
        for month in revenue::of(self.register.seed, number, kind, since, self.register.today) {
            seeding::revenue(tx, code, month).await?;
        }
        Ok(())
    }

    /// The relations of four years.
    pub(super) async fn relations(&mut self, base: &mut Connection, rounds: &Rounds) -> Result<(), Failure> {
        let plan = self.plan();
        let total = plan.days.last().map_or(1, |(_, sum)| *sum).max(1);
        let mut done = 0;
        let mut days = plan.days.iter().peekable();
        while days.peek().is_some() {
            let mut tx = base.begin().await?;
            let begun = done;
            while done - begun < VISITS_AT_ONCE
                && let Some((day, sum)) = days.next()
            {
                // Rounded on the sum, so that exactly so many come of it.
                let end = u64::try_from(u128::from(plan.visits) * u128::from(*sum) / u128::from(total))
                    .unwrap_or(plan.visits);
                self.day(&mut tx, *day, end - done, plan.files, rounds).await?;
                done = end;
            }
            tx.commit().await?;
            self.progress.at("visits", done, plan.visits);
        }
        Ok(())
    }

    fn plan(&self) -> Plan {
        let first = self.calendar.days().next().unwrap_or(self.calendar.today());
        let mut sum = 0;
        let weighted = |day: NaiveDate| {
            sum += calendar::weight(day, first);
            (day, sum)
        };
        let days: Vec<(NaiveDate, u64)> = self.calendar.days().map(weighted).collect();
        let visits = u64::from(visits_of(self.register.customers));
        let since = self.calendar.files_since();
        let before = days.iter().rev().find(|(day, _)| *day < since).map_or(0, |(_, sum)| *sum);
        let recent = visits * (sum - before) / sum.max(1);
        let files = (u64::from(MOST_FILES) * 10_000 / recent.max(1)).min(5_000);
        Plan { days, visits, files: u32::try_from(files).unwrap_or_default() }
    }

    async fn day(
        &self,
        tx: &mut Tx<'_>,
        day: NaiveDate,
        visits: u64,
        files: u32,
        rounds: &Rounds,
    ) -> Result<(), Failure> {
        let number = u64::try_from((day - NaiveDate::default()).num_days()).unwrap_or_default();
        let mut chance = Chance::of(self.register.seed, Subject::Day, number);
        let mut seen = HashSet::new();
        let mut plan = Vec::new();
        for (rep, visits) in Rounds::shared(visits, &mut chance).into_iter().enumerate() {
            for minutes in calendar::hours(visits, &mut chance) {
                let customer = rounds.draw(rep, day, &mut seen, &mut chance);
                plan.push(DayVisit { rep, customer, trade: rounds.brief(customer).trade, day, minutes });
            }
        }
        plan.sort_by_key(|visit| (visit.minutes, visit.rep));
        for visit in plan {
            if day >= self.calendar.files_since() && chance.below(10_000) < files {
                self.filed(tx, &visit, &mut chance).await?;
            } else {
                self.typed(tx, &visit, &mut chance).await?;
            }
            if chance.below(1_000) < 45 {
                self.of_the_erp(tx, &visit, &mut chance).await?;
            }
        }
        Ok(())
    }

    /// A visit of the time when somebody in the office typed them in.
    async fn typed(&self, tx: &mut Tx<'_>, visit: &DayVisit, chance: &mut Chance) -> Result<(), Failure> {
        let (typed, _) = self.told(Whose::Customer(visit.customer), visit.trade, visit.day, chance);
        let comment = domain::erp_comment(&typed, &[]);
        let row = SeedRelation {
            origin: "CRV",
            on: visit.day,
            at: visit.hour()?,
            customer: &self.register.code(visit.customer),
            c_user: Some(REPS[visit.rep].c_user),
            subject: &format!("Visite du {}", domain::erp_date(visit.day)),
            comment: &comment,
            archived: self.is_archived(visit.day),
            file: None,
        };
        Ok(seeding::relation(tx, &row).await?)
    }

    /// What a rep noted of one of the people there, and what he ticked.
    pub(super) fn told(
        &self,
        whose: Whose,
        trade: super::trades::Trade,
        day: NaiveDate,
        chance: &mut Chance,
    ) -> (String, Vec<&'static str>) {
        let people: Vec<_> = self.register.people(whose, trade).collect();
        let (who, _) = chance.pick(&people);
        let picked = comments::picked(trade, chance);
        (comments::of_visit(trade, &who, day, &picked, chance), picked)
    }

    /// A dispute or a reminder, which the ERP writes itself.
    async fn of_the_erp(
        &self,
        tx: &mut Tx<'_>,
        visit: &DayVisit,
        chance: &mut Chance,
    ) -> Result<(), Failure> {
        let dispute = chance.percent(55);
        let subject = if dispute { "Litige" } else { "Relance" };
        let row = SeedRelation {
            origin: if dispute { "LIT" } else { "REL" },
            on: visit.day,
            at: visit.hour()?,
            customer: &self.register.code(visit.customer),
            c_user: Some("CP"),
            subject: &format!("{subject} du {}", domain::erp_date(visit.day)),
            comment: &comments::of_the_erp(dispute, chance),
            archived: self.is_archived(visit.day),
            file: None,
        };
        Ok(seeding::relation(tx, &row).await?)
    }

    /// The ERP's own archiving hides what is older than three years.
    fn is_archived(&self, day: NaiveDate) -> bool {
        let limit = self.calendar.today().checked_sub_months(chrono::Months::new(36));
        limit.is_some_and(|limit| day < limit)
    }

    /// A customer's sheet as the ERP holds it.
    pub(super) fn sheet(&self, number: u32) -> BTreeMap<CustomerField, domain::FieldValue> {
        self.register.customer(number).sheet
    }
}

/// A visit of a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct DayVisit {
    /// A place in [`REPS`].
    pub(super) rep: usize,
    /// The customer's number.
    pub(super) customer: u32,
    /// What he does.
    pub(super) trade: super::trades::Trade,
    /// The day.
    pub(super) day: NaiveDate,
    /// Minutes since midnight, by the company's clock.
    pub(super) minutes: u32,
}

impl DayVisit {
    /// The hour as the ERP spells it.
    pub(super) fn hour(&self) -> Result<domain::TimeOfDay, Failure> {
        hour(self.minutes)
    }

    /// When the rep wrote it down: some minutes later, and never after `now`.
    pub(super) fn written_at(&self, calendar: Calendar, chance: &mut Chance) -> chrono::DateTime<Utc> {
        let seconds = i64::from(chance.between(120, 2_400));
        calendar.at(self.day, self.minutes) + chrono::TimeDelta::seconds(seconds)
    }
}

/// An hour as the ERP spells it.
pub(super) fn hour(minutes: u32) -> Result<domain::TimeOfDay, Failure> {
    format!("{:02}:{:02}", minutes / 60, minutes % 60).parse().map_err(super::ledger::wrong)
}
