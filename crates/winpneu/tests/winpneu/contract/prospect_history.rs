//! What hangs on a prospect: which entry set which field, to whom it was attached since when, and clashes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{Attachment, CustomerField, EntryMark};
use uuid::Uuid;
use winpneu::prospects::{self, Clash};
use winpneu::{Connection, Error};

use super::Open;
use super::given::{id, minutes_later, prospect, rows, within};
use crate::embedded::now;

fn mark(file: &str, device: Uuid, sequence: Option<u64>, at: DateTime<Utc>) -> EntryMark {
    EntryMark { file: file.to_owned(), device: device.to_string(), sequence, at }
}

async fn marks(base: &mut Connection, prospect: Uuid, device: Uuid) -> BTreeMap<CustomerField, EntryMark> {
    prospects::field_marks(base, prospect, &device.to_string()).await.expect("asked")
}

pub async fn each_device_marks_fields_for_itself(open: Open) {
    let mut base = open().await;
    let (laptop, tablet) = (id(0xA), id(0xB));
    let named = mark("MP_1", laptop, Some(1), now());
    let town = mark("MP_1", laptop, Some(u64::MAX >> 1), now());
    let by_tablet = mark("MP_2", tablet, None, minutes_later(-1));
    // Of a clock that was set back: the latest call counts, whatever its instant.
    let renamed = mark("MP_3", laptop, None, minutes_later(-5));
    let elsewhere = mark("MP_4", laptop, Some(4), now());
    let entries = [
        (id(1), CustomerField::Name, &named),
        (id(1), CustomerField::Town, &town),
        (id(1), CustomerField::Name, &by_tablet),
        (id(1), CustomerField::Name, &renamed),
        (id(2), CustomerField::Name, &elsewhere),
    ];
    for (prospect, field, entry) in entries {
        within(&mut base, async |tx| prospects::mark_field(tx, prospect, field, entry).await)
            .await
            .expect("marked");
    }
    let expected = BTreeMap::from([(CustomerField::Name, renamed), (CustomerField::Town, town)]);
    assert_eq!(marks(&mut base, id(1), laptop).await, expected);
    assert_eq!(marks(&mut base, id(1), tablet).await, BTreeMap::from([(CustomerField::Name, by_tablet)]));
    assert_eq!(marks(&mut base, id(2), laptop).await, BTreeMap::from([(CustomerField::Name, elsewhere)]));
    assert_eq!(marks(&mut base, id(2), tablet).await, BTreeMap::new());
    assert_eq!(marks(&mut base, id(3), laptop).await, BTreeMap::new());
}

fn attachment(minutes: i64, c_rep: Option<&str>, creator_withdrawn: bool) -> Attachment {
    Attachment { since: minutes_later(minutes), c_rep: c_rep.map(str::to_owned), creator_withdrawn }
}

pub async fn attachments_come_oldest_first(open: Open) {
    let mut base = open().await;
    let first = attachment(0, Some("JDU"), false);
    let nobody = attachment(5, None, true);
    let tied = attachment(5, Some("ÉLOI"), false);
    let last = attachment(60, Some("PM"), true);
    let elsewhere = attachment(7, Some("ZZ"), false);
    // Files arrive in any order and clocks differ, so names tell nothing; but of one instant the higher name is the later one.
    let arrivals = [
        (id(1), &last, "a"),
        (id(1), &tied, "c"),
        (id(2), &elsewhere, "e"),
        (id(1), &first, "d"),
        (id(1), &nobody, "b"),
    ];
    for (prospect, attachment, file) in arrivals {
        within(&mut base, async |tx| prospects::attach(tx, prospect, attachment, file, "jdupont").await)
            .await
            .expect("attached");
    }
    let found = prospects::attachments(&mut base, id(1)).await.expect("asked");
    assert_eq!(found, [first, nobody, tied, last.clone()]);
    assert_eq!(prospects::attachments(&mut base, id(3)).await.expect("asked"), []);

    let again = within(&mut base, async |tx| prospects::attach(tx, id(2), &last, "a", "x").await).await;
    assert!(matches!(again, Err(Error::Duplicate { .. })), "{again:?}");
    assert_eq!(prospects::attachments(&mut base, id(2)).await.expect("asked"), [elsewhere]);
}

pub async fn whoever_attaches_is_told(open: Open) {
    let mut base = open().await;
    let attachment = attachment(0, Some("JDU"), true);
    within(&mut base, async |tx| prospects::attach(tx, id(1), &attachment, "MP_1", "Éloïse Łuczak").await)
        .await
        .expect("attached");
    let found = rows(&mut base, "SELECT id, par, lot FROM dbo.crm_rattachement", &[]).await;
    let expected = [Some("MP_1".to_owned()), Some("Éloïse Łuczak".to_owned()), None];
    assert_eq!(super::given::texts(&found[0]), expected);
}

fn clash(field: CustomerField, wanted: Option<&str>, file: &str) -> Clash {
    let text = |text: &str| Some(text.to_owned());
    Clash {
        field,
        expected: None,
        found: text("BÉCHEREL’S « SUD »"),
        wanted: wanted.and_then(text),
        entry: mark(file, id(0xA), Some(7), now()),
    }
}

async fn open_clash(base: &mut Connection, prospect: Uuid, clash: &Clash) {
    within(base, async |tx| prospects::open_clash(tx, prospect, clash, now()).await).await.expect("opened");
}

/// SQL's order of names is the engine's own.
async fn clashes(base: &mut Connection, prospect: Uuid) -> Vec<Clash> {
    let mut found = prospects::clashes(base, prospect).await.expect("asked");
    found.sort_by_key(|clash| clash.field);
    found
}

pub async fn a_field_has_one_clash(open: Open) {
    let mut base = open().await;
    assert_eq!(prospects::count_clashes(&mut base).await.expect("asked"), 0);
    for id in [id(1), id(2)] {
        prospect(&mut base, id).await;
    }
    let town = clash(CustomerField::Town, Some("RENNES"), "MP_1");
    let widest = "œ".repeat(255);
    let mail = clash(CustomerField::Email, Some(&widest), "MP_1");
    let elsewhere = clash(CustomerField::Town, None, "MP_2");
    for (prospect, clash) in [(id(1), &mail), (id(1), &town), (id(2), &elsewhere)] {
        open_clash(&mut base, prospect, clash).await;
    }
    assert_eq!(clashes(&mut base, id(1)).await, [town, mail.clone()]);

    let unnumbered = EntryMark { sequence: None, ..mark("MP_3", id(0xB), None, minutes_later(-3)) };
    let other = Clash {
        expected: Some("DINAN".to_owned()),
        found: None,
        entry: unnumbered,
        ..clash(CustomerField::Town, None, "")
    };
    open_clash(&mut base, id(1), &other).await;
    assert_eq!(clashes(&mut base, id(1)).await, [other, mail.clone()], "the other one gives way");
    assert_eq!(prospects::count_clashes(&mut base).await.expect("asked"), 3);

    for (prospect, field) in
        [(id(1), CustomerField::Town), (id(1), CustomerField::Name), (id(3), CustomerField::Email)]
    {
        within(&mut base, async |tx| prospects::close_clash(tx, prospect, field).await)
            .await
            .expect("closing what is not there is no error");
    }
    assert_eq!(clashes(&mut base, id(1)).await, [mail]);
    assert_eq!(clashes(&mut base, id(2)).await, [elsewhere]);
    assert_eq!(prospects::count_clashes(&mut base).await.expect("asked"), 2);
    within(&mut base, async |tx| prospects::delete(tx, id(2), now(), "fermé", "MP_9").await)
        .await
        .expect("deleted");
    assert_eq!(
        prospects::count_clashes(&mut base).await.expect("asked"),
        1,
        "nobody decides that one any more"
    );
}
