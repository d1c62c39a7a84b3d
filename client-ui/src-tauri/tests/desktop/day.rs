//! A rep's day, from the search to the base that shows the visit.

use anyhow::{Context, Result, ensure};
use exchange_schema::{ExchangeFile, FileName, Payload};
use window_driver::{Page, Spot};

use crate::hands::{self, CELL};
use crate::names::said;
use crate::world::{TODAY, World};

const COMMENT: &str = "Vu le gérant : 4 × 650/65 R38, à rappeler dès l’été.";
const BEGUN: &str = "À demander : ses jantes d'hiver.";

/// The customers that are shown, by the text of their rows.
fn rows(page: &Page) -> Result<Vec<String>> {
    page.texts(Spot::Css("[role=row][aria-selected]"))
}

#[test]
fn a_visit_from_the_search_to_the_base() -> Result<()> {
    let world = World::new()?;
    let window = world.open()?;
    let page = window.page();
    hands::until_at_work(page)?;
    let (code, name) = find_a_garage(&world, page)?;
    enter_by_keyboard(page, &code)?;
    hands::until_stop(page, "entries_stop_dropped", "parts_life_here")?;
    let file = assert_dropped(&world, &code)?;
    page.picture("day-dropped")?;

    let report = world.integrate()?;
    let states = report["files"].as_array().context("files")?.iter();
    let own: Vec<_> = states.filter(|it| it["name"] == file.as_str()).collect();
    ensure!(own.len() == 1 && own[0]["state"] == "integrated", "{report}");
    // By the program's own watch: nobody presses anything.
    hands::until_stop(page, "entries_stop_integrated", "parts_life_done")?;

    let kept = leave_work_behind(&world, page, &code)?;
    world.rebuild()?;
    page.see(Spot::Text(said("frame_pill_newer")))?;
    page.picture("day-newer")?;
    hands::refresh(page)?;
    page.miss(Spot::Text(said("frame_pill_newer")))?;
    page.press("Esc")?;
    assert_kept(page, &kept)?;
    assert_based(page, &code, &name)
}

/// `*gar?ge*` gives the rep's garages and nobody else; one of them is chosen.
fn find_a_garage(world: &World, page: &Page) -> Result<(String, String)> {
    let garages = world.garages()?;
    hands::search(page, "*gar?ge*")?;
    page.wait("the garages alone", || {
        let rows = rows(page)?;
        let all = garages.iter().all(|(code, _)| rows.iter().any(|row| row.contains(code)));
        Ok((all && rows.len() == garages.len()).then_some(()))
    })?;
    let first = page.wait("a chosen row", || hands::chosen(page))?;
    page.press("Down")?;
    let row = page.wait("the next row", || Ok(hands::chosen(page)?.filter(|row| *row != first)))?;
    page.picture("day-search")?;
    garages.into_iter().find(|(code, _)| row.contains(code)).context("a garage")
}

fn enter_by_keyboard(page: &Page, code: &str) -> Result<()> {
    hands::open_visit_of_chosen(page, code)?;
    hands::fill_visit(page, COMMENT)?;
    page.picture("day-visit")?;
    hands::validate_visit(page)
}

/// One file, which says what was typed; answers its name.
fn assert_dropped(world: &World, code: &str) -> Result<String> {
    let dropped = world.dropped()?;
    ensure!(dropped.len() == 1, "{:?}", dropped.keys());
    let (name, bytes) = dropped.into_iter().next().context("a file")?;
    let file = ExchangeFile::parse(&FileName::parse(&name)?, &bytes)?;
    let Payload::Vc(visit) = file.payload() else { anyhow::bail!("no visit: {name}") };
    let said = serde_json::to_value(visit)?;
    ensure!(said["customer"] == code && said["comment"] == COMMENT, "{said}");
    ensure!(said["visited_on"] == "2026-11-24" && said["visited_at"] == "10:10", "{said}");
    ensure!(said["answers"]["picked"] == serde_json::json!(["contact.visite"]), "{said}");
    Ok(name)
}

/// What must survive « Actualiser »: the row that is chosen, how far its list is scrolled.
struct Kept {
    row: String,
    scrolled: f64,
    other: String,
}

/// A draft on another customer, and a list that is scrolled with its last row chosen.
fn leave_work_behind(world: &World, page: &Page, code: &str) -> Result<Kept> {
    let garages = world.garages()?;
    let (other, _) = garages.iter().find(|(other, _)| other != code).context("another garage")?;
    hands::open_visit(page, other)?;
    hands::fill_visit(page, BEGUN)?;
    page.press("Esc")?;
    page.miss(Spot::Role("dialog", ""))?;
    page.press("/")?;
    page.press("Ctrl+a")?;
    page.press("Backspace")?;
    page.wait("all customers again", || Ok((rows(page)?.len() > garages.len()).then_some(())))?;
    page.run("document.querySelector('[role=grid]').focus()", Vec::new())?;
    page.wait("the end of the list", || {
        if hands::scrolled(page)? > 0.0 {
            return Ok(Some(()));
        }
        page.press("End").map(|()| None)
    })?;
    let row = page.wait("a row at the end", || hands::chosen(page))?;
    page.picture("day-before-refresh")?;
    Ok(Kept { row, scrolled: hands::scrolled(page)?, other: other.clone() })
}

fn assert_kept(page: &Page, kept: &Kept) -> Result<()> {
    page.see(CELL)?;
    let row = page.wait("a row at the end", || hands::chosen(page))?;
    ensure!(row == kept.row, "the selection went from {:?} to {row:?}", kept.row);
    let scrolled = hands::scrolled(page)?;
    ensure!((scrolled - kept.scrolled).abs() < 1.0, "the scroll went from {} to {scrolled}", kept.scrolled);
    hands::open_visit(page, &kept.other)?;
    page.wait("the draft", || Ok((page.value(Spot::Css("textarea"))? == BEGUN).then_some(())))?;
    page.press("Esc")?;
    page.miss(Spot::Role("dialog", ""))
}

/// The base shows the visit once, with no life line and nothing pending.
fn assert_based(page: &Page, code: &str, name: &str) -> Result<()> {
    hands::search(page, code)?;
    page.see(Spot::Role("heading", name))?;
    page.see(Spot::Text(COMMENT))?;
    page.picture("day-based")?;
    ensure!(page.count(Spot::Text(COMMENT))? == 1, "{}", page.state("twice"));
    ensure!(page.text(Spot::Css("main"))?.contains(TODAY), "{}", page.state("no day"));
    let stops = hands::stops(page)?;
    ensure!(stops.is_empty(), "a life line is left: {stops:?}");
    Ok(())
}
