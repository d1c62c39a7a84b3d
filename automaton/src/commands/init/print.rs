//! `init --print`: what the DBA reads before it is run. No server is asked.

use std::path::Path;

use serde_json::json;
use winpneu::sqlserver::installer::{LOGIN, UNINSTALL, script, views_template};

use super::super::Answer;
use super::views;
use crate::cli::Script;
use crate::config::{Config, WinpneuConfig};
use crate::failure::Failure;

pub(super) fn run(config: &Config, path: &Path, wanted: Script) -> Result<Answer, Failure> {
    let text = match (&config.winpneu, wanted) {
        (WinpneuConfig::Embedded { .. }, Script::Schema) => embedded(),
        (WinpneuConfig::Embedded { .. }, _) => {
            return Err(Failure::Usage(
                "the embedded base is one file: it has no login and no views of its own, and is removed by removing it"
                    .to_owned(),
            ));
        }
        (WinpneuConfig::SqlServer(_), Script::Schema) => script(&installed_views(path)?),
        (WinpneuConfig::SqlServer(_), Script::Views) => installed_views(path)?,
        (WinpneuConfig::SqlServer(_), Script::Login) => LOGIN.to_owned(),
        (WinpneuConfig::SqlServer(_), Script::Uninstall) => UNINSTALL.to_owned(),
    };
    Ok(Answer::fine(json!({ "script": text }), text))
}

/// The file beside the configuration, else the template for an ERP whose visits are numbered.
fn installed_views(path: &Path) -> Result<String, Failure> {
    Ok(views::read(path)?.unwrap_or_else(|| views_template(true)))
}

fn embedded() -> String {
    let title = |number: u32, name: &str| format!("-- ===== Migration {number}: {name} =====\n");
    winpneu::sqlite::migrations()
        .iter()
        .map(|migration| {
            format!("{}{}\n", title(migration.number, migration.name), migration.text.trim_end())
        })
        .collect()
}
