//! Reads `[winpneu]`. One flat table, not a tagged enum: so an unknown key names its own line, and a key of the other backend is told.

use std::path::PathBuf;
use std::time::Duration;

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use winpneu::sqlserver::{Encryption, Target};

use super::{Door, LoginConfig, Password, Place, SqlServerConfig, WinpneuConfig};
use crate::sessions::Sessions;

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Backend {
    Embedded,
    SqlServer,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Authentication {
    #[default]
    Sql,
    Integrated,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    backend: Backend,
    path: Option<PathBuf>,
    server: Option<String>,
    port: Option<u16>,
    database: Option<String>,
    authentication: Option<Authentication>,
    user: Option<String>,
    password: Option<String>,
    password_env: Option<String>,
    password_file: Option<PathBuf>,
    encrypt: Option<bool>,
    trust_certificate: Option<bool>,
    ca_file: Option<PathBuf>,
    certificate_host: Option<String>,
    application_name: Option<String>,
    connect_timeout_ms: Option<u64>,
    statement_timeout_ms: Option<u64>,
    lock_timeout_ms: Option<u64>,
}

pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<WinpneuConfig, D::Error> {
    let table = Table::deserialize(deserializer)?;
    match table.backend {
        Backend::Embedded => embedded(table),
        Backend::SqlServer => sql_server(table).map(Box::new).map(WinpneuConfig::SqlServer),
    }
    .map_err(D::Error::custom)
}

fn embedded(table: Table) -> Result<WinpneuConfig, String> {
    let strangers = [
        ("server", table.server.is_some()),
        ("port", table.port.is_some()),
        ("database", table.database.is_some()),
        ("authentication", table.authentication.is_some()),
        ("user", table.user.is_some()),
        ("password", table.password.is_some()),
        ("password_env", table.password_env.is_some()),
        ("password_file", table.password_file.is_some()),
        ("encrypt", table.encrypt.is_some()),
        ("trust_certificate", table.trust_certificate.is_some()),
        ("ca_file", table.ca_file.is_some()),
        ("certificate_host", table.certificate_host.is_some()),
        ("application_name", table.application_name.is_some()),
        ("connect_timeout_ms", table.connect_timeout_ms.is_some()),
        ("statement_timeout_ms", table.statement_timeout_ms.is_some()),
        ("lock_timeout_ms", table.lock_timeout_ms.is_some()),
    ];
    if let Some((key, _)) = strangers.iter().find(|(_, given)| *given) {
        return Err(format!("{key} belongs to backend = \"sqlserver\""));
    }
    let path = table.path.ok_or("path is missing: the file of the embedded base")?;
    Ok(WinpneuConfig::Embedded { path })
}

fn sql_server(mut table: Table) -> Result<SqlServerConfig, String> {
    if table.path.is_some() {
        return Err("path belongs to backend = \"embedded\"".to_owned());
    }
    let timeout = |key: &str, given: Option<u64>, usual: Duration| match given {
        None => Ok(usual),
        Some(ms @ 1..=3_600_000) => Ok(Duration::from_millis(ms)),
        Some(_) => Err(format!("{key} must be from 1 to 3600000 (milliseconds)")),
    };
    let usual_name = Target::APPLICATION_NAME.to_owned();
    Ok(SqlServerConfig {
        place: place(&table)?,
        database: must("database", table.database.take())?,
        connect_timeout: timeout("connect_timeout_ms", table.connect_timeout_ms, Target::CONNECT_TIMEOUT)?,
        statement_timeout: timeout(
            "statement_timeout_ms",
            table.statement_timeout_ms,
            Target::STATEMENT_TIMEOUT,
        )?,
        lock_timeout: timeout("lock_timeout_ms", table.lock_timeout_ms, Target::LOCK_TIMEOUT)?,
        encryption: encryption(&mut table)?,
        certificate_host: table.certificate_host.take(),
        application_name: must("application_name", table.application_name.take().or(Some(usual_name)))?,
        login: login(table)?,
        sessions: Sessions::default(),
    })
}

fn must(key: &str, value: Option<String>) -> Result<String, String> {
    match value {
        None => Err(format!("{key} is missing")),
        Some(text) if text.trim().is_empty() => Err(format!("{key} is empty")),
        Some(text) => Ok(text),
    }
}

/// The port may stand in either place.
fn place(table: &Table) -> Result<Place, String> {
    let mut place: Place = must("server", table.server.clone())?.parse()?;
    match (table.port, &place.door) {
        (None, _) => {}
        (Some(0), _) => return Err("port = 0 is no port; leave it out for the usual one".to_owned()),
        (Some(port), Door::Port(other)) if port != *other => {
            return Err(format!("port = {port}, and server says {other}: leave one of them out"));
        }
        (Some(port), _) => place.door = Door::Port(port),
    }
    Ok(place)
}

fn encryption(table: &mut Table) -> Result<Encryption, String> {
    let (encrypt, trusting) = (table.encrypt.unwrap_or(true), table.trust_certificate.unwrap_or(false));
    let ca = table.ca_file.take();
    let checked = [("ca_file", ca.is_some()), ("certificate_host", table.certificate_host.is_some())];
    if let Some((key, _)) = checked.iter().find(|(_, given)| *given)
        && (trusting || !encrypt)
    {
        let other = if encrypt { "trust_certificate = true" } else { "encrypt = false" };
        return Err(format!("{key} has the certificate checked, {other} does not: leave one of them out"));
    }
    Ok(match (encrypt, trusting) {
        (false, _) => Encryption::LoginOnly,
        (true, true) => Encryption::Trusting,
        (true, false) => Encryption::Checked { ca },
    })
}

fn login(table: Table) -> Result<LoginConfig, String> {
    let password = match (table.password, table.password_env, table.password_file) {
        (None, None, None) => None,
        (Some(text), None, None) => Some(Password::Here(text)),
        (None, Some(name), None) => Some(Password::Environment(name)),
        (None, None, Some(path)) => Some(Password::File(path)),
        _ => return Err("give one of password, password_env and password_file".to_owned()),
    };
    match table.authentication.unwrap_or_default() {
        Authentication::Sql => {
            let user = must("user", table.user)?;
            let password = password.ok_or("give one of password, password_env and password_file")?;
            Ok(LoginConfig::Sql { user, password })
        }
        Authentication::Integrated if table.user.is_some() || password.is_some() => {
            Err("user and password belong to authentication = \"sql\"".to_owned())
        }
        Authentication::Integrated => integrated(),
    }
}

#[cfg(feature = "integrated-authentication")]
fn integrated() -> Result<LoginConfig, String> {
    Ok(LoginConfig::Integrated)
}

#[cfg(not(feature = "integrated-authentication"))]
fn integrated() -> Result<LoginConfig, String> {
    Err("authentication = \"integrated\" needs a program built with the feature integrated-authentication, and this one is \
         not; write \"sql\", with user and password"
        .to_owned())
}
