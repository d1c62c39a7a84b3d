//! Mails really sent: what `mail` composed and a pass queued leaves the house.

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;
use winpneu::Connection;

use crate::config::Config;
use crate::failure::Failure;

/// How mails leave: a server or a folder, and whose address may stand in From.
#[derive(Debug)]
pub struct Mailer {}

/// What one round of sending did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Round {
    /// Mails that the server took.
    pub sent: u64,
    /// Mails that it did not take now; they are tried again.
    pub postponed: u64,
    /// Mails that it will never take, or that were given up.
    pub failed: u64,
    /// Why the server (or the folder) was out of reach, if it was: the rest waits.
    pub away: Option<String>,
    /// When the next queued mail is due (UTC); none when nothing is queued.
    pub next_due: Option<DateTime<Utc>>,
}

/// A mail that is sent at once, without the queue: an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// With its angle brackets; stable per occasion and recipient.
    pub message_id: String,
    /// To whom.
    pub recipient: domain::EmailAddress,
    /// One line.
    pub subject: crate::mail::OneLine,
    /// Plain text.
    pub body: String,
    /// The mail's Date.
    pub at: DateTime<Utc>,
}

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The server or the folder is out of reach, or refuses to talk to us at all (login, TLS): nothing leaves now.
    #[error("{0}")]
    Away(String),
    /// This mail was not taken now (a 4xx answer).
    #[error("{0}")]
    Later(String),
    /// This mail will never be taken (a 5xx answer).
    #[error("{0}")]
    Never(String),
}

impl Mailer {
    /// Opens the transport that the configuration names; talks to nobody yet.
    ///
    /// # Errors
    /// [`Failure::Usage`] when the password, the CA file or the folder cannot be had.
    pub fn open(_config: &Config) -> Result<Self, Failure> {
        Err(Failure::Other("not yet".to_owned()))
    }

    /// Sends one mail at once.
    ///
    /// # Errors
    /// See [`SendError`].
    #[expect(clippy::unused_async, reason = "a stub")]
    pub async fn notify(&self, _notice: &Notice) -> Result<(), SendError> {
        Err(SendError::Away("not yet".to_owned()))
    }

    /// Asks the server for a greeting and a login, or tries to write to the folder; sends nothing. Answers what was found, in words.
    ///
    /// # Errors
    /// Why nothing could leave now.
    #[expect(clippy::unused_async, reason = "a stub")]
    pub async fn check(&self) -> Result<String, SendError> {
        Err(SendError::Away("not yet".to_owned()))
    }
}

/// Sends what is due, one mail after another, until nothing is due, the server is away, or `stop` is asked for. The caller holds
/// `Lock::Mail`.
///
/// # Errors
/// When the base does not answer.
#[expect(clippy::unused_async, reason = "a stub")]
pub async fn send_due(
    _base: &mut Connection,
    _mailer: &Mailer,
    _stop: &CancellationToken,
) -> Result<Round, Failure> {
    Ok(Round::default())
}

/// One round: takes the lock, sends what is due, gives the lock back.
///
/// # Errors
/// When the base does not answer, or another process is sending.
#[expect(clippy::unused_async, reason = "a stub")]
pub async fn run(_config: &Config, _stop: &CancellationToken) -> Result<Round, Failure> {
    Ok(Round::default())
}
