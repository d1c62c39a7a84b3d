use super::*;
use ChangeOutcome::{AlreadySo, Clash, Overtaken, Set};
use chrono::DateTime;
use proptest::prelude::*;

fn text(text: &str) -> Option<FieldValue> {
    Some(FieldValue::Text(text.to_owned()))
}

fn mark(device: &str, sequence: u64) -> EntryMark {
    let at = DateTime::from_timestamp(i64::try_from(sequence).unwrap(), 0).unwrap();
    EntryMark {
        file: format!("MP_{device}_{sequence}"),
        device: device.to_owned(),
        sequence: Some(sequence),
        at,
    }
}

#[test]
fn by_the_value_of_today() {
    let (own, others) = (mark("laptop", 5), mark("other", 9));
    let (earlier, later) = (mark("laptop", 4), mark("laptop", 6));
    for (current, from, also, to, set_by, expected) in [
        (text("A"), text("A"), vec![], text("B"), None, Set),
        (text("B"), text("A"), vec![], text("B"), None, AlreadySo),
        (text("C"), text("A"), vec![], text("B"), None, Clash),
        (text("C"), text("A"), vec![text("C")], text("B"), None, Set),
        (text("C"), text("A"), vec![text("D"), None], text("B"), None, Clash),
        (None, text("A"), vec![None], text("B"), None, Set),
        // '' and null are equal, and so are padded texts and numbers.
        (None, text(""), vec![], text("B"), None, Set),
        (text(""), None, vec![], text("B"), None, Set),
        (text("   "), None, vec![], text("B"), None, Set),
        (None, text("A"), vec![], text(""), None, AlreadySo),
        (text("A   "), text("A"), vec![], text("B"), None, Set),
        (text("B   "), text("A"), vec![], text("B"), None, AlreadySo),
        (text(" A"), text("A"), vec![], text("B"), None, Clash),
        (text("a"), text("A"), vec![], text("B"), None, Clash),
        (Some(FieldValue::Integer(30)), text("30"), vec![], Some(FieldValue::Integer(20)), None, Set),
        (text("20"), text("30"), vec![], Some(FieldValue::Integer(20)), None, AlreadySo),
        // Who set it matters only for the same laptop's later entries.
        (text("C"), text("A"), vec![], text("B"), Some(&others), Clash),
        (text("C"), text("A"), vec![], text("B"), Some(&earlier), Clash),
        (text("C"), text("A"), vec![], text("B"), Some(&later), Overtaken),
        (text("A"), text("A"), vec![], text("B"), Some(&earlier), Set),
        (text("A"), text("A"), vec![], text("B"), Some(&others), Set),
        (text("A"), text("A"), vec![], text("B"), Some(&later), Overtaken),
        (text("B"), text("A"), vec![], text("B"), Some(&later), Overtaken),
    ] {
        let outcome = judge_change(current.as_ref(), from.as_ref(), &also, to.as_ref(), set_by, &own);
        assert_eq!(outcome, expected, "{current:?} {from:?} {also:?} {to:?} {set_by:?}");
    }
}

/// One field as the base keeps it.
struct Field {
    value: Option<FieldValue>,
    set_by: Option<EntryMark>,
}

impl Field {
    /// As the automaton applies an MP that changes `from` into `to`.
    fn receive(&mut self, from: &str, also: &[&str], to: &str, entry: EntryMark) -> ChangeOutcome {
        let also: Vec<_> = also.iter().map(|earlier| text(earlier)).collect();
        let (from, to) = (text(from), text(to));
        let set_by = self.set_by.as_ref();
        let outcome = judge_change(self.value.as_ref(), from.as_ref(), &also, to.as_ref(), set_by, &entry);
        let decides = match outcome {
            Set => true,
            AlreadySo => self.set_by.as_ref().is_none_or(|last| last.is_before(&entry)),
            Overtaken | Clash => false,
        };
        if decides {
            (self.value, self.set_by) = (to, Some(entry));
        }
        outcome
    }
}

/// What becomes of the first MP before the second one comes.
#[derive(Debug, Clone, Copy)]
enum First {
    Ok,
    /// The office changed the field meanwhile.
    Clash,
    /// It waits, and is judged again after the second.
    Deferred,
    /// It never counts.
    Refused,
}

/// The laptop showed A and queued two MPs, A to B and then B (also A) to `to`.
#[test]
fn two_queued_changes() {
    for (first, to, second_is, value) in [
        (First::Ok, "C", Set, "C"),
        (First::Ok, "A", Set, "A"),
        (First::Ok, "B", AlreadySo, "B"),
        (First::Clash, "C", Clash, "X"),
        (First::Clash, "A", Clash, "X"),
        (First::Clash, "X", AlreadySo, "X"),
        (First::Deferred, "C", Set, "C"),
        (First::Deferred, "A", AlreadySo, "A"),
        (First::Deferred, "B", Set, "B"),
        (First::Refused, "C", Set, "C"),
        (First::Refused, "A", AlreadySo, "A"),
        (First::Refused, "B", Set, "B"),
    ] {
        let start = if matches!(first, First::Clash) { "X" } else { "A" };
        let mut field = Field { value: text(start), set_by: None };
        let receive_first = |field: &mut Field| field.receive("A", &[], "B", mark("laptop", 1));
        match first {
            First::Ok => assert_eq!(receive_first(&mut field), Set),
            First::Clash => assert_eq!(receive_first(&mut field), Clash),
            First::Deferred | First::Refused => {}
        }
        let outcome = field.receive("B", &["A"], to, mark("laptop", 2));
        assert_eq!(outcome, second_is, "{first:?} {to}");
        if matches!(first, First::Deferred) {
            assert_eq!(receive_first(&mut field), Overtaken, "{to}");
        }
        assert_eq!(field.value, text(value), "{first:?} {to}");
    }
}

proptest! {
    /// In whatever order one laptop's queue arrives, its last word stands.
    #[test]
    fn the_last_word_of_a_laptop_stands(
        words in proptest::collection::vec("[AB]", 1..6),
        order in proptest::collection::vec(any::<u32>(), 6),
    ) {
        let entry = |at: usize| {
            let from = at.checked_sub(1).map_or("A", |before| words[before].as_str());
            let also: Vec<&str> = std::iter::once("A").chain(words[..at].iter().map(String::as_str)).collect();
            (from, also, words[at].as_str(), mark("laptop", at as u64 + 1))
        };
        let mut places: Vec<usize> = (0..words.len()).collect();
        places.sort_by_key(|place| order[*place]);
        let mut field = Field { value: text("A"), set_by: None };
        for place in places {
            let (from, also, to, mark) = entry(place);
            prop_assert_ne!(field.receive(from, &also, to, mark), Clash);
        }
        prop_assert_eq!(field.value, text(words.last().unwrap()));
    }

    #[test]
    fn any_values_are_judged(
        current in proptest::option::of("\\PC{0,4}"),
        from in proptest::option::of("\\PC{0,4}"),
        to in proptest::option::of("\\PC{0,4}"),
    ) {
        let value = |word: &Option<String>| word.clone().map(FieldValue::Text);
        let (current, from, to) = (value(&current), value(&from), value(&to));
        let judge = |current: &Option<FieldValue>| {
            judge_change(current.as_ref(), from.as_ref(), &[], to.as_ref(), None, &mark("laptop", 1))
        };
        let _ = judge(&current);
        prop_assert_eq!(judge(&to), AlreadySo);
        prop_assert_ne!(judge(&from), Clash);
    }
}
