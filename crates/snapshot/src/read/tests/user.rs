use domain::{CustomerField, FieldValue, FollowUpChange, IdentityKind, RelationClass, Sheet};
use uuid::Uuid;

use super::day;
use crate::read::given::user_base;
use crate::read::{HistoryQuery, ProspectMatch};

const ROWS: &str = "
    INSERT INTO prospect (id, nom_client, iban, etape, created_by, created_at, own, who, last_visit_on, tel_1)
        VALUES ('00000000-0000-0000-0000-000000000001', 'Zoé', 'FR76', 'visité', 'jdupont', '2026-10-01T08:00:00Z', 1, 3, '2026-11-02', '02'),
               ('00000000-0000-0000-0000-000000000002', 'Élan', NULL, NULL, 'amartin', '2026-10-01T08:00:00Z', 0, NULL, NULL, NULL);
    UPDATE prospect SET converted_at = '2026-11-01T00:00:00Z', c_client = 'C1' WHERE own = 0;
    INSERT INTO follow_up VALUES ('00000000-0000-0000-0000-000000000001', '2026-10-02T08:00:00Z', 'b', NULL, 'set', '2026-12-01', NULL);
    INSERT INTO clash VALUES ('00000000-0000-0000-0000-000000000001', 'tel_1', '01', '02', '03', '2026-10-03T08:00:00Z');
    INSERT INTO creation VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000009', 'jdupont', '2026-10-04T08:00:00Z', NULL, NULL);
    INSERT INTO identity VALUES ('tel', '+33261911234', '00000000-0000-0000-0000-000000000002');
    INSERT INTO visit (prospect, visited_on, visited_at, author, subject, comment, form, picked, entry)
        VALUES ('00000000-0000-0000-0000-000000000001', '2026-11-02', '09:00', 'jdupont', 'Visite', 'a', 1, '[]', x'0000000000000000000000000000000a'),
               ('00000000-0000-0000-0000-000000000001', '2026-11-02', '09:00', 'amartin', 'Visite', 'b', NULL, NULL, x'0000000000000000000000000000000b'),
               ('00000000-0000-0000-0000-000000000001', '2026-10-02', '09:00', 'jdupont', 'Visite', 'c', NULL, NULL, NULL),
               ('00000000-0000-0000-0000-000000000002', '2026-11-01', '09:00', 'jdupont', 'Visite', 'd', NULL, NULL, NULL);";

const FIRST: Uuid = Uuid::from_u128(1);
const SECOND: Uuid = Uuid::from_u128(2);

#[test]
fn the_user_himself() {
    let base = user_base("").open_user().unwrap();
    let own = base.own();
    assert_eq!(
        (own.person.folder.as_str(), own.person.c_user.as_deref(), own.admin),
        ("jdupont", Some("JD"), false)
    );
    assert_eq!(own.windows_user.as_deref(), Some("DOM\\JDupont"));
    assert!(own.person.active && !own.accountant);
    assert_eq!(base.prospects().unwrap(), []);
}

#[test]
fn cards_in_the_order_of_folded_names() {
    let base = user_base(ROWS).open_user().unwrap();
    let cards = base.prospects().unwrap();
    assert_eq!(cards.iter().map(|card| card.id).collect::<Vec<_>>(), [SECOND, FIRST]);
    let (second, first) = (&cards[0], &cards[1]);
    assert_eq!(first.sheet.len(), 4);
    assert_eq!(first.sheet.get(&CustomerField::Iban), Some(&FieldValue::Text("FR76".into())));
    assert_eq!(first.sheet.get(&CustomerField::Stage), Some(&FieldValue::Text("visité".into())));
    assert_eq!((first.own, first.who, first.last_visit_on), (true, Some(3), Some(day("2026-11-02"))));
    assert_eq!(first.follow_up[0].change, FollowUpChange::Set(day("2026-12-01")));
    assert_eq!(first.clashes[0].field, CustomerField::Phone);
    assert_eq!(first.creation.as_ref().map(|creation| creation.id), Some(Uuid::from_u128(9)));
    assert_eq!(first.conversion, None);
    assert_eq!(second.conversion.as_ref().map(|(_, code)| code.as_str()), Some("C1"));
    assert_eq!((second.follow_up.len(), second.clashes.len(), &second.creation), (0, 0, &None));
    for card in &cards {
        assert_eq!(base.prospect(card.id).unwrap().as_ref(), Some(card));
    }
    assert_eq!(base.prospect(Uuid::from_u128(3)).unwrap(), None);
}

#[test]
fn visits_newest_first_and_page_by_page() {
    let base = user_base(ROWS).open_user().unwrap();
    let all = base.history(FIRST, &HistoryQuery { limit: 9, ..HistoryQuery::default() }).unwrap();
    let comments: Vec<_> = all.iter().map(|row| row.comment.as_deref().unwrap()).collect();
    assert_eq!(comments, ["b", "a", "c"]);
    assert!(
        all.iter()
            .all(|row| row.class == RelationClass::ProspectVisit && row.origin.as_deref() == Some("CRV"))
    );
    assert_eq!(all[1].answers, Some((1, vec![])));
    for (at, row) in all.iter().enumerate() {
        let query = HistoryQuery { after: Some(row.key.clone()), limit: 1, with_lit: false };
        assert_eq!(
            base.history(FIRST, &query).unwrap(),
            all.iter().skip(at + 1).take(1).cloned().collect::<Vec<_>>()
        );
    }
}

#[test]
fn the_calendar_oldest_first() {
    let base = user_base(ROWS).open_user().unwrap();
    for (author, from, to, expected) in [
        (None, "2026-10-01", "2026-11-30", &["c", "d", "a", "b"][..]),
        (Some("jdupont"), "2026-10-03", "2026-11-02", &["d", "a"]),
        (Some("nobody"), "2026-10-01", "2026-11-30", &[]),
    ] {
        let visits = base.visits_between(author, day(from), day(to)).unwrap();
        let comments: Vec<_> = visits.iter().map(|one| one.visit.comment.as_deref().unwrap()).collect();
        assert_eq!(comments, expected, "{author:?}");
        assert!(visits.iter().all(|one| one.prospect));
    }
}

#[test]
fn the_entries_of_a_prospect() {
    let row = |prospect: Uuid, entry: &str| {
        format!(
            "INSERT INTO visit (prospect, visited_on, visited_at, author, subject, comment, entry)
             VALUES ('{prospect}', '2026-11-02', '09:00', 'jdupont', 'Visite', '', {entry});"
        )
    };
    let entry = Uuid::from_u128(7);
    let blob = format!("x'{}'", entry.simple());
    let rows = [row(FIRST, &blob), row(FIRST, "NULL"), row(SECOND, "NULL")].concat();
    let base = user_base(&rows).open_user().unwrap();
    assert_eq!(base.entries(FIRST).unwrap(), [entry].into());
    assert_eq!(base.entries(SECOND).unwrap(), [].into());
}

#[test]
fn the_same_company() {
    let base = user_base(ROWS).open_user().unwrap();
    let sheet = Sheet::from([(CustomerField::Phone, FieldValue::Text("02 61 91 12 34".into()))]);
    assert_eq!(base.same_company(&sheet).unwrap(), [ProspectMatch { kind: IdentityKind::Phone, id: SECOND }]);
    assert_eq!(base.same_company(&Sheet::new()).unwrap(), []);
}
