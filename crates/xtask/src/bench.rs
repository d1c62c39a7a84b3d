//! `cargo xtask bench <name>`: what the product costs, beside a peer that does the least that could do the same.

use std::path::Path;

use anyhow::Result;
use clap::Subcommand;

#[cfg(target_os = "linux")]
mod desktop;
mod integrate;
mod names;
mod peer;
mod rebuild;
mod search;
mod sql;

/// The benches.
#[derive(Debug, Subcommand)]
pub enum Bench {
    /// One pass of integration over a full inbox, beside one fsynced copy and one SQLite commit per file.
    Integrate {
        /// How many files.
        #[arg(long, default_value_t = 10_000)]
        files: u32,
    },
    /// A nightly rebuild of the offline bases, beside `INSERT … SELECT` of the same rows and two indexes.
    Rebuild {
        /// How many visits.
        #[arg(long, default_value_t = 1_500_000)]
        visits: u32,
    },
    /// The search over 200,000 customers, beside a LIKE scan.
    Search {
        /// Names and patterns are made from it.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Round trips per file by kind with a SQL Server, and how quickly it is read beside the embedded base.
    Sql {
        /// Files of each kind.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=300))]
        files: u32,
        /// Visits that are read.
        #[arg(long, default_value_t = 100_000)]
        visits: u32,
    },
    /// The desktop's real window over 200,000 customers: from its start to the first data, from a keystroke in the search to the painted
    /// list (beside a LIKE scan), and the memory of all its processes. Linux only.
    Desktop {
        /// How often it is started; the median counts.
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
        starts: u32,
        /// How many searches of each class.
        #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..))]
        searches: u32,
        /// The debug build: quicker built, and its times are nobody's.
        #[arg(long)]
        debug: bool,
    },
    /// The second half of `sql`, which needs a release build.
    #[command(hide = true)]
    SqlReads {
        /// Visits that are read.
        #[arg(long)]
        visits: u32,
    },
    /// What `rebuild` compares with, in a process of its own.
    #[command(hide = true)]
    RebuildPeer {
        /// The company's base.
        base: std::path::PathBuf,
        /// The file to write.
        copy: std::path::PathBuf,
    },
}

/// Runs one.
pub fn run(root: &Path, bench: &Bench) -> Result<()> {
    match bench {
        #[cfg(target_os = "linux")]
        Bench::Desktop { starts, searches, debug } => desktop::run(root, *starts, *searches, *debug),
        #[cfg(not(target_os = "linux"))]
        Bench::Desktop { .. } => {
            anyhow::bail!("the window is driven through WebKitGTK's driver, on Linux only")
        }
        Bench::Integrate { files } => integrate::run(root, *files),
        Bench::Search { seed } => search::run(root, *seed),
        Bench::Sql { files, visits } => sql::run(root, *files, *visits),
        Bench::SqlReads { visits } => sql::run_reads(root, *visits),
        Bench::Rebuild { visits } => rebuild::run(root, *visits),
        Bench::RebuildPeer { base, copy } => rebuild::run_peer(base, copy),
    }
}
