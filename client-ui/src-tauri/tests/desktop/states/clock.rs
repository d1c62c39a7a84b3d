//! A laptop whose clock is wrong.

use anyhow::{Context, Result, ensure};
use window_driver::Spot;

use crate::hands;
use crate::names::said;
use crate::world::World;

const COMMENT: &str = "Deux pneus, livraison jeudi.";

#[test]
fn a_clock_that_is_behind_its_own_bases_is_told() -> Result<()> {
    let world = World::new()?;
    let window = world.open_with(&[("TOURNEE_NOW", "2026-11-23T09:10:00Z")])?;
    let page = window.page();
    hands::until_at_work(page)?;
    hands::open_freshness(page)?;
    page.see(Spot::Text(said("words_notice_clock_behind")))?;
    page.picture("clock-behind")?;
    Ok(())
}

#[test]
fn an_entry_from_a_clock_that_is_ahead_waits_and_says_why() -> Result<()> {
    let world = World::new()?;
    let window = world.open_with(&[("TOURNEE_NOW", "2026-11-24T10:10:00Z")])?;
    let page = window.page();
    hands::until_at_work(page)?;
    let (code, _) = world.garages()?.into_iter().next().context("a garage")?;
    hands::open_visit(page, &code)?;
    hands::fill_visit(page, COMMENT)?;
    hands::validate_visit(page)?;
    let report = world.integrate()?;
    ensure!(report["files"].to_string().contains("clock-ahead"), "{report}");
    page.press("Alt+6")?;
    page.see(Spot::Text(said("words_reason_clock_ahead_what")))?;
    page.picture("clock-ahead")?;
    // An hour later the server's clock is there, too.
    world.automaton("2026-11-24T10:11:00Z", &["integrate"])?;
    hands::until_stop(page, "entries_stop_integrated", "parts_life_done")?;
    ensure!(world.relations(COMMENT)? == 1, "integrated once");
    Ok(())
}
