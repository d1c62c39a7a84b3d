//! Changes to a text, told by its tokens.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::tokens::Token;

/// Replacements of parts of a text, which must not overlap.
#[derive(Debug, Default)]
pub(crate) struct Edits(Vec<(usize, usize, String)>);

impl Edits {
    /// Puts something in the place of the tokens from the first to the last.
    pub(crate) fn replace(&mut self, first: &Token<'_>, last: &Token<'_>, by: impl Into<String>) {
        self.0.push((first.start, last.end(), by.into()));
    }

    /// Drops a token.
    pub(crate) fn drop(&mut self, token: &Token<'_>) {
        self.replace(token, token, "");
    }

    /// Puts something behind a token.
    pub(crate) fn append(&mut self, token: &Token<'_>, text: impl Into<String>) {
        self.0.push((token.end(), token.end(), text.into()));
    }

    /// Puts something before a token.
    pub(crate) fn prepend(&mut self, token: &Token<'_>, text: impl Into<String>) {
        self.0.push((token.start, token.start, text.into()));
    }

    /// The changed text. What lies inside of a part that is replaced goes with it.
    pub(crate) fn apply(mut self, text: &str) -> Cow<'_, str> {
        if self.0.is_empty() {
            return Cow::Borrowed(text);
        }
        self.0.sort_by_key(|(start, end, _)| (*start, start != end, Reverse(*end)));
        let (mut changed, mut place) = (String::new(), 0);
        for (start, end, by) in self.0 {
            if let Some(kept) = text.get(place..start) {
                changed.push_str(kept);
                changed.push_str(&by);
                place = end;
            }
        }
        changed.push_str(text.get(place..).unwrap_or_default());
        Cow::Owned(changed)
    }
}
