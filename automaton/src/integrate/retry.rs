//! `quarantine retry`: one refused file is judged again, from the copy in quarantine: the laptop has removed its own by now.

use exchange_schema::FileName;
use winpneu::lock::{self, Lock};
use winpneu::{Connection, registry};

use super::apply::Targets;
use super::facts::Context;
use super::receipts;
use super::report::Report;
use super::sighting::{Origin, Sighting};
use super::window::{Site, Window};
use crate::config::Config;
use crate::failure::Failure;
use crate::installation::{give_back, lock_holder, open_base};

/// Judges `bytes`, which were refused under `name`, again. What would only wait stays refused: no pass looks into the quarantine.
///
/// # Errors
/// When base or folders are out of reach, or another automaton is at work.
pub async fn retry(config: &Config, name: &FileName, bytes: &[u8]) -> Result<Report, Failure> {
    let mut base = open_base(config).await?;
    lock::acquire(&mut base, Lock::Work, &lock_holder("quarantine retry"), crate::clock::now()).await?;
    let outcome = locked(&mut base, config, name, bytes).await;
    give_back(&mut base, Lock::Work).await;
    outcome
}

async fn locked(
    base: &mut Connection,
    config: &Config,
    name: &FileName,
    bytes: &[u8],
) -> Result<Report, Failure> {
    receipts::refuse_a_restored_base(base, &sync_folder::open_root(&config.folders.bases)?).await?;
    let context = Context::load(base, config).await?;
    let targets = Targets::open(config)?;
    let mut report = Report::default();
    let known = registry::find(base, name.as_str()).await?;
    let mut site = Site { base, targets: &targets, context: &context, report: &mut report };
    let mut window = Window::new(Origin::Quarantine);
    window.last_look();
    window.take(Sighting::of_refused(name, bytes.to_vec()), known, &mut site).await?;
    window.flush(&mut site).await?;
    Ok(report)
}
