//! What the DBA gets: the installation as a script, the login, the way back.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use winpneu::sqlserver::installer::{LOGIN, UNINSTALL, script, views_template};
use winpneu::sqlserver::migrations;

use super::{picture, rows};
use crate::servers::{Served, VIEWS};

const GUARD: &str = "IF @@ERROR <> 0 OR @@TRANCOUNT = 0 SET NOEXEC ON;";

/// The batches without what only people read.
fn batches(text: &str) -> Vec<String> {
    let code = |batch: &str| {
        let lines = batch.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let split = format!("\n{text}\n");
    split.split("\nGO\n").map(code).filter(|batch| !batch.is_empty()).collect()
}

/// The batches between each BEGIN and its COMMIT, with the four around them.
fn transactions(batches: &[String]) -> Vec<&[String]> {
    let begins = batches.iter().enumerate().filter(|(_, batch)| *batch == "BEGIN TRANSACTION;");
    begins
        .map(|(begin, _)| {
            let end =
                batches[begin..].iter().position(|batch| batch == "COMMIT TRANSACTION;").expect("committed");
            &batches[begin..begin + end + 3]
        })
        .collect()
}

#[test]
fn after_an_error_nothing_more_of_a_transaction_runs() {
    let all = batches(&script(VIEWS));
    let found = transactions(&all);
    assert_eq!(found.len(), migrations().len() + 1, "each migration and the views");
    for transaction in &found {
        let [begin, inner @ .., commit, off, rollback] = transaction else { panic!("{transaction:?}") };
        assert_eq!(
            [begin.as_str(), commit, off, rollback],
            [
                "BEGIN TRANSACTION;",
                "COMMIT TRANSACTION;",
                "SET NOEXEC OFF;",
                "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;"
            ],
        );
        assert!(inner.len() > 4, "{inner:?}");
        for pair in inner.chunks(2) {
            let [batch, guard] = pair else { panic!("a batch without a guard: {pair:?}") };
            assert!(guard == GUARD && batch != GUARD, "{pair:?}");
        }
    }
    let within: usize = found.iter().map(|transaction| transaction.len()).sum();
    let without: Vec<&String> =
        all.iter().filter(|batch| batch.contains("CREATE ") || batch.contains("INSERT ")).collect();
    let inside = found.iter().flat_map(|transaction| transaction.iter());
    let inside = inside.filter(|batch| batch.contains("CREATE ") || batch.contains("INSERT ")).count();
    assert_eq!(without.len(), inside + 1, "only crm_migration itself is made outside of {within} batches");
}

#[test]
fn what_was_applied_is_skipped_and_nothing_comes_before_its_turn() {
    let all = batches(&script(VIEWS));
    let before = |begin: usize| [all[begin - 2].as_str(), all[begin - 1].as_str()];
    let begins: Vec<usize> = (0..all.len()).filter(|i| all[*i] == "BEGIN TRANSACTION;").collect();
    let is_there = "IF OBJECT_ID(N'dbo.crm_migration', N'U') IS NULL SET NOEXEC ON;";
    for (migration, begin) in migrations().iter().zip(&begins) {
        let (number, earlier) = (migration.number, migration.number - 1);
        let once = format!(
            "IF EXISTS (SELECT 1 FROM dbo.crm_migration WHERE numero = {number}) OR (SELECT COUNT(*) FROM dbo.crm_migration) <> {earlier} SET NOEXEC ON;"
        );
        assert_eq!(before(*begin), [is_there, once.as_str()]);
    }
    let last =
        format!("IF (SELECT COUNT(*) FROM dbo.crm_migration) <> {} SET NOEXEC ON;", migrations().len());
    assert_eq!(before(*begins.last().expect("the views")), [is_there, last.as_str()]);
}

/// Whoever installs by the script and starts the program finds nothing left to do: text for text, hash for hash.
#[tokio::test]
async fn the_script_leaves_what_the_program_would() {
    let (text, served) = (script(VIEWS), Served::installed().await);
    let base = super::file(&served.folder.path().join("winpneu.db"));
    for row in rows(&base, "SELECT numero, nom, sha256 FROM dbo.crm_migration") {
        let [Value::Integer(number), Value::Text(name), Value::Text(sha256)] = row.as_slice() else {
            panic!("{row:?}")
        };
        assert!(
            text.contains(&format!("VALUES ({number}, N'{name}', N'{sha256}', GETUTCDATE());")),
            "{row:?}"
        );
    }
    let notes = rows(&base, "SELECT valeur FROM dbo.crm_etat WHERE nom = 'views'");
    let [note] = notes.as_slice() else { panic!("{notes:?}") };
    let Value::Text(note) = &note[0] else { panic!("{note:?}") };
    assert_eq!(text.matches(&format!("N'{note}'")).count(), 3, "updated, inserted, and asked for at the end");
    let all = batches(&text);
    for batch in migrations().iter().flat_map(|migration| batches(migration.text)).chain(batches(VIEWS)) {
        assert_eq!(all.iter().filter(|one| **one == batch).count(), 1, "{batch}");
    }
    assert_eq!(script(&format!("\u{feff}{VIEWS}")), text, "an editor's mark is no part of it");
    assert!(!picture(&served).is_empty());
}

/// No setting of a DBA's tool is relied on.
#[test]
fn the_script_says_its_own_settings_first() {
    let first = batches(&script(&views_template(true))).remove(0);
    for setting in [
        "XACT_ABORT ON",
        "QUOTED_IDENTIFIER ON",
        "ANSI_NULLS ON",
        "ANSI_PADDING ON",
        "IMPLICIT_TRANSACTIONS OFF",
    ] {
        assert!(first.contains(&format!("SET {setting};")), "{setting}");
    }
}

type Rights = BTreeMap<String, BTreeSet<String>>;

/// What the program's statements do with which table, but for those of the demonstration and those that look at the ERP's own tables.
fn needed() -> Rights {
    let mut needed = Rights::new();
    let mut need = |table: &str, right: &str| {
        needed.entry(table.to_owned()).or_default().insert(right.to_owned());
    };
    let looks = [
        "probe_client.sql",
        "probe_client_relation.sql",
        "probe_relation_number.sql",
        "migration_insert.sql",
    ];
    let statements = crate::portable::statements().into_iter();
    for (_, text) in
        statements.filter(|(name, _)| !name.starts_with("seed_") && !looks.contains(&name.as_str()))
    {
        for (verb, right) in [
            ("INSERT INTO", "INSERT"),
            ("UPDATE", "UPDATE"),
            ("DELETE FROM", "DELETE"),
            ("FROM", "SELECT"),
            ("JOIN", "SELECT"),
        ] {
            for (at, found) in text.match_indices(&format!("{verb} dbo.")) {
                let table = text[at + found.len()..]
                    .split(|sign: char| !sign.is_alphanumeric() && sign != '_')
                    .next();
                let table = table.expect("a name");
                if verb != "FROM" || !text[..at].ends_with("DELETE ") {
                    need(table, right);
                }
                // A WHERE reads.
                if right != "INSERT" {
                    need(table, "SELECT");
                }
            }
        }
    }
    // What client_create.sql does.
    need("client", "INSERT");
    needed
}

/// `right (columns)` counts as the right.
fn granted() -> Rights {
    let mut granted = Rights::new();
    for line in LOGIN.lines() {
        let Some(grant) = line.strip_prefix("GRANT ") else { continue };
        let (rights, on) = grant.split_once(" ON OBJECT::dbo.").expect("on an object");
        let table = on.strip_suffix(" TO crm_automaton;").expect("to the role");
        let rights = rights.split_once(" (").map_or(rights, |(right, _)| right);
        let all = granted.entry(table.to_owned()).or_default();
        for right in rights.split(", ") {
            assert!(all.insert(right.to_owned()), "{right} on {table} is granted twice");
        }
    }
    granted
}

#[test]
fn the_login_may_do_what_the_statements_do_and_nothing_else() {
    assert_eq!(granted(), needed());
    // Of the ERP's relations it changes one column, and reads those by which it finds the rows.
    let page = include_str!("../../../query/relations_archive_page.sql");
    let update = include_str!("../../../query/relations_archive.sql");
    let columns = ["date_relation", "c_archive", "crm_fichier"];
    assert!(LOGIN.contains(&format!("GRANT SELECT ({}) ON OBJECT::dbo.client_relation", columns.join(", "))));
    assert!(LOGIN.contains("GRANT UPDATE (c_archive) ON OBJECT::dbo.client_relation"));
    assert!(update.starts_with("UPDATE dbo.client_relation SET c_archive = 'O'\n"));
    let tables = crate::portable::typed::tables();
    for text in [page, update] {
        let words: BTreeSet<&str> = text.split(|sign: char| !sign.is_alphanumeric() && sign != '_').collect();
        let read: Vec<&String> =
            tables["client_relation"].keys().filter(|name| words.contains(name.as_str())).collect();
        assert!(read.iter().all(|name| columns.contains(&name.as_str())), "{read:?}");
    }
}

/// All that was made is named in the way back.
#[tokio::test]
async fn the_way_back_leaves_nothing() {
    let (bare, installed) = (Served::bare().await, Served::installed().await);
    let names = |served: &Served| -> BTreeSet<(String, String)> {
        let text = |value: &Value| if let Value::Text(text) = value { text.clone() } else { String::new() };
        picture(served)
            .iter()
            .filter(|row| row.len() == 3)
            .map(|row| (text(&row[0]), text(&row[1])))
            .collect()
    };
    let mut found = 0;
    for (kind, name) in names(&installed).difference(&names(&bare)) {
        let drop = match kind.as_str() {
            "table" => format!("IF OBJECT_ID(N'dbo.{name}', N'U') IS NOT NULL DROP TABLE dbo.{name};"),
            "view" => format!("IF OBJECT_ID(N'dbo.{name}', N'V') IS NOT NULL DROP VIEW dbo.{name};"),
            // Others go with their tables.
            "index" if name.starts_with("client_") => format!("DROP INDEX {name} ON dbo.client_relation;"),
            _ => continue,
        };
        assert_eq!(UNINSTALL.matches(&drop).count(), 1, "{drop}");
        found += 1;
    }
    assert_eq!(UNINSTALL.matches("\nIF OBJECT_ID(").count() + 1, found, "and nothing else is dropped");
    assert!(UNINSTALL.contains("DROP COLUMN crm_fichier;") && UNINSTALL.contains("DROP ROLE crm_automaton;"));
}
