//! `[mail]`: how mails leave.

use std::path::PathBuf;

use domain::EmailAddress;
use serde::Deserialize;

/// `[mail]`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailConfig {
    /// `file`: each mail is an .eml file in `path`; `smtp`: a mail server.
    pub transport: MailTransport,
    /// Folder of the .eml files.
    pub path: PathBuf,
    /// The service's own address: From where the person's own may not be used, and of what the service itself writes.
    pub sender: Option<EmailAddress>,
    /// Where bounces go (the envelope's sender); none: `sender`.
    pub envelope_sender: Option<EmailAddress>,
    /// Domains whose addresses may stand in From; none given: that of `sender`.
    pub from_domains: Option<Vec<String>>,
    /// The mail server.
    pub host: Option<String>,
    /// Its port; none: the usual one of `security`.
    pub port: Option<u16>,
    /// How the connection is secured.
    pub security: MailSecurity,
    /// Login, where the server asks for one.
    pub user: Option<String>,
    /// The password itself; `password_env` or `password_file` are better places.
    pub password: Option<String>,
    /// Name of the environment variable that holds it.
    pub password_env: Option<String>,
    /// File that holds it.
    pub password_file: Option<PathBuf>,
    /// PEM file of a certificate authority to trust besides the system's: a company's own.
    pub ca_file: Option<PathBuf>,
    /// How long one step of the talk with the server may last, in seconds.
    pub timeout_seconds: u32,
}

/// How mails leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTransport {
    /// As files.
    File,
    /// By a mail server.
    Smtp,
}

/// How a connection to the mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// Not at all: for a server on the same machine.
    None,
    /// TLS after a greeting in the clear (RFC 3207).
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            transport: MailTransport::File,
            path: PathBuf::from("mail"),
            sender: None,
            envelope_sender: None,
            from_domains: None,
            host: None,
            port: None,
            security: MailSecurity::StartTls,
            user: None,
            password: None,
            password_env: None,
            password_file: None,
            ca_file: None,
            timeout_seconds: 30,
        }
    }
}

impl std::fmt::Debug for MailConfig {
    /// Never shows a password.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?} {} {:?}", self.transport, self.path.display(), self.host)
    }
}

impl MailConfig {
    /// Whether the keys suit each other.
    pub(super) fn check(&self) -> Result<(), String> {
        let passwords = [self.password.is_some(), self.password_env.is_some(), self.password_file.is_some()];
        let passwords = passwords.into_iter().filter(|given| *given).count();
        match self.transport {
            MailTransport::File if self.host.is_some() => {
                Err("mail.host belongs to mail.transport = \"smtp\"".to_owned())
            }
            MailTransport::Smtp if self.host.is_none() => {
                Err("mail.host is missing: the mail server".to_owned())
            }
            _ if self.user.is_some() && passwords != 1 => {
                Err("mail.user needs one of password, password_env and password_file".to_owned())
            }
            _ => Ok(()),
        }
    }
}
