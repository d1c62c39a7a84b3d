//! Rights, with a user for whom they bind: root is bound by none.

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::super::support::{NOW, Place};
use super::stage::{CLOSED, Report, State, configure, examine_at, expect, healthy, only, read};

/// `nobody`, as Linux numbers him.
const NOBODY: u32 = 65_534;

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0)
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("changed");
}

fn give_away(path: &Path) {
    chown(path, Some(NOBODY), None).expect("given");
    if path.is_dir() {
        for entry in std::fs::read_dir(path).expect("listed") {
            give_away(&entry.expect("an entry").path());
        }
    }
}

/// Doctor as somebody whom rights bind. Root gives the installation to `nobody` and becomes him.
fn examine(place: &Place) -> Report {
    let mut command = Command::new(env!("CARGO_BIN_EXE_automaton"));
    if is_root() {
        // The program may lie where only root may look.
        let program = place.path("automaton");
        // Copied by a process of its own: what other tests start meanwhile would inherit our open file, and a program that somebody has open
        // for writing does not start.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_automaton")).arg(&program).status();
        assert!(copied.expect("cp starts").success());
        give_away(&place.path(""));
        command = Command::new(program);
        command.uid(NOBODY).current_dir(place.path(""));
    }
    command.arg("--config").arg(place.path("automaton.toml")).env("TOURNEE_NOW", NOW);
    read(&command.args(["--json", "doctor"]).output().expect("it starts"))
}

#[test]
fn a_folder_that_may_not_be_written_is_wrong() {
    for (folder, name) in [("bases", "bases folder"), ("archive", "archive folder"), ("work", "work folder")]
    {
        let place = healthy();
        std::fs::create_dir_all(place.path(folder)).expect("made");
        mode(&place.path(folder), 0o555);
        let report = examine(&place);
        mode(&place.path(folder), 0o755);
        expect(&report, name, State::Wrong, folder);
        assert!(report.find(name)["advice"].to_string().contains("chown"));
        expect(&examine(&place), name, State::Ok, "");
    }
}

#[test]
fn a_folder_below_that_another_user_made_is_wrong() {
    let place = healthy();
    let month = place.path("archive/2026");
    mode(&month, 0o555);
    let report = examine(&place);
    mode(&month, 0o755);
    only(&report, "archive folder", State::Wrong, "archive/2026");
}

#[test]
fn an_inbox_that_may_not_be_read_is_wrong() {
    let place = healthy();
    let laptop = place.path("inbox/jdupont");
    mode(&laptop, 0o000);
    let report = examine(&place);
    mode(&laptop, 0o755);
    expect(&report, "inbox folder", State::Wrong, "jdupont");
}

#[test]
fn whoever_is_not_the_owner_is_told_whom_to_be() {
    if !is_root() {
        // Only root can make files that belong to somebody else.
        return;
    }
    let place = healthy();
    give_away(&place.path("winpneu.db"));
    let report = examine_at(&place, NOW);
    expect(&report, "user", State::Warning, "65534");
    let advice = report.find("user")["advice"].to_string();
    assert!(advice.contains("sudo -u '#65534' automaton"), "{advice}");
}

#[test]
fn a_password_that_everybody_may_read_is_a_warning() {
    let place = healthy();
    let (host, port) = CLOSED.split_once(':').expect("host and port");
    let server = format!(
        "transport = \"smtp\"\nhost = \"{host}\"\nport = {port}\nuser = \"crm\"\npassword_file = \"secret\""
    );
    configure(&place, "transport = \"file\"", &server);
    std::fs::write(place.path("secret"), "hunter2\n").expect("written");
    mode(&place.path("secret"), 0o600);
    expect(&examine_at(&place, NOW), "configuration", State::Ok, "");
    mode(&place.path("secret"), 0o644);
    let report = examine_at(&place, NOW);
    expect(&report, "configuration", State::Warning, "secret");
    assert!(report.find("configuration")["advice"].to_string().contains("chmod o-rwx"));
    assert!(!report.document.to_string().contains("hunter2"));
}
