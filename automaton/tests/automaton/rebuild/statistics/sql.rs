//! The figures in plain SQL over winpneu's own tables, written from docs/statistics.md and not from the program.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use serde_json::{Value, json};

use super::company::Rep;
use crate::support::rows_of;

/// Every visit that counts: of customers by `c_user`, of prospects by user folder.
const VISITS: &str = "
CREATE TEMP VIEW counted AS
SELECT 'C' AS kind, r.c_user AS author, r.c_entite AS whom, substr(r.date_relation, 1, 10) AS day, a.choix AS picked
FROM client_relation r LEFT JOIN crm_reponse_visite a ON a.crm_fichier = r.crm_fichier
WHERE r.type_entite = 'C' AND r.origine_relation = 'CRV'
  AND coalesce(substr(r.crm_fichier, 1, 3), '') NOT IN ('MC_', 'MP_')
  AND NOT EXISTS (SELECT 1 FROM crm_visite_prospect p WHERE p.crm_fichier = r.crm_fichier)
UNION ALL
SELECT 'P', v.auteur, v.prospect, v.visite_le, a.choix
FROM crm_visite_prospect v LEFT JOIN crm_reponse_visite a ON a.crm_fichier = v.crm_fichier;
CREATE TEMP VIEW visits AS
SELECT *, NOT EXISTS (SELECT 1 FROM json_each(coalesce(picked, '[]')) WHERE value LIKE 'contact.%' AND value <> 'contact.visite')
    AS in_person
FROM counted WHERE day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]';
";

/// Whose prospects are whose on a day, without those that are deleted or customers, and without those idle for a year before it: nothing
/// moved, no creation waits, and nobody means to see them again.
const PROSPECTS: &str = "
CREATE TEMP VIEW attached AS
SELECT p.prospect, p.cree_par, p.c_rep AS named,
    (SELECT c_rep FROM crm_rattachement a WHERE a.prospect = p.prospect ORDER BY depuis DESC LIMIT 1) AS rep,
    EXISTS (SELECT 1 FROM crm_rattachement a WHERE a.prospect = p.prospect AND createur_retire = 1) AS withdrawn
FROM crm_prospect p
WHERE supprime_le IS NULL AND converti_le IS NULL
  AND (max(substr(change_le, 1, 10), coalesce((SELECT max(visite_le) FROM crm_visite_prospect v WHERE v.prospect = p.prospect), ''))
      >= date('DAY', '-12 months')
    OR EXISTS (SELECT 1 FROM crm_creation_client k WHERE k.prospect = p.prospect AND k.etat = 'pending')
    OR (SELECT revoir_le FROM crm_suivi_client s WHERE s.type_entite = 'P' AND s.c_entite = p.prospect AND revoir IS NOT NULL
        ORDER BY cree_le DESC LIMIT 1) >= 'DAY');
";

/// The day of the bases that are compared, and who reads them.
#[derive(Clone, Copy)]
pub struct Reader {
    pub on: NaiveDate,
    /// The administrator's base does not tell whose another's prospects are after a reassignment: there they are those that he created or
    /// that bear his code.
    pub admin: bool,
}

struct Asked<'a> {
    base: rusqlite::Connection,
    reader: Reader,
    rep: Option<&'a Rep>,
    from: &'a str,
    to: &'a str,
}

/// Of a rep, or of all.
pub fn figures(
    base: rusqlite::Connection,
    reader: Reader,
    rep: Option<&Rep>,
    (from, to): (&str, &str),
) -> Value {
    base.execute_batch(VISITS).expect("a view");
    base.execute_batch(&PROSPECTS.replace("DAY", &reader.on.to_string())).expect("a view");
    let asked = Asked { base, reader, rep, from, to };
    json!({ "from": from, "to": to, "months": asked.months(), "revenue": asked.revenue(), "share": asked.share() })
}

fn number(text: &str) -> i64 {
    if text == "∅" { 0 } else { text.parse().expect("a number") }
}

impl Asked<'_> {
    fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        rows_of(&self.base, sql)
    }

    fn number(&self, sql: &str) -> i64 {
        number(&self.rows(sql)[0][0])
    }

    /// The scope's visits in the period.
    fn visits(&self) -> String {
        let by = self.rep.map_or("1 = 1".to_owned(), |rep| {
            format!(
                "((kind = 'C' AND author = '{}') OR (kind = 'P' AND author = '{}'))",
                rep.c_user, rep.folder
            )
        });
        format!("(SELECT * FROM visits WHERE day BETWEEN '{}' AND '{}' AND {by})", self.from, self.to)
    }

    fn portfolio(&self) -> String {
        let rep = self.rep.map_or("1 = 1".to_owned(), |rep| format!("c_rep = '{}'", rep.c_rep));
        format!("(SELECT c_client FROM client WHERE {rep})")
    }

    /// Of the base that is asked: a rep's own, or the administrator's.
    fn prospects(&self) -> String {
        let owned = self.rep.map_or("1 = 1".to_owned(), |rep| {
            let Rep { c_rep, folder, .. } = rep;
            match self.reader.admin {
                true => format!("(trim(named) = '{c_rep}' OR cree_par = '{folder}')"),
                false => format!("(rep = '{c_rep}' OR (cree_par = '{folder}' AND NOT withdrawn))"),
            }
        });
        format!("(SELECT prospect FROM attached WHERE {owned})")
    }

    fn months(&self) -> Vec<Value> {
        let visits = self.visits();
        let mut months: BTreeMap<String, Value> = BTreeMap::new();
        let every = format!(
            "WITH RECURSIVE m (d) AS (SELECT date('{}', 'start of month') UNION ALL SELECT date(d, '+1 month') FROM m
             WHERE date(d, '+1 month') <= '{}') SELECT substr(d, 1, 7) FROM m",
            self.from, self.to
        );
        for month in self.rows(&every).concat() {
            let (year, of_year) = (number(&month[..4]), number(month[5..].trim_start_matches('0')));
            let empty = json!({ "year": year, "month": of_year, "customers": [], "prospects": count("0", "0"), "quotes": [] });
            months.insert(month, empty);
        }
        let mut add = |month: &str, part: &str, value: Value| {
            let month = months.get_mut(month).expect("a month of the period");
            match month[part].as_array_mut() {
                Some(list) => list.push(value),
                None => month[part] = value,
            }
        };
        let by_grid = format!(
            "SELECT substr(day, 1, 7), nullif(trim(c_catc), ''), count(*), sum(in_person) FROM {visits} LEFT JOIN client ON c_client = whom
             WHERE kind = 'C' GROUP BY 1, 2 ORDER BY 1, nullif(trim(c_catc), '') IS NULL, 2"
        );
        for row in self.rows(&by_grid) {
            let grid = if row[1] == "∅" { Value::Null } else { json!(row[1]) };
            add(&row[0], "customers", json!({ "grid": grid, "visits": count(&row[2], &row[3]) }));
        }
        let prospects = format!(
            "SELECT substr(day, 1, 7), count(*), sum(in_person) FROM {visits} WHERE kind = 'P' GROUP BY 1"
        );
        for row in self.rows(&prospects) {
            add(&row[0], "prospects", count(&row[1], &row[2]));
        }
        let quotes = format!(
            "SELECT substr(day, 1, 7), substr(value, 20), count(*) FROM {visits}, json_each(picked)
             WHERE value LIKE 'visite.proposition.%' GROUP BY 1, 2 ORDER BY 1, 2"
        );
        for row in self.rows(&quotes) {
            add(&row[0], "quotes", json!({ "quote": row[1], "count": number(&row[2]), "pending": 0 }));
        }
        months.into_values().collect()
    }

    fn revenue(&self) -> Value {
        let portfolio = self.portfolio();
        let sum = |condition: &str| {
            self.number(&format!(
                "SELECT sum(montant_cents) FROM client_ca WHERE c_client IN {portfolio} AND {condition}"
            ))
        };
        let (on, year, month) = (self.reader.on, self.reader.on.year(), self.reader.on.month());
        let before = year - 1;
        let months: Vec<Value> = (1..=12)
            .map(|month| {
                let of = |year: i32| sum(&format!("annee = {year} AND mois = {month}"));
                json!({ "month": month, "cents": of(year), "previous_cents": of(before) })
            })
            .collect();
        // Of this month a year ago as much as the day is of it; the half goes up.
        let first = NaiveDate::from_ymd_opt(before, month, 1).expect("a day");
        let days = (first + Months::new(1)).signed_duration_since(first).num_days();
        let part = sum(&format!("annee = {before} AND mois = {month}")) * i64::from(on.day());
        let cut = (part * 2 + days).div_euclid(2 * days);
        let converted = format!(
            "(SELECT c_client FROM crm_creation_client WHERE etat = 'validated' AND c_client IN {portfolio}
              AND substr(decide_le, 1, 10) BETWEEN '{}' AND '{}')",
            self.from, self.to
        );
        json!({
            "on": on,
            "months": months,
            "ytd_cents": sum(&format!("annee = {year} AND mois <= {month}")),
            "previous_to_date_cents": sum(&format!("annee = {before} AND mois < {month}")) + cut,
            "previous_year_cents": sum(&format!("annee = {before}")),
            "converted": {
                "customers": self.number(&format!("SELECT count(*) FROM {converted}")),
                "ytd_cents": self.number(&format!(
                    "SELECT sum(montant_cents) FROM client_ca WHERE annee = {year} AND mois <= {month} AND c_client IN {converted}"
                )),
            }
        })
    }

    fn share(&self) -> Value {
        let visits = self.visits();
        let of_kind = |kind: &str| {
            let row = &self
                .rows(&format!("SELECT count(*), sum(in_person) FROM {visits} WHERE kind = '{kind}'"))[0];
            (number(&row[0]), number(&row[1]))
        };
        let distinct = |condition: &str| {
            let of = |in_person: &str| {
                self.number(&format!(
                    "SELECT count(DISTINCT whom) FROM {visits} WHERE {condition} AND {in_person}"
                ))
            };
            json!({ "all": of("1 = 1"), "in_person": of("in_person") })
        };
        let (customers, prospects) = (of_kind("C"), of_kind("P"));
        let (portfolio, own) = (self.portfolio(), self.prospects());
        json!({
            "customer_visits": count(&customers.0.to_string(), &customers.1.to_string()),
            "prospect_visits": count(&prospects.0.to_string(), &prospects.1.to_string()),
            "all": split(customers.0, prospects.0),
            "in_person": split(customers.1, prospects.1),
            "visited_customers": distinct("kind = 'C'"),
            "visited_prospects": distinct("kind = 'P'"),
            "portfolio": self.number(&format!("SELECT count(*) FROM {portfolio}")),
            "portfolio_visited": distinct(&format!("kind = 'C' AND whom IN {portfolio}")),
            "prospects": self.number(&format!("SELECT count(*) FROM {own}")),
            "prospects_visited": distinct(&format!("kind = 'P' AND whom IN {own}")),
        })
    }
}

fn count(all: &str, in_person: &str) -> Value {
    json!({ "all": number(all), "in_person": number(in_person), "pending": 0, "pending_in_person": 0 })
}

fn split(customers: i64, prospects: i64) -> Value {
    match customers + prospects {
        0 => Value::Null,
        sum => {
            let part = (2_000 * customers + sum) / (2 * sum);
            json!({ "customers_permille": part, "prospects_permille": 1_000 - part })
        }
    }
}
