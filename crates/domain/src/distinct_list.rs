//! Lists in which a doubled item is a mistake: an address twice is a mail twice.

use serde::{Deserialize, Serialize};

/// « liste sans doublon » : items in the order given, none twice, at most [`DistinctList::MAX_LEN`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "T: Deserialize<'de> + PartialEq"))]
pub struct DistinctList<T>(#[serde(deserialize_with = "distinct")] Vec<T>);

/// Why items make no such list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DistinctListError {
    /// The same item twice.
    #[error("item {0} of the list repeats an earlier one; remove it")]
    Repeated(usize),
    /// Longer than any list that is meant.
    #[error("the list has {0} items and at most {max} are accepted; shorten it", max = DistinctList::<()>::MAX_LEN)]
    TooLong(usize),
}

impl<T> DistinctList<T> {
    /// The longest list.
    pub const MAX_LEN: usize = 500;

    /// The items, in the order given.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }

    /// The items, in the order given.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For this crate's own defaults, which its tests check.
    pub(crate) fn from_literals(items: Vec<T>) -> Self {
        DistinctList(items)
    }
}

impl<T> Default for DistinctList<T> {
    fn default() -> Self {
        DistinctList(Vec::new())
    }
}

impl<T: PartialEq> DistinctList<T> {
    /// Whether `item` is among them.
    pub fn contains(&self, item: &T) -> bool {
        self.0.contains(item)
    }
}

impl<T: PartialEq> TryFrom<Vec<T>> for DistinctList<T> {
    type Error = DistinctListError;

    fn try_from(items: Vec<T>) -> Result<Self, DistinctListError> {
        if items.len() > Self::MAX_LEN {
            return Err(DistinctListError::TooLong(items.len()));
        }
        let repeated = items
            .iter()
            .enumerate()
            .find(|(at, item)| items.iter().take(*at).any(|earlier| earlier == *item));
        match repeated {
            // People count from 1.
            Some((at, _)) => Err(DistinctListError::Repeated(at + 1)),
            None => Ok(DistinctList(items)),
        }
    }
}

impl<'list, T> IntoIterator for &'list DistinctList<T> {
    type Item = &'list T;
    type IntoIter = std::slice::Iter<'list, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn distinct<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de> + PartialEq,
    D: serde::Deserializer<'de>,
{
    let items = Vec::deserialize(deserializer)?;
    DistinctList::try_from(items).map(|list| list.0).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_item_twice() {
        let list: DistinctList<u32> = serde_json::from_str("[3,1,2]").unwrap();
        assert_eq!(list.as_slice(), [3, 1, 2]);
        assert_eq!(serde_json::to_string(&list).unwrap(), "[3,1,2]");
        assert_eq!(DistinctList::try_from(vec![3, 1, 3]), Err(DistinctListError::Repeated(3)));
        assert!(serde_json::from_str::<DistinctList<u32>>("[1,1]").is_err());
        assert_eq!(
            DistinctList::try_from((0..501).collect::<Vec<_>>()),
            Err(DistinctListError::TooLong(501))
        );
    }
}
