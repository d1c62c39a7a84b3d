//! What must hold at every moment on a laptop, judged by what its views show.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use chrono_tz::Europe::Paris;
use client::overlay::{ProspectOrigin, Standing};
use client::{
    CalendarQuery, EntriesQuery, EntryView, FiguresQuery, HomeList, HomeQuery, Laptop, PageQuery,
    ProspectRow, ProspectsQuery, Whose,
};
use domain::CustomerField;
use exchange_schema::{Kind, ReceiptState};
use serde_json::Value;
use uuid::Uuid;

use super::world::{World, names};

const ALL: usize = 100_000;

/// Everything that a laptop shows, gathered once.
pub struct Shown {
    pub entries: Vec<EntryView>,
    /// How often each entry stands in a history, of a customer or a prospect.
    pub rows: BTreeMap<Uuid, usize>,
    /// How often each entry stands in the user's own calendar.
    pub calendar: BTreeMap<Uuid, usize>,
    pub prospects: Vec<ProspectRow>,
    /// « date de revoir » and « dernière visite » of each customer.
    pub customers: BTreeMap<String, (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>)>,
    /// What the statistics count for the user, in all.
    pub counted: u64,
}

impl Shown {
    pub fn on(laptop: &Laptop, world: &World) -> Self {
        let today = world.moment().today();
        let (from, to) = (today - Days::new(40), today + Days::new(40));
        let mut rows = BTreeMap::new();
        let page = PageQuery { with_lit: true, after: None, limit: ALL };
        let query = HomeQuery {
            list: HomeList::LastVisit,
            whose: Whose::All,
            agency: None,
            grid: None,
            offset: 0,
            limit: ALL,
        };
        let home = laptop.home(&query, world.moment()).expect("a base");
        let mut customers = BTreeMap::new();
        for row in &home.rows {
            let customer = &row.customer;
            let once =
                customers.insert(customer.code.clone(), (customer.follow_up_on, customer.last_visit_on));
            assert!(once.is_none(), "{} stands twice in a list", customer.code);
            let history = laptop.customer_history(&customer.code, &page, Paris).expect("a history");
            count(&mut rows, history.rows.iter().filter_map(|row| row.entry));
        }
        let prospects =
            laptop.prospects(&ProspectsQuery { limit: ALL, ..Default::default() }).expect("a base").rows;
        for prospect in &prospects {
            let history = laptop.prospect_history(prospect.id, &page).expect("a history");
            count(&mut rows, history.rows.iter().filter_map(|row| row.entry));
        }
        let period = CalendarQuery { from, to, author: None, follow_ups: false };
        let calendar_rows = laptop.calendar(&period, Paris).expect("a calendar").rows;
        let mut calendar = BTreeMap::new();
        count(&mut calendar, calendar_rows.iter().filter_map(|row| row.visit.entry));
        let figures =
            laptop.figures(&FiguresQuery { from, to, author: None, all: false }, Paris).expect("figures");
        let counted = figures.share.customer_visits.all + figures.share.prospect_visits.all;
        let entries = laptop.entries(&EntriesQuery {
            filter: Default::default(),
            subject: None,
            offset: 0,
            limit: ALL,
        });
        Self { entries, rows, calendar, prospects, customers, counted }
    }

    fn prospect(&self, id: &str) -> Option<&ProspectRow> {
        self.prospects.iter().find(|row| row.id.to_string() == id)
    }

    /// Whether this laptop deleted it, and the server did not refuse that.
    fn deleted(&self, laptop: &Laptop, id: &str) -> bool {
        let deletions = self.entries.iter().filter(|entry| entry.kind == Kind::Mp && entry.subject == id);
        let mut standing = deletions.filter(|entry| entry.state != Some(ReceiptState::Rejected));
        standing.any(|entry| {
            matches!(laptop.draft_of(&entry.name), Some(client::entries::EntryDraft::DeleteProspect(_)))
        })
    }
}

fn count(of: &mut BTreeMap<Uuid, usize>, entries: impl Iterator<Item = Uuid>) {
    for entry in entries {
        *of.entry(entry).or_default() += 1;
    }
}

/// Each entry is shown exactly once, or, when it was refused, not at all and among those to be mended.
pub fn each_entry_once(world: &World, number: usize) {
    let laptop = world.laptops[number].running();
    let shown = Shown::on(laptop, world);
    for entry in &shown.entries {
        entry_once(laptop, &shown, entry);
    }
    values_as_typed(laptop, &shown);
    let total: usize = shown.calendar.values().sum();
    assert_eq!(shown.counted, total as u64, "the statistics count what the calendar shows");
    let user = world.laptops[number].user;
    for prospect in &shown.prospects {
        // A rep's creation may bear a colleague's code, and is his all the same.
        assert!(prospect.own, "{user} sees {prospect:?}");
    }
}

fn entry_once(laptop: &Laptop, shown: &Shown, entry: &EntryView) {
    let id = entry.name.id();
    let rejected = entry.state == Some(ReceiptState::Rejected);
    assert_eq!(entry.standing == Standing::Rejected, rejected, "{entry:?}");
    let rows = shown.rows.get(&id).copied().unwrap_or_default();
    let calendar = shown.calendar.get(&id).copied().unwrap_or_default();
    let once = usize::from(!rejected);
    let deleted = entry.kind != Kind::Vc && entry.kind != Kind::Mc && shown.deleted(laptop, &entry.subject);
    let customer = entry.subject.parse().ok().and_then(|prospect| laptop.customer_of(prospect));
    match entry.kind {
        _ if deleted => {}
        Kind::Vc | Kind::Vp => {
            assert_eq!((rows, calendar), (once, once), "history and calendar: {entry:?}");
        }
        Kind::Mc if is_request(laptop, entry) => assert_eq!((rows, calendar), (once, 0), "{entry:?}"),
        Kind::Mc | Kind::Mp => {}
        Kind::Cp => {
            let places =
                usize::from(shown.prospect(&entry.subject).is_some()) + usize::from(customer.is_some());
            let given_up = rejected && entry.given_up_at.is_some();
            assert!(places == 1 || given_up, "a prospect in {places} places: {entry:?}");
            let origin = shown.prospect(&entry.subject).map(|row| row.origin);
            let mended = entry.replaced_by.is_some();
            assert!(!rejected || mended || origin == Some(ProspectOrigin::Rejected), "{origin:?} {entry:?}");
        }
        Kind::Cc => {
            let creation = shown.prospect(&entry.subject).and_then(|row| row.creation.as_ref());
            // Asked, validated or refused: as far as receipt or base tell. Only a refused file has no trace.
            let told = creation.is_some() != customer.is_some();
            assert!(told || rejected, "{creation:?} {customer:?} {entry:?}");
        }
    }
}

fn is_request(laptop: &Laptop, entry: &EntryView) -> bool {
    match laptop.draft_of(&entry.name) {
        Some(client::entries::EntryDraft::Request(request)) => {
            !request.fields.is_empty() || !request.comment.is_empty()
        }
        _ => false,
    }
}

/// What was typed is there at once and stays: the last value that this laptop gave a field, where nobody else touches it.
fn values_as_typed(laptop: &Laptop, shown: &Shown) {
    let mut typed: BTreeMap<(String, CustomerField), String> = BTreeMap::new();
    let mut entries: Vec<&EntryView> = shown.entries.iter().collect();
    entries.sort_by_key(|entry| entry.sequence);
    for entry in entries {
        if entry.state == Some(ReceiptState::Rejected) || !matches!(entry.kind, Kind::Cp | Kind::Mp) {
            continue;
        }
        let draft = laptop.draft_of(&entry.name).expect("an entry has its draft");
        for (field, value) in draft.fields().into_iter().flatten() {
            typed.insert((entry.subject.clone(), *field), value.clone());
        }
    }
    for ((subject, field), value) in typed {
        let Ok(id) = subject.parse::<Uuid>() else { continue };
        let Some(view) = laptop.prospect(id).expect("a base") else { continue };
        let there = view.sheet.get(&field).map(ToString::to_string).unwrap_or_default();
        assert_eq!(there, value, "{field:?} of {subject}");
    }
}

/// Once everything has travelled: nothing is pending, every laptop of a user shows what he entered anywhere, and the company's base has
/// each of it once.
pub fn all_arrived(world: &World) {
    let mut of_user: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
    let mut follow_ups = Vec::new();
    for (number, site) in world.laptops.iter().enumerate() {
        each_entry_once(world, number);
        let laptop = site.running();
        let shown = Shown::on(laptop, world);
        for entry in &shown.entries {
            let state = entry.state;
            let done = matches!(
                state,
                Some(ReceiptState::Integrated | ReceiptState::Validated | ReceiptState::Refused)
            );
            if done {
                assert_eq!(entry.standing, Standing::Based, "{entry:?}");
            }
            // Nothing but a second creation of one prospect may be refused here; day.rs has one that was corrected.
            assert!(
                done || entry.kind == Kind::Cc || entry.replaced_by.is_some(),
                "not integrated: {entry:?}"
            );
            assert!(state.is_some(), "no word about {entry:?}");
            assert_eq!(entry.removed_at.is_some(), state != Some(ReceiptState::Deferred), "{entry:?}");
            if done {
                arrived_once(world, laptop, entry);
            }
            if done && matches!(entry.kind, Kind::Vc | Kind::Vp) {
                of_user.entry(site.user).or_default().insert(entry.name.id());
            }
        }
        let waiting =
            shown.entries.iter().filter(|entry| entry.state == Some(ReceiptState::Deferred)).count();
        let folder = site.inbox().join(site.user).join(laptop.device().to_string());
        assert_eq!(names(&folder).len(), waiting, "files left in the inbox of laptop {number}");
        follow_ups.push(shown.customers);
    }
    for site in &world.laptops {
        let shown = Shown::on(site.running(), world);
        for entry in of_user.get(site.user).into_iter().flatten() {
            assert_eq!(shown.calendar.get(entry), Some(&1), "{entry} on each laptop of {}", site.user);
        }
    }
    assert!(follow_ups.windows(2).all(|pair| pair[0] == pair[1]), "lists differ: {follow_ups:?}");
}

/// The effect of each kind stands in the company's base exactly once.
fn arrived_once(world: &World, laptop: &Laptop, entry: &EntryView) {
    let name = entry.name.as_str();
    let registered = world.place.query(&format!("SELECT etat FROM crm_fichier WHERE nom = '{name}'"));
    assert_eq!(registered, [["integre"]], "{name}");
    let count =
        |table: &str| world.place.query(&format!("SELECT 1 FROM {table} WHERE crm_fichier = '{name}'")).len();
    let (relations, visits) = (count("client_relation"), count("crm_visite_prospect"));
    match entry.kind {
        Kind::Vc => assert_eq!((relations, visits), (1, 0), "{name}"),
        Kind::Vp => {
            assert!(relations <= 1 && visits <= 1 && relations + visits > 0, "{name}: {relations}, {visits}")
        }
        Kind::Mc => assert_eq!(relations, usize::from(is_request(laptop, entry)), "{name}"),
        Kind::Cp => assert_eq!(count("crm_prospect"), 1, "{name}"),
        Kind::Cc => assert_eq!(count("crm_creation_client"), 1, "{name}"),
        // Its values are compared as they are shown; for a customer by then it is a request.
        Kind::Mp => assert!(relations <= 1, "{name}"),
    }
}

/// The ids of pending creations, in the order in which they were asked for.
pub fn pending_creations(world: &World) -> Vec<String> {
    let (_, answer) = world.automaton(&["creations", "list"], None);
    let list = answer["creations"].as_array().cloned().unwrap_or_default();
    list.iter().filter_map(|creation: &Value| Some(creation["id"].as_str()?.to_owned())).collect()
}
