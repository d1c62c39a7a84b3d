//! The search: codes that begin with what was typed, then names that do, then the rest. Each part stops as soon as there is enough.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use memchr::memmem::Finder;

use super::{Directory, Pattern, partition_point};

impl Directory {
    /// At most `limit` places that match: codes that begin with what was typed first, then names that do, then the others, each by name.
    /// What begins with a wildcard is the beginning of nothing: all matches are others.
    #[must_use]
    pub fn search(&self, pattern: &Pattern, limit: usize) -> Vec<usize> {
        let finder = Finder::new(self.rarest_piece(pattern));
        let mut found = Vec::new();
        if !pattern.head().is_empty() {
            found = self.codes_that_begin(pattern, &finder, limit);
            let names =
                self.names_that_begin(pattern, &finder).filter(|place| !self.code_begins(*place, pattern));
            found.extend(names.take(limit - found.len()));
        }
        if !pattern.is_anchored() {
            let others = self.folded.holding(0..self.len(), &finder);
            let others = others.filter(|place| self.matches_elsewhere(*place, pattern));
            found.extend(others.take(limit - found.len()));
        }
        found
    }

    /// The first `limit` by name. Codes lie in their own order, so all have to be seen.
    fn codes_that_begin(&self, pattern: &Pattern, finder: &Finder<'_>, limit: usize) -> Vec<usize> {
        let range = self.codes_from(pattern.head());
        let mut first = BinaryHeap::new();
        let mut keep = |line| {
            let Some(place) = self.place(line) else { return };
            if first.len() < limit {
                first.push(place);
            } else if let Some(mut last) = first.peek_mut()
                && place < *last
            {
                *last = place;
            }
        };
        if pattern.is_prefix() {
            range.for_each(&mut keep);
        } else {
            let lines = self.by_code.holding(range, finder);
            lines.filter(|line| pattern.begins(self.by_code.first(*line))).for_each(&mut keep);
        }
        first.into_sorted_vec()
    }

    /// Lines of `by_code` that begin with the head.
    fn codes_from(&self, head: &[u8]) -> Range<usize> {
        let start = self.first_code_from(head);
        let end =
            partition_point(start, self.by_code.len(), |line| self.by_code.first(line).starts_with(head));
        start..end
    }

    fn names_that_begin<'a>(
        &'a self,
        pattern: &'a Pattern,
        finder: &'a Finder<'_>,
    ) -> impl Iterator<Item = usize> + 'a {
        let head = pattern.head();
        let start = partition_point(0, self.len(), |place| self.folded.last(place) < head);
        let end = partition_point(start, self.len(), |place| self.folded.last(place).starts_with(head));
        self.folded.holding(start..end, finder).filter(|place| pattern.begins(self.folded.last(*place)))
    }

    fn code_begins(&self, place: usize, pattern: &Pattern) -> bool {
        pattern.begins(self.folded.first(place))
    }

    /// Whether it matches, and neither code nor name begins with the pattern.
    fn matches_elsewhere(&self, place: usize, pattern: &Pattern) -> bool {
        self.folded.texts(place).any(|text| pattern.is_in(text))
            && !self.folded.texts(place).any(|text| pattern.begins(text))
    }

    /// What to look for in the buffer: the longest text between wildcards, of several the one with the rarest sign.
    fn rarest_piece<'a>(&self, pattern: &'a Pattern) -> &'a str {
        let frequency = |byte: u8| self.frequencies.get(usize::from(byte)).copied().unwrap_or_default();
        let rarest = |piece: &str| piece.bytes().map(frequency).min().unwrap_or_default();
        let pieces = pattern.pieces();
        pieces.max_by_key(|piece| (piece.len(), Reverse(rarest(piece)))).unwrap_or_default()
    }
}
