//! What only a real server can judge, on the one that is named: the texts for the DBA, rights, and T-SQL that no test server runs. Where
//! none is named, the contract says so aloud.

use std::panic::{AssertUnwindSafe, resume_unwind};

use futures_util::FutureExt;
use winpneu::sqlserver::Server;
use winpneu::sqlserver::installer::{self, Finding, Installed, LOGIN, UNINSTALL, script, views_template};
use winpneu::{Connection, Error, Statement, Statements};

use super::views::keys;
use crate::embedded::now;
use crate::servers::{Named, VIEWS};

#[tokio::test]
async fn on_the_server_that_is_named() {
    if !Named::is_wanted() {
        return;
    }
    let named = Named::installed(false).await;
    let done = AssertUnwindSafe(whole_life(&named.server)).catch_unwind().await;
    named.remove().await;
    if let Err(panic) = done {
        resume_unwind(panic);
    }
}

async fn whole_life(server: &Server) {
    let mut base = server.open_unchecked().await.expect("opened");
    assert_eq!(faults(&mut base).await, []);
    templates(&mut base).await;
    rights(&mut base).await;
    by_hand(&mut base).await;
}

async fn faults(base: &mut Connection) -> Vec<Finding> {
    let findings = installer::check(base, VIEWS).await.expect("looked");
    findings.into_iter().filter(Finding::is_fault).collect()
}

async fn migrate(base: &mut Connection, views: &str) -> Installed {
    installer::migrate(base, views, now()).await.expect("migrated")
}

async fn run(base: &mut Connection, text: &str) {
    installer::run(base, "test", text).await.expect("run");
}

async fn refused(base: &mut Connection, text: &'static str) -> String {
    match base.query_one(Statement { name: "test", text }, &[]).await {
        Err(Error::Statement { detail, .. }) => detail,
        answer => panic!("{text}: {answer:?}"),
    }
}

/// Both of what an installation may begin with; without a running number each row has a key of its own, too.
async fn templates(base: &mut Connection) {
    run(
        base,
        "INSERT INTO dbo.client_relation (type_entite, c_entite, date_relation, objet, crm_fichier)
         VALUES ('C', 'C1', '20260102', 'a', NULL), ('C', 'C1', '20260102', 'b', NULL), ('C', 'C1', NULL, NULL, 'VC_1.json');",
    )
    .await;
    assert!(migrate(base, &views_template(true)).await.views_changed);
    assert_eq!(keys(base).await.len(), 3);
    assert!(migrate(base, &views_template(false)).await.views_changed);
    let mut found = keys(base).await;
    found.sort();
    assert_eq!(found, ["VC_1.json", "|C|C1|2026-01-02T00:00:00|||a", "|C|C1|2026-01-02T00:00:00|||b"]);
    assert!(migrate(base, VIEWS).await.views_changed);
}

/// A user with the role of login.sql, and without a login.
async fn rights(base: &mut Connection) {
    let (_, grants) = LOGIN.split_once("-- 2. The rights").expect("the second part");
    run(base, "CREATE ROLE crm_automaton AUTHORIZATION dbo;\nCREATE USER tester WITHOUT LOGIN;").await;
    run(base, "ALTER ROLE crm_automaton ADD MEMBER tester;").await;
    run(base, &format!("--{grants}")).await;
    run(base, "EXECUTE AS USER = N'tester';").await;
    assert_eq!(faults(base).await, []);
    let seen = migrate(base, VIEWS).await;
    assert_eq!(seen, Installed { applied: vec![], views_changed: false });
    for (text, numbers) in [
        ("SELECT iban FROM dbo.client", ["(error 229)", "(error 230)"]),
        ("SELECT commentaire FROM dbo.client_relation", ["(error 229)", "(error 230)"]),
        ("DELETE FROM dbo.client_relation WHERE 1 = 0", ["(error 229)", "(error 230)"]),
        ("UPDATE dbo.client_relation SET c_entite = c_archive WHERE 1 = 0", ["(error 229)", "(error 230)"]),
        ("UPDATE dbo.crm_journal SET auteur = 'x' WHERE 1 = 0", ["(error 229)", "(error 230)"]),
        ("CREATE TABLE dbo.mine (a int NOT NULL)", ["(error 262)", "(error 262)"]),
    ] {
        let words = refused(base, text).await;
        assert!(numbers.iter().any(|number| words.contains(number)), "{text}: {words}");
    }
    run(base, "REVERT;").await;
}

/// The way back, and the installation as a script: twice, and with a view that cannot be made.
async fn by_hand(base: &mut Connection) {
    run(base, &UNINSTALL.replace("@everything_is_saved bit = 0;", "@everything_is_saved bit = 1;")).await;
    let gone = winpneu::migrations::check(base).await;
    assert!(matches!(gone, Err(Error::Older { found: 0, .. })), "{gone:?}");
    assert!(refused(base, "SELECT crm_fichier FROM dbo.client_relation").await.contains("(error 207)"));
    for _ in 0..2 {
        run(base, &script(VIEWS)).await;
        run(base, "SET NOCOUNT OFF;").await;
        assert_eq!(migrate(base, VIEWS).await, Installed { applied: vec![], views_changed: false });
    }
    let broken =
        VIEWS.replace("CREATE OR ALTER VIEW dbo.crm_v_contact", "CREATE OR ALTER VUE dbo.crm_v_contact");
    let mut errors = 0;
    for batch in script(&broken).split("\nGO\n") {
        errors += usize::from(installer::run(base, "test", batch).await.is_err());
    }
    run(base, "SET NOCOUNT OFF;").await;
    assert!(errors >= 1, "a view could not be made");
    assert_eq!(migrate(base, VIEWS).await, Installed { applied: vec![], views_changed: false });
    assert_eq!(faults(base).await, []);
}
