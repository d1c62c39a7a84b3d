//! `cargo xtask bench <name>`: what the product costs, beside a peer that does the least that could do the same.

use std::path::Path;

use anyhow::Result;
use clap::Subcommand;

mod integrate;
mod peer;

/// The benches.
#[derive(Debug, Subcommand)]
pub enum Bench {
    /// One pass of integration over a full inbox, beside one fsynced copy and one SQLite commit per file.
    Integrate {
        /// How many files.
        #[arg(long, default_value_t = 10_000)]
        files: u32,
    },
}

/// Runs one.
pub fn run(root: &Path, bench: &Bench) -> Result<()> {
    match bench {
        Bench::Integrate { files } => integrate::run(root, *files),
    }
}
