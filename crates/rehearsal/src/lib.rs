//! Rehearsing the worst: in debug builds only, the environment can stop the clock and end the process at a chosen step.
//!
//! - `TOURNEE_NOW=2026-11-21T15:00:00Z` stops the clock there;
//! - `TOURNEE_STEP_LOG=FILE` appends the name of each step to a file;
//! - `TOURNEE_KILL_AT=n` sends this very process SIGKILL right before its n-th step (from 1);
//! - `TOURNEE_STEPS_FROM=FILE` counts and logs steps only once that file is there: in a program that is never idle, the steps of one deed;
//! - `TOURNEE_PAUSE_AT=n` waits there until standard input ends;
//! - `TOURNEE_BLIND=1` lets folder watches see nothing, as on a network share.
//!
//! A release build contains none of this.

use chrono::{DateTime, Utc};

/// The stopped time, if the clock was stopped.
#[cfg(debug_assertions)]
#[must_use]
pub fn fixed_time() -> Option<DateTime<Utc>> {
    let text = std::env::var("TOURNEE_NOW").ok()?;
    DateTime::parse_from_rfc3339(&text).ok().map(|instant| instant.to_utc())
}

/// The clock of a release build cannot be stopped.
#[cfg(not(debug_assertions))]
#[must_use]
pub const fn fixed_time() -> Option<DateTime<Utc>> {
    None
}

/// Whether folder watches are to see nothing.
#[cfg(debug_assertions)]
#[must_use]
pub fn is_blind() -> bool {
    std::env::var_os("TOURNEE_BLIND").is_some()
}

/// A release build sees what the system shows it.
#[cfg(not(debug_assertions))]
#[must_use]
pub const fn is_blind() -> bool {
    false
}

/// The layer that listens to the steps, where the environment asks for one.
#[cfg(not(debug_assertions))]
#[must_use]
pub const fn layer() -> Option<tracing_subscriber::layer::Identity> {
    None
}

#[cfg(debug_assertions)]
pub use listening::layer;

#[cfg(debug_assertions)]
mod listening {
    use std::io::{Read, Write};
    use std::sync::atomic::{AtomicU64, Ordering};

    use tracing::field::{Field, Visit};
    use tracing_subscriber::filter::filter_fn;
    use tracing_subscriber::layer::{Context, Layer};

    /// The layer that listens to the steps, where the environment asks for one.
    #[must_use]
    pub fn layer<S: tracing::Subscriber + for<'s> tracing_subscriber::registry::LookupSpan<'s>>()
    -> Option<impl Layer<S>> {
        let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
        let rehearsal = Rehearsal {
            met: AtomicU64::new(0),
            kill_at: number("TOURNEE_KILL_AT"),
            pause_at: number("TOURNEE_PAUSE_AT"),
            log: std::env::var_os("TOURNEE_STEP_LOG"),
            from: std::env::var_os("TOURNEE_STEPS_FROM").map(Into::into),
        };
        let asked = rehearsal.kill_at.is_some() || rehearsal.pause_at.is_some() || rehearsal.log.is_some();
        asked.then(|| rehearsal.with_filter(filter_fn(|metadata| metadata.target() == "step")))
    }

    struct Rehearsal {
        met: AtomicU64,
        kill_at: Option<u64>,
        pause_at: Option<u64>,
        log: Option<std::ffi::OsString>,
        from: Option<std::path::PathBuf>,
    }

    impl<S: tracing::Subscriber> Layer<S> for Rehearsal {
        fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
            if self.from.as_ref().is_some_and(|file| !file.exists()) {
                return;
            }
            let number = self.met.fetch_add(1, Ordering::SeqCst) + 1;
            if let Some(path) = &self.log {
                let mut name = StepName(String::new());
                event.record(&mut name);
                let file = std::fs::File::options().create(true).append(true).open(path);
                // A log that cannot be written shows in the test that reads it.
                let _ = file.and_then(|mut file| writeln!(file, "{}", name.0));
            }
            if self.pause_at == Some(number) {
                let _ = std::io::stdin().read_to_end(&mut Vec::new());
            }
            if self.kill_at == Some(number) {
                kill_myself();
            }
        }
    }

    struct StepName(String);

    impl Visit for StepName {
        fn record_str(&mut self, _: &Field, value: &str) {
            value.clone_into(&mut self.0);
        }
        fn record_debug(&mut self, _: &Field, value: &dyn std::fmt::Debug) {
            self.0 = format!("{value:?}");
        }
    }

    #[cfg(unix)]
    fn kill_myself() {
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }

    /// Windows has no signals: ending without unwinding or flushing comes nearest.
    #[cfg(not(unix))]
    fn kill_myself() {
        std::process::abort();
    }
}
