//! Whole tables, read as the nightly rebuild reads them, over the wire and from the embedded base.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use chrono::NaiveDate;
use domain::{CustomerField, Sheet, TimeOfDay};
use winpneu::seeding::{self, SeedRelation};
use winpneu::{Connection, extracts, sqlite};

use super::company::Erp;

/// Of the company.
const CUSTOMERS: u32 = 10_000;
/// Rows of one transaction of the filling, which is not measured.
const BATCH: u32 = 2_000;
/// Each table is read so many times on each side, in turns; the best counts.
const TURNS: usize = 5;

/// Fills both, reads both, prints rates and their ratio.
pub fn run(root: &Path, visits: u32) -> Result<()> {
    let folder = root.join("target").join("bench-sql-reads");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let erp = Erp::start(root, &folder)?;
    let mut wire = erp.install(root)?;
    let path = folder.join("embedded.db");
    sqlite::migrate(&path, chrono::Utc::now())?;
    erp.runtime.block_on(async {
        let mut embedded = sqlite::open(&path).await?;
        fill(&mut embedded, visits).await?;
        fill(&mut wire, visits).await?;
        measure("crm_v_visite", visits, &mut wire, &mut embedded, async |base| count_visits(base).await)
            .await?;
        measure("crm_v_client", CUSTOMERS, &mut wire, &mut embedded, async |base| count_customers(base).await)
            .await
    })?;
    drop((wire, erp));
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

async fn measure(
    title: &str,
    rows: u32,
    wire: &mut Connection,
    embedded: &mut Connection,
    read: impl AsyncFn(&mut Connection) -> Result<u32>,
) -> Result<()> {
    let (mut by_wire, mut here) = (Duration::MAX, Duration::MAX);
    for _ in 0..TURNS {
        for (base, best) in [(&mut *wire, &mut by_wire), (&mut *embedded, &mut here)] {
            let started = Instant::now();
            let count = read(base).await?;
            *best = started.elapsed().min(*best);
            ensure!(count == rows, "{title}: {count} rows, {rows} were expected");
        }
    }
    let rate = |best: Duration| f64::from(rows) / best.as_secs_f64();
    println!(
        "{title:<14} {rows:>8} rows: over the wire {:>9.0} rows/s, embedded {:>9.0} rows/s, ratio {:.2}",
        rate(by_wire),
        rate(here),
        here.as_secs_f64() / by_wire.as_secs_f64()
    );
    Ok(())
}

async fn count_visits(base: &mut Connection) -> Result<u32> {
    let mut reading = base.read().await?;
    let mut rows = extracts::relations(&mut reading).await?;
    let mut count = 0;
    while let Some(row) = rows.next().await? {
        row?;
        count += 1;
    }
    drop(rows);
    reading.end().await?;
    Ok(count)
}

async fn count_customers(base: &mut Connection) -> Result<u32> {
    let mut reading = base.read().await?;
    let mut rows = extracts::customers(&mut reading).await?;
    let mut count = 0;
    while let Some(row) = rows.next().await? {
        row?;
        count += 1;
    }
    drop(rows);
    reading.end().await?;
    Ok(count)
}

/// The same rows on either side, by the same use cases.
async fn fill(base: &mut Connection, visits: u32) -> Result<()> {
    for begin in (0..CUSTOMERS).step_by(BATCH as usize) {
        let mut tx = base.begin().await?;
        for number in begin..(begin + BATCH).min(CUSTOMERS) {
            seeding::customer(&mut tx, &code(number), &sheet(number)?).await?;
        }
        tx.commit().await?;
    }
    let (first, at): (NaiveDate, TimeOfDay) = ("2022-01-03".parse()?, "09:30".parse()?);
    for begin in (0..visits).step_by(BATCH as usize) {
        let mut tx = base.begin().await?;
        for number in begin..(begin + BATCH).min(visits) {
            seeding::relation(
                &mut tx,
                &visit(number, first, at, &code(number % CUSTOMERS), &comment(number)),
            )
            .await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

fn visit<'a>(
    number: u32,
    first: NaiveDate,
    at: TimeOfDay,
    customer: &'a str,
    comment: &'a str,
) -> SeedRelation<'a> {
    SeedRelation {
        origin: "CRV",
        on: first + chrono::Duration::days((number % 1_500).into()),
        at,
        customer,
        c_user: Some("JD"),
        subject: "Visite du jour",
        comment,
        archived: false,
        file: None,
    }
}

/// As long as reps write: one to five sentences.
fn comment(number: u32) -> String {
    let sentences = number.wrapping_mul(2_654_435_761) % 5 + 1;
    "Attend la fin des ensilages. Comparer avec l'offre du concurrent. ".repeat(sentences as usize)
}

fn sheet(number: u32) -> Result<Sheet> {
    let fields = [
        (CustomerField::Name, format!("GARAGE {number:05} DE LA VALLEE")),
        (CustomerField::Town, "LAVAL".to_owned()),
        (CustomerField::Agency, "LAVA".to_owned()),
        (CustomerField::SalesRep, format!("R{:02}", number % 40)),
        (CustomerField::Phone, format!("02619{number:05}")),
    ];
    Ok(fields
        .into_iter()
        .filter_map(|(field, text)| Some((field, domain::field_value(field, &text)?)))
        .collect())
}

fn code(number: u32) -> String {
    format!("K{number:05}")
}
