//! `demo`: a complete lifelike installation. What an operator would do is done by the operator's own commands.

use super::{Answer, init, params, users};
use crate::cli::{DemoArguments, ParamsCommand, UsersCommand};
use crate::config::Config;
use crate::demo::{Progress, fill, prepare};
use crate::failure::Failure;

pub(super) async fn run(arguments: &DemoArguments, as_json: bool) -> Result<Answer, Failure> {
    let mut progress = Progress::new(as_json);
    let place = prepare(&arguments.folder).await?;
    init::run(&place.config).await?;
    let config = Config::load(&place.config)?;
    users::run(&config, UsersCommand::Import { file: place.users.clone() }).await?;
    params::run(&config, ParamsCommand::Import { file: place.parameters.clone() }).await?;
    let summary = fill(&place, &config, arguments, &mut progress).await?;
    let json = serde_json::to_value(&summary).map_err(|error| Failure::Other(error.to_string()))?;
    Ok(Answer::fine(json, summary.text()))
}
