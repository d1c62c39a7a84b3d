//! Values to and fro, counts of rows, and errors.

use tiberius::ColumnData;
use tiberius::time::{Date, DateTime};

use crate::place::{Place, ask, number, one, text};

#[tokio::test]
async fn values_of_each_kind_come_back() {
    let place = Place::new();
    let mut client = place.client().await;
    let bytes: Vec<u8> = (0..=99).collect();
    let sent = vec![
        text("VC_1 é€漢"),
        text("été — œ"),
        text("long"),
        ColumnData::I64(Some(-5_000_000_000)),
        ColumnData::Bit(Some(true)),
        ColumnData::Date(Some(Date::new(739_575))),
        ColumnData::Binary(Some(bytes.into())),
        ColumnData::DateTime(Some(DateTime::new(46_000, 300 * 3661))),
    ];
    let columns = "nom, auteur, detail, seq, actif, jour, octets, recu_le";
    let insert =
        format!("INSERT INTO dbo.crm_fichier ({columns}) VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7, @P8)");
    ask(&mut client, &insert, sent.clone()).await.expect("inserted");
    let rows =
        ask(&mut client, &format!("SELECT {columns} FROM dbo.crm_fichier"), vec![]).await.expect("read");
    let back: Vec<ColumnData<'static>> = rows.into_iter().next().expect("a row").into_iter().collect();
    assert_eq!(back, sent);
    let stored: String = place
        .base()
        .query_row("SELECT recu_le || '/' || jour || '/' || typeof(octets) FROM crm_fichier", [], |row| {
            row.get(0)
        })
        .expect("stored");
    assert_eq!(stored, "2025-12-11 01:01:01/2025-11-21/blob");
}

#[tokio::test]
async fn nulls_of_each_kind_come_back() {
    let place = Place::new();
    let mut client = place.client().await;
    let sent = vec![
        text("a"),
        ColumnData::String(None),
        ColumnData::String(None),
        ColumnData::I64(None),
        ColumnData::Bit(None),
        ColumnData::Date(None),
        ColumnData::Binary(None),
        ColumnData::DateTime(None),
    ];
    let columns = "nom, auteur, detail, seq, actif, jour, octets, recu_le";
    let insert =
        format!("INSERT INTO dbo.crm_fichier ({columns}) VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7, @P8)");
    ask(&mut client, &insert, sent.clone()).await.expect("inserted");
    let rows =
        ask(&mut client, &format!("SELECT {columns} FROM dbo.crm_fichier"), vec![]).await.expect("read");
    let back: Vec<ColumnData<'static>> = rows.into_iter().next().expect("a row").into_iter().collect();
    assert_eq!(back, sent);
}

#[tokio::test]
async fn char_columns_are_padded() {
    let place = Place::new();
    let mut client = place.client().await;
    let insert = "INSERT INTO dbo.client (c_client, nom_client, nb_jour_1) VALUES (@P1, @P2, @P3)";
    ask(&mut client, insert, vec![text("C1"), text("Élodie"), ColumnData::I32(Some(30))])
        .await
        .expect("inserted");
    let select =
        "SELECT c_client, nom_client, nb_jour_1 FROM dbo.client WHERE c_client = CAST(@P1 AS char(30))";
    let rows = ask(&mut client, select, vec![text("C1")]).await.expect("read");
    assert_eq!(rows[0].get::<&str, _>(0), Some(format!("{:<30}", "C1").as_str()));
    assert_eq!(rows[0].get::<&str, _>(1), Some(format!("{:<35}", "Élodie").as_str()));
    assert_eq!(rows[0].get::<i32, _>(2), Some(30));
}

#[tokio::test]
async fn large_texts_travel_in_many_packets() {
    let place = Place::new();
    for size in [None, Some(512), Some(32767)] {
        let mut config = place.config();
        if let Some(size) = size {
            config.packet_size(size);
        }
        let mut client = crate::place::connect(config).await.expect("a connection");
        let long = "Visite à Saint-Étienne, 12 €. ".repeat(10_000);
        let rows = ask(&mut client, "SELECT @P1 AS a, @P2 AS b", vec![text(long.clone()), text("")])
            .await
            .expect("read");
        assert!(rows[0].get::<&str, _>(0) == Some(long.as_str()), "{size:?}");
        assert_eq!(rows[0].get::<&str, _>(1), Some(""));
    }
}

#[tokio::test]
async fn rows_are_counted_statement_by_statement() {
    let place = Place::new();
    let mut client = place.client().await;
    let three = "INSERT INTO dbo.client (c_client) VALUES ('a'), ('b'); INSERT INTO dbo.client (c_client) VALUES (@P1)\nUPDATE dbo.client SET nb_jour_1 = 1 WHERE c_client <> 'a'; DELETE FROM dbo.client WHERE c_client = 'z'";
    let counted = client.execute(three, &[&"c"]).await.expect("run");
    assert_eq!(counted.rows_affected(), [2, 1, 2, 0]);
    client.simple_query("SET NOCOUNT ON").await.expect("set").into_results().await.expect("set");
    let counted = client
        .execute("DELETE FROM dbo.client WHERE c_client = CAST(@P1 AS char(30))", &[&"c"])
        .await
        .expect("run");
    assert_eq!(counted.rows_affected(), [0; 0]);
    assert_eq!(one(&mut client, "SELECT COUNT(*) FROM dbo.client").await, 2);
    // What a procedure sets ends with it, and sp_executesql is one.
    client.execute("SET NOCOUNT OFF", &[]).await.expect("set");
    let counted = client.execute("DELETE FROM dbo.client", &[]).await.expect("run");
    assert_eq!(counted.rows_affected(), [0; 0]);
}

#[tokio::test]
async fn several_results_and_a_page() {
    let place = Place::new();
    let mut client = place.client().await;
    let insert = "INSERT INTO dbo.client (c_client) VALUES ('a'), ('b'), ('c'), ('d')";
    client.simple_query(insert).await.expect("run").into_results().await.expect("run");
    let sql = "SELECT c_client FROM dbo.client ORDER BY c_client OFFSET 0 ROWS FETCH NEXT 2 ROWS ONLY;
        SELECT c_client FROM dbo.client WHERE c_client = 'none';
        SELECT COUNT(*), @@TRANCOUNT, @@SPID FROM dbo.client";
    let results = client.simple_query(sql).await.expect("run").into_results().await.expect("read");
    assert_eq!(results.iter().map(Vec::len).collect::<Vec<_>>(), [2, 0, 1]);
    let unordered = "SELECT c_client FROM dbo.client OFFSET 0 ROWS FETCH NEXT 2 ROWS ONLY";
    assert_eq!(number(ask(&mut client, unordered, vec![]).await), 102);
}

#[tokio::test]
async fn errors_are_sql_servers() {
    let place = Place::new();
    let mut client = place.client().await;
    let first = "INSERT INTO dbo.crm_fichier (nom, seq) VALUES ('a', 1)";
    client.simple_query(first).await.expect("run").into_results().await.expect("run");
    for (sql, number, class, line, words) in [
        ("SELEC 1", 102, 15, 1, "Incorrect syntax near 'SELEC'."),
        ("SELECT 1\nSELECT FROM dbo.client", 102, 15, 2, "Incorrect syntax near 'FROM'."),
        ("SELECT 'a", 105, 15, 1, "Unclosed quotation mark"),
        ("SELECT @P9", 137, 15, 1, "\"@P9\""),
        ("SELECT 1 FROM dbo.nowhere", 208, 16, 1, "Invalid object name 'dbo.nowhere'."),
        ("SELECT t.absent FROM dbo.client t", 207, 16, 1, "Invalid column name 'absent'."),
        ("INSERT INTO dbo.client (absent) VALUES (1)", 207, 16, 1, "Invalid column name 'absent'."),
        ("SELECT NOW(1)", 195, 15, 1, "'NOW'"),
        (
            "SELECT 1;\n\nINSERT INTO dbo.crm_fichier (nom) VALUES ('a')",
            2627,
            14,
            3,
            "Cannot insert duplicate key in object 'dbo.crm_fichier'.",
        ),
        (
            "INSERT INTO dbo.crm_fichier (nom, seq) VALUES ('b', 1)",
            2601,
            14,
            1,
            "object 'dbo.crm_fichier' with unique index 'crm_fichier_seq'.",
        ),
        (
            "INSERT INTO dbo.crm_fichier (nom) VALUES (NULL)",
            515,
            16,
            1,
            "Cannot insert the value NULL into column 'nom', table 'winpneu.dbo.crm_fichier'; column does not allow nulls. INSERT fails.",
        ),
        (
            "UPDATE dbo.crm_fichier SET etat = 'x'",
            547,
            16,
            1,
            "The UPDATE statement conflicted with the CHECK constraint",
        ),
        (
            "INSERT INTO dbo.crm_fichier (nom, parent) VALUES ('c', 'z')",
            547,
            16,
            1,
            "The INSERT statement conflicted with the FOREIGN KEY constraint",
        ),
        ("COMMIT TRANSACTION", 3902, 16, 1, "COMMIT"),
        ("ROLLBACK TRANSACTION", 3903, 16, 1, "ROLLBACK"),
        ("PRAGMA foreign_keys = 0", 102, 15, 1, "PRAGMA"),
        ("EXEC dbo.sp_who", 2812, 16, 1, "Could not find stored procedure"),
    ] {
        let answer = match client.simple_query(sql).await {
            Ok(stream) => stream.into_results().await.map(|_| ()),
            Err(error) => Err(error),
        };
        let Err(tiberius::error::Error::Server(error)) = answer else { panic!("{sql}: {answer:?}") };
        assert_eq!((error.code(), error.class(), error.line()), (number, class, line), "{sql}: {error}");
        assert!(error.message().contains(words), "{sql}: {error}");
        assert_eq!(
            one(&mut client, "SELECT COUNT(*) FROM dbo.crm_fichier").await,
            1,
            "{sql}: nothing was written"
        );
    }
}
