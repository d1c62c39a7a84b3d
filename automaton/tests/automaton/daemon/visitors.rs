//! Who opens many connections and says nothing takes nothing from the work, and does not stay.

use std::net::TcpStream;

use super::process::{Daemon, assert_exactly_once, place, visit};

/// More than the door lets in at a time.
const IDLE: usize = 100;

#[cfg(target_os = "linux")]
#[test]
fn silent_connections_are_few_and_short() {
    let place = place();
    let daemon = Daemon::start(&place);
    daemon.until_at_rest();
    let files = || std::fs::read_dir(format!("/proc/{}/fd", daemon.id())).expect("listed").count();
    let before = files();
    let silent: Vec<TcpStream> =
        (0..IDLE).map(|_| TcpStream::connect(daemon.address()).expect("the system takes them")).collect();
    place.deliver_file(&visit(1).file());
    daemon.until_integrated(&place, 1);
    // The first ones are shown out, and it is our turn.
    assert_eq!(daemon.health()["status"], "ok");
    assert!(files() < before + IDLE, "{} files were open, and {} are", before, files());
    drop(silent);
    daemon.stop();
    assert_exactly_once(&place, 1);
}
