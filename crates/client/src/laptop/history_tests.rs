//! Pages of base and own rows together.

use std::sync::Arc;

use domain::{FollowUpChange, RelationClass};
use snapshot::read::{HistoryKey, VisitRow};

use super::{HistoryRow, PageQuery, merged};
use crate::overlay::{LaidVisit, visit_row};
use crate::testing::{day, entry, vc};

fn based(on: Option<&str>, at: &str, key: &str) -> VisitRow {
    VisitRow {
        key: HistoryKey { on: on.map(day), at: at.into(), key: key.into() },
        author: Some("JDU".into()),
        origin: Some("CRV".into()),
        class: RelationClass::Visit,
        subject: None,
        comment: None,
        answers: None,
        entry: None,
    }
}

fn pending(sequence: u64, on: &str) -> LaidVisit {
    let entry = Arc::new(entry(sequence, vc("C1", on, FollowUpChange::Unchanged)));
    visit_row(&entry, None, |_| None).unwrap()
}

#[test]
fn every_row_stands_on_one_page_whatever_the_size_of_pages() {
    let mut base: Vec<VisitRow> = vec![
        based(Some("2026-11-20"), "09:05", "a"),
        based(Some("2026-11-20"), "09:05", "z"),
        based(Some("2026-11-18"), "08:00", "b"),
        based(Some("2025-01-01"), "", "c"),
        based(None, "", "d"),
    ];
    base.sort_by(|one, other| one.key.cmp(&other.key));
    let own = || vec![pending(1, "2026-11-20"), pending(2, "2026-11-19"), pending(3, "2020-01-01")];
    for limit in 1..=9 {
        let mut seen = Vec::new();
        let mut query = PageQuery { with_lit: false, after: None, limit };
        loop {
            let asked = query.of_base();
            let rows = base.iter().filter(|row| asked.after.as_ref().is_none_or(|after| row.key > *after));
            let rows: Vec<HistoryRow> =
                rows.take(asked.limit).map(|row| HistoryRow::of_base(row.clone(), None)).collect();
            let page = merged(own(), (rows, 5), &query, "Jean Dupont");
            assert!(page.rows.len() <= limit);
            assert_eq!(page.total, 8);
            seen.extend(page.rows);
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        assert_eq!(seen.len(), 8, "pages of {limit}");
        assert!(seen.is_sorted_by_key(|row| row.place.key()), "pages of {limit}");
        assert_eq!(seen.iter().filter(|row| row.pending).count(), 3);
    }
}
