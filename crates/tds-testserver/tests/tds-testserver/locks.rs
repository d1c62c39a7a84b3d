//! Application locks.

use crate::place::{Conn, Place, number};

const TAKE: &str = "DECLARE @answer int; EXEC @answer = sp_getapplock @Resource = @P1, @LockMode = 'Exclusive', \
    @LockOwner = 'Session', @LockTimeout = 0; SELECT @answer AS answer;";
const RELEASE: &str = "DECLARE @answer int; EXEC @answer = sp_releaseapplock @Resource = @P1, @LockOwner = 'Session'; \
    SELECT @answer AS answer;";

async fn answer(client: &mut Conn, sql: &str, resource: &str) -> i32 {
    let row =
        client.query(sql, &[&resource]).await.expect("asked").into_row().await.expect("read").expect("a row");
    row.get("answer").expect("an answer")
}

#[tokio::test]
async fn one_session_holds_a_lock() {
    let place = Place::new();
    let (mut first, mut second) = (place.client().await, place.client().await);
    assert_eq!(answer(&mut first, TAKE, "automaton").await, 0);
    assert_eq!(answer(&mut first, TAKE, "automaton").await, 0, "again");
    assert_eq!(answer(&mut second, TAKE, "automaton").await, -1);
    assert_eq!(answer(&mut second, TAKE, "other").await, 0);
    assert_eq!(answer(&mut first, RELEASE, "automaton").await, 0);
    assert_eq!(answer(&mut second, TAKE, "automaton").await, -1, "it was taken twice");
    assert_eq!(answer(&mut first, RELEASE, "automaton").await, 0);
    assert_eq!(answer(&mut second, TAKE, "automaton").await, 0);
    let released = first.query(RELEASE, &[&"automaton"]).await.map(|_| ());
    assert_eq!(number(released), 1223);
}

#[tokio::test]
async fn a_lock_outlives_transactions_and_dies_with_its_session() {
    let place = Place::new();
    let (mut first, mut second) = (place.client().await, place.client().await);
    first.begin_transaction().await.expect("begun");
    assert_eq!(answer(&mut first, TAKE, "automaton").await, 0);
    first.rollback_transaction().await.expect("rolled back");
    assert_eq!(answer(&mut second, TAKE, "automaton").await, -1);
    drop(first);
    place.until(|server| server.sessions() == 1).await;
    assert_eq!(answer(&mut second, TAKE, "automaton").await, 0);
}
