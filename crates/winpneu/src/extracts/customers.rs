//! What everybody sees: customers and what hangs on them, relations, lists of codes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    CUSTOMER_FIELDS, CodeRecord, ContactRecord, CustomerField, CustomerRecord, RelationRecord, RevenueRecord,
};
use uuid::Uuid;

use super::cells::{Key, answers, day, int, sheet, text};
use super::{Extract, Unreadable};
use crate::statement::sql;
use crate::{Error, Row, Statements};

/// Which prospect a customer was made of, and when an accountant validated it.
type Conversions = BTreeMap<String, (Uuid, DateTime<Utc>)>;

/// Every customer of the ERP, without bank details.
///
/// # Errors
/// When the base does not answer.
pub async fn customers(base: &mut dyn Statements) -> Result<Extract<'_, CustomerRecord>, Error> {
    const KEY: Key = Key { table: "crm_v_client", columns: 1 };
    let (conversions, problems) = conversions(base).await?;
    let rows = base.query(sql!("extract_customers"), &[]).await?;
    Ok(Extract::after(problems.into_iter().map(Err).collect(), rows, move |row| {
        let code = KEY.text(row, 0)?;
        let shipped = CUSTOMER_FIELDS.iter().filter(|spec| {
            spec.field.is_annex_2() && !matches!(spec.field, CustomerField::Bic | CustomerField::Iban)
        });
        // It stays for the next row: an installation's view may repeat a customer, and whoever drops one keeps either.
        let conversion = conversions.get(&code).copied();
        Ok(CustomerRecord { sheet: sheet(row, 1, shipped), conversion, code })
    }))
}

/// Joined here and not in SQL: a customer comes once, however often one was validated under its code.
async fn conversions(base: &mut dyn Statements) -> Result<(Conversions, Vec<Unreadable>), Error> {
    const KEY: Key = Key { table: "crm_creation_client", columns: 3 };
    let read = |row: &mut Row| -> Result<(String, (Uuid, DateTime<Utc>)), Unreadable> {
        let conversion = (KEY.parsed(row, 1)?, KEY.instant(row, 2)?);
        Ok((KEY.text(row, 0)?, conversion))
    };
    let (mut all, mut problems) = (Conversions::new(), Vec::new());
    let mut rows = base.query(sql!("extract_conversions"), &[]).await?;
    while let Some(mut row) = rows.next().await? {
        match read(&mut row) {
            Ok((code, conversion)) => {
                let known = all.entry(code).or_insert(conversion);
                // The one that made it.
                if (conversion.1, conversion.0) < (known.1, known.0) {
                    *known = conversion;
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    Ok((all, problems))
}

/// Every contact of every customer.
///
/// # Errors
/// When the base does not answer.
pub async fn contacts(base: &mut dyn Statements) -> Result<Extract<'_, ContactRecord>, Error> {
    const KEY: Key = Key { table: "crm_v_contact", columns: 2 };
    let rows = base.query(sql!("extract_contacts"), &[]).await?;
    Ok(Extract::of(rows, |row| {
        Ok(ContactRecord {
            rank: int(row, 1).unwrap_or_default(),
            customer: KEY.text(row, 0)?,
            name: text(row, 2).unwrap_or_default(),
            role: text(row, 3),
            phone: text(row, 4),
            mobile: text(row, 5),
            email: text(row, 6),
        })
    }))
}

/// The revenue of every customer by month, from the beginning of that year on. All of a row is its key: an amount is never guessed.
///
/// # Errors
/// When the base does not answer.
pub async fn revenue(base: &mut dyn Statements, from_year: i32) -> Result<Extract<'_, RevenueRecord>, Error> {
    const KEY: Key = Key { table: "crm_v_ca", columns: 4 };
    let rows = base.query(sql!("extract_revenue"), &[i64::from(from_year).into()]).await?;
    Ok(Extract::of(rows, |row| {
        let year = KEY.number(row, 1)?;
        let month: u32 = KEY.number(row, 2)?;
        if !(1..=12).contains(&month) {
            return Err(KEY.unreadable(row, 2, "is no month"));
        }
        let cents = KEY.number(row, 3)?;
        Ok(RevenueRecord { customer: KEY.text(row, 0)?, year, month, cents })
    }))
}

/// Every relation about a customer, archived ones too, but those without their comments. The statement hides `type_entite` from the
/// index that begins with it: nearly every row is a customer's, and reading them all by an index took three times as long.
///
/// # Errors
/// When the base does not answer.
pub async fn relations(base: &mut dyn Statements) -> Result<Extract<'_, RelationRecord>, Error> {
    const KEY: Key = Key { table: "crm_v_visite", columns: 2 };
    let rows = base.query(sql!("extract_relations"), &[]).await?;
    Ok(Extract::of(rows, |row| {
        KEY.check_text(row, 1)?;
        Ok(RelationRecord {
            key: KEY.text(row, 0)?,
            customer: KEY.text(row, 1)?,
            on: day(row, 2),
            at: text(row, 3),
            c_user: text(row, 4),
            origin: text(row, 5),
            subject: text(row, 6),
            comment: text(row, 7),
            archived: int(row, 8) == Some(1),
            file: text(row, 9),
            answers: answers(row, 10),
            of_prospect: int(row, 12) == Some(1),
        })
    }))
}

/// Every code of every list.
///
/// # Errors
/// When the base does not answer.
pub async fn codes(base: &mut dyn Statements) -> Result<Extract<'_, CodeRecord>, Error> {
    const KEY: Key = Key { table: "crm_v_code", columns: 2 };
    let rows = base.query(sql!("extract_codes"), &[]).await?;
    Ok(Extract::of(rows, |row| {
        KEY.check_text(row, 1)?;
        Ok(CodeRecord {
            list: KEY.text(row, 0)?,
            code: KEY.text(row, 1)?,
            label: text(row, 2).unwrap_or_default(),
            parent: text(row, 3),
            rank: int(row, 4).unwrap_or_default(),
        })
    }))
}
