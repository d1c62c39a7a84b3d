//! `demo DIR`: a lifelike installation, made of an invented company.
//!
//! - [`place`] is the folder and what an operator would put there;
//! - [`people`] are the users, [`trades`] what customers do, [`names`], [`patterns`], [`numbers`] and [`towns`] what their sheets are made of, [`special`]
//!   the odd ones;
//! - [`history`] writes four years of the ERP, [`filed`] the visits among them that were files, [`prospects`] the prospects and
//!   [`conversions`] those that became customers;
//! - [`story`] are the last three days: forty files, dropped as laptops drop them and treated by the rooms that treat any file;
//! - [`summary`] tells what came of it.
//!
//! The same seed at the same instant makes the same company: everything counts back from the clock, every thing draws from a stream of
//! chance of its own. Nothing of the last days is simulated: passes, bases, decisions and mails are the product's own.

mod calendar;
mod chance;
mod comments;
mod conversions;
mod customers;
mod filed;
mod history;
mod last_days;
mod ledger;
mod lives;
mod names;
mod numbers;
mod patterns;
mod people;
mod place;
mod progress;
mod prospects;
mod revenue;
mod rounds;
mod special;
mod story;
mod summary;
mod towns;
mod trades;

use self::calendar::Calendar;
use self::customers::Register;
use self::history::History;
use self::lives::{End, prospects_of};
use crate::cli::DemoArguments;
use crate::config::Config;
use crate::failure::Failure;
use crate::installation::open_base;

pub use place::{Place, finish, is_demo, is_unfinished, prepare};
pub use progress::Progress;
pub use summary::Summary;

/// Fills a prepared installation: four years, then the last three days.
///
/// # Errors
/// When anything cannot be written; the next run begins anew.
pub async fn fill(
    place: &Place,
    config: &Config,
    arguments: &DemoArguments,
    progress: &mut Progress,
) -> Result<Summary, Failure> {
    let calendar = Calendar { now: crate::clock::now(), zone: config.timezone };
    let register = Register::new(arguments.seed, arguments.scale, calendar.today());
    let mut base = open_base(config).await?;
    let converted = (0..prospects_of(arguments.scale)).filter(|it| Register::end_of(*it) == End::Converted);
    let before = arguments.scale - u32::try_from(converted.count()).unwrap_or_default();
    let archive = config.folders.archive.clone();
    let mut history = History::new(&register, calendar, archive, progress)?;
    history.codes(&mut base).await?;
    let rounds = history.customers(&mut base, before).await?;
    history.relations(&mut base, &rounds).await?;
    drop(rounds);
    history.prospects(&mut base, before).await?;
    drop(base);
    last_days::play(place, config, &register, calendar, progress).await
}
