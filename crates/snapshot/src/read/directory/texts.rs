//! Very many short texts in one piece of memory: a `String` each would cost more for itself than for what it says.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem::Finder;

/// Texts by number. What does not fit into 4 GiB any more is kept as an empty text.
#[derive(Default)]
pub(super) struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    pub(super) fn push(&mut self, text: &str) {
        let end = u32::try_from(self.bytes.len() + text.len());
        if end.is_ok() {
            self.bytes.push_str(text);
        }
        self.ends.push(end.unwrap_or_else(|_| self.ends.last().copied().unwrap_or_default()));
    }

    pub(super) fn get(&self, number: usize) -> &str {
        let end = self.ends.get(number).copied().unwrap_or_default();
        let start =
            number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.bytes.get(start as usize..end as usize).unwrap_or_default()
    }

    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<u32>()
    }
}

/// Texts of which there are few different ones, such as towns: each is kept once. Number 0 is the empty one.
pub(super) struct Words {
    texts: Texts,
    known: HashMap<String, u32>,
}

impl Default for Words {
    fn default() -> Self {
        let mut words = Self { texts: Texts::default(), known: HashMap::new() };
        words.number("");
        words
    }
}

impl Words {
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.known.get(word) {
            return *number;
        }
        let number = u32::try_from(self.known.len()).unwrap_or_default();
        self.texts.push(word);
        self.known.insert(word.to_owned(), number);
        number
    }

    /// Nothing is added from now on.
    pub(super) fn into_texts(mut self) -> Texts {
        self.texts.shrink();
        self.texts
    }
}

/// Folded texts one behind the other, each ended by a byte that no text has: one scan finds what lies in any of them, and never
/// something that begins in one and ends in the next.
#[derive(Default)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

/// Stands in no UTF-8 text.
const END: u8 = 0xff;

impl Lines {
    /// Adds a line of several texts.
    pub(super) fn push(&mut self, texts: &[&str]) {
        let size = texts.iter().map(|text| text.len() + 1).sum::<usize>();
        if u32::try_from(self.bytes.len() + size).is_ok() {
            for text in texts {
                self.bytes.extend_from_slice(text.as_bytes());
                self.bytes.push(END);
            }
        }
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The texts of a line.
    pub(super) fn texts(&self, line: usize) -> impl Iterator<Item = &[u8]> {
        let bytes = self.bytes.get(self.start(line)..self.start(line + 1)).unwrap_or_default();
        let whole = bytes.split_last().map_or(bytes, |(_, whole)| whole);
        whole.split(|byte| *byte == END)
    }

    /// The first text of a line.
    pub(super) fn first(&self, line: usize) -> &[u8] {
        self.texts(line).next().unwrap_or_default()
    }

    /// The last text of a line.
    pub(super) fn last(&self, line: usize) -> &[u8] {
        self.texts(line).last().unwrap_or_default()
    }

    /// The lines of this range that hold the needle, in order. An empty one lies in all.
    pub(super) fn holding<'a>(
        &'a self,
        range: Range<usize>,
        needle: &'a Finder<'_>,
    ) -> impl Iterator<Item = usize> + 'a {
        let mut next = range.start;
        std::iter::from_fn(move || {
            if next >= range.end {
                return None;
            }
            let from = self.start(next);
            let hit = needle.find(self.bytes.get(from..self.start(range.end))?)?;
            let line = self.line_at(next, from + hit);
            next = line + 1;
            Some(line)
        })
    }

    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<u32>()
    }

    /// How often each byte occurs.
    pub(super) fn frequencies(&self) -> [u32; 256] {
        let mut counts = [0; 256];
        for byte in &self.bytes {
            counts[usize::from(*byte)] += 1;
        }
        counts
    }

    fn start(&self, line: usize) -> usize {
        let end_before = line.checked_sub(1).and_then(|before| self.ends.get(before));
        end_before.map_or(0, |end| *end as usize)
    }

    /// The line with that byte, which is not before line `from`. Hits are near each other when there are many, so the search begins
    /// there and doubles its steps.
    fn line_at(&self, from: usize, byte: usize) -> usize {
        let mut low = from;
        let mut step = 1;
        while self.ends.get(low + step).is_some_and(|end| *end as usize <= byte) {
            low += step;
            step *= 2;
        }
        let high = (low + step + 1).min(self.ends.len());
        let ends = self.ends.get(low..high).unwrap_or_default();
        low + ends.partition_point(|end| *end as usize <= byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_words_come_back() {
        let mut texts = Texts::default();
        let mut words = Words::default();
        let given = ["Évron", "", "Laval", "Évron"];
        given.iter().for_each(|text| texts.push(text));
        let numbers = given.map(|word| words.number(word));
        assert_eq!(numbers, [1, 0, 2, 1]);
        let words = words.into_texts();
        for (at, text) in given.iter().enumerate() {
            assert_eq!(texts.get(at), *text);
            assert_eq!(words.get(numbers[at] as usize), *text);
        }
        assert_eq!(texts.get(4), "");
    }

    #[test]
    fn lines_that_hold_a_needle() {
        let mut lines = Lines::default();
        for number in 0..100 {
            lines.push(&[&format!("c{number}"), if number % 7 == 3 { "ab" } else { "b a" }]);
        }
        let held = |range, needle: &str| lines.holding(range, &Finder::new(needle)).collect::<Vec<_>>();
        assert_eq!(held(0..100, "ab"), (0..100).filter(|n| n % 7 == 3).collect::<Vec<_>>());
        assert_eq!(held(10..20, "ab"), [10, 17]);
        assert_eq!(held(0..100, "c99"), [99]);
        assert_eq!(held(40..43, ""), [40, 41, 42]);
        assert_eq!(held(0..100, "ac"), [0; 0], "begins in one and ends in the next");
        assert_eq!((lines.first(3), lines.last(3)), (&b"c3"[..], &b"ab"[..]));
        assert_eq!(lines.len(), 100);
    }
}
