//! « Stats » and « Historique » draw what the demo's bases hold, and the page's policy lets them.

use anyhow::{Context, Result, ensure};
use window_driver::{Page, Spot};

use crate::hands;
use crate::names::said;
use crate::prospects::{assert_policy_kept, watch_policy};
use crate::world::World;

#[test]
fn figures_and_calendar_are_drawn() -> Result<()> {
    let world = World::new()?;
    let window = world.open()?;
    let page = window.page();
    hands::until_at_work(page)?;
    watch_policy(page)?;
    assert_figures(&world, page)?;
    assert_calendar(page)?;
    assert_policy_kept(page)
}

/// The four panels; the number of visits is that of the ERP's base.
fn assert_figures(world: &World, page: &Page) -> Result<()> {
    page.press("Alt+4")?;
    for title in ["stats_visits", "stats_quotes", "stats_revenue", "stats_share"] {
        page.see(Spot::Role("heading", said(title)))?;
    }
    let drawn = page.count(Spot::Css("main svg rect, main svg path"))?;
    ensure!(drawn > 20, "{drawn} shapes: {}", page.state("stats"));
    let visits = visits(world)?;
    page.wait(&format!("{visits} visits"), || {
        let all = page.text(Spot::Css("main section"))?.replace(' ', "");
        Ok(all.contains(&visits.to_string()).then_some(()))
    })?;
    page.picture("stats").map(drop)
}

/// The rep's visits of the year, as docs/statistics.md counts them.
fn visits(world: &World) -> Result<u64> {
    let customers =
        "SELECT count(*) FROM client_relation WHERE trim(c_user) = 'JD' AND trim(origine_relation) = 'CRV'
         AND date(date_relation) BETWEEN '2026-01-01' AND '2026-11-24'
         AND objet NOT LIKE 'Demande de modification%' AND objet NOT LIKE '[PROSPECT]%'";
    let prospects = "SELECT count(*) FROM crm_visite_prospect WHERE auteur = 'jdupont'
         AND visite_le BETWEEN '2026-01-01' AND '2026-11-24'";
    let mut all = 0;
    for sql in [customers, prospects] {
        let counted = world.asked(sql, &[])?.into_iter().next().context("a count")?;
        all += counted.parse::<u64>()?;
    }
    ensure!(all > 0, "no visits");
    Ok(all)
}

/// The month and the week, and a visit that is opened from there.
fn assert_calendar(page: &Page) -> Result<()> {
    page.press("Alt+5")?;
    page.see(Spot::Css("[data-day]"))?;
    page.picture("calendar-month")?;
    for view in ["calendar_week", "calendar_list"] {
        let chosen = Spot::Role("radio", said(view));
        page.click(chosen)?;
        page.see(Spot::Css("[role=radiogroup] input:checked"))?;
        page.picture(view)?;
    }
    Ok(())
}
