//! The log: warnings of this program in the data folder, for whoever helps. Nothing of customers, no secret; kept for two weeks.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Layer, SubscriberExt};

/// Its folder in the data folder.
const FOLDER: &str = "logs";
const KEPT_DAYS: usize = 14;

/// Writes until it is dropped. `None` inside: the folder cannot be written, and work goes on.
pub struct Log(#[expect(dead_code, reason = "its drop writes what is left")] Option<WorkerGuard>);

/// Begins to write, and to listen to the steps of a rehearsal.
pub fn begin(data: &Path) -> Log {
    let folder = data.join(FOLDER);
    // It looks for old files before it makes the folder, and complains. Where this fails, so does what follows.
    let _ = std::fs::create_dir_all(&folder);
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("tournee")
        .filename_suffix("log")
        .max_log_files(KEPT_DAYS)
        .build(folder);
    let (writer, guard) = match appender.map(tracing_appender::non_blocking) {
        Ok((writer, guard)) => (Some(writer), Some(guard)),
        Err(_) => (None, None),
    };
    let file = writer.map(|writer| {
        let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_target(false).with_writer(writer);
        layer.with_filter(LevelFilter::WARN)
    });
    let subscriber = tracing_subscriber::registry().with(file).with(rehearsal::layer());
    // Nobody was there before.
    let _ = tracing::subscriber::set_global_default(subscriber);
    Log(guard)
}
