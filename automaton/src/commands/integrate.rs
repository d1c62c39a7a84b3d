//! `integrate`: one pass over the inbox.

use super::{Answer, Words};
use crate::cli::IntegrateArguments;
use crate::config::Config;
use crate::failure::Failure;
use crate::integrate::{Options, run as run_pass};

pub(super) async fn run(config: &Config, arguments: &IntegrateArguments) -> Result<Answer, Failure> {
    let report =
        run_pass(config, Options { from_archive: arguments.from_archive, ..Options::default() }).await?;
    let fine = report.counts.rejected == 0 && (report.left_out == 0 || !arguments.from_archive);
    Ok(Answer { words: Words::Pass(Box::new(report)), fine })
}
