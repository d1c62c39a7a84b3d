//! `crm_fichier`, the registry of exchange files. A name in state integrated or waiting is taken for the company's whole life; a
//! refused one reserves nothing. Also the counter `seq`, raised in the effect's own transaction.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::UserFolder;
use exchange_schema::{Kind, Reason};
use uuid::Uuid;

use crate::statement::sql;
use crate::{Error, Statements, Tx, Value};

/// Places of `crm_fichier.nom`; like every `nvarchar` it counts UTF-16 units.
pub const NAME_UNITS: usize = 320;
/// Places of `crm_fichier.dossier`.
pub const FOLDER_UNITS: usize = 255;
/// Places of `crm_fichier.detail` and `message`.
pub const DETAIL_UNITS: usize = 1000;

/// The beginning of `text` that fits into `units` places of an `nvarchar`.
#[must_use]
pub fn fitting(text: &str, units: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, letter)| {
        used += letter.len_utf16();
        used > units
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// `etat` of a registered file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileState {
    /// Its effect stands in the base.
    Integrated,
    /// It waits for something and is tried again on each pass.
    Waiting,
    /// It was refused and lies in quarantine.
    Refused,
    /// It was refused, and a later file of the same author corrected it.
    Replaced,
}

impl FileState {
    /// As the column spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Integrated => "integre",
            Self::Waiting => "attente",
            Self::Refused => "refuse",
            Self::Replaced => "remplace",
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        [Self::Integrated, Self::Waiting, Self::Refused, Self::Replaced]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| Error::Column {
                column: "etat".to_owned(),
                problem: format!("{text:?} is no state of a file"),
            })
    }
}

/// What the registry knows of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// The registered name.
    pub name: String,
    /// Its state.
    pub state: FileState,
    /// Why it waits or was refused.
    pub reason: Option<String>,
    /// SHA-256 of its content in lower-case hex; none for what could not be read.
    pub sha256: Option<String>,
    /// When it was first met, or met again after a refusal (UTC).
    pub received_at: NaiveDateTime,
    /// When its state last changed (UTC).
    pub changed_at: NaiveDateTime,
    /// Whether it waits for its restore: it was integrated before.
    pub integrated_before: bool,
    /// The file that it says it corrects.
    pub corrects: Option<String>,
}

/// A file to be registered.
#[derive(Debug, Clone)]
pub struct FileEntry<'a> {
    /// The registered name: the file name, or `<folder>/<name>` for what reserves nothing.
    pub name: &'a str,
    /// Its kind, where the name tells.
    pub kind: Option<Kind>,
    /// Its author, where the name tells.
    pub author: Option<&'a UserFolder>,
    /// The user folder it lay in.
    pub folder: &'a str,
    /// The device that wrote it, where the body could be read.
    pub device: Option<Uuid>,
    /// Its number on that device.
    pub sequence: Option<u64>,
    /// SHA-256 of its content in lower-case hex.
    pub sha256: Option<&'a str>,
    /// The prospect that it is about, where the body could be read.
    pub prospect: Option<Uuid>,
    /// The file that it says it corrects (`replaces`).
    pub corrects: Option<&'a str>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate<'a> {
    /// Integrated; `reference` is the ERP id or customer code it went to.
    Integrated {
        /// ERP id or customer code.
        reference: &'a str,
        /// Words for the author, such as the remark on a prospect already followed.
        message: Option<&'a str>,
        /// Columns of an MP that were not set, as JSON.
        clashes: Option<&'a str>,
    },
    /// Waiting.
    Waiting {
        /// Why.
        reason: Reason,
        /// For people.
        detail: &'a str,
    },
    /// Refused.
    Refused {
        /// Why.
        reason: Reason,
        /// For people.
        detail: &'a str,
    },
}

/// Looks a registered name up.
///
/// # Errors
/// When the base does not answer.
pub async fn find(base: &mut dyn Statements, name: &str) -> Result<Option<KnownFile>, Error> {
    let Some(row) = base.query_one(sql!("file_find"), &[name.into()]).await? else {
        return Ok(None);
    };
    Ok(Some(KnownFile {
        name: row.text(0)?,
        state: FileState::parse(&row.text(1)?)?,
        reason: row.text_or_null(2)?,
        sha256: row.text_or_null(3)?,
        received_at: row.date_time(4)?,
        changed_at: row.date_time(5)?,
        integrated_before: row.flag(6)?,
        corrects: row.text_or_null(7)?,
    }))
}

/// The longest chain of corrections that is looked up: nobody corrects a file so often, and a hostile one may go in a circle.
const MOST_CORRECTIONS: usize = 32;

/// The file of that name, and what it corrects, and what that corrects …: from the latest to the first. Empty when the name is
/// unknown.
///
/// # Errors
/// When the base does not answer.
pub async fn corrections(base: &mut dyn Statements, name: &str) -> Result<Vec<KnownFile>, Error> {
    let mut chain: Vec<KnownFile> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next.take() {
        if chain.len() == MOST_CORRECTIONS || chain.iter().any(|known| known.name == name) {
            break;
        }
        if let Some(known) = find(base, &name).await? {
            next.clone_from(&known.corrects);
            chain.push(known);
        }
    }
    Ok(chain)
}

/// Name under which this very content was integrated, if it was.
///
/// # Errors
/// When the base does not answer.
pub async fn integrated_content(base: &mut dyn Statements, sha256: &str) -> Result<Option<String>, Error> {
    let mut rows = base.page(sql!("file_integrated_content"), 1, &[sha256.into()]).await?;
    rows.next().await?.map(|row| row.text(0)).transpose()
}

/// A name under which this very content is registered, whatever became of it.
///
/// # Errors
/// When the base does not answer.
pub async fn registered_content(base: &mut dyn Statements, sha256: &str) -> Result<Option<String>, Error> {
    let mut rows = base.page(sql!("file_registered_content"), 1, &[sha256.into()]).await?;
    rows.next().await?.map(|row| row.text(0)).transpose()
}

/// Registers a file's fate; `known` tells whether the name stands in the registry already (waiting or refused).
///
/// # Errors
/// [`Error::Duplicate`] when the name was registered meanwhile; the transaction is then over.
pub async fn record(
    tx: &mut Tx<'_>,
    entry: &FileEntry<'_>,
    fate: Fate<'_>,
    known: bool,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let integrated = matches!(fate, Fate::Integrated { .. });
    if integrated {
        tx.send(sql!("counter_raise"), &[]).await?;
    }
    let statement = if known { sql!("file_update") } else { sql!("file_insert") };
    let changed = tx.execute(statement, &parameters(entry, fate, now)).await?;
    if changed != 1 {
        tx.fail();
        return Err(Error::Duplicate {
            statement: statement.name.to_owned(),
            detail: format!("{} rows for {}", changed, entry.name),
        });
    }
    Ok(())
}

fn parameters(entry: &FileEntry<'_>, fate: Fate<'_>, now: DateTime<Utc>) -> [Value; 17] {
    let (state, reason, detail) = match fate {
        Fate::Integrated { .. } => (FileState::Integrated, None, None),
        Fate::Waiting { reason, detail } => (FileState::Waiting, Some(reason), Some(detail)),
        Fate::Refused { reason, detail } => (FileState::Refused, Some(reason), Some(detail)),
    };
    let (reference, message, clashes, integrated_at) = match fate {
        Fate::Integrated { reference, message, clashes } => (Some(reference), message, clashes, Some(now)),
        Fate::Waiting { .. } | Fate::Refused { .. } => (None, None, None, None),
    };
    [
        entry.name.into(),
        entry.kind.map(Kind::as_str).into(),
        entry.author.map(UserFolder::as_str).into(),
        entry.folder.into(),
        entry.device.map(|device| device.to_string()).into(),
        entry.sequence.and_then(|number| i64::try_from(number).ok()).into(),
        entry.sha256.into(),
        state.as_str().into(),
        reason.map(Reason::as_str).into(),
        detail.map(|text| fitting(text, DETAIL_UNITS)).into(),
        reference.into(),
        now.into(),
        integrated_at.into(),
        entry.prospect.map(|prospect| prospect.to_string()).into(),
        message.map(|text| fitting(text, DETAIL_UNITS)).into(),
        clashes.into(),
        entry.corrects.into(),
    ]
}

/// Marks the refused file `name` as corrected by the file `by`: it can never be retried.
///
/// # Errors
/// [`Error::Duplicate`] when it is not (or no longer) refused; the transaction is then over.
pub async fn mark_replaced(tx: &mut Tx<'_>, name: &str, by: &str, now: DateTime<Utc>) -> Result<(), Error> {
    let statement = sql!("file_replace");
    let changed = tx.execute(statement, &[name.into(), by.into(), now.into()]).await?;
    if changed != 1 {
        tx.fail();
        return Err(Error::Duplicate {
            statement: statement.name.to_owned(),
            detail: format!("{name} is not refused"),
        });
    }
    Ok(())
}

/// Remembers of a waiting file that it was integrated before.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn mark_integrated_before(tx: &mut Tx<'_>, name: &str) -> Result<(), Error> {
    tx.send(sql!("file_restoring"), &[name.into()]).await
}

/// Lets the files that wait for a prospect wait anew: its corrected CP has come.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn restart_waiting(tx: &mut Tx<'_>, prospect: Uuid, now: DateTime<Utc>) -> Result<(), Error> {
    let parameters = [prospect.to_string().into(), now.into()];
    tx.send(sql!("files_waiting_restart"), &parameters).await
}

/// Where the counter `seq` stands: every effect committed so far has a number up to it.
///
/// # Errors
/// When the base does not answer.
pub async fn counter(base: &mut dyn Statements) -> Result<i64, Error> {
    base.query_one(sql!("counter_read"), &[]).await?.map_or(Ok(0), |row| row.int(0))
}

/// Raises the counter to `at_least`, if it stands lower: after a restore it must pass every number already published, or a laptop
/// would take a new effect for one that its base holds.
///
/// # Errors
/// When the base does not answer.
pub async fn raise_counter_to(base: &mut dyn Statements, at_least: i64) -> Result<(), Error> {
    base.execute(sql!("counter_raise_to"), &[at_least.into()]).await.map(drop)
}
