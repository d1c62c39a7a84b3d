//! What was typed in a search, and what matches it.

use std::ops::Range;

/// What was typed in the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    /// What a whole name must look like: `text`, with `*` on both sides where it may lie anywhere in the name.
    whole: String,
    /// What matches has at least so many bytes.
    least: usize,
}

impl Pattern {
    /// Without wildcards: contained in the name or in the code. With `*`: the whole name or code, `*` standing for anything. With `?` only
    /// (one sign): contained. Case and accents do not matter; blanks around it neither.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let mut text = String::with_capacity(typed.len());
        for sign in domain::fold(typed).trim().chars() {
            // Two stars say what one says.
            if sign != '*' || !text.ends_with('*') {
                text.push(sign);
            }
        }
        let whole = match &text {
            text if text.is_empty() => "*".to_owned(),
            text if text.contains('*') => text.clone(),
            text => format!("*{text}*"),
        };
        let least = text.bytes().filter(|byte| *byte != b'*').count();
        Self { text, whole, least }
    }

    /// Whether nothing was typed: everything matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether a name or code matches; for lists that are not in the directory.
    #[must_use]
    pub fn matches(&self, folded: &str) -> bool {
        self.is_in(folded.as_bytes())
    }

    /// Where the texts between the stars lie in a folded name or code, in bytes; nothing when it does not match. Each text lies as far left
    /// as it can, the last one at the end where no star follows it.
    #[must_use]
    pub fn spans(&self, folded: &str) -> Vec<Range<usize>> {
        if !self.matches(folded) {
            return Vec::new();
        }
        let texts: Vec<&str> = self.whole.split('*').collect();
        let mut spans = Vec::new();
        let mut from = 0;
        for (at, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let is_last = at + 1 == texts.len();
            let found = if is_last { last_span(text, folded, from) } else { first_span(text, folded, from) };
            let Some(span) = found else { return Vec::new() };
            from = span.end;
            spans.push(span);
        }
        spans
    }

    /// As [`Pattern::matches`].
    pub(super) fn is_in(&self, folded: &[u8]) -> bool {
        folded.len() >= self.least && glob(self.whole.as_bytes(), folded)
    }

    /// Whether it begins with what was typed. What begins with a wildcard is the beginning of nothing.
    pub(super) fn begins(&self, folded: &[u8]) -> bool {
        !self.head().is_empty() && glob(self.beginning(), folded)
    }

    /// Whether everything that begins with the head begins with the pattern.
    pub(super) fn is_prefix(&self) -> bool {
        self.beginning().strip_prefix(self.head()) == Some(b"*")
    }

    /// Whether nothing but what begins with the pattern can match.
    pub(super) fn is_anchored(&self) -> bool {
        !self.whole.starts_with(['*', '?'])
    }

    /// What stands before the first wildcard.
    pub(super) fn head(&self) -> &[u8] {
        self.text.split(['*', '?']).next().unwrap_or_default().as_bytes()
    }

    /// The texts between the wildcards.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &str> {
        self.text.split(['*', '?']).filter(|piece| !piece.is_empty())
    }

    /// What something that begins with the pattern looks like.
    fn beginning(&self) -> &[u8] {
        let free = self.whole.len() > self.text.len();
        self.whole.as_bytes().get(usize::from(free)..).unwrap_or_default()
    }
}

/// The first place from `from` on where a text without stars fits.
fn first_span(text: &str, folded: &str, from: usize) -> Option<Range<usize>> {
    let signs = text.chars().count();
    let tail = folded.get(from..)?;
    tail.char_indices().map(|(at, _)| from + at).find_map(|start| fits(text, signs, folded, start))
}

/// The place at the very end.
fn last_span(text: &str, folded: &str, from: usize) -> Option<Range<usize>> {
    let signs = text.chars().count();
    let (start, _) = folded.char_indices().rev().nth(signs.checked_sub(1)?)?;
    (start >= from).then(|| fits(text, signs, folded, start)).flatten()
}

fn fits(text: &str, signs: usize, folded: &str, start: usize) -> Option<Range<usize>> {
    let rest = folded.get(start..)?;
    let end = start + rest.char_indices().nth(signs).map_or(rest.len(), |(at, _)| at);
    glob(text.as_bytes(), folded.get(start..end)?.as_bytes()).then_some(start..end)
}

/// Whether a pattern of `*` and `?` fits a whole text. No recursion, and only the last star is tried again: at worst the length of the one
/// times the length of the other.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    // What stands behind the last star, and where that begins in the text.
    let mut retry: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') if p + 1 == pattern.len() => return true,
            Some(b'*') => {
                p += 1;
                retry = Some((p, t));
            }
            Some(b'?') => {
                p += 1;
                t += width(*byte);
            }
            Some(wanted) if wanted == byte => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((behind, from)) = retry else { return false };
                let from = from + text.get(from).map_or(1, |byte| width(*byte));
                retry = Some((behind, from));
                (p, t) = (behind, from);
            }
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

/// How many bytes the sign has that begins with this one, in UTF-8.
const fn width(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0.. => 4,
    }
}

#[cfg(test)]
#[path = "pattern_tests.rs"]
mod tests;
