//! What was left out, in words: the first of it, for a view that repeats every row must not fill memory.

/// How many are kept in words; the rest is counted.
const NAMED: usize = 100;

/// Rows that were left out.
#[derive(Debug, Default)]
pub(super) struct Problems {
    pub(super) named: Vec<String>,
    pub(super) more: u64,
}

impl Problems {
    pub(super) fn push(&mut self, words: String) {
        if self.named.len() < NAMED {
            self.named.push(words);
        } else {
            self.more += 1;
        }
    }

    /// Adds what was met elsewhere.
    pub(super) fn append(&mut self, other: Self) {
        other.named.into_iter().for_each(|words| self.push(words));
        self.more += other.more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_named_and_all_are_counted() {
        for (count, named, more) in [(0, 0, 0), (100, 100, 0), (101, 100, 1), (1_000, 100, 900)] {
            let mut problems = Problems::default();
            (0..count).for_each(|n| problems.push(n.to_string()));
            assert_eq!((problems.named.len(), problems.more), (named, more), "{count}");
            let mut both = Problems::default();
            both.push("before".to_owned());
            both.append(Problems { named: problems.named.clone(), more });
            assert_eq!(both.named.len() as u64 + both.more, count + 1);
            assert!(problems.named.iter().enumerate().all(|(n, words)| *words == n.to_string()), "{count}");
        }
    }
}
