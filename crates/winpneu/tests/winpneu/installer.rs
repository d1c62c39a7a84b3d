//! The installer on the test server: everything once, whatever dies on the way, and what it says when something does not fit.

mod dying;
mod looking;
mod named;
mod scripts;
mod views;

use std::path::Path;

use rusqlite::types::Value;
use tds_testserver::RequestKind;
use winpneu::sqlserver::installer::{self, Installed};
use winpneu::{Connection, Error};

use crate::embedded::now;
use crate::servers::{Served, VIEWS};

async fn migrate(served: &Served, views: &str) -> Result<Installed, Error> {
    installer::migrate(&mut session(served).await, views, now()).await
}

async fn session(served: &Served) -> Connection {
    served.server.open_unchecked().await.expect("opened")
}

/// What an installation is: every definition, and the rows that the installer writes.
fn picture(served: &Served) -> Vec<Vec<Value>> {
    let base = file(&served.folder.path().join("winpneu.db"));
    let mut all = rows(&base, "SELECT type, name, sql FROM dbo.sqlite_schema ORDER BY type, name");
    for (table, select) in [
        ("crm_migration", "SELECT numero, nom, sha256, applique_le FROM dbo.crm_migration ORDER BY numero"),
        ("crm_etat", "SELECT nom, valeur, change_le FROM dbo.crm_etat ORDER BY nom"),
        ("crm_compteur", "SELECT nom, valeur FROM dbo.crm_compteur"),
    ] {
        let is_there = all.iter().any(|row| row[1] == Value::Text(table.to_owned()));
        all.extend(is_there.then(|| rows(&base, select)).into_iter().flatten());
    }
    all
}

fn file(path: &Path) -> rusqlite::Connection {
    let base = rusqlite::Connection::open_in_memory().expect("opened");
    tds_testserver::register_collations(&base).expect("registered");
    base.execute("ATTACH DATABASE ?1 AS dbo", [path.to_str().expect("UTF-8")]).expect("attached");
    base
}

fn rows(base: &rusqlite::Connection, select: &str) -> Vec<Vec<Value>> {
    let mut statement = base.prepare(select).expect("prepared");
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|i| row.get(i)).collect()).expect("asked");
    rows.map(|row| row.expect("a row")).collect()
}

/// Whether anything was asked that could change something.
fn something_was_changed(served: &Served) -> bool {
    let words = ["CREATE ", "ALTER ", "DROP ", "INSERT ", "UPDATE ", "DELETE "];
    served.double.requests().iter().any(|request| {
        request.kind == RequestKind::Begin
            || request.text.lines().any(|line| words.iter().any(|word| line.trim_start().starts_with(word)))
    })
}

#[tokio::test]
async fn everything_is_made_once() {
    let served = Served::bare().await;
    let made = migrate(&served, VIEWS).await.expect("made");
    assert_eq!(made, Installed { applied: vec![1], views_changed: true });
    let first = picture(&served);
    served.server.open().await.expect("it has this program's schema");
    served.double.forget();
    let again = migrate(&served, VIEWS).await.expect("looked at");
    assert_eq!(again, Installed { applied: vec![], views_changed: false });
    assert_eq!(picture(&served), first);
    assert!(!something_was_changed(&served), "{:?}", served.double.requests());
}
