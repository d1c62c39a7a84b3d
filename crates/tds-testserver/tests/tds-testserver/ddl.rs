//! Tables, indexes and views of T-SQL, and what the server tells about itself.

use crate::place::{Conn, Place, ask, number, one, text};

async fn run(client: &mut Conn, sql: &str) -> tiberius::Result<()> {
    client.simple_query(sql).await?.into_results().await.map(|_| ())
}

const TABLE: &str = "-- A comment before.
    CREATE TABLE dbo.relation (
        num_relation int IDENTITY(1,1) NOT NULL,
        c_client char(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
        objet varchar(80) NULL CONSTRAINT df_relation_objet DEFAULT 'Visite',
        commentaire nvarchar(max) NULL,
        CONSTRAINT pk_relation PRIMARY KEY CLUSTERED (num_relation),
        CONSTRAINT fk_relation_client FOREIGN KEY (c_client) REFERENCES dbo.client (c_client)
    );
    CREATE INDEX relation_client ON dbo.relation (c_client, num_relation DESC);
    ALTER TABLE dbo.relation ADD crm_fichier varchar(120) COLLATE Latin1_General_100_BIN2 NULL;
    INSERT INTO dbo.client (c_client, nom_client) VALUES ('C1', 'Dupont')";

const VIEW: &str = "CREATE OR ALTER VIEW dbo.v AS
    SELECT r.num_relation, r.c_client, CAST(r.c_client AS char(10)) AS code, CAST(NULL AS int) AS rang, 0 AS zero,
        COALESCE(r.objet, '') AS objet, r.commentaire
    FROM dbo.relation r INNER JOIN dbo.client c ON c.c_client = r.c_client COLLATE French_CI_AS";

#[tokio::test]
async fn an_installation() {
    let place = Place::new();
    let mut client = place.client().await;
    run(&mut client, TABLE).await.expect("tables");
    run(&mut client, VIEW).await.expect("a view");
    run(&mut client, VIEW).await.expect("a view, anew");
    let insert = "INSERT INTO dbo.relation (c_client, commentaire) VALUES (@P1, @P2)";
    for words in ["été", "漢字"] {
        ask(&mut client, insert, vec![text("C1"), text(words)]).await.expect("written");
    }
    let select = "SELECT num_relation, c_client, code, rang, zero, objet, commentaire FROM dbo.v ORDER BY num_relation";
    let rows = ask(&mut client, select, vec![]).await.expect("read");
    assert_eq!(rows.len(), 2);
    let second = &rows[1];
    assert_eq!(second.get::<i32, _>(0), Some(2));
    assert_eq!(second.get::<&str, _>(1), Some(format!("{:<30}", "C1").as_str()));
    assert_eq!(second.get::<&str, _>(2), Some(format!("{:<10}", "C1").as_str()));
    assert_eq!(second.get::<i32, _>(3), None);
    assert_eq!(second.get::<i32, _>(4), Some(0));
    assert_eq!(second.get::<&str, _>(5), Some("Visite"));
    assert_eq!(second.get::<&str, _>(6), Some("漢字"));
    for (sql, expected) in [
        (TABLE, 2714),
        ("CREATE INDEX relation_client ON dbo.relation (objet)", 1913),
        ("ALTER TABLE dbo.relation ADD objet int NULL", 2705),
        ("DROP INDEX absent ON dbo.relation", 3701),
        ("DROP TABLE dbo.nowhere", 3701),
        ("SELECT 1; CREATE VIEW dbo.w AS SELECT 1 AS a", 111),
        ("INSERT INTO dbo.relation (c_client) VALUES ('nobody')", 547),
    ] {
        assert_eq!(number(run(&mut client, sql).await), expected, "{sql}");
    }
    let twice = "INSERT INTO dbo.relation (num_relation, c_client) VALUES (1, 'C1')";
    let answer = ask(&mut client, twice, vec![]).await.map(drop).expect_err("a key").to_string();
    assert!(answer.contains("Violation of PRIMARY KEY constraint"), "{answer}");
    // Any other tool can read what stands in the file.
    let base = place.base();
    tds_testserver::register_collations(&base).expect("collations");
    let read: i64 = base.query_row("SELECT COUNT(*) FROM v", [], |row| row.get(0)).expect("read");
    assert_eq!(read, 2);
    run(&mut client, "DROP VIEW dbo.v; DROP INDEX relation_client ON dbo.relation; DROP TABLE dbo.relation")
        .await
        .expect("dropped");
}

#[tokio::test]
async fn ddl_is_part_of_a_transaction() {
    let place = Place::new();
    let mut client = place.client().await;
    let there = "SELECT CASE WHEN OBJECT_ID(N'dbo.relation', N'U') IS NULL THEN 0 ELSE 1 END";
    for (end, expected) in [("ROLLBACK TRANSACTION", 0), ("COMMIT TRANSACTION", 1)] {
        run(&mut client, "BEGIN TRANSACTION").await.expect("begun");
        run(&mut client, TABLE).await.expect("tables");
        assert_eq!(one(&mut client, there).await, 1);
        run(&mut client, end).await.expect("ended");
        assert_eq!(one(&mut client, there).await, expected, "{end}");
    }
}

#[tokio::test]
async fn what_the_server_tells() {
    let place = Place::with(|options| options.read_committed_snapshot = true);
    let mut client = place.client().await;
    let sql = "SELECT snapshot_isolation_state, is_read_committed_snapshot_on, collation_name FROM sys.databases WHERE database_id = DB_ID()";
    let row = ask(&mut client, sql, vec![]).await.expect("read").remove(0);
    assert_eq!(row.get::<u8, _>(0), Some(1));
    assert_eq!(row.get::<bool, _>(1), Some(true));
    assert_eq!(row.get::<&str, _>(2), Some("French_CI_AS"));
    let row = ask(&mut client, "SELECT DB_NAME(), SCHEMA_NAME(), SUSER_SNAME(), @@VERSION", vec![])
        .await
        .expect("read")
        .remove(0);
    let names: Vec<&str> = (0..3).filter_map(|place| row.get(place)).collect();
    assert_eq!(names, ["winpneu", "dbo", "crm"]);
    assert!(row.get::<&str, _>(3).is_some_and(|version| version.contains("SQL Server 2016")));
}

#[tokio::test]
async fn columns_compare_as_their_collation_says() {
    let place = Place::new();
    let mut client = place.client().await;
    let table = "CREATE TABLE dbo.t (
        a varchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL, b varchar(10) NOT NULL, CONSTRAINT pk_t PRIMARY KEY (a)
    ); CREATE UNIQUE INDEX t_b ON dbo.t (b)";
    run(&mut client, table).await.expect("a table");
    let insert = "INSERT INTO dbo.t (a, b) VALUES (@P1, @P2)";
    for (a, b, expected) in
        [("x", "Émile", None), ("X", "Emile", None), ("x ", "c", Some(2627)), ("d", "ÉMILE ", Some(2601))]
    {
        let answer = ask(&mut client, insert, vec![text(a), text(b)]).await;
        match expected {
            None => drop(answer.expect("written")),
            Some(expected) => assert_eq!(number(answer), expected, "{a:?} {b:?}"),
        }
    }
    let found = one(&mut client, "SELECT COUNT(*) FROM dbo.t WHERE b = 'émile'").await;
    assert_eq!(found, 1);
}
