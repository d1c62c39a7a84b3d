//! The counting.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use super::{
    Count, Distinct, Fact, Figures, GridVisits, MonthFigures, Period, ProspectKey, Quotes, RevenueFigures,
    Share, Split, Whom,
};
use crate::read::months::month_of;

/// Tells the present sales grid of a customer, by his code.
type GridOf<'grids> = dyn Fn(&str) -> Option<&'grids str> + 'grids;

/// Counts facts one by one.
pub struct Collector<'grids> {
    period: Period,
    grid_of: Box<GridOf<'grids>>,
    months: BTreeMap<(i32, u32), Tally<'grids>>,
    customers: Seen<String>,
    prospects: Seen<ProspectKey>,
}

/// One month.
#[derive(Default)]
struct Tally<'grids> {
    /// The unknown grid is `None`.
    customers: BTreeMap<Option<&'grids str>, Count>,
    prospects: Count,
    /// Of each type how many, and how many of these are pending.
    quotes: BTreeMap<String, (u64, u64)>,
}

/// Who was visited, and whether in person.
struct Seen<K>(HashMap<K, bool>);

impl<'grids> Collector<'grids> {
    /// Counts what lies in the period; `grid_of` tells the present sales grid of a customer, by his code.
    pub fn new(period: Period, grid_of: impl Fn(&str) -> Option<&'grids str> + 'grids) -> Self {
        Self {
            period,
            grid_of: Box::new(grid_of),
            months: period.months().map(|month| (month, Tally::default())).collect(),
            customers: Seen(HashMap::new()),
            prospects: Seen(HashMap::new()),
        }
    }

    /// Counts one fact. What lies outside of the period is passed over.
    pub fn add(&mut self, fact: &Fact) {
        if !self.period.contains(fact.on) || fact.visits == 0 {
            return;
        }
        let in_person = fact.meaning.is_in_person();
        let tally = self.months.entry(month_of(fact.on)).or_default();
        match &fact.whom {
            Whom::Customer(code) => {
                let grid = (self.grid_of)(code).filter(|grid| !grid.is_empty());
                tally.customers.entry(grid).or_default().add(fact, in_person);
                self.customers.add(code.as_str(), in_person);
            }
            Whom::Prospect(prospect) => {
                tally.prospects.add(fact, in_person);
                self.prospects.add(prospect, in_person);
            }
        }
        for quote in &fact.meaning.quotes {
            let (count, pending) = tally.quotes.entry(quote.clone()).or_default();
            *count += fact.visits;
            *pending += if fact.pending { fact.visits } else { 0 };
        }
    }

    /// The figures, with the customers of the portfolio and the prospects of the scope, of which it is told how many were visited.
    pub fn finish<'a>(
        self,
        portfolio: impl IntoIterator<Item = &'a str>,
        prospects: impl IntoIterator<Item = ProspectKey>,
        revenue: RevenueFigures,
    ) -> Figures {
        let months: Vec<MonthFigures> = self.months.into_iter().map(month_figures).collect();
        let customer_visits =
            Count::sum(months.iter().flat_map(|month| &month.customers).map(|grid| &grid.visits));
        let prospect_visits = Count::sum(months.iter().map(|month| &month.prospects));
        let (portfolio, portfolio_visited) = self.customers.among::<str>(portfolio.into_iter());
        let (prospects, prospects_visited) = self.prospects.among::<ProspectKey>(prospects.into_iter());
        let share = Share {
            customer_visits,
            prospect_visits,
            all: Split::of(customer_visits.all, prospect_visits.all),
            in_person: Split::of(customer_visits.in_person, prospect_visits.in_person),
            visited_customers: self.customers.distinct(),
            visited_prospects: self.prospects.distinct(),
            portfolio,
            portfolio_visited,
            prospects,
            prospects_visited,
        };
        Figures { from: self.period.from(), to: self.period.to(), months, revenue, share }
    }
}

fn month_figures(((year, month), tally): ((i32, u32), Tally<'_>)) -> MonthFigures {
    let (unknown, known): (Vec<_>, Vec<_>) =
        tally.customers.into_iter().partition(|(grid, _)| grid.is_none());
    let grids = known.into_iter().chain(unknown);
    let quotes = tally.quotes.into_iter();
    MonthFigures {
        year,
        month,
        customers: grids.map(|(grid, visits)| GridVisits { grid: grid.map(str::to_owned), visits }).collect(),
        prospects: tally.prospects,
        quotes: quotes.map(|(quote, (count, pending))| Quotes { quote, count, pending }).collect(),
    }
}

impl Count {
    fn add(&mut self, fact: &Fact, in_person: bool) {
        let one = |counts: bool| if counts { fact.visits } else { 0 };
        self.all += fact.visits;
        self.in_person += one(in_person);
        self.pending += one(fact.pending);
        self.pending_in_person += one(fact.pending && in_person);
    }

    fn sum<'a>(counts: impl Iterator<Item = &'a Self>) -> Self {
        counts.fold(Self::default(), |sum, count| Self {
            all: sum.all + count.all,
            in_person: sum.in_person + count.in_person,
            pending: sum.pending + count.pending,
            pending_in_person: sum.pending_in_person + count.pending_in_person,
        })
    }
}

impl Distinct {
    fn add(&mut self, in_person: bool) {
        self.all += 1;
        self.in_person += u64::from(in_person);
    }
}

impl<K: Hash + Eq> Seen<K> {
    fn add<Q>(&mut self, whom: &Q, in_person: bool)
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        // Not through the entry: most were seen before, and need no copy of their code.
        match self.0.get_mut(whom) {
            Some(seen) => *seen |= in_person,
            None => {
                self.0.insert(whom.to_owned(), in_person);
            }
        }
    }

    fn distinct(&self) -> Distinct {
        let mut distinct = Distinct::default();
        self.0.values().for_each(|in_person| distinct.add(*in_person));
        distinct
    }

    /// How many of these there are, and how many of them were seen.
    fn among<Q>(&self, these: impl Iterator<Item = impl Borrow<Q>>) -> (u64, Distinct)
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let (mut count, mut distinct) = (0, Distinct::default());
        for one in these {
            count += 1;
            if let Some(in_person) = self.0.get(one.borrow()) {
                distinct.add(*in_person);
            }
        }
        (count, distinct)
    }
}
