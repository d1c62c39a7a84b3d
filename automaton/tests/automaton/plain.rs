//! What the tables must hold after a set of files, computed plainly: maps in memory, one function for each thing that the contract says
//! (design §4 to §6, decisions 0004 and 0008), read from the files' JSON. Nothing here knows the program's code.

mod annex;
mod creations;
mod customers;
mod duplicates;
mod edits;
mod prospects;
mod rows;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};

pub use self::rows::canonical;
use crate::generator::company::{Customer, Rep};
use crate::generator::{Company, Conversion, Entry};

/// A table's rows, each with its cells as text and « ∅ » for null, sorted.
pub type Table = Vec<Vec<String>>;

/// Why a file is not integrated.
#[derive(Debug, Clone, Copy)]
enum No {
    Refused(&'static str),
    Waits(&'static str),
}

type Judged = Result<(), No>;

/// A row of the registry.
#[derive(Default)]
struct FileRow {
    state: &'static str,
    reason: Option<&'static str>,
    replaced_by: Option<String>,
    /// The columns of an MP that were not set.
    clashes: Vec<String>,
}

/// Which entry it was, as far as « earlier » and « later » go.
#[derive(Clone)]
struct Stamp {
    name: String,
    device: &'static str,
    sequence: Option<u64>,
    created_at: DateTime<Utc>,
    id: uuid::Uuid,
}

impl Stamp {
    fn of(entry: &Entry) -> Self {
        let Entry { device, sequence, created_at, id, .. } = *entry;
        Self { name: entry.name(), device, sequence, created_at, id }
    }

    fn is_before(&self, other: &Self) -> bool {
        match (self.sequence, other.sequence) {
            (Some(one), Some(two)) if self.device == other.device => one < two,
            _ => (self.created_at, self.id) < (other.created_at, other.id),
        }
    }
}

struct Prospect {
    created_by: &'static str,
    file: String,
    fields: BTreeMap<String, String>,
    /// Per field and device, that device's last entry that set it.
    marks: BTreeMap<(String, &'static str), Stamp>,
    /// From when on it bore which rep's code.
    attached: Vec<(DateTime<Utc>, Option<String>)>,
    deleted: Option<Stamp>,
    /// The day, and the customer that it became.
    converted: Option<(NaiveDate, String)>,
}

struct Clash {
    stamp: Stamp,
    expected: Option<String>,
    found: Option<String>,
    asked: Option<String>,
}

/// The counts of one pass.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub integrated: usize,
    pub deferred: usize,
    pub rejected: usize,
}

/// The base.
#[derive(Default)]
pub struct Plain {
    reps: BTreeMap<&'static str, &'static Rep>,
    customers: BTreeMap<String, Customer>,
    now: DateTime<Utc>,
    files: BTreeMap<String, FileRow>,
    prospects: BTreeMap<String, Prospect>,
    /// By prospect and column.
    clashes: BTreeMap<(String, String), Clash>,
    /// By prospect, type of the other, the other, sort of number: the file.
    duplicates: BTreeMap<[String; 4], String>,
    /// Prospects whose creation is with the accountants.
    pending: BTreeSet<String>,
    /// Tables into which rows are only inserted.
    inserted: BTreeMap<&'static str, Table>,
    /// How often each special case was met, so that a test can tell that it was.
    pub met: BTreeMap<&'static str, usize>,
}

impl Plain {
    pub fn new(company: Company, now: DateTime<Utc>) -> Self {
        let reps = crate::generator::company::REPS.iter().map(|rep| (rep.folder, rep)).collect();
        let customers =
            company.customers.into_iter().map(|customer| (customer.code.clone(), customer)).collect();
        Self { reps, customers, now, ..Self::default() }
    }

    /// An accountant makes a customer of a prospect.
    pub fn convert(&mut self, conversion: &Conversion) {
        let prospect = self.prospects.get_mut(&conversion.prospect).expect("known");
        prospect.converted = Some((local_day(conversion.at), conversion.customer.clone()));
        let customer = Customer::named(&conversion.customer, &conversion.name);
        self.customers.insert(conversion.customer.clone(), customer);
    }

    /// Integrates the files of one pass in the contract's order.
    pub fn pass(&mut self, entries: &[Entry]) -> Counts {
        let mut counts = Counts::default();
        let mut again = Vec::new();
        for entry in in_order(entries).into_iter().filter(|entry| !self.is_settled(entry)).collect::<Vec<_>>()
        {
            match self.take(entry) {
                Err(No::Waits("unknown-prospect")) => again.push(entry),
                judged => counts.count(judged),
            }
        }
        for entry in again {
            let judged = self.take(entry);
            if judged.is_ok() {
                self.meet("integrated at the second look");
            }
            counts.count(judged);
        }
        counts
    }

    /// What waits is tried again; anything else is done with.
    fn is_settled(&self, entry: &Entry) -> bool {
        self.files.get(&entry.name()).is_some_and(|row| row.state != "attente")
    }

    fn take(&mut self, entry: &Entry) -> Judged {
        let judged = self.judge(entry);
        let row = self.files.entry(entry.name()).or_default();
        (row.state, row.reason) = match judged {
            Ok(()) => ("integre", None),
            Err(No::Refused(reason)) => ("refuse", Some(reason)),
            Err(No::Waits(reason)) => ("attente", Some(reason)),
        };
        if let (Ok(()), Some(replaced)) = (&judged, &entry.replaces) {
            let replaced = self.files.get_mut(replaced).expect("looked at before");
            (replaced.state, replaced.replaced_by) = ("remplace", Some(entry.name()));
        }
        judged
    }

    /// Everything is looked at before anything is changed.
    fn judge(&mut self, entry: &Entry) -> Judged {
        self.author(entry)?;
        if entry.created_at > self.now + Duration::minutes(15) {
            return Err(No::Waits("clock-ahead"));
        }
        if let Some(replaced) = &entry.replaces
            && self.files.get(replaced).is_none_or(|row| row.state != "refuse")
        {
            return Err(No::Refused("bad-replaces"));
        }
        match entry.kind {
            "VC" => self.visit_customer(entry),
            "MC" => self.request(entry),
            "CP" => self.create_prospect(entry),
            "MP" => self.edit_prospect(entry),
            "VP" => self.visit_prospect(entry),
            "CC" => self.create_customer(entry),
            other => unreachable!("{other}"),
        }
    }

    /// Who wrote it; only somebody who may and has a code in the ERP.
    fn author(&self, entry: &Entry) -> Result<&'static Rep, No> {
        let rep = self.reps.get(entry.author).ok_or(No::Refused("unknown-user"))?;
        if !rep.active {
            return Err(No::Refused("disabled-user"));
        }
        rep.c_user.map(|_| *rep).ok_or(No::Refused("unknown-user"))
    }

    fn insert(&mut self, table: &'static str, row: Vec<String>) {
        self.inserted.entry(table).or_default().push(row);
    }

    fn meet(&mut self, what: &'static str) {
        *self.met.entry(what).or_default() += 1;
    }
}

impl Counts {
    fn count(&mut self, judged: Judged) {
        match judged {
            Ok(()) => self.integrated += 1,
            Err(No::Refused(_)) => self.rejected += 1,
            Err(No::Waits(_)) => self.deferred += 1,
        }
    }
}

/// A device's numbered files are one lane, by number; its others are another, by name. Of the lanes' heads the earliest name is next.
fn in_order(entries: &[Entry]) -> Vec<&Entry> {
    let mut lanes: BTreeMap<(&str, bool), Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        lanes.entry((entry.device, entry.sequence.is_some())).or_default().push(entry);
    }
    let name = |entry: &&Entry| (entry.created_at, entry.id, entry.kind);
    for lane in lanes.values_mut() {
        lane.sort_by_key(|entry| (entry.sequence, name(entry)));
        // The next one stands last.
        lane.reverse();
    }
    let mut ordered = Vec::new();
    while let Some(lane) =
        lanes.values_mut().filter(|lane| !lane.is_empty()).min_by_key(|lane| lane.last().map(name))
    {
        ordered.extend(lane.pop());
    }
    ordered
}

/// Paris in November is an hour ahead of Greenwich.
fn local(at: DateTime<Utc>) -> DateTime<Utc> {
    at + Duration::hours(1)
}

fn local_day(at: DateTime<Utc>) -> NaiveDate {
    local(at).date_naive()
}
