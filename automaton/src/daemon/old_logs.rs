//! Log files of days that are over, removed at the start and then each hour: a day ends while the daemon runs.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::{clock, logging};

const EVERY: Duration = Duration::from_secs(60 * 60);

/// Removes them until `stop`.
pub async fn run(config: Arc<Config>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = logging::remove_old(&config.logs, clock::now().date_naive()) {
            tracing::warn!(folder = %config.logs.folder.display(), %error, "old log files cannot be removed");
        }
        tokio::select! {
            () = sleep(EVERY) => {}
            () = stop.cancelled() => {}
        }
    }
}
