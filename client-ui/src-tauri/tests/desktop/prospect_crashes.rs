//! The program dies while somebody signs, and at any step of « Envoyer à la comptabilité »: nothing is lost, and it is asked for once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use window_driver::{Page, Spot, Window};

use crate::hands;
use crate::names::said;
use crate::prospects::{self, IBAN, SIGNER};
use crate::world::{World, ask};

/// A laptop with a prospect that is to become a customer.
struct Scene {
    world: World,
    id: String,
    name: String,
}

impl Scene {
    fn set() -> Result<Self> {
        let world = World::new()?;
        let (id, name) = world.own_prospect()?;
        Ok(Self { world, id, name })
    }

    fn key(&self) -> Value {
        json!({ "kind": "creation", "subject": self.id })
    }

    /// What is kept of the creation.
    fn kept(&self, window: &Window) -> Result<Option<Value>> {
        let drafts = ask(window, "drafts", &json!({}))?;
        let drafts = drafts.as_array().context("drafts")?;
        let ours = drafts.iter().find(|draft| draft["key"]["subject"] == self.id.as_str());
        Ok(ours.map(|draft| draft["body"].clone()))
    }

    /// Everything typed and signed by hand, and kept; answers what is kept.
    fn fill_by_hand(&self, window: &Window) -> Result<Value> {
        let page = window.page();
        prospects::find(page, &self.name)?;
        prospects::begin_conversion(page)?;
        prospects::choose_mode(page, "LD")?;
        prospects::fill_what_is_missing(page, IBAN)?;
        prospects::choose_mode(page, "LD")?;
        prospects::sign(page)?;
        page.see(Spot::Text(said("conversion_todo_none")))?;
        page.wait("the whole draft kept", || {
            let kept = self.kept(window)?;
            Ok(kept.filter(|body| body["signer"] == SIGNER && body["signed"]["svg"].is_string()))
        })
    }

    /// The same without hands: what was kept in another scene's folder.
    fn bring(&self, window: &Window, body: &Value) -> Result<()> {
        ask(window, "keep_draft", &json!({ "key": self.key(), "body": body })).map(drop)
    }

    /// Opens the window so that steps count from the key press on, goes to the page before it, and marks the press.
    fn before_the_key(&self, body: &Value, environment: &[(&str, &str)]) -> Result<Window> {
        let mark = self.world.path("pressed");
        let mut all = vec![("TOURNEE_STEPS_FROM", mark.to_str().context("a path")?)];
        all.extend(environment);
        let window = self.world.open_with(&all)?;
        hands::until_at_work(window.page())?;
        self.bring(&window, body)?;
        self.reread(window.page())?;
        std::fs::write(mark, "")?;
        Ok(window)
    }

    fn reread(&self, page: &Page) -> Result<()> {
        prospects::find(page, &self.name)?;
        prospects::begin_conversion(page)?;
        page.see(Spot::Text(said("conversion_todo_none")))?;
        prospects::reread(page)
    }

    fn assert_arrives_once(&self, page: &Page) -> Result<()> {
        page.see(Spot::Text(said("prospects_asked")))?;
        let names: Vec<String> = page.wait("the file", || {
            let names: Vec<String> = self.world.dropped()?.into_keys().collect();
            Ok((!names.is_empty()).then_some(names))
        })?;
        ensure!(names.len() == 1 && names[0].starts_with("CC_"), "{names:?}");
        for (pass, expected) in [("first", 1), ("second", 0)] {
            let report = self.world.integrate()?;
            let files = report["files"].as_array().context("files")?.iter();
            let ours =
                files.filter(|it| it["name"] == names[0].as_str() && it["state"] == "integrated").count();
            ensure!(ours == expected, "the {pass} pass: {report}");
        }
        let sql = "SELECT count(*) FROM crm_creation_client WHERE prospect = ?1 AND etat = 'pending' AND signature IS NOT NULL";
        ensure!(self.world.asked(sql, &[&self.id])? == ["1"], "not asked for once");
        Ok(())
    }
}

#[test]
fn what_was_typed_and_signed_survives_a_kill() -> Result<()> {
    let scene = Scene::set()?;
    let window = scene.world.open()?;
    hands::until_at_work(window.page())?;
    let kept = scene.fill_by_hand(&window)?;
    let step = window.page().text(prospects::STEP)?;
    window.kill()?;

    let window = scene.world.open()?;
    let page = window.page();
    hands::until_at_work(page)?;
    ensure!(scene.kept(&window)?.as_ref() == Some(&kept), "the draft is another one");
    prospects::find(page, &scene.name)?;
    page.see(Spot::Role("button", said("prospects_convert_go_on")))?;
    prospects::begin_conversion(page)?;
    ensure!(page.text(prospects::STEP)? == step, "{}", page.state("step"));
    page.wait("the signature, drawn again", || Ok(is_drawn(page)?.then_some(())))?;
    ensure!(page.value(Spot::Css("[data-field=signer] input"))? == SIGNER, "{}", page.state("signer"));
    page.picture("conversion-after-kill")?;
    prospects::send(page)?;
    scene.assert_arrives_once(page)
}

/// Whether there is ink in the box.
fn is_drawn(page: &Page) -> Result<bool> {
    let script = "const pad = document.querySelector('[data-pad] canvas');
        return pad !== null && pad.getContext('2d').getImageData(0, 0, pad.width, pad.height).data.some((it, at) => at % 4 === 3 && it > 0);";
    Ok(page.run(script, Vec::new())? == true)
}

/// What a rep types and signs, made once by hand for all scenes: their prospect is the same.
fn body() -> Result<&'static Value> {
    static BODY: OnceLock<Result<Value, String>> = OnceLock::new();
    let made = BODY.get_or_init(|| {
        let made = || {
            let scene = Scene::set()?;
            let window = scene.world.open()?;
            hands::until_at_work(window.page())?;
            scene.fill_by_hand(&window)
        };
        made().map_err(|error: anyhow::Error| format!("{error:#}"))
    });
    made.as_ref().map_err(|error| anyhow::anyhow!("{error}"))
}

/// The steps of sending that nothing interrupts.
fn steps() -> Result<Vec<String>> {
    let scene = Scene::set()?;
    let log = scene.world.path("steps");
    let window = scene.before_the_key(body()?, &[("TOURNEE_STEP_LOG", log.to_str().context("a path")?)])?;
    window.page().press("Ctrl+Enter")?;
    window.page().see(Spot::Text(said("prospects_asked")))?;
    hands::until_stop(window.page(), "entries_stop_dropped", "parts_life_here")?;
    window.close()?;
    Ok(std::fs::read_to_string(log)?.lines().map(str::to_owned).collect())
}

fn die_before(step: usize) -> Result<()> {
    let scene = Scene::set()?;
    let window = scene.before_the_key(body()?, &[("TOURNEE_KILL_AT", &step.to_string())])?;
    // The program may be gone before the driver has an answer.
    let _ = window.page().press("Ctrl+Enter");
    window.until_dead()?;
    let window = scene.world.open()?;
    let page = window.page();
    hands::until_at_work(page)?;
    let query = json!({ "query": { "filter": "all", "subject": scene.id, "offset": 0, "limit": 10 } });
    let entries = ask(&window, "entries", &query)?.as_array().context("entries")?.len();
    if entries == 0 {
        scene.reread(page)?;
        page.press("Ctrl+Enter")?;
    } else {
        ensure!(entries == 1, "{entries} entries");
        ensure!(scene.kept(&window)?.is_none(), "the draft of what was sent is still there");
        prospects::find(page, &scene.name)?;
    }
    scene.assert_arrives_once(page)
}

/// Every step, two at a time: each has a screen and a company of its own.
#[test]
fn a_creation_survives_death_at_every_step() -> Result<()> {
    let steps = steps()?;
    ensure!(steps.iter().any(|step| step == "client-commit-entry"), "{steps:?}");
    ensure!(steps.iter().any(|step| step == "folder-rename"), "{steps:?}");
    let next = AtomicUsize::new(1);
    let work = || -> Result<()> {
        loop {
            let step = next.fetch_add(1, Ordering::SeqCst);
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
