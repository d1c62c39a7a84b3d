//! `integrate`: one pass over the inbox.

use super::{Answer, Words, stop};
use crate::cli::IntegrateArguments;
use crate::config::Config;
use crate::failure::Failure;
use crate::integrate::{Options, run as run_pass};

pub(super) async fn run(config: &Config, arguments: &IntegrateArguments) -> Result<Answer, Failure> {
    let options = Options { from_archive: arguments.from_archive, stop: stop::at_a_signal() };
    let report = run_pass(config, options).await?;
    let fine = report.counts.rejected == 0 && (report.left_out == 0 || !arguments.from_archive);
    Ok(Answer { fine: fine && !report.stopped, words: Words::Pass(Box::new(report)), misconfigured: false })
}
