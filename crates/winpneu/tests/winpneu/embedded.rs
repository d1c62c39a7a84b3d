//! The embedded base as another tool sees it, and its migrations.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use winpneu::Error;

pub fn now() -> DateTime<Utc> {
    "2026-11-21T15:00:00Z".parse().expect("an instant")
}

#[test]
fn any_tool_can_open_the_file_as_main_and_read_every_view() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("winpneu.db");
    assert_eq!(winpneu::sqlite::migrate(&path, now()).expect("made"), [1, 2, 3, 4, 5, 6]);
    assert_eq!(winpneu::sqlite::migrate(&path, now()).expect("again"), [0; 0], "nothing is applied twice");
    let base = rusqlite::Connection::open(&path).expect("opened");
    let mut statement = base
        .prepare("SELECT name FROM sqlite_master WHERE type IN ('view', 'table') ORDER BY name")
        .expect("prepared");
    let names: Vec<String> =
        statement.query_map([], |row| row.get(0)).expect("asked").map(|name| name.expect("a name")).collect();
    for table in [
        "client",
        "client_relation",
        "crm_fichier",
        "crm_prospect",
        "crm_visite_prospect",
        "crm_reponse_visite",
        "crm_suivi_client",
        "crm_creation_client",
        "crm_conflit",
        "crm_formulaire",
        "crm_courriel",
        "crm_journal",
        "crm_parametre",
        "crm_utilisateur",
        "crm_prospect_champ",
        "crm_rattachement",
        "crm_cle_prospect",
        "crm_doublon",
        "crm_demande_modification",
        "client_contact",
        "client_ca",
        "code_liste",
        "crm_v_client",
        "crm_v_visite",
        "crm_v_contact",
        "crm_v_ca",
        "crm_v_code",
    ] {
        assert!(names.iter().any(|name| name == table), "{table} is there");
    }
    for name in names {
        base.prepare(&format!("SELECT * FROM {name}"))
            .and_then(|mut all| all.query([])?.next().map(drop))
            .unwrap_or_else(|error| panic!("{name} can be read: {error}"));
    }
}

#[tokio::test]
async fn a_base_that_is_not_this_programs_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("winpneu.db");
    assert!(matches!(winpneu::sqlite::open(&path).await, Err(Error::Missing { .. })));
    assert!(!path.exists(), "opening makes nothing");

    std::fs::write(&path, b"something else, and long enough to be looked at by SQLite".repeat(100))
        .expect("written");
    assert!(matches!(winpneu::sqlite::open(&path).await, Err(Error::Damaged { .. })));
    std::fs::write(&path, b"").expect("an empty file is an empty base");
    assert!(matches!(winpneu::sqlite::open(&path).await, Err(Error::Older { found: 0, needed: 6 })));

    winpneu::sqlite::migrate(&path, now()).expect("made");
    let base = rusqlite::Connection::open(&path).expect("opened");
    let sql = "INSERT INTO crm_migration VALUES (7, 'later', 'x', '2027-01-01 00:00:00')";
    base.execute(sql, []).expect("a later program was here");
    assert!(matches!(winpneu::sqlite::open(&path).await, Err(Error::Newer { found: 7, known: 6 })));
    assert!(matches!(winpneu::sqlite::migrate(&path, now()), Err(Error::Newer { .. })));

    base.execute("DELETE FROM crm_migration WHERE numero = 7", []).expect("gone");
    base.execute("UPDATE crm_migration SET sha256 = 'y' WHERE numero = 2", []).expect("edited");
    assert!(matches!(winpneu::sqlite::open(&path).await, Err(Error::MigrationChanged { number: 2 })));
}

/// Landed migrations are never edited: an installed base remembers their text. A new one adds a line here.
#[test]
fn landed_migrations_are_unchanged() {
    for (migrations, landed) in [
        (winpneu::sqlite::migrations(), include_str!("../../migrations/sqlite/LANDED")),
        (winpneu::sqlserver::migrations(), include_str!("../../migrations/sqlserver/LANDED")),
    ] {
        let texts: Vec<String> =
            migrations.iter().map(|m| format!("{} {} {}", m.number, m.name, m.sha256())).collect();
        assert_eq!(texts, landed.lines().collect::<Vec<_>>());
    }
}

/// No offline base may hold the bank details of a customer: what they are made of does not show them.
#[test]
fn the_view_of_customers_is_annex_2_without_bank_details() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("winpneu.db");
    winpneu::sqlite::migrate(&path, now()).expect("made");
    let base = rusqlite::Connection::open(&path).expect("opened");
    let columns = base.prepare("SELECT * FROM crm_v_client").expect("prepared");
    let found: BTreeSet<&str> = columns.column_names().collect();
    let annex = domain::CUSTOMER_FIELDS.iter().filter(|spec| spec.field.is_annex_2());
    let mut expected: BTreeSet<&str> = annex.map(|spec| spec.column).collect();
    assert!(expected.remove("bic") && expected.remove("iban"));
    expected.insert("c_client");
    assert_eq!(found, expected);
}
