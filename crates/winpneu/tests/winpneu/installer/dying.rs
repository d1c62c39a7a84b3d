//! Each request of an installation is cut once, before it is run and before its answer; and the other ways of not getting through.

use tds_testserver::{At, Fault, Planned, RequestKind};
use winpneu::lock::{self, Lock};
use winpneu::sqlserver::installer::{self, Installed};
use winpneu::{Connection, Error};

use super::{migrate, picture, session, something_was_changed};
use crate::embedded::now;
use crate::servers::{Served, VIEWS};

fn plan(served: &Served, at: At, fault: Fault) {
    served.double.forget();
    served.double.plan(vec![Planned { at, fault }]);
}

/// What a whole installation leaves, and how many requests it takes.
async fn undisturbed() -> (Vec<Vec<rusqlite::types::Value>>, usize) {
    let served = Served::bare().await;
    let mut base = session(&served).await;
    served.double.forget();
    installer::migrate(&mut base, VIEWS, now()).await.expect("made");
    let requests =
        served.double.requests().iter().filter(|request| request.kind != RequestKind::Attention).count();
    (picture(&served), requests)
}

async fn cut_at_each_request(fault: Fault) {
    let (whole, requests) = undisturbed().await;
    assert!(requests > 40, "{requests} requests were seen");
    for number in 1..=requests {
        let served = Served::bare().await;
        let mut base = session(&served).await;
        plan(&served, At::Request(number), fault);
        let cut = installer::migrate(&mut base, VIEWS, now()).await;
        assert_eq!(served.double.struck(), 1, "{fault:?} at request {number}");
        assert!(matches!(cut, Err(Error::Lost { .. })), "{fault:?} at request {number}: {cut:?}");
        drop(base);
        migrate(&served, VIEWS).await.unwrap_or_else(|error| panic!("after {fault:?} at {number}: {error}"));
        assert_eq!(picture(&served), whole, "after {fault:?} at request {number}");
    }
}

#[tokio::test]
async fn what_was_cut_before_it_was_run_is_finished_by_the_next() {
    cut_at_each_request(Fault::DropBefore).await;
}

#[tokio::test]
async fn what_was_cut_before_its_answer_is_finished_by_the_next() {
    cut_at_each_request(Fault::DropAnswer).await;
}

#[tokio::test]
async fn the_loser_of_a_deadlock_begins_again() {
    let (whole, _) = undisturbed().await;
    for part in ["ALTER TABLE dbo.client_relation", "CREATE TABLE dbo.crm_journal", "VIEW dbo.crm_v_ca"] {
        let served = Served::bare().await;
        plan(&served, At::Statement(part.to_owned()), Fault::Error(1205));
        migrate(&served, VIEWS).await.unwrap_or_else(|error| panic!("{part}: {error}"));
        assert_eq!((served.double.struck(), picture(&served) == whole), (1, true), "{part}");
    }
}

/// A table that somebody uses: nothing stays half done, and whoever calls again gets through.
#[tokio::test]
async fn a_table_in_use_leaves_nothing_half_done() {
    let served = Served::bare().await;
    plan(&served, At::Statement("CREATE INDEX client_relation_crm_fichier".to_owned()), Fault::Error(1222));
    let refused = migrate(&served, VIEWS).await;
    assert!(matches!(refused, Err(Error::Unavailable { .. })), "{refused:?}");
    let has_column = picture(&served).iter().any(|row| format!("{row:?}").contains("crm_fichier"));
    assert!(!has_column, "the column went with its transaction");
    migrate(&served, VIEWS).await.expect("made");
}

#[tokio::test]
async fn a_login_that_may_not_is_told_what_the_dba_can_do() {
    for (part, code) in [
        ("CREATE TABLE dbo.crm_migration", 262),
        ("ALTER TABLE dbo.client_relation", 1088),
        ("ALTER TABLE dbo.client_relation", 4902),
        ("VIEW dbo.crm_v_client", 262),
    ] {
        let served = Served::bare().await;
        plan(&served, At::Statement(part.to_owned()), Fault::Error(code));
        let refused = migrate(&served, VIEWS).await.expect_err("refused").to_string();
        assert!(refused.contains("automaton init --print"), "{part}, {code}: {refused}");
        migrate(&served, VIEWS).await.expect("made by another login");
    }
}

async fn locked(served: &Served) -> Connection {
    let mut other = session(served).await;
    lock::acquire(&mut other, Lock::Work, "somebody", now()).await.expect("free");
    other
}

/// What is complete is only looked at: nobody is kept out, and nobody keeps out.
#[tokio::test]
async fn a_complete_base_is_looked_at_while_an_automaton_works() {
    let served = Served::installed().await;
    let other = locked(&served).await;
    served.double.forget();
    let seen = migrate(&served, VIEWS).await.expect("looked at");
    assert_eq!(seen, Installed { applied: vec![], views_changed: false });
    assert!(!something_was_changed(&served));

    let edited = format!("-- edited\n{VIEWS}");
    let refused = migrate(&served, &edited).await;
    assert!(matches!(&refused, Err(Error::Locked { holder, .. }) if holder == "somebody"), "{refused:?}");
    drop(other);
    assert!(migrate(&served, &edited).await.expect("free again").views_changed);
}

#[tokio::test]
async fn the_schema_of_another_program_is_left_alone() {
    let served = Served::installed().await;
    let mut base = session(&served).await;
    for (change, words) in [
        (
            "INSERT INTO dbo.crm_migration (numero, nom, sha256, applique_le) VALUES (2, 'later', 'x', '20270101');",
            "newer",
        ),
        (
            "DELETE FROM dbo.crm_migration WHERE numero = 2;\nUPDATE dbo.crm_migration SET sha256 = 'y';",
            "migration 1",
        ),
    ] {
        installer::run(&mut base, "test", change).await.expect("changed");
        let before = picture(&served);
        let refused = migrate(&served, "-- other views").await.expect_err("refused").to_string();
        assert!(refused.contains(words), "{refused}");
        assert_eq!(picture(&served), before, "{words}");
    }
}
