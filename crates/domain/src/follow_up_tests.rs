use super::*;
use chrono::TimeZone;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    parse_iso_date(text).unwrap()
}

fn event(second: u32, visited_on: Option<&str>, change: FollowUpChange, fleet: &str) -> FollowUpEvent {
    FollowUpEvent {
        at: Utc.with_ymd_and_hms(2026, 3, 1, 8, 0, second).unwrap(),
        file: format!("VC_{second}.json"),
        visited_on: visited_on.map(day),
        change,
        fleet: serde_json::from_str(fleet).unwrap(),
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Payload {
    #[serde(default, skip_serializing_if = "FollowUpChange::is_unchanged")]
    follow_up_on: FollowUpChange,
}

#[test]
fn the_three_states_on_the_wire() {
    for (json, change) in [
        ("{}", FollowUpChange::Unchanged),
        (r#"{"follow_up_on":null}"#, FollowUpChange::Clear),
        (r#"{"follow_up_on":"2026-04-01"}"#, FollowUpChange::Set(day("2026-04-01"))),
    ] {
        let payload = Payload { follow_up_on: change };
        assert_eq!(serde_json::from_str::<Payload>(json).unwrap(), payload);
        assert_eq!(serde_json::to_string(&payload).unwrap(), json);
    }
    for json in [r#"{"follow_up_on":""}"#, r#"{"follow_up_on":"2026-4-1"}"#, r#"{"follow_up_on":1}"#] {
        assert!(serde_json::from_str::<Payload>(json).is_err(), "{json}");
    }
    assert!(serde_json::to_string(&FollowUpChange::Unchanged).is_err());
}

#[test]
fn presets_end_with_the_month() {
    use FollowUpPreset::{OneMonth, OneWeek, OneYear, SixMonths, ThreeMonths, TwoWeeks};
    for (preset, from, to) in [
        (OneWeek, "2026-12-28", "2027-01-04"),
        (TwoWeeks, "2026-02-20", "2026-03-06"),
        (OneMonth, "2026-01-31", "2026-02-28"),
        (ThreeMonths, "2026-11-30", "2027-02-28"),
        (SixMonths, "2026-08-31", "2027-02-28"),
        (OneYear, "2024-02-29", "2025-02-28"),
    ] {
        assert_eq!(preset.date_from(day(from)), day(to), "{preset:?}");
    }
    for preset in FollowUpPreset::ALL {
        assert_eq!(preset.date_from(NaiveDate::MAX), NaiveDate::MAX);
    }
}

#[test]
fn a_visit_clears_only_a_date_that_it_fulfils() {
    let set = |on| event(1, None, FollowUpChange::Set(day(on)), "{}");
    let visit = |second| event(second, Some("2026-03-10"), FollowUpChange::Unchanged, "{}");
    for (events, expected) in [
        (vec![set("2026-03-10"), visit(2)], None),
        (vec![set("2026-03-09"), visit(2)], None),
        (vec![set("2026-03-11"), visit(2)], Some("2026-03-11")),
        // Said after the visit, whatever the day: it stays.
        (vec![visit(0), set("2026-03-09")], Some("2026-03-09")),
        // Not a visit (a change request about the fleet): nothing to fulfil.
        (
            vec![set("2026-03-01"), event(2, None, FollowUpChange::Unchanged, r#"{"VL":1}"#)],
            Some("2026-03-01"),
        ),
        (vec![set("2026-05-01"), event(2, None, FollowUpChange::Clear, "{}")], None),
        // A visit that sets a date keeps it, even one of its own day.
        (
            vec![
                set("2026-03-01"),
                event(2, Some("2026-03-10"), FollowUpChange::Set(day("2026-03-10")), "{}"),
            ],
            Some("2026-03-10"),
        ),
        (vec![], None),
    ] {
        assert_eq!(FollowUp::from_events(events.clone()).on, expected.map(day), "{events:?}");
    }
}

#[test]
fn the_fleet_is_told_kind_by_kind() {
    let folded = FollowUp::from_events([
        event(3, None, FollowUpChange::Unchanged, r#"{"VL":0}"#),
        event(1, None, FollowUpChange::Unchanged, r#"{"VL":2,"TP":null}"#),
        event(2, None, FollowUpChange::Unchanged, r#"{"VL":5,"GC":1}"#),
    ]);
    assert_eq!(serde_json::to_string(&folded.fleet).unwrap(), r#"{"GC":1,"TP":null,"VL":0}"#);
}

#[test]
fn the_file_name_decides_within_a_second() {
    let mut first = event(1, None, FollowUpChange::Set(day("2026-04-01")), "{}");
    first.file = "VC_a".into();
    let mut second = event(1, None, FollowUpChange::Set(day("2026-05-01")), "{}");
    second.file = "VC_b".into();
    assert_eq!(FollowUp::from_events([second.clone(), first]).on, Some(day("2026-05-01")));
}

fn any_event() -> impl Strategy<Value = FollowUpEvent> {
    let date = || (1_u32..28).prop_map(|d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap());
    let change = prop_oneof![
        Just(FollowUpChange::Unchanged),
        Just(FollowUpChange::Clear),
        date().prop_map(FollowUpChange::Set),
    ];
    let kind = prop::sample::select(vec!["VL", "TP", "GC"]).prop_map(|k| k.parse().unwrap());
    let fleet = prop::collection::vec((kind, prop::option::of(0_u32..9)), 0..3).prop_map(|pairs| {
        let mut fleet = Fleet::default();
        for (kind, count) in pairs {
            fleet.insert(kind, count).unwrap();
        }
        fleet
    });
    (0_u32..6, "[ab]", prop::option::of(date()), change, fleet).prop_map(
        |(second, file, visited_on, change, fleet)| {
            let at = Utc.with_ymd_and_hms(2026, 3, 1, 8, 0, second).unwrap();
            FollowUpEvent { at, file, visited_on, change, fleet }
        },
    )
}

fn shuffled() -> impl Strategy<Value = (Vec<FollowUpEvent>, Vec<FollowUpEvent>)> {
    prop::collection::vec(any_event(), 0..10)
        .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter((events, shuffled) in shuffled()) {
        prop_assert_eq!(FollowUp::from_events(events), FollowUp::from_events(shuffled));
    }
}

proptest! {
    #[test]
    fn what_is_not_essential_never_matters(events in prop::collection::vec((any_event(), any::<bool>()), 0..12)) {
        // A file says one thing only, so no two events are of one second and file.
        let mut events = events;
        for (number, (event, _)) in events.iter_mut().enumerate() {
            event.file = format!("{}{number}", event.file);
        }
        let of = |shipped: bool| events.iter().filter(move |(_, it)| *it == shipped).map(|(event, _)| event.clone());
        let essential = FollowUp::essential(of(true));
        let all = FollowUp::from_events(of(true).chain(of(false)));
        prop_assert_eq!(FollowUp::from_events(essential.clone().into_iter().chain(of(false))), all);
        prop_assert_eq!(FollowUp::essential(essential.clone()), essential);
    }
}
