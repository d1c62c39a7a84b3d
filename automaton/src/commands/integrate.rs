//! `integrate`: one pass over the inbox.

use super::Answer;
use crate::cli::IntegrateArguments;
use crate::config::Config;
use crate::failure::Failure;
use crate::integrate::{Options, Outcome, Report, run as run_pass};

pub(super) async fn run(config: &Config, arguments: &IntegrateArguments) -> Result<Answer, Failure> {
    let report = run_pass(config, Options { from_archive: arguments.from_archive }).await?;
    // Straight from the report: it may have a line for each of many thousand files.
    let json = serde_json::to_string(&report).map_err(|error| Failure::Other(error.to_string()))?;
    Ok(Answer {
        json,
        text: text(&report),
        fine: report.rejected == 0 && (report.left_out == 0 || !arguments.from_archive),
    })
}

fn text(report: &Report) -> String {
    let mut lines = Vec::new();
    for file in report.files.iter().filter(|file| matches!(file.state, Outcome::Deferred | Outcome::Rejected))
    {
        let state = if file.state == Outcome::Rejected { "rejected" } else { "deferred" };
        let reason = file.reason.map_or("", exchange_schema::Reason::as_str);
        lines.push(format!("{state} {}: {reason}: {}", file.name, file.detail));
    }
    let Report { integrated, duplicate, deferred, rejected, ignored, .. } = report;
    lines.push(format!(
        "integrated {integrated}, duplicate {duplicate}, deferred {deferred}, rejected {rejected}, ignored {ignored}"
    ));
    lines.join("\n")
}
