//! The consistent read that offline bases are built from.

use winpneu::{Error, Statements};

use super::Open;
use super::given::{CUSTOMER, sql};

const CODES: &str = "SELECT c_client FROM dbo.crm_v_client ORDER BY c_client";

async fn codes(base: &mut dyn Statements) -> Vec<String> {
    let rows = super::given::rows(base, CODES, &[]).await;
    rows.iter().map(|row| row.text(0).expect("a code")).collect()
}

pub async fn a_reader_sees_the_base_as_it_was_when_it_began(open: Open) {
    let (mut one, mut other) = (open().await, open().await);
    other.execute(CUSTOMER, &["C1".into(), "first".into()]).await.expect("inserted");
    let mut reading = one.read().await.expect("begun");
    // Committed before the reader asked anything, but after it began.
    other.execute(CUSTOMER, &["C2".into(), "second".into()]).await.expect("inserted");
    assert_eq!(codes(&mut reading).await, ["C1"]);
    other.execute(sql("DELETE FROM dbo.client WHERE c_client = 'C1'"), &[]).await.expect("deleted");
    assert_eq!(codes(&mut reading).await, ["C1"]);
    assert_eq!(codes(&mut other).await, ["C2"]);
    reading.end().await.expect("ended");
    assert_eq!(codes(&mut one).await, ["C2"]);
}

pub async fn a_reader_keeps_no_writer_waiting(open: Open) {
    let (mut one, mut other) = (open().await, open().await);
    let mut writing = other.begin().await.expect("begun");
    writing.execute(CUSTOMER, &["C1".into(), "first".into()]).await.expect("inserted");
    let mut reading = one.read().await.expect("begun beside a writer");
    assert_eq!(codes(&mut reading).await, [""; 0]);
    writing.commit().await.expect("committed beside a reader");
    assert_eq!(codes(&mut reading).await, [""; 0]);
}

pub async fn a_reader_writes_nothing(open: Open) {
    let mut base = open().await;
    let mut reading = base.read().await.expect("begun");
    let written = reading.execute(CUSTOMER, &["C1".into(), "first".into()]).await;
    assert!(matches!(written, Err(Error::Statement { .. })), "{written:?}");
    assert!(matches!(reading.query_one(sql(CODES), &[]).await, Err(Error::TxOver)), "an error ends it");
    drop(reading);
    // Nor may a text that is asked as a question.
    let mut reading = base.read().await.expect("begun");
    let insert = sql("INSERT INTO dbo.client (c_client) VALUES ('C2')");
    assert!(reading.query_one(insert, &[]).await.is_err());
    assert!(matches!(reading.query_one(sql(CODES), &[]).await, Err(Error::TxOver)));
    drop(reading);
    assert_eq!(codes(&mut base).await, [""; 0]);
}

pub async fn a_reader_that_is_dropped_releases_the_connection(open: Open) {
    let (mut one, mut other) = (open().await, open().await);
    let mut tx = other.begin().await.expect("begun");
    for round in 0..2_000 {
        let code = format!("C{round:05}");
        tx.execute(CUSTOMER, &[code.into(), "x".into()]).await.expect("inserted");
    }
    tx.commit().await.expect("committed");
    let mut reading = one.read().await.expect("begun");
    {
        let mut rows = reading.query(sql(CODES), &[]).await.expect("asked");
        assert!(rows.next().await.expect("read").is_some(), "and left early");
    }
    drop(reading);
    other.execute(CUSTOMER, &["D".into(), "x".into()]).await.expect("inserted");
    assert_eq!(codes(&mut one).await.len(), 2_001, "the picture is today's again");
    one.execute(CUSTOMER, &["E".into(), "x".into()]).await.expect("the connection may write again");
    let tx = one.begin().await.expect("and begin");
    tx.commit().await.expect("committed");
    assert_eq!(codes(&mut other).await.len(), 2_002);
}
