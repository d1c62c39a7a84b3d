//! Mails really sent: what `mail` composed and a pass queued leaves the house.
//!
//! - `letter` makes the bytes, the same each time; `smtp` and `folder` are the ways out;
//! - `verdict` decides what an answer means and when a mail is tried again; `trouble` says it in words;
//! - `round` walks through what is due.
//!
//! A mail is claimed before it is sent: its row counts the attempt and is due later, so a base that takes no note sends nothing, and what
//! is repeated is repeated ever more seldom. It is marked as sent after the server took it. Whoever dies between the two sends it again
//! under the same Message-ID; nothing is ever marked that did not leave.
//!
//! Absent on purpose: what mails say (`mail`), the queue's SQL (`winpneu`), when to look (the daemon).

mod folder;
mod letter;
mod round;
mod smtp;
mod step;
mod trouble;
mod verdict;

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;
use winpneu::lock::{self, Lock};

use crate::config::{Config, MailTransport};
use crate::failure::Failure;
use crate::installation::{give_back, lock_holder, open_base};

use folder::Folder;
use letter::{Content, House, Letter, letter};
use smtp::{Server, Talk};
use trouble::Trouble;

pub use round::{JOB, send_due};
pub use step::Step;

/// How mails leave: a server or a folder, and whose address may stand in From.
#[derive(Debug)]
pub struct Mailer {
    transport: Transport,
    house: House,
}

#[derive(Debug)]
enum Transport {
    Server(Box<Server>),
    Folder(Folder),
}

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
    /// When the next queued mail is due (UTC); none when nothing is queued. It may have been due already: after `away`, or when the round
    /// was stopped.
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
    /// It may have been taken or not: the answer was lost, or the server hung up on this mail. Sent again it may arrive twice; another one
    /// may well leave.
    #[error("{0}")]
    Unknown(String),
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
    /// [`Failure::Usage`] when the password or the CA file cannot be had, or an address cannot be used.
    pub fn open(config: &Config) -> Result<Self, Failure> {
        let transport = match config.mail.transport {
            MailTransport::Smtp => Transport::Server(Box::new(Server::open(&config.mail)?)),
            MailTransport::File => Transport::Folder(Folder { path: config.mail.path.clone() }),
        };
        Ok(Self { transport, house: House::of(&config.mail)? })
    }

    /// Whether nobody configured `[mail] sender`: mails then come from an address that no server lets pass.
    #[must_use]
    pub const fn sender_is_default(&self) -> bool {
        self.house.is_default
    }

    /// Sends one mail at once.
    ///
    /// # Errors
    /// See [`SendError`].
    pub async fn notify(&self, notice: &Notice) -> Result<(), SendError> {
        let content = Content {
            message_id: &notice.message_id,
            recipient: notice.recipient.as_str(),
            person: None,
            person_name: None,
            subject: notice.subject.as_str(),
            body: &notice.body,
            at: notice.at.naive_utc(),
        };
        let letter = letter(&self.house, &content).map_err(SendError::Never)?;
        let mut at_hand = None;
        let answered = self.send(&mut at_hand, &letter).await;
        self.end(at_hand).await;
        Ok(answered?)
    }

    /// Asks the server for a greeting and a login, or tries to write to the folder; sends nothing. Answers what was found, in words.
    ///
    /// # Errors
    /// Why nothing could leave now.
    pub async fn check(&self) -> Result<String, SendError> {
        let found = match &self.transport {
            Transport::Server(server) => server.check().await,
            Transport::Folder(folder) => folder.check(),
        };
        Ok(found?)
    }

    /// Sees that there is somebody to give mails to.
    async fn ready(&self, at_hand: &mut Option<Talk>) -> Result<(), Trouble> {
        match &self.transport {
            Transport::Server(server) => server.ready(at_hand).await,
            Transport::Folder(_) => Ok(()),
        }
    }

    async fn send(&self, at_hand: &mut Option<Talk>, letter: &Letter) -> Result<(), Trouble> {
        match &self.transport {
            Transport::Server(server) => server.send(at_hand, letter).await,
            Transport::Folder(folder) => folder.send(letter),
        }
    }

    async fn end(&self, at_hand: Option<Talk>) {
        if let Transport::Server(server) = &self.transport {
            server.end(at_hand).await;
        }
    }
}

/// One round: takes the lock, sends what is due, gives the lock back.
///
/// # Errors
/// When the base does not answer, or another process is sending.
pub async fn run(config: &Config, stop: &CancellationToken) -> Result<Round, Failure> {
    let mailer = Mailer::open(config)?;
    let mut base = open_base(config).await?;
    lock::acquire(&mut base, Lock::Mail, &lock_holder("mail send"), crate::clock::now()).await?;
    let outcome = send_due(&mut base, &mailer, stop).await;
    give_back(&mut base, Lock::Mail).await;
    outcome
}
