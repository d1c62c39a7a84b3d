//! Waiting for what another session holds.

use std::io;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Failure;

/// How long a session waits for what another one holds.
pub(crate) struct Patience {
    socket: TcpStream,
    leaving: Arc<AtomicBool>,
}

impl Patience {
    pub(crate) fn new(socket: TcpStream, leaving: Arc<AtomicBool>) -> Self {
        Self { socket, leaving }
    }

    /// Asks again and again until there is an answer or the time is over. A client that sends anything meanwhile gives up.
    pub(super) fn wait<T>(
        &self,
        longest: Option<Duration>,
        mut ask: impl FnMut() -> Result<Option<T>, Failure>,
    ) -> Result<Option<T>, Failure> {
        let start = Instant::now();
        loop {
            if let Some(answer) = ask()? {
                return Ok(Some(answer));
            }
            if longest.is_some_and(|longest| start.elapsed() >= longest) {
                return Ok(None);
            }
            if self.leaving.load(Ordering::SeqCst) || self.is_called() {
                return Err(Failure::Cancelled);
            }
        }
    }

    /// Whether the client sent something or hung up; looks for a moment.
    fn is_called(&self) -> bool {
        let look = || {
            self.socket.set_read_timeout(Some(Duration::from_millis(5)))?;
            let seen = self.socket.peek(&mut [0]);
            self.socket.set_read_timeout(None)?;
            seen
        };
        match look() {
            Ok(_) => true,
            Err(error) => !matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut),
        }
    }
}
