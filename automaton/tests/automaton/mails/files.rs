//! Mails as .eml files.

use super::super::support::Place;
use super::given::{SENDER, is_away, message_id, place_with, queue_many, row, send, states};

fn place() -> Place {
    place_with(&format!("transport = \"file\"\npath = \"out/mail\"\n{SENDER}"))
}

#[test]
fn each_mail_becomes_one_file() {
    let place = place();
    queue_many(&place, 2);
    assert!(!place.path("out").exists());
    assert_eq!(send(&place, 2, 0, 0), None);
    let files = place.tree("out/mail");
    assert_eq!(files.len(), 2, "{:?}", files.keys());
    for (number, (name, bytes)) in (1..).zip(&files) {
        assert!(
            name.starts_with(&format!("20261121T14000{number}Z_creation-request_")) && name.ends_with(".eml"),
            "{name}"
        );
        let text = String::from_utf8(bytes.clone()).expect("ASCII");
        assert!(text.contains(&format!("Message-ID: {}\r\n", message_id(number))), "{text}");
        assert_eq!(row(&place, number)[0], "sent");
    }
    // Were it queued anew, it would take its own place.
    place.base().execute("UPDATE crm_courriel SET etat = 'queued'", []).expect("updated");
    assert_eq!(send(&place, 2, 0, 0), None);
    assert_eq!(place.tree("out/mail"), files);
}

/// They say who buys what.
#[cfg(unix)]
#[test]
fn the_files_are_no_business_of_the_machines_other_users() {
    use std::os::unix::fs::PermissionsExt;
    let place = place();
    queue_many(&place, 1);
    assert_eq!(send(&place, 1, 0, 0), None);
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&place.path("out/mail")), 0o750);
    for name in place.tree("out/mail").keys() {
        assert_eq!(mode(&place.path("out/mail").join(name)), 0o640, "{name}");
    }
    // A folder of the operator's own is as he wants it.
    let other = self::place();
    std::fs::create_dir_all(other.path("out/mail")).expect("made");
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(other.path("out/mail"), open).expect("changed");
    queue_many(&other, 1);
    assert_eq!(send(&other, 1, 0, 0), None);
    assert_eq!(mode(&other.path("out/mail")), 0o755);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_away() {
    let place = place();
    queue_many(&place, 2);
    std::fs::write(place.path("out"), "a file in its place").expect("written");
    is_away(&place, "mail.path");
    std::fs::remove_file(place.path("out")).expect("removed");
    assert_eq!(send(&place, 2, 0, 0), None);
    assert_eq!(states(&place, 2), ["sent", "sent"]);
}

#[tokio::test]
async fn a_check_writes_and_leaves_nothing() {
    let place = place();
    let config = automaton::config::Config::load(&place.path("automaton.toml")).expect("a configuration");
    let mailer = automaton::delivery::Mailer::open(&config).expect("a mailer");
    let found = mailer.check().await.expect("all is well");
    assert!(found.contains("mail"), "{found}");
    assert!(place.tree("out/mail").is_empty());
    std::fs::remove_dir_all(place.path("out")).expect("removed");
    std::fs::write(place.path("out"), "a file in its place").expect("written");
    mailer.check().await.expect_err("away");
}
