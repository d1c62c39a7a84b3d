//! Clients: the card, and the history of visits.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{FollowUp, Sheet};
use serde::Serialize;
use snapshot::read::{CustomerCard, fleet_told_at};

use super::history::{HistoryRow, merged, name_of_c_user};
use super::{HistoryPage, Laptop, PageQuery, ViewError};
use crate::overlay::{CustomerLayer, LaidVisit, Request, follow_up_event, request_row, visit_row};

/// « fiche client ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CustomerView {
    /// « code client ».
    pub code: String,
    /// Annex 2 without bank details.
    pub sheet: Sheet,
    /// In the order in which they are shown.
    pub contacts: Vec<ContactView>,
    /// « CA et CA N-1 ».
    pub revenue: RevenueView,
    /// « dernière visite ».
    pub last_visit_on: Option<NaiveDate>,
    /// « date de revoir » and fleet.
    pub follow_up: FollowUp,
    /// « relevé le ».
    pub fleet_told_at: Option<DateTime<Utc>>,
    /// When an accountant validated it, if it was a prospect.
    pub converted_on: Option<NaiveDate>,
    /// Modification requests on their way.
    pub requests: Vec<Request>,
    /// How many entries are not integrated, as far as is known.
    pub waiting: usize,
    /// Refused entries that wait to be corrected or let be.
    pub to_mend: Vec<String>,
}

/// « contact ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ContactView {
    /// His name.
    pub name: String,
    /// « fonction ».
    pub role: Option<String>,
    /// Fixed telephone.
    pub phone: Option<String>,
    /// Mobile.
    pub mobile: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

/// « CA » in whole cents, excluding tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RevenueView {
    /// The day of the base: « à date » is up to this day.
    pub up_to: NaiveDate,
    /// The year up to the day of the base.
    pub ytd_cents: i64,
    /// The year before up to the same day.
    pub previous_to_date_cents: i64,
    /// The whole year before.
    pub previous_year_cents: i64,
    /// Month by month.
    pub months: Vec<MonthView>,
}

/// « CA » of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MonthView {
    /// The calendar year.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// Excluding tax.
    pub cents: i64,
}

impl Laptop {
    /// A customer's card; `None` when the base has no such code.
    ///
    /// # Errors
    /// When there is no base, or it cannot be read.
    pub fn customer(&self, code: &str) -> Result<Option<CustomerView>, ViewError> {
        let none = CustomerLayer::default();
        let layer = self.shown.overlay.customers.get(code).unwrap_or(&none);
        let up_to = self.common()?.built_on();
        Ok(self.ask_common(|base| base.customer(code))?.map(|card| view(card, layer, up_to)))
    }

    /// A page of a customer's history.
    ///
    /// # Errors
    /// When there is no base, or it cannot be read.
    pub fn customer_history(
        &self,
        code: &str,
        query: &PageQuery,
        zone: Tz,
    ) -> Result<HistoryPage, ViewError> {
        let lists = self.lists()?;
        let rows = self.ask_common(|base| base.history(code, &query.of_base()))?;
        let base = rows.into_iter().map(|row| {
            let author = name_of_c_user(lists, &row);
            HistoryRow::of_base(row, author)
        });
        let base: Vec<HistoryRow> = base.collect();
        // A month that cannot be counted is told as damage, and keeps no page from being shown.
        let counted = self.ask_common(|base| base.history_count(code, query.with_lit));
        let counted = counted.unwrap_or(base.len() as u64);
        Ok(merged(self.laid_rows(code, zone, |_| true)?, (base, counted), query, self.own_name()))
    }

    /// What is laid over the base about a customer: will be a wanted row, and is no row of the base yet. The base is asked for those only.
    pub(super) fn laid_rows(
        &self,
        code: &str,
        zone: Tz,
        wanted: impl Fn(&LaidVisit) -> bool,
    ) -> Result<Vec<LaidVisit>, ViewError> {
        let Some(layer) = self.shown.overlay.customers.get(code) else { return Ok(Vec::new()) };
        let converted_on = self.ask_common(|base| base.customer(code))?.and_then(|card| card.converted_on);
        let form = |version| self.form(version).ok().flatten();
        let row = |entry| visit_row(entry, converted_on, form).or_else(|| request_row(entry, zone));
        let rows: Vec<LaidVisit> = layer.laid().filter_map(row).filter(wanted).collect();
        let mut shown = BTreeSet::new();
        for days in rows.iter().filter_map(days_of).collect::<BTreeSet<_>>() {
            shown.extend(self.ask_common(|base| base.entries(code, &(days.0..=days.1)))?);
        }
        Ok(rows.into_iter().filter(|row| !shown.contains(&row.entry.file.id())).collect())
    }

    /// The user as people call him.
    pub(super) fn own_name(&self) -> &str {
        let name = self.own().ok().and_then(|own| own.person.name.as_deref());
        name.unwrap_or(self.user.as_str())
    }
}

/// The days on which the base may hold a row. A visit's day is written as it was sent; that of a request goes by the server's zone.
fn days_of(row: &LaidVisit) -> Option<(NaiveDate, NaiveDate)> {
    let on = row.key.on?;
    if row.class.is_visit() {
        return Some((on, on));
    }
    Some((on.pred_opt().unwrap_or(on), on.succ_opt().unwrap_or(on)))
}

fn view(card: CustomerCard, layer: &CustomerLayer, up_to: NaiveDate) -> CustomerView {
    let events: Vec<_> = card
        .follow_up
        .iter()
        .cloned()
        .chain(layer.laid().filter_map(|entry| follow_up_event(entry)))
        .collect();
    CustomerView {
        follow_up: layer.follow_up(&card.follow_up),
        fleet_told_at: fleet_told_at(&events),
        last_visit_on: layer.last_visit(card.last_visit_on),
        requests: layer.requests(),
        waiting: layer.waiting(),
        to_mend: layer.to_mend().into_iter().map(String::from).collect(),
        code: card.code,
        sheet: card.sheet,
        contacts: card
            .contacts
            .into_iter()
            .map(|it| ContactView {
                name: it.name,
                role: it.role,
                phone: it.phone,
                mobile: it.mobile,
                email: it.email,
            })
            .collect(),
        revenue: RevenueView {
            up_to,
            ytd_cents: card.revenue.ytd_cents,
            previous_to_date_cents: card.revenue.previous_to_date_cents,
            previous_year_cents: card.revenue.previous_year_cents,
            months: card
                .revenue
                .months
                .into_iter()
                .map(|it| MonthView { year: it.year, month: it.month, cents: it.cents })
                .collect(),
        },
        converted_on: card.converted_on,
    }
}
