//! Bases that cannot be taken: the old ones stay in use, and it is said.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use window_driver::Spot;

use crate::hands;
use crate::names::said;
use crate::world::{World, copy_folder};

const MANIFEST: &str = "common/manifest.json";

/// Every file of `common` but the manifest that is not in the copy yet.
fn new_files(published: &Path, synced: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(published.join("common"))?;
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names = names.collect::<Result<Vec<_>>>()?;
    let is_new = |name: &String| name != "manifest.json" && !synced.join("common").join(name).exists();
    Ok(names.into_iter().filter(is_new).collect())
}

#[test]
fn a_half_copied_base_waits_for_the_rest() -> Result<()> {
    let world = World::with_a_sync()?;
    let (published, synced) = (world.bases(), world.synced());
    let window = world.open()?;
    let page = window.page();
    hands::until_at_work(page)?;
    world.rename_customer("C00002", "GARAGE RENOMME")?;
    world.rebuild()?;
    let late = new_files(&published, &synced)?;
    ensure!(!late.is_empty(), "a renamed customer makes a new file");
    // The sync brings the manifest first; of the files that are new, none.
    std::fs::copy(published.join(MANIFEST), synced.join(MANIFEST))?;
    hands::open_freshness(page)?;
    page.see(Spot::Text(said("words_notice_half_copied")))?;
    page.picture("half-copied")?;
    ensure!(page.count(Spot::Text(said("frame_pill_newer")))? == 0, "half a base was announced");
    for name in late {
        std::fs::copy(published.join("common").join(&name), synced.join("common").join(&name))?;
    }
    page.see(Spot::Text(said("frame_pill_newer")))?;
    page.press("Esc")?;
    hands::refresh(page)?;
    page.miss(Spot::Text(said("frame_pill_newer")))?;
    page.press("Esc")?;
    hands::search(page, "renomme")?;
    page.see(Spot::Role("heading", "GARAGE RENOMME"))
}

#[test]
fn a_base_of_a_later_program_is_left_alone_and_told() -> Result<()> {
    let world = World::with_a_sync()?;
    let window = world.open()?;
    let page = window.page();
    hands::until_at_work(page)?;
    let manifest = world.synced().join(MANIFEST);
    let mut later: Value = serde_json::from_slice(&std::fs::read(&manifest)?)?;
    for key in ["schema", "generation"] {
        let number = later[key].as_u64().context("a number")?;
        later[key] = (number + 1).into();
    }
    std::fs::write(&manifest, serde_json::to_vec(&later)?)?;
    hands::open_freshness(page)?;
    page.see(Spot::Text(said("words_notice_later_schema")))?;
    page.picture("later-schema")?;
    page.press("Esc")?;
    hands::search(page, "*gar?ge*")?;
    page.see(Spot::Text(&world.garages()?.first().context("a garage")?.1))
}

impl World {
    /// As it is on a laptop: the bases that it sees are a copy, brought by a sync that the test plays.
    fn with_a_sync() -> Result<Self> {
        let world = Self::before_set_up()?;
        copy_folder(&world.bases(), &world.synced())?;
        world.set_up_with(&world.synced())?;
        Ok(world)
    }

    fn synced(&self) -> std::path::PathBuf {
        self.path("synced")
    }

    fn rename_customer(&self, code: &str, name: &str) -> Result<()> {
        let base = rusqlite::Connection::open(self.path("company/winpneu.db"))?;
        let changed = base.execute("UPDATE client SET nom_client = ?2 WHERE c_client = ?1", [code, name])?;
        ensure!(changed == 1, "no customer {code}");
        Ok(())
    }
}
