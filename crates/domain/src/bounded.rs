//! Whole numbers within fixed bounds, for the durations among the parameters.

use std::fmt;

use serde::{Deserialize, Serialize};

/// « nombre borné » : a whole number from `MIN` to `MAX`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Bounded<const MIN: u32, const MAX: u32>(u32);

/// A number outside its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{value} is out of bounds; give a whole number from {min} to {max}")]
pub struct OutOfBounds {
    value: u32,
    min: u32,
    max: u32,
}

impl<const MIN: u32, const MAX: u32> Bounded<MIN, MAX> {
    /// A number known when the program is built; one out of bounds does not compile.
    pub const fn of<const VALUE: u32>() -> Self {
        const { assert!(MIN <= VALUE && VALUE <= MAX) };
        Bounded(VALUE)
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl<const MIN: u32, const MAX: u32> TryFrom<u32> for Bounded<MIN, MAX> {
    type Error = OutOfBounds;

    fn try_from(value: u32) -> Result<Self, OutOfBounds> {
        if (MIN..=MAX).contains(&value) {
            Ok(Bounded(value))
        } else {
            Err(OutOfBounds { value, min: MIN, max: MAX })
        }
    }
}

impl<const MIN: u32, const MAX: u32> From<Bounded<MIN, MAX>> for u32 {
    fn from(bounded: Bounded<MIN, MAX>) -> u32 {
        bounded.0
    }
}

impl<const MIN: u32, const MAX: u32> fmt::Display for Bounded<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_included() {
        type Number = Bounded<1, 120>;
        for value in [1, 12, 120] {
            assert_eq!(Number::try_from(value).unwrap().get(), value);
        }
        for json in ["0", "121", "-1", "1.5", "\"12\"", "null"] {
            assert!(serde_json::from_str::<Number>(json).is_err(), "{json}");
        }
    }
}
