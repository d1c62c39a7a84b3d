//! `doctor`: looks at everything that can be wrong, and says what to mend.
//!
//! One module a subject. Looking and judging are apart: what judges takes plain values and answers a [`Check`], so tables of cases can
//! test it. A check that fails keeps no other one from running. Nothing is changed: a temporary file is made and removed where the
//! right to write is asked for, and no mail is sent.
//!
//! Absent on purpose: mending. What to do is said as a command to paste, and a person decides.

mod base;
mod bases;
mod check;
mod clocks;
mod configuration;
mod daemon;
mod disk;
mod files;
mod folders;
mod health;
mod mails;
mod people;
mod platform;
mod report;
mod runs;
mod trial;

use std::path::Path;

use chrono::{DateTime, Utc};
use winpneu::Connection;

use self::check::{Check, Paste};
use super::{Answer, Words};
use crate::config::Config;
use crate::failure::Failure;

/// What every look needs.
struct Site<'a> {
    config: &'a Config,
    paste: &'a Paste,
    now: DateTime<Utc>,
}

/// Warnings alone are no failure: a person reads them by day.
pub(super) async fn run(path: &Path) -> Result<Answer, Failure> {
    let checks = examine(path).await;
    let (json, text) = (report::json(&checks), report::text(&checks));
    Ok(Answer { words: Words::Few { json: json.to_string(), text }, fine: report::healthy(&checks) })
}

async fn examine(path: &Path) -> Vec<Check> {
    let paste = Paste::new(path);
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(failure) => return vec![configuration::unreadable(&failure.to_string(), &paste)],
    };
    let site = Site { config: &config, paste: &paste, now: crate::clock::now() };
    let mut checks = configuration::look(&site, path);
    checks.extend(folders::look(&site));
    checks.extend(disk::look(&site));
    checks.extend(clocks::look(&site));
    checks.extend(mails::server(&site).await);
    let daemon = health::ask(config.web.listen);
    checks.extend(daemon::look(&site, &daemon));
    match base::open(&site).await {
        Ok(mut base) => look_into(&mut base, &site, &daemon, &mut checks).await,
        Err(check) => checks.push(check),
    }
    checks
}

/// What only the base can tell.
async fn look_into(base: &mut Connection, site: &Site<'_>, daemon: &health::Daemon, checks: &mut Vec<Check>) {
    base::look(base, site, checks).await;
    runs::look(base, site, daemon, checks).await;
    files::look(base, site, checks).await;
    mails::queue(base, site, checks).await;
    bases::look(base, site, checks).await;
    people::look(base, site, checks).await;
}
