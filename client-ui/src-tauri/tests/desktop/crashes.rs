//! The program dies at any step of « valider la visite »: the visit is there once afterwards, and arrives once.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use window_driver::{Page, Spot};

use crate::hands;
use crate::world::{World, ask};

const COMMENT: &str = "Passe commande de deux trains.";

/// A laptop whose rep is about to press Ctrl+Enter.
struct Scene {
    world: World,
    code: String,
}

impl Scene {
    fn set() -> Result<Self> {
        let world = World::new()?;
        let (code, _) = world.garages()?.into_iter().next().context("a garage")?;
        Ok(Self { world, code })
    }

    /// Opens the window so that steps count from the key press on, fills the visit, and marks the press.
    fn before_the_key(&self, environment: &[(&str, &str)]) -> Result<window_driver::Window> {
        let mark = self.world.path("pressed");
        let mut all = vec![("TOURNEE_STEPS_FROM", mark.to_str().context("a path")?)];
        all.extend(environment);
        let window = self.world.open_with(&all)?;
        let page = window.page();
        hands::until_at_work(page)?;
        hands::open_visit(page, &self.code)?;
        hands::fill_visit(page, COMMENT)?;
        // All of it: the words that were kept last count.
        page.wait("the whole draft kept", || {
            let drafts = ask(&window, "drafts", &json!({}))?;
            Ok(drafts.to_string().contains(COMMENT).then_some(()))
        })?;
        std::fs::write(mark, "")?;
        Ok(window)
    }

    /// After a restart: the visit is there once, as an entry or as a draft that can still be validated.
    fn assert_there_once(&self, page: &Page, entries: usize) -> Result<()> {
        if entries == 0 {
            hands::open_visit(page, &self.code)?;
            page.wait("the draft", || Ok((page.value(Spot::Css("textarea"))? == COMMENT).then_some(())))?;
            return hands::validate_visit(page);
        }
        ensure!(entries == 1, "{entries} entries");
        hands::search(page, &self.code)?;
        page.see(Spot::Text(COMMENT))?;
        ensure!(page.count(Spot::Text(COMMENT))? == 1, "{}", page.state("twice"));
        Ok(())
    }

    /// One file, integrated once, one row of the ERP.
    fn assert_arrives_once(&self, page: &Page) -> Result<()> {
        hands::until_stop(page, "entries_stop_dropped", "parts_life_here")?;
        let dropped = self.world.dropped()?;
        ensure!(dropped.len() == 1, "{:?}", dropped.keys());
        let name = dropped.keys().next().context("a file")?;
        for (pass, expected) in [("first", 1), ("second", 0)] {
            let report = self.world.integrate()?;
            let own = report["files"].as_array().context("files")?.iter();
            let integrated =
                own.filter(|it| it["name"] == name.as_str() && it["state"] == "integrated").count();
            ensure!(integrated == expected, "the {pass} pass: {report}");
        }
        ensure!(self.world.relations(COMMENT)? == 1, "{} rows", self.world.relations(COMMENT)?);
        hands::until_stop(page, "entries_stop_integrated", "parts_life_done")
    }
}

/// The steps of a validation that nothing interrupts.
fn steps() -> Result<Vec<String>> {
    let scene = Scene::set()?;
    let log = scene.world.path("steps");
    let window = scene.before_the_key(&[("TOURNEE_STEP_LOG", log.to_str().context("a path")?)])?;
    hands::validate_visit(window.page())?;
    hands::until_stop(window.page(), "entries_stop_dropped", "parts_life_here")?;
    window.close()?;
    Ok(std::fs::read_to_string(log)?.lines().map(str::to_owned).collect())
}

fn die_before(step: usize) -> Result<()> {
    let scene = Scene::set()?;
    let window = scene.before_the_key(&[("TOURNEE_KILL_AT", &step.to_string())])?;
    // The program may be gone before the driver has an answer.
    let _ = window.page().press("Ctrl+Enter");
    window.until_dead()?;
    let window = scene.world.open()?;
    let page = window.page();
    hands::until_at_work(page)?;
    let query = json!({ "query": { "filter": "all", "subject": scene.code, "offset": 0, "limit": 10 } });
    let entries = ask(&window, "entries", &query)?.as_array().context("entries")?.len();
    scene.assert_there_once(page, entries)?;
    scene.assert_arrives_once(page)
}

/// Every step, two at a time: each has a screen and a company of its own.
#[test]
fn a_visit_survives_death_at_every_step() -> Result<()> {
    let steps = steps()?;
    ensure!(steps.iter().any(|step| step == "client-commit-entry"), "{steps:?}");
    ensure!(steps.iter().any(|step| step == "folder-rename"), "{steps:?}");
    let next = std::sync::atomic::AtomicUsize::new(1);
    let work = || -> Result<()> {
        loop {
            let step = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let Some(name) = steps.get(step - 1) else { return Ok(()) };
            die_before(step).with_context(|| format!("dead before step {step}, {name}"))?;
        }
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        work()?;
        other.join().map_err(|_| anyhow::anyhow!("a test thread panicked"))?
    })
}
