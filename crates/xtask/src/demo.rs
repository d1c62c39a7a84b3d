//! `cargo xtask demo`: from a fresh clone to the product at work on a lifelike company, in one command.
//!
//! The company and its last three days are made by `automaton demo` itself; here everything is built and started, then a rep's laptop takes
//! the bases and enters a visit, which arrives; the summary says what came of it all, and last the window opens on a rep's laptop. Building
//! comes first, so that where to look and what to try are the last words.

mod laptop;
mod window;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::process;
use crate::stage::program;

/// Where it is made, below the root.
const FOLDER: &str = "target/demo";
/// What `automaton demo` writes first into a folder of its own: nothing else may lie in a folder without it.
const MARKER: &str = ".tournee-demo";
/// The same bounds as the automaton's own: they are checked before minutes of building, and a test compares them.
const SCALE: std::ops::RangeInclusive<i64> = 50..=200_000;

/// What may be chosen.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// What the invented company is made from: the same number, the same company.
    #[arg(long)]
    seed: Option<u64>,
    /// How many customers, from 50 to 200,000.
    #[arg(long, value_name = "CUSTOMERS", value_parser = clap::value_parser!(u32).range(SCALE))]
    scale: Option<u32>,
    /// At whose laptop the window opens: the folder of a rep, or of the administrator.
    #[arg(long = "as", value_name = "USER", value_parser = window::person, default_value = window::WITH_ENTRIES)]
    user: String,
    /// Without the window: neither Node nor WebKit is needed then.
    #[arg(long)]
    no_window: bool,
}

/// Builds, makes the installation, plays the laptop, shows the summary, opens the window.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    ensure_replaceable(&root.join(FOLDER))?;
    window::ensure_closed(root)?;
    println!("== {}", begins(!options.no_window));
    build(root, options)?;
    let automaton = program(root, "debug");
    // Building takes minutes, in which somebody may have opened it.
    window::ensure_closed(root)?;
    println!("\n== an invented company of four years, and its last three days, in {FOLDER}");
    let summary = make(root, &automaton, options)?;
    laptop::play(root, &beside(&automaton, "tournee-headless"), || take_in(root, &automaton))?;
    println!("\n== what there is now\n\n{summary}");
    if options.no_window { Ok(()) } else { window::show(root, &automaton, &options.user) }
}

/// Whoever waits wants to know for what, and how long.
fn begins(window: bool) -> String {
    let (builds, minutes) = match window {
        true => {
            ("three builds, of this command, of the automaton and of the window", "eight or nine minutes")
        }
        false => ("two builds, of this command and of the automaton", "four or five minutes"),
    };
    format!(
        "{builds}; then an invented company and a laptop. The first time {minutes} on two cores, most of it the builds; later one or two"
    )
}

/// Everything that is needed, before anything is shown.
fn build(root: &Path, options: &Options) -> Result<()> {
    crate::test::environment()?;
    println!("== build: the automaton, and a laptop without a window");
    process::run(
        process::cargo().args(["build", "--package", "automaton", "--package", "client"]).current_dir(root),
    )?;
    if options.no_window {
        return Ok(());
    }
    window::build(root).context("cargo xtask demo --no-window leaves the window out")
}

/// A pass over what was just entered: nothing waits when the demo ends, so `automaton doctor` finds all well.
fn take_in(root: &Path, automaton: &Path) -> Result<()> {
    let config = format!("{FOLDER}/automaton.toml");
    process::run_quietly(Command::new(automaton).current_dir(root).args(["--config", &config, "integrate"]))
}

/// Only an earlier demo is replaced. The automaton sees to that; here it is said before minutes of building.
fn ensure_replaceable(folder: &Path) -> Result<()> {
    let Ok(mut entries) = fs::read_dir(folder) else { return Ok(()) };
    if entries.next().is_some() && !folder.join(MARKER).is_file() {
        bail!(
            "{} holds something that is no demo: remove or rename that folder, and run this again",
            folder.display()
        );
    }
    Ok(())
}

/// Runs `automaton demo`; its progress goes to our console, its summary is answered.
fn make(root: &Path, automaton: &Path, options: &Options) -> Result<String> {
    let mut command = Command::new(automaton);
    command.args(["demo", FOLDER]).current_dir(root).stdout(Stdio::piped());
    for (name, value) in [
        ("--seed", options.seed.map(|seed| seed.to_string())),
        ("--scale", options.scale.map(|it| it.to_string())),
    ] {
        command.args(value.iter().flat_map(|value| [name, value]));
    }
    let shown = process::shown(&command);
    let output = command.spawn()?.wait_with_output().with_context(|| shown.clone())?;
    ensure!(output.status.success(), "failed ({}): {shown}", output.status);
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}

/// Another program that cargo put beside this one.
fn beside(program: &Path, name: &str) -> PathBuf {
    program.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

#[cfg(test)]
mod tests {
    use super::{MARKER, SCALE, ensure_replaceable};
    use std::fs;

    /// This crate imports nothing of the automaton, so the texts are compared.
    #[test]
    fn bounds_and_marker_are_those_of_the_automaton() {
        let digits = |number: &i64| {
            if *number < 1_000 {
                number.to_string()
            } else {
                format!("{}_{:03}", number / 1_000, number % 1_000)
            }
        };
        let range = format!(".range({}..={})", digits(SCALE.start()), digits(SCALE.end()));
        assert!(include_str!("../../../automaton/src/cli.rs").contains(&range), "{range}");
        let marker = format!("const MARKER: &str = {MARKER:?};");
        assert!(include_str!("../../../automaton/src/demo/place.rs").contains(&marker), "{marker}");
    }

    #[test]
    fn only_an_absent_or_empty_folder_or_a_demo_is_replaced() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("demo");
        ensure_replaceable(&folder).unwrap();
        fs::create_dir(&folder).unwrap();
        ensure_replaceable(&folder).unwrap();
        fs::write(folder.join("beach.jpg"), "sand").unwrap();
        let told = ensure_replaceable(&folder).unwrap_err().to_string();
        assert!(told.contains("remove or rename"), "{told}");
        fs::write(folder.join(MARKER), "").unwrap();
        ensure_replaceable(&folder).unwrap();
    }
}
