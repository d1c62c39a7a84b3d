//! `init --check`: whether anything is missing. Nothing is changed.

use std::path::Path;

use serde_json::json;
use winpneu::sqlserver::installer::{self, Finding, VIEWS_FILE};
use winpneu::{Connection, Error, forms};

use super::super::Answer;
use super::{named, views};
use crate::config::{Config, SqlServerConfig, WinpneuConfig};
use crate::failure::Failure;

/// What was found.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    /// Whether it must be mended; else it is advice.
    fault: bool,
    words: String,
}

impl Found {
    fn fault(words: impl Into<String>) -> Self {
        Self { fault: true, words: words.into() }
    }

    fn of(finding: &Finding) -> Self {
        Self { fault: finding.is_fault(), words: finding.to_string() }
    }
}

pub(super) async fn run(config: &Config, path: &Path) -> Result<Answer, Failure> {
    let mut found = folders(config);
    found.extend(match &config.winpneu {
        WinpneuConfig::Embedded { path } => embedded(path).await?,
        WinpneuConfig::SqlServer(server) => sql_server(server, path).await?,
    });
    Ok(told(&found))
}

fn folders(config: &Config) -> Vec<Found> {
    let missing = named(&config.folders).into_iter().filter(|(_, folder)| !folder.is_dir());
    missing
        .map(|(name, folder)| {
            Found::fault(format!(
                "folders.{name} = {}: there is no such folder: automaton init",
                folder.display()
            ))
        })
        .collect()
}

async fn embedded(path: &Path) -> Result<Vec<Found>, Failure> {
    match winpneu::sqlite::open(path).await {
        Ok(mut base) => Ok(form(&mut base).await?),
        Err(
            error @ (Error::Missing { .. }
            | Error::Older { .. }
            | Error::Newer { .. }
            | Error::MigrationChanged { .. }),
        ) => Ok(vec![Found::fault(error.to_string())]),
        Err(error) => Err(error.into()),
    }
}

async fn sql_server(server: &SqlServerConfig, path: &Path) -> Result<Vec<Found>, Failure> {
    let mut base = server.open_unchecked().await?;
    let (mut found, text) = match views::read(path)? {
        Some(text) => (Vec::new(), text),
        None => {
            let missing = format!("{VIEWS_FILE} is not beside the configuration: automaton init writes it");
            (vec![Found::fault(missing)], views::template(&mut base).await?)
        }
    };
    found.extend(installer::check(&mut base, &text).await?.iter().map(Found::of));
    if winpneu::migrations::check(&mut base).await.is_ok() {
        found.extend(form(&mut base).await?);
    }
    Ok(found)
}

/// Visits name the version of the form that they answer.
async fn form(base: &mut Connection) -> Result<Vec<Found>, Error> {
    let (forms, unreadable) = forms::all(base).await?;
    let none = forms.is_empty() && unreadable.is_empty();
    Ok(none.then(|| Found::fault("there is no visit form yet: automaton init")).into_iter().collect())
}

fn told(found: &[Found]) -> Answer {
    let complete = !found.iter().any(|found| found.fault);
    let lines = found.iter().map(|found| {
        let word = if found.fault { "missing" } else { "advice " };
        format!("{word} {}\n", found.words)
    });
    let text =
        lines.collect::<String>() + if complete { "nothing is missing" } else { "something is missing" };
    let findings: Vec<_> =
        found.iter().map(|found| json!({ "fault": found.fault, "words": found.words })).collect();
    Answer { fine: complete, ..Answer::fine(json!({ "complete": complete, "findings": findings }), text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_alone_misses_nothing() {
        let advice = Found::of(&Finding::NoSnapshot);
        let fault = Found::of(&Finding::Views);
        for (found, fine) in [(vec![], true), (vec![advice], true), (vec![fault], false)] {
            assert_eq!(told(&found).fine, fine, "{found:?}");
        }
    }
}
