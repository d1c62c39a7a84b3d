//! From bytes to [`Node`]. `serde_json` reads the grammar; its depth limit of 128 stays on, so that neither reading,
//! walking nor dropping a tree can exhaust the stack.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::Node;
use crate::{ParseError, Reason};

pub(super) fn read(bytes: &[u8], limit: usize) -> Result<Node, ParseError> {
    if bytes.len() > limit {
        let detail = format!("{} bytes; at most {limit} are allowed", bytes.len());
        return Err(ParseError::new(Reason::TooLarge, "", &detail));
    }
    let not_json = |detail: &str| ParseError::new(Reason::NotJson, "", detail);
    let text = std::str::from_utf8(bytes)
        .map_err(|e| not_json(&format!("not UTF-8 at byte {}", e.valid_up_to())))?;
    if text.starts_with('\u{feff}') {
        return Err(not_json("begins with a byte-order mark"));
    }
    // `Node` takes every JSON value, so each error here is one of grammar, depth or a number beyond f64.
    serde_json::from_str(text).map_err(|e| not_json(&e.to_string()))
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

impl<'de> Visitor<'de> for AnyNode {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Unsigned(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(u64::try_from(value).map_or(Node::Negative(value), Node::Unsigned))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        // No size hint is trusted: the vector grows with what is really there.
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Node::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(bytes: &[u8]) -> Result<Node, Reason> {
        read(bytes, 2_000_000).map_err(|e| e.reason)
    }

    #[test]
    fn order_and_doubles_are_kept() {
        let map = Node::Map(vec![
            ("b".to_owned(), Node::Unsigned(1)),
            ("a".to_owned(), Node::Negative(-1)),
            ("b".to_owned(), Node::Float(1.0)),
        ]);
        assert_eq!(reason(br#"{"b":1,"a":-1,"b":1.0}"#), Ok(map));
    }

    #[test]
    fn numbers_are_exact() {
        assert_eq!(reason(b"18446744073709551615"), Ok(Node::Unsigned(u64::MAX)));
        assert_eq!(reason(b"-9223372036854775808"), Ok(Node::Negative(i64::MIN)));
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n)).into_bytes();
        assert!(reason(&nested(127)).is_ok());
        assert_eq!(reason(&nested(128)), Err(Reason::NotJson));
        assert_eq!(reason(&nested(900_000)), Err(Reason::NotJson));
        assert_eq!(reason(&vec![b'['; 1_000_000]), Err(Reason::NotJson));
    }

    #[test]
    fn no_other_encoding() {
        for bytes in [
            &b"\xef\xbb\xbf{}"[..],
            b"\xff\xfe{\0}\0",
            b"{\0}",
            b"{}\0",
            b"\"\xe9\"",
            b"",
            b"{} {}",
            b"\"\\ud800\"",
        ] {
            assert_eq!(reason(bytes), Err(Reason::NotJson), "{bytes:?}");
        }
    }
}
