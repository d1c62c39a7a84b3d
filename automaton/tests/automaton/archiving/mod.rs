//! Old relations are archived: by days, by portions, once, and never an open request.

#[cfg(unix)] // SIGKILL
mod crashes;
mod days;

use std::path::Path;

use automaton::config::Config;
use automaton::failure::Failure;
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::rebuild::relation;
use crate::support::Place;

/// Rows of one portion.
const PORTION: usize = 1_000;

impl Place {
    /// From now on relations are archived after that many days.
    fn archives_after(&self, days: u32) {
        let file = self.path("automaton.toml");
        let text = std::fs::read_to_string(&file).expect("a configuration");
        let new = text
            .replace("archive_relations_after_days = 0", &format!("archive_relations_after_days = {days}"));
        assert_ne!(new, text, "the template says 0");
        std::fs::write(file, new).expect("written");
    }

    /// So many relations of long ago, a second after one another.
    fn old_relations(&self, number: usize) {
        let begin: NaiveDateTime = "2020-05-05T00:00:00".parse().expect("an instant");
        let row = |after: usize| {
            let on = begin + TimeDelta::seconds(i64::try_from(after).expect("few"));
            relation(
                "C01846",
                "2020-05-05",
                json!({ "date_relation": on.format("%Y-%m-%d %H:%M:%S").to_string() }),
            )
        };
        self.insert("client_relation", &(0..number).map(row).collect::<Vec<Value>>());
    }

    fn archived(&self) -> usize {
        self.count("client_relation WHERE c_archive = 'O'")
    }

    /// The journal's lines, as JSON.
    fn archive_journal(&self) -> Vec<Value> {
        let rows = self.query("SELECT apres FROM crm_journal WHERE action = 'archive'");
        rows.iter().map(|row| serde_json::from_str(&row[0]).expect("JSON")).collect()
    }

    /// What the last run noted.
    fn archive_note(&self) -> Option<Value> {
        let rows = self.query("SELECT valeur FROM crm_etat WHERE nom = 'archive'");
        rows.first().map(|row| serde_json::from_str(&row[0]).expect("JSON"))
    }
}

/// Archives in this process; its clock is the real one.
fn archive(configuration: &Path, stop: &CancellationToken) -> Result<u64, Failure> {
    let config = Config::load(configuration).expect("valid");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(automaton::archiving::run(&config, stop))
}
