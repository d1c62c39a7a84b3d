//! `rebuild`: the offline bases now.

use std::time::Duration;

use domain::UserFolder;

use super::{Answer, stop};
use crate::cli::RebuildArguments;
use crate::config::Config;
use crate::failure::Failure;
use crate::rebuild::Options;

pub(super) async fn run(config: &Config, arguments: &RebuildArguments) -> Result<Answer, Failure> {
    let only = arguments.user.as_deref().map(UserFolder::parse).transpose();
    let only = only.map_err(|error| Failure::Usage(error.to_string()))?;
    let patience = Duration::from_secs(arguments.wait.into());
    let options = Options { only, patience, stop: stop::at_a_signal() };
    let report = crate::rebuild::run(config, &options).await?;
    let json = serde_json::to_value(&report).map_err(|error| Failure::Other(error.to_string()))?;
    Ok(Answer { fine: report.failed.is_empty(), ..Answer::fine(json, report.text()) })
}
