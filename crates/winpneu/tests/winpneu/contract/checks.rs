//! The connection port itself. The statements used are real ones of the gateway, through its use cases, or plain shared SQL.

use winpneu::lock::{self, Lock};
use winpneu::{Error, Row, Statement, Statements, Value, journal};

use super::Open;
use crate::embedded::now;

const fn sql(text: &'static str) -> Statement {
    Statement { name: "test", text }
}

const INSERT: Statement = sql(
    "INSERT INTO dbo.crm_journal (id, fait_le, auteur, action, entite, avant) VALUES (@P1, @P2, @P3, 'test', 'x', @P4)",
);
const COUNT: Statement = sql("SELECT COUNT(*) FROM dbo.crm_journal");

fn line(id: u32) -> [Value; 4] {
    [format!("{id:036}").into(), now().into(), "someone".into(), Value::Null]
}

async fn count(base: &mut dyn Statements) -> i64 {
    base.query_one(COUNT, &[]).await.expect("asked").expect("a row").int(0).expect("a number")
}

async fn all(base: &mut dyn Statements, statement: Statement) -> Vec<Row> {
    let mut rows = base.query(statement, &[]).await.expect("asked");
    let mut found = Vec::new();
    while let Some(row) = rows.next().await.expect("read") {
        found.push(row);
    }
    found
}

pub async fn values_come_back_as_they_went(open: Open) {
    let mut base = open().await;
    let day = now().date_naive();
    let text = "L’été, « 650/65 R38 » – Œuvre; ' \" @P1";
    let insert = sql(
        "INSERT INTO dbo.client_relation (origine_relation, date_relation, c_entite, commentaire, num_relation_sujet, objet)
         VALUES (@P1, @P2, @P3, @P4, @P5, @P6)",
    );
    let parameters =
        ["CRV".into(), now().into(), "C01846   ".into(), text.into(), Value::Int(7), Value::Null];
    assert_eq!(base.execute(insert, &parameters).await.expect("inserted"), 1);
    let select = sql(
        "SELECT date_relation, c_entite, commentaire, num_relation_sujet, objet, COALESCE(date_relation, @P1)
         FROM dbo.client_relation WHERE c_entite = CAST(@P2 AS char(30))",
    );
    let row =
        base.query_one(select, &[Value::Null, "C01846   ".into()]).await.expect("asked").expect("a row");
    assert_eq!(row.date_time(0).expect("a day and time"), now().naive_utc());
    assert_eq!(row.text(1).expect("a code"), "C01846", "char comes without its padding");
    assert_eq!(row.text(2).expect("a text"), text);
    assert_eq!(row.int(3).expect("a number"), 7);
    assert_eq!(row.text_or_null(4).expect("nothing"), None);
    assert_eq!(row.date_or_null(5).expect("an expression"), Some(day));
    assert!(matches!(row.int(2), Err(Error::Column { column, .. }) if column == "commentaire"));
    assert!(row.text(4).is_err() && row.text(9).is_err());
}

pub async fn a_rolled_back_or_dropped_transaction_leaves_nothing(open: Open) {
    let mut base = open().await;
    let mut tx = base.begin().await.expect("begun");
    tx.execute(INSERT, &line(1)).await.expect("inserted");
    tx.rollback().await.expect("rolled back");
    assert_eq!(count(&mut base).await, 0);
    {
        let mut tx = base.begin().await.expect("begun");
        tx.execute(INSERT, &line(1)).await.expect("inserted");
        assert_eq!(count(&mut tx).await, 1, "a transaction sees its own rows");
    }
    assert_eq!(count(&mut base).await, 0, "dropped");
    let mut tx = base.begin().await.expect("begun again");
    tx.execute(INSERT, &line(1)).await.expect("inserted");
    tx.commit().await.expect("committed");
    assert_eq!(count(&mut base).await, 1);
}

pub async fn any_error_ends_a_transaction(open: Open) {
    let mut base = open().await;
    base.execute(INSERT, &line(1)).await.expect("inserted");
    let mut too_long = line(3);
    too_long[0] = "x".repeat(37).into();
    let wrong = sql("SELECT nothing FROM dbo.no_such_table");
    for (round, bad) in
        [(INSERT, line(1).to_vec()), (INSERT, too_long.to_vec()), (wrong, vec![])].into_iter().enumerate()
    {
        let mut tx = base.begin().await.expect("begun");
        tx.execute(INSERT, &line(2)).await.expect("inserted");
        let error = match round {
            2 => match tx.query(bad.0, &bad.1).await {
                Ok(mut rows) => rows.next().await.expect_err("no such table"),
                Err(error) => error,
            },
            _ => tx.execute(bad.0, &bad.1).await.expect_err("refused"),
        };
        match round {
            0 => assert!(matches!(error, Error::Duplicate { .. }), "{error}"),
            1 => assert!(matches!(error, Error::Constraint { .. }), "{error}"),
            _ => assert!(matches!(error, Error::Statement { .. }), "{error}"),
        }
        assert!(!error.is_transient());
        assert!(matches!(tx.execute(INSERT, &line(4)).await, Err(Error::TxOver)), "nobody carries on");
        assert!(matches!(tx.query_one(COUNT, &[]).await, Err(Error::TxOver)));
        assert!(matches!(tx.commit().await, Err(Error::TxOver)));
        assert_eq!(count(&mut base).await, 1, "round {round}: only what stood before");
    }
}

pub async fn a_missing_or_extra_parameter_is_an_error(open: Open) {
    let mut base = open().await;
    assert!(base.execute(INSERT, &line(1)[..3]).await.is_err());
    assert!(base.query_one(COUNT, &[Value::Int(1)]).await.is_err());
}

pub async fn other_connections_see_only_what_is_committed(open: Open) {
    let (mut one, mut other) = (open().await, open().await);
    let mut tx = one.begin().await.expect("begun");
    tx.execute(INSERT, &line(1)).await.expect("inserted");
    // SQL Server without READ_COMMITTED_SNAPSHOT has the reader wait, and say so after a while.
    other.be_patient(Some(std::time::Duration::from_millis(200))).await.expect("set");
    match other.query_one(COUNT, &[]).await {
        Ok(row) => assert_eq!(row.expect("a row").int(0).expect("a number"), 0),
        Err(error) => assert!(matches!(error, Error::Unavailable { .. }), "{error}"),
    }
    tx.commit().await.expect("committed");
    assert_eq!(count(&mut other).await, 1);
}

pub async fn a_stream_may_be_left_early(open: Open) {
    let mut base = open().await;
    let mut tx = base.begin().await.expect("begun");
    for id in 0..2_000 {
        tx.execute(INSERT, &line(id)).await.expect("inserted");
    }
    tx.commit().await.expect("committed");
    let ids = sql("SELECT id FROM dbo.crm_journal ORDER BY id");
    {
        let mut rows = base.query(ids, &[]).await.expect("asked");
        assert_eq!(
            rows.next().await.expect("read").expect("a row").text(0).expect("an id"),
            format!("{:036}", 0)
        );
    }
    assert_eq!(count(&mut base).await, 2_000, "the connection is free again");
    assert_eq!(all(&mut base, ids).await.len(), 2_000, "all rows arrive, in more than one batch");
}

pub async fn pages_are_the_first_rows(open: Open) {
    let mut base = open().await;
    for id in [3, 1, 2] {
        base.execute(INSERT, &line(id)).await.expect("inserted");
    }
    let ids = sql("SELECT id FROM dbo.crm_journal ORDER BY id");
    let mut rows = base.page(ids, 2, &[]).await.expect("asked");
    let mut found = Vec::new();
    while let Some(row) = rows.next().await.expect("read") {
        found.push(row.text(0).expect("an id"));
    }
    assert_eq!(found, [format!("{:036}", 1), format!("{:036}", 2)]);
}

pub async fn the_lock_has_one_holder(open: Open) {
    let (mut one, mut other) = (open().await, open().await);
    assert_eq!(lock::holder(&mut other, Lock::Work).await.expect("asked"), None);
    lock::acquire(&mut one, Lock::Work, "the first", now()).await.expect("free");
    lock::acquire(&mut one, Lock::Work, "the first", now()).await.expect("its own");
    match lock::acquire(&mut other, Lock::Work, "the second", now()).await {
        Err(Error::Locked { holder, since }) => {
            assert_eq!((holder.as_str(), since), ("the first", Some(now().naive_utc())));
        }
        answer => panic!("{answer:?}"),
    }
    assert_eq!(
        lock::holder(&mut other, Lock::Work).await.expect("asked").expect("somebody").holder,
        "the first"
    );
    let mut tx = other.begin().await.expect("commands of one transaction work beside it");
    let entry = journal::JournalEntry {
        id: uuid::Uuid::nil(),
        at: now(),
        author: "operator",
        action: "test",
        entity: "x",
        before: None,
        after: None,
        file: None,
    };
    journal::write(&mut tx, &entry).await.expect("written");
    tx.commit().await.expect("committed");
    assert!(journal::stands(&mut one, uuid::Uuid::nil()).await.expect("asked"));
    lock::release(&mut one, Lock::Work).await.expect("given back");
    lock::acquire(&mut other, Lock::Work, "the second", now()).await.expect("free again");
    lock::acquire(&mut one, Lock::Mail, "the first", now()).await.expect("another lock");
    drop(other);
    lock::acquire(&mut one, Lock::Work, "the first", now()).await.expect("a lock ends with its connection");
}
