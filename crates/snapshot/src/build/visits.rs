//! The visits: one file for each calendar month that has any, and one for those without a day.

mod tables;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use domain::{RelationClass, RelationRecord};
use exchange_schema::{FileName, Role};

use self::tables::Tables;
use super::BuiltFile;
use super::answers::{Meanings, Meant};
use super::base_file::BaseFile;
use super::columns::code;
use super::problems::Problems;
use super::record::{Fields, Record};
use super::sorter::{Sorted, Sorter};
use crate::BuildError;

/// Twelve times the year and the month's number; the last one is for rows without a day.
type Month = u32;
const UNDATED: Month = Month::MAX;

/// Which table of the month's file a row is for.
const SHOWN: u8 = 0;
const ARCHIVED: u8 = 1;

/// The relations with customers, in any order.
#[derive(Debug)]
pub(super) struct Visits {
    scratch: PathBuf,
    sorter: Sorter,
    record: Record,
    /// Days later than this one are typing errors.
    latest: NaiveDate,
    last_visits: HashMap<String, NaiveDate>,
}

impl Visits {
    pub(super) fn new(scratch: &Path, built_on: NaiveDate) -> Self {
        Self {
            scratch: scratch.to_owned(),
            sorter: Sorter::new(scratch, "visits", 16 << 20),
            record: Record::default(),
            latest: built_on.succ_opt().unwrap_or(built_on),
            last_visits: HashMap::new(),
        }
    }

    pub(super) fn add(
        &mut self,
        relation: &RelationRecord,
        meanings: &mut Meanings,
    ) -> Result<(), BuildError> {
        let class =
            RelationClass::of(relation.origin.as_deref(), relation.file.as_deref(), relation.of_prospect);
        let customer = code(&relation.customer);
        // A year that the names of files have no place for is no day that can be read.
        let on = relation.on.filter(|on| (0..=9999).contains(&on.year()));
        if class.is_visit() {
            self.note_visit(customer, on);
        }
        if relation.archived && !class.is_visit() {
            return Ok(());
        }
        let month = on.map_or(UNDATED, |on| on.year().cast_unsigned() * 12 + on.month0());
        let meant = meanings.of(relation.answers.as_ref());
        let record = self.record.begin().fixed(&month.to_be_bytes());
        if relation.archived {
            write_archived(record, relation, customer, on, class, &meant);
        } else {
            write_shown(record, relation, customer, on, class, &meant);
        }
        Ok(self.sorter.push(self.record.as_bytes())?)
    }

    fn note_visit(&mut self, customer: &str, on: Option<NaiveDate>) {
        let Some(on) = on.filter(|on| *on <= self.latest) else { return };
        match self.last_visits.get_mut(customer) {
            Some(last) => *last = on.max(*last),
            None => {
                self.last_visits.insert(customer.to_owned(), on);
            }
        }
    }

    /// Writes the files. Answers the last visit to each customer as well.
    pub(super) fn write(
        self,
        problems: &mut Problems,
    ) -> Result<(Vec<BuiltFile>, HashMap<String, NaiveDate>), BuildError> {
        let mut sorted = self.sorter.sorted()?;
        let mut files = Vec::new();
        let mut next = month_of_next(&mut sorted)?;
        while let Some((month, row)) = next {
            let file = BaseFile::create(&self.scratch, Role::Visits, Some(&month_text(month)))?;
            let tables = Tables::of(&file, &month_text(month), &self.scratch, problems)?;
            next = fill(tables, month, row, &mut sorted)?;
            files.push(file.finish()?);
        }
        Ok((files, self.last_visits))
    }
}

fn write_shown(
    record: &mut Record,
    relation: &RelationRecord,
    customer: &str,
    on: Option<NaiveDate>,
    class: RelationClass,
    meant: &Meant,
) {
    let answers = relation.answers.as_ref();
    let entry = relation.file.as_deref().and_then(|name| FileName::parse(name).ok());
    record
        .fixed(&[SHOWN])
        .key(customer)
        .optional_day(on)
        .optional_key(relation.at.as_deref())
        .key(&relation.key)
        .text(relation.c_user.as_deref())
        .text(relation.origin.as_deref())
        .fixed(&[class_number(class)])
        .text(relation.subject.as_deref())
        .text(relation.comment.as_deref())
        .optional(answers, |record, (form, _)| {
            record.number((*form).into());
        })
        .text(answers.filter(|_| meant.is_list).map(|(_, picked)| picked.as_str()))
        .text(meant.contact.as_deref())
        .text(meant.quotes.as_deref())
        .optional(entry, |record, name| {
            record.fixed(name.id().as_bytes());
        });
}

fn write_archived(
    record: &mut Record,
    relation: &RelationRecord,
    customer: &str,
    on: Option<NaiveDate>,
    class: RelationClass,
    meant: &Meant,
) {
    record
        .fixed(&[ARCHIVED])
        .key(customer)
        .optional_day(on)
        .optional_key(relation.at.as_deref())
        .key(&relation.key)
        .optional_key(relation.c_user.as_deref())
        .fixed(&[class_number(class)])
        .optional_key(meant.contact.as_deref())
        .optional_key(meant.quotes.as_deref());
}

/// As the schema holds it.
const fn class_number(class: RelationClass) -> u8 {
    match class {
        RelationClass::Other => 0,
        RelationClass::Visit => 1,
        RelationClass::ProspectVisit => 2,
    }
}

fn month_text(month: Month) -> String {
    if month == UNDATED { "undated".to_owned() } else { format!("{:04}-{:02}", month / 12, month % 12 + 1) }
}

/// A row without its month.
type Row = Vec<u8>;

fn month_of_next(sorted: &mut Sorted) -> Result<Option<(Month, Row)>, BuildError> {
    let Some(row) = sorted.next()? else { return Ok(None) };
    let mut fields = Fields::of(row);
    Ok(Some((Month::from_be_bytes(fields.fixed()?), fields.rest().to_vec())))
}

/// Writes the rows of a month, of which `row` is the first; answers the first row of the next month.
fn fill(
    mut tables: Tables<'_>,
    month: Month,
    row: Row,
    sorted: &mut Sorted,
) -> Result<Option<(Month, Row)>, BuildError> {
    tables.add(&row)?;
    while let Some(row) = sorted.next()? {
        let (of, row) = row.split_at(size_of::<Month>());
        if of != month.to_be_bytes() {
            tables.finish()?;
            let month = Fields::of(of).fixed().map(Month::from_be_bytes)?;
            return Ok(Some((month, row.to_vec())));
        }
        tables.add(row)?;
    }
    tables.finish()?;
    Ok(None)
}
