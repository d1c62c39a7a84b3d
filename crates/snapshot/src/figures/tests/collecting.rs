use domain::VisitMeaning;
use proptest::prelude::*;
use uuid::Uuid;

use super::{count, day, period};
use crate::figures::{
    Collector, Converted, Distinct, Fact, Figures, GridVisits, ProspectKey, Quotes, RevenueFigures, Split,
    Whom,
};

/// `C1` and `C2` have grid A, `C3` grid B, `C4` an empty one; others are not in the base.
fn grid_of(code: &str) -> Option<&'static str> {
    match code {
        "C1" | "C2" => Some("A"),
        "C3" => Some("B"),
        "C4" => Some(""),
        _ => None,
    }
}

fn meaning(contact: &str, quotes: &str) -> VisitMeaning {
    let contact = Some(contact.to_owned()).filter(|contact| !contact.is_empty());
    VisitMeaning { contact, quotes: quotes.split_whitespace().map(str::to_owned).collect() }
}

fn customer(on: &str, code: &str, contact: &str, visits: u64) -> Fact {
    Fact {
        on: day(on),
        whom: Whom::Customer(code.into()),
        meaning: meaning(contact, ""),
        visits,
        pending: false,
    }
}

fn prospect(on: &str, number: i64, contact: &str) -> Fact {
    let whom = Whom::Prospect(ProspectKey::Number(number));
    Fact { on: day(on), whom, meaning: meaning(contact, ""), visits: 1, pending: false }
}

fn pending(fact: Fact) -> Fact {
    Fact { pending: true, ..fact }
}

fn with_quotes(fact: Fact, quotes: &str) -> Fact {
    let meaning = VisitMeaning { quotes: meaning("", quotes).quotes, ..fact.meaning.clone() };
    Fact { meaning, ..fact }
}

fn collected(facts: &[Fact]) -> Figures {
    let mut collector = Collector::new(period("2026-10-10", "2026-12-05"), grid_of);
    facts.iter().for_each(|fact| collector.add(fact));
    let prospects = [ProspectKey::Number(1), ProspectKey::Number(2), ProspectKey::Id(Uuid::from_u128(9))];
    let revenue = RevenueFigures::of(Vec::new(), day("2026-11-15"), Converted::default());
    collector.finish(["C1", "C2", "C3", "C5"], prospects, revenue)
}

#[test]
fn months_are_dense_and_days_outside_do_not_count() {
    let figures = collected(&[
        customer("2026-10-09", "C1", "", 1),
        customer("2026-10-10", "C1", "", 1),
        customer("2026-12-05", "C1", "", 1),
        customer("2026-12-06", "C1", "", 1),
        customer("2027-11-01", "C1", "", 1),
    ]);
    let months: Vec<_> =
        figures.months.iter().map(|month| (month.year, month.month, month.customers.len())).collect();
    assert_eq!(months, [(2026, 10, 1), (2026, 11, 0), (2026, 12, 1)]);
    assert_eq!(figures.share.customer_visits, count(2, 2, 0, 0));
}

#[test]
fn visits_by_present_grid() {
    let figures = collected(&[
        customer("2026-11-02", "C9", "visite", 1),
        customer("2026-11-02", "C3", "telephone", 2),
        customer("2026-11-02", "C1", "visite", 1),
        customer("2026-11-20", "C2", "mail", 1),
        pending(customer("2026-11-20", "C2", "", 1)),
        pending(customer("2026-11-21", "C4", "mail", 1)),
        prospect("2026-11-02", 1, "telephone"),
        pending(prospect("2026-11-02", 1, "visite")),
    ]);
    let november = &figures.months[1];
    let grid = |grid: Option<&str>, visits| GridVisits { grid: grid.map(str::to_owned), visits };
    assert_eq!(
        november.customers,
        [
            grid(Some("A"), count(3, 2, 1, 1)),
            grid(Some("B"), count(2, 0, 0, 0)),
            grid(None, count(2, 1, 1, 0)),
        ]
    );
    assert_eq!(november.prospects, count(2, 1, 1, 1));
}

#[test]
fn a_quote_for_each_type_of_each_visit() {
    let figures = collected(&[
        with_quotes(customer("2026-11-02", "C1", "telephone", 1), "tp agraire"),
        with_quotes(customer("2026-11-03", "C1", "visite", 3), "tp"),
        pending(with_quotes(prospect("2026-11-03", 1, "mail"), "tp gc")),
        with_quotes(customer("2026-09-03", "C1", "visite", 1), "tp"),
    ]);
    let quotes = |quote: &str, count, pending| Quotes { quote: quote.into(), count, pending };
    assert_eq!(figures.months[1].quotes, [quotes("agraire", 1, 0), quotes("gc", 1, 1), quotes("tp", 5, 1)]);
    assert_eq!(figures.months[0].quotes, []);
}

#[test]
fn how_many_different_ones() {
    let figures = collected(&[
        customer("2026-11-02", "C1", "telephone", 4),
        customer("2026-11-03", "C1", "visite", 1),
        customer("2026-11-03", "C2", "telephone", 1),
        customer("2026-11-03", "C8", "visite", 1),
        customer("2026-09-03", "C3", "visite", 1),
        prospect("2026-11-02", 1, "visite"),
        prospect("2026-11-03", 1, "visite"),
        prospect("2026-11-03", 7, "mail"),
        pending(Fact {
            whom: Whom::Prospect(ProspectKey::Id(Uuid::from_u128(9))),
            ..prospect("2026-11-03", 0, "mail")
        }),
    ]);
    let share = figures.share;
    let distinct = |all, in_person| Distinct { all, in_person };
    assert_eq!((share.visited_customers, share.visited_prospects), (distinct(3, 2), distinct(3, 1)));
    assert_eq!((share.portfolio, share.portfolio_visited), (4, distinct(2, 1)));
    assert_eq!((share.prospects, share.prospects_visited), (3, distinct(2, 1)));
    assert_eq!((share.customer_visits.all, share.prospect_visits.all), (7, 4));
}

#[test]
fn parts_of_a_whole() {
    for (customers, prospects, expected) in [
        (0, 0, None),
        (1, 0, Some((1000, 0))),
        (0, 3, Some((0, 1000))),
        (1, 2, Some((333, 667))),
        (2, 1, Some((667, 333))),
        (1, 1999, Some((1, 999))),
    ] {
        let split = Split::of(customers, prospects);
        let parts = split.map(|split| (split.customers_permille, split.prospects_permille));
        assert_eq!(parts, expected, "{customers} and {prospects}");
    }
}

#[test]
fn as_plain_data() {
    let json = serde_json::to_value(collected(&[customer("2026-11-02", "C9", "visite", 1)])).unwrap();
    assert_eq!(json["from"], "2026-10-10");
    let visits = serde_json::json!({ "all": 1, "in_person": 1, "pending": 0, "pending_in_person": 0 });
    assert_eq!(json["months"][1]["customers"], serde_json::json!([{ "grid": null, "visits": visits }]));
    assert_eq!(
        json["share"]["all"],
        serde_json::json!({ "customers_permille": 1000, "prospects_permille": 0 })
    );
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let whom = prop_oneof![
        (1..7u8).prop_map(|number| Whom::Customer(format!("C{number}"))),
        (1..4i64).prop_map(|number| Whom::Prospect(ProspectKey::Number(number))),
    ];
    let said = prop_oneof![Just(""), Just("visite"), Just("mail")];
    (0..90u64, whom, said, prop_oneof![Just(""), Just("tp"), Just("gc tp")], 0..4u64, any::<bool>()).prop_map(
        |(days, whom, contact, quotes, visits, pending)| {
            let on = day("2026-09-20") + chrono::Days::new(days);
            Fact { on, whom, meaning: meaning(contact, quotes), visits, pending }
        },
    )
}

proptest! {
    /// Several alike are as many single ones, and the order of facts does not matter.
    #[test]
    fn counted_rows_are_rows(facts in proptest::collection::vec(any_fact(), 0..30)) {
        let mut single: Vec<Fact> = Vec::new();
        for fact in &facts {
            single.extend((0..fact.visits).map(|_| Fact { visits: 1, ..fact.clone() }));
        }
        single.reverse();
        let figures = collected(&facts);
        prop_assert_eq!(&figures, &collected(&single));
        let inside = single.iter().filter(|fact| period("2026-10-10", "2026-12-05").contains(fact.on));
        let (customers, prospects) = (figures.share.customer_visits, figures.share.prospect_visits);
        prop_assert_eq!(customers.all + prospects.all, inside.clone().count() as u64);
        prop_assert_eq!(customers.pending + prospects.pending, inside.filter(|fact| fact.pending).count() as u64);
    }
}
