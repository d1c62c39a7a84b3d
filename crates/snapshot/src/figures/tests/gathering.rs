use domain::VisitMeaning;
use exchange_schema::Role;
use uuid::Uuid;

use super::{count, day, period};
use crate::Mark;
use crate::figures::{Count, Distinct, Fact, Figures, Period, ProspectKey, Scope, Whom, figures};
use crate::read::given::{Given, user_base};
use crate::read::{CommonBase, UserBase};

const CUSTOMERS: &str = "
    INSERT INTO customer (c_client, nom_client, c_rep, c_catc, converted_on)
        VALUES ('C1', 'A', 'R1', 'A', NULL), ('C2', 'B', 'R1', 'B', '2026-11-05'), ('C3', 'C', 'R2', 'A', '2026-11-06'),
               ('C4', 'D', NULL, NULL, NULL), ('C5', 'E', 'R1', 'A', '2026-09-01');
    INSERT INTO revenue VALUES ('C1', 2026, 10, 100), ('C1', 2025, 11, 60), ('C2', 2026, 11, 10), ('C3', 2026, 11, 1000),
                               ('C4', 2026, 1, 5), ('C5', 2026, 10, 7), ('C2', 2026, 12, 999);";

const NOVEMBER: &str = "
    INSERT INTO visit (c_client, visited_on, key, c_user, class, contact, quotes)
        VALUES ('C1', '2026-11-02', '1', 'JD', 1, 'visite', 'tp gc'), ('C1', '2026-11-03', '2', 'JD', 1, 'mail', NULL),
               ('C3', '2026-11-03', '3', 'JD', 1, NULL, NULL), ('C2', '2026-11-04', '4', 'JD', 2, 'visite', 'tp'),
               ('C2', '2026-11-04', '5', 'JD', 0, NULL, NULL), ('C4', '2026-11-30', '6', 'AM', 1, 'visite', NULL),
               ('C4', '2026-11-30', '7', NULL, 1, 'visite', NULL);
    INSERT INTO archived VALUES ('JD', '2026-11-01', 'C2', 1, 'visite', 'tp', 3), ('JD', '2026-11-01', 'C2', 2, NULL, NULL, 5);";
const OCTOBER: &str = "
    INSERT INTO visit (c_client, visited_on, key, c_user, class) VALUES ('C1', '2026-10-31', '8', 'JD', 1), ('C1', '2026-10-01', '9', 'JD', 1);";
const UNDATED: &str = "
    INSERT INTO visit (c_client, key, c_user, class) VALUES ('C1', 'a', 'JD', 1);
    INSERT INTO archived VALUES ('JD', NULL, 'C1', 1, NULL, NULL, 9);";

fn prospects() -> String {
    let insert = "INSERT INTO prospect (id, created_by, c_rep, created_at, own, converted_at, who) VALUES";
    let rows = [
        (1, "jdupont", "R1", 1, "NULL", "1"),
        (2, "jdupont", "R1", 1, "'2026-11-05T00:00:00Z'", "2"),
        // Became `C3` in the common base, which is the newer one.
        (3, "jdupont", "R1", 1, "NULL", "NULL"),
        (4, "amartin", "R2", 0, "NULL", "4"),
        (5, "jdupont", "R1", 1, "NULL", "NULL"),
    ];
    let rows = rows.map(|(id, author, rep, own, converted, who)| {
        format!(
            "{insert} ('{}', '{author}', '{rep}', '2026-10-01T08:00:00Z', {own}, {converted}, {who});",
            Uuid::from_u128(id)
        )
    });
    let visited = "INSERT INTO visited VALUES ('2026-11-02', 'jdupont', 1, 'visite', 'gc', 1), ('2026-11-04', 'jdupont', 2, 'visite', 'tp', 1),
        ('2026-11-05', 'jdupont', 9, 'mail', NULL, 2), ('2026-11-05', 'amartin', 4, 'visite', NULL, 1), ('2026-12-01', 'jdupont', 1, NULL, NULL, 1);";
    rows.concat() + visited
}

struct Bases {
    _folder: Given,
    common: CommonBase,
    user: UserBase,
}

fn bases() -> Bases {
    let mark = hex::encode(Mark::of(Uuid::from_u128(3)).as_bytes());
    let customers = format!("{CUSTOMERS} UPDATE customer SET made_of = x'{mark}' WHERE c_client = 'C3';");
    let folder = Given::common()
        .with(Role::Customers, "customers-0", &customers)
        .with(Role::Visits, "visits-2026-10-0", OCTOBER)
        .with(Role::Visits, "visits-2026-11-0", NOVEMBER)
        .with(Role::Visits, "visits-undated-0", UNDATED);
    let common = folder.open_common().unwrap();
    let user = user_base(&prospects()).open_user().unwrap();
    Bases { _folder: folder, common, user }
}

fn jdupont() -> Scope {
    Scope::One { c_user: Some("JD".into()), c_rep: Some("R1".into()), folder: "jdupont".into() }
}

fn amartin() -> Scope {
    Scope::One { c_user: Some("AM".into()), c_rep: Some("R2".into()), folder: "amartin".into() }
}

fn made(scope: &Scope, period: &Period, pending: Vec<Fact>) -> Figures {
    let bases = bases();
    figures(&bases.common, &bases.user, scope, period, pending.into_iter()).unwrap()
}

fn november() -> Period {
    period("2026-11-01", "2026-11-30")
}

/// Visits to customers and to prospects.
fn visits(figures: &Figures) -> (Count, Count) {
    (figures.share.customer_visits, figures.share.prospect_visits)
}

#[test]
fn visits_of_one_and_of_all() {
    let nobody = Scope::One { c_user: None, c_rep: None, folder: "nobody".into() };
    for (scope, period, customers, prospects) in [
        // Three rows and three archived; the prospect's time and other relations are not among them.
        (jdupont(), november(), count(6, 5, 0, 0), count(4, 2, 0, 0)),
        (amartin(), november(), count(1, 1, 0, 0), count(1, 1, 0, 0)),
        (Scope::All, november(), count(8, 7, 0, 0), count(5, 3, 0, 0)),
        (nobody, november(), count(0, 0, 0, 0), count(0, 0, 0, 0)),
        (jdupont(), period("2026-10-31", "2026-11-01"), count(4, 4, 0, 0), count(0, 0, 0, 0)),
        (jdupont(), period("2026-10-02", "2026-10-30"), count(0, 0, 0, 0), count(0, 0, 0, 0)),
        (jdupont(), period("2026-10-01", "2026-12-31"), count(8, 7, 0, 0), count(5, 3, 0, 0)),
    ] {
        let figures = made(&scope, &period, Vec::new());
        assert_eq!(visits(&figures), (customers, prospects), "{scope:?} {period:?}");
    }
}

#[test]
fn grids_and_quotes_of_a_month() {
    let figures = made(&jdupont(), &november(), Vec::new());
    let grids: Vec<_> =
        figures.months[0].customers.iter().map(|one| (one.grid.as_deref(), one.visits.all)).collect();
    assert_eq!(grids, [(Some("A"), 3), (Some("B"), 3)]);
    let quotes: Vec<_> = figures.months[0].quotes.iter().map(|one| (one.quote.as_str(), one.count)).collect();
    assert_eq!(quotes, [("gc", 2), ("tp", 5)]);
    let all = made(&Scope::All, &november(), Vec::new());
    let unknown = all.months[0].customers.last().unwrap();
    assert_eq!((unknown.grid.as_deref(), unknown.visits.all), (None, 2));
}

#[test]
fn revenue_of_the_portfolio() {
    let nobody = Scope::One { c_user: None, c_rep: None, folder: "nobody".into() };
    let unnamed = Scope::One { c_user: None, c_rep: Some(String::new()), folder: "nobody".into() };
    for (scope, ytd, to_date, converted) in [
        (jdupont(), 117, 30, (1, 10)),
        (amartin(), 1000, 0, (1, 1000)),
        (Scope::All, 1122, 30, (2, 1010)),
        (nobody, 0, 0, (0, 0)),
        (unnamed, 0, 0, (0, 0)),
    ] {
        let revenue = made(&scope, &november(), Vec::new()).revenue;
        assert_eq!(revenue.on, day("2026-11-15"));
        assert_eq!((revenue.ytd_cents, revenue.previous_to_date_cents), (ytd, to_date), "{scope:?}");
        assert_eq!((revenue.converted.customers, revenue.converted.ytd_cents), converted, "{scope:?}");
    }
}

#[test]
fn portfolio_and_prospects() {
    let distinct = |all, in_person| Distinct { all, in_person };
    for (scope, portfolio, portfolio_visited, prospects, prospects_visited) in [
        (jdupont(), 3, distinct(2, 2), 2, distinct(1, 1)),
        (amartin(), 1, distinct(0, 0), 1, distinct(1, 1)),
        (Scope::All, 5, distinct(4, 4), 3, distinct(2, 2)),
    ] {
        let share = made(&scope, &november(), Vec::new()).share;
        assert_eq!((share.portfolio, share.portfolio_visited), (portfolio, portfolio_visited), "{scope:?}");
        assert_eq!((share.prospects, share.prospects_visited), (prospects, prospects_visited), "{scope:?}");
    }
    let share = made(&jdupont(), &november(), Vec::new()).share;
    assert_eq!((share.visited_customers, share.visited_prospects), (distinct(3, 3), distinct(3, 2)));
}

#[test]
fn pending_entries_are_counted_once_and_told() {
    let fact = |on: &str, whom| Fact {
        on: day(on),
        whom,
        meaning: VisitMeaning::default(),
        visits: 1,
        pending: true,
    };
    let by_id = |id| Whom::Prospect(ProspectKey::Id(Uuid::from_u128(id)));
    let pending = vec![
        fact("2026-11-14", Whom::Customer("C1".into())),
        // Visited before: the base knows it by a number.
        fact("2026-11-14", by_id(1)),
        // Of the base, and never visited; and one that no base has yet.
        fact("2026-11-14", by_id(5)),
        fact("2026-11-14", by_id(77)),
        fact("2026-12-14", by_id(5)),
    ];
    let figures = made(&jdupont(), &november(), pending);
    assert_eq!(visits(&figures), (count(7, 6, 1, 1), count(7, 5, 3, 3)));
    assert_eq!(figures.share.visited_prospects, Distinct { all: 5, in_person: 4 });
    assert_eq!((figures.share.prospects, figures.share.prospects_visited.all), (2, 2));
}
