//! Receipts come late, repeated and in any order.

use domain::FollowUpChange;
use exchange_schema::{Receipt, ReceiptState as S, Sha256};
use rstest::rstest;

use super::{fate, merged};
use crate::journal::Entry;
use crate::testing::{at, entry, vc};

fn visit() -> Entry {
    entry(1, vc("C1", "2026-11-20", FollowUpChange::Unchanged))
}

fn receipt(state: S, second: i64) -> Receipt {
    let entry = visit();
    Receipt {
        name: entry.file.file_name().to_string(),
        sha256: Some(entry.sha256),
        state,
        at: at(second),
        reference: None,
        reason: None,
        seq: None,
        target: None,
        message: None,
        clashes: Vec::new(),
    }
}

/// The state that is known after these receipts, one file after the other.
fn after(files: &[Vec<Receipt>]) -> Option<S> {
    let mut entry = visit();
    for receipts in files {
        for (name, fate) in merged([entry.known(entry.file.file_name())], receipts) {
            assert_eq!(name, *entry.file.file_name());
            entry.fate = Some(fate);
        }
    }
    entry.fate.map(|fate| fate.state)
}

#[rstest]
#[case::none(vec![], None)]
#[case::one(vec![vec![receipt(S::Deferred, 1)]], Some(S::Deferred))]
#[case::later(vec![vec![receipt(S::Deferred, 1)], vec![receipt(S::Integrated, 2)]], Some(S::Integrated))]
#[case::late(vec![vec![receipt(S::Integrated, 2)], vec![receipt(S::Deferred, 1)]], Some(S::Integrated))]
#[case::retried(vec![vec![receipt(S::Rejected, 1)], vec![receipt(S::Integrated, 2)]], Some(S::Integrated))]
#[case::same_second(vec![vec![receipt(S::Integrated, 1)], vec![receipt(S::Deferred, 1)]], Some(S::Integrated))]
#[case::decided(vec![vec![receipt(S::Integrated, 1)], vec![receipt(S::Validated, 5)]], Some(S::Validated))]
// The company's base was restored, and the file waits again: the laptop shows the entry again.
#[case::restored(vec![vec![receipt(S::Integrated, 1)], vec![receipt(S::Deferred, 9)]], Some(S::Deferred))]
#[case::two_in_one(vec![vec![receipt(S::Integrated, 3), receipt(S::Rejected, 2)]], Some(S::Integrated))]
fn the_latest_word_counts(#[case] files: Vec<Vec<Receipt>>, #[case] expected: Option<S>) {
    assert_eq!(after(&files), expected);
}

#[test]
fn only_receipts_of_these_very_bytes_count() {
    let other = Receipt { sha256: Some(Sha256::of(b"other")), ..receipt(S::Integrated, 1) };
    let unread = Receipt { sha256: None, ..receipt(S::Deferred, 2) };
    let stranger = Receipt { name: "x.json".into(), ..receipt(S::Integrated, 3) };
    assert_eq!(after(&[vec![other.clone(), unread, stranger]]), None);
    assert_eq!(after(&[vec![other, receipt(S::Rejected, 0)]]), Some(S::Rejected));
}

#[test]
fn what_is_known_already_is_no_news() {
    let mut entry = visit();
    entry.fate = Some(fate(&receipt(S::Integrated, 2)));
    for known in [receipt(S::Integrated, 2), receipt(S::Rejected, 1)] {
        assert_eq!(merged([entry.known(entry.file.file_name())], &[known]), []);
    }
}
