//! What a pass did, for the operator and for programs.

use exchange_schema::Reason;
use serde::Serialize;

/// What became of one file in this pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Its effect stands in the base since this pass.
    Integrated,
    /// Its content was integrated before, under another name.
    Duplicate,
    /// It waits.
    Deferred,
    /// It was refused.
    Rejected,
    /// It is none of our business.
    Ignored,
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileLine {
    /// The file's own name.
    pub name: String,
    /// What became of it.
    pub state: Outcome,
    /// Why it waits or was refused.
    pub reason: Option<Reason>,
    /// For people.
    #[serde(skip)]
    pub detail: String,
}

/// The report of a pass. Files that were registered before are not listed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many effects were made.
    pub integrated: u64,
    /// How many copies of integrated content lie about.
    pub duplicate: u64,
    /// How many files wait.
    pub deferred: u64,
    /// How many files were refused.
    pub rejected: u64,
    /// How many files are none of our business.
    pub ignored: u64,
    /// The files. Those without an effect come before their neighbours that have one.
    pub files: Vec<FileLine>,
    /// Files that were integrated once and cannot be integrated again yet, among the deferred ones.
    #[serde(skip)]
    pub left_out: u64,
}

impl Report {
    /// Adds a file that was integrated once and cannot be integrated again yet.
    pub fn leave_out(&mut self, name: impl Into<String>, reason: Reason, detail: impl Into<String>) {
        self.add(name, Outcome::Deferred, Some(reason), detail);
        self.left_out += 1;
    }

    /// Adds a line and counts it.
    pub fn add(
        &mut self,
        name: impl Into<String>,
        state: Outcome,
        reason: Option<Reason>,
        detail: impl Into<String>,
    ) {
        let counter = match state {
            Outcome::Integrated => &mut self.integrated,
            Outcome::Duplicate => &mut self.duplicate,
            Outcome::Deferred => &mut self.deferred,
            Outcome::Rejected => &mut self.rejected,
            Outcome::Ignored => &mut self.ignored,
        };
        *counter += 1;
        self.files.push(FileLine { name: name.into(), state, reason, detail: detail.into() });
    }
}
