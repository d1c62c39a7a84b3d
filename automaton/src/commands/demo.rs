//! `demo`: a complete lifelike installation. What an operator would do is done by the operator's own commands.

use std::path::Path;

use super::doctor::health::{self, Daemon};
use super::{Answer, init, params, users};
use crate::cli::{DemoArguments, InitArguments, ParamsCommand, UsersCommand};
use crate::config::Config;
use crate::demo::{Progress, fill, finish, is_demo, prepare};
use crate::failure::Failure;

pub(super) async fn run(arguments: &DemoArguments, as_json: bool) -> Result<Answer, Failure> {
    let mut progress = Progress::new(as_json);
    refuse_a_running_one(&arguments.folder)?;
    let place = prepare(&arguments.folder, &mut progress).await?;
    init::run(&place.config, &InitArguments::default()).await?;
    let config = Config::load(&place.config)?;
    users::run(&config, UsersCommand::Import { file: place.users.clone() }).await?;
    params::run(&config, ParamsCommand::Import { file: place.parameters.clone() }).await?;
    let summary = fill(&place, &config, arguments, &mut progress).await?;
    finish(&place)?;
    let json = serde_json::to_value(&summary).map_err(|error| Failure::Other(error.to_string()))?;
    Ok(Answer::fine(json, summary.text()))
}

/// The daemon of an earlier demonstration holds no lock between its jobs, so it is asked. It answers to nobody's name: one that never
/// logged here is another installation's.
fn refuse_a_running_one(folder: &Path) -> Result<(), Failure> {
    let file = folder.join("automaton.toml");
    let Some(config) = is_demo(folder).then(|| Config::load(&file).ok()).flatten() else { return Ok(()) };
    let Some(process) = last_daemon(&config.logs.folder) else { return Ok(()) };
    let Daemon::Runs { started_at, .. } = health::ask(config.web.listen) else { return Ok(()) };
    Err(Failure::Other(format!(
        "the automaton is running on this demonstration (process {process}, since {started_at}): stop it first. \
         If what answers on {} is another installation's, remove {} by hand",
        config.web.listen,
        folder.display()
    )))
}

/// The process of the last daemon that began a log there, as its log says.
fn last_daemon(logs: &Path) -> Option<String> {
    let entries = std::fs::read_dir(logs).ok()?.flatten().map(|entry| entry.path());
    let last = entries.filter(|path| path.extension().is_some_and(|end| end == "log")).max()?;
    let text = std::fs::read_to_string(last).unwrap_or_default();
    let process = text.lines().rev().find_map(|line| line.split_once(" process=")?.1.split(' ').next());
    Some(process.unwrap_or("unknown").to_owned())
}
