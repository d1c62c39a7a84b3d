//! `cargo xtask demo`: from a fresh clone to the product at work on a lifelike company, in one command.
//!
//! The company and its last three days are made by `automaton demo` itself; here it is built and started, then a rep's laptop takes
//! the bases and enters a visit, and the summary comes last.

mod laptop;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::stage::program;

/// Where it is made, below the root.
const FOLDER: &str = "target/demo";

/// What is passed on to `automaton demo`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// What the invented company is made from: the same number, the same company.
    #[arg(long)]
    seed: Option<u64>,
    /// How many customers, from 50 to 200,000.
    #[arg(long, value_name = "CUSTOMERS")]
    scale: Option<u32>,
}

/// Builds, makes the installation, plays the laptop, shows the summary.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    println!("== tools");
    crate::test::environment()?;
    println!("== build (a few minutes the first time)");
    process::run(
        Command::new(process::cargo())
            .args(["build", "--package", "automaton", "--package", "client"])
            .current_dir(root),
    )?;
    let automaton = program(root, "debug");
    println!("\n== an invented company of four years, and its last three days, in {FOLDER}");
    let summary = make(root, &automaton, options)?;
    laptop::play(root, &beside(&automaton, "tournee-headless"))?;
    println!("\n== what there is now\n\n{summary}");
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
