//! An embedded base that migrations 1 to 3 made, with a row in every table, and the migrations after them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::types::Value;
use uuid::Uuid;
use winpneu::duplicates::{self, CustomerKeys};
use winpneu::registry::FileState;
use winpneu::{
    Connection, Error, creations, follow_ups, mails, parameters, prospects, receipts, refusals, registry,
    users, visits,
};

use crate::embedded::now;

const PROSPECT: Uuid = Uuid::from_u128(1);
const CREATION: Uuid = Uuid::from_u128(2);

/// A row in every table of migrations 1 to 3, spelled as the program of that time spelled them.
const ROWS: &str = "
INSERT INTO client (c_client, nom_client, tel_1, contact_divers_1, contact_divers_2, date_creation_ste, nb_jour_1)
VALUES ('C01846', 'ETA POIRIER FRÈRES', '02.99.12.34.56', 'FR40303265045', '732 829 320 00074', '1987-05-01 00:00:00', 30),
       ('DIVERS', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO client_relation (num_relation, origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user,
    type_relation, objet, commentaire, num_relation_sujet, c_archive, crm_fichier)
VALUES (41, NULL, NULL, NULL, 'C', 'C01846', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
       (42, 'CRV', '2026-11-21 00:00:00', '14:10', 'C', 'C01846', 'JD', 'S', 'Visite', 'Été – Łódź', 0, 'N', 'integrated');
INSERT INTO crm_fichier (nom, code, auteur, dossier, appareil, sequence, sha256, etat, motif, detail, recu_le, change_le, integre_le,
    seq, reference, remplace_par, signale_le)
VALUES ('integrated', 'VC', 'jdupont', 'jdupont', '00000000-0000-0000-0000-00000000000a', 7, printf('%064d', 1), 'integre', NULL, NULL,
        '2026-11-21 14:00:00', '2026-11-21 14:01:00', '2026-11-21 14:01:00', 1, 'C01846', NULL, NULL),
       ('Été/ŁÓDŹ.json', NULL, NULL, 'Été', NULL, NULL, NULL, 'refuse', 'bad-name', 'no name', '2026-11-21 14:00:00',
        '2026-11-21 14:00:00', NULL, NULL, NULL, NULL, '2026-11-21 15:00:00'),
       ('replaced', 'VC', 'jdupont', 'jdupont', NULL, NULL, printf('%064d', 2), 'remplace', 'bad-value', '', '2026-11-21 14:00:00',
        '2026-11-21 14:00:00', NULL, NULL, NULL, 'integrated', NULL),
       ('waiting', 'VC', 'jdupont', 'jdupont', NULL, NULL, printf('%064d', 3), 'attente', 'clock-ahead', '', '2026-11-21 14:00:00',
        '2026-11-21 14:00:00', NULL, NULL, NULL, NULL, NULL);
UPDATE crm_compteur SET valeur = 1;
INSERT INTO crm_observation VALUES ('jdupont/x', 12, printf('%064d', 4), '2026-11-21 14:00:00');
INSERT INTO crm_verrou VALUES ('automaton', 'integrate, pid 7', '2026-11-21 14:00:00');
INSERT INTO crm_etat VALUES ('integrate', '{\"integrated\":3}', '2026-11-21 14:00:00');
INSERT INTO crm_utilisateur VALUES ('jdupont', 'SIEGE\\JDupont', 'JD', 'JDU', 'j@pneus.example', 'Jérôme', 0, 1, 1);
INSERT INTO crm_parametre VALUES ('visite_retro_jours', '30', '2026-11-21 14:00:00', 'operator');
INSERT INTO crm_formulaire VALUES (99, '{}', '2026-11-21 14:00:00');
INSERT INTO crm_reponse_visite VALUES ('integrated', 99, '[]');
INSERT INTO crm_suivi_client VALUES ('integrated', 'P', '00000000-0000-0000-0000-000000000001', '2026-11-21 14:00:00', '2026-11-21',
    'pose', '2026-12-24', '{\"AGRI\":22}');
INSERT INTO crm_prospect (prospect, nom_client, nb_jour_1, date_creation_ste, etape, cree_par, cree_le, change_le, crm_fichier)
VALUES ('00000000-0000-0000-0000-000000000001', 'GAEC DU PRÉ', 30, '1987-05-01 00:00:00', 'contact', 'jdupont',
        '2026-11-21 14:00:00', '2026-11-21 14:01:00', 'CP_1');
INSERT INTO crm_visite_prospect VALUES ('VP_1', '00000000-0000-0000-0000-000000000001', '2026-11-21', '14:10', 'jdupont', 'Visite',
    'Été – Łódź');
INSERT INTO crm_creation_client VALUES ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'refused',
    '{}', '{}', 'vite', 'jdupont', '2026-11-21 14:00:00', 'mcompta', '2026-11-21 15:00:00', 'RIB illisible', NULL, 'CC_1');
INSERT INTO crm_conflit VALUES ('00000000-0000-0000-0000-000000000001', 'ville_fac', NULL, 'RENNES', 'DINAN', '2026-11-21 14:00:00',
    'MP_1');
INSERT INTO crm_courriel VALUES ('a@x', 'b@pneus.example', NULL, 'Objet', 'Corps', '2026-11-21 14:00:00', 'queued', 0,
    '2026-11-21 14:00:00', NULL, NULL, 'CC_1');
INSERT INTO crm_journal VALUES ('00000000-0000-0000-0000-000000000003', '2026-11-21 14:00:00', 'jdupont', 'visit', 'C:C01846', NULL,
    '{}', 'integrated');
";

fn made_by_migrations_1_to_3(path: &Path) -> rusqlite::Connection {
    let base = rusqlite::Connection::open(path).expect("opened");
    base.execute_batch(
        "PRAGMA journal_mode = WAL;
         CREATE TABLE crm_migration (
            numero int NOT NULL PRIMARY KEY, nom varchar(40) NOT NULL, sha256 char(64) NOT NULL, applique_le datetime NOT NULL)",
    )
    .expect("made");
    for migration in &winpneu::sqlite::migrations()[..3] {
        base.execute_batch(migration.text).expect("applied");
        let line = (migration.number, migration.name, migration.sha256(), "2026-11-01 08:00:00");
        base.execute("INSERT INTO crm_migration VALUES (?1, ?2, ?3, ?4)", line).expect("told");
    }
    base.execute_batch(ROWS).expect("filled");
    base
}

/// The columns of every table and view; what a migration may add to is left out.
fn columns(base: &rusqlite::Connection) -> BTreeMap<String, BTreeSet<String>> {
    let mut statement = base
        .prepare(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
             WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite%' AND m.name <> 'crm_migration'",
        )
        .expect("prepared");
    let mut rows = statement.query([]).expect("asked");
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    while let Some(row) = rows.next().expect("read") {
        found.entry(row.get(0).expect("a table")).or_default().insert(row.get(1).expect("a column"));
    }
    found
}

fn cells(base: &rusqlite::Connection, table: &str, columns: &BTreeSet<String>) -> Vec<Vec<Value>> {
    let list = columns.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let mut statement =
        base.prepare(&format!("SELECT {list} FROM {table} ORDER BY {list}")).expect("prepared");
    let read = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|i| row.get::<_, Value>(i)).collect();
    statement.query_map([], read).expect("asked").map(|row| row.expect("read")).collect()
}

type Content = BTreeMap<String, Vec<Vec<Value>>>;

fn content(base: &rusqlite::Connection, columns: &BTreeMap<String, BTreeSet<String>>) -> Content {
    columns.iter().map(|(table, columns)| (table.clone(), cells(base, table, columns))).collect()
}

#[test]
fn later_migrations_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("winpneu.db");
    let base = made_by_migrations_1_to_3(&path);
    let old = columns(&base);
    let before = content(&base, &old);
    for (table, rows) in &before {
        assert!(!rows.is_empty(), "{table} has a row to lose");
    }
    assert_eq!(winpneu::sqlite::migrate(&path, now()).expect("migrated"), [4, 5, 6]);
    assert_eq!(content(&base, &old), before);
    let check: String = base.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("checked");
    assert_eq!(check, "ok", "old rows satisfy the new rules");

    for (table, now) in columns(&base) {
        let Some(old) = old.get(&table) else {
            assert_eq!(cells(&base, &table, &now), Vec::<Vec<Value>>::new(), "{table} is new");
            continue;
        };
        if table.starts_with("crm_v_") {
            continue;
        }
        for column in now.difference(old) {
            let zero = ["version", "deja_integre"].contains(&column.as_str());
            let expected = if zero { Value::Integer(0) } else { Value::Null };
            let added = cells(&base, &table, &BTreeSet::from([column.clone()]));
            assert!(added.iter().all(|row| row[0] == expected), "{table}.{column}: nobody said anything yet");
        }
    }
    let kept: i64 = base
        .query_row(
            "SELECT COUNT(*) FROM crm_migration WHERE applique_le = '2026-11-01 08:00:00'",
            [],
            |row| row.get(0),
        )
        .expect("counted");
    assert_eq!(kept, 3, "when the others were applied stays told");
}

/// Half a migration would be found neither applied nor appliable.
#[test]
fn a_migration_that_fails_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("winpneu.db");
    let base = made_by_migrations_1_to_3(&path);
    base.execute_batch("CREATE TABLE crm_doublon (x int)").expect("somebody's own table");
    let old = columns(&base);
    let before = content(&base, &old);
    let failed = winpneu::sqlite::migrate(&path, now());
    assert!(matches!(failed, Err(Error::Statement { .. })), "{failed:?}");
    assert_eq!(columns(&base), old);
    assert_eq!(content(&base, &old), before);
    base.execute_batch("DROP TABLE crm_doublon").expect("mended");
    assert_eq!(winpneu::sqlite::migrate(&path, now()).expect("migrated"), [4, 5, 6]);
}

#[tokio::test]
async fn what_stood_before_the_later_migrations_can_be_worked_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("winpneu.db");
    drop(made_by_migrations_1_to_3(&path));
    assert!(matches!(winpneu::sqlite::open(&path).await, Err(Error::Older { found: 3, needed: 6 })));
    winpneu::sqlite::migrate(&path, now()).expect("migrated");
    let mut base = winpneu::sqlite::open(&path).await.expect("opened");
    prospects_work(&mut base).await;
    files_work(&mut base).await;

    assert_eq!(users::all(&mut base).await.expect("asked").len(), 1);
    let (parameters, problems) = parameters::load(&mut base).await.expect("asked");
    assert_eq!((parameters.visite_retro_jours.get(), problems.len()), (30, 1), "the form is a dummy");
    assert_eq!(mails::counts(&mut base).await.expect("asked")[0].1, 1);
    let customers = CustomerKeys::load(&mut base).await.expect("read");
    let keys = BTreeSet::from([
        (domain::IdentityKind::Siret, "73282932000074".to_owned()),
        (domain::IdentityKind::Vat, "FR40303265045".to_owned()),
    ]);
    let matches = duplicates::matches(&mut base, &customers, PROSPECT, &keys).await.expect("asked");
    assert_eq!(matches.len(), 2, "the view shows SIRET and VAT number by now");
}

async fn prospects_work(base: &mut Connection) {
    let prospect = prospects::find(base, PROSPECT).await.expect("asked").expect("there is one");
    assert_eq!((prospect.fields.len(), prospect.version), (4, 0));
    let mut tx = base.begin().await.expect("begun");
    assert!(prospects::touch(&mut tx, PROSPECT, 0, now()).await.expect("asked"));
    tx.commit().await.expect("committed");
    assert_eq!(visits::of_prospect(base, PROSPECT).await.expect("asked").len(), 1);
    let creation = creations::find(base, CREATION).await.expect("asked").expect("there is one");
    assert_eq!((creation.reason.as_deref(), creation.final_fields), (Some("RIB illisible"), None));
    let follow_up = follow_ups::current(base, follow_ups::Entity::Prospect(PROSPECT)).await.expect("asked");
    assert_eq!(follow_up.on, Some("2026-12-24".parse().expect("a day")));
}

async fn files_work(base: &mut Connection) {
    for (name, state) in [
        ("integrated", FileState::Integrated),
        ("Été/ŁÓDŹ.json", FileState::Refused),
        ("replaced", FileState::Replaced),
        ("waiting", FileState::Waiting),
    ] {
        let receipt = receipts::receipt(base, name).await.expect("asked").expect("there is one");
        assert_eq!((receipt.state, receipt.decision, receipt.message), (state, None, None), "{name}");
        assert!(registry::find(base, name).await.expect("asked").is_some());
    }
    let replaced = refusals::find(base, "replaced").await.expect("asked").expect("there is one");
    assert_eq!(replaced.replaced_by.as_deref(), Some("integrated"));
    assert_eq!(refusals::count_unreported(base).await.expect("asked"), 0, "it was reported before");
    assert_eq!(registry::counter(base).await.expect("asked"), 1);
}
