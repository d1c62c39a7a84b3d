//! `[winpneu]` with `backend = "sqlserver"`: the server, who asks, and how long is waited.

use std::path::PathBuf;
use std::time::Duration;

use winpneu::Connection;
use winpneu::sqlserver::{Encryption, Login, Secret, Target};

use super::{Door, Password, Place};
use crate::failure::Failure;
use crate::password;
use crate::sessions::Sessions;

/// `[winpneu]` with `backend = "sqlserver"`. Clones share their sessions.
#[derive(Clone)]
pub struct SqlServerConfig {
    /// Where it listens.
    pub place: Place,
    /// Name of the database.
    pub database: String,
    /// Who asks.
    pub login: LoginConfig,
    /// How the way is protected.
    pub encryption: Encryption,
    /// The name in the certificate, where it is not the machine's.
    pub certificate_host: Option<String>,
    /// What the DBA sees among the sessions.
    pub application_name: String,
    /// How long connecting and logging in may take.
    pub connect_timeout: Duration,
    /// How long the server may be silent while a statement runs.
    pub statement_timeout: Duration,
    /// How long a statement waits for rows that another session has locked.
    pub lock_timeout: Duration,
    pub(super) sessions: Sessions,
}

/// Who asks.
#[derive(Clone)]
pub enum LoginConfig {
    /// A SQL Server login.
    Sql {
        /// Its name.
        user: String,
        /// Where its password is.
        password: Password,
    },
    /// The account that the automaton runs under.
    #[cfg(feature = "integrated-authentication")]
    Integrated,
}

impl SqlServerConfig {
    /// A session, and the check that the base has this program's schema.
    ///
    /// # Errors
    /// As [`Sessions::open`].
    pub async fn open(&self) -> Result<Connection, Failure> {
        self.sessions.open(self).await
    }

    /// A session on a base of any schema, or of none.
    ///
    /// # Errors
    /// As [`Sessions::open_unchecked`].
    pub async fn open_unchecked(&self) -> Result<Connection, Failure> {
        self.sessions.open_unchecked(self).await
    }

    /// Reads what opening a session needs: the password, and whether the certificate file is there.
    ///
    /// # Errors
    /// [`Failure::Usage`] when one of them cannot be read.
    pub fn target(&self) -> Result<Target, Failure> {
        let (instance, port) = match &self.place.door {
            Door::Usual => (None, None),
            Door::Instance(name) => (Some(name.clone()), None),
            Door::Port(port) => (None, Some(*port)),
        };
        if let Encryption::Checked { ca: Some(path) } = &self.encryption {
            std::fs::File::open(path)
                .map_err(|error| Failure::Usage(format!("winpneu.ca_file: {}: {error}", path.display())))?;
        }
        Ok(Target {
            host: self.place.host.clone(),
            instance,
            port,
            database: self.database.clone(),
            login: self.login()?,
            encryption: self.encryption.clone(),
            certificate_host: self.certificate_host.clone(),
            application_name: self.application_name.clone(),
            connect_timeout: self.connect_timeout,
            statement_timeout: self.statement_timeout,
            lock_timeout: self.lock_timeout,
        })
    }

    fn login(&self) -> Result<Login, Failure> {
        match &self.login {
            LoginConfig::Sql { user, password } => {
                let password = password::read(password, "winpneu")?;
                Ok(Login::Sql { user: user.clone(), password: Secret::from(password) })
            }
            #[cfg(feature = "integrated-authentication")]
            LoginConfig::Integrated => Ok(Login::Integrated),
        }
    }

    /// Where the password is; none where no password is needed.
    #[must_use]
    pub const fn password(&self) -> Option<&Password> {
        match &self.login {
            LoginConfig::Sql { password, .. } => Some(password),
            #[cfg(feature = "integrated-authentication")]
            LoginConfig::Integrated => None,
        }
    }

    /// The files that it names; relative ones start at the configuration's folder.
    pub(super) fn paths(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let password = match &mut self.login {
            LoginConfig::Sql { password: Password::File(path), .. } => Some(path),
            _ => None,
        };
        let ca = match &mut self.encryption {
            Encryption::Checked { ca } => ca.as_mut(),
            Encryption::Trusting | Encryption::LoginOnly => None,
        };
        password.into_iter().chain(ca)
    }

    /// Values that are allowed and probably not meant.
    pub(super) fn oddities(&self) -> Vec<String> {
        let mut odd = Vec::new();
        match self.encryption {
            Encryption::Checked { .. } => {}
            Encryption::Trusting => odd.push(
                "winpneu.trust_certificate = true believes whoever answers under the server's name; have the server's \
                 authority in ca_file in its place"
                    .to_owned(),
            ),
            Encryption::LoginOnly => odd.push(
                "winpneu.encrypt = false sends customers and bank details in the clear, and believes whoever answers; the \
                 default is true"
                    .to_owned(),
            ),
        }
        if self.statement_timeout <= self.lock_timeout {
            odd.push(format!(
                "winpneu.statement_timeout_ms = {} gives a connection up before the server says that a row is locked \
                 (lock_timeout_ms = {}); make it longer",
                self.statement_timeout.as_millis(),
                self.lock_timeout.as_millis(),
            ));
        }
        odd
    }
}
