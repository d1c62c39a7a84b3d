//! `winpneu-views.sql`, beside the configuration: the views through which this ERP is read, as the DBA adapted them.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use winpneu::sqlserver::installer::{self, Finding, VIEWS_FILE, views_template};
use winpneu::{Connection, Error};

use super::other;
use crate::failure::Failure;

/// The installation's views.
pub(super) struct Views {
    path: PathBuf,
    pub(super) text: String,
    /// Whether they were written from the template just now.
    pub(super) written: bool,
}

impl Views {
    pub(super) fn words(&self) -> String {
        let path = self.path.display();
        if self.written {
            format!("wrote {path}: the DBA adapts it to this ERP, then automaton init once more")
        } else {
            format!("{path} kept as it is")
        }
    }
}

fn place(config: &Path) -> PathBuf {
    config.with_file_name(VIEWS_FILE)
}

/// The text beside the configuration, if there is one.
pub(in crate::commands) fn read(config: &Path) -> Result<Option<String>, Failure> {
    let path = place(config);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err(Failure::Usage(format!("{}: {error}; save it as UTF-8", path.display())))
        }
        Err(error) => Err(other(&path, &error)),
    }
}

/// The text beside the configuration; where there is none, the template is written there. Not where the database has views of another text:
/// somebody adapted them, and what he wrote lies elsewhere.
pub(super) async fn at_hand(base: &mut Connection, config: &Path, is_new: bool) -> Result<Views, Failure> {
    let path = place(config);
    if let Some(text) = read(config)? {
        return Ok(Views { path, text, written: false });
    }
    let text = template(base).await?;
    if !is_new && installer::check(base, &text).await?.contains(&Finding::Views) {
        return Err(Failure::Other(format!(
            "{} is not there, and the views of this database were not made from the template: put the file back from where the automaton was \
             installed first, or from a backup. To begin anew with the template: automaton init --print views > {VIEWS_FILE}",
            path.display()
        )));
    }
    // create_new: what somebody puts there meanwhile is not touched.
    let mut file = std::fs::File::create_new(&path).map_err(|error| other(&path, &error))?;
    file.write_all(text.as_bytes()).map_err(|error| other(&path, &error))?;
    Ok(Views { path, text, written: true })
}

/// The template, as this ERP's table of visits wants it.
pub(super) async fn template(base: &mut Connection) -> Result<String, Failure> {
    match installer::has_relation_number(base).await {
        Ok(known) => Ok(views_template(known)),
        Err(error @ Error::Statement { .. }) => Err(Failure::Other(format!(
            "{error}; is this the ERP's database? It has no client_relation that this login may read: mend [winpneu] database, or \
             ask the DBA"
        ))),
        Err(error) => Err(error.into()),
    }
}
