//! `init` on a SQL Server.

use std::path::Path;

use serde_json::json;
use winpneu::Error;
use winpneu::sqlserver::installer;

use super::{Done, applied, make_folders, refuse_a_second_beginning, views};
use crate::clock;
use crate::config::{Config, SqlServerConfig};
use crate::failure::Failure;

/// Makes what is missing: folders, `winpneu-views.sql`, tables, views.
pub(super) async fn make(server: &SqlServerConfig, config: &Config, path: &Path) -> Result<Done, Failure> {
    let mut base = server.open_unchecked().await?;
    let is_new = match winpneu::migrations::check(&mut base).await {
        Ok(_) => false,
        Err(Error::Older { found, .. }) => found == 0,
        Err(error) => return Err(error.into()),
    };
    if is_new {
        let missing = format!("the database {} has no tables of the CRM", server.database);
        refuse_a_second_beginning(&missing, &config.folders)?;
    }
    make_folders(&config.folders)?;
    let views = views::at_hand(&mut base, path, is_new).await?;
    let installed = installer::migrate(&mut base, &views.text, clock::now()).await?;
    let words = format!(
        "{}\nbase {:?}: {}; {}",
        views.words(),
        config.winpneu,
        applied(&installed.applied),
        if installed.views_changed { "views made" } else { "views as they were" },
    );
    let json = json!({
        "migrations": installed.applied,
        "views_written": views.written,
        "views_changed": installed.views_changed,
    });
    Ok(Done { json, words, is_new })
}
