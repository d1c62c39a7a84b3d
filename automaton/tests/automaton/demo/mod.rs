//! `automaton demo DIR`: the invented company, whole, repeatable, and in nobody's way.

mod again;
mod company;
#[cfg(unix)] // with the rooms that it borrows from
mod figures;
mod history;
mod laptop;
mod last_days;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::support::rows_of;

/// A Wednesday; the last three working days are those before it.
pub const NOW: &str = "2026-11-18T15:00:00Z";

/// A folder in which demonstrations are made.
pub struct Stage {
    root: tempfile::TempDir,
}

impl Stage {
    pub fn new() -> Self {
        Self { root: tempfile::tempdir().expect("a folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// `automaton demo NAME …` as an operator types it, beside the folder.
    pub fn command(&self, name: &str, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_automaton"));
        command.current_dir(self.root.path()).args(["--json", "demo", name]).args(more);
        command.env("TOURNEE_NOW", NOW).env("USER", "operator").env_remove("RUST_BACKTRACE");
        command
    }

    /// Makes one; answers its summary.
    pub fn make(&self, name: &str, more: &[&str]) -> Value {
        let output = self.command(name, more).output().expect("the program starts");
        assert!(output.status.success(), "{}", words(&output));
        assert!(output.stderr.is_empty(), "with --json there is no progress: {}", words(&output));
        serde_json::from_slice(&output.stdout).expect("one document")
    }

    /// Another command on it.
    pub fn json(&self, name: &str, arguments: &[&str]) -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_automaton"));
        let config = self.path(name).join("automaton.toml");
        command.arg("--config").arg(config).arg("--json").args(arguments).env("TOURNEE_NOW", NOW);
        let output = command.output().expect("the program starts");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", words(&output)))
    }

    pub fn base(&self, name: &str) -> Base {
        Base(rusqlite::Connection::open(self.path(name).join("winpneu.db")).expect("the base opens"))
    }
}

/// A base, asked in plain SQL.
pub struct Base(rusqlite::Connection);

impl Base {
    pub fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        rows_of(&self.0, sql)
    }

    /// The one number of an answer.
    pub fn count(&self, sql: &str) -> i64 {
        self.0.query_row(sql, [], |row| row.get(0)).expect(sql)
    }

    /// The first column of an answer.
    pub fn column(&self, sql: &str) -> Vec<String> {
        self.rows(sql).into_iter().map(|mut row| row.remove(0)).collect()
    }
}

pub fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Names of everything below a folder.
pub fn names_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("listed") {
            let entry = entry.expect("an entry");
            if entry.file_type().expect("a type").is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

/// At its own size the company is made once, for it takes some seconds; everything that must hold of it is looked at there.
#[test]
fn the_company_of_five_thousand_customers_is_whole() {
    let stage = Stage::new();
    let summary = stage.make("demo", &[]);
    let base = stage.base("demo");
    company::check(&base, &summary);
    history::check(&base);
    last_days::check(&stage, &base, &summary);
    laptop::check(&stage);
    // The last, for it adds to the company.
    drop(base);
    #[cfg(unix)]
    figures::check(&stage);
}
