//! Parameters that do not fit the columns which they meet.

use tiberius::ColumnData;
use tiberius::time::{Date, DateTime, DateTime2, Time};

use crate::place::{Place, ask, number, one, text};

fn int(number: i64) -> ColumnData<'static> {
    ColumnData::I64(Some(number))
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    let place = Place::new();
    let mut client = place.client().await;
    let noon = DateTime2::new(Date::new(739_575), Time::new(43_200 * 10_000_000, 7));
    let insert = |column: &str| format!("INSERT INTO dbo.client (c_client, {column}) VALUES ('a', @P1)");
    let file = |column: &str| format!("INSERT INTO dbo.crm_fichier (nom, {column}) VALUES ('a', @P1)");
    for (sql, parameter, expected) in [
        (insert("nom_client"), text("x".repeat(36)), 2628),
        (file("auteur"), text("é".repeat(33)), 2628),
        ("INSERT INTO dbo.crm_fichier (nom) VALUES (@P1)".to_owned(), text("😀".repeat(161)), 2628),
        ("INSERT INTO dbo.crm_fichier (nom) SELECT @P1".to_owned(), text("x".repeat(321)), 2628),
        (insert("nom_client"), text("Дупон"), 50001),
        (insert("date_creation_ste"), ColumnData::DateTime2(Some(noon)), 50002),
        ("SELECT 1 FROM dbo.client WHERE date_creation_ste < @P1".to_owned(), ColumnData::DateTime2(Some(noon)), 50002),
        ("SELECT 1 FROM dbo.client WHERE c_client = @P1".to_owned(), text("a"), 50003),
        ("SELECT 1 FROM dbo.client c WHERE @P1 <> c.nom_client".to_owned(), text("a"), 50003),
        ("DELETE FROM dbo.crm_fichier WHERE auteur IN ('a', @P1)".to_owned(), text("a"), 50003),
        ("UPDATE dbo.client SET nb_jour_1 = 1 WHERE EXISTS (SELECT 1 FROM dbo.crm_fichier f WHERE f.auteur = @P1)".to_owned(), text("a"), 50003),
        (insert("nb_jour_1"), text("12"), 245),
        (insert("nb_jour_1"), int(1 << 31), 8115),
        (insert("date_creation_ste"), text("2026-01-01"), 241),
        (file("jour"), text("2026-01-01"), 241),
        (file("jour"), int(1), 206),
        (file("seq"), ColumnData::DateTime(Some(DateTime::new(1, 1))), 257),
        (file("octets"), ColumnData::String(None), 257),
        ("UPDATE dbo.client SET nom_client = CASE WHEN nb_jour_1 > 1 THEN nom_client ELSE @P1 END".to_owned(), text("x".repeat(36)), 2628),
        ("UPDATE dbo.client SET nom_client = COALESCE(@P1, nom_client)".to_owned(), text("x".repeat(36)), 2628),
    ] {
        let answer = ask(&mut client, &sql, vec![parameter]).await;
        assert!(answer.is_err(), "{sql}");
        assert_eq!(number(answer), expected, "{sql}");
    }
    assert_eq!(one(&mut client, "SELECT COUNT(*) FROM dbo.client").await, 0);
}

#[tokio::test]
async fn what_fits_passes() {
    let place = Place::new();
    let mut client = place.client().await;
    let file = |column: &str| format!("INSERT INTO dbo.crm_fichier (nom, {column}) VALUES (@P2, @P1)");
    for (number, (sql, parameter)) in [
        (file("auteur"), text(format!("{}    ", "é€".repeat(16)))),
        (file("detail"), text("漢".repeat(5000))),
        (file("seq"), int(i64::MAX)),
        (file("actif"), ColumnData::Bit(Some(true))),
        (file("jour"), ColumnData::Date(Some(Date::new(739_575)))),
        (file("jour"), ColumnData::String(None)),
        (file("recu_le"), ColumnData::DateTime(Some(DateTime::new(46_000, 0)))),
        ("SELECT 1 FROM dbo.crm_fichier WHERE nom = @P1 AND nom <> @P2".to_owned(), text("a")),
        (
            "SELECT 1 FROM dbo.client WHERE c_client = CAST(@P1 AS char(30)) AND @P2 = 'x'".to_owned(),
            text("a"),
        ),
        (
            "SELECT 1 FROM dbo.crm_fichier WHERE recu_le < @P1 AND @P2 <> ''".to_owned(),
            ColumnData::DateTime(Some(DateTime::new(46_000, 0))),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = ask(&mut client, &sql, vec![parameter, text(format!("{number}"))]).await;
        assert!(answer.is_ok(), "{sql}: {answer:?}");
    }
}

#[tokio::test]
async fn a_cast_cuts_what_is_longer() {
    let place = Place::new();
    let mut client = place.client().await;
    let sql = "SELECT CAST(@P1 AS varchar(3)) AS a, CAST(@P1 AS char(5)) AS b";
    let row = ask(&mut client, sql, vec![text("abcdefgh")]).await.expect("read").remove(0);
    assert_eq!((row.get::<&str, _>(0), row.get::<&str, _>(1)), (Some("abc"), Some("abcde")));
}

#[tokio::test]
async fn columns_of_two_collations_are_not_compared() {
    let place = Place::new();
    let mut client = place.client().await;
    let table = "CREATE TABLE dbo.t (a varchar(10) COLLATE Latin1_General_100_BIN2, b varchar(10))";
    client.simple_query(table).await.expect("a table").into_results().await.expect("a table");
    for (sql, expected) in [
        ("SELECT 1 FROM dbo.t x INNER JOIN dbo.t y ON x.a = y.b", Some(468)),
        ("SELECT 1 FROM dbo.t WHERE a <> b", Some(468)),
        ("SELECT 1 FROM dbo.t x INNER JOIN dbo.t y ON x.a = y.a AND x.b = y.b", None),
        ("SELECT 1 FROM dbo.t WHERE a = b COLLATE Latin1_General_100_BIN2", None),
        ("SELECT 1 FROM dbo.t WHERE a = 'a' AND b = 'b'", None),
    ] {
        let answer = ask(&mut client, sql, vec![]).await;
        match expected {
            Some(expected) => assert_eq!(number(answer), expected, "{sql}"),
            None => drop(answer.expect(sql)),
        }
    }
}

#[tokio::test]
async fn expressions_have_the_types_that_sql_server_gives_them() {
    let place = Place::new();
    let mut client = place.client().await;
    let sql = "SELECT COUNT(*), MAX(c_client), MIN(date_creation_ste), CASE WHEN 1 = 1 THEN 1 ELSE 0 END, COALESCE(nom_client, 'x'),
        (SELECT MAX(seq) FROM dbo.crm_fichier), CONCAT('a', c_client), ROW_NUMBER() OVER (ORDER BY c_client), nb_jour_1 + 1
        FROM dbo.client GROUP BY c_client, nom_client, nb_jour_1";
    let mut stream = client.simple_query(sql).await.expect("read");
    let kinds: Vec<String> = stream
        .columns()
        .await
        .expect("columns")
        .expect("columns")
        .iter()
        .map(|column| format!("{:?}", column.column_type()))
        .collect();
    let expected =
        ["Int4", "BigChar", "Datetimen", "Int4", "BigVarChar", "Int8", "BigVarChar", "Int8", "Int4"];
    assert_eq!(kinds, expected);
}
