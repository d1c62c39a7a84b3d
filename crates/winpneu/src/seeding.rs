//! Rows that only a demonstration writes: the ERP's own tables, which the CRM reads and never fills. An installation with a real ERP
//! has nothing to do with any of this.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CUSTOMER_FIELDS, CustomerCode, ErpText, Sheet, TimeOfDay};

use crate::connection::collect;
use crate::creations::CLIENT_CREATE;
use crate::prospects::column;
use crate::statement::sql;
use crate::{Error, Row, Statements, Tx, Value};

/// A row of `client_relation`, whatever its origin.
#[derive(Debug, Clone)]
pub struct SeedRelation<'a> {
    /// `origine_relation`.
    pub origin: &'a str,
    /// Its day.
    pub on: NaiveDate,
    /// Its hour.
    pub at: TimeOfDay,
    /// `c_entite`.
    pub customer: &'a str,
    /// `c_user`.
    pub c_user: Option<&'a str>,
    /// `objet`.
    pub subject: &'a str,
    /// `commentaire`.
    pub comment: &'a str,
    /// `c_archive`.
    pub archived: bool,
    /// `crm_fichier`.
    pub file: Option<&'a str>,
}

/// A contact of a customer.
#[derive(Debug, Clone)]
pub struct SeedContact {
    /// Its number, from 1.
    pub rank: u32,
    /// Name.
    pub name: String,
    /// What he does there.
    pub role: Option<String>,
    /// Fixed line.
    pub phone: Option<String>,
    /// Mobile telephone.
    pub mobile: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

/// An entry of one of the ERP's lists.
#[derive(Debug, Clone, Copy)]
pub struct SeedCode<'a> {
    /// The column of annex 2 that takes it.
    pub list: &'a str,
    /// The code.
    pub code: &'a str,
    /// Its words.
    pub label: &'a str,
    /// Of a sub-category, its category.
    pub parent: Option<&'a str>,
    /// Its place in the list.
    pub rank: i64,
}

/// A mail of the outbox, as a summary names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedMail {
    /// Its Message-ID.
    pub message_id: String,
    /// To whom.
    pub recipient: String,
    /// About what.
    pub subject: String,
    /// queued, sent or failed.
    pub state: String,
}

/// How much there is of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Customers.
    pub customers: i64,
    /// Their contacts.
    pub contacts: i64,
    /// Rows of `client_relation`.
    pub relations: i64,
    /// Visits to customers among them: neither requests nor what was taken over from prospects.
    pub visits: i64,
    /// Visits to prospects.
    pub prospect_visits: i64,
    /// Prospects, whatever became of them.
    pub prospects: i64,
    /// Those that are customers.
    pub converted: i64,
    /// Those that were deleted.
    pub deleted: i64,
    /// Modification requests.
    pub requests: i64,
    /// Registered exchange files.
    pub files: i64,
}

/// Counts everything.
///
/// # Errors
/// When the base does not answer.
pub async fn counts(base: &mut dyn Statements) -> Result<Counts, Error> {
    let row = base.query_one(sql!("seed_counts"), &[]).await?;
    let count = |column| row.as_ref().map_or(Ok(0), |row| row.int(column));
    Ok(Counts {
        customers: count(0)?,
        contacts: count(1)?,
        relations: count(2)?,
        visits: count(3)?,
        prospect_visits: count(4)?,
        prospects: count(5)?,
        converted: count(6)?,
        deleted: count(7)?,
        requests: count(8)?,
        files: count(9)?,
    })
}

/// Inserts a customer as a validated creation does, with no question asked: the ERP holds odd values too.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn customer(tx: &mut Tx<'_>, code: &str, sheet: &Sheet) -> Result<(), Error> {
    let mut parameters: Vec<Value> = vec![code.into()];
    let annex = CUSTOMER_FIELDS.iter().filter(|spec| spec.field.is_annex_2());
    parameters.extend(annex.map(|spec| column(spec, sheet.get(&spec.field))));
    tx.execute_installation("client_create", CLIENT_CREATE, &parameters).await.map(drop)
}

/// Inserts a contact.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn contact(tx: &mut Tx<'_>, customer: &str, contact: &SeedContact) -> Result<(), Error> {
    let parameters = [
        customer.into(),
        contact.rank.into(),
        contact.name.as_str().into(),
        contact.role.as_deref().into(),
        contact.phone.as_deref().into(),
        contact.mobile.as_deref().into(),
        contact.email.as_deref().into(),
    ];
    tx.execute(sql!("seed_contact"), &parameters).await.map(drop)
}

/// Inserts what a customer bought in a month, in cents.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn revenue(
    tx: &mut Tx<'_>,
    customer: &str,
    (year, month, cents): (i32, u32, i64),
) -> Result<(), Error> {
    let parameters = [customer.into(), i64::from(year).into(), month.into(), cents.into()];
    tx.execute(sql!("seed_revenue"), &parameters).await.map(drop)
}

/// Inserts an entry of a list.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn code(tx: &mut Tx<'_>, code: &SeedCode<'_>) -> Result<(), Error> {
    let parameters =
        [code.list.into(), code.code.into(), code.label.into(), code.parent.into(), code.rank.into()];
    tx.execute(sql!("seed_code"), &parameters).await.map(drop)
}

/// Inserts a relation.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn relation(tx: &mut Tx<'_>, relation: &SeedRelation<'_>) -> Result<(), Error> {
    let parameters = [
        relation.origin.into(),
        relation.on.and_time(chrono::NaiveTime::MIN).into(),
        relation.at.to_string().into(),
        relation.customer.into(),
        relation.c_user.into(),
        relation.subject.into(),
        relation.comment.into(),
        Value::from(if relation.archived { "O" } else { "N" }),
        relation.file.into(),
    ];
    tx.execute(sql!("seed_relation"), &parameters).await.map(drop)
}

/// Marks a modification request as done.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn close_request(tx: &mut Tx<'_>, file: &str, by: &str, at: DateTime<Utc>) -> Result<(), Error> {
    tx.execute(sql!("seed_request_close"), &[file.into(), by.into(), at.into()]).await.map(drop)
}

/// Every mail of the outbox.
///
/// # Errors
/// When the base does not answer.
pub async fn mails(base: &mut dyn Statements) -> Result<Vec<ListedMail>, Error> {
    let rows = base.query(sql!("seed_mails"), &[]).await?;
    let read = |row: &Row| {
        Ok(ListedMail {
            message_id: row.text(0)?,
            recipient: row.text(1)?,
            subject: row.text(2)?,
            state: row.text(3)?,
        })
    };
    collect(rows, read).await
}

/// A customer code whose spelling is known to be one.
///
/// # Errors
/// [`Error::Column`] when it is none.
pub fn code_of(text: &str) -> Result<CustomerCode, Error> {
    text.parse().map_err(|error: domain::CustomerCodeError| Error::Column {
        column: "c_client".to_owned(),
        problem: error.to_string(),
    })
}

/// An ERP user's code whose spelling is known to be one.
///
/// # Errors
/// [`Error::Column`] when it is none.
pub fn user_of(text: &str) -> Result<ErpText<4>, Error> {
    ErpText::try_from(text.to_owned())
        .map_err(|error| Error::Column { column: "c_user".to_owned(), problem: error.to_string() })
}
