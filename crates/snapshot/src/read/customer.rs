//! One customer's card.

use chrono::NaiveDate;
use domain::CustomerField;
use rusqlite::{Connection, Row};

use super::columns::{
    FOLLOW_UP, columns, customer_fields, day, first, follow_up, list, number, sheet, some_text, text,
};
use super::{Contact, CustomerCard, MonthRevenue, Revenue};
use crate::ReadError;

pub(super) fn card(
    customers: &Connection,
    code: &str,
    built_on: NaiveDate,
) -> Result<Option<CustomerCard>, ReadError> {
    let fields = customer_fields();
    let sql =
        format!("SELECT {}, last_visit_on, converted_on FROM customer WHERE c_client = ?1", columns(&fields));
    let Some(card) = first(customers, &sql, [code], |row| read_card(row, code, &fields))? else {
        return Ok(None);
    };
    let contacts =
        "SELECT name, role, phone, mobile, email FROM contact WHERE c_client = ?1 ORDER BY rank, id";
    let events = format!("SELECT {FOLLOW_UP} FROM follow_up WHERE c_client = ?1 ORDER BY at, file");
    Ok(Some(CustomerCard {
        revenue: revenue(customers, code, built_on)?,
        contacts: list(customers, contacts, [code], contact)?,
        follow_up: list(customers, &events, [code], |row| follow_up(row, 0))?,
        ..card
    }))
}

pub(super) fn revenue(customers: &Connection, code: &str, built_on: NaiveDate) -> Result<Revenue, ReadError> {
    let sql = "SELECT year, month, cents FROM revenue WHERE c_client = ?1 ORDER BY year, month";
    Ok(Revenue::of(list(customers, sql, [code], month_revenue)?, built_on))
}

/// What stands in the customer's own row.
fn read_card(row: &Row<'_>, code: &str, fields: &[CustomerField]) -> Result<CustomerCard, ReadError> {
    Ok(CustomerCard {
        code: code.to_owned(),
        sheet: sheet(row, fields)?,
        contacts: Vec::new(),
        revenue: Revenue::default(),
        last_visit_on: day(row, fields.len(), "customer.last_visit_on")?,
        follow_up: Vec::new(),
        converted_on: day(row, fields.len() + 1, "customer.converted_on")?,
    })
}

fn contact(row: &Row<'_>) -> Result<Contact, ReadError> {
    Ok(Contact {
        name: text(row, 0)?,
        role: some_text(row, 1)?,
        phone: some_text(row, 2)?,
        mobile: some_text(row, 3)?,
        email: some_text(row, 4)?,
    })
}

/// Year, month and cents from the first column on.
pub(crate) fn month_revenue(row: &Row<'_>) -> Result<MonthRevenue, ReadError> {
    Ok(MonthRevenue {
        year: number(row, 0, "revenue.year")?,
        month: number(row, 1, "revenue.month")?,
        cents: row.get(2)?,
    })
}
