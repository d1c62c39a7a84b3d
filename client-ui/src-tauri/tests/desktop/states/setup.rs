//! Before the first customer can be shown.

use anyhow::{Result, ensure};
use serde_json::json;
use window_driver::Spot;

use crate::hands;
use crate::names::{begun, said};
use crate::world::{LATER, World, ask};

#[test]
fn without_folders_they_are_asked_for_and_work_begins_once_they_are_chosen() -> Result<()> {
    let world = World::before_set_up()?;
    let window = world.open()?;
    let page = window.page();
    page.see(Spot::Role("heading", said("setup_title")))?;
    page.see(Spot::Text(said("setup_inbox")))?;
    page.see(Spot::Text(said("setup_bases")))?;
    page.picture("setup")?;
    // The folder dialogs are the system's own; what they would answer is handed to the same door.
    ask(&window, "set_up", &json!({ "inbox": world.inbox(), "bases": world.bases() }))?;
    hands::until_at_work(page)?;
    page.picture("setup-done")?;
    window.close()?;
    // Chosen once: the next start asks nothing.
    let window = world.open()?;
    hands::until_at_work(window.page())
}

#[test]
fn an_unknown_user_is_told_whom_to_ask_and_gets_in_when_he_was_added() -> Result<()> {
    let world = World::new()?;
    let window = world.open_with(&[("TOURNEE_USER", "BOCAGE\\Nouveau")])?;
    let page = window.page();
    page.see(Spot::Text(begun("setup_unknown")))?;
    page.see(Spot::Text("nouveau"))?;
    page.picture("unknown-user")?;
    world.automaton(LATER, &["users", "add", "BOCAGE\\nouveau", "--c-user", "NO", "--c-rep", "JD01"])?;
    world.rebuild()?;
    hands::until_at_work(page)
}

#[test]
fn the_second_program_says_that_the_first_is_open() -> Result<()> {
    let world = World::new()?;
    let first = world.open()?;
    hands::until_at_work(first.page())?;
    let second = world.open_beside()?;
    second.page().see(Spot::Text(said("setup_failed_in_use_title")))?;
    second.page().picture("in-use")?;
    ensure!(first.is_alive(), "the first one went");
    first.close()?;
    // As a rep does who closed the other one a moment ago: until it goes.
    let retry = Spot::Role("button", said("setup_retry"));
    second.page().wait("a second program that goes on", || {
        if second.page().count(retry)? == 0 {
            return Ok(Some(()));
        }
        second.page().click(retry)?;
        Ok(None)
    })?;
    hands::until_at_work(second.page())
}
