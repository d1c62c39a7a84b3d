//! `config check`: the file was read strictly before this runs; here its meaning is told back.

use std::path::Path;

use serde_json::json;

use super::Answer;
use crate::config::Config;
use crate::failure::Failure;

#[expect(clippy::unnecessary_wraps, reason = "every command answers alike")]
pub(super) fn run(config: &Config, path: &Path) -> Result<Answer, Failure> {
    let folders = &config.folders;
    let odd = config.oddities();
    let mut text = format!(
        "{} is a valid configuration\n  base: {:?}\n  inbox: {}\n  bases: {}\n  archive: {}\n  quarantine: {}\n  work: {}\n  zone: {}",
        path.display(),
        config.winpneu,
        folders.inbox.display(),
        folders.bases.display(),
        folders.archive.display(),
        folders.quarantine.display(),
        folders.work.display(),
        config.timezone,
    );
    for oddity in &odd {
        text += &format!("\nwarning: {oddity}");
    }
    Ok(Answer::fine(json!({ "valid": true, "timezone": config.timezone.name(), "warnings": odd }), text))
}
