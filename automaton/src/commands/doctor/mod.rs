//! `doctor`: looks at everything that can be wrong, and says what to mend.
//!
//! One module a subject. Looking and judging are apart: what judges takes plain values and answers a [`Check`], so tables of cases can
//! test it. A check that fails keeps no other one from running. Nothing is changed: a temporary file is made and removed where the
//! right to write is asked for, and no mail is sent.
//!
//! Absent on purpose: mending. What to do is said as a command to paste, and a person decides.

mod ages;
mod base;
mod bases;
mod check;
mod clocks;
pub(super) mod configuration;
mod daemon;
mod disk;
mod files;
mod folders;
pub(super) mod health;
mod mails;
mod people;
mod platform;
mod report;
mod runs;
mod server;
mod trial;

use std::path::Path;

use chrono::{DateTime, Utc};
use winpneu::Connection;

use self::ages::Ages;
use self::check::{Check, Paste};
use super::{Answer, Words};
use crate::config::{Config, WinpneuConfig};
use crate::failure::Failure;

/// What every look needs.
struct Site<'a> {
    config: &'a Config,
    paste: &'a Paste,
    now: DateTime<Utc>,
}

/// Warnings alone are no failure: a person reads them by day.
pub(super) async fn run(path: &Path) -> Result<Answer, Failure> {
    let paste = Paste::new(path).with_service(platform::has_service());
    match Config::load(path) {
        Ok(config) => {
            let (checks, users) = examine(path, &config, &paste).await;
            Ok(answer(&checks, &users))
        }
        Err(failure) => {
            let checks = [configuration::unreadable(&failure.to_string(), &paste)];
            Ok(Answer { misconfigured: true, ..answer(&checks, &[]) })
        }
    }
}

fn answer(checks: &[Check], users: &[Ages]) -> Answer {
    let (json, text) = (report::json(checks, users), report::text(checks, users));
    let fine = report::healthy(checks);
    Answer { words: Words::Few { json: json.to_string(), text }, fine, misconfigured: false }
}

async fn examine(path: &Path, config: &Config, paste: &Paste) -> (Vec<Check>, Vec<Ages>) {
    let site = Site { config, paste, now: crate::clock::now() };
    let mut checks = configuration::look(&site, path);
    checks.extend(folders::look(&site));
    checks.extend(disk::look(&site));
    checks.extend(clocks::look(&site));
    checks.extend(mails::server(&site).await);
    let daemon = health::ask(config.web.listen);
    checks.extend(daemon::look(&site, &daemon));
    checks.extend(daemon::log(&site, &daemon));
    let mut users = Vec::new();
    match base::open(&site).await {
        Ok(mut base) => {
            if let WinpneuConfig::SqlServer(server) = &config.winpneu {
                checks.extend(server::look(&mut base, path, server, paste).await);
            }
            look_into(&mut base, &site, &daemon, &mut checks).await;
            // A base that does not answer was told above.
            users = ages::look(&mut base, &site).await.unwrap_or_default();
        }
        Err(check) => checks.push(check),
    }
    (checks, users)
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
