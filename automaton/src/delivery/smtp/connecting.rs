//! Coming to talk with a mail server: its addresses, greeting, TLS, login.

use std::net::SocketAddr;

use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::net::lookup_host;
use tokio::time::timeout;

use super::super::trouble::Trouble;
use super::super::verdict::{Answer, Phase};
use super::{Security, Server, Talk, heard};
use crate::config::MailConfig;
use crate::failure::Failure;

/// How a certificate begins in PEM (RFC 7468).
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// What a login that was accepted is answered (RFC 4954, 4).
const LOGGED_IN: std::ops::RangeInclusive<u16> = 235..=235;

impl Server {
    /// Connects: greeting, TLS, login.
    pub(super) async fn connect(&self) -> Result<Talk, Trouble> {
        self.connect_to(&self.addresses().await?).await
    }

    pub(super) async fn connect_to(&self, addresses: &[SocketAddr]) -> Result<Talk, Trouble> {
        let name = ClientId::default();
        let mut connection = self.greeted(addresses, &name).await?;
        if let Security::StartTls(tls) = &self.security {
            if !connection.can_starttls() {
                let words =
                    "the server offers no STARTTLS, and without it nothing is said: mail.security, mail.port";
                return Err(self.trouble(Phase::Greeting, Answer::Nothing, words));
            }
            let encrypting = connection.starttls(tls.clone(), &name);
            self.within(self.timeout, Phase::Greeting, "STARTTLS", encrypting).await?;
        }
        if let Some(credentials) = &self.credentials {
            let login = connection.auth(DEFAULT_MECHANISMS, credentials);
            self.said(Phase::Greeting, &LOGGED_IN, "the login", login).await?;
        }
        Ok(Talk { connection, used: false })
    }

    async fn addresses(&self) -> Result<Vec<SocketAddr>, Trouble> {
        let away = |words: &str| self.trouble(Phase::Greeting, Answer::Nothing, words);
        match timeout(self.timeout, lookup_host((self.host.as_str(), self.port))).await {
            Ok(Ok(found)) => Ok(found.collect()),
            Ok(Err(error)) => Err(away(&format!("connecting: {error}"))),
            Err(_) => Err(away("connecting: nobody tells the address of mail.host")),
        }
    }

    /// The first address that greets; a silent one must not use up the time of the next.
    async fn greeted(
        &self,
        addresses: &[SocketAddr],
        name: &ClientId,
    ) -> Result<AsyncSmtpConnection, Trouble> {
        let at_once = match &self.security {
            Security::Tls(tls) => Some(tls),
            Security::None | Security::StartTls(_) => None,
        };
        let mut words = Vec::new();
        for address in addresses {
            let connecting = AsyncSmtpConnection::connect_tokio1(
                address,
                Some(self.timeout),
                name,
                at_once.cloned(),
                None,
            );
            match heard(self.timeout, connecting).await {
                Ok(connection) => return Ok(connection),
                Err((_, problem)) if addresses.len() == 1 => words.push(format!("connecting: {problem}")),
                Err((_, problem)) => words.push(format!("connecting to {}: {problem}", address.ip())),
            }
        }
        if words.is_empty() {
            words.push("mail.host has no address".to_owned());
        }
        Err(self.trouble(Phase::Greeting, Answer::Nothing, &words.join("; ")))
    }
}

/// Whom the server's certificate must name, and who may have made it.
pub(super) fn tls_parameters(host: &str, config: &MailConfig) -> Result<TlsParameters, Failure> {
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
