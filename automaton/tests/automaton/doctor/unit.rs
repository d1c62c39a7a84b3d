//! The systemd unit: what it starts is on the command line, and what it promises fits the program.

use automaton::cli::{Arguments, Command};
use clap::Parser;

const UNIT: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/systemd/tournee-automaton.service"));

/// Every value of a key, in order.
fn values(key: &str) -> Vec<&str> {
    let assigned = UNIT.lines().filter_map(|line| line.split_once('='));
    assigned.filter(|(name, _)| *name == key).map(|(_, value)| value).collect()
}

#[test]
fn it_starts_the_daemon_with_arguments_that_the_program_has() {
    let [start] = values("ExecStart")[..] else { panic!("one ExecStart") };
    let arguments = Arguments::try_parse_from(start.split_whitespace()).expect("a command line of ours");
    assert!(matches!(arguments.command, Command::Run));
    assert!(arguments.config.is_absolute(), "a service has no folder of its own");
    assert!(start.starts_with('/'));
}

#[test]
fn it_waits_for_the_daemon_to_end_and_does_not_repeat_what_cannot_succeed() {
    let [seconds] = values("TimeoutStopSec")[..] else { panic!("one TimeoutStopSec") };
    // The daemon ends by itself after 25 s at the latest (daemon/signals.rs).
    assert!(seconds.parse::<u32>().expect("seconds") > 25);
    assert_eq!(values("Restart"), ["on-failure"]);
    // The exit code of a wrong configuration.
    assert_eq!(values("RestartPreventExitStatus"), ["2"]);
    // Nothing in the program talks to systemd: Type=notify would wait in vain.
    assert_eq!(values("Type"), ["exec"]);
}

#[test]
fn it_gives_no_privilege() {
    assert_eq!(values("CapabilityBoundingSet"), [""]);
    for (key, value) in
        [("NoNewPrivileges", "yes"), ("ProtectSystem", "strict"), ("PrivateTmp", "yes"), ("UMask", "0027")]
    {
        assert_eq!(values(key), [value], "{key}");
    }
    assert!(!matches!(values("User")[..], [] | ["root"]));
}
