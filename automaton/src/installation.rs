//! An installation: the configuration, opened.

use winpneu::Connection;
use winpneu::lock::{self, Lock};

use crate::config::{Config, WinpneuConfig};
use crate::failure::Failure;

/// Opens the base that the configuration names.
///
/// # Errors
/// What the base answers; [`Failure::Usage`] when the password cannot be read.
pub async fn open_base(config: &Config) -> Result<Connection, Failure> {
    match &config.winpneu {
        WinpneuConfig::Embedded { path } => Ok(winpneu::sqlite::open(path).await?),
        WinpneuConfig::SqlServer(server) => server.open().await,
    }
}

/// Gives a lock back. What was done under it is done, whatever comes of that: a lock ends with its connection.
pub async fn give_back(base: &mut Connection, lock: Lock) {
    if let Err(error) = lock::release(base, lock).await {
        tracing::debug!(%error, "the lock ends with its connection");
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
