//! Files of all six kinds through the real program, laid beside a plain computation of what the contract says: two days of a whole
//! company, and one laptop's files in whatever order and number the folder sync brings them.

mod compare;
mod deliveries;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::Duration;
use serde_json::{Value, json};

use self::compare::{assert_same, essence, tables};
use self::deliveries::Plan;
pub use self::deliveries::deliver;
use crate::generator::{Conversion, Entry, one_laptop, opening_of_one_laptop, two_days};
use crate::plain::Plain;
use crate::support::{Place, now};

/// Of the two days; printed with every failure.
pub const SEED: u64 = 20_261_121;
/// Before the two days, after what stands in the base before.
pub const BEFORE: &str = "2026-11-19T14:00:00Z";

fn counts(report: &Value) -> [u64; 5] {
    ["integrated", "duplicate", "deferred", "rejected", "ignored"]
        .map(|count| report[count].as_u64().expect("a count"))
}

/// What the validation in the back office leaves behind, as far as files can meet it.
pub fn convert(place: &Place, conversions: &[Conversion]) {
    let base = place.base();
    for Conversion { prospect, customer, name, at } in conversions {
        base.execute("INSERT INTO client (c_client, nom_client) VALUES (?1, ?2)", [customer, name])
            .expect("inserted");
        let sql = "UPDATE crm_prospect SET converti_le = ?1, c_client = ?2, version = version + 1 WHERE prospect = ?3";
        let at = at.format("%Y-%m-%d %H:%M:%S").to_string();
        assert_eq!(base.execute(sql, [&at, customer, prospect]).expect("updated"), 1);
    }
}

#[test]
fn two_thousand_files_of_all_six_kinds_equal_the_plain_computation() {
    let days = two_days(SEED, 2_000);
    let place = Place::new();
    days.company.install(&place);
    let mut plain = Plain::new(days.company, now());

    days.opening.iter().for_each(|entry| deliver(&place, entry));
    let opening = plain.pass(&days.opening);
    assert_eq!((opening.deferred, opening.rejected), (0, 0));
    let report = place.pass_at(BEFORE);
    assert_eq!(counts(&report), [opening.integrated as u64, 0, 0, 0, 0], "before: {report}");
    convert(&place, &days.conversions);
    days.conversions.iter().for_each(|conversion| plain.convert(conversion));

    days.entries.iter().for_each(|entry| deliver(&place, entry));
    let strays = stray_files(&place, &days.entries);
    let expected = plain.pass(&days.entries);
    assert_everything_happened(&plain);
    let report = place.pass();
    assert_same(&plain.tables(), &tables(&place), &days.entries, &format!("seed {SEED}"));
    let expected = [expected.integrated, strays[0], expected.deferred, expected.rejected, strays[1]];
    assert_eq!(counts(&report), expected.map(|count| count as u64), "seed {SEED}");

    let (rows, archive, quarantine) = (place.rows(), place.tree("archive"), place.tree("quarantine"));
    let again = place.pass();
    assert_eq!(counts(&again), [0, strays[0], expected[2], 0, strays[1]].map(|count| count as u64));
    let found = place.rows();
    for (table, rows) in &rows {
        assert!(found[table] == *rows, "seed {SEED}: a second pass changed {table}");
    }
    assert!((place.tree("archive"), place.tree("quarantine")) == (archive, quarantine), "seed {SEED}");
}

/// What else lies in the folders: copies that the sync made of integrated files, and its own temporary ones. Answers how many are
/// duplicates and how many are left alone.
pub fn stray_files(place: &Place, entries: &[Entry]) -> [usize; 2] {
    let visits: Vec<&Entry> = entries.iter().filter(|entry| entry.why == "a visit").take(3).collect();
    for visit in &visits {
        let name = visit.name().replace(".json", ".sync-conflict-20261121-150000-ABCDEFG.json");
        place.deliver(visit.author, visit.device, &name, &visit.bytes());
    }
    for name in [".syncthing.VC_1.json.tmp", "~VC_1.json"] {
        place.deliver(visits[0].author, visits[0].device, name, b"{");
    }
    [visits.len(), 2]
}

/// The days are worth nothing if what is difficult did not come about.
fn assert_everything_happened(plain: &Plain) {
    let at_least = [
        ("clash", 20),
        ("clash closed by a decision", 5),
        ("built on an earlier value", 1),
        ("integrated at the second look", 10),
        ("visit to a deleted prospect", 5),
        ("second deletion", 3),
        ("edit amid a creation", 10),
        ("edit of a converted prospect", 5),
        ("visit before the conversion", 3),
        ("visit after the conversion", 3),
        ("nothing to ask of the accountants", 10),
    ];
    for (what, least) in at_least {
        let met = plain.met.get(what).copied().unwrap_or(0);
        assert!(met >= least, "{what}: {met} times, of {:?}", plain.met);
    }
    let reasons = [
        ("integre", 1_500),
        ("unknown-prospect", 5),
        ("clock-ahead", 2),
        ("unknown-user", 5),
        ("disabled-user", 2),
        ("unknown-customer", 5),
        ("date-out-of-bounds", 5),
        ("unknown-form", 2),
        ("bad-answers", 2),
        ("bad-replaces", 2),
        ("bad-value", 15),
        ("text-too-long", 5),
        ("not-owner", 10),
        ("creation-pending", 5),
        ("prospect-deleted", 5),
        ("prospect-converted", 2),
    ];
    for (reason, least) in reasons {
        let ended = plain.ended(reason);
        assert!(ended >= least, "{reason}: {ended} files");
    }
    let tables = plain.tables();
    for (table, least) in [
        ("crm_conflit", 10),
        ("crm_doublon", 20),
        ("crm_creation_client", 20),
        ("crm_demande_modification", 50),
        ("crm_visite_prospect", 150),
        ("crm_suivi_client", 700),
        ("crm_reponse_visite", 200),
        ("crm_courriel", 100),
    ] {
        assert!(tables[table].len() >= least, "{table}: {} rows", tables[table].len());
    }
    let replaced = tables["crm_fichier"].iter().filter(|row| row[1] == "remplace").count();
    let deleted = tables["crm_prospect"].iter().filter(|row| row[3] != "∅").count();
    assert!(replaced >= 10 && deleted >= 10, "{replaced} replaced, {deleted} deleted");
}

/// How many lives CI looks at, each with a plan of deliveries of its own; with `TOURNEE_FULL` set ten times as many.
const LIVES: u64 = 12;

#[test]
fn any_interleaving_repetition_and_delay_of_one_laptops_files_ends_in_the_same_rows() {
    let before = opening_of_one_laptop();
    let template = Place::new();
    before.company.install(&template);
    before.opening.iter().for_each(|entry| deliver(&template, entry));
    assert_eq!(template.pass_at(BEFORE)["integrated"], before.opening.len());
    convert(&template, &before.conversions);
    let lives = if std::env::var_os("TOURNEE_FULL").is_some() { 10 * LIVES } else { LIVES };
    let (next, failed) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= lives {
                        break;
                    }
                    // The other lives are worth knowing too, and a pass that fails does not know its seed.
                    if catch_unwind(AssertUnwindSafe(|| live(seed, &template))).is_err() {
                        failed.lock().expect("no panic").push(seed);
                    }
                }
            });
        }
    });
    let mut failed = failed.into_inner().expect("no panic");
    failed.sort_unstable();
    assert!(failed.is_empty(), "of {lives} lives those of the seeds {failed:?} end otherwise, see above");
}

/// One life: in order and at once, as computed, and as the sync may bring it.
fn live(seed: u64, template: &Place) {
    let before = opening_of_one_laptop();
    let life = one_laptop(seed, &before);
    let mut plain = Plain::new(before.company, now());
    plain.pass(&before.opening);
    before.conversions.iter().for_each(|conversion| plain.convert(conversion));
    let expected = plain.pass(&life.entries);
    assert_eq!((expected.deferred, expected.rejected), (0, 2), "seed {seed}: {life:?}");
    let expected = plain.tables();

    let in_order = template.copy();
    life.entries.iter().for_each(|entry| deliver(&in_order, entry));
    in_order.pass();
    assert_same(&expected, &tables(&in_order), &life.entries, &format!("seed {seed}, in order"));

    let place = template.copy();
    let plan = Plan::new(seed, &life);
    for (number, arrivals) in plan.deliveries.iter().enumerate() {
        arrivals.iter().for_each(|arrival| arrival.put(&place, &life.entries));
        let at = (now() + Duration::seconds(number as i64)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
        place.pass_at(&at);
    }
    place.pass_at("2026-11-21T15:01:00Z");
    let context = format!("seed {seed}, {plan}");
    assert_same(&essence(expected), &essence(tables(&place)), &life.entries, &context);
    assert_eq!(place.json(&["status"]).1["inbox"]["pending"], json!(0), "{context}");
}
