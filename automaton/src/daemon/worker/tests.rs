//! What the worker tells the others.

use std::collections::BTreeSet;

use tokio::sync::mpsc;

use super::*;
use crate::daemon::plan::Rules;

fn worker(folder: &std::path::Path) -> Worker {
    let config = Config::parse(crate::config::TEMPLATE, folder).expect("valid");
    Worker {
        state: State::new(Rules::of(&config).expect("valid")),
        board: Arc::new(Board::new(&[Job::Integrate], DateTime::UNIX_EPOCH)),
        config: Arc::new(config),
        events: mpsc::unbounded_channel().0,
        asked: Arc::new(Notify::new()),
        queued: Arc::new(Notify::new()),
        stop: CancellationToken::new(),
        built_at: None,
    }
}

/// Whether it was rung, without waiting for it.
async fn rung(bell: &Notify) -> bool {
    tokio::select! {
        biased;
        () = bell.notified() => true,
        () = std::future::ready(()) => false,
    }
}

/// Mails look by themselves once a minute: without this the mails of a pass would leave late, and nobody would notice.
#[tokio::test]
async fn a_pass_has_its_mails_sent_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    for (job, outcome, rings) in [
        (Job::Integrate, Ok(json!({})), true),
        (Job::Integrate, Err(Failure::Stopped), false),
        (Job::Integrate, Err(Failure::Other("away".to_owned())), false),
        (Job::Rebuild, Ok(json!({})), false),
    ] {
        let mut worker = worker(folder.path());
        let case = format!("{job:?} {outcome:?}");
        worker.settle(job, outcome, Instant::now()).await;
        assert_eq!(rung(&worker.queued).await, rings, "{case}");
    }
}

#[test]
fn what_failed_together_does_not_come_back_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let now = DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000);
    let again = (0..20).map(|_| {
        let mut worker = worker(folder.path());
        worker.failed(Job::Integrate, &Failure::Other("away".to_owned()), now);
        worker.state.due(Job::Integrate, now)
    });
    let times: BTreeSet<_> = again.collect();
    assert!(times.len() > 1, "{times:?}");
}
