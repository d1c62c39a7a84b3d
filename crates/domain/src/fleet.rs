//! What vehicles a customer or prospect runs.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::erp_text::{TrimmedErpTextError, check_trimmed};
use crate::text_type::text_type;

/// « type de parc » : one kind of vehicle, such as VL or PL & PLP. Which kinds are offered is the parameter
/// `types_parc`; a kind that was offered once stays readable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FleetKind(String);

/// Why a text is no kind of fleet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of fleet: {0}")]
pub struct FleetKindError(#[from] TrimmedErpTextError);

impl FleetKind {
    /// The longest kind, in bytes of Windows-1252.
    pub const MAX_LEN: usize = 20;

    fn check(text: &str) -> Result<(), FleetKindError> {
        Ok(check_trimmed(text, Self::MAX_LEN)?)
    }

    /// For this crate's own defaults, which its tests check.
    pub(crate) fn from_literal(text: &'static str) -> FleetKind {
        FleetKind(text.to_owned())
    }
}

text_type!(FleetKind, FleetKindError);

/// A number of vehicles that nobody has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{count} vehicles of kind {kind}: at most {max} are accepted; check the number", max = Fleet::MAX_COUNT)]
pub struct FleetCountError {
    kind: FleetKind,
    count: u32,
}

/// « parc » : per kind the number of vehicles; `None` = ticked, number unknown; `Some(0)` = not ticked; an
/// absent kind says nothing (design §4, `fleet`).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(type = "Record<string, number | null>"))]
pub struct Fleet(BTreeMap<FleetKind, Option<u32>>);

impl Fleet {
    /// The largest number of vehicles of one kind.
    pub const MAX_COUNT: u32 = 99_999;

    /// Whether no kind is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is said of `kind`; the outer `None` = nothing.
    pub fn get(&self, kind: &FleetKind) -> Option<Option<u32>> {
        self.0.get(kind).copied()
    }

    /// The kinds named, in their own order.
    pub fn iter(&self) -> impl Iterator<Item = (&FleetKind, Option<u32>)> {
        self.0.iter().map(|(kind, count)| (kind, *count))
    }

    /// Says something of `kind`, in place of what was said before.
    pub fn insert(&mut self, kind: FleetKind, count: Option<u32>) -> Result<(), FleetCountError> {
        match count {
            Some(count) if count > Self::MAX_COUNT => Err(FleetCountError { kind, count }),
            _ => {
                self.0.insert(kind, count);
                Ok(())
            }
        }
    }

    /// What it says of kinds that the other one does not name.
    pub fn without(&self, other: &Fleet) -> Fleet {
        let kept = self.0.iter().filter(|(kind, _)| !other.0.contains_key(*kind));
        Fleet(kept.map(|(kind, count)| (kind.clone(), *count)).collect())
    }

    /// Lays a newer statement over this one: kinds that it does not name stay.
    pub fn overlay(&mut self, newer: &Fleet) {
        self.0.extend(newer.0.iter().map(|(kind, count)| (kind.clone(), *count)));
    }
}

/// By hand, because a map would silently keep the last of two equal kinds and a doubled key is refused
/// (design §4).
impl<'de> Deserialize<'de> for Fleet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fleet, D::Error> {
        struct FleetVisitor;

        impl<'de> Visitor<'de> for FleetVisitor {
            type Value = Fleet;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of fleet kinds to a number of vehicles or null, for example {\"VL\": 3}")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Fleet, M::Error> {
                let mut fleet = Fleet::default();
                while let Some((kind, count)) = map.next_entry::<FleetKind, Option<u32>>()? {
                    if fleet.get(&kind).is_some() {
                        return Err(M::Error::custom(format!("the kind {kind} is given twice; keep one")));
                    }
                    fleet.insert(kind, count).map_err(M::Error::custom)?;
                }
                Ok(fleet)
            }
        }

        deserializer.deserialize_map(FleetVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fleet(json: &str) -> Fleet {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn kinds() {
        for text in ["VL", "PL & PLP", "Engins élévateurs"] {
            assert_eq!(text.parse::<FleetKind>().unwrap().as_str(), text);
        }
        for text in ["", " VL", "VL ", "V\nL", "123456789012345678901", "漢"] {
            assert!(text.parse::<FleetKind>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn reads_counts_unknown_and_unticked() {
        let read = fleet(r#"{"VL":3,"TP":null,"GC":0,"AGRI":99999}"#);
        let kinds: Vec<_> = read.iter().map(|(kind, count)| (kind.as_str(), count)).collect();
        assert_eq!(kinds, [("AGRI", Some(99_999)), ("GC", Some(0)), ("TP", None), ("VL", Some(3))]);
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"AGRI":99999,"GC":0,"TP":null,"VL":3}"#);
        assert!(fleet("{}").is_empty());
    }

    #[test]
    fn refuses_what_is_no_fleet() {
        for json in [r#"{"VL":100000}"#, r#"{"VL":-1}"#, r#"{"VL":1.5}"#, r#"{"VL":"3"}"#, r#"{"":1}"#] {
            assert!(serde_json::from_str::<Fleet>(json).is_err(), "{json}");
        }
        let doubled = serde_json::from_str::<Fleet>(r#"{"VL":1,"VL":2}"#).unwrap_err();
        assert!(doubled.to_string().contains("given twice"), "{doubled}");
    }

    #[test]
    fn overlay_keeps_the_kinds_not_named() {
        let mut older = fleet(r#"{"VL":3,"TP":null}"#);
        older.overlay(&fleet(r#"{"TP":0,"GC":1}"#));
        assert_eq!(older, fleet(r#"{"VL":3,"TP":0,"GC":1}"#));
    }
}
