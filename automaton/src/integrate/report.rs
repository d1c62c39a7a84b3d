//! What a pass did, for the operator and for programs. The counts stay in memory; the lines go to a temporary file once they are many.

use std::io::{self, BufRead, BufReader, Seek, Write};

use exchange_schema::Reason;
use serde::{Deserialize, Serialize};
use tempfile::SpooledTempFile;

use crate::mail::one_line::on_one_line;

/// What is kept of the lines in memory.
const IN_MEMORY: usize = 64 * 1024;

/// What became of one file in this pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// How many files came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
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
}

/// The report of a pass. Files that were registered before are not listed.
#[derive(Debug)]
pub struct Report {
    /// The counts.
    pub counts: Counts,
    /// Files that were integrated once and cannot be integrated again yet, among the deferred ones.
    pub left_out: u64,
    /// Whether it was asked to stop and did, with files left for the next pass.
    pub stopped: bool,
    /// A line and its detail, each as JSON, in turn.
    lines: SpooledTempFile,
    /// What kept a line from being written: what was done to the files stands all the same.
    unwritten: Option<io::Error>,
}

impl Default for Report {
    fn default() -> Self {
        let lines = SpooledTempFile::new(IN_MEMORY);
        Self { counts: Counts::default(), left_out: 0, stopped: false, lines, unwritten: None }
    }
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
            Outcome::Integrated => &mut self.counts.integrated,
            Outcome::Duplicate => &mut self.counts.duplicate,
            Outcome::Deferred => &mut self.counts.deferred,
            Outcome::Rejected => &mut self.counts.rejected,
            Outcome::Ignored => &mut self.counts.ignored,
        };
        *counter += 1;
        let line = FileLine { name: name.into(), state, reason, detail: detail.into() };
        if self.unwritten.is_none() {
            self.unwritten = self.write(&line).err();
        }
    }

    fn write(&mut self, line: &FileLine) -> io::Result<()> {
        // One write a line: the file behind has no buffer of its own.
        let text = format!("{}\n{}\n", serde_json::to_string(line)?, serde_json::to_string(&line.detail)?);
        self.lines.write_all(text.as_bytes())
    }

    /// The lines, in the order in which they came. Those without an effect come before their neighbours that have one.
    ///
    /// # Errors
    /// When the temporary file could not be written or cannot be read.
    pub fn lines(&mut self) -> io::Result<impl Iterator<Item = io::Result<FileLine>>> {
        if let Some(error) = self.unwritten.take() {
            return Err(error);
        }
        self.lines.rewind()?;
        let mut raw = BufReader::new(&mut self.lines).lines();
        Ok(std::iter::from_fn(move || {
            let line = raw.next()?;
            let detail = raw.next().unwrap_or_else(|| Err(io::ErrorKind::UnexpectedEof.into()));
            Some(line.and_then(|line| {
                let mut line: FileLine = serde_json::from_str(&line)?;
                line.detail = serde_json::from_str(&detail?)?;
                Ok(line)
            }))
        }))
    }

    /// Writes the one document of `--json`: the counts, then the files; between them whether it was stopped, if it was.
    ///
    /// # Errors
    /// When `out` cannot be written, or the lines cannot be read back.
    pub fn write_json(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let counts = serde_json::to_string(&self.counts)?;
        let stopped = if self.stopped { ",\"stopped\":true" } else { "" };
        write!(out, "{}{stopped},\"files\":[", counts.trim_end_matches('}'))?;
        let mut comma = "";
        for line in self.lines()? {
            out.write_all(comma.as_bytes())?;
            serde_json::to_writer(&mut *out, &line?)?;
            comma = ",";
        }
        out.write_all(b"]}\n")
    }

    /// Writes what a person wants to know: what needs looking at, then the counts.
    ///
    /// # Errors
    /// When `out` cannot be written, or the lines cannot be read back.
    pub fn write_text(&mut self, out: &mut dyn Write) -> io::Result<()> {
        for line in self.lines()? {
            let FileLine { name, state, reason, detail } = line?;
            let word = match state {
                Outcome::Rejected => "rejected",
                Outcome::Deferred => "deferred",
                Outcome::Integrated | Outcome::Duplicate | Outcome::Ignored => continue,
            };
            let reason = reason.map_or("", Reason::as_str);
            // What a hostile file says must not pass for lines of ours.
            writeln!(out, "{word} {}: {reason}: {}", on_one_line(&name), on_one_line(&detail))?;
        }
        let Counts { integrated, duplicate, deferred, rejected, ignored } = self.counts;
        writeln!(
            out,
            "integrated {integrated}, duplicate {duplicate}, deferred {deferred}, rejected {rejected}, ignored {ignored}"
        )?;
        if self.stopped {
            writeln!(out, "stopped: what was done stays, the rest waits for the next pass")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_as_they_went_in_however_many_they_are() {
        let mut report = Report::default();
        for i in 0..5_000 {
            report.add(format!("n\"{i}\n"), Outcome::Rejected, Some(Reason::BadName), "two\nlines\\");
        }
        assert!(report.lines.is_rolled(), "more than is kept in memory");
        let lines: Vec<FileLine> = report.lines().expect("lines").collect::<Result<_, _>>().expect("lines");
        assert_eq!(lines.len(), 5_000);
        assert_eq!((lines[7].name.as_str(), lines[7].detail.as_str()), ("n\"7\n", "two\nlines\\"));
        let mut json = Vec::new();
        report.write_json(&mut json).expect("written");
        let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        assert_eq!((&json["rejected"], json["files"].as_array().map(Vec::len)), (&5_000.into(), Some(5_000)));
        assert_eq!(
            json["files"][7],
            serde_json::json!({"name": "n\"7\n", "state": "rejected", "reason": "bad-name"})
        );
    }
}
