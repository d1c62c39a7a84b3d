//! Archiving that was asked to end goes on at the next start, not in the next night.

use automaton::config::Config;
use automaton::failure::Failure;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::process::{Daemon, configure, place};
use crate::rebuild::relation;

#[test]
fn archiving_that_was_stopped_goes_on_at_the_next_start() {
    let place = place();
    // Built a moment ago: nothing is due before the next 29 February.
    let schedule = ("rebuild = \"\"", "rebuild = \"0 0 29 2 *\"");
    configure(&place, &[("archive_relations_after_days = 0", "archive_relations_after_days = 90"), schedule]);
    let built = place.command().arg("rebuild").env_remove("TOURNEE_NOW").status().expect("it starts");
    assert!(built.success());
    let rows: Vec<Value> = (0..3).map(|_| relation("C01846", "2020-05-05", json!({}))).collect();
    place.insert("client_relation", &rows);
    let config = Config::load(&place.path("automaton.toml")).expect("valid");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let asked_to_end = CancellationToken::new();
    asked_to_end.cancel();
    let outcome = runtime.block_on(automaton::archiving::run(&config, &asked_to_end));
    assert!(matches!(outcome, Err(Failure::Stopped)), "{outcome:?}");
    assert_eq!(place.count("client_relation WHERE c_archive = 'O'"), 0);
    let daemon = Daemon::start(&place);
    daemon
        .until("what was left", || (place.count("client_relation WHERE c_archive = 'O'") == 3).then_some(()));
    daemon.until_said("archiving is done");
    daemon.stop();
}
