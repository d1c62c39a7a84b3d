//! `cargo xtask bench <name>`: what the product costs, beside a peer that does the least that could do the same.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Subcommand;

mod integrate;
mod peer;
mod scene;

/// The benches.
#[derive(Debug, Subcommand)]
pub enum Bench {
    /// One pass of integration over everything in an installation's inbox.
    Integrate {
        /// The automaton.toml of an installation (embedded base) whose inbox is full and will be integrated.
        #[arg(long)]
        config: PathBuf,
    },
}

/// Runs one.
pub fn run(root: &Path, bench: &Bench) -> Result<()> {
    match bench {
        Bench::Integrate { config } => integrate::run(root, config),
    }
}
