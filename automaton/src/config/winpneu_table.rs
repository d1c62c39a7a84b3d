//! Reads `[winpneu]`. One flat table, not a tagged enum: so an unknown key names its own line, and a key of the other backend is told.

use std::path::PathBuf;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::{Password, SqlServerConfig, WinpneuConfig};

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Backend {
    Embedded,
    SqlServer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    backend: Backend,
    path: Option<PathBuf>,
    server: Option<String>,
    port: Option<u16>,
    database: Option<String>,
    user: Option<String>,
    password: Option<String>,
    password_env: Option<String>,
    password_file: Option<PathBuf>,
    encrypt: Option<bool>,
    trust_certificate: Option<bool>,
}

pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<WinpneuConfig, D::Error> {
    let table = Table::deserialize(deserializer)?;
    match table.backend {
        Backend::Embedded => embedded(table),
        Backend::SqlServer => sql_server(table).map(WinpneuConfig::SqlServer),
    }
    .map_err(D::Error::custom)
}

fn embedded(table: Table) -> Result<WinpneuConfig, String> {
    let strangers = [
        ("server", table.server.is_some()),
        ("port", table.port.is_some()),
        ("database", table.database.is_some()),
        ("user", table.user.is_some()),
        ("password", table.password.is_some()),
        ("password_env", table.password_env.is_some()),
        ("password_file", table.password_file.is_some()),
        ("encrypt", table.encrypt.is_some()),
        ("trust_certificate", table.trust_certificate.is_some()),
    ];
    if let Some((key, _)) = strangers.iter().find(|(_, given)| *given) {
        return Err(format!("{key} belongs to backend = \"sqlserver\""));
    }
    let path = table.path.ok_or("path is missing: the file of the embedded base")?;
    Ok(WinpneuConfig::Embedded { path })
}

fn sql_server(table: Table) -> Result<SqlServerConfig, String> {
    if table.path.is_some() {
        return Err("path belongs to backend = \"embedded\"".to_owned());
    }
    let must = |key: &str, value: Option<String>| value.ok_or_else(|| format!("{key} is missing"));
    let password = match (table.password, table.password_env, table.password_file) {
        (Some(text), None, None) => Password::Here(text),
        (None, Some(name), None) => Password::Environment(name),
        (None, None, Some(path)) => Password::File(path),
        _ => return Err("give one of password, password_env and password_file".to_owned()),
    };
    Ok(SqlServerConfig {
        server: must("server", table.server)?,
        port: table.port,
        database: must("database", table.database)?,
        user: must("user", table.user)?,
        password,
        encrypt: table.encrypt.unwrap_or(true),
        trust_certificate: table.trust_certificate.unwrap_or(false),
    })
}
