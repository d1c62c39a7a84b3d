//! A disk that is really full: a small one in memory, with the base, the archive, the bases and the logs on it.
//!
//! Root may mount one. Anybody else may in a namespace of his own, where the system allows it: the test then runs itself there.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::process::{Daemon, assert_exactly_once, configure, visit};
use super::troubles::{ADMIN, alerted, expect_alert, expect_all_clear};

const WITHIN: &str = "TOURNEE_TEST_WITHIN_NAMESPACE";

/// A small disk; it goes away with this value.
struct Disk {
    mount_point: tempfile::TempDir,
}

impl Disk {
    /// None where this user may not mount.
    fn new(size: &str) -> Option<Self> {
        let mount_point = tempfile::tempdir().expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(mount_point.path());
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        mounted.then(|| Self { mount_point })
    }

    /// Fills it to the last byte; again, where something was freed since.
    fn fill(&self) -> PathBuf {
        let path = self.mount_point.path().join("ballast");
        let mut ballast = File::options().create(true).append(true).open(&path).expect("created");
        for size in [65_536, 4_096, 1] {
            while ballast.write_all(&vec![0; size]).is_ok() {}
        }
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.mount_point.path()).status();
    }
}

/// Runs one test of this very program where this user may mount.
fn within_a_namespace(test: &str) {
    let hint = "this test needs a small disk: run it as root, or allow unprivileged user namespaces \
        (sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0)";
    assert!(std::env::var_os(WITHIN).is_none(), "a namespace, and still no mount: {hint}");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount"]).arg(std::env::current_exe().expect("a program"));
    command.args([test, "--exact", "--nocapture"]).env(WITHIN, "1");
    let output = command.output().expect("unshare starts");
    let words = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && words.contains("1 passed"), "{words}\n{hint}");
}

fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.display())
}

#[test]
fn a_full_disk_is_waited_for() {
    let Some(disk) = Disk::new("12m") else {
        return within_a_namespace("daemon::full_disk::a_full_disk_is_waited_for");
    };
    let elsewhere = tempfile::tempdir().expect("a folder");
    let [inbox, mail] = ["inbox", "mail"].map(|name| elsewhere.path().join(name));
    std::fs::create_dir(&inbox).expect("made");
    let place = alerted().copy_below(disk.mount_point.path());
    let (to_inbox, to_mail) = (format!("inbox = {}", quoted(&inbox)), format!("path = {}", quoted(&mail)));
    configure(&place, &[("inbox = \"inbox\"", &to_inbox), ("path = \"mail\"", &to_mail)]);
    let deliver = |number: u32| {
        let file = visit(number).file();
        let folder = inbox.join("jdupont");
        std::fs::create_dir_all(&folder).expect("made");
        std::fs::write(folder.join(file.file_name().as_str()), file.to_json().expect("printed"))
            .expect("written");
    };
    let daemon = Daemon::start(&place);
    deliver(1);
    daemon.until_integrated(&place, 1);
    // The pass is not over with its last file: then it is remembered who is to be told.
    daemon.until("the address for alerts", || {
        let remembered = std::fs::read_to_string(place.path("work/alerts.json")).unwrap_or_default();
        remembered.contains(ADMIN).then_some(())
    });
    let ballast = disk.fill();
    deliver(2);
    // Asking the base needs room beside it, too: from here on only the daemon is asked.
    let failures = || daemon.words().matches("the pass failed").count();
    daemon.until("another failure", || {
        // A base that is closed gives its write-ahead log back.
        disk.fill();
        (failures() >= 2).then_some(())
    });
    expect_alert(&daemon, &mail, "");
    std::fs::remove_file(ballast).expect("removed");
    daemon.until_integrated(&place, 2);
    expect_all_clear(&daemon, &mail);
    daemon.stop();
    assert_exactly_once(&place, 2);
}
