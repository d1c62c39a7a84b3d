//! The installation's views: applied when their text changes, and asked whether they answer what the program reads.

use winpneu::sqlserver::installer::{self, VIEWS_FILE, views_template};
use winpneu::{Connection, extracts};

use super::{migrate, picture, session};
use crate::servers::{Served, VIEWS};

#[tokio::test]
async fn edited_views_are_applied_anew() {
    let served = Served::installed().await;
    let mut base = session(&served).await;
    let relation = "INSERT INTO dbo.client_relation (type_entite, c_entite) VALUES ('C', 'C01846');";
    installer::run(&mut base, "test", relation).await.expect("inserted");
    let edited = VIEWS.replace("CAST(num_relation AS varchar(20)) AS cle", "'key' AS cle");
    assert!(migrate(&served, &edited).await.expect("applied").views_changed);
    assert_eq!(keys(&mut base).await, ["key"]);
    assert!(!migrate(&served, &edited).await.expect("looked at").views_changed);
    // An editor's mark at the beginning is no change; nor is it sent.
    assert!(!migrate(&served, &format!("\u{feff}{edited}")).await.expect("looked at").views_changed);
    assert!(migrate(&served, &format!("\u{feff}{VIEWS}")).await.expect("applied").views_changed);
    assert_eq!(keys(&mut base).await, ["1"]);
}

pub async fn keys(base: &mut Connection) -> Vec<String> {
    let mut relations = extracts::relations(base).await.expect("asked");
    let mut keys = Vec::new();
    while let Some(relation) = relations.next().await.expect("read") {
        keys.push(relation.expect("readable").key);
    }
    keys
}

#[tokio::test]
async fn a_view_that_does_not_fit_is_named_with_its_column_and_file() {
    for (edit, by, words) in [
        (
            "SELECT c_client, annee, mois, montant_cents",
            "SELECT c_client, annee, mois",
            ["crm_v_ca", "montant_cents"],
        ),
        ("portable, courriel\n", "portable, fax AS courriel\n", ["crm_v_contact", "fax"]),
        ("FROM dbo.code_liste", "FROM dbo.codes", ["crm_v_code", "codes"]),
        ("VIEW dbo.crm_v_ca AS", "VIEW dbo.crm_v_chiffre AS", ["crm_v_ca", "crm_v_ca"]),
        (
            "CREATE OR ALTER VIEW dbo.crm_v_client",
            "CREATE OR ALTER VUE dbo.crm_v_client",
            [VIEWS_FILE, VIEWS_FILE],
        ),
    ] {
        let edited = VIEWS.replace(edit, by);
        assert_ne!(edited, VIEWS, "{edit}");
        let served = Served::bare().await;
        for attempt in ["first", "second"] {
            let refused = migrate(&served, &edited).await.expect_err("refused").to_string();
            let told = [words[0], words[1], VIEWS_FILE].iter().all(|word| refused.contains(word));
            assert!(told, "{attempt} attempt, {by}: {refused}");
        }
        let mended = migrate(&served, VIEWS).await.expect("mended");
        assert!(mended.views_changed && mended.applied.is_empty(), "the tables were made before: {mended:?}");
    }
}

/// One view of the text is wrong: none of them is changed.
#[tokio::test]
async fn views_are_applied_all_or_none() {
    let served = Served::installed().await;
    let before = picture(&served);
    let edited = VIEWS.replace("AS cle,", "AS cle , ").replace("FROM dbo.code_liste", "FROM dbo.codes WHERE");
    migrate(&served, &edited).await.expect_err("the last one is wrong");
    assert_eq!(picture(&served), before);
}

#[tokio::test]
async fn a_view_that_was_dropped_is_made_again() {
    let served = Served::installed().await;
    let before = picture(&served);
    let mut base = session(&served).await;
    installer::run(&mut base, "test", "DROP VIEW dbo.crm_v_visite;").await.expect("dropped");
    assert!(migrate(&served, VIEWS).await.expect("made").views_changed);
    assert_eq!(picture(&served).len(), before.len());
}

/// What an installation begins with, on an ERP that has the annexes' two tables and nothing else.
#[tokio::test]
async fn the_template_fits_an_erp_of_the_annexes_only() {
    let served = Served::bare().await;
    let mut base = session(&served).await;
    let others = "DROP TABLE dbo.client_contact;\nDROP TABLE dbo.client_ca;\nDROP TABLE dbo.code_liste;";
    installer::run(&mut base, "test", others).await.expect("dropped");
    assert!(installer::has_relation_number(&mut base).await.expect("asked"));
    let rows = "INSERT INTO dbo.client (c_client, nom_client, c_fam_client, c_sfam_client, c_titre)
                VALUES ('C1', 'A', 'AGRI', 'CER', 'EARL'), ('C2', 'B', 'AGRI', 'CER', ''), ('C3', 'C', 'TP', 'ROUT', NULL);
                INSERT INTO dbo.client_relation (type_entite, c_entite) VALUES ('C', 'C1'), ('C', 'C1');";
    installer::run(&mut base, "test", rows).await.expect("inserted");
    migrate(&served, &views_template(true)).await.expect("made");
    assert_eq!(keys(&mut base).await, ["1", "2"]);
    assert!(extracts::contacts(&mut base).await.expect("asked").next().await.expect("read").is_none());
    assert!(extracts::revenue(&mut base, 2025).await.expect("asked").next().await.expect("read").is_none());
    let mut codes = Vec::new();
    let mut extract = extracts::codes(&mut base).await.expect("asked");
    while let Some(code) = extract.next().await.expect("read") {
        let code = code.expect("readable");
        codes.push((code.list, code.code, code.label, code.parent));
    }
    codes.sort();
    let code = |list: &str, code: &str, parent: Option<&str>| {
        (list.to_owned(), code.to_owned(), code.to_owned(), parent.map(str::to_owned))
    };
    assert_eq!(
        codes,
        [
            code("c_fam_client", "AGRI", None),
            code("c_fam_client", "TP", None),
            code("c_sfam_client", "CER", Some("AGRI")),
            code("c_sfam_client", "ROUT", Some("TP")),
            code("c_titre", "EARL", None),
        ]
    );
}

/// Its own text is T-SQL through and through (CONVERT with a style), so no test server runs it.
#[tokio::test]
async fn without_a_running_number_the_template_says_so_loudly() {
    let served = Served::bare().await;
    let mut base = session(&served).await;
    let other = "CREATE TABLE dbo.other (numero int NOT NULL);\nDROP TABLE dbo.client_relation;\nCREATE TABLE dbo.client_relation (c_entite char(30) NULL);";
    installer::run(&mut base, "test", other).await.expect("another ERP");
    assert!(!installer::has_relation_number(&mut base).await.expect("asked"));

    let (with, without) = (views_template(true), views_template(false));
    assert!(with.contains("CAST(num_relation") && !with.contains("!!"));
    assert!(
        !without.contains("CAST(num_relation AS varchar(20)) AS cle, origine_relation")
            && without.contains("!!")
    );
    let batches = |text: &str| text.split("\nGO\n").map(str::to_owned).collect::<Vec<_>>();
    let (with, without) = (batches(&with), batches(&without));
    assert_eq!((with.len(), without.len()), (6, 6), "five views and the end");
    let different: Vec<usize> = (0..6).filter(|i| with[*i].trim() != without[*i].trim()).collect();
    assert_eq!(different, [1], "the visits alone");
    assert!(without[1].contains("CREATE OR ALTER VIEW dbo.crm_v_visite AS"));
}

/// A probe asks for each column of a view that any statement names, and for none that the template lacks.
#[test]
fn probes_ask_for_what_the_program_reads() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("query");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a statement");
    let words = |text: &str| {
        let sign = |sign: char| !sign.is_alphanumeric() && sign != '_';
        text.split(sign)
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect::<std::collections::BTreeSet<_>>()
    };
    let tables = crate::portable::typed::tables();
    for (view, reading) in [
        (
            "crm_v_client",
            &["extract_customers.sql", "customer_find.sql", "customer_codes.sql", "identity_customers.sql"][..],
        ),
        ("crm_v_visite", &["extract_relations.sql"]),
        ("crm_v_contact", &["extract_contacts.sql"]),
        ("crm_v_ca", &["extract_revenue.sql"]),
        ("crm_v_code", &["extract_codes.sql"]),
    ] {
        let columns: std::collections::BTreeSet<String> = tables[view].keys().cloned().collect();
        let mut named = std::collections::BTreeSet::new();
        for statement in reading {
            named.extend(words(&read(statement)).intersection(&columns).cloned());
        }
        let probed: std::collections::BTreeSet<String> =
            words(&read(&format!("probe_{}.sql", &view["crm_".len()..])))
                .intersection(&columns)
                .cloned()
                .collect();
        assert_eq!(probed, named, "{view}");
        let others =
            std::fs::read_dir(&folder).expect("query/").map(|entry| entry.expect("an entry").file_name());
        for other in others.map(|name| name.to_string_lossy().into_owned()) {
            let is_known = other.starts_with("probe_") || reading.contains(&other.as_str());
            assert!(is_known || !words(&read(&other)).contains(view), "{other} reads {view}, too");
        }
    }
}
