//! One pass of the daemon, and what the log says of it.

use std::io;

use exchange_schema::Reason;
use serde_json::Value;
use tokio::time::Instant;

use super::{Worker, seconds};
use crate::clock;
use crate::failure::Failure;
use crate::integrate::{self, FileLine, Options, Outcome, Report};
use crate::mail::one_line::on_one_line;

impl Worker {
    pub(super) async fn integrate(&mut self) -> Result<Value, Failure> {
        tracing::debug!("the pass begins");
        let began = Instant::now();
        let options = Options { stop: self.stop.clone(), ..Options::default() };
        let mut report = integrate::run(&self.config, options).await?;
        if report.stopped {
            tracing::info!("the pass ends early; the next start goes on");
        }
        match read(&mut report) {
            Ok(seen) => {
                if seen.unsettled {
                    self.state.unsettled(clock::now());
                }
                if !seen.news {
                    tracing::debug!(ignored = report.counts.ignored, "the pass found nothing new");
                } else {
                    let counts = report.counts;
                    let seconds = seconds(began);
                    tracing::info!(
                        integrated = counts.integrated,
                        duplicate = counts.duplicate,
                        deferred = counts.deferred,
                        rejected = counts.rejected,
                        seconds,
                        "the pass is done"
                    );
                }
            }
            Err(error) => tracing::warn!(%error, "the lines of the pass cannot be read back"),
        }
        serde_json::to_value(report.counts).map_err(|error| Failure::Other(error.to_string()))
    }
}

/// What the lines of a pass say.
#[derive(Debug, Default)]
struct Seen {
    /// Something was done. A pass each minute that finds nothing new is not worth a line.
    news: bool,
    /// A file may still be on its way.
    unsettled: bool,
}

fn read(report: &mut Report) -> io::Result<Seen> {
    let mut seen = Seen { news: report.counts.integrated > 0, unsettled: false };
    for line in report.lines()? {
        let FileLine { name, state, reason, detail } = line?;
        seen.unsettled |= reason == Some(Reason::Unsettled);
        if state == Outcome::Rejected {
            seen.news = true;
            // What a hostile file says must not pass for lines of ours.
            let (name, detail) = (on_one_line(&name), on_one_line(&detail));
            tracing::warn!("rejected {name}: {}: {detail}", reason.map_or("", Reason::as_str));
        }
    }
    Ok(seen)
}
