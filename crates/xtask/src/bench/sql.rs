//! What the automaton costs a SQL Server: how many times a file makes it wait for an answer, by kind, and how quickly a whole table comes
//! over the wire.
//!
//! The server is the test server of this repository, in this very process. Its round trips are those of a real one, for the driver asks
//! for the same; its speed is nobody's, so only a ratio is told: the wire and the driver beside the embedded base, over the same rows.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::process;
use crate::stage::program;

mod company;
mod counts;
mod files;
mod reads;

use company::Company;
use counts::{Cost, cost_of};
use files::Kind;

/// At most so many round trips for a visit to a customer, COMMIT included.
const AIM: f64 = 6.0;

/// What is left to save, and why it was left.
const SAVINGS: &str = "what would lower it:
  BEGIN in the first text of a transaction: 1 less; the driver asks for it by a request of its own, whose answer it knows
  COMMIT in the last text: 1 less; an error of the effect and one of the COMMIT would then have one answer
  the registry's row with the effect: 1 less; its count is read first, so a name that is taken ends the transaction before any effect
  the customers of all files of a pass in one look-up: 1 less per visit; so the names that the registry knows: 1 less per file
  MP: marks that are known when it is decided need no UPDATE to find out that an INSERT is due: 2 less per field";

/// Counts with the debug build: a round trip is a round trip. Then reads with the release build.
pub fn run(root: &Path, files: u32, visits: u32) -> Result<()> {
    process::run(process::cargo().args(["build", "--package", "automaton"]).current_dir(root))?;
    let folder = root.join("target").join("bench-sql");
    let counted = count(root, &folder, files);
    std::fs::remove_dir_all(&folder)?;
    counted?;
    if !cfg!(debug_assertions) {
        return reads::run(root, visits);
    }
    let visits = visits.to_string();
    let again = ["run", "--release", "--package", "xtask", "--", "bench", "sql-reads", "--visits", &visits];
    process::run(process::cargo().args(again).current_dir(root))
}

/// Reads whole tables.
pub fn run_reads(root: &Path, visits: u32) -> Result<()> {
    reads::run(root, visits)
}

fn count(root: &Path, folder: &Path, files: u32) -> Result<()> {
    let company = Company::found(program(root, "debug"), root, folder)?;
    let since = chrono::Utc::now() - chrono::Duration::hours(6);
    let idle = company.pass(&[])?;
    println!(
        "\nround trips per file, {files} files of a kind in a pass; a pass without files takes {}",
        idle.len()
    );
    println!("{:<28} {:>12} {:>8} {:>7}", "", "transaction", "besides", "all");
    let mut costs = Vec::new();
    for kind in Kind::ALL {
        let numbered = (1..=files).map(|number| kind.file(number, since));
        let requests = company.pass(&numbered.collect::<Result<Vec<_>>>()?)?;
        let cost = cost_of(&requests, idle.len(), files as usize)?;
        print_line(kind, &cost);
        costs.push((kind, cost));
    }
    println!(
        "transaction: from BEGIN to COMMIT, both included; besides: look-ups and receipts, shared by the files of a pass"
    );
    for (kind, cost) in &costs {
        println!("\n{}:\n  {}", kind.title(), cost.sample.join("\n  "));
        println!("  besides: {}", cost.asked.join(", "));
    }
    println!("\n{SAVINGS}");
    let visits = costs.iter().filter(|(kind, _)| matches!(kind, Kind::PlainVisit | Kind::FullVisit));
    let most = visits.map(|(_, cost)| cost.all).fold(0.0, f64::max);
    println!("\na visit to a customer: {most:.2} with its COMMIT and its look-ups (aim: at most {AIM})");
    ensure!(most <= AIM, "a visit takes more round trips than {AIM}");
    Ok(())
}

fn print_line(kind: Kind, cost: &Cost) {
    let within =
        if cost.least == cost.most { cost.most.to_string() } else { format!("{}-{}", cost.least, cost.most) };
    println!("{:<28} {within:>12} {:>8.2} {:>7.2}", kind.title(), cost.besides, cost.all);
}
