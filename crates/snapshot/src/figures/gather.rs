//! Where the facts come from: two offline bases and the laptop's own entries.

use domain::CustomerField;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::{Collector, Converted, Fact, Figures, Period, ProspectKey, RevenueFigures, Scope, Whom};
use crate::read::columns::{day, list, meaning, number, some_text, text, uuid};
use crate::read::customer::month_revenue;
use crate::read::months::month_of;
use crate::read::{CommonBase, Revenue, UserBase};
use crate::{Mark, ReadError};

/// The figures of a scope in a period. `laid` are entries of the laptop that the adopted bases do not have yet, of the scope's person;
/// a prospect may come by its uuid.
///
/// # Errors
/// When a file of the bases cannot be read.
pub fn figures(
    common: &CommonBase,
    user: &UserBase,
    scope: &Scope,
    period: &Period,
    laid: impl Iterator<Item = Fact>,
) -> Result<Figures, ReadError> {
    let directory = common.directory();
    let grid_of =
        |code: &str| directory.find(code).and_then(|place| directory.entry(place)).map(|entry| entry.grid);
    let mut collector = Collector::new(*period, grid_of);
    customer_visits(common, scope, period, &mut collector)?;
    prospect_visits(user, scope, period, &mut collector)?;
    let prospects = Prospects::of(user)?;
    for fact in laid {
        collector.add(&prospects.numbered(fact));
    }
    let portfolio =
        directory.entries().filter(|entry| has_rep(scope, entry.sales_rep)).map(|entry| entry.code);
    let own = prospects.of_scope(common, user, scope)?;
    Ok(collector.finish(portfolio, own, revenue(common, scope, period)?))
}

/// Whether a customer is of the scope's portfolio.
fn has_rep(scope: &Scope, sales_rep: &str) -> bool {
    match scope {
        Scope::All => true,
        Scope::One { c_rep, .. } => c_rep.as_deref().is_some_and(|own| own == sales_rep && !own.is_empty()),
    }
}

/// Visits to customers, archived ones too. Those made before the conversion are not among them: the user's file has them.
fn customer_visits(
    common: &CommonBase,
    scope: &Scope,
    period: &Period,
    collector: &mut Collector<'_>,
) -> Result<(), ReadError> {
    let (condition, author) = match scope {
        Scope::All => ("?3 IS NULL", None),
        Scope::One { c_user: None, .. } => return Ok(()),
        Scope::One { c_user: Some(c_user), .. } => ("c_user = ?3", Some(c_user.as_str())),
    };
    let within = format!("{condition} AND class = 1 AND visited_on BETWEEN ?1 AND ?2");
    let sql = format!(
        "SELECT visited_on, 1, contact, quotes, c_client FROM visit WHERE {within}
         UNION ALL SELECT visited_on, visits, contact, quotes, c_client FROM archived WHERE {within}"
    );
    let months = Some(month_of(period.from()))..=Some(month_of(period.to()));
    for month in common.months().within(months) {
        feed(month?, &sql, period, author, collector, |row| Ok(Whom::Customer(text(row, 4)?)))?;
    }
    Ok(())
}

fn prospect_visits(
    user: &UserBase,
    scope: &Scope,
    period: &Period,
    collector: &mut Collector<'_>,
) -> Result<(), ReadError> {
    let (condition, author) = match scope {
        Scope::All => ("?3 IS NULL", None),
        Scope::One { folder, .. } => ("author = ?3", Some(folder.as_str())),
    };
    let sql = format!(
        "SELECT visited_on, visits, contact, quotes, who FROM visited
         WHERE {condition} AND visited_on BETWEEN ?1 AND ?2"
    );
    let whom = |row: &Row<'_>| Ok(Whom::Prospect(ProspectKey::Number(row.get(4)?)));
    feed(user.connection(), &sql, period, author, collector, whom)
}

/// Counts the rows of a query: day, number, contact, quotes and whom.
fn feed(
    connection: &Connection,
    sql: &str,
    period: &Period,
    author: Option<&str>,
    collector: &mut Collector<'_>,
    whom: impl Fn(&Row<'_>) -> Result<Whom, ReadError>,
) -> Result<(), ReadError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![period.from().to_string(), period.to().to_string(), author])?;
    while let Some(row) = rows.next()? {
        let (visits, meaning) = (number(row, 1, "visits")?, meaning(row, 2)?);
        if let Some(on) = day(row, 0, "visited_on")? {
            collector.add(&Fact { on, whom: whom(row)?, meaning, visits, pending: false });
        }
    }
    Ok(())
}

/// The prospects of a user's base, as far as the statistics need them.
struct Prospects(Vec<Prospect>);

struct Prospect {
    id: Uuid,
    own: bool,
    converted: bool,
    created_by: String,
    c_rep: Option<String>,
    key: ProspectKey,
}

impl Prospects {
    fn of(user: &UserBase) -> Result<Self, ReadError> {
        let rep = CustomerField::SalesRep.column();
        let sql = format!("SELECT id, own, converted_at IS NOT NULL, created_by, {rep}, who FROM prospect");
        let prospects = list(user.connection(), &sql, [], |row| {
            let id = uuid(row, 0, "prospect.id")?;
            Ok(Prospect {
                id,
                own: row.get(1)?,
                converted: row.get(2)?,
                created_by: text(row, 3)?,
                c_rep: some_text(row, 4)?,
                key: row.get::<_, Option<i64>>(5)?.map_or(ProspectKey::Id(id), ProspectKey::Number),
            })
        })?;
        Ok(Self(prospects))
    }

    /// The fact with the number in place of the uuid, where the base has one.
    fn numbered(&self, fact: Fact) -> Fact {
        let key = match fact.whom {
            Whom::Prospect(ProspectKey::Id(id)) => self.0.iter().find(|one| one.id == id).map(|one| one.key),
            _ => None,
        };
        Fact { whom: key.map_or(fact.whom, Whom::Prospect), ..fact }
    }

    /// Those of the scope that are no customers yet. The two bases may be of two nights, so the common one is asked too.
    fn of_scope(
        &self,
        common: &CommonBase,
        user: &UserBase,
        scope: &Scope,
    ) -> Result<impl Iterator<Item = ProspectKey>, ReadError> {
        let made = common.conversions()?;
        let own_folder = user.own().person.folder.as_str();
        let wanted = self.0.iter().filter(move |one| {
            one.is_of(scope, own_folder) && !one.converted && !made.contains_key(Mark::of(one.id).as_bytes())
        });
        Ok(wanted.map(|one| one.key))
    }
}

impl Prospect {
    /// The base knows of its own user whose a prospect is. Of somebody else it knows less: his are those that he created or that bear his
    /// code.
    fn is_of(&self, scope: &Scope, own_folder: &str) -> bool {
        match scope {
            Scope::All => true,
            Scope::One { folder, .. } if folder == own_folder => self.own,
            Scope::One { folder, c_rep, .. } => {
                self.created_by == *folder || (c_rep.is_some() && self.c_rep == *c_rep)
            }
        }
    }
}

fn revenue(common: &CommonBase, scope: &Scope, period: &Period) -> Result<RevenueFigures, ReadError> {
    let (customers, on) = (common.customers(), common.built_on());
    let total = "SELECT year, month, sum(cents) FROM revenue GROUP BY year, month";
    let of_rep = "SELECT year, month, sum(cents) FROM revenue JOIN customer USING (c_client) WHERE c_rep = ?1
                  GROUP BY year, month";
    let months = match scope {
        Scope::All => list(customers, total, [], month_revenue)?,
        Scope::One { c_rep: None, .. } => Vec::new(),
        Scope::One { c_rep: Some(c_rep), .. } => list(customers, of_rep, [c_rep], month_revenue)?,
    };
    Ok(RevenueFigures::of(months, on, converted(common, scope, period)?))
}

fn converted(common: &CommonBase, scope: &Scope, period: &Period) -> Result<Converted, ReadError> {
    let days = params![period.from().to_string(), period.to().to_string()];
    let sql = "SELECT c_client, coalesce(c_rep, '') FROM customer WHERE converted_on BETWEEN ?1 AND ?2";
    let rows = list(common.customers(), sql, days, |row| Ok((text(row, 0)?, text(row, 1)?)))?;
    let codes: Vec<String> =
        rows.into_iter().filter(|(_, rep)| has_rep(scope, rep)).map(|(code, _)| code).collect();
    let mut converted = Converted { customers: codes.len() as u64, ytd_cents: 0 };
    let sql = "SELECT year, month, cents FROM revenue WHERE c_client = ?1";
    for code in &codes {
        let months = list(common.customers(), sql, [code], month_revenue)?;
        converted.ytd_cents += Revenue::of(months, common.built_on()).ytd_cents;
    }
    Ok(converted)
}
