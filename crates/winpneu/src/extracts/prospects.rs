//! Prospects and what hangs on them: of everybody, for whoever builds decides who sees which.

use domain::{Attachment, CUSTOMER_FIELDS, ClashRecord, CreationRecord, ProspectRecord, ProspectVisitRecord};
use uuid::Uuid;

use super::cells::{Key, answers, instant, sheet, text};
use super::{Extract, Unreadable};
use crate::statement::sql;
use crate::{Error, Row, Statements};

/// Every prospect that is not deleted, converted ones too, with bank details. `moved_at` is `change_le`: a creation sets it, and so does
/// [`crate::prospects::touch`], which goes before every effect on a prospect that is there: edits, visits, follow-ups, creations asked
/// for and decided. It is the instant of the integration.
///
/// # Errors
/// When the base does not answer.
pub async fn prospects(base: &mut dyn Statements) -> Result<Extract<'_, ProspectRecord>, Error> {
    const KEY: Key = Key { table: "crm_prospect", columns: 1 };
    const OWN: usize = 1 + CUSTOMER_FIELDS.len();
    let rows = base.query(sql!("extract_prospects"), &[]).await?;
    Ok(Extract::of(rows, |row| {
        let (created, moved) = (instant(row, OWN + 1), instant(row, OWN + 2));
        let converted = instant(row, OWN + 3);
        Ok(ProspectRecord {
            id: KEY.parsed(row, 0)?,
            created_at: created
                .or(moved)
                .ok_or_else(|| KEY.unreadable(row, OWN + 1, "is no day and time"))?,
            moved_at: moved.or(created).ok_or_else(|| KEY.unreadable(row, OWN + 2, "is no day and time"))?,
            sheet: sheet(row, 1, CUSTOMER_FIELDS.iter()),
            // Nobody's: it is seen by whom it is attached to.
            created_by: text(row, OWN).unwrap_or_default(),
            conversion: converted.zip(text(row, OWN + 4)),
        })
    }))
}

/// To whom each prospect was attached since when; of one prospect's, the later of two at one instant comes later, as in
/// [`crate::prospects::attachments`]. Whose a prospect is hangs on every column but the rep's code, so all are key.
///
/// # Errors
/// When the base does not answer.
pub async fn attachments(base: &mut dyn Statements) -> Result<Extract<'_, (Uuid, Attachment)>, Error> {
    const KEY: Key = Key { table: "crm_rattachement", columns: 3 };
    let read = |row: &mut Row| -> Result<_, Unreadable> {
        let (prospect, since): (Uuid, _) = (KEY.parsed(row, 1)?, KEY.instant(row, 2)?);
        let Ok(creator_withdrawn) = row.flag(4) else {
            return Err(KEY.unreadable(row, 4, "is no bit"));
        };
        let attachment = Attachment { since, c_rep: text(row, 3), creator_withdrawn };
        Ok((since, KEY.text(row, 0)?, prospect, attachment))
    };
    let (mut all, mut ready) = (Vec::new(), Vec::new());
    let mut rows = base.query(sql!("extract_attachments"), &[]).await?;
    while let Some(mut row) = rows.next().await? {
        match read(&mut row) {
            Ok(attachment) => all.push(attachment),
            Err(problem) => ready.push(Err(problem)),
        }
    }
    all.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    ready.extend(all.into_iter().map(|(_, _, prospect, attachment)| Ok((prospect, attachment))));
    Ok(Extract::ready(ready))
}

/// Every visit to a prospect, also to deleted ones: statistics count them.
///
/// # Errors
/// When the base does not answer.
pub async fn prospect_visits(base: &mut dyn Statements) -> Result<Extract<'_, ProspectVisitRecord>, Error> {
    const KEY: Key = Key { table: "crm_visite_prospect", columns: 3 };
    let rows = base.query(sql!("extract_prospect_visits"), &[]).await?;
    Ok(Extract::of(rows, |row| {
        Ok(ProspectVisitRecord {
            prospect: KEY.parsed(row, 1)?,
            on: KEY.day(row, 2)?,
            file: KEY.text(row, 0)?,
            at: text(row, 3).unwrap_or_default(),
            author: text(row, 4).unwrap_or_default(),
            subject: text(row, 5).unwrap_or_default(),
            comment: text(row, 6).unwrap_or_default(),
            answers: answers(row, 7),
        })
    }))
}

/// Every open clash, but those of deleted and converted prospects: nobody decides them any more.
///
/// # Errors
/// When the base does not answer.
pub async fn clashes(base: &mut dyn Statements) -> Result<Extract<'_, ClashRecord>, Error> {
    const KEY: Key = Key { table: "crm_conflit", columns: 3 };
    let rows = base.query(sql!("extract_clashes"), &[]).await?;
    Ok(Extract::of(rows, |row| {
        Ok(ClashRecord {
            prospect: KEY.parsed(row, 0)?,
            field: KEY.parsed(row, 1)?,
            opened_at: KEY.instant(row, 2)?,
            expected: text(row, 3),
            found: text(row, 4),
            wanted: text(row, 5),
            file: text(row, 6).unwrap_or_default(),
        })
    }))
}

/// Every creation that waits for an accountant.
///
/// # Errors
/// When the base does not answer.
pub async fn creations(base: &mut dyn Statements) -> Result<Extract<'_, CreationRecord>, Error> {
    const KEY: Key = Key { table: "crm_creation_client", columns: 3 };
    let rows = base.query(sql!("extract_creations"), &[]).await?;
    Ok(Extract::of(rows, |row| {
        Ok(CreationRecord {
            id: KEY.parsed(row, 0)?,
            prospect: KEY.parsed(row, 1)?,
            asked_at: KEY.instant(row, 2)?,
            asked_by: text(row, 3).unwrap_or_default(),
            refusal: match text(row, 4).as_deref() {
                Some("refused") => Some((KEY.instant(row, 5)?, text(row, 6).unwrap_or_default())),
                _ => None,
            },
        })
    }))
}
