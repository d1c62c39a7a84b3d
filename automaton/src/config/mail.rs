//! `[mail]`: how mails leave.

use std::path::PathBuf;

use domain::EmailAddress;
use serde::Deserialize;

use super::Password;
use crate::mail::OneLine;

/// `[mail]`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailConfig {
    /// `file`: each mail is an .eml file in `path`; `smtp`: a mail server.
    pub transport: MailTransport,
    /// Folder of the .eml files.
    pub path: PathBuf,
    /// The service's own address: From where the person's own may not be used, and of what the service itself writes.
    pub sender: Option<MailSender>,
    /// Where bounces go (the envelope's sender); none: `sender`.
    pub envelope_sender: Option<EmailAddress>,
    /// Domains whose addresses may stand in From; none given: that of `sender`.
    pub from_domains: Option<Vec<String>>,
    /// The mail server.
    pub host: Option<String>,
    /// Its port; none: the usual one of `security`.
    pub port: Option<u16>,
    /// How the connection is secured; none: STARTTLS.
    pub security: Option<MailSecurity>,
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
    /// How long one step of the talk with the server may last, in seconds; the answer to a mail's content may take ten times as long. None: 30.
    pub timeout_seconds: Option<u32>,
}

/// The service as a sender: `crm@example.fr` or `Tournée <crm@example.fr>`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct MailSender {
    /// Shown before the address.
    pub name: Option<OneLine>,
    /// The address.
    pub address: EmailAddress,
}

impl TryFrom<String> for MailSender {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let named = text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<'));
        let (name, address) = named.unwrap_or(("", text.trim()));
        let wrong =
            |_| format!("{text:?} is no sender; write \"crm@example.fr\" or \"Tournée <crm@example.fr>\"");
        let address = address.trim().parse().map_err(wrong)?;
        let name = OneLine::new(name.trim().trim_matches('"'));
        Ok(Self { name: Some(name).filter(|name| !name.as_str().is_empty()), address })
    }
}

impl std::fmt::Display for MailSender {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.name {
            Some(name) => write!(formatter, "{name} <{}>", self.address),
            None => write!(formatter, "{}", self.address),
        }
    }
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
    /// TLS after a greeting in the clear (RFC 3207); without TLS nothing is said.
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
}

impl MailSecurity {
    /// The port that is usual for it.
    #[must_use]
    pub const fn usual_port(self) -> u16 {
        match self {
            Self::None => 25,
            Self::StartTls => 587,
            Self::Tls => 465,
        }
    }
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
            security: None,
            user: None,
            password: None,
            password_env: None,
            password_file: None,
            ca_file: None,
            timeout_seconds: None,
        }
    }
}

impl std::fmt::Debug for MailConfig {
    /// Never shows a password.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.transport {
            MailTransport::File => write!(formatter, "files in {}", self.path.display()),
            MailTransport::Smtp => write!(formatter, "smtp {}", self.host.as_deref().unwrap_or_default()),
        }
    }
}

impl MailConfig {
    /// Where the password is, if there is a login.
    #[must_use]
    pub fn password(&self) -> Option<Password> {
        let here = self.password.clone().map(Password::Here);
        let environment = || self.password_env.clone().map(Password::Environment);
        here.or_else(environment).or_else(|| self.password_file.clone().map(Password::File))
    }

    /// How the connection is secured.
    #[must_use]
    pub fn security(&self) -> MailSecurity {
        self.security.unwrap_or(MailSecurity::StartTls)
    }

    /// How long one step of the talk with the server may last, in seconds.
    #[must_use]
    pub fn timeout_seconds(&self) -> u32 {
        self.timeout_seconds.unwrap_or(30)
    }

    /// The service's address, if one is given.
    #[must_use]
    pub fn sender_address(&self) -> Option<&str> {
        self.sender.as_ref().map(|sender| sender.address.as_str())
    }

    /// Whether the keys suit each other.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.transport == MailTransport::File
            && let Some(key) = self.key_of_smtp()
        {
            return Err(format!("mail.{key} belongs to mail.transport = \"smtp\""));
        }
        self.check_login()?;
        match (self.transport, &self.host) {
            (MailTransport::Smtp, None) => return Err("mail.host is missing: the mail server".to_owned()),
            (MailTransport::Smtp, Some(host)) if host.trim().is_empty() => {
                return Err("mail.host is empty: write the mail server's name".to_owned());
            }
            _ => {}
        }
        if self.port == Some(0) {
            return Err("mail.port = 0 is no port; leave it out for the usual one".to_owned());
        }
        if !(1..=600).contains(&self.timeout_seconds()) {
            return Err("mail.timeout_seconds must be from 1 to 600".to_owned());
        }
        for domain in self.from_domains.iter().flatten() {
            if format!("x@{domain}").parse::<EmailAddress>().is_err() {
                return Err(format!("mail.from_domains: {domain:?} is no domain; write \"example.fr\""));
            }
        }
        Ok(())
    }

    /// A key that says something about a mail server: whoever wrote it believes that mails go there.
    fn key_of_smtp(&self) -> Option<&'static str> {
        let keys = [
            ("host", self.host.is_some()),
            ("port", self.port.is_some()),
            ("security", self.security.is_some()),
            ("user", self.user.is_some()),
            ("password", self.password.is_some()),
            ("password_env", self.password_env.is_some()),
            ("password_file", self.password_file.is_some()),
            ("ca_file", self.ca_file.is_some()),
            ("timeout_seconds", self.timeout_seconds.is_some()),
        ];
        keys.into_iter().find_map(|(key, given)| given.then_some(key))
    }

    fn check_login(&self) -> Result<(), String> {
        let passwords = [self.password.is_some(), self.password_env.is_some(), self.password_file.is_some()];
        let passwords = passwords.into_iter().filter(|given| *given).count();
        match self.user {
            Some(_) if passwords != 1 => {
                Err("mail.user needs one of password, password_env and password_file".to_owned())
            }
            None if passwords > 0 => Err("mail.user is missing: whose password is it?".to_owned()),
            Some(_) if self.security() == MailSecurity::None && !self.is_on_this_machine() => Err(
                "mail.security = \"none\" would send user and password in the clear: write \"starttls\" or \"tls\" (only \
                 a server on this machine, localhost, may do without)"
                    .to_owned(),
            ),
            _ => Ok(()),
        }
    }

    fn is_on_this_machine(&self) -> bool {
        let host = self.host.as_deref().unwrap_or_default();
        let address = host.parse::<std::net::IpAddr>();
        host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
    }
}
