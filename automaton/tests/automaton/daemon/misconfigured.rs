//! What mails need and cannot be read is told at once, not by mails that stay.

use std::net::TcpListener;

use super::process::{command, configure, place};
use crate::support::Place;

const FILES: &str = "transport = \"file\"\npath = \"mail\"";

/// Sends by a server, with these lines besides; the listen address is taken, so that no daemon stays.
fn sending_with(more: &str, taken: &TcpListener) -> Place {
    let place = place();
    let mail = format!("transport = \"smtp\"\nhost = \"localhost\"\n{more}");
    let address = taken.local_addr().expect("bound");
    configure(&place, &[(FILES, &mail), ("listen = \"127.0.0.1:0\"", &format!("listen = \"{address}\""))]);
    std::fs::write(place.path("no.pem"), "no certificate").expect("written");
    std::fs::write(place.path("secret"), "hush\n").expect("written");
    place
}

fn run(place: &Place) -> (Option<i32>, String) {
    let output = command(place).output().expect("it starts");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn check(place: &Place) -> (Option<i32>, String) {
    let output = place.run(&["config", "check"]);
    let words = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&words).into_owned())
}

#[test]
fn a_password_or_a_ca_file_that_cannot_be_read_is_told_by_the_check_and_at_the_start() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("bound");
    let login = "user = \"crm\"\npassword_file = \"secret\"";
    for (more, key) in [
        ("user = \"crm\"\npassword_file = \"missing\"", Some("mail.password_file")),
        ("user = \"crm\"\npassword_file = \"inbox\"", Some("mail.password_file")),
        ("ca_file = \"missing\"", Some("mail.ca_file")),
        ("ca_file = \"no.pem\"", Some("mail.ca_file")),
        (login, None),
    ] {
        let place = sending_with(more, &taken);
        for (code, words) in [check(&place), run(&place)] {
            match key {
                Some(key) => assert!(code == Some(2) && words.contains(key), "{more}: {code:?} {words}"),
                None => assert!(
                    code == Some(0) && words.contains("is a valid configuration")
                        || code == Some(1) && words.contains("is another automaton running"),
                    "{more}: {code:?} {words}"
                ),
            }
        }
    }
}

/// Only the service's environment may have it: the check warns, and looks at the rest; the daemon needs it.
#[test]
fn a_password_from_the_environment_is_needed_by_the_daemon_only() {
    const NAME: &str = "TOURNEE_TEST_NO_SUCH_PASSWORD";
    let taken = TcpListener::bind("127.0.0.1:0").expect("bound");
    let login = format!("user = \"crm\"\npassword_env = \"{NAME}\"");
    let place = sending_with(&login, &taken);
    let (code, words) = check(&place);
    assert!(code == Some(0) && words.contains("warning: mail.password_env"), "{code:?} {words}");
    let (code, words) = run(&place);
    assert!(code == Some(2) && words.contains(NAME), "{code:?} {words}");
    let place = sending_with(&format!("{login}\nca_file = \"missing\""), &taken);
    let (code, words) = check(&place);
    assert!(code == Some(2) && words.contains("mail.ca_file"), "{code:?} {words}");
}
