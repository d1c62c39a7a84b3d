//! What only the driver of SQL Server does: sessions, errors, what is lost on the way. Against the test server; what a check must see on
//! a real one, too, stands in the contract.

use std::time::Duration;

use tds_testserver::{At, Fault, Planned, RequestKind};
use uuid::Uuid;
use winpneu::attempts::transact;
use winpneu::journal::{self, JournalEntry};
use winpneu::lock::{self, Lock};
use winpneu::sqlserver::{Encryption, Login, Server, Settings, Target};
use winpneu::{Connection, Error, Picture, Statement, Statements, Tx};

use crate::embedded::now;
use crate::servers::{Served, target};

const COUNT: Statement = Statement { name: "test", text: "SELECT COUNT(*) FROM dbo.crm_journal" };
const RAISE: Statement =
    Statement { name: "raise", text: "UPDATE dbo.crm_compteur SET valeur = valeur + 1 WHERE nom = 'seq'" };

fn at(at: At, fault: Fault) -> Vec<Planned> {
    vec![Planned { at, fault }]
}

async fn count(base: &mut Connection) -> i64 {
    base.query_one(COUNT, &[]).await.expect("asked").expect("a row").int(0).expect("a number")
}

async fn raised(base: &mut Connection) -> i64 {
    winpneu::registry::counter(base).await.expect("asked")
}

async fn line(tx: &mut Tx<'_>, id: Uuid) -> Result<(), Error> {
    let entry = JournalEntry {
        id,
        at: now(),
        author: "operator",
        action: "test",
        entity: "x",
        before: None,
        after: None,
        file: None,
    };
    journal::write(tx, &entry).await
}

/// A transaction with a journal line as its proof.
async fn proved(base: &mut Connection, id: Uuid) -> Result<Option<&'static str>, Error> {
    transact(base, Some(id), async |tx| {
        tx.execute(RAISE, &[]).await?;
        line(tx, id).await?;
        Ok(Some("done"))
    })
    .await
}

/// A server like `served`'s, reached otherwise.
fn otherwise(served: &Served, change: impl FnOnce(&mut Target)) -> Server {
    let mut target = target(&served.double, served.folder.path());
    change(&mut target);
    Server::new(Settings::new(&target))
}

#[tokio::test]
async fn each_answer_says_what_to_do() {
    let served = Served::installed().await;
    for (code, variant) in [
        (2627, "Duplicate"),
        (2601, "Duplicate"),
        (515, "Constraint"),
        (547, "Constraint"),
        (2628, "Constraint"),
        (8152, "Constraint"),
        (8115, "Constraint"),
        (1205, "Deadlock"),
        (1222, "Unavailable"),
        (1105, "Unavailable"),
        (9002, "Unavailable"),
        (4060, "Refused"),
        (208, "Statement"),
        (229, "Statement"),
        (102, "Statement"),
    ] {
        let mut base = served.server.open().await.expect("opened");
        let mut tx = base.begin().await.expect("begun");
        served.double.plan(at(At::Request(1), Fault::Error(code)));
        let error = tx.execute(RAISE, &[]).await.expect_err("refused");
        assert!(format!("{error:?}").starts_with(variant), "{code}: {error:?}");
        let transient = matches!(variant, "Deadlock" | "Unavailable" | "Refused");
        assert_eq!(error.is_transient(), transient, "{code}");
        assert!(matches!(tx.execute(RAISE, &[]).await, Err(Error::TxOver)), "{code}");
        drop(tx);
        assert_eq!(raised(&mut base).await, 0, "{code}: nothing of it stands, and the session goes on");
    }
}

#[tokio::test]
async fn who_is_not_let_in_is_told_why() {
    let served = Served::installed().await;
    let wrong = |password: &str| Login::Sql { user: "crm".to_owned(), password: password.to_owned().into() };
    for (server, word) in [
        (otherwise(&served, |target| target.login = wrong("hush")), "18456"),
        (otherwise(&served, |target| target.database = "elsewhere".to_owned()), "4060"),
        (otherwise(&served, |target| target.encryption = Encryption::Checked { ca: None }), "encrypted"),
        (otherwise(&served, |target| target.certificate_host = Some("erp.example".to_owned())), "encrypted"),
    ] {
        let error = server.open().await.err().expect("refused");
        assert!(matches!(error, Error::Refused { .. }) && error.is_transient(), "{error:?}");
        let words = error.to_string();
        assert!(words.contains(word) && !words.contains("hush"), "{words}");
    }
    for encryption in [Encryption::Trusting, Encryption::LoginOnly] {
        let server = otherwise(&served, |target| target.encryption = encryption.clone());
        let mut base = server.open().await.expect("let in");
        assert_eq!(count(&mut base).await, 0, "{encryption:?}");
    }
    served.double.go_away();
    let error = served.server.open().await.err().expect("nobody there");
    assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    served.double.come_back().expect("back");
    served.server.open().await.expect("there again");
}

#[tokio::test]
async fn silence_is_a_lost_connection() {
    let served = Served::installed().await;
    let impatient = otherwise(&served, |target| target.statement_timeout = Duration::from_millis(300));
    let mut base = impatient.open().await.expect("opened");
    served.double.plan(at(At::AnyRequest, Fault::Stall));
    assert!(matches!(base.query_one(COUNT, &[]).await, Err(Error::Lost { .. })));
    assert!(
        matches!(base.query_one(COUNT, &[]).await, Err(Error::Lost { .. })),
        "nothing more is asked of it"
    );
    assert!(matches!(base.begin().await.err(), Some(Error::Lost { .. })));
    base.renew().await.expect("another one");
    assert_eq!(count(&mut base).await, 0);
}

#[tokio::test]
async fn rows_that_break_off_are_no_end() {
    let served = Served::installed().await;
    let mut base = served.server.open().await.expect("opened");
    for _ in 0..50 {
        proved(&mut base, Uuid::new_v4()).await.expect("written");
    }
    served.double.plan(at(At::AnyRequest, Fault::DropAmidRows));
    let ids = Statement { name: "ids", text: "SELECT id FROM dbo.crm_journal" };
    let mut rows = base.query(ids, &[]).await.expect("asked");
    let mut read = 0;
    let end = loop {
        match rows.next().await {
            Ok(Some(_)) => read += 1,
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    assert!(matches!(end, Some(Error::Lost { .. })), "{read} rows, then {end:?}");
    assert_eq!(served.double.struck(), 1);
}

#[tokio::test]
async fn a_transaction_ends_as_its_journal_line_tells() {
    let served = Served::installed().await;
    for (fault, requests) in [
        (at(At::Commit, Fault::DropAnswer), "committed, and the answer lost"),
        (at(At::Commit, Fault::DropBefore), "lost before the commit"),
        (at(At::Commit, Fault::Error(1205)), "sacrificed at the commit"),
        (at(At::Statement("crm_compteur".into()), Fault::Error(1205)), "sacrificed"),
        (at(At::Statement("crm_compteur".into()), Fault::DropAnswer), "lost amid"),
        (at(At::Begin, Fault::DropAnswer), "lost at the beginning"),
        (
            vec![
                Planned { at: At::Commit, fault: Fault::DropAnswer },
                Planned { at: At::Statement("crm_journal".into()), fault: Fault::Error(1222) },
            ],
            "committed, and the look-up refused",
        ),
    ] {
        let mut base = served.server.open().await.expect("opened");
        let (lines, before) = (count(&mut base).await, raised(&mut base).await);
        let strikes = fault.len();
        served.double.plan(fault);
        let id = Uuid::new_v4();
        let answer = proved(&mut base, id).await;
        assert_eq!(served.double.struck(), strikes, "{requests}");
        if strikes == 1 {
            assert_eq!(answer.expect("done"), Some("done"), "{requests}");
        } else {
            assert!(answer.is_err(), "{requests}: nobody knows, and nobody says that it is done");
        }
        assert_eq!(
            (count(&mut base).await, raised(&mut base).await),
            (lines + 1, before + 1),
            "{requests}: once"
        );
    }
}

#[tokio::test]
async fn without_a_proof_a_lost_answer_is_an_error() {
    let served = Served::installed().await;
    let mut base = served.server.open().await.expect("opened");
    served.double.plan(at(At::Commit, Fault::DropAnswer));
    let answer = transact(&mut base, None, async |tx| tx.execute(RAISE, &[]).await.map(Some)).await;
    assert!(matches!(answer, Err(Error::Lost { .. })), "{answer:?}");
    served.double.plan(at(At::Commit, Fault::Error(1205)));
    let mut other = served.server.open().await.expect("opened");
    let answer = transact(&mut other, None, async |tx| tx.execute(RAISE, &[]).await.map(Some)).await;
    assert_eq!(answer.expect("a deadlock is repeated"), Some(1));
    assert_eq!(raised(&mut other).await, 2, "what was committed unheard, and this");
}

#[tokio::test]
async fn a_renewed_connection_holds_the_same_locks_or_none() {
    let served = Served::installed().await;
    let server = otherwise(&served, |target| target.lock_timeout = Duration::from_millis(500));
    let (mut one, mut other) = (server.open().await.expect("opened"), server.open().await.expect("opened"));
    lock::acquire(&mut one, Lock::Work, "the first", now()).await.expect("free");
    served.double.plan(at(At::AnyRequest, Fault::DropBefore));
    assert!(matches!(one.query_one(COUNT, &[]).await, Err(Error::Lost { .. })));
    one.renew().await.expect("renewed");
    let answer = lock::acquire(&mut other, Lock::Work, "the second", now()).await;
    assert!(matches!(answer, Err(Error::Locked { .. })), "{answer:?}");

    served.double.plan(at(At::AnyRequest, Fault::DropBefore));
    assert!(matches!(one.query_one(COUNT, &[]).await, Err(Error::Lost { .. })));
    lock::acquire(&mut other, Lock::Work, "the second", now()).await.expect("free: the session is gone");
    let answer = one.renew().await;
    assert!(matches!(answer, Err(Error::Unavailable { .. })), "{answer:?}");
    assert!(matches!(one.query_one(COUNT, &[]).await, Err(Error::Lost { .. })), "no work without the lock");
    assert!(matches!(one.renew().await, Err(Error::Unavailable { .. })), "it is not forgotten");
    lock::release(&mut other, Lock::Work).await.expect("given back");
    one.renew().await.expect("free again");
    let answer = lock::acquire(&mut other, Lock::Work, "the second", now()).await;
    assert!(matches!(answer, Err(Error::Locked { .. })), "{answer:?}");
    served.double.plan(at(At::AnyRequest, Fault::DropBefore));
    assert!(matches!(one.query_one(COUNT, &[]).await, Err(Error::Lost { .. })));
    lock::release(&mut one, Lock::Work).await.expect("it is gone anyhow");
}

#[tokio::test]
async fn sessions_are_used_again_when_nothing_is_left_on_them() {
    let served = Served::installed().await;
    let logins =
        || served.double.requests().iter().filter(|request| request.kind == RequestKind::Login).count();
    drop(served.server.open().await.expect("opened"));
    let first = logins();
    let mut base = served.server.open().await.expect("opened");
    proved(&mut base, Uuid::new_v4()).await.expect("done");
    base.be_patient(Some(Duration::from_secs(1))).await.expect("set");
    base.be_patient(None).await.expect("set back");
    lock::acquire(&mut base, Lock::Mail, "x", now()).await.expect("free");
    lock::release(&mut base, Lock::Mail).await.expect("given back");
    drop(base);
    let mut base = served.server.open().await.expect("opened");
    assert_eq!(logins(), first, "one session for all");

    // Left in a transaction, with a lock, amid rows: nobody gets that.
    let mut tx = base.begin().await.expect("begun");
    tx.execute(RAISE, &[]).await.expect("done");
    drop(tx);
    drop(base);
    let mut base = served.server.open().await.expect("opened");
    assert_eq!(logins(), first + 1);
    assert_eq!(raised(&mut base).await, 1, "only what was committed");
    lock::acquire(&mut base, Lock::Work, "x", now()).await.expect("free");
    drop(base);
    let mut base = served.server.open().await.expect("opened");
    assert_eq!(logins(), first + 2);
    lock::acquire(&mut base, Lock::Work, "y", now()).await.expect("a lock ends with its session");
}

#[tokio::test]
async fn a_transaction_in_which_rows_were_left_is_not_gone_on_with() {
    let served = Served::installed().await;
    let mut base = served.server.open().await.expect("opened");
    for _ in 0..3 {
        proved(&mut base, Uuid::new_v4()).await.expect("written");
    }
    let ids = Statement { name: "ids", text: "SELECT id FROM dbo.crm_journal" };
    let mut tx = base.begin().await.expect("begun");
    {
        let mut rows = tx.query(ids, &[]).await.expect("asked");
        assert!(rows.next().await.expect("read").is_some());
    }
    assert!(matches!(tx.execute(RAISE, &[]).await, Err(Error::Statement { .. })));
    assert!(matches!(tx.commit().await, Err(Error::TxOver)));
    assert_eq!(raised(&mut base).await, 3);
}

#[tokio::test]
async fn where_no_versions_are_kept_a_reader_says_so() {
    let served = Served::installed().await;
    let mut base = served.server.open().await.expect("opened");
    assert_eq!(base.read().await.expect("begun").picture(), Picture::OfOneMoment);
    let mut options = tds_testserver::Options::new(served.folder.path().join("winpneu.db"));
    options.snapshot_isolation = false;
    let double = tds_testserver::Server::start(options).expect("started");
    let server = Server::new(Settings::new(&target(&double, served.folder.path())));
    let (mut base, mut other) = (server.open().await.expect("opened"), server.open().await.expect("opened"));
    let mut reading = base.read().await.expect("begun");
    assert_eq!(reading.picture(), Picture::ByStatement);
    assert_eq!(winpneu::registry::counter(&mut reading).await.expect("asked"), 0);
    proved(&mut other, Uuid::new_v4()).await.expect("no reader keeps a writer waiting");
    assert_eq!(
        winpneu::registry::counter(&mut reading).await.expect("asked"),
        1,
        "each statement sees its own moment"
    );
    assert!(matches!(reading.execute(RAISE, &[]).await, Err(Error::Statement { .. })), "it writes nothing");
    drop(reading);
    proved(&mut base, Uuid::new_v4()).await.expect("the connection may write again");
}

/// Round trips cost more than anything else of a file: what nobody waits for travels together.
#[tokio::test]
async fn statements_that_nobody_waits_for_travel_together() {
    let served = Served::installed().await;
    let mut base = served.server.open().await.expect("opened");
    served.double.forget();
    let id = Uuid::new_v4();
    let answer = transact(&mut base, Some(id), async |tx| {
        line(tx, Uuid::new_v4()).await?;
        line(tx, Uuid::new_v4()).await?;
        line(tx, id).await?;
        Ok(Some(()))
    })
    .await;
    assert_eq!(answer.expect("done"), Some(()));
    let kinds: Vec<RequestKind> = served.double.requests().iter().map(|request| request.kind).collect();
    assert_eq!(kinds, [RequestKind::Begin, RequestKind::Rpc, RequestKind::Commit]);
    assert_eq!(count(&mut base).await, 3);

    // An error bears the name of the statement that met it, and undoes them all.
    let answer = transact(&mut base, Some(Uuid::new_v4()), async |tx| {
        line(tx, Uuid::new_v4()).await?;
        line(tx, id).await?;
        tx.execute(RAISE, &[]).await.map(Some)
    })
    .await;
    assert!(
        matches!(&answer, Err(Error::Duplicate { statement, .. }) if statement == "journal_insert"),
        "{answer:?}"
    );
    assert_eq!((count(&mut base).await, raised(&mut base).await), (3, 0));
}
