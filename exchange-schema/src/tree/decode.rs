//! From [`Node`] to types. What serde's derived code says through [`serde::de::Error`] comes as one call per sort of
//! fault, so the reason is known without reading any message; the path is put together on the way out.

use std::fmt;
use std::slice;

use serde::Deserialize;
use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::Node;
use crate::{ParseError, Reason};

impl Node {
    /// Reads a `T`.
    ///
    /// # Errors
    /// The first fault met, in the order of the document; absent keys last.
    pub(crate) fn decode<'de, T: Deserialize<'de>>(&'de self) -> Result<T, ParseError> {
        T::deserialize(self).map_err(DecodeError::into_parse_error)
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Other("null"),
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Negative(value) => Unexpected::Signed(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Text(text) => Unexpected::Str(text),
            Self::List(_) => Unexpected::Other("a list"),
            Self::Map(_) => Unexpected::Other("an object"),
        }
    }
}

/// A step down into a document.
#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

/// A fault, and how deep it lies.
#[derive(Debug)]
pub(crate) struct DecodeError {
    reason: Reason,
    detail: String,
    /// Innermost first: each level adds its own step as the error passes.
    steps: Vec<Step>,
}

impl DecodeError {
    fn new(reason: Reason, detail: String) -> Self {
        Self { reason, detail, steps: Vec::new() }
    }

    fn within(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    fn into_parse_error(self) -> ParseError {
        let mut path = String::new();
        for step in self.steps.iter().rev() {
            match step {
                Step::Key(key) if path.is_empty() => path.push_str(key),
                Step::Key(key) => path.extend([".", key]),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        ParseError::new(self.reason, &path, &self.detail)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for DecodeError {}

impl Error for DecodeError {
    /// What a type of the domain says when it refuses a value of the right JSON type.
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Reason::BadValue, message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        // Its kind, never its value: that may be anybody's bank account.
        let found = match found {
            Unexpected::Unit => "null",
            Unexpected::Bool(_) => "true or false",
            Unexpected::Unsigned(_) | Unexpected::Signed(_) => "a whole number",
            Unexpected::Float(_) => "a number",
            Unexpected::Str(_) | Unexpected::Char(_) => "a text",
            Unexpected::Other(kind) => kind,
            _ => "something else",
        };
        Self::new(Reason::WrongType, format!("{found} where {expected} belongs"))
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        let detail = match known {
            [] => "no such key is known here".to_owned(),
            known => format!("no such key is known here; there are {}", known.join(", ")),
        };
        Self::new(Reason::UnknownKey, detail).within(Step::Key(field.to_owned()))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Reason::MissingKey, "this key must be there".to_owned()).within(Step::Key(field.to_owned()))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(Reason::DoubledKey, "this key stands twice".to_owned()).within(Step::Key(field.to_owned()))
    }
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self {
            Node::Null => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Unsigned(value) => visitor.visit_u64(*value),
            Node::Negative(value) => visitor.visit_i64(*value),
            Node::Float(value) => visitor.visit_f64(*value),
            Node::Text(text) => visitor.visit_borrowed_str(text),
            Node::List(items) => visitor.visit_seq(Items(items.iter().enumerate())),
            Node::Map(entries) => visitor.visit_map(Entries { rest: entries.iter(), value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self {
            Node::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    /// Derived structs read a list as well, field after field; an exchange file names its fields.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match self {
            Node::Map(_) => self.deserialize_any(visitor),
            _ => Err(DecodeError::invalid_type(self.unexpected(), &visitor)),
        }
    }

    /// Only enums of plain codes are read so; there is no other enum on the wire.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match self {
            Node::Text(text) => visitor.visit_enum(StrDeserializer::new(text)),
            _ => Err(DecodeError::invalid_type(self.unexpected(), &visitor)),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

struct Items<'de>(std::iter::Enumerate<slice::Iter<'de, Node>>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        self.0
            .next()
            .map(|(index, item)| seed.deserialize(item).map_err(|e| e.within(Step::Index(index))))
            .transpose()
    }
}

struct Entries<'de> {
    rest: slice::Iter<'de, (String, Node)>,
    /// The entry whose key was just given out.
    value: Option<(&'de str, &'de Node)>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeError> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some((key, value));
        match seed.deserialize(BorrowedStrDeserializer::<DecodeError>::new(key)) {
            Ok(key) => Ok(Some(key)),
            // An unknown key has named itself already.
            Err(error) if error.reason == Reason::UnknownKey => Err(error),
            Err(error) => Err(error.within(Step::Key(key.clone()))),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, DecodeError> {
        let Some((key, value)) = self.value.take() else {
            return Err(DecodeError::custom("a value was asked for before its key"));
        };
        seed.deserialize(value).map_err(|e| e.within(Step::Key(key.to_owned())))
    }
}
