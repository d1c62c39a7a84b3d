//! The talk with a mail server. lettre speaks the protocol; here stands what is said when, and how long an answer may take.

use std::future::Future;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;

use super::letter::Letter;
use super::password;
use super::step::{Step, reached};
use super::trouble::{Trouble, answer};
use super::verdict::{Answer, Phase};
use crate::config::{MailConfig, MailSecurity};
use crate::failure::Failure;

/// The answer to a mail's content may take that many times as long as any other: servers look for viruses first, and whoever leaves
/// early is sent to again (RFC 5321, 4.5.3.2.6; RFC 1047).
const LONG_ANSWER: u32 = 10;

/// Nobody waits for long to be let go.
const LEAVE: Duration = Duration::from_secs(2);

/// How a certificate begins in PEM (RFC 7468).
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

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
}

impl Server {
    pub(super) fn open(config: &MailConfig) -> Result<Self, Failure> {
        // There may be several in the tree; whoever was first stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let host = config.host.clone().unwrap_or_default();
        let tls = || tls_parameters(&host, config);
        let security = match config.security {
            MailSecurity::None => Security::None,
            MailSecurity::StartTls => Security::StartTls(tls()?),
            MailSecurity::Tls => Security::Tls(tls()?),
        };
        let login = config.user.clone().zip(password::read(config)?);
        Ok(Self {
            port: config.port.unwrap_or(config.security.usual_port()),
            security,
            credentials: login.map(|(user, password)| Credentials::new(user, password)),
            user: config.user.clone(),
            timeout: Duration::from_secs(config.timeout_seconds.into()),
            host,
        })
    }

    /// Sends a mail, over the connection at hand or a new one; a connection that may serve once more is left at hand.
    pub(super) async fn send(&self, at_hand: &mut Option<Talk>, letter: &Letter) -> Result<(), Trouble> {
        if let Some(talk) = at_hand.take() {
            match self.send_over(talk, at_hand, letter).await {
                // Some servers take so many mails over one connection, or wait so long, and no more. This mail was surely not taken.
                Err(Trouble::Away(_)) => {}
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
        let answered = self.transaction(&mut talk, letter).await;
        match &answered {
            Ok(()) => *at_hand = Some(talk),
            Err(Trouble::Later(_) | Trouble::Never(_)) => {
                let reset = talk.connection.command(Rset);
                if self.step(Phase::Greeting, "RSET", reset).await.is_ok() {
                    *at_hand = Some(talk);
                }
            }
            // Dropped, not ended politely: who does not answer does not answer QUIT either.
            Err(Trouble::Away(_) | Trouble::Unknown(_)) => {}
        }
        answered
    }

    async fn transaction(&self, talk: &mut Talk, letter: &Letter) -> Result<(), Trouble> {
        let connection = &mut talk.connection;
        let sender = letter.envelope_sender.clone();
        let words = format!("the sender {sender} (mail.envelope_sender)");
        self.step(Phase::Sender, &words, connection.command(Mail::new(Some(sender), Vec::new()))).await?;
        let recipient = letter.recipient.clone();
        let words = format!("the recipient {recipient}");
        self.step(Phase::Announcement, &words, connection.command(Rcpt::new(recipient, Vec::new()))).await?;
        self.step(Phase::Announcement, "DATA", connection.command(Data)).await?;
        reached(Step::Content);
        let content = connection.message(&letter.bytes);
        self.within(self.timeout * LONG_ANSWER, Phase::Content, "the content", content).await?;
        Ok(())
    }

    /// Connects: greeting, TLS, login.
    async fn connect(&self) -> Result<Talk, Trouble> {
        let name = ClientId::default();
        let at_once = match &self.security {
            Security::Tls(tls) => Some(tls.clone()),
            Security::None | Security::StartTls(_) => None,
        };
        let server = (self.host.as_str(), self.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(server, Some(self.timeout), &name, at_once, None);
        let mut connection = self.step(Phase::Greeting, "connecting", connecting).await?;
        if let Security::StartTls(tls) = &self.security {
            if !connection.can_starttls() {
                let words =
                    "the server offers no STARTTLS, and without it nothing is said: mail.security, mail.port";
                return Err(self.trouble(Phase::Greeting, Answer::Nothing, words));
            }
            self.step(Phase::Greeting, "STARTTLS", connection.starttls(tls.clone(), &name)).await?;
        }
        if let Some(credentials) = &self.credentials {
            let login = connection.auth(DEFAULT_MECHANISMS, credentials);
            self.step(Phase::Greeting, "the login", login).await?;
        }
        Ok(Talk { connection })
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

    async fn step<T>(
        &self,
        phase: Phase,
        doing: &str,
        talking: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Trouble> {
        self.within(self.timeout, phase, doing, talking).await
    }

    /// Waits for an answer, no longer than that: lettre bounds the connecting alone.
    async fn within<T>(
        &self,
        patience: Duration,
        phase: Phase,
        doing: &str,
        talking: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Trouble> {
        match tokio::time::timeout(patience, talking).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                let (answer, words) = answer(&error);
                Err(self.trouble(phase, answer, &format!("{doing}: {words}")))
            }
            Err(_) => {
                let words = format!("{doing}: no answer within {} s", patience.as_secs());
                Err(self.trouble(phase, Answer::Nothing, &words))
            }
        }
    }

    fn trouble(&self, phase: Phase, answer: Answer, words: &str) -> Trouble {
        Trouble::new(phase, answer, format!("{}: {words}", self.name()))
    }

    fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// Whom the server's certificate must name, and who may have made it.
fn tls_parameters(host: &str, config: &MailConfig) -> Result<TlsParameters, Failure> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = &config.ca_file {
        let wrong = |problem: &dyn std::fmt::Display| {
            Failure::Usage(format!("mail.ca_file: {}: {problem}; name a certificate in PEM", path.display()))
        };
        let pem = std::fs::read(path).map_err(|error| wrong(&error))?;
        // Without any, the whole file would pass for a comment.
        if !pem.windows(BEGIN.len()).any(|part| part == BEGIN) {
            return Err(wrong(&"it holds no certificate"));
        }
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|error| wrong(&error))?);
    }
    builder.build().map_err(|error| Failure::Usage(format!("mail.host = {host:?}: {error}")))
}
