//! A rep's laptop without a window: it takes the bases, finds a garage, and has a visit of its own at once, with no server in reach. Then
//! the visit arrives, and its receipt comes back.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::FOLDER;
use crate::process;

/// As Windows calls him.
const USER: &str = "BOCAGE\\jdupont";

/// Plays it; `take_in` is the automaton's part.
pub fn play(root: &Path, headless: &Path, take_in: impl FnOnce() -> Result<()>) -> Result<()> {
    let laptop = Laptop { root, headless };
    println!("\n== a new laptop of {USER}, without a window (tournee-headless): setup, sync");
    let (inbox, bases) = (format!("{FOLDER}/inbox"), format!("{FOLDER}/bases"));
    process::run_quietly(laptop.command().args(["setup", "--inbox", &inbox, "--bases", &bases]))?;
    process::run_quietly(laptop.command().arg("sync"))?;
    println!("\n== tournee-headless show search \"*gar?ge*\", the first two");
    let search = ["show", "search", "*gar?ge*", "--limit", "2"];
    process::run(laptop.command().args(search))?;
    let code = laptop.first_code(&search)?;
    println!("\n== a visit entered there, and the customer's history at once");
    let visit =
        ["visit", "--customer", &code, "--comment", "Content de ses pneus.", "--pick", "contact.visite"];
    process::run_quietly(laptop.command().args(visit))?;
    process::run_quietly(laptop.command().arg("sync"))?;
    process::run(laptop.command().args(["show", "history", &code, "--limit", "2"]))?;
    println!("\n== one pass of the automaton, and the laptop has the receipt");
    take_in()?;
    process::run_quietly(laptop.command().arg("sync"))?;
    process::run(laptop.command().args(["show", "entries", "--limit", "1"]))
}

struct Laptop<'a> {
    root: &'a Path,
    headless: &'a Path,
}

impl Laptop<'_> {
    fn command(&self) -> Command {
        let mut command = Command::new(self.headless);
        let data = format!("{FOLDER}/laptop");
        command.current_dir(self.root).args(["--data", &data, "--user", USER]);
        command
    }

    /// The code of the first customer that was found.
    fn first_code(&self, search: &[&str]) -> Result<String> {
        let output = self.command().arg("--json").args(search).output()?;
        let found: Value = serde_json::from_slice(&output.stdout).context("the laptop's answer")?;
        let code = found["rows"][0]["code"].as_str().context("no garage was found")?;
        Ok(code.to_owned())
    }
}
