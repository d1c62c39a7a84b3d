//! What a rep does and sees, in steps that several tests share.

use anyhow::{Context, Result};
use window_driver::{Page, Spot};

use crate::names::said;

/// A cell of whatever list is shown.
pub const CELL: Spot<'_> = Spot::Css("[role=grid] [role=gridcell]");
/// The chosen row.
pub const CHOSEN: Spot<'_> = Spot::Css("[role=row][aria-selected=true]");
/// What is typed lands here.
const FOCUSED_FIELD: Spot<'_> = Spot::Css("input:focus, textarea:focus");

/// Waits for the first list with its rows.
pub fn until_at_work(page: &Page) -> Result<()> {
    page.see(CELL)
}

/// « Clients », and a search there, as it is typed.
pub fn search(page: &Page, typed: &str) -> Result<()> {
    page.press("Alt+2")?;
    page.see(Spot::Role("textbox", said("customers_search")))?;
    // The tab opens on it; a sign typed there would be searched for.
    if page.count(FOCUSED_FIELD)? == 0 {
        page.press("/")?;
    }
    page.see(FOCUSED_FIELD)?;
    page.press("Ctrl+a")?;
    page.type_text(typed)
}

/// Finds one customer, and opens « Visite ce jour » on him; by keyboard alone.
pub fn open_visit(page: &Page, code: &str) -> Result<()> {
    search(page, code)?;
    open_visit_of_chosen(page, code)
}

/// The same for the row that is chosen already, from the search.
pub fn open_visit_of_chosen(page: &Page, code: &str) -> Result<()> {
    until_card(page, code)?;
    page.press("Enter")?;
    page.see(Spot::Css("main button:focus"))?;
    page.press("Enter")?;
    page.see(Spot::Role("dialog", said("visit_title")))?;
    // What was kept of an earlier attempt comes a moment after the dialog.
    page.see(Spot::Role("radio", ""))
}

/// Waits until the customer's row is the chosen one and his card stands beside it, with the code on its plate.
pub fn until_card(page: &Page, code: &str) -> Result<()> {
    page.wait(&format!("the card of {code}"), || {
        let is_chosen = chosen(page)?.is_some_and(|row| row.contains(code));
        Ok((is_chosen && page.count(Spot::Text(code))? > 1).then_some(()))
    })
}

/// Goes to the comment from wherever the focus is in the dialog.
pub fn go_to_comment(page: &Page) -> Result<()> {
    for _ in 0..60 {
        if page.count(Spot::Css("textarea:focus"))? > 0 {
            return Ok(());
        }
        page.press("Tab")?;
    }
    anyhow::bail!("the comment is not reached by Tab: {}", page.state("tab"))
}

/// Fills the visit that is open, until its draft is kept.
pub fn fill_visit(page: &Page, comment: &str) -> Result<()> {
    page.press("1")?;
    go_to_comment(page)?;
    page.type_text(comment)?;
    page.see(Spot::Text(said("entries_draft_kept")))
}

/// Validates the visit that is open, and waits until it is done with.
pub fn validate_visit(page: &Page) -> Result<()> {
    page.press("Ctrl+Enter")?;
    page.miss(Spot::Role("dialog", ""))?;
    page.see(Spot::Text(said("visit_saved")))
}

/// The text of the chosen row.
pub fn chosen(page: &Page) -> Result<Option<String>> {
    Ok(page.texts(CHOSEN)?.into_iter().next())
}

/// The stops of the life lines that are shown, each as « Déposée 10:10 (étape en cours) ».
pub fn stops(page: &Page) -> Result<Vec<String>> {
    page.texts(Spot::Css("main ol > li.figures:not([aria-hidden])"))
}

/// Waits until some life line is at this stop in this state; both are keys of the catalogue.
pub fn until_stop(page: &Page, stop: &str, state: &str) -> Result<()> {
    let (stop, state) = (said(stop), said(state));
    let is_there = |found: &String| found.starts_with(stop) && found.contains(state);
    page.wait(&format!("{stop} ({state})"), || Ok(stops(page)?.iter().any(is_there).then_some(())))
}

/// Opens the panel of the bases.
pub fn open_freshness(page: &Page) -> Result<()> {
    page.click(Spot::Css("[data-testid=freshness]"))?;
    page.see(Spot::Text(said("frame_customers_base")))
}

/// « Actualiser », from the panel.
pub fn refresh(page: &Page) -> Result<()> {
    open_freshness(page)?;
    page.click(Spot::Role("button", said("frame_refresh")))
}

/// How far the list is scrolled.
pub fn scrolled(page: &Page) -> Result<f64> {
    let at = page.run("return document.querySelector('[role=grid]').scrollTop", Vec::new())?;
    at.as_f64().context("no list")
}
