//! What most checks begin with: codes and days, files in the registry, a prospect, statements of the test's own. Nothing here knows
//! an engine.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::{CUSTOMER_FIELDS, CustomerCode, CustomerField, FieldKind, FieldSpec, FieldValue, UserFolder};
use exchange_schema::Kind;
use uuid::Uuid;
use winpneu::prospects::{self, NewProspect, Prospect, Sheet};
use winpneu::registry::{self, Fate, FileEntry};
use winpneu::{Connection, Engine, Error, Row, Statement, Statements, Tx, Value};

use crate::embedded::now;

pub const CUSTOMER: Statement = sql("INSERT INTO dbo.client (c_client, nom_client) VALUES (@P1, @P2)");

pub const fn sql(text: &'static str) -> Statement {
    Statement { name: "test", text }
}

/// Whether a column takes whatever it is given: SQLite does, and so holds what a server would refuse.
pub fn takes_anything(base: &Connection) -> bool {
    base.engine() == Engine::Sqlite
}

pub fn code(text: &str) -> CustomerCode {
    text.parse().expect("a code")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub fn folder(text: &str) -> UserFolder {
    UserFolder::parse(text).expect("a folder")
}

pub fn minutes_later(minutes: i64) -> DateTime<Utc> {
    now() + Duration::minutes(minutes)
}

/// An identity that is easy to tell from others; of two, the one of the higher number is the higher.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn text(text: &str) -> FieldValue {
    FieldValue::Text(text.to_owned())
}

pub fn sheet(fields: &[(CustomerField, &str)]) -> Sheet {
    fields.iter().map(|(field, value)| (*field, text(value))).collect()
}

/// Every sign that Windows-1252 has between 0x80 and 0x9F, and letters of the upper half: two or three bytes each in UTF-8, one in the
/// ERP's columns. They are more than there are fields.
const SIGNS: &str = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸÀÂÆÇÈÉÎÏÔÕÙÛÜßàâæçèéîïôõùûüÿ";

/// Every field, as wide as its column, and no two fields alike: two columns that change places are noticed.
pub fn widest_sheet() -> Sheet {
    let value = |(place, spec): (usize, &FieldSpec)| {
        let value = match spec.kind {
            FieldKind::Text(width) => {
                text(&SIGNS.chars().cycle().skip(place).take(width).collect::<String>())
            }
            FieldKind::Integer => FieldValue::Integer(365),
            // SQL Server's datetime knows no earlier day.
            FieldKind::Date => text("1753-01-01"),
        };
        (spec.field, value)
    };
    CUSTOMER_FIELDS.iter().enumerate().map(value).collect()
}

/// Does `work` in a transaction of its own.
pub async fn within<T>(
    base: &mut Connection,
    work: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut tx = base.begin().await?;
    let answer = work(&mut tx).await?;
    tx.commit().await?;
    Ok(answer)
}

/// All rows of a statement of the test's own.
pub async fn rows(base: &mut dyn Statements, text: &'static str, parameters: &[Value]) -> Vec<Row> {
    let mut rows = base.query(sql(text), parameters).await.expect("asked");
    let mut found = Vec::new();
    while let Some(row) = rows.next().await.expect("read") {
        found.push(row);
    }
    found
}

/// The first `N` columns of a row as text.
pub fn texts<const N: usize>(row: &Row) -> [Option<String>; N] {
    std::array::from_fn(|i| row.text_or_null(i).expect("a text"))
}

pub fn new_prospect(id: Uuid) -> NewProspect {
    NewProspect {
        id,
        fields: sheet(&[(CustomerField::Name, "EARL DU MOULIN")]),
        created_by: "jdupont".to_owned(),
        created_at: now(),
        duplicate_reason: None,
    }
}

/// A prospect that stands in the base; its file is `CP_<id>`.
pub async fn prospect(base: &mut Connection, id: Uuid) {
    let new = new_prospect(id);
    within(base, async |tx| prospects::insert(tx, &new, &format!("CP_{id}"), now()).await)
        .await
        .expect("inserted");
}

pub async fn found(base: &mut dyn Statements, id: Uuid) -> Prospect {
    prospects::find(base, id).await.expect("asked").expect("there is one")
}

pub fn entry<'a>(name: &'a str, folder: &'a UserFolder, sha256: &'a str) -> FileEntry<'a> {
    FileEntry {
        name,
        kind: Some(Kind::Vc),
        author: Some(folder),
        folder: folder.as_str(),
        device: Some(Uuid::nil()),
        sequence: Some(1),
        sha256: Some(sha256),
        prospect: None,
        corrects: None,
    }
}

/// Integrated without a word for the author.
pub const fn integrated(reference: &str) -> Fate<'_> {
    Fate::Integrated { reference, message: None, clashes: None }
}

pub async fn record(
    base: &mut Connection,
    entry: &FileEntry<'_>,
    fate: Fate<'_>,
    known: bool,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    within(base, async |tx| registry::record(tx, entry, fate, known, at).await).await
}
