//! « Modification d'un prospect » : what becomes of one field of an MP (design §4, "MP"; decision 0008, « MP »). Never
//! overwritten is what somebody else has set since. Absent on purpose: deletions, owners, and keeping the clashes.

use std::borrow::Cow;

use crate::entry_order::EntryMark;
use crate::field_value::FieldValue;

/// « sort d'une modification » : what is done with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeOutcome {
    /// The field holds the new value already. Nothing is written, but the entry is remembered as the laptop's last
    /// about the field: its earlier ones, arriving later, are overtaken.
    AlreadySo,
    /// The field is set to the new value, and the entry remembered likewise.
    Set,
    /// A later entry of the same laptop has set the field; nothing is to be done.
    Overtaken,
    /// Somebody else has set the field since: kept as a clash, reported, never overwritten.
    Clash,
}

/// Judges one field. `current` is its value today and `set_by` the entry that set it last, if one did, or the last
/// one of the entry's own laptop; `entry` is the MP's own mark, `from`, `also` and `to` are its words.
///
/// Overtaken is asked first: when the laptop changed A to B and back to A and the second entry arrives first, today's
/// A is not the A that the first entry started from.
pub fn judge_change(
    current: Option<&FieldValue>,
    from: Option<&FieldValue>,
    also: &[Option<FieldValue>],
    to: Option<&FieldValue>,
    set_by: Option<&EntryMark>,
    entry: &EntryMark,
) -> ChangeOutcome {
    if set_by.is_some_and(|last| last.same_device(entry) && entry.is_before(last)) {
        return ChangeOutcome::Overtaken;
    }
    let current = text_of(current);
    if current == text_of(to) {
        return ChangeOutcome::AlreadySo;
    }
    let shown = || also.iter().any(|earlier| current == text_of(earlier.as_ref()));
    if current == text_of(from) || shown() { ChangeOutcome::Set } else { ChangeOutcome::Clash }
}

/// A value for comparison: '' and null are equal (design §4), `char(n)` pads with blanks, and a number is the same
/// whether the base or the file gives it as a number.
fn text_of(value: Option<&FieldValue>) -> Cow<'_, str> {
    match value {
        None => Cow::Borrowed(""),
        Some(FieldValue::Text(text)) => Cow::Borrowed(text.trim_end_matches(' ')),
        Some(number) => Cow::Owned(number.to_string()),
    }
}

#[cfg(test)]
#[path = "prospect_change_tests.rs"]
mod tests;
