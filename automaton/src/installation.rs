//! An installation: the configuration, opened.

use std::path::Path;

use winpneu::Connection;

use crate::config::{Config, WinpneuConfig};
use crate::failure::Failure;

/// Opens the base that the configuration names.
///
/// # Errors
/// [`Failure::Usage`] for a backend that this build lacks; what the base answers otherwise.
pub async fn open_base(config: &Config) -> Result<Connection, Failure> {
    Ok(winpneu::sqlite::open(embedded_path(config)?).await?)
}

/// The file of the embedded base.
///
/// # Errors
/// [`Failure::Usage`] when the configuration names a SQL Server.
pub fn embedded_path(config: &Config) -> Result<&Path, Failure> {
    match &config.winpneu {
        WinpneuConfig::Embedded { path } => Ok(path),
        WinpneuConfig::SqlServer(_) => Err(Failure::Usage(
            "[winpneu] backend = \"sqlserver\" is not supported by this version: use \"embedded\"".to_owned(),
        )),
    }
}

/// Who works on this machine, for the lock and the journal: the operating system's user.
#[must_use]
pub fn operator() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|user| !user.is_empty()))
        .unwrap_or_else(|| "operator".to_owned())
}

/// What the lock says of this process.
#[must_use]
pub fn lock_holder(command: &str) -> String {
    let machine = ["HOSTNAME", "COMPUTERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let machine = machine.map_or_else(String::new, |name| format!(" on {name}"));
    let words =
        format!("`automaton {command}`, process {}{machine}, user {}", std::process::id(), operator());
    words.chars().take(winpneu::lock::HOLDER_CHARS).collect()
}
