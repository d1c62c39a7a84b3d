//! What a disk lost: the program opens all the same, says so, works on, and has it mended by the next round.

use chrono_tz::Europe::Paris;
use client::entries::{EntryDraft, NewProspectDraft, VisitDraft, Whom, new_prospect_defaults};
use client::{CalendarQuery, EntryFilter, FiguresQuery, Laptop, PageQuery, SetUpError, Settings, SetupState};
use domain::{CustomerField as F, FollowUpChange};
use exchange_schema::{FileName, ProspectId, ReceiptState, Target};
use snapshot::build::CommonBuilder;

use crate::sending::{all, enter, visit};
use crate::world::{World, at, customer, moment, prospect, receipt, relation};

const OLD: &str = "VC_20200121T143502Z_jdupont_019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.json";

fn id() -> ProspectId {
    "019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d".parse().unwrap()
}

fn page() -> PageQuery {
    PageQuery { with_lit: false, after: None, limit: 50 }
}

fn codes(laptop: &Laptop) -> Vec<&'static str> {
    laptop.notices().into_iter().map(|notice| notice.code).collect()
}

/// The private copies whose names begin so.
fn copies(world: &World, base: &str, start: &str) -> Vec<std::path::PathBuf> {
    let folder = world.path("data").join("bases").join(base).join("files");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(start)).collect()
}

/// Rubbish in place of one page of a file, the root of a table: the size stays.
fn damage(path: &std::path::Path, table: &str) {
    let base = rusqlite::Connection::open(path).unwrap();
    let asked = "SELECT rootpage FROM sqlite_master WHERE name = ?1";
    let root: u32 = base.query_row(asked, [table], |row| row.get(0)).unwrap();
    let size: u32 = base.query_row("PRAGMA page_size", [], |row| row.get(0)).unwrap();
    drop(base);
    let mut bytes = std::fs::read(path).unwrap();
    bytes[((root - 1) * size) as usize..(root * size) as usize].fill(0xee);
    std::fs::write(path, bytes).unwrap();
}

fn with_an_old_visit(builder: &mut CommonBuilder) {
    let old: FileName = OLD.parse().unwrap();
    builder.customer(&customer("C1", "EARL DU MOULIN", None)).unwrap();
    builder.relation(&relation("C1", &old, "2020-01-21")).unwrap();
}

#[test]
fn a_damaged_base_of_the_user_is_replaced_by_the_one_before_or_none() {
    let mut world = World::with_bases();
    world.laptop().synchronise(at(0));
    world.publish_user(1, |builder| {
        builder.prospect(&prospect(*id().as_uuid(), &[(F::Name, "A")]), true).unwrap()
    });
    let before = copies(&world, "user", "prospects");
    world.laptop().synchronise(at(1));
    // Of the newer copy only; then of both.
    for path in copies(&world, "user", "prospects") {
        if !before.contains(&path) {
            damage(&path, "clash");
        }
    }
    let laptop = world.laptop();
    assert_eq!((codes(&laptop), laptop.state()), (vec!["user-damaged"], SetupState::Ready));
    drop(laptop);
    before.iter().for_each(|path| damage(path, "clash"));
    let mut laptop = world.laptop();
    assert_eq!((codes(&laptop), laptop.state()), (vec!["user-damaged"; 2], SetupState::NoBaseYet));
    enter(&mut laptop, &visit("C1"));
    assert_eq!(laptop.synchronise(at(2)).problems(), []);
    assert_eq!((codes(&laptop), laptop.state()), (vec![], SetupState::Ready));
    assert!(laptop.prospect(*id().as_uuid()).unwrap().is_some());
    assert_eq!(world.inbox().len(), 1);
}

#[test]
fn a_damaged_month_is_told_and_copied_again_though_nothing_new_is_published() {
    let mut world = World::with_bases();
    world.publish_common(1, with_an_old_visit);
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    drop(laptop);
    for path in copies(&world, "common", "visits") {
        damage(&path, "visit");
    }
    let mut laptop = world.laptop();
    assert_eq!(codes(&laptop), Vec::<&str>::new(), "a month is read when it is asked");
    // No other month needs it: neither the calendar nor the figures, with an entry on its way.
    enter(&mut laptop, &visit("C1"));
    let (from, to) = ("2026-11-01".parse().unwrap(), "2026-11-30".parse().unwrap());
    let calendar = CalendarQuery { from, to, author: None, follow_ups: true };
    let figures = FiguresQuery { from, to, author: None, all: false };
    assert_eq!(laptop.calendar(&calendar, Paris).unwrap().rows.len(), 1);
    assert_eq!(laptop.figures(&figures, Paris).unwrap().share.customer_visits.all, 1);
    assert_eq!(codes(&laptop), Vec::<&str>::new());
    assert!(laptop.customer_history("C1", &page(), Paris).is_err());
    assert_eq!(codes(&laptop), ["common-damaged"]);
    assert_eq!(laptop.synchronise(at(1)).problems(), []);
    assert_eq!(laptop.customer_history("C1", &page(), Paris).unwrap().rows.len(), 2);
    assert_eq!(codes(&laptop), Vec::<&str>::new());
}

#[test]
fn a_month_that_is_gone_or_torn_is_told_at_once_and_copied_again() {
    for torn in [true, false] {
        let mut world = World::with_bases();
        world.publish_common(1, with_an_old_visit);
        world.laptop().synchronise(at(0));
        for path in copies(&world, "common", "visits") {
            if torn { std::fs::write(path, b"torn").unwrap() } else { std::fs::remove_file(path).unwrap() }
        }
        let mut laptop = world.laptop();
        assert_eq!((codes(&laptop), laptop.state()), (vec!["common-damaged"], SetupState::Ready), "{torn}");
        assert_eq!(laptop.synchronise(at(1)).problems(), []);
        assert_eq!(laptop.customer_history("C1", &page(), Paris).unwrap().rows.len(), 1, "{torn}");
        assert_eq!(codes(&laptop), Vec::<&str>::new(), "{torn}");
    }
}

#[test]
fn adoptions_that_fail_leave_no_heap_of_copies() {
    let mut world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let whole = copies(&world, "common", "").len();
    for number in 1..6 {
        world.publish_common(number, |builder| {
            builder.customer(&customer("C1", &format!("NAME {number}"), None)).unwrap();
        });
        // The lists never come whole.
        for entry in std::fs::read_dir(world.path("bases/common")).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().unwrap().to_str().unwrap().starts_with("lists") {
                std::fs::remove_file(path).unwrap();
            }
        }
        for path in copies(&world, "common", "lists") {
            std::fs::remove_file(path).unwrap();
        }
        laptop.synchronise(at(1));
        assert!(copies(&world, "common", "").len() <= whole + 1, "after {number}");
    }
}

#[test]
fn settings_that_cannot_be_read_are_made_anew() {
    let world = World::with_bases();
    world.laptop().synchronise(at(0));
    std::fs::write(world.path("data/settings.json"), "{").unwrap();
    let mut laptop = Laptop::open(&world.path("data"), "jdupont").unwrap();
    assert_eq!((codes(&laptop), laptop.state()), (vec!["settings-unreadable"], SetupState::NotSetUp));
    enter(&mut laptop, &visit("C1"));
    laptop.set_up(Settings { inbox: world.path("inbox"), bases: world.path("bases") }).unwrap();
    assert_eq!((codes(&laptop), laptop.state()), (vec![], SetupState::Ready));
}

#[test]
fn folders_that_lie_in_each_other_are_refused() {
    let world = World::with_bases();
    let mut laptop = Laptop::open(&world.path("data"), "jdupont").unwrap();
    std::fs::create_dir(world.path("bases/inner")).unwrap();
    for (inbox, bases) in [
        ("bases", "bases"),
        ("bases/inner", "bases"),
        ("bases", "bases/inner"),
        ("data", "bases"),
        ("inbox", "data/bases"),
    ] {
        let chosen = Settings { inbox: world.path(inbox), bases: world.path(bases) };
        assert!(matches!(laptop.set_up(chosen), Err(SetUpError::Nested(..))), "{inbox} {bases}");
    }
    assert_eq!(laptop.state(), SetupState::NotSetUp);
}

#[test]
fn an_entry_that_cannot_be_read_is_listed_sent_and_done_with_beside_the_others() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let first = enter(&mut laptop, &visit("C1")).name;
    let second = enter(&mut laptop, &visit("C2")).name;
    drop(laptop);
    let journal = rusqlite::Connection::open(world.path("data/journal.sqlite")).unwrap();
    let bytes = b"{ of a later program".to_vec();
    let hash = exchange_schema::Sha256::of(&bytes).to_string();
    let changed = "UPDATE entry SET bytes = ?1, sha256 = ?2 WHERE name = ?3";
    journal.execute(changed, rusqlite::params![bytes, hash, first.as_str()]).unwrap();
    drop(journal);
    let mut laptop = world.laptop();
    let rows = laptop.entries(&all());
    let standings: Vec<_> = rows.iter().map(|row| serde_json::to_value(row.standing).unwrap()).collect();
    assert_eq!(standings, ["laid", "unreadable"]);
    assert_eq!((&rows[0].name, &rows[1].name, rows[1].message.is_some()), (&second, &first, true));
    assert_eq!(laptop.count_entries(EntryFilter::Waiting), 2);
    assert_eq!(laptop.send(at(1)).files, [first.clone(), second]);
    assert_eq!(world.inbox()[first.as_str()], bytes);
    world.receipts(vec![receipt(&first, &bytes, ReceiptState::Integrated, Some((1, Target::Common)))]);
    assert_eq!(laptop.synchronise(at(2)).removed.files, [first]);
    assert_eq!(laptop.count_entries(EntryFilter::Waiting), 1);
}

#[test]
fn a_data_folder_put_back_from_a_backup_gives_no_number_out_twice() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let kept = enter(&mut laptop, &visit("C1")).name;
    let device = laptop.device();
    drop(laptop);
    let backup = std::fs::read(world.path("data/journal.sqlite")).unwrap();
    let mut laptop = world.laptop();
    let lost = enter(&mut laptop, &visit("C1")).name;
    laptop.send(at(1));
    drop(laptop);
    std::fs::write(world.path("data/journal.sqlite"), backup).unwrap();
    let mut laptop = world.laptop();
    assert_eq!(codes(&laptop), ["put-back"]);
    assert_ne!(laptop.device(), device);
    let again = enter(&mut laptop, &visit("C2"));
    assert_eq!(again.sequence, 1);
    laptop.synchronise(at(2));
    let lie = |device: &dyn std::fmt::Display, name: &FileName| {
        world.path("inbox/jdupont").join(device.to_string()).join(name.as_str()).is_file()
    };
    assert!(lie(&device, &kept) && lie(&device, &lost) && lie(&laptop.device(), &again.name));
    assert!(!lie(&laptop.device(), &kept), "what the old device made stays its own");
    let shown: Vec<_> = laptop.entries(&all()).into_iter().map(|row| row.name).collect();
    assert_eq!(shown, [again.name.clone(), kept], "in the order in which they were made");
    let renewed = laptop.device();
    drop(laptop);
    let mut laptop = world.laptop();
    assert_eq!((laptop.device(), codes(&laptop)), (renewed, vec![]), "once");
    assert_eq!(enter(&mut laptop, &visit("C1")).sequence, 2);
}

#[test]
fn a_pending_visit_to_a_prospect_has_the_class_that_it_will_have() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let mut fields = new_prospect_defaults();
    fields.insert(F::Name, "SARL LENOIR".into());
    let (follow_up_on, fleet) = (FollowUpChange::Unchanged, domain::Fleet::default());
    let made = NewProspectDraft { prospect: id(), fields, duplicate_reason: None, follow_up_on, fleet };
    laptop.enter(&EntryDraft::NewProspect(made), None, moment(0)).unwrap();
    let EntryDraft::Visit(plain) = visit("C1") else { panic!("a visit") };
    enter(&mut laptop, &EntryDraft::Visit(VisitDraft { whom: Whom::Prospect(id()), ..plain }));
    let rows = laptop.prospect_history(*id().as_uuid(), &page()).unwrap().rows;
    assert_eq!((rows[0].class, rows[0].subject.as_deref()), ("prospect_visit", Some("Visite du 21/11/2026")));
}

/// Wherever the program is started from the next time.
#[test]
fn folders_are_kept_whole() {
    let data = tempfile::tempdir().unwrap();
    let mut laptop = Laptop::open(data.path(), "jdupont").unwrap();
    // Two folders beside this crate's manifest, where cargo runs tests.
    laptop.set_up(Settings { inbox: "src".into(), bases: "tests".into() }).unwrap();
    let kept = laptop.settings().unwrap();
    assert!(kept.inbox.is_absolute() && kept.bases.is_absolute(), "{kept:?}");
}
