//! The developer's commands: `cargo xtask <command>`. One place that says how the project is checked, measured and
//! how its generated files are made; CI calls nothing else.
//!
//! Absent on purpose: anything that an installation needs. Nothing here is shipped, and no other crate imports it.

// Printing is this program's job.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod codegen;
mod demo;
mod front;
mod platform;
mod process;
mod stage;
mod test;
mod tsql;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The developer's commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build, make a lifelike installation under target/demo, play a rep's laptop on it, and show what came of it.
    Demo(demo::Options),
    /// Check everything: tools, formatting, the front end, lints, tests, generated files. Stops at the first failure.
    Test {
        /// Also the long runs (tests read TOURNEE_FULL=1).
        #[arg(long)]
        full: bool,
    },
    /// Check that every text which SQL Server is sent is T-SQL.
    Tsql,
    /// Write the files that are generated from the code.
    Codegen {
        /// Only say whether they are fresh.
        #[arg(long)]
        check: bool,
    },
    /// Take the pictures of the user guide anew.
    Guide,
    /// Measure.
    #[command(subcommand)]
    Bench(bench::Bench),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Demo(options) => demo::run(root(), &options),
        Command::Test { full } => test::run(full),
        Command::Tsql => tsql::check(root()),
        Command::Codegen { check: true } => codegen::check(root()),
        Command::Codegen { check: false } => {
            codegen::write(root()).and_then(|()| codegen::write_bindings(root()))
        }
        Command::Guide => front::guide(root()),
        Command::Bench(bench) => bench::run(root(), &bench),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository: two folders above this crate.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}
