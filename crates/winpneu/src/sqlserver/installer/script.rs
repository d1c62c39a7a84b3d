//! The same by hand: one script for SSMS or sqlcmd, which a DBA reads before it runs. What it leaves behind is what the program would have
//! left, to the hash.

use super::text::{batches, without_mark};
use super::{migrations, note_of};
use crate::migrations::Migration;

const HEAD: &str = include_str!("../../../sqlserver/script_head.sql");
const TABLE: &str = include_str!("../../../sqlserver/crm_migration.sql");
const BEGIN: &str = include_str!("../../../sqlserver/script_begin.sql");
const RECORD: &str = include_str!("../../../sqlserver/script_record.sql");
const GUARD: &str = include_str!("../../../sqlserver/script_guard.sql");
const COMMIT: &str = include_str!("../../../sqlserver/script_commit.sql");
const VIEWS: &str = include_str!("../../../sqlserver/script_views.sql");
const VIEWS_RECORD: &str = include_str!("../../../sqlserver/script_views_record.sql");
const TAIL: &str = include_str!("../../../sqlserver/script_tail.sql");

/// Everything that [`super::migrate`] does, as a script of batches.
///
/// After each batch of a transaction stands a guard: when the batch failed, nothing that follows is run, so that nothing runs outside of
/// the transaction that XACT_ABORT rolled back, and what it did not roll back (a batch that could not be compiled) is rolled back at the
/// end.
#[must_use]
pub fn script(views: &str) -> String {
    let views = without_mark(views);
    let mut script = Script(format!(
        "-- The CRM in the ERP's database, as version {} needs it.\n",
        env!("CARGO_PKG_VERSION")
    ));
    script.add(HEAD, &[]);
    script.batch(TABLE);
    script.batch("SET NOEXEC OFF;");
    for (before, migration) in (0..).zip(migrations()) {
        script.migration(migration, before);
    }
    script.views(views);
    script.add(TAIL, &[number(migrations().len()), quoted(&note_of(views).to_string())]);
    script.0
}

struct Script(String);

impl Script {
    fn title(&mut self, words: &str) {
        self.0.push_str(&format!("\n-- ===== {words} =====\n"));
    }

    /// Batches with the GO that ends each, and values in the place of their parameters.
    fn add(&mut self, text: &str, values: &[String]) {
        let mut text = text.to_owned();
        for (value, place) in values.iter().zip(1..) {
            text = text.replace(&format!("@P{place}"), value);
        }
        self.0.push_str(&text);
    }

    fn batch(&mut self, text: &str) {
        self.0.push_str(&format!("{}\nGO\n", text.trim_end()));
    }

    fn guarded(&mut self, text: &str) {
        self.batch(text);
        self.add(GUARD, &[]);
    }

    fn migration(&mut self, migration: &Migration, before: usize) {
        self.title(&format!("Migration {}: {}", migration.number, migration.name));
        self.add(BEGIN, &[number(migration.number), number(before)]);
        for batch in batches(migration.text) {
            self.guarded(batch);
        }
        self.add(RECORD, &[number(migration.number), quoted(migration.name), quoted(&migration.sha256())]);
        self.add(GUARD, &[]);
        self.add(COMMIT, &[]);
    }

    fn views(&mut self, views: &str) {
        self.title("Views");
        self.add(VIEWS, &[number(migrations().len())]);
        for batch in batches(views) {
            self.guarded(batch);
        }
        self.add(VIEWS_RECORD, &[quoted(&note_of(views).to_string())]);
        self.add(GUARD, &[]);
        self.add(COMMIT, &[]);
    }
}

fn number(number: impl ToString) -> String {
    number.to_string()
}

fn quoted(text: &str) -> String {
    format!("N'{}'", text.replace('\'', "''"))
}
