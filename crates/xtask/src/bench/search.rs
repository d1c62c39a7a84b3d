//! The search over all customers, beside a LIKE scan in SQLite that gives the same answer over the same names in the same run.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use rusqlite::{Connection, params};
use snapshot::read::{Directory, DirectoryEntry, Pattern};

use super::names::{Names, Random};
use crate::process;

/// As many customers as the largest installation that we know of could have.
const CUSTOMERS: u64 = 200_000;
/// What a list asks for at once.
const LIMIT: usize = 50;
/// Searches of each class; the scan gets fewer, it takes its time.
const SEARCHES: usize = 1000;
const SCANS: usize = 60;
/// What the slowest of a hundred may take.
const AIM: Duration = Duration::from_millis(5);

/// Measures in the release build: it calls itself there.
pub fn run(root: &Path, seed: u64) -> Result<()> {
    if cfg!(debug_assertions) {
        let seed = seed.to_string();
        return process::run(
            process::cargo()
                .args(["run", "--release", "--package", "xtask", "--", "bench", "search", "--seed", &seed])
                .current_dir(root),
        );
    }
    let mut random = Random::new(seed);
    let names = Names::new(CUSTOMERS, &mut random);
    let started = Instant::now();
    let directory = Directory::from_entries(names.rows().map(|(code, name)| entry(code, name)));
    println!(
        "{CUSTOMERS} customers from seed {seed}: a directory of {:.1} MiB, made in {:.2} s",
        directory.heap_bytes() as f64 / 1024.0 / 1024.0,
        started.elapsed().as_secs_f64()
    );
    let peer = Peer::over(&directory)?;
    println!("{:<12} {:>8} {:>8}   {:>8} {:>8}   ratio of", "ms", "p50", "p99", "LIKE p50", "p99");
    println!("{:<12} {:>8} {:>8}   {:>8} {:>8}   p50 and p99", "", "", "", "", "");
    let mut missed = Vec::new();
    for (class, make) in CLASSES {
        let typed: Vec<String> = (0..SEARCHES).map(|_| make(&names, &mut random)).collect();
        let slowest = measure(class, &typed, &directory, &peer)?;
        if slowest > AIM {
            missed.push(*class);
        }
    }
    match missed.as_slice() {
        [] => println!("every p99 is within {} ms", AIM.as_millis()),
        missed => println!("p99 is over {} ms: {}", AIM.as_millis(), missed.join(", ")),
    }
    Ok(())
}

/// How a pattern of a class is made.
pub(super) type Make = fn(&Names, &mut Random) -> String;

/// What people type, by class.
pub(super) const CLASSES: &[(&str, Make)] = &[
    ("1 letter", |names, random| names.piece(random, 1)),
    ("2 letters", |names, random| names.piece(random, 2)),
    ("3 letters", |names, random| names.piece(random, 3)),
    ("any 2", |_, random| random.letters(2)),
    ("any 3", |_, random| random.letters(3)),
    ("prefix", |names, random| {
        let length = random.between(3, 7);
        names.beginning(random, length)
    }),
    ("infix", |names, random| {
        let length = random.between(4, 8);
        names.piece(random, length)
    }),
    ("with ?", |names, random| {
        let length = random.between(3, 7);
        with_a_gap(&names.piece(random, length), random)
    }),
    ("any with ?", |_, random| with_a_gap(&random.letters(4), random)),
    ("with *", |names, random| {
        let length = random.between(1, 4);
        format!("*{}*{}*", names.piece(random, length), names.piece(random, length))
    }),
    ("begun, *", |names, random| format!("{}*{}", names.beginning(random, 2), names.piece(random, 1))),
    ("code", |_, random| random.between(0, 99_999).to_string()),
    ("hostile", |_, random| {
        let letters = random.letters(2);
        format!("*{}*{}*{letters}*{}*", &letters[..1], &letters[1..], &letters[..1])
    }),
];

/// One letter of it, not the first, is left open.
fn with_a_gap(text: &str, random: &mut Random) -> String {
    let mut signs: Vec<char> = text.chars().collect();
    let gap = random.between(1, signs.len().saturating_sub(1).max(1));
    if let Some(sign) = signs.get_mut(gap) {
        *sign = '?';
    }
    signs.into_iter().collect()
}

pub(super) fn entry<'a>(code: &'a str, name: &'a str) -> DirectoryEntry<'a> {
    DirectoryEntry {
        code,
        name,
        town: "",
        agency: "",
        sales_rep: "",
        grid: "",
        follow_up_on: None,
        last_visit_on: None,
    }
}

/// Prints a line, and answers our p99.
fn measure(class: &str, typed: &[String], directory: &Directory, peer: &Peer) -> Result<Duration> {
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for (number, typed) in typed.iter().enumerate() {
        let started = Instant::now();
        let found = directory.search(&Pattern::new(typed), LIMIT);
        ours.push(started.elapsed());
        if number < SCANS {
            let started = Instant::now();
            let scanned = peer.search(typed)?;
            theirs.push(started.elapsed());
            ensure!(found == scanned, "a bench of something else: {typed:?} gives {found:?} and {scanned:?}");
        }
    }
    let ((p50, p99), (like_p50, like_p99)) = (percentiles(&mut ours), percentiles(&mut theirs));
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{class:<12} {:8.3} {:8.3}   {:8.1} {:8.1}   {:.0} and {:.0}",
        ms(p50),
        ms(p99),
        ms(like_p50),
        ms(like_p99),
        ms(like_p50) / ms(p50),
        ms(like_p99) / ms(p99)
    );
    Ok(p99)
}

/// The median, and what one of a hundred is slower than.
pub(super) fn percentiles(times: &mut [Duration]) -> (Duration, Duration) {
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    (at(50), at(99))
}

/// The same names in SQLite.
pub(super) struct Peer(Connection);

impl Peer {
    /// In the order of the directory, so that a row's number is a place.
    pub(super) fn over(directory: &Directory) -> Result<Self> {
        let mut base = Connection::open_in_memory()?;
        base.execute_batch("CREATE TABLE customer (place INTEGER PRIMARY KEY, code TEXT, name TEXT)")?;
        let writing = base.transaction()?;
        for (place, entry) in directory.entries().enumerate() {
            let (code, name) = (domain::fold(entry.code), domain::fold(entry.name));
            writing.prepare_cached("INSERT INTO customer VALUES (?1, ?2, ?3)")?.execute(params![
                i64::try_from(place)?,
                code,
                name
            ])?;
        }
        writing.commit()?;
        Ok(Self(base))
    }

    /// The places found, the best first.
    pub(super) fn search(&self, typed: &str) -> Result<Vec<usize>> {
        let pattern = domain::fold(typed).replace('*', "%").replace('?', "_");
        let begun = (!pattern.starts_with(['%', '_'])).then(|| match typed.contains('*') {
            true => pattern.clone(),
            false => format!("{pattern}%"),
        });
        let whole = if typed.contains('*') { pattern } else { format!("%{pattern}%") };
        let mut statement = self.0.prepare_cached(
            "SELECT place FROM customer WHERE code LIKE ?1 OR name LIKE ?1
             ORDER BY CASE WHEN code LIKE ?2 THEN 0 WHEN name LIKE ?2 THEN 1 ELSE 2 END, place LIMIT ?3",
        )?;
        let places =
            statement.query_map(params![whole, begun, u32::try_from(LIMIT)?], |row| row.get::<_, u32>(0))?;
        Ok(places.map(|place| place.map(|place| place as usize)).collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peer_answers_the_same() {
        let mut random = Random::new(7);
        let names = Names::new(3000, &mut random);
        let directory = Directory::from_entries(names.rows().map(|(code, name)| entry(code, name)));
        let peer = Peer::over(&directory).unwrap();
        for (class, make) in CLASSES {
            for _ in 0..20 {
                let typed = make(&names, &mut random);
                let found = directory.search(&Pattern::new(&typed), LIMIT);
                assert_eq!(found, peer.search(&typed).unwrap(), "seed 7, {class}: {typed:?}");
            }
        }
    }
}
