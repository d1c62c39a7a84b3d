//! What a rebuild did, for the operator.

use chrono::{DateTime, Utc};
use domain::UserFolder;
use serde::Serialize;
use winpneu::extracts::Unreadable;

use crate::failure::Failure;

/// How many rows that were left out are named; the rest is counted.
const NAMED: usize = 100;

/// What a rebuild did.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The number of this publication.
    pub generation: u64,
    /// When its rows were read.
    pub built_at: DateTime<Utc>,
    /// The counter of effects then.
    pub through: u64,
    /// The bases that were published.
    pub bases: Vec<BaseReport>,
    /// Bases that could not be built or published; what was published of them before stays valid.
    pub failed: Vec<FailedBase>,
    /// Rows that were left out, or taken over with a part missing: the first hundred.
    pub problems: Vec<String>,
    /// How many there are.
    pub problem_count: u64,
    /// Whether everybody's base is among those published: a user's folder may be called `common` too.
    #[serde(skip)]
    pub(super) common_published: bool,
}

/// One published base.
#[derive(Debug, Serialize)]
pub struct BaseReport {
    /// `common`, or a user's folder.
    pub base: String,
    /// How many files its manifest names.
    pub files: usize,
    /// Names of those that were not there before.
    pub written: Vec<String>,
    /// Their bytes: what the folder sync will carry, before its own compression.
    pub bytes_written: u64,
    /// Bytes of all its files.
    pub bytes: u64,
}

/// One base that failed.
#[derive(Debug, Serialize)]
pub struct FailedBase {
    /// `common`, or a user's folder.
    pub base: String,
    /// Why.
    pub error: String,
}

impl Report {
    pub(super) fn new(generation: u64, built_at: DateTime<Utc>, through: u64) -> Self {
        Self {
            generation,
            built_at,
            through,
            bases: Vec::new(),
            failed: Vec::new(),
            problems: Vec::new(),
            problem_count: 0,
            common_published: false,
        }
    }

    /// Notes a row that was left out.
    pub(super) fn problem(&mut self, problem: impl Into<String>) {
        self.problem_count += 1;
        if self.problems.len() < NAMED {
            self.problems.push(problem.into());
        }
    }

    /// Notes a row of the company's base that cannot be read.
    pub(super) fn unreadable(&mut self, row: &Unreadable) {
        self.problem(format!("{}: {:?}: {}", row.table, row.key, row.problem));
    }

    /// Notes what became of one base. The company's base out of reach ends the run, and so does whoever asks to stop; anything else is that
    /// base's own misfortune.
    pub(super) fn done(
        &mut self,
        user: Option<&UserFolder>,
        published: Result<BaseReport, Failure>,
    ) -> Result<(), Failure> {
        match published {
            Ok(published) => {
                self.common_published |= user.is_none();
                self.bases.push(published);
            }
            Err(failure @ (Failure::Base(_) | Failure::Stopped)) => return Err(failure),
            Err(failure) => {
                self.failed.push(FailedBase { base: base_name(user), error: failure.to_string() });
            }
        }
        Ok(())
    }

    /// For people.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!(
            "bases of {}, generation {}, through effect {}\n",
            self.built_at.format("%Y-%m-%dT%H:%M:%SZ"),
            self.generation,
            self.through
        );
        for base in &self.bases {
            text += &format!(
                "{}: {} files, {} in all; {} new, {}\n",
                base.base,
                base.files,
                megabytes(base.bytes),
                base.written.len(),
                megabytes(base.bytes_written)
            );
        }
        for failed in &self.failed {
            text += &format!(
                "FAILED {}: {}; what was published of it before stays valid\n",
                failed.base, failed.error
            );
        }
        for problem in &self.problems {
            text += &format!("left out: {problem}\n");
        }
        let more = self.problem_count.saturating_sub(self.problems.len() as u64);
        if more > 0 {
            text += &format!("and {more} more\n");
        }
        text
    }
}

/// What a base is called in reports.
pub(super) fn base_name(user: Option<&UserFolder>) -> String {
    user.map_or(sync_folder::COMMON, UserFolder::as_str).to_owned()
}

fn megabytes(bytes: u64) -> String {
    format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000)
}
