//! What a test can let go wrong.

use std::time::Duration;

use futures_util::TryStreamExt;
use tds_testserver::{At, Fault, Planned, RequestKind, Server};

use crate::place::{Conn, Place, connect, number, one};

const COUNT: &str = "SELECT COUNT(*) FROM dbo.client";
const INSERT: &str = "INSERT INTO dbo.client (c_client) VALUES (@P1)";

fn plan(server: &Server, at: At, fault: Fault) {
    server.plan(vec![Planned { at, fault }]);
}

async fn insert(client: &mut Conn, code: &str) -> tiberius::Result<()> {
    client.execute(INSERT, &[&code]).await.map(|_| ())
}

/// The error of a connection that is gone, which is none of the server's.
fn cut<T: std::fmt::Debug>(answer: tiberius::Result<T>) {
    match answer {
        Err(tiberius::error::Error::Server(error)) => panic!("the server answered: {error}"),
        Err(_) => {}
        Ok(answer) => panic!("the server answered: {answer:?}"),
    }
}

#[tokio::test]
async fn errors_in_place_of_a_request() {
    let place = Place::new();
    let mut client = place.client().await;
    client.simple_query("SET XACT_ABORT OFF").await.expect("set").into_results().await.expect("set");
    for (fault, open_after) in [(1205, 0), (1222, 1), (50_000, 1)] {
        plan(&place.server, At::Statement("dbo.client".to_owned()), Fault::Error(fault));
        client.begin_transaction().await.expect("begun");
        assert_eq!(number(insert(&mut client, "a").await), fault);
        assert_eq!(place.server.struck(), 1);
        assert_eq!(one(&mut client, "SELECT @@TRANCOUNT").await, open_after, "{fault}");
        assert_eq!(one(&mut client, COUNT).await, 0, "it was not run");
        if open_after == 1 {
            client.rollback_transaction().await.expect("rolled back");
        }
    }
    client.simple_query("SET XACT_ABORT ON").await.expect("set").into_results().await.expect("set");
    plan(&place.server, At::Request(3), Fault::Error(1222));
    client.begin_transaction().await.expect("begun");
    insert(&mut client, "a").await.expect("written");
    assert_eq!(number(insert(&mut client, "b").await), 1222);
    assert_eq!(one(&mut client, COUNT).await, 0, "all was rolled back");
}

#[tokio::test]
async fn errors_of_a_commit() {
    let place = Place::new();
    let mut client = place.client().await;
    plan(&place.server, At::Commit, Fault::Error(1205));
    client.begin_transaction().await.expect("begun");
    insert(&mut client, "a").await.expect("written");
    assert_eq!(number(client.commit_transaction().await), 1205);
    assert_eq!(one(&mut client, COUNT).await, 0);
    assert_eq!(number(client.commit_transaction().await), 3902);
}

#[tokio::test]
async fn an_error_that_ends_the_connection() {
    let place = Place::new();
    let mut client = place.client().await;
    plan(&place.server, At::AnyRequest, Fault::Error(824));
    assert_eq!(number(insert(&mut client, "a").await), 824);
    cut(insert(&mut client, "b").await);
    place.until(|server| server.sessions() == 0).await;
}

#[tokio::test]
async fn dropped_before_and_after() {
    let place = Place::new();
    for (at, fault, written) in [
        (At::Statement("INSERT".to_owned()), Fault::DropBefore, false),
        (At::Statement("INSERT".to_owned()), Fault::DropAnswer, false),
        (At::Commit, Fault::DropBefore, false),
        (At::Commit, Fault::DropAnswer, true),
        (At::Begin, Fault::DropAnswer, false),
    ] {
        let mut client = place.client().await;
        client.execute("DELETE FROM dbo.client", &[]).await.expect("emptied");
        plan(&place.server, at.clone(), fault);
        let whole = async {
            client.begin_transaction().await?;
            insert(&mut client, "a").await?;
            client.commit_transaction().await
        };
        cut(whole.await);
        let mut other = place.client().await;
        assert_eq!(one(&mut other, COUNT).await, i64::from(written), "{at:?} {fault:?}");
        insert(&mut other, "b").await.expect("nothing is locked");
    }
}

#[tokio::test]
async fn a_statement_alone_is_committed_though_its_answer_is_lost() {
    let place = Place::new();
    let mut client = place.client().await;
    plan(&place.server, At::AnyRequest, Fault::DropAnswer);
    cut(insert(&mut client, "a").await);
    assert_eq!(one(&mut place.client().await, COUNT).await, 1);
}

#[tokio::test]
async fn dropped_amid_rows() {
    let place = Place::new();
    let mut client = place.client().await;
    for code in 0..50 {
        insert(&mut client, &code.to_string()).await.expect("written");
    }
    plan(&place.server, At::Statement("ORDER BY".to_owned()), Fault::DropAmidRows);
    let mut rows = client
        .simple_query("SELECT c_client FROM dbo.client ORDER BY c_client")
        .await
        .expect("columns arrive")
        .into_row_stream();
    let mut read = 0;
    let end = loop {
        match rows.try_next().await {
            Ok(Some(_)) => read += 1,
            end => break end,
        }
    };
    cut(end);
    assert_eq!(read, 3);
}

#[tokio::test]
async fn a_stall_ends_with_the_client() {
    let place = Place::new();
    let mut config = place.config();
    config.command_timeout(Some(Duration::from_millis(50)));
    let mut client = connect(config).await.expect("a connection");
    plan(&place.server, At::AnyRequest, Fault::Stall);
    cut(insert(&mut client, "a").await);
    assert_eq!(place.server.sessions(), 1, "the server still holds the session");
    drop(client);
    place.until(|server| server.sessions() == 0).await;
    assert_eq!(one(&mut place.client().await, COUNT).await, 0, "it was never run");
}

#[tokio::test]
async fn a_stall_leaves_nothing_behind_when_the_server_ends() {
    let place = Place::new();
    let mut client = place.client().await;
    plan(&place.server, At::AnyRequest, Fault::Stall);
    let stalled = tokio::spawn(async move { insert(&mut client, "a").await });
    place.until(|server| server.struck() == 1).await;
    // Dropping waits for every thread: were one left, this would not return.
    tokio::task::spawn_blocking(move || drop(place)).await.expect("dropped");
    cut(stalled.await.expect("no panic"));
}

#[tokio::test]
async fn logins_that_fail() {
    let place = Place::new();
    for fault in [18456, 4060, 6005] {
        plan(&place.server, At::Login, Fault::RefuseLogin(fault));
        assert_eq!(number(connect(place.config()).await.map(|_| ())), fault);
    }
    for fault in [Fault::DropBefore, Fault::DropAnswer] {
        plan(&place.server, At::Login, fault);
        cut(connect(place.config()).await.map(|_| ()));
    }
    plan(&place.server, At::Login, Fault::Stall);
    let stalled = tokio::spawn(connect(place.config()));
    place.until(|server| server.struck() == 1).await;
    stalled.abort();
    place.client().await;
}

#[tokio::test]
async fn switched_off_and_on_again() {
    let place = Place::new();
    let mut client = place.client().await;
    client.begin_transaction().await.expect("begun");
    insert(&mut client, "a").await.expect("written");
    place.server.go_away();
    assert_eq!(place.server.sessions(), 0);
    cut(client.commit_transaction().await);
    let refused = connect(place.config()).await.map(|_| ());
    let Err(tiberius::error::Error::Io { kind, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(kind, std::io::ErrorKind::ConnectionRefused);
    place.server.come_back().expect("the same port");
    let mut client = place.client().await;
    assert_eq!(one(&mut client, COUNT).await, 0, "what was open is rolled back");
    insert(&mut client, "b").await.expect("nothing is locked");
}

#[tokio::test]
async fn what_arrived_is_told() {
    let place = Place::new();
    let mut client = place.client().await;
    place.server.forget();
    client.begin_transaction().await.expect("begun");
    client.execute("SELECT @P1, @P2, @P3", &[&1_i64, &"a", &None::<bool>]).await.expect("read");
    client
        .simple_query("IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION")
        .await
        .expect("run")
        .into_results()
        .await
        .expect("run");
    client.cancel_query().await.expect("answered");
    let requests = place.server.requests();
    let told: Vec<_> = requests.iter().map(|request| (request.kind, request.text.as_str())).collect();
    assert_eq!(
        told,
        [
            (RequestKind::Begin, ""),
            (RequestKind::Rpc, "SELECT @P1, @P2, @P3"),
            (RequestKind::Rollback, "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION"),
            (RequestKind::Attention, ""),
        ]
    );
    assert_eq!(requests[1].parameters, ["bigint", "nvarchar(4000)", "bit"]);
    assert_eq!(one(&mut client, "SELECT 1").await, 1, "the connection is as good as new");
}

#[tokio::test]
async fn a_client_that_hangs_up_while_it_waits_writes_nothing() {
    let place = Place::new();
    let (mut first, mut second) = (place.client().await, place.client().await);
    first.begin_transaction().await.expect("begun");
    insert(&mut first, "a").await.expect("written");
    let waiting = tokio::spawn(async move { insert(&mut second, "b").await });
    let arrived =
        |server: &Server| server.requests().iter().filter(|request| request.text == INSERT).count() == 2;
    place.until(arrived).await;
    waiting.abort();
    place.until(|server| server.sessions() == 1).await;
    first.commit_transaction().await.expect("committed");
    assert_eq!(one(&mut first, COUNT).await, 1);
}
