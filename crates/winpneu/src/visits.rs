//! Visits to customers: `client_relation` exactly as annex 1, and the answers to the visit form.

use chrono::NaiveDate;
use domain::{Answers, CustomerCode, ErpText, TimeOfDay, erp_date};

use crate::statement::sql;
use crate::{Error, Statements, Tx};

/// A visit to be inserted.
#[derive(Debug, Clone)]
pub struct NewVisit<'a> {
    /// The customer, known to the ERP.
    pub customer: &'a CustomerCode,
    /// Day of the visit.
    pub visited_on: NaiveDate,
    /// Hour of the visit.
    pub visited_at: &'a TimeOfDay,
    /// ERP code of the author.
    pub c_user: &'a ErpText<4>,
    /// The whole comment as the ERP shows it, last line included.
    pub comment: &'a str,
    /// Answers to the visit form.
    pub answers: Option<&'a Answers>,
    /// Name of the exchange file.
    pub file: &'a str,
}

/// Whether the ERP holds a customer of exactly this code. Its collation may find more (case, accents): the comparison is Rust's.
///
/// # Errors
/// When the base does not answer.
pub async fn customer_exists(base: &mut dyn Statements, code: &CustomerCode) -> Result<bool, Error> {
    let row = base.query_one(sql!("customer_find"), &[code.as_str().into()]).await?;
    Ok(row.map(|row| row.text(0)).transpose()?.is_some_and(|found| found == code.as_str()))
}

/// Inserts a visit and its answers.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn insert(tx: &mut Tx<'_>, visit: &NewVisit<'_>) -> Result<(), Error> {
    let parameters = [
        visit.visited_on.and_time(chrono::NaiveTime::MIN).into(),
        visit.visited_at.to_string().into(),
        visit.customer.as_str().into(),
        visit.c_user.as_str().into(),
        format!("Visite du {}", erp_date(visit.visited_on)).into(),
        visit.comment.into(),
        visit.file.into(),
    ];
    tx.execute(sql!("visit_insert"), &parameters).await?;
    if let Some(answers) = visit.answers {
        let picked: Vec<&str> = answers.picked().iter().map(domain::NodeId::as_str).collect();
        let parameters =
            [visit.file.into(), answers.form().into(), serde_json::json!(picked).to_string().into()];
        tx.execute(sql!("visit_answers_insert"), &parameters).await?;
    }
    Ok(())
}
