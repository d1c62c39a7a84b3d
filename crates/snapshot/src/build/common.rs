//! Everybody's base.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{
    CodeRecord, ContactRecord, CustomerRecord, FollowUpEvent, Parameters, PersonRecord, RelationRecord,
    RevenueRecord, TownRecord, VisitForm,
};

use super::Built;
use super::answers::Meanings;
use super::customers::Customers;
use super::lists::Lists;
use super::problems::Problems;
use super::visits::Visits;
use crate::BuildError;

/// What there is one of.
#[derive(Debug, Clone)]
pub struct CommonSettings {
    /// Every version of the visit form.
    pub forms: BTreeMap<u32, VisitForm>,
    /// The business parameters.
    pub parameters: Parameters,
    /// The day of the build: it bounds last visits and revenue. It stands in no file.
    pub built_on: NaiveDate,
    /// Where the company's days begin and end: conversions are dated by it.
    pub zone: Tz,
}

/// Builds everybody's base: `customers`, `visits` and `lists`.
#[derive(Debug)]
pub struct CommonBuilder {
    meanings: Meanings,
    parameters: Parameters,
    visits: Visits,
    customers: Customers,
    lists: Lists,
}

impl CommonBuilder {
    /// An empty base. What does not fit into memory is put aside in `scratch`, where the files will lie as well.
    ///
    /// # Errors
    /// As every method: when the scratch folder cannot be written.
    pub fn new(scratch: &Path, settings: CommonSettings) -> Result<Self, BuildError> {
        std::fs::create_dir_all(scratch)?;
        Ok(Self {
            meanings: Meanings::new(settings.forms),
            parameters: settings.parameters,
            visits: Visits::new(scratch, settings.built_on),
            customers: Customers::new(scratch, settings.built_on, settings.zone),
            lists: Lists::new(scratch),
        })
    }

    /// A relation with a customer; archived ones are counted only.
    ///
    /// # Errors
    /// As [`CommonBuilder::new`].
    pub fn relation(&mut self, relation: &RelationRecord) -> Result<(), BuildError> {
        self.visits.add(relation, &mut self.meanings)
    }

    /// What a file said of a customer's follow-up and fleet.
    ///
    /// # Errors
    /// As [`CommonBuilder::new`].
    pub fn follow_up(&mut self, customer: &str, event: FollowUpEvent) -> Result<(), BuildError> {
        self.customers.add_follow_up(customer, &event)
    }

    /// A person at a customer's.
    ///
    /// # Errors
    /// As [`CommonBuilder::new`].
    pub fn contact(&mut self, contact: &ContactRecord) -> Result<(), BuildError> {
        self.customers.add_contact(contact)
    }

    /// Revenue; rows of one customer and month are added up.
    ///
    /// # Errors
    /// As [`CommonBuilder::new`].
    pub fn revenue(&mut self, revenue: &RevenueRecord) -> Result<(), BuildError> {
        self.customers.add_revenue(revenue)
    }

    /// A customer; bank details in its sheet are dropped.
    ///
    /// # Errors
    /// As [`CommonBuilder::new`].
    pub fn customer(&mut self, customer: &CustomerRecord) -> Result<(), BuildError> {
        self.customers.add(customer)
    }

    /// An entry of a drop-down list.
    ///
    /// # Errors
    /// As [`CommonBuilder::new`].
    pub fn code(&mut self, code: &CodeRecord) -> Result<(), BuildError> {
        self.lists.add_code(code)
    }

    /// A town with one of its postal codes.
    ///
    /// # Errors
    /// As [`CommonBuilder::new`].
    pub fn town(&mut self, town: &TownRecord) -> Result<(), BuildError> {
        self.lists.add_town(town)
    }

    /// Somebody of the correspondence table.
    ///
    /// # Errors
    /// As [`CommonBuilder::new`].
    pub fn person(&mut self, person: &PersonRecord) -> Result<(), BuildError> {
        self.lists.add_person(person)
    }

    /// Writes the files.
    ///
    /// # Errors
    /// As [`CommonBuilder::new`].
    pub fn finish(self) -> Result<Built, BuildError> {
        let mut problems = Problems::default();
        let (visits, last_visits) = self.visits.write(&mut problems)?;
        let mut files = vec![self.customers.write(&last_visits, &mut problems)?];
        files.extend(visits);
        files.push(self.lists.write(&self.meanings, &self.parameters, &mut problems)?);
        Ok(Built { files, problems: problems.named, more_problems: problems.more })
    }
}
