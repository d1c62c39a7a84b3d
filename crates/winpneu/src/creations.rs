//! `crm_creation_client`: customers that reps ask for and accountants validate or refuse; and the ERP's new customer.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::{CUSTOMER_FIELDS, CustomerCode, CustomerField};
use uuid::Uuid;

use crate::connection::collect;
use crate::prospects::{Sheet, column};
use crate::registry::{DETAIL_UNITS, fitting};
use crate::sql_text;
use crate::statement::sql;
use crate::{Error, Row, Statements, Tx, Value};

/// How the ERP's customer is made, unless an installation says otherwise.
pub const CLIENT_CREATE: &str = include_str!("../installation/client_create.sql");

/// « etat » of a creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CreationState {
    /// With the accountants.
    Pending,
    /// The customer exists.
    Validated,
    /// An accountant said no.
    Refused,
}

impl CreationState {
    /// As the column spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Validated => "validated",
            Self::Refused => "refused",
        }
    }
}

/// A creation as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creation {
    /// Its identity: the uuid of its file.
    pub id: Uuid,
    /// The prospect.
    pub prospect: Uuid,
    /// How far it is.
    pub state: CreationState,
    /// Annex 2 as the rep completed it (JSON).
    pub fields: String,
    /// The signature (JSON).
    pub signature: Option<String>,
    /// The rep's words.
    pub comment: Option<String>,
    /// User folder of the rep.
    pub asked_by: String,
    /// When (UTC).
    pub asked_at: NaiveDateTime,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When (UTC).
    pub decided_at: Option<NaiveDateTime>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The customer that came of it.
    pub customer: Option<String>,
    /// Name of the exchange file.
    pub file: String,
    /// Annex 2 as the accountant completed it (JSON).
    pub final_fields: Option<String>,
}

/// A creation to be inserted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCreation {
    /// The uuid of its file.
    pub id: Uuid,
    /// The prospect.
    pub prospect: Uuid,
    /// Annex 2 as JSON.
    pub fields: String,
    /// The signature as JSON.
    pub signature: Option<String>,
    /// The rep's words.
    pub comment: Option<String>,
    /// User folder of the rep.
    pub asked_by: String,
    /// When the entry was made.
    pub asked_at: DateTime<Utc>,
}

/// Inserts a pending creation.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn insert(tx: &mut Tx<'_>, creation: &NewCreation, file: &str) -> Result<(), Error> {
    let parameters = [
        creation.id.to_string().into(),
        creation.prospect.to_string().into(),
        creation.fields.as_str().into(),
        creation.signature.as_deref().into(),
        creation.comment.as_deref().into(),
        creation.asked_by.as_str().into(),
        creation.asked_at.into(),
        file.into(),
    ];
    tx.send(sql!("creation_insert"), &parameters).await
}

/// The pending creation of a prospect, if there is one.
///
/// # Errors
/// When the base does not answer or the row cannot be read.
pub async fn pending_of(base: &mut dyn Statements, prospect: Uuid) -> Result<Option<Uuid>, Error> {
    let row = base.query_one(sql!("creation_pending"), &[prospect.to_string().into()]).await?;
    row.map(|row| uuid(&row, 0)).transpose()
}

/// A creation by its identity.
///
/// # Errors
/// When the base does not answer or the row cannot be read.
pub async fn find(base: &mut dyn Statements, id: Uuid) -> Result<Option<Creation>, Error> {
    base.query_one(sql!("creation_find"), &[id.to_string().into()]).await?.as_ref().map(read).transpose()
}

/// The first `limit` creations in a state, oldest first.
///
/// # Errors
/// When the base does not answer or a row cannot be read.
pub async fn in_state(
    base: &mut dyn Statements,
    state: CreationState,
    limit: u32,
) -> Result<Vec<Creation>, Error> {
    collect(base.page(sql!("creations_in_state"), limit, &[state.as_str().into()]).await?, read).await
}

/// How many creations are pending, and since when the oldest of them (UTC).
///
/// # Errors
/// When the base does not answer.
pub async fn count_pending(base: &mut dyn Statements) -> Result<(i64, Option<NaiveDateTime>), Error> {
    match base.query_one(sql!("creations_count"), &[]).await? {
        Some(row) => Ok((row.int(0)?, row.date_time_or_null(1)?)),
        None => Ok((0, None)),
    }
}

fn uuid(row: &Row, index: usize) -> Result<Uuid, Error> {
    let wrong = |error: uuid::Error| Error::Column { column: "uuid".to_owned(), problem: error.to_string() };
    row.text(index)?.parse().map_err(wrong)
}

fn read(row: &Row) -> Result<Creation, Error> {
    let state = row.text(2)?;
    let state = [CreationState::Pending, CreationState::Validated, CreationState::Refused]
        .into_iter()
        .find(|known| known.as_str() == state)
        .ok_or_else(|| Error::Column { column: "etat".to_owned(), problem: format!("{state:?}") })?;
    Ok(Creation {
        id: uuid(row, 0)?,
        prospect: uuid(row, 1)?,
        state,
        fields: row.text(3)?,
        signature: row.text_or_null(4)?,
        comment: row.text_or_null(5)?,
        asked_by: row.text(6)?,
        asked_at: row.date_time(7)?,
        decided_by: row.text_or_null(8)?,
        decided_at: row.date_time_or_null(9)?,
        reason: row.text_or_null(10)?,
        customer: row.text_or_null(11)?,
        file: row.text(12)?,
        final_fields: row.text_or_null(13)?,
    })
}

/// An accountant's decision.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    /// [`CreationState::Validated`] or [`CreationState::Refused`].
    pub state: CreationState,
    /// Who: a user folder, or the operator.
    pub by: &'a str,
    /// When.
    pub at: DateTime<Utc>,
    /// The words of a refusal.
    pub reason: Option<&'a str>,
    /// The new customer.
    pub customer: Option<&'a CustomerCode>,
    /// Annex 2 as the accountant completed it (JSON).
    pub final_fields: Option<&'a str>,
}

/// Closes a pending creation and tells it in the receipt of its file, under a new number; false when it is no longer pending, and nothing is changed.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn decide(tx: &mut Tx<'_>, creation: &Creation, decision: &Decision<'_>) -> Result<bool, Error> {
    let customer = decision.customer.map(CustomerCode::as_str);
    let parameters = [
        creation.id.to_string().into(),
        decision.state.as_str().into(),
        decision.by.into(),
        decision.at.into(),
        decision.reason.map(|words| fitting(words, DETAIL_UNITS)).into(),
        customer.into(),
        decision.final_fields.into(),
    ];
    if tx.execute(sql!("creation_decide"), &parameters).await? != 1 {
        return Ok(false);
    }
    let parameters = [
        creation.file.as_str().into(),
        decision.state.as_str().into(),
        decision.reason.map(|words| fitting(words, DETAIL_UNITS)).into(),
        customer.into(),
        decision.at.into(),
    ];
    // The decision is an effect of its own: its number is the receipt's from now on.
    tx.send(sql!("counter_raise"), &[]).await?;
    tx.send(sql!("file_decide"), &parameters).await?;
    Ok(true)
}

/// Makes the ERP's customer by the installation's statement (`client_create.sql`): @P1 is the code, then annex 2 in its order.
///
/// # Errors
/// [`Error::Duplicate`] when the code is taken; what the ERP's own rules say; [`Error::Statement`] when no customer of that code came of
/// it. The transaction is then over.
pub async fn create_customer(
    tx: &mut Tx<'_>,
    statement: &str,
    code: &CustomerCode,
    sheet: &Sheet,
) -> Result<(), Error> {
    let mut parameters: Vec<Value> = vec![code.as_str().into()];
    let annex = CUSTOMER_FIELDS.iter().filter(|spec| spec.field.is_annex_2());
    parameters.extend(annex.map(|spec| column(spec, sheet.get(&spec.field))));
    let (statement, parameters) = only_used(statement, &parameters);
    let made = tx.execute_installation("client_create", &statement, &parameters).await?;
    // A procedure may count no rows: whether the customer is there, with a name, is asked apart.
    let name = crate::visits::customer_name(tx, code).await.map_err(undone_by_the_installation)?;
    let problem = match name.as_deref().map(str::trim) {
        _ if made > 1 => format!("it made {made} rows in place of one"),
        None => format!("it made no customer {code}"),
        Some("") if sheet.contains_key(&CustomerField::Name) => {
            format!("it made the customer {code} without his name")
        }
        Some(_) => return Ok(()),
    };
    tx.fail();
    Err(Error::Statement {
        statement: "client_create".to_owned(),
        detail: format!("{problem}; mend client_create.sql"),
    })
}

/// After the installation's statement even a look-up that fails is its doing: it may have dropped a table.
fn undone_by_the_installation(error: Error) -> Error {
    match error {
        Error::Statement { detail, .. } => Error::Statement { statement: "client_create".to_owned(), detail },
        other => other,
    }
}

/// The text with its parameters numbered anew without gaps, and those parameters: an ERP may lack a column of annex 2. Comments and text
/// constants stay as they are.
fn only_used(text: &str, parameters: &[Value]) -> (String, Vec<Value>) {
    let mut used = Vec::<usize>::new();
    let written = sql_text::renumbered(text, |number| {
        let place = used.iter().position(|one| *one == number).unwrap_or_else(|| {
            used.push(number);
            used.len() - 1
        });
        place + 1
    });
    let value = |number: &usize| number.checked_sub(1).and_then(|i| parameters.get(i)).cloned();
    match used.iter().map(value).collect::<Option<Vec<_>>>() {
        Some(values) => (written, values),
        // One that there is not: the base says so.
        None => (text.to_owned(), parameters.to_vec()),
    }
}

/// Marks the prospect as converted and hands its follow-up and fleet to the customer.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn convert(
    tx: &mut Tx<'_>,
    prospect: Uuid,
    customer: &CustomerCode,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let parameters = [prospect.to_string().into(), now.into(), customer.as_str().into()];
    if tx.execute(sql!("prospect_convert"), &parameters).await? != 1 {
        return Ok(false);
    }
    tx.send(sql!("follow_ups_move"), &[prospect.to_string().into(), customer.as_str().into()]).await?;
    Ok(true)
}

/// Every customer code, handed to `each` as it is read: the next free one is computed from them.
///
/// # Errors
/// When the base does not answer.
pub async fn each_customer_code(base: &mut dyn Statements, mut each: impl FnMut(&str)) -> Result<(), Error> {
    let mut rows = base.query(sql!("customer_codes"), &[]).await?;
    while let Some(row) = rows.next().await? {
        if let Ok(code) = row.text(0) {
            each(&code);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{CLIENT_CREATE, only_used};
    use crate::Value;

    #[test]
    fn a_text_uses_what_it_names() {
        let three: Vec<Value> = (1..=3).map(Value::Int).collect();
        for (text, written, numbers) in [
            ("VALUES (@P1, @P3)", "VALUES (@P1, @P2)", &[1, 3][..]),
            ("(@P3, @P1, @P3)", "(@P1, @P2, @P1)", &[3, 1]),
            ("-- @P2 is not used\n(@P1) - '@P2' -", "-- @P2 is not used\n(@P1) - '@P2' -", &[1]),
            ("'it''s @P1' @P2 @PX @", "'it''s @P1' @P1 @PX @", &[2]),
            (
                "/* d'un client, sans @P1 */ (@P2, 'X', @P3)",
                "/* d'un client, sans @P1 */ (@P1, 'X', @P2)",
                &[2, 3],
            ),
            ("nothing -- at the end @P1", "nothing -- at the end @P1", &[]),
        ] {
            let values: Vec<Value> = numbers.iter().map(|number| Value::Int(*number)).collect();
            assert_eq!(only_used(text, &three), (written.to_owned(), values), "{text}");
        }
        let all: Vec<Value> = (1..=41).map(Value::Int).collect();
        assert_eq!(only_used(CLIENT_CREATE, &all), (CLIENT_CREATE.to_owned(), all));
    }
}
