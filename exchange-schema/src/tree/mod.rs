//! A JSON document as it was written: order and doubled keys kept, numbers exact. serde's derived readers lose the
//! doubled keys of maps and tell faults apart only by their wording; here every fault is seen while it still has a
//! shape. Private to this crate: what leaves it are types and [`ParseError`].

mod decode;
mod read;

use crate::{ParseError, Reason};

/// One JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Unsigned(u64),
    Negative(i64),
    /// Written with a point or an exponent, or beyond 64 bits: no key of ours takes it.
    Float(f64),
    Text(String),
    List(Vec<Node>),
    /// In the order of the document.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// Reads a document of at most `limit` bytes and of format 1, in which no key is doubled and no text holds a NUL.
    ///
    /// # Errors
    /// `too-large`, `not-json`, `later-format`, `doubled-key`, or what is wrong with `format` itself.
    pub(crate) fn document(bytes: &[u8], limit: usize) -> Result<Self, ParseError> {
        let root = read::read(bytes, limit)?;
        // First of all: about the rest of a later format we know nothing, not even that it is wrong.
        root.demand_format_1()?;
        root.check(&mut String::new())?;
        Ok(root)
    }

    /// The value of the first key of that name; none too when this is no object.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    fn demand_format_1(&self) -> Result<(), ParseError> {
        if !matches!(self, Self::Map(_)) {
            return Err(ParseError::new(Reason::WrongType, "", "the document is no object"));
        }
        let (reason, detail) = match self.get("format") {
            Some(Self::Unsigned(1)) => return Ok(()),
            Some(Self::Unsigned(n @ 2..)) => {
                (Reason::LaterFormat, format!("format {n}; this program knows 1"))
            }
            Some(Self::Unsigned(_) | Self::Negative(_)) => {
                (Reason::BadValue, "formats count from 1".to_owned())
            }
            Some(_) => (Reason::WrongType, "format is no whole number".to_owned()),
            None => (Reason::MissingKey, "every document says its format".to_owned()),
        };
        Err(ParseError::new(reason, "format", &detail))
    }

    /// Recurses as deep as the document is nested: at most 128, see [`read`].
    fn check(&self, path: &mut String) -> Result<(), ParseError> {
        let here = path.len();
        match self {
            Self::Text(text) => no_nul(text, path),
            Self::List(items) => items.iter().enumerate().try_for_each(|(index, item)| {
                path.push_str(&format!("[{index}]"));
                item.check(path)?;
                path.truncate(here);
                Ok(())
            }),
            Self::Map(entries) => {
                let mut seen = std::collections::HashSet::new();
                entries.iter().try_for_each(|(key, value)| {
                    if here > 0 {
                        path.push('.');
                    }
                    path.push_str(key);
                    if !seen.insert(key) {
                        return Err(ParseError::new(Reason::DoubledKey, path, "this key stands twice"));
                    }
                    no_nul(key, path)?;
                    value.check(path)?;
                    path.truncate(here);
                    Ok(())
                })
            }
            _ => Ok(()),
        }
    }
}

/// JSON can say `\u0000`; no column, name or mail of ours can hold it.
fn no_nul(text: &str, path: &str) -> Result<(), ParseError> {
    if text.contains('\0') {
        return Err(ParseError::new(Reason::BadValue, path, "a text holds the character U+0000"));
    }
    Ok(())
}
