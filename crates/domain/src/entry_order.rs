//! Which of two entries is the earlier one (decision 0008, « Order and dependence »): files arrive in any order, and
//! laptops' clocks differ.

use chrono::{DateTime, Utc};

/// « moment d'une saisie » : what is known of when an entry was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryMark {
    /// The file's name.
    pub file: String,
    /// The device that made it, as its file says; empty = unknown.
    pub device: String,
    /// Its number among the device's files, where they are numbered.
    pub sequence: Option<u64>,
    /// Its `created_at`.
    pub at: DateTime<Utc>,
}

impl EntryMark {
    /// Whether this entry was made before the other: by `sequence` when both are of one device and numbered, for a
    /// clock can be set back; else by the instant, then by the name, so that of two files one is always the earlier.
    pub fn is_before(&self, other: &EntryMark) -> bool {
        match (self.sequence, other.sequence) {
            (Some(own), Some(others)) if self.same_device(other) && own != others => own < others,
            _ => (self.at, &self.file) < (other.at, &other.file),
        }
    }

    /// Whether both come from one device, as far as it is known.
    pub fn same_device(&self, other: &EntryMark) -> bool {
        !self.device.is_empty() && self.device == other.device
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(file: &str, device: &str, sequence: Option<u64>, second: i64) -> EntryMark {
        let at = DateTime::from_timestamp(second, 0).unwrap();
        EntryMark { file: file.to_owned(), device: device.to_owned(), sequence, at }
    }

    #[test]
    fn by_sequence_then_instant_then_name() {
        for (earlier, later) in [
            (mark("a", "d", Some(1), 10), mark("b", "d", Some(2), 20)),
            // The clock was set back.
            (mark("b", "d", Some(1), 20), mark("a", "d", Some(2), 10)),
            // Numbers of two devices have nothing to do with each other.
            (mark("a", "d", Some(9), 10), mark("b", "e", Some(2), 20)),
            (mark("a", "", Some(9), 10), mark("b", "", Some(2), 20)),
            (mark("b", "d", None, 10), mark("a", "d", Some(1), 20)),
            (mark("a", "d", None, 10), mark("b", "d", None, 10)),
            (mark("a", "d", Some(1), 10), mark("b", "d", Some(1), 10)),
        ] {
            assert!(earlier.is_before(&later), "{earlier:?} {later:?}");
            assert!(!later.is_before(&earlier), "{earlier:?} {later:?}");
        }
        let one = mark("a", "d", Some(1), 10);
        assert!(!one.is_before(&one));
        assert!(one.same_device(&one) && !one.same_device(&mark("a", "e", Some(1), 10)));
    }

    proptest! {
        #[test]
        fn of_two_files_one_is_earlier(
            devices in ("[de]", "[de]"),
            sequences in (proptest::option::of(0_u64..3), proptest::option::of(0_u64..3)),
            seconds in (0_i64..3, 0_i64..3),
        ) {
            let one = mark("a", &devices.0, sequences.0, seconds.0);
            let other = mark("b", &devices.1, sequences.1, seconds.1);
            prop_assert_ne!(one.is_before(&other), other.is_before(&one));
        }
    }
}
