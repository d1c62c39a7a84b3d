//! `run`: the automaton by itself.

use std::path::Path;

use crate::failure::Failure;

/// Runs until SIGTERM.
///
/// # Errors
/// When the configuration is wrong, or the listen address is taken.
#[expect(clippy::unused_async, reason = "a stub")]
pub async fn run(_config: &Path) -> Result<(), Failure> {
    Err(Failure::Other("not yet".to_owned()))
}
