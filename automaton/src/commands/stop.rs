//! Ctrl-C and SIGTERM for a command that may take long: the first one stops it at a good place, the second one at once.

use std::sync::mpsc;

use tokio_util::sync::CancellationToken;

use crate::daemon::signals::Signals;

/// A token that the first signal cancels.
///
/// The signals have a thread of their own: SQLite keeps the command's only one busy.
pub(super) fn at_a_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let (listens, ready) = mpsc::channel();
    let of_thread = stop.clone();
    let waiting = std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        if let Err(problem) = runtime.and_then(|runtime| runtime.block_on(wait(&of_thread, &listens))) {
            tracing::warn!(%problem, "a signal will end this at once");
        }
    });
    if waiting.is_ok() {
        // An error only says that the thread listens to nothing, and it said so.
        let _ = ready.recv();
    }
    stop
}

async fn wait(stop: &CancellationToken, listens: &mpsc::Sender<()>) -> std::io::Result<()> {
    let mut signals = Signals::listen()?;
    let _ = listens.send(());
    let (name, _) = signals.next().await;
    stop.cancel();
    tracing::warn!("{name}: stops at the next good place; once more stops at once");
    let (_, code) = signals.next().await;
    std::process::exit(code);
}
