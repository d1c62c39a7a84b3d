//! What is kept, and what the page is told of it.

use client::Incoming;
use client::adopt::Received;
use exchange_schema::Manifest;

use super::Background;
use crate::views::Newer;

fn received(generation: u64) -> Option<Received> {
    let manifest = Manifest {
        generation,
        built_at: chrono::DateTime::UNIX_EPOCH,
        expires_after_hours: 48,
        schema: 1,
        through: 0,
        files: Vec::new(),
    };
    Some(Received { manifest, copied: 1 })
}

#[test]
fn what_could_not_be_opened_is_not_offered_again() {
    let refused = Incoming { user: None, common: received(4) };
    let background = Background { refused: refused.clone(), ..Background::default() };
    assert_eq!(background.worth_taking(refused), Incoming::default());
    let copied_less = received(4).map(|it| Received { copied: 0, ..it });
    assert!(background.worth_taking(Incoming { user: None, common: copied_less }).is_empty());
    let next = Incoming { user: received(4), common: received(5) };
    assert_eq!(background.worth_taking(next.clone()), next);
}

#[test]
fn the_page_is_told_of_what_changed_alone() {
    let mut background = Background::default();
    let newer = || Some(Newer { common_built_at: None, user_built_at: None, changes: None });
    let incoming = || Incoming { user: received(2), common: None };
    assert!(background.set_incoming(incoming(), newer()));
    assert!(!background.set_incoming(incoming(), newer()));
    assert_eq!(background.take_incoming(), incoming());
    assert!(background.newer.is_none() && background.incoming.is_empty());
    let notices = || vec![client::Notice { code: "half-copied", message: String::new() }];
    assert!(background.tell_of_bases(notices()));
    assert!(!background.tell_of_bases(notices()));
    assert!(background.tell_of_bases(Vec::new()));
}
