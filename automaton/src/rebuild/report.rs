//! What a rebuild did, for the operator.

use chrono::{DateTime, Utc};
use domain::UserFolder;
use serde::{Deserialize, Serialize};
use serde_json::Value;
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
    /// Whether each statement showed its own moment, for want of row versions. What is the CRM's own is of one moment all the same; a row
    /// of the ERP's is as it was when it was read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_statement: bool,
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
    /// Whether everybody's base was tried: only a run for everybody tries it.
    #[serde(skip)]
    for_everybody: bool,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedBase {
    /// `common`, or a user's folder.
    pub base: String,
    /// Whether it is everybody's, and not that of a user who is called so.
    #[serde(default)]
    pub everybodys: bool,
    /// Why.
    pub error: String,
}

impl Report {
    pub(super) fn new(generation: u64, built_at: DateTime<Utc>, through: u64, by_statement: bool) -> Self {
        Self {
            generation,
            built_at,
            through,
            by_statement,
            bases: Vec::new(),
            failed: Vec::new(),
            problems: Vec::new(),
            problem_count: 0,
            common_published: false,
            for_everybody: false,
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
        self.for_everybody |= user.is_none();
        match published {
            Ok(published) => {
                self.common_published |= user.is_none();
                self.bases.push(published);
            }
            Err(failure @ (Failure::Base(_) | Failure::Stopped)) => return Err(failure),
            Err(failure) => {
                let error = failure.to_string();
                self.failed.push(FailedBase { base: base_name(user), everybodys: user.is_none(), error });
            }
        }
        Ok(())
    }

    /// What is remembered of this run. One user's rebuild says nothing of the others: what failed of theirs stays noted until a run tries
    /// them again.
    pub(super) fn note(&self, before: Option<&Value>) -> Result<Value, serde_json::Error> {
        let mut note = serde_json::to_value(self)?;
        let before = before.and_then(|before| Vec::<FailedBase>::deserialize(&before["failed"]).ok());
        let failed: Vec<FailedBase> = before
            .unwrap_or_default()
            .into_iter()
            .filter(|base| !self.tried(base))
            .chain(self.failed.clone())
            .collect();
        note["failed"] = serde_json::to_value(failed)?;
        Ok(note)
    }

    fn tried(&self, base: &FailedBase) -> bool {
        let built = self.bases.iter().map(|built| &built.base);
        let mut tried = built.chain(self.failed.iter().map(|failed| &failed.base));
        self.for_everybody || (!base.everybodys && tried.any(|tried| *tried == base.base))
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
        if self.by_statement {
            text += "read statement by statement: the database keeps no row versions (automaton doctor)\n";
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(tried: &[(Option<&str>, bool)]) -> Report {
        let mut report = Report::new(7, "2026-11-21T15:00:00Z".parse().expect("an instant"), 3, false);
        for (user, built) in tried {
            let user = user.map(|user| UserFolder::parse(user).expect("a folder"));
            let base = base_name(user.as_ref());
            let outcome = match built {
                true => Ok(BaseReport { base, files: 1, written: vec![], bytes_written: 0, bytes: 0 }),
                false => Err(Failure::Other("full".to_owned())),
            };
            report.done(user.as_ref(), outcome).expect("noted");
        }
        report
    }

    #[test]
    fn one_user_s_rebuild_keeps_what_failed_of_the_others() {
        let before = json!({ "failed": [
            { "base": "amartin", "everybodys": false, "error": "away" },
            { "base": "common", "everybodys": true, "error": "away" },
            // As it was noted before it told whose it is.
            { "base": "jdupont", "error": "away" },
        ] });
        for (tried, left) in [
            (&[(Some("zoe"), true)][..], &["amartin: away", "common: away", "jdupont: away"][..]),
            (&[(Some("jdupont"), true)], &["amartin: away", "common: away"]),
            (&[(Some("jdupont"), false)], &["amartin: away", "common: away", "jdupont: full"]),
            // A user may be called so.
            (&[(Some("common"), true)], &["amartin: away", "common: away", "jdupont: away"]),
            // A run for everybody knows everything: amartin was disabled.
            (&[(Some("jdupont"), true), (None, true)], &[]),
            (&[(Some("jdupont"), true), (None, false)], &["common: full"]),
        ] {
            let note = report(tried).note(Some(&before)).expect("a note");
            let failed = Vec::<FailedBase>::deserialize(&note["failed"]).expect("failures");
            let failed: Vec<String> =
                failed.iter().map(|base| format!("{}: {}", base.base, base.error)).collect();
            assert_eq!(
                (failed, &note["generation"]),
                (left.iter().map(|&base| base.to_owned()).collect(), &json!(7)),
                "{tried:?}"
            );
        }
        assert_eq!(report(&[(Some("zoe"), true)]).note(None).expect("a note")["failed"], json!([]));
    }
}
