//! Where warnings go: standard error, in English, one line each. Answers go to standard output, so neither spoils the other.

use std::io::IsTerminal;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Layer, SubscriberExt};

/// Starts listening; call it once, first of all.
pub fn install() {
    let warnings = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        // A log file wants no colours.
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .without_time()
        .with_filter(LevelFilter::WARN);
    let subscriber = tracing_subscriber::registry().with(warnings).with(rehearsal::layer());
    // A subscriber set earlier in this process can only be a test's own.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
