//! Who may see, edit, visit, convert and delete a prospect: « Le prospect est limité d'accès à la personne qui l'a
//! créé », « Un prospect pourra être supprimé par la personne qui l'a créé, ou la personne à qui il est rattaché »
//! (the user's text; decision 0008, « Who may »). An entry is judged by the state at its own instant, so that a rep
//! who was offline during a reassignment loses nothing (design §6). Absent on purpose: reassigning.

use chrono::{DateTime, Utc};

/// « rattachement » : to whom a prospect is attached, from an instant on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// From when.
    pub since: DateTime<Utc>,
    /// The rep's code, `c_rep`.
    pub c_rep: Option<String>,
    /// Whether the creator is withdrawn from then on: a reassignment does that, an entry of the owner's does not
    /// (decision 0008, « MP »).
    pub creator_withdrawn: bool,
}

/// « appartenance d'un prospect » : its creator and its attachments, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ownership {
    /// The user folder of the person who created it.
    pub created_by: String,
    /// In any order.
    pub attachments: Vec<Attachment>,
}

/// « personne » : who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// His user folder.
    pub folder: &'a str,
    /// His code as a rep.
    pub c_rep: Option<&'a str>,
    /// Whether he is an administrator.
    pub admin: bool,
}

impl Ownership {
    /// Whether the prospect is his at that instant: as the rep it is attached to, or as its creator until a
    /// reassignment has withdrawn him. An administrator owns nothing by being one.
    pub fn owns_at(&self, who: &Person<'_>, at: DateTime<Utc>) -> bool {
        self.is_attached_to(who, at) || (who.folder == self.created_by && !self.creator_is_withdrawn(at))
    }

    /// Whether he may see it: its owners and administrators.
    pub fn may_see(&self, who: &Person<'_>, at: DateTime<Utc>) -> bool {
        who.admin || self.owns_at(who, at)
    }

    fn is_attached_to(&self, who: &Person<'_>, at: DateTime<Utc>) -> bool {
        let attached = self.attachment_at(at).and_then(|attachment| code(attachment.c_rep.as_deref()));
        attached.is_some() && attached == code(who.c_rep)
    }

    /// The last one by then; before the first one, the first, for a laptop's clock may be behind the one that dated
    /// it. Of several at one instant the later in the list counts.
    fn attachment_at(&self, at: DateTime<Utc>) -> Option<&Attachment> {
        let first = self.attachments.iter().map(|attachment| attachment.since).min()?;
        let known = self.attachments.iter().filter(|attachment| attachment.since <= at.max(first));
        // `max_by_key` gives the last of equals.
        known.max_by_key(|attachment| attachment.since)
    }

    fn creator_is_withdrawn(&self, at: DateTime<Utc>) -> bool {
        self.attachments.iter().any(|attachment| attachment.creator_withdrawn && attachment.since <= at)
    }
}

/// A rep's code without the padding of `char(4)`; an empty one is none, and matches nobody's.
fn code(c_rep: Option<&str>) -> Option<&str> {
    c_rep.map(str::trim_end).filter(|code| !code.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(day: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(day * 86_400, 0).unwrap()
    }

    fn attached(since: i64, c_rep: &str, creator_withdrawn: bool) -> Attachment {
        Attachment { since: day(since), c_rep: Some(c_rep.to_owned()), creator_withdrawn }
    }

    fn person<'a>(folder: &'a str, c_rep: &'a str) -> Person<'a> {
        Person { folder, c_rep: Some(c_rep), admin: false }
    }

    fn created_by_jdupont(attachments: Vec<Attachment>) -> Ownership {
        Ownership { created_by: "jdupont".to_owned(), attachments }
    }

    #[test]
    fn creator_and_attached_rep_own_it() {
        let plain = created_by_jdupont(vec![attached(1, "JDU", false)]);
        let moved = created_by_jdupont(vec![attached(1, "JDU", false), attached(5, "PMA", true)]);
        let shared = created_by_jdupont(vec![attached(1, "JDU", false), attached(5, "PMA", false)]);
        let back = created_by_jdupont(vec![
            attached(1, "JDU", false),
            attached(5, "PMA", true),
            attached(9, "JDU", false),
        ]);
        let (creator, rep, other) = (person("jdupont", "JDU"), person("pmartin", "PMA"), person("x", "XXX"));
        for (ownership, who, at, expected) in [
            (&plain, creator, 2, true),
            (&plain, rep, 2, false),
            (&moved, creator, 4, true),
            (&moved, rep, 4, false),
            (&moved, creator, 5, false),
            (&moved, rep, 5, true),
            (&shared, creator, 6, true),
            (&shared, rep, 6, true),
            (&shared, other, 6, false),
            // Withdrawn, but it bears his code again.
            (&back, creator, 9, true),
            (&back, rep, 9, false),
            // A colleague with the creator's code is its rep.
            (&plain, person("jdurand", "JDU"), 2, true),
        ] {
            assert_eq!(ownership.owns_at(&who, day(at)), expected, "{who:?} {at} {ownership:?}");
            let admin = Person { admin: true, ..who };
            assert_eq!(ownership.owns_at(&admin, day(at)), expected);
            assert!(ownership.may_see(&admin, day(at)));
            assert_eq!(ownership.may_see(&who, day(at)), expected);
        }
    }

    #[test]
    fn the_first_attachment_counts_before_itself() {
        let early = created_by_jdupont(vec![attached(5, "PMA", true), attached(3, "JDU", false)]);
        assert!(early.owns_at(&person("colleague", "JDU"), day(0)));
        assert!(!early.owns_at(&person("pmartin", "PMA"), day(0)));
        // Nobody was withdrawn before the reassignment that did it.
        let only = created_by_jdupont(vec![attached(5, "PMA", true)]);
        assert!(only.owns_at(&person("jdupont", "JDU"), day(4)));
        assert!(only.owns_at(&person("pmartin", "PMA"), day(4)));
        assert!(!only.owns_at(&person("jdupont", "JDU"), day(5)));
    }

    #[test]
    fn of_one_instant_the_later_in_the_list_counts() {
        let tied = created_by_jdupont(vec![attached(1, "AAA", false), attached(1, "BBB", false)]);
        for at in [0, 1, 2] {
            assert!(tied.owns_at(&person("b", "BBB"), day(at)), "{at}");
            assert!(!tied.owns_at(&person("a", "AAA"), day(at)), "{at}");
        }
    }

    #[test]
    fn no_code_is_nobodys_code() {
        let nobody = Attachment { since: day(1), c_rep: None, creator_withdrawn: true };
        for attachments in
            [vec![], vec![nobody], vec![attached(1, "", true)], vec![attached(1, "    ", true)]]
        {
            let ownership = created_by_jdupont(attachments);
            for c_rep in [None, Some(""), Some("  "), Some("JDU")] {
                let who = Person { folder: "x", c_rep, admin: false };
                assert!(!ownership.owns_at(&who, day(2)), "{c_rep:?} {ownership:?}");
            }
        }
        let padded = created_by_jdupont(vec![attached(1, "PM  ", false)]);
        assert!(padded.owns_at(&person("pmartin", "PM"), day(1)));
        assert!(created_by_jdupont(vec![]).owns_at(&person("jdupont", "JDU"), day(1)));
    }

    proptest! {
        #[test]
        fn the_order_of_the_list_does_not_matter(
            mut list in proptest::collection::vec((0_i64..1000, "[A-C]", any::<bool>()), 0..6),
            at in 0_i64..1000,
            folder in "[a-c]",
            c_rep in "[A-C]",
        ) {
            list.sort();
            list.dedup_by_key(|(since, ..)| *since);
            let attachments: Vec<_> = list.iter().map(|(since, rep, gone)| attached(*since, rep, *gone)).collect();
            let mut turned = attachments.clone();
            turned.reverse();
            let (one, other) = (
                Ownership { created_by: "a".into(), attachments },
                Ownership { created_by: "a".into(), attachments: turned },
            );
            let who = person(&folder, &c_rep);
            prop_assert_eq!(one.owns_at(&who, day(at)), other.owns_at(&who, day(at)));
        }
    }
}
