//! Looking whether tables and views answer what the program reads: each is asked for its columns and no rows. Outside of a transaction, for
//! a refusal would end it.

use super::{DENIED, NO_COLUMN, NO_OBJECT, says, unless_denied};
use crate::statement::sql;
use crate::{Connection, Error, Statement, Statements};

/// What a view says whose own tables changed: it cannot be bound any more; it has more columns than its query.
const UNBOUND: [u32; 2] = [4413, 4502];

/// A table or view that is not there, or lacks a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    pub(super) object: &'static str,
    /// The server's words; they name the column.
    pub(super) detail: String,
    /// It is not there at all.
    pub(super) is_missing: bool,
}

/// The views that do not answer what the program reads.
pub(super) async fn views(base: &mut Connection) -> Result<Vec<Misfit>, Error> {
    let views = [
        ("dbo.crm_v_client", sql!("probe_v_client")),
        ("dbo.crm_v_visite", sql!("probe_v_visite")),
        ("dbo.crm_v_contact", sql!("probe_v_contact")),
        ("dbo.crm_v_ca", sql!("probe_v_ca")),
        ("dbo.crm_v_code", sql!("probe_v_code")),
    ];
    let mut misfits = Vec::new();
    for (view, probe) in views {
        misfits.extend(misfit(base, view, probe).await?);
    }
    Ok(misfits)
}

/// The ERP's own tables that are not as the annexes describe them. What this login may not see is taken as it is.
pub(super) async fn tables(base: &mut Connection) -> Result<Vec<Misfit>, Error> {
    let tables =
        [("dbo.client", sql!("probe_client")), ("dbo.client_relation", sql!("probe_client_relation"))];
    let mut misfits = Vec::new();
    for (table, probe) in tables {
        misfits.extend(unless_denied(misfit(base, table, probe).await)?.flatten());
    }
    Ok(misfits)
}

async fn misfit(
    base: &mut Connection,
    object: &'static str,
    probe: Statement,
) -> Result<Option<Misfit>, Error> {
    match base.query_one(probe, &[]).await {
        Ok(_) => Ok(None),
        Err(error) if says(&error, &[NO_OBJECT, NO_COLUMN]) || says(&error, &UNBOUND) => {
            let is_missing = says(&error, &[NO_OBJECT]);
            let Error::Statement { detail, .. } = error else { return Err(error) };
            Ok(Some(Misfit { object, detail, is_missing }))
        }
        Err(error) => Err(error),
    }
}

/// Whether `client_relation` has the running number `num_relation`: annex 1 names no key, most installations have this one.
///
/// # Errors
/// When the base does not answer, or has no such table.
pub async fn has_relation_number(base: &mut Connection) -> Result<bool, Error> {
    match base.query_one(sql!("probe_relation_number"), &[]).await {
        Ok(_) => Ok(true),
        Err(error) if says(&error, &[NO_COLUMN]) => Ok(false),
        // A login that may not read the column is not told that there is none.
        Err(error) if says(&error, &DENIED) => Ok(true),
        Err(error) => Err(error),
    }
}
