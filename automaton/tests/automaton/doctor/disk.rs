//! A disk that is small, then full: one in memory, for the folder in which the bases are built.
//!
//! Root may mount one. Anybody else may in a namespace of his own, where the system allows it: the test then runs itself there.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::super::support::NOW;
use super::stage::{State, examine_at, expect, healthy};

const WITHIN: &str = "TOURNEE_TEST_WITHIN_NAMESPACE";
const TEST: &str = "doctor::disk::a_disk_that_fills_up_is_told_in_time";

/// It goes away with this value.
struct Mounted(PathBuf);

impl Mounted {
    /// None where this user may not mount.
    fn on(folder: PathBuf) -> Option<Self> {
        std::fs::create_dir_all(&folder).expect("made");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(&folder).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then(|| Self(folder))
    }

    fn fill(&self, megabytes: usize) {
        let mut ballast =
            std::fs::File::options().create(true).append(true).open(self.0.join("ballast")).expect("opened");
        for _ in 0..megabytes {
            // A full disk is what is asked for.
            let _ = ballast.write_all(&[0; 1_048_576]);
        }
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn within_a_namespace() {
    let hint = "this test needs a small disk: run it as root, or allow unprivileged user namespaces \
        (sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0)";
    assert!(std::env::var_os(WITHIN).is_none(), "a namespace, and still no mount: {hint}");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount"]).arg(std::env::current_exe().expect("a program"));
    let output = command.args([TEST, "--exact", "--nocapture"]).env(WITHIN, "1").output().expect("it starts");
    let words = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && words.contains("1 passed"), "{words}\n{hint}");
}

#[test]
fn a_disk_that_fills_up_is_told_in_time() {
    let place = healthy();
    let Some(disk) = Mounted::on(place.path("work")) else { return within_a_namespace() };
    expect(&examine_at(&place, NOW), "disk", State::Warning, "MB are wanted");
    disk.fill(40);
    let report = examine_at(&place, NOW);
    expect(&report, "disk", State::Wrong, "(work): only");
    expect(&report, "work folder", State::Ok, "");
    disk.fill(40);
    let report = examine_at(&place, NOW);
    expect(&report, "disk", State::Wrong, "(work): only 0 MB free");
    expect(&report, "work folder", State::Wrong, "No space left");
    assert!(report.find("work folder")["advice"].to_string().contains("df -h"));
}
