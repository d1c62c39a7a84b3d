//! Visits: `client_relation` exactly as annex 1, `crm_visite_prospect`, and the answers to the visit form.

use chrono::NaiveDate;
use domain::{Answers, CustomerCode, ErpText, TimeOfDay};
use uuid::Uuid;

use crate::connection::collect;
use crate::statement::sql;
use crate::{Error, Row, Statements, Tx};

/// A row of `client_relation`: a visit, or a modification request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRelation {
    /// The customer, known to the ERP.
    pub customer: CustomerCode,
    /// Its day.
    pub on: NaiveDate,
    /// Its hour.
    pub at: TimeOfDay,
    /// ERP code of the author; none for a visit of a prospect's whose author has none.
    pub c_user: Option<ErpText<4>>,
    /// `objet`, at most 80 signs.
    pub subject: String,
    /// The whole comment as the ERP shows it, last line included.
    pub comment: String,
}

/// A visit to a prospect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProspectVisit {
    /// The prospect.
    pub prospect: Uuid,
    /// Its day.
    pub on: NaiveDate,
    /// Its hour.
    pub at: TimeOfDay,
    /// User folder of the author.
    pub author: String,
    /// As the subject of a relation.
    pub subject: String,
    /// As the comment of a relation.
    pub comment: String,
}

/// A visit to a prospect, as it is taken over by his customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProspectVisit {
    /// Name of the exchange file.
    pub file: String,
    /// Its day.
    pub on: NaiveDate,
    /// Its hour.
    pub at: TimeOfDay,
    /// Its subject.
    pub subject: String,
    /// Its comment.
    pub comment: String,
    /// ERP code of the author, where he has one.
    pub c_user: Option<ErpText<4>>,
}

/// The name of a customer of exactly this code; none when the ERP holds no such customer. Its collation may find more (case, accents):
/// the comparison is Rust's.
///
/// # Errors
/// When the base does not answer.
pub async fn customer_name(base: &mut dyn Statements, code: &CustomerCode) -> Result<Option<String>, Error> {
    let Some(row) = base.query_one(sql!("customer_find"), &[code.as_str().into()]).await? else {
        return Ok(None);
    };
    let same = row.text(0)? == code.as_str();
    // One odd name must not stop a pass.
    Ok(same.then(|| row.text_or_null(1).ok().flatten().unwrap_or_default()))
}

/// Inserts a relation.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn insert_relation(tx: &mut Tx<'_>, relation: &NewRelation, file: &str) -> Result<(), Error> {
    let parameters = [
        relation.on.and_time(chrono::NaiveTime::MIN).into(),
        relation.at.to_string().into(),
        relation.customer.as_str().into(),
        relation.c_user.as_ref().map(ErpText::as_str).into(),
        relation.subject.as_str().into(),
        relation.comment.as_str().into(),
        file.into(),
    ];
    tx.send(sql!("relation_insert"), &parameters).await
}

/// Inserts a visit to a prospect.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn insert_prospect_visit(
    tx: &mut Tx<'_>,
    visit: &NewProspectVisit,
    file: &str,
) -> Result<(), Error> {
    let parameters = [
        file.into(),
        visit.prospect.to_string().into(),
        visit.on.into(),
        visit.at.to_string().into(),
        visit.author.as_str().into(),
        visit.subject.as_str().into(),
        visit.comment.as_str().into(),
    ];
    tx.send(sql!("prospect_visit_insert"), &parameters).await
}

/// Inserts a visit's answers to the visit form.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn insert_answers(tx: &mut Tx<'_>, answers: &Answers, file: &str) -> Result<(), Error> {
    let picked: Vec<&str> = answers.picked().iter().map(domain::NodeId::as_str).collect();
    let parameters = [file.into(), answers.form().into(), serde_json::json!(picked).to_string().into()];
    tx.send(sql!("visit_answers_insert"), &parameters).await
}

/// The visits to a prospect, oldest first.
///
/// # Errors
/// When the base does not answer or a row cannot be read.
pub async fn of_prospect(base: &mut dyn Statements, prospect: Uuid) -> Result<Vec<ProspectVisit>, Error> {
    let rows = base.query(sql!("prospect_visits"), &[prospect.to_string().into()]).await?;
    let wrong = |column: &str, problem: String| Error::Column { column: column.to_owned(), problem };
    let read = |row: &Row| {
        let c_user = row.text_or_null(5)?.filter(|code| !code.is_empty()).map(ErpText::try_from).transpose();
        Ok(ProspectVisit {
            file: row.text(0)?,
            on: row.date_or_null(1)?.ok_or_else(|| wrong("visite_le", "is NULL".to_owned()))?,
            at: row
                .text(2)?
                .parse()
                .map_err(|error: domain::TimeOfDayError| wrong("heure", error.to_string()))?,
            subject: row.text(3)?,
            comment: row.text(4)?,
            c_user: c_user.map_err(|error| wrong("c_user", error.to_string()))?,
        })
    };
    collect(rows, read).await
}
