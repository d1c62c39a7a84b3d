//! The talk with a mail server. lettre speaks the protocol; here stands what is said when, and how long an answer may take.

mod connecting;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::ops::RangeInclusive;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::response::Response;

use super::letter::Letter;
use super::step::{Step, reached};
use super::trouble::{Trouble, answer, out_of_turn};
use super::verdict::{Answer, Phase};
use crate::config::{MailConfig, MailSecurity};
use crate::failure::Failure;
use crate::password;

/// The answer to a mail's content may take that many times as long as any other: servers look for viruses first, and whoever leaves
/// early is sent to again (RFC 5321, 4.5.3.2.6; RFC 1047).
const LONG_ANSWER: u32 = 10;

/// Nobody waits for long to be let go.
const LEAVE: Duration = Duration::from_secs(2);

/// What answers MAIL and RSET, RCPT, DATA and the content (RFC 5321, 4.3.2). Any other answer belongs to something else.
const OK: RangeInclusive<u16> = 250..=250;
const RECIPIENT_OK: RangeInclusive<u16> = 250..=251;
const GO_AHEAD: RangeInclusive<u16> = 354..=354;
const TAKEN: RangeInclusive<u16> = 250..=259;

/// A mail server.
#[derive(Debug)]
pub(super) struct Server {
    host: String,
    port: u16,
    security: Security,
    /// Shows nothing when printed.
    credentials: Option<Credentials>,
    user: Option<String>,
    timeout: Duration,
}

enum Security {
    None,
    StartTls(TlsParameters),
    Tls(TlsParameters),
}

impl std::fmt::Debug for Security {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::None => "none",
            Self::StartTls(_) => "starttls",
            Self::Tls(_) => "tls",
        })
    }
}

/// A connection over which mails may go.
pub(super) struct Talk {
    connection: AsyncSmtpConnection,
    /// Whether a mail went over it.
    used: bool,
}

impl Server {
    pub(super) fn open(config: &MailConfig) -> Result<Self, Failure> {
        // There may be several in the tree; whoever was first stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let host = config.host.clone().unwrap_or_default();
        let tls = || connecting::tls_parameters(&host, config);
        let security = match config.security() {
            MailSecurity::None => Security::None,
            MailSecurity::StartTls => Security::StartTls(tls()?),
            MailSecurity::Tls => Security::Tls(tls()?),
        };
        let password = config.password().map(|password| password::read(&password, "mail")).transpose()?;
        let login = config.user.clone().zip(password);
        Ok(Self {
            port: config.port.unwrap_or(config.security().usual_port()),
            security,
            credentials: login.map(|(user, password)| Credentials::new(user, password)),
            user: config.user.clone(),
            timeout: Duration::from_secs(config.timeout_seconds().into()),
            host,
        })
    }

    /// Has a connection at hand: whoever cannot connect has tried no mail.
    pub(super) async fn ready(&self, at_hand: &mut Option<Talk>) -> Result<(), Trouble> {
        if at_hand.is_none() {
            *at_hand = Some(self.connect().await?);
        }
        Ok(())
    }

    /// Sends a mail, over the connection at hand or a new one; a connection that may serve once more is left at hand.
    pub(super) async fn send(&self, at_hand: &mut Option<Talk>, letter: &Letter) -> Result<(), Trouble> {
        if let Some(talk) = at_hand.take() {
            let used = talk.used;
            match self.send_over(talk, at_hand, letter).await {
                // Some servers take so many mails over one connection, or wait so long, and no more. This mail was surely not taken.
                Err(Trouble::Away(_) | Trouble::Shut(_)) if used => {}
                answered => return answered,
            }
        }
        let talk = self.connect().await?;
        self.send_over(talk, at_hand, letter).await
    }

    async fn send_over(
        &self,
        mut talk: Talk,
        at_hand: &mut Option<Talk>,
        letter: &Letter,
    ) -> Result<(), Trouble> {
        talk.used = true;
        let answered = self.transaction(&mut talk, letter).await;
        match &answered {
            Ok(()) => *at_hand = Some(talk),
            Err(Trouble::Later(_) | Trouble::Never(_)) => {
                let reset = talk.connection.command(Rset);
                if self.said(Phase::Greeting, &OK, "RSET", reset).await.is_ok() {
                    *at_hand = Some(talk);
                }
            }
            // Dropped, not ended politely: who does not answer does not answer QUIT either.
            Err(Trouble::Away(_) | Trouble::Shut(_) | Trouble::Unknown(_)) => {}
        }
        answered
    }

    async fn transaction(&self, talk: &mut Talk, letter: &Letter) -> Result<(), Trouble> {
        let connection = &mut talk.connection;
        let sender = letter.envelope_sender.clone();
        let words = format!("the sender {sender} (mail.envelope_sender)");
        let mail = connection.command(Mail::new(Some(sender), Vec::new()));
        self.said(Phase::Sender, &OK, &words, mail).await?;
        let recipient = letter.recipient.clone();
        let words = format!("the recipient {recipient}");
        let announced = connection.command(Rcpt::new(recipient, Vec::new()));
        self.said(Phase::Announcement, &RECIPIENT_OK, &words, announced).await?;
        self.said(Phase::Announcement, &GO_AHEAD, "DATA", connection.command(Data)).await?;
        reached(Step::Content);
        let content = connection.message(&letter.bytes);
        let patience = self.timeout * LONG_ANSWER;
        let response = self.within(patience, Phase::Content, "the content", content).await?;
        self.in_turn(Phase::Content, &TAKEN, "the content", &response)
    }

    /// Connects and leaves again; answers what was found.
    pub(super) async fn check(&self) -> Result<String, Trouble> {
        let talk = self.connect().await?;
        self.end(Some(talk)).await;
        let security = match self.security {
            Security::None => "in the clear",
            Security::StartTls(_) => "encrypted by STARTTLS, its certificate is good",
            Security::Tls(_) => "encrypted by TLS, its certificate is good",
        };
        let login =
            self.user.as_ref().map_or_else(|| "no login".to_owned(), |user| format!("login {user} accepted"));
        Ok(format!("{} answers: {security}, {login}", self.name()))
    }

    /// Takes leave of the server; what it answers matters to nobody.
    pub(super) async fn end(&self, at_hand: Option<Talk>) {
        if let Some(mut talk) = at_hand {
            let _ = tokio::time::timeout(self.timeout.min(LEAVE), talk.connection.quit()).await;
        }
    }

    /// Says something; the answer must be one to it.
    async fn said(
        &self,
        phase: Phase,
        due: &RangeInclusive<u16>,
        doing: &str,
        talking: impl Future<Output = Result<Response, Error>>,
    ) -> Result<(), Trouble> {
        let response = self.within(self.timeout, phase, doing, talking).await?;
        self.in_turn(phase, due, doing, &response)
    }

    /// lettre takes every 2xx and 3xx for consent. Whoever believes an answer to something else loses a mail.
    fn in_turn(
        &self,
        phase: Phase,
        due: &RangeInclusive<u16>,
        doing: &str,
        response: &Response,
    ) -> Result<(), Trouble> {
        let code = u16::from(response.code());
        if due.contains(&code) {
            return Ok(());
        }
        Err(self.trouble(phase, Answer::Code(code), &format!("{doing}: {}", out_of_turn(response))))
    }

    async fn within<T>(
        &self,
        patience: Duration,
        phase: Phase,
        doing: &str,
        talking: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Trouble> {
        let heard = heard(patience, talking).await;
        heard.map_err(|(answer, words)| self.trouble(phase, answer, &format!("{doing}: {words}")))
    }

    fn trouble(&self, phase: Phase, answer: Answer, words: &str) -> Trouble {
        Trouble::new(phase, answer, format!("{}: {words}", self.name()))
    }

    fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// Waits for an answer, no longer than that: lettre bounds the connecting alone.
async fn heard<T>(
    patience: Duration,
    talking: impl Future<Output = Result<T, Error>>,
) -> Result<T, (Answer, String)> {
    match tokio::time::timeout(patience, talking).await {
        Ok(answered) => answered.map_err(|error| answer(&error)),
        Err(_) => Err((Answer::Nothing, format!("no answer within {} s", patience.as_secs()))),
    }
}
