//! Transactions as SQL Server has them.

use tds_testserver::Server;
use tiberius::IsolationLevel;

use crate::place::{Conn, Place, number, one};

const COUNT: &str = "SELECT COUNT(*) FROM dbo.client";

async fn run(client: &mut Conn, sql: &str) -> tiberius::Result<()> {
    client.simple_query(sql).await?.into_results().await.map(|_| ())
}

async fn insert(client: &mut Conn, code: &str) -> tiberius::Result<()> {
    client.execute("INSERT INTO dbo.client (c_client) VALUES (@P1)", &[&code]).await.map(|_| ())
}

#[tokio::test]
async fn commit_and_roll_back_are_seen_from_another_session() {
    let place = Place::new();
    let (mut writer, mut reader) = (place.client().await, place.client().await);
    for (code, commits, seen) in [("a", true, 1), ("b", false, 1), ("c", true, 2)] {
        writer.begin_transaction().await.expect("begun");
        insert(&mut writer, code).await.expect("written");
        assert_eq!(one(&mut writer, "SELECT @@TRANCOUNT").await, 1);
        assert_eq!(one(&mut reader, COUNT).await, seen - i64::from(commits), "{code} is not committed yet");
        let end =
            if commits { writer.commit_transaction().await } else { writer.rollback_transaction().await };
        end.expect("ended");
        assert_eq!(one(&mut reader, COUNT).await, seen, "{code}");
        assert_eq!(one(&mut writer, "SELECT @@TRANCOUNT").await, 0);
    }
}

#[tokio::test]
async fn transactions_as_texts() {
    let place = Place::new();
    let (mut writer, mut reader) = (place.client().await, place.client().await);
    run(&mut writer, "BEGIN TRANSACTION; INSERT INTO dbo.client (c_client) VALUES ('a')")
        .await
        .expect("begun");
    assert_eq!(one(&mut reader, COUNT).await, 0);
    run(&mut writer, "COMMIT TRANSACTION").await.expect("committed");
    assert_eq!(one(&mut reader, COUNT).await, 1);
    run(&mut writer, "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION").await.expect("nothing to do");
    run(&mut writer, "BEGIN TRANSACTION; DELETE FROM dbo.client").await.expect("begun");
    run(&mut writer, "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION").await.expect("rolled back");
    assert_eq!(one(&mut writer, COUNT).await, 1);
    assert_eq!(number(run(&mut writer, "ROLLBACK TRANSACTION").await), 3903);
    // A procedure must leave as many transactions as it found.
    assert_eq!(number(writer.execute("BEGIN TRANSACTION", &[]).await.map(|_| ())), 266);
}

#[tokio::test]
async fn an_error_under_xact_abort_ends_the_transaction_and_the_session_goes_on() {
    let place = Place::new();
    let (mut writer, mut reader) = (place.client().await, place.client().await);
    run(&mut writer, "SET XACT_ABORT ON").await.expect("set");
    writer.begin_transaction().await.expect("begun");
    insert(&mut writer, "a").await.expect("written");
    assert_eq!(number(insert(&mut writer, "a").await), 2627);
    assert_eq!(one(&mut writer, "SELECT @@TRANCOUNT").await, 0);
    assert_eq!(one(&mut writer, COUNT).await, 0, "all was rolled back");
    insert(&mut writer, "b").await.expect("written alone");
    assert_eq!(one(&mut reader, COUNT).await, 1, "it committed at once");
    assert_eq!(number(writer.commit_transaction().await), 3902);
}

#[tokio::test]
async fn an_error_without_xact_abort_ends_its_statement() {
    let place = Place::new();
    let (mut writer, mut reader) = (place.client().await, place.client().await);
    writer.begin_transaction().await.expect("begun");
    insert(&mut writer, "a").await.expect("written");
    assert_eq!(number(run(&mut writer, "INSERT INTO dbo.client (c_client) VALUES ('b'), ('a')").await), 2627);
    assert_eq!(number(run(&mut writer, "SELECT 1 FROM dbo.nowhere").await), 208);
    assert_eq!(one(&mut writer, COUNT).await, 1, "half a statement leaves nothing");
    writer.commit_transaction().await.expect("committed");
    assert_eq!(one(&mut reader, COUNT).await, 1);
}

#[tokio::test]
async fn a_text_that_was_not_understood_leaves_the_transaction_alone() {
    let place = Place::new();
    let mut writer = place.client().await;
    run(&mut writer, "SET XACT_ABORT ON").await.expect("set");
    writer.begin_transaction().await.expect("begun");
    insert(&mut writer, "a").await.expect("written");
    assert_eq!(number(run(&mut writer, "INSER INTO dbo.client").await), 102);
    assert_eq!(one(&mut writer, "SELECT @@TRANCOUNT").await, 1);
    writer.commit_transaction().await.expect("committed");
    assert_eq!(one(&mut writer, COUNT).await, 1);
}

#[tokio::test]
async fn read_committed_sees_what_others_commit_and_snapshot_does_not() {
    let place = Place::new();
    let (mut writer, mut reader) = (place.client().await, place.client().await);
    for (level, expected) in [
        (IsolationLevel::Unspecified, [0, 1, 1]),
        (IsolationLevel::ReadCommitted, [1, 2, 2]),
        (IsolationLevel::Snapshot, [2, 2, 3]),
    ] {
        reader.begin_transaction_with_isolation(level).await.expect("begun");
        let before = one(&mut reader, COUNT).await;
        insert(&mut writer, &format!("{level:?}")).await.expect("written");
        let during = one(&mut reader, COUNT).await;
        reader.commit_transaction().await.expect("ended");
        let after = one(&mut reader, COUNT).await;
        assert_eq!([before, during, after], expected, "{level:?}");
    }
}

#[tokio::test]
async fn the_picture_of_a_snapshot_is_taken_at_the_first_read() {
    let place = Place::new();
    let (mut writer, mut reader) = (place.client().await, place.client().await);
    reader.begin_transaction_with_isolation(IsolationLevel::Snapshot).await.expect("begun");
    insert(&mut writer, "a").await.expect("written");
    assert_eq!(one(&mut reader, COUNT).await, 1);
    insert(&mut writer, "b").await.expect("written");
    assert_eq!(number(insert(&mut reader, "c").await), 3960);
    assert_eq!(one(&mut reader, "SELECT @@TRANCOUNT").await, 0);
}

#[tokio::test]
async fn snapshots_that_the_database_does_not_allow() {
    let place = Place::with(|options| options.snapshot_isolation = false);
    let mut client = place.client().await;
    client.begin_transaction_with_isolation(IsolationLevel::Snapshot).await.expect("begun");
    assert_eq!(number(run(&mut client, COUNT).await), 3952);
}

#[tokio::test]
async fn a_writer_waits_for_another_as_long_as_it_says() {
    let place = Place::new();
    let (mut first, mut second) = (place.client().await, place.client().await);
    run(&mut second, "SET XACT_ABORT ON; SET LOCK_TIMEOUT 0").await.expect("set");
    first.begin_transaction().await.expect("begun");
    second.begin_transaction().await.expect("begun: it takes no lock");
    insert(&mut first, "a").await.expect("written");
    assert_eq!(one(&mut second, COUNT).await, 0);
    assert_eq!(number(insert(&mut second, "b").await), 1222);
    assert_eq!(one(&mut second, "SELECT @@TRANCOUNT").await, 0);
    run(&mut second, "SET LOCK_TIMEOUT -1").await.expect("set");
    let waiting = tokio::spawn(async move {
        insert(&mut second, "b").await.expect("written after the wait");
        second
    });
    let arrived = |server: &Server| {
        server.requests().iter().filter(|request| request.text.starts_with("INSERT")).count() == 3
    };
    place.until(arrived).await;
    first.commit_transaction().await.expect("committed");
    let mut second = waiting.await.expect("no panic");
    assert_eq!(one(&mut second, COUNT).await, 2);
}
