//! How a server is reached, and who asks.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use tiberius::{AuthMethod, Config, EncryptionLevel};

use crate::Error;

/// A password. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(secret)")
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    /// A SQL Server login.
    Sql {
        /// Its name.
        user: String,
        /// Its password.
        password: Secret,
    },
    /// The account that the program runs under. Never tried against a domain.
    #[cfg(feature = "integrated-authentication")]
    Integrated,
}

/// How the way to the server is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encryption {
    /// TLS for everything; the certificate must name the server and come from an authority that the system, or `ca`, knows.
    Checked {
        /// Further authorities, as a PEM file.
        ca: Option<PathBuf>,
    },
    /// TLS for everything; whoever answers is believed.
    Trusting,
    /// TLS for the login only, as SQL Server does it where nobody asks for more; whoever answers is believed.
    LoginOnly,
}

/// A server, a database on it, and how to talk to it.
#[derive(Debug, Clone)]
pub struct Target {
    /// Name or address of the machine.
    pub host: String,
    /// A named instance; where no port is given, SQL Server Browser (UDP 1434) tells its port.
    pub instance: Option<String>,
    /// TCP port; none: 1433, or the instance's own.
    pub port: Option<u16>,
    /// The database.
    pub database: String,
    /// Who asks.
    pub login: Login,
    /// How the way is protected.
    pub encryption: Encryption,
    /// The name in the certificate, where it is not `host`.
    pub certificate_host: Option<String>,
    /// What the DBA sees in `sys.dm_exec_sessions.program_name`.
    pub application_name: String,
    /// How long connecting and logging in may take.
    pub connect_timeout: Duration,
    /// How long the server may be silent while a statement runs.
    pub statement_timeout: Duration,
    /// How long a statement waits for rows that another session has locked.
    pub lock_timeout: Duration,
}

impl Target {
    /// Time to connect, where nobody says otherwise.
    pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
    /// Time for a statement, where nobody says otherwise: a nightly read of a million visits may sort before its first row.
    pub const STATEMENT_TIMEOUT: Duration = Duration::from_secs(120);
    /// Time for a lock, where nobody says otherwise: as the embedded base.
    pub const LOCK_TIMEOUT: Duration = Duration::from_secs(10);
    /// What the DBA sees, where nobody says otherwise.
    pub const APPLICATION_NAME: &str = "Tournee automaton";
}

/// A [`Target`] as the driver needs it.
#[derive(Clone)]
pub struct Settings {
    pub(super) config: Config,
    pub(super) connect_timeout: Duration,
    pub(super) lock_timeout: Duration,
    /// For words about it: never a password.
    pub(super) shown: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown)
    }
}

impl Settings {
    /// The settings of a target.
    #[must_use]
    pub fn new(target: &Target) -> Self {
        let mut config = Config::new();
        config.host(&target.host);
        match (target.port, &target.instance) {
            // Who names the port needs nobody to tell it.
            (Some(port), _) => config.port(port),
            (None, Some(instance)) => config.instance_name(instance),
            (None, None) => {}
        }
        match &target.encryption {
            Encryption::Checked { ca } => {
                config.encryption(EncryptionLevel::Required);
                if let Some(path) = ca {
                    config.trust_cert_ca(path.display());
                }
            }
            Encryption::Trusting => {
                config.encryption(EncryptionLevel::Required);
                config.trust_cert();
            }
            Encryption::LoginOnly => {
                config.encryption(EncryptionLevel::Off);
                config.trust_cert();
            }
        }
        if let Some(name) = &target.certificate_host {
            config.hostname_in_certificate(name);
        }
        config.authentication(match &target.login {
            Login::Sql { user, password } => AuthMethod::sql_server(user, &password.0),
            #[cfg(feature = "integrated-authentication")]
            Login::Integrated => AuthMethod::Integrated,
        });
        config.application_name(&target.application_name);
        config.handshake_timeout(Some(target.connect_timeout));
        config.command_timeout(Some(target.statement_timeout));
        let shown = format!("{}/{}", place(target), target.database);
        Self { config, connect_timeout: target.connect_timeout, lock_timeout: target.lock_timeout, shown }
            .with_database(&target.database)
    }

    /// The settings that an ADO.NET connection string names (`Server=tcp:host,1433;Database=…;User Id=…;Password=…;TrustServerCertificate=true`).
    ///
    /// # Errors
    /// [`Error::Refused`] when it cannot be read.
    pub fn from_ado(text: &str) -> Result<Self, Error> {
        let mut config = Config::from_ado_string(text)
            .map_err(|error| Error::Refused { detail: format!("the connection string: {error}") })?;
        config.application_name(Target::APPLICATION_NAME);
        config.handshake_timeout(Some(Target::CONNECT_TIMEOUT));
        config.command_timeout(Some(Target::STATEMENT_TIMEOUT));
        let shown = config.get_addr();
        let (connect_timeout, lock_timeout) = (Target::CONNECT_TIMEOUT, Target::LOCK_TIMEOUT);
        Ok(Self { config, connect_timeout, lock_timeout, shown })
    }

    /// The same, for another database of that server.
    #[must_use]
    pub fn with_database(mut self, database: &str) -> Self {
        self.config.database(database);
        self
    }
}

fn place(target: &Target) -> String {
    let Target { host, instance, port, .. } = target;
    match (instance, port) {
        (_, Some(port)) => format!("{host}:{port}"),
        (Some(instance), None) => format!("{host}\\{instance}"),
        (None, None) => host.clone(),
    }
}
