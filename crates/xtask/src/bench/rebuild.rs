//! One nightly rebuild, as the operator would run it, beside the least that must be done: copying the same rows into one SQLite file by
//! `INSERT … SELECT` and making two indexes.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rusqlite::{Connection, params};
use serde::Deserialize;

use crate::platform;
use crate::process;
use crate::stage::{Stage, program};

/// Customers of the invented company.
const CUSTOMERS: u32 = 60_000;
/// Days over which its visits are spread: some 50 months.
const DAYS: u32 = 1_520;
/// The last of these days.
const LAST_DAY: &str = "2026-11-20";
/// New visits of one night, with a few late ones of the month before.
const NIGHT: u32 = 3_000;

/// What a run cost.
struct Cost {
    wall: Duration,
    cpu: Option<Duration>,
    peak_kib: Option<u64>,
}

/// What is read of `rebuild --json`.
#[derive(Debug, Deserialize)]
struct Answer {
    bases: Vec<Base>,
    problem_count: u64,
}

#[derive(Debug, Deserialize)]
struct Base {
    base: String,
    files: usize,
    written: Vec<String>,
    bytes_written: u64,
    bytes: u64,
}

/// Builds, makes a company, measures.
pub fn run(root: &Path, visits: u32) -> Result<()> {
    process::run(process::cargo().args(["build", "--release", "--package", "automaton"]).current_dir(root))?;
    let folder = root.join("target").join("bench-rebuild");
    let stage = Stage::set(program(root, "release"), &folder)?;
    println!("\n{CUSTOMERS} customers, {visits} visits on the disk of {}", folder.display());
    fill(&stage, visits)?;
    let before = peer(&stage)?;
    print_line("peer (INSERT … SELECT, 2 indexes)", &before);
    let (first, answer) = rebuild(&stage)?;
    print_line("automaton rebuild, all new", &first);
    print_bases(&answer);
    ensure!(answer.problem_count == 0, "{} rows were left out", answer.problem_count);
    let after = peer(&stage)?;
    print_line("peer again", &after);
    print_ratio("wall", &before, &after, &first, |cost| Some(cost.wall));
    print_ratio("CPU", &before, &after, &first, |cost| cost.cpu);
    night(&stage, visits)?;
    let (second, answer) = rebuild(&stage)?;
    println!("\na night with {NIGHT} new visits");
    print_line("automaton rebuild", &second);
    print_bases(&answer);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// Customers and visits straight into the base: how they came there is not measured.
fn fill(stage: &Stage, visits: u32) -> Result<()> {
    let mut base = Connection::open(stage.base())?;
    base.execute_batch("PRAGMA synchronous = OFF")?;
    let tx = base.transaction()?;
    {
        let mut customer = tx.prepare(
            "INSERT INTO client (c_client, nom_client, ville_fac, c_agence, c_rep, c_catc, dep_fac, bur_dis_fac)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, '53', '000')",
        )?;
        for number in 0..CUSTOMERS {
            let grid = ["GARAGE", "AGRI", "TP-GC", "PL", "FLOTTE"][(number % 5) as usize];
            let name = format!("GARAGE {:05} DE LA VALLEE", number.wrapping_mul(7_919) % 100_000);
            let rep = format!("R{:02}", number % 40);
            customer.execute(params![code(number), name, "LAVAL", "LAVA", rep, grid])?;
        }
        insert_visits(&tx, 0..visits, |number| number % DAYS)?;
    }
    tx.commit()?;
    Ok(())
}

/// Mostly of the last day, every tenth up to a month late.
fn night(stage: &Stage, visits: u32) -> Result<()> {
    let mut base = Connection::open(stage.base())?;
    let tx = base.transaction()?;
    insert_visits(&tx, visits..visits + NIGHT, |number| if number % 10 == 0 { number % 31 } else { 0 })?;
    tx.commit()?;
    Ok(())
}

fn insert_visits(
    base: &Connection,
    numbers: std::ops::Range<u32>,
    days_ago: impl Fn(u32) -> u32,
) -> Result<()> {
    let mut visit = base.prepare(
        "INSERT INTO client_relation (origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user,
             type_relation, objet, commentaire, num_relation_sujet, c_archive)
         VALUES ('CRV', date(?1, ?2) || ' 00:00:00', ?3, 'C', ?4, ?5, 'S', 'Visite du jour', ?6, 0, 'N')",
    )?;
    for number in numbers {
        let spread = number.wrapping_mul(2_654_435_761);
        let comment = "Attend la fin des ensilages. Comparer avec l'offre du concurrent. "
            .repeat((spread % 5 + 1) as usize);
        visit.execute(params![
            LAST_DAY,
            format!("-{} days", days_ago(number)),
            format!("{:02}:{:02}", 8 + spread % 10, spread % 60),
            code(spread % CUSTOMERS),
            format!("U{:02}", number % 40),
            format!("{comment}{number}\nsaisie via le CRM"),
        ])?;
    }
    Ok(())
}

fn code(number: u32) -> String {
    format!("K{number:05}")
}

/// The peer, in a process of its own and of this very program, so that its memory can be told.
fn peer(stage: &Stage) -> Result<Cost> {
    let copy = stage.folder().join("peer.sqlite");
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["bench", "rebuild-peer"]).arg(stage.base()).arg(&copy);
    let (cost, _) = measured(&mut command)?;
    std::fs::remove_file(copy)?;
    Ok(cost)
}

/// What the peer's process does: the columns that the offline bases hold, and their two indexes, in one file.
pub fn run_peer(base: &Path, copy: &Path) -> Result<()> {
    let peer = Connection::open(copy)?;
    peer.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
    peer.execute("ATTACH DATABASE ?1 AS erp", [base.to_str().context("the path must be UTF-8")?])?;
    peer.execute_batch(
        "CREATE TABLE visit (id INTEGER PRIMARY KEY, c_client TEXT, visited_on TEXT, visited_at TEXT, c_user TEXT,
             origin TEXT, subject TEXT, comment TEXT, key TEXT);
         BEGIN;
         INSERT INTO visit (c_client, visited_on, visited_at, c_user, origin, subject, comment, key)
             SELECT c_entite, substr(date_relation, 1, 10), heure_relation, c_user, origine_relation, objet, commentaire,
                 CAST(num_relation AS TEXT)
             FROM erp.client_relation WHERE type_entite = 'C' AND c_archive <> 'O';
         CREATE INDEX visit_customer ON visit (c_client);
         CREATE INDEX visit_author ON visit (c_user, visited_on);
         COMMIT;",
    )?;
    println!("{}", peer.query_row("SELECT count(*) FROM visit", [], |row| row.get::<_, i64>(0))?);
    Ok(())
}

fn rebuild(stage: &Stage) -> Result<(Cost, Answer)> {
    let (cost, answer) = measured(stage.automaton().args(["--json", "rebuild"]))?;
    Ok((cost, serde_json::from_slice(&answer).context("the automaton's answer")?))
}

/// Runs a process whose answer is the last thing it does.
fn measured(command: &mut Command) -> Result<(Cost, Vec<u8>)> {
    let cpu_before = platform::cpu_of_children();
    let started = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let (answer, peak_kib) = super::integrate::answer(&mut child)?;
    let status = child.wait()?;
    let wall = started.elapsed();
    ensure!(status.success(), "{command:?} ended with {status}");
    let cpu = platform::cpu_of_children().zip(cpu_before).map(|(after, before)| after - before);
    Ok((Cost { wall, cpu, peak_kib }, answer))
}

fn print_line(title: &str, cost: &Cost) {
    let cpu = cost.cpu.map_or_else(String::new, |cpu| format!("  {:7.2} s CPU", cpu.as_secs_f64()));
    let peak = cost.peak_kib.map_or_else(String::new, |kib| format!(", peak {:.1} MiB", kib as f64 / 1024.0));
    println!("{title:<36} {:8.2} s{cpu}{peak}", cost.wall.as_secs_f64());
}

fn print_bases(answer: &Answer) {
    for base in &answer.bases {
        println!(
            "  {:<10} {:3} files, {:7.2} MB; {:3} new, {:7.2} MB",
            base.base,
            base.files,
            base.bytes as f64 / 1e6,
            base.written.len(),
            base.bytes_written as f64 / 1e6
        );
    }
}

/// Disks are moody: the peer runs before and after, and its mean counts.
fn print_ratio(what: &str, before: &Cost, after: &Cost, own: &Cost, of: impl Fn(&Cost) -> Option<Duration>) {
    if let (Some(before), Some(after), Some(own)) = (of(before), of(after), of(own)) {
        let ratio = own.as_secs_f64() / ((before + after).as_secs_f64() / 2.0);
        println!("{what}: {ratio:.2} times the peer (aim: 1.3 or better)");
    }
}
