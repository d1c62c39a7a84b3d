//! Everybody's customers, with what is computed of each.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use domain::{
    CUSTOMER_FIELDS, ContactRecord, CustomerField, CustomerRecord, FollowUpEvent, RevenueRecord, local_day,
};
use exchange_schema::Role;
use rusqlite::{ToSql, params};
use uuid::Uuid;

use super::BuiltFile;
use super::base_file::BaseFile;
use super::columns::{code, fleet, is_bank_detail, read_sheet, write_sheet};
use super::follow_ups::{FollowUps, Standing};
use super::identities::Identities;
use super::problems::Problems;
use super::record::{Fields, Record};
use super::sorter::Sorter;
use crate::{BuildError, Mark};

/// The rows of the file, in any order.
#[derive(Debug)]
pub(super) struct Customers {
    scratch: PathBuf,
    built_on: NaiveDate,
    zone: Tz,
    record: Record,
    customers: Sorter,
    contacts: Sorter,
    revenue: Sorter,
    follow_ups: FollowUps,
    problems: Problems,
}

impl Customers {
    pub(super) fn new(scratch: &Path, built_on: NaiveDate, zone: Tz) -> Self {
        let sorter = |name| Sorter::new(scratch, name, 4 << 20);
        Self {
            scratch: scratch.to_owned(),
            built_on,
            zone,
            record: Record::default(),
            customers: sorter("customers"),
            contacts: sorter("contacts"),
            revenue: sorter("revenue"),
            follow_ups: FollowUps::new(scratch, "customer-follow-ups"),
            problems: Problems::default(),
        }
    }

    pub(super) fn add(&mut self, customer: &CustomerRecord) -> Result<(), BuildError> {
        let record = self.record.begin().key(code(&customer.code));
        // Whoever hands bank details in: they end here.
        write_sheet(record, &customer.sheet, |field, text| (!is_bank_detail(field)).then_some(text));
        record.optional(customer.conversion, |record, (prospect, at)| {
            record.day(local_day(at, self.zone)).fixed(prospect.as_bytes());
        });
        Ok(self.customers.push(record.as_bytes())?)
    }

    pub(super) fn add_contact(&mut self, contact: &ContactRecord) -> Result<(), BuildError> {
        let record = self.record.begin();
        record.key(code(&contact.customer)).number(contact.rank).key(&contact.name);
        for text in [&contact.role, &contact.phone, &contact.mobile, &contact.email] {
            record.optional_key(text.as_deref());
        }
        Ok(self.contacts.push(record.as_bytes())?)
    }

    /// Only the year of the build and the two before are kept: whoever reads the base on another side of new year still finds the year
    /// before his own.
    pub(super) fn add_revenue(&mut self, revenue: &RevenueRecord) -> Result<(), BuildError> {
        let customer = code(&revenue.customer);
        let this_year = self.built_on.year();
        if !(this_year - 2..=this_year).contains(&revenue.year) {
            return Ok(());
        }
        if !(1..=12).contains(&revenue.month) {
            let (year, month) = (revenue.year, revenue.month);
            self.problems.push(format!(
                "the revenue of customer {customer:?} in month {month} of {year} was left out"
            ));
            return Ok(());
        }
        let record = self.record.begin();
        record.key(customer).number(revenue.year.into()).number(revenue.month.into()).number(revenue.cents);
        Ok(self.revenue.push(record.as_bytes())?)
    }

    pub(super) fn add_follow_up(&mut self, customer: &str, event: &FollowUpEvent) -> Result<(), BuildError> {
        self.follow_ups.add(code(customer), event)
    }

    pub(super) fn write(
        self,
        last_visits: &HashMap<String, NaiveDate>,
        problems: &mut Problems,
    ) -> Result<BuiltFile, BuildError> {
        problems.append(self.problems);
        let file = BaseFile::create(&self.scratch, Role::Customers, None)?;
        let standings = self.follow_ups.write(&file, "c_client", |_| true, problems)?;
        let mut identities = Identities::new(&self.scratch, "customer-identities");
        let mut table = CustomerTable { last_visits, standings, identities: &mut identities, problems };
        table.write(&file, self.customers)?;
        identities.write(&file, "c_client")?;
        write_contacts(&file, self.contacts)?;
        write_revenue(&file, self.revenue)?;
        file.finish()
    }
}

/// The fields that the table has columns for.
fn sheet_fields() -> impl Iterator<Item = CustomerField> {
    CUSTOMER_FIELDS
        .iter()
        .map(|spec| spec.field)
        .filter(|field| field.is_annex_2() && !is_bank_detail(*field))
}

struct CustomerTable<'a> {
    last_visits: &'a HashMap<String, NaiveDate>,
    /// In the order of codes, as the customers are.
    standings: Vec<(String, Standing)>,
    identities: &'a mut Identities,
    problems: &'a mut Problems,
}

impl CustomerTable<'_> {
    fn write(&mut self, file: &BaseFile, customers: Sorter) -> Result<(), BuildError> {
        let computed = ["last_visit_on", "follow_up_on", "fleet", "fleet_told_on", "converted_on", "made_of"];
        let columns: Vec<&str> = ["c_client"]
            .into_iter()
            .chain(sheet_fields().map(CustomerField::column))
            .chain(computed)
            .collect();
        let mut insert = file.insert("customer", &columns)?;
        let mut sorted = customers.sorted()?;
        let mut before: Option<String> = None;
        while let Some(row) = sorted.next()? {
            let mut fields = Fields::of(row);
            let code = fields.key()?;
            if code.is_empty() {
                self.problems.push("a customer without a code was left out".to_owned());
                continue;
            }
            if before.as_deref() == Some(&*code) {
                self.problems
                    .push(format!("the customer code {code:?} stands there twice; one row was left out"));
                continue;
            }
            self.add(&mut insert, &code, &mut fields)?;
            before = Some(code.into_owned());
        }
        Ok(())
    }

    fn add(
        &mut self,
        insert: &mut rusqlite::Statement<'_>,
        code: &str,
        fields: &mut Fields<'_>,
    ) -> Result<(), BuildError> {
        let sheet = read_sheet(fields)?;
        let conversion = fields.optional(|fields| Ok((fields.day()?, Uuid::from_bytes(fields.fixed()?))))?;
        let standing = self.standings.binary_search_by(|(whom, _)| whom.as_str().cmp(code)).ok();
        let standing = standing.map(|place| self.standings[place].1.clone()).unwrap_or_default();
        let last_visit_on = self.last_visits.get(code).map(NaiveDate::to_string);
        let follow_up_on = standing.on.map(|on| on.to_string());
        let fleet = fleet(&standing.fleet)?;
        let fleet_told_on = standing.fleet_told_on.map(|on| on.to_string());
        let converted_on = conversion.map(|(on, _)| on.to_string());
        let mark = conversion.map(|(_, prospect)| Mark::of(prospect));
        let made_of = mark.as_ref().map(Mark::as_bytes);
        let computed: [&dyn ToSql; 6] =
            [&last_visit_on, &follow_up_on, &fleet, &fleet_told_on, &converted_on, &made_of];
        let mut row: Vec<&dyn ToSql> = vec![&code];
        row.extend(sheet_fields().map(|field| &sheet[field as usize] as &dyn ToSql));
        row.extend(computed);
        insert.execute(row.as_slice())?;
        self.identities.add(code, &sheet)
    }
}

fn write_contacts(file: &BaseFile, contacts: Sorter) -> Result<(), BuildError> {
    let columns = ["id", "c_client", "rank", "name", "role", "phone", "mobile", "email"];
    let mut insert = file.insert("contact", &columns)?;
    let mut sorted = contacts.sorted()?;
    let mut id = 0_i64;
    while let Some(row) = sorted.next()? {
        let mut fields = Fields::of(row);
        id += 1;
        insert.execute(params![
            id,
            fields.key()?,
            fields.number()?,
            fields.key()?,
            fields.optional(Fields::key)?,
            fields.optional(Fields::key)?,
            fields.optional(Fields::key)?,
            fields.optional(Fields::key)?,
        ])?;
    }
    Ok(())
}

/// Several rows of one month are added up.
fn write_revenue(file: &BaseFile, revenue: Sorter) -> Result<(), BuildError> {
    let mut insert = file.insert("revenue", &["c_client", "year", "month", "cents"])?;
    let mut sorted = revenue.sorted()?;
    let mut sum: Option<(String, i64, i64, i64)> = None;
    while let Some(row) = sorted.next()? {
        let mut fields = Fields::of(row);
        let (customer, year, month) = (fields.key()?, fields.number()?, fields.number()?);
        let cents = fields.number()?;
        match &mut sum {
            Some(sum) if (sum.0.as_str(), sum.1, sum.2) == (&*customer, year, month) => {
                sum.3 = sum.3.saturating_add(cents);
            }
            _ => {
                if let Some(done) = sum.replace((customer.into_owned(), year, month, cents)) {
                    insert.execute(done)?;
                }
            }
        }
    }
    if let Some(done) = sum {
        insert.execute(done)?;
    }
    Ok(())
}
