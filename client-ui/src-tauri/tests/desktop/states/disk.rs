//! A disk that is full: what was typed stays on the screen, and is saved once there is room.
//!
//! Root may mount a small disk. Anybody else may in a namespace of his own, where the system allows it: the test then runs itself there.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use window_driver::Spot;

use crate::hands;
use crate::names::said;
use crate::world::World;

const WITHIN: &str = "TOURNEE_TEST_WITHIN_NAMESPACE";
const TEST: &str = "states::disk::what_was_typed_outlives_a_full_disk";
const COMMENT: &str = "Trois trains neufs avant Noël.";
const MORE: &str = " Et les jantes.";

/// The laptop's data folder on a disk of its own. It goes away with this value, after the window.
struct Disk(PathBuf);

impl Disk {
    /// None where this user may not mount.
    fn on(folder: PathBuf) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(&folder).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then(|| Self(folder))
    }

    /// To the last byte.
    fn fill(&self) -> Result<()> {
        let mut ballast = File::options().create(true).append(true).open(self.0.join("ballast"))?;
        for size in [1_048_576, 65_536, 4_096, 1] {
            while ballast.write_all(&vec![0; size]).is_ok() {}
        }
        Ok(())
    }

    fn make_room(&self) -> Result<()> {
        Ok(std::fs::remove_file(self.0.join("ballast"))?)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a program that was just ended may still be letting go of it.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

fn within_a_namespace() -> Result<()> {
    let hint = "this test needs a small disk: run it as root, or allow unprivileged user namespaces \
        (sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0)";
    ensure!(std::env::var_os(WITHIN).is_none(), "a namespace, and still no mount: {hint}");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount"]).arg(std::env::current_exe()?);
    let output = command.args([TEST, "--exact", "--nocapture"]).env(WITHIN, "1").output()?;
    let words = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success() && words.contains("1 passed"), "{words}\n{hint}");
    Ok(())
}

#[test]
fn what_was_typed_outlives_a_full_disk() -> Result<()> {
    let world = World::before_set_up()?;
    let Some(disk) = Disk::on(world.data()) else { return within_a_namespace() };
    world.set_up()?;
    let window = world.open()?;
    let page = window.page();
    hands::until_at_work(page)?;
    let (code, _) = world.garages()?.into_iter().next().context("a garage")?;
    hands::open_visit(page, &code)?;
    hands::fill_visit(page, COMMENT)?;
    disk.fill()?;
    page.type_text(MORE)?;
    page.press("Ctrl+Enter")?;
    page.see(Spot::Text(said("words_error_disk_full")))?;
    page.picture("disk-full")?;
    let typed = format!("{COMMENT}{MORE}");
    ensure!(page.value(Spot::Css("textarea"))? == typed, "{}", page.state("typed"));
    ensure!(world.dropped()?.is_empty(), "nothing was saved, and something was dropped");
    disk.make_room()?;
    hands::validate_visit(page)?;
    hands::until_stop(page, "entries_stop_dropped", "parts_life_here")?;
    ensure!(world.dropped()?.len() == 1, "dropped once");
    world.integrate()?;
    ensure!(world.relations(&typed)? == 1, "integrated once");
    Ok(())
}
