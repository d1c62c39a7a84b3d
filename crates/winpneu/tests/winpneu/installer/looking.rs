//! `check` tells what is missing, and changes nothing.

use tds_testserver::{At, Fault, Options, Planned};
use winpneu::sqlserver::installer::{self, Finding};
use winpneu::sqlserver::{Server, Settings};

use super::{migrate, picture, session, something_was_changed};
use crate::servers::{Served, VIEWS, target};

async fn check(served: &Served, views: &str) -> Vec<Finding> {
    let (mut base, before) = (session(served).await, picture(served));
    served.double.forget();
    let findings = installer::check(&mut base, views).await.expect("looked");
    assert!(!something_was_changed(served), "{:?}", served.double.requests());
    assert_eq!(picture(served), before);
    findings
}

#[tokio::test]
async fn it_tells_what_is_missing_and_changes_nothing() {
    let served = Served::bare().await;
    let findings = check(&served, VIEWS).await;
    assert_eq!(findings, [Finding::Missing { number: 1, name: "crm" }]);
    assert!(findings[0].is_fault() && findings[0].to_string().contains("automaton init --print"));
    migrate(&served, VIEWS).await.expect("made");
    assert_eq!(check(&served, VIEWS).await, []);
    assert_eq!(check(&served, &format!("{VIEWS}\n-- edited")).await, [Finding::Views]);
}

#[tokio::test]
async fn it_tells_which_view_does_not_fit() {
    let served = Served::installed().await;
    let mut base = session(&served).await;
    let poor = "CREATE OR ALTER VIEW dbo.crm_v_ca AS SELECT c_client, annee, mois FROM dbo.client_ca;";
    installer::run(&mut base, "test", poor).await.expect("made behind our back");
    let findings = check(&served, VIEWS).await;
    let [Finding::View { view: "dbo.crm_v_ca", detail }] = findings.as_slice() else {
        panic!("{findings:?}")
    };
    assert!(detail.contains("montant_cents"), "{detail}");
    installer::run(&mut base, "test", "DROP VIEW dbo.crm_v_ca;").await.expect("dropped");
    let findings = check(&served, VIEWS).await;
    assert!(matches!(findings.as_slice(), [Finding::View { view: "dbo.crm_v_ca", .. }]), "{findings:?}");
}

/// Advice: the views can rename what is read.
#[tokio::test]
async fn it_tells_when_the_erp_is_not_as_the_annexes_say() {
    let served = Served::installed().await;
    let mut base = session(&served).await;
    let text = "DROP INDEX client_relation_entite ON dbo.client_relation;\nGO\nALTER TABLE dbo.client_relation DROP COLUMN heure_relation;";
    let views = VIEWS.replace("heure_relation,", "CAST(NULL AS char(5)) AS heure_relation,");
    installer::migrate(&mut base, &views, crate::embedded::now()).await.expect("adapted first");
    installer::run(&mut base, "test", text).await.expect("another ERP");
    let findings = check(&served, &views).await;
    let [Finding::Table { table: "dbo.client_relation", detail }] = findings.as_slice() else {
        panic!("{findings:?}")
    };
    assert!(detail.contains("heure_relation") && !findings[0].is_fault(), "{detail}");
}

/// It is told as a right that it lacks, where the server knows of rights.
#[tokio::test]
async fn what_a_login_may_not_look_at_is_left_out() {
    let served = Served::installed().await;
    let mut base = session(&served).await;
    for (part, code) in [
        ("FROM dbo.client WHERE 1 = 0", 229),
        ("FROM dbo.client_relation WHERE 1 = 0", 230),
        ("FROM dbo.crm_migration", 229),
        ("FROM dbo.crm_etat", 229),
        ("FROM dbo.crm_v_ca", 229),
    ] {
        served.double.plan(vec![Planned { at: At::Statement(part.to_owned()), fault: Fault::Error(code) }]);
        assert_eq!(installer::check(&mut base, VIEWS).await.expect("looked"), [], "{part}");
        assert_eq!(served.double.struck(), 1, "{part}");
    }
}

/// As where the ERP was changed below a view.
#[tokio::test]
async fn a_view_that_cannot_be_bound_is_a_finding() {
    let served = Served::installed().await;
    let mut base = session(&served).await;
    served
        .double
        .plan(vec![Planned { at: At::Statement("FROM dbo.crm_v_ca".to_owned()), fault: Fault::Error(4413) }]);
    let findings = installer::check(&mut base, VIEWS).await.expect("looked");
    assert!(matches!(findings.as_slice(), [Finding::View { view: "dbo.crm_v_ca", .. }]), "{findings:?}");
}

#[tokio::test]
async fn it_tells_when_the_database_keeps_no_row_versions() {
    let served = Served::installed().await;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(served.folder.path().join("winpneu.db"), folder.path().join("winpneu.db")).expect("copied");
    let mut options = Options::new(folder.path().join("winpneu.db"));
    options.snapshot_isolation = false;
    let double = tds_testserver::Server::start(options).expect("started");
    let server = Server::new(Settings::new(&target(&double, folder.path())));
    let mut base = server.open_unchecked().await.expect("opened");
    let findings = installer::check(&mut base, VIEWS).await.expect("looked");
    assert_eq!(findings, [Finding::NoSnapshot]);
    assert!(!findings[0].is_fault());
}

#[tokio::test]
async fn the_schema_of_another_program_is_told() {
    let served = Served::installed().await;
    let mut base = session(&served).await;
    installer::run(&mut base, "test", "UPDATE dbo.crm_migration SET sha256 = 'y';").await.expect("changed");
    let findings = check(&served, VIEWS).await;
    assert!(
        matches!(findings.as_slice(), [Finding::Foreign(words)] if words.contains("migration 1")),
        "{findings:?}"
    );
}
