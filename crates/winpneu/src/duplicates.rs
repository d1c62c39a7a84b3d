//! Likely duplicates: keys of prospects in a table of their own, those of customers computed from what the ERP holds.
//!
//! The keys (telephone in E.164, SIRET, VAT number) are the domain's, so that SQL compares only what the program made.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};

use chrono::{DateTime, Utc};
use domain::{CustomerField, IdentityKind, identity_keys};
use uuid::Uuid;

use crate::statement::sql;
use crate::{Error, Row, Statements, Tx};

/// A kind of key and the key.
pub type IdentityKey = (IdentityKind, String);

/// The other one of a likely duplicate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Other {
    /// A customer, by code.
    Customer(String),
    /// A prospect.
    Prospect(Uuid),
}

/// Who shares which key.
pub type Matches = BTreeMap<IdentityKey, BTreeSet<Other>>;

/// Of one key no more others are told: whoever bears a number that many share (a placeholder) is known to be one of many.
const MOST_OTHERS: u32 = 20;

/// What customers can be recognised by: sixteen bytes a key and the codes, so that a pass asks the ERP once however many prospects it
/// brings.
pub struct CustomerKeys {
    hasher: RandomState,
    /// A key's hash (two keys with one hash are not to be expected) and its customer's place in `codes`.
    hashes: Vec<(u64, u32)>,
    codes: Vec<Box<str>>,
}

impl CustomerKeys {
    /// Reads every customer once.
    ///
    /// # Errors
    /// When the base does not answer.
    pub async fn load(base: &mut dyn Statements) -> Result<Self, Error> {
        let mut all = Self { hasher: RandomState::new(), hashes: Vec::new(), codes: Vec::new() };
        let mut rows = base.query(sql!("identity_customers"), &[]).await?;
        while let Some(row) = rows.next().await? {
            let (Ok(code), Ok(place)) = (row.text(0), u32::try_from(all.codes.len())) else { continue };
            let before = all.hashes.len();
            all.hashes.extend(keys_of(&row).iter().map(|key| (all.hasher.hash_one(key), place)));
            if all.hashes.len() > before {
                all.codes.push(code.into());
            }
        }
        drop(rows);
        all.hashes.sort_unstable();
        Ok(all)
    }

    fn of_key(&self, key: &IdentityKey) -> impl Iterator<Item = Other> {
        let hash = self.hasher.hash_one(key);
        let from = self.hashes.partition_point(|(one, _)| *one < hash);
        let same = self.hashes[from..].iter().take_while(move |(one, _)| *one == hash);
        same.take(MOST_OTHERS as usize)
            .filter_map(|(_, place)| self.codes.get(*place as usize))
            .map(|code| Other::Customer(code.to_string()))
    }
}

/// A row that cannot be read has no keys: one odd customer hides no other.
fn keys_of(row: &Row) -> BTreeSet<IdentityKey> {
    let columns = [
        (CustomerField::Country, 1),
        (CustomerField::Phone, 2),
        (CustomerField::Mobile, 3),
        (CustomerField::VatNumber, 4),
        (CustomerField::Siret, 5),
    ];
    let values = columns.map(|(field, i)| (field, row.text_or_null(i).ok().flatten()));
    identity_keys(|wanted| {
        values.iter().find(|(field, _)| *field == wanted).and_then(|(_, text)| text.as_deref())
    })
}

/// Who shares one of `keys` (of each key the first few), but for the prospect itself, and for deleted and converted ones.
///
/// # Errors
/// When the base does not answer.
pub async fn matches(
    base: &mut dyn Statements,
    customers: &CustomerKeys,
    prospect: Uuid,
    keys: &BTreeSet<IdentityKey>,
) -> Result<Matches, Error> {
    let mut found = Matches::new();
    for key in keys {
        let parameters = [key.0.as_str().into(), key.1.as_str().into()];
        let mut rows = base.page(sql!("identity_prospects"), MOST_OTHERS, &parameters).await?;
        while let Some(row) = rows.next().await? {
            let other = row.text(0)?.parse::<Uuid>().map_err(|error| Error::Column {
                column: "prospect".to_owned(),
                problem: error.to_string(),
            })?;
            if other != prospect {
                found.entry(key.clone()).or_default().insert(Other::Prospect(other));
            }
        }
    }
    for key in keys {
        let others: BTreeSet<Other> = customers.of_key(key).collect();
        if !others.is_empty() {
            found.entry(key.clone()).or_default().extend(others);
        }
    }
    Ok(found)
}

/// Replaces the keys of a prospect.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn set_keys(tx: &mut Tx<'_>, prospect: Uuid, keys: &BTreeSet<IdentityKey>) -> Result<(), Error> {
    tx.send(sql!("identity_delete"), &[prospect.to_string().into()]).await?;
    for (kind, key) in keys {
        let parameters = [prospect.to_string().into(), kind.as_str().into(), key.as_str().into()];
        tx.send(sql!("identity_insert"), &parameters).await?;
    }
    Ok(())
}

/// Flags a likely duplicate for the administrator, once for each pair and kind, whoever of the two came first.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn flag(
    tx: &mut Tx<'_>,
    prospect: Uuid,
    kind: IdentityKind,
    other: &Other,
    file: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (later, type_of_other, other) = match other {
        Other::Customer(code) => (prospect, "C", code.clone()),
        Other::Prospect(other) => (prospect.max(*other), "P", prospect.min(*other).to_string()),
    };
    let parameters = [
        later.to_string().into(),
        type_of_other.into(),
        other.into(),
        kind.as_str().into(),
        now.into(),
        file.into(),
    ];
    tx.send(sql!("duplicate_insert"), &parameters).await
}

/// How many prospects, neither deleted nor converted, are flagged as likely duplicates.
///
/// # Errors
/// When the base does not answer.
pub async fn count(base: &mut dyn Statements) -> Result<i64, Error> {
    base.query_one(sql!("duplicates_count"), &[]).await?.map_or(Ok(0), |row| row.int(0))
}
