//! Old relations are hidden in the ERP (`c_archive = 'O'`), where `[retention]` says so.

use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::failure::Failure;

/// Archives what is older than the configuration allows; answers how many rows it marked.
///
/// # Errors
/// When the base does not answer, or another automaton is at work.
#[expect(clippy::unused_async, reason = "a stub")]
pub async fn run(_config: &Config, _stop: &CancellationToken) -> Result<u64, Failure> {
    Ok(0)
}
