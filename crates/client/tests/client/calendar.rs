//! « Historique »: what stands in the calendar of whom.

use chrono_tz::Europe::Paris;
use client::entries::{EntryDraft, RequestDraft, VisitDraft, Whom};
use client::{CalendarQuery, FiguresQuery, Laptop, ViewError};
use domain::{
    CustomerField as F, CustomerRecord, FollowUpChange, FollowUpEvent, ProspectRecord, RelationRecord,
};
use rstest::rstest;
use uuid::Uuid;

use crate::sending::{enter, visit};
use crate::world::{World, at, martin, prospect, sheet};

fn id(number: u32) -> Uuid {
    format!("019ab3c4-7d1e-7a52-9c1f-{number:012x}").parse().unwrap()
}

fn again(file: &str, on: &str) -> FollowUpEvent {
    FollowUpEvent {
        at: at(-100),
        file: file.into(),
        visited_on: None,
        change: FollowUpChange::Set(on.parse().unwrap()),
        fleet: domain::Fleet::default(),
    }
}

/// Two reps with a customer each, one customer without a rep; four prospects, of which one was created by each and passed to the other.
fn laptop(admin: bool) -> (World, Laptop) {
    let mut world = World::new();
    world.publish_common(0, |builder| {
        builder.person(&martin()).unwrap();
        for (code, name, rep, c_user) in [
            ("C1", "EARL DU MOULIN", "R1 ", "JDU"),
            ("C2", "GARAGE DU PORT", "R2", "PMA"),
            ("C3", "MAIRIE", "", "JDU"),
        ] {
            let fields = [(F::Name, name), (F::SalesRep, rep), (F::Town, "LAVAL"), (F::SalesGrid, "AGRI01")];
            let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
            let record = CustomerRecord { code: code.into(), sheet: sheet(&fields), conversion: None };
            builder.customer(&record).unwrap();
            builder.follow_up(code, again(code, "2026-12-03")).unwrap();
            let row = RelationRecord {
                key: code.into(),
                customer: code.into(),
                on: Some("2026-11-05".parse().unwrap()),
                c_user: Some(c_user.into()),
                origin: Some("CRV".into()),
                ..RelationRecord::default()
            };
            builder.relation(&row).unwrap();
        }
    });
    let rows = |builder: &mut snapshot::build::UserBuilder| {
        for (number, name, by, rep, own) in [
            (1, "P UN", "jdupont", "R1", true),
            (2, "P DEUX", "jdupont", "R2", true),
            (3, "P TROIS", "pmartin", "R1", true),
            (4, "P QUATRE", "pmartin", "R2", false),
        ] {
            // A rep's base has his own only.
            if !own && !admin {
                continue;
            }
            let record = ProspectRecord {
                created_by: by.into(),
                ..prospect(id(number), &[(F::Name, name), (F::SalesRep, rep)])
            };
            builder.prospect(&record, own).unwrap();
            builder.follow_up(id(number), again(name, &format!("2026-12-0{number}"))).unwrap();
        }
    };
    if admin {
        world.publish_admin(0, rows)
    } else {
        world.publish_user(0, rows)
    }
    let mut laptop = world.laptop();
    assert_eq!(laptop.synchronise(at(0)).problems(), []);
    (world, laptop)
}

fn query(author: Option<&str>) -> CalendarQuery {
    CalendarQuery {
        from: "2026-11-01".parse().unwrap(),
        to: "2026-12-31".parse().unwrap(),
        author: author.map(str::to_owned),
        follow_ups: true,
    }
}

fn visited(laptop: &Laptop, query: &CalendarQuery) -> Vec<String> {
    laptop.calendar(query, Paris).unwrap().rows.into_iter().map(|row| row.name).collect()
}

/// "day name", in the order shown.
fn to_see(laptop: &Laptop, query: &CalendarQuery) -> Vec<String> {
    let rows = laptop.calendar(query, Paris).unwrap().follow_ups;
    rows.into_iter().map(|row| format!("{} {}", row.on.format("%d"), row.name)).collect()
}

#[rstest]
#[case::own(false, None, &["01 P UN", "02 P DEUX", "03 EARL DU MOULIN", "03 P TROIS"])]
#[case::own_by_name(false, Some("jdupont"), &["01 P UN", "02 P DEUX", "03 EARL DU MOULIN", "03 P TROIS"])]
#[case::an_administrators_own(true, None, &["01 P UN", "02 P DEUX", "03 EARL DU MOULIN", "03 P TROIS"])]
#[case::anothers(true, Some("pmartin"), &["02 P DEUX", "03 GARAGE DU PORT", "03 P TROIS", "04 P QUATRE"])]
#[case::nobodys(true, Some("inconnu"), &[])]
fn follow_up_dates_are_of_whoever_is_asked_for(
    #[case] admin: bool,
    #[case] author: Option<&str>,
    #[case] expected: &[&str],
) {
    let (_world, laptop) = laptop(admin);
    assert_eq!(to_see(&laptop, &query(author)), expected);
}

#[test]
fn follow_up_dates_come_when_asked_for_and_of_the_period_only() {
    let (_world, mut laptop) = laptop(false);
    assert_eq!(to_see(&laptop, &CalendarQuery { follow_ups: false, ..query(None) }), [""; 0]);
    let day = |text: &str| text.parse().unwrap();
    let cut = CalendarQuery { from: day("2026-12-02"), to: day("2026-12-03"), ..query(None) };
    assert_eq!(to_see(&laptop, &cut), ["02 P DEUX", "03 EARL DU MOULIN", "03 P TROIS"]);
    let row = laptop.calendar(&cut, Paris).unwrap().follow_ups.remove(1);
    assert_eq!(
        (row.whom, row.town.as_str(), row.grid.as_deref()),
        (Whom::Customer("C1".into()), "LAVAL", Some("AGRI01"))
    );
    // What is on its way counts: one is moved, one is taken away.
    let EntryDraft::Visit(plain) = visit("C1") else { panic!("a visit") };
    let moved = VisitDraft { follow_up_on: FollowUpChange::Set(day("2026-12-02")), ..plain.clone() };
    enter(&mut laptop, &EntryDraft::Visit(moved));
    let whom = Whom::Prospect(id(2).try_into().unwrap());
    enter(&mut laptop, &EntryDraft::Visit(VisitDraft { whom, follow_up_on: FollowUpChange::Clear, ..plain }));
    assert_eq!(to_see(&laptop, &cut), ["02 EARL DU MOULIN", "03 P TROIS"]);
}

#[test]
fn visits_are_of_whoever_is_asked_for_and_requests_are_none() {
    let (_world, mut laptop) = laptop(true);
    assert_eq!(visited(&laptop, &query(Some("pmartin"))), ["GARAGE DU PORT"]);
    assert_eq!(visited(&laptop, &query(None)), ["EARL DU MOULIN", "MAIRIE"]);
    enter(&mut laptop, &visit("C2"));
    let request = RequestDraft {
        customer: "C1".into(),
        fields: [(F::Town, "MAYENNE".to_owned())].into(),
        comment: String::new(),
        follow_up_on: FollowUpChange::Unchanged,
        fleet: domain::Fleet::default(),
    };
    enter(&mut laptop, &EntryDraft::Request(request));
    assert_eq!(visited(&laptop, &query(None)), ["EARL DU MOULIN", "MAIRIE", "GARAGE DU PORT"]);
    let rows = laptop.calendar(&query(None), Paris).unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.visit.pending).collect::<Vec<_>>(), [false, false, true]);
    // One's own entries are in one's own calendar only.
    assert_eq!(visited(&laptop, &query(Some("pmartin"))), ["GARAGE DU PORT"]);
}

#[test]
fn a_rep_sees_nothing_of_others() {
    let (_world, rep) = laptop(false);
    let (_other_world, admin) = laptop(true);
    for author in ["pmartin", "inconnu", ""] {
        let asked = query(Some(author));
        let figures =
            FiguresQuery { from: asked.from, to: asked.to, author: asked.author.clone(), all: false };
        assert!(matches!(rep.calendar(&asked, Paris), Err(ViewError::NotAllowed)), "{author:?}");
        assert!(matches!(rep.figures(&figures, Paris), Err(ViewError::NotAllowed)), "{author:?}");
        assert!(
            admin.calendar(&asked, Paris).is_ok() && admin.figures(&figures, Paris).is_ok(),
            "{author:?}"
        );
    }
    let asked = query(None);
    let all = FiguresQuery { from: asked.from, to: asked.to, author: None, all: true };
    assert!(matches!(rep.figures(&all, Paris), Err(ViewError::NotAllowed)));
    assert!(admin.figures(&all, Paris).is_ok());
    let own = FiguresQuery { author: Some("jdupont".into()), all: false, ..all };
    assert!(rep.figures(&own, Paris).is_ok());
}
