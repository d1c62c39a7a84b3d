//! How the operating system asks the daemon to end.

use std::io;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// The file in hand, a statement that waits for a lock, a mail: nothing that is asked to end takes longer.
const MOST: Duration = Duration::from_secs(25);

/// Cancels `stop` at the first signal. At a second one, or when the daemon does not come to rest, the process ends at once: whatever it
/// was at is found half done and completed by the next start, as after a power failure.
pub async fn obey(mut signals: Signals, stop: CancellationToken) {
    let (name, _) = signals.next().await;
    tracing::info!("{name}: ends after the file in hand");
    stop.cancel();
    tokio::select! {
        (name, code) = signals.next() => {
            tracing::warn!("{name} again: ends at once");
            std::process::exit(code);
        }
        () = tokio::time::sleep(MOST) => {
            tracing::error!("did not come to rest within {} seconds: ends at once", MOST.as_secs());
            std::process::exit(1);
        }
    }
}

#[cfg(unix)]
pub use unix::Signals;
#[cfg(windows)]
pub use windows::Signals;

#[cfg(unix)]
mod unix {
    use tokio::signal::unix::{Signal, SignalKind, signal};

    use super::io;

    /// SIGTERM and SIGINT.
    #[derive(Debug)]
    pub struct Signals {
        terminate: Signal,
        interrupt: Signal,
    }

    impl Signals {
        /// From now on they no longer end the process by themselves.
        ///
        /// # Errors
        /// When the system refuses.
        pub fn listen() -> io::Result<Self> {
            Ok(Self {
                terminate: signal(SignalKind::terminate())?,
                interrupt: signal(SignalKind::interrupt())?,
            })
        }

        /// The next one: its name, and what a process that it ends answers.
        pub async fn next(&mut self) -> (&'static str, i32) {
            tokio::select! {
                _ = self.terminate.recv() => ("SIGTERM", 143),
                _ = self.interrupt.recv() => ("SIGINT", 130),
            }
        }
    }
}

#[cfg(windows)]
mod windows {
    use tokio::signal::windows::{
        CtrlBreak, CtrlC, CtrlClose, CtrlShutdown, ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown,
    };

    use super::io;

    /// Ctrl-C, Ctrl-Break, the console's end and the system's.
    #[derive(Debug)]
    pub struct Signals {
        c: CtrlC,
        brk: CtrlBreak,
        close: CtrlClose,
        shutdown: CtrlShutdown,
    }

    impl Signals {
        /// From now on they no longer end the process by themselves.
        ///
        /// # Errors
        /// When the system refuses.
        pub fn listen() -> io::Result<Self> {
            Ok(Self { c: ctrl_c()?, brk: ctrl_break()?, close: ctrl_close()?, shutdown: ctrl_shutdown()? })
        }

        /// The next one: its name, and what a process that it ends answers.
        pub async fn next(&mut self) -> (&'static str, i32) {
            tokio::select! {
                _ = self.c.recv() => ("Ctrl-C", 130),
                _ = self.brk.recv() => ("Ctrl-Break", 130),
                _ = self.close.recv() => ("the console's end", 143),
                _ = self.shutdown.recv() => ("the system's shutdown", 143),
            }
        }
    }
}
