//! Keys by the names that people give them, as WebDriver wants them.

use anyhow::{Context, Result};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};

/// What WebDriver calls the keys that write nothing (the W3C's table of normalised key values).
const NAMED: [(&str, char); 20] = [
    ("Ctrl", '\u{e009}'),
    ("Shift", '\u{e008}'),
    ("Alt", '\u{e00a}'),
    ("Enter", '\u{e007}'),
    ("Esc", '\u{e00c}'),
    ("Tab", '\u{e004}'),
    ("Space", ' '),
    ("Backspace", '\u{e003}'),
    ("Delete", '\u{e017}'),
    ("Up", '\u{e013}'),
    ("Down", '\u{e015}'),
    ("Left", '\u{e012}'),
    ("Right", '\u{e014}'),
    ("Home", '\u{e011}'),
    ("End", '\u{e010}'),
    ("PageUp", '\u{e00e}'),
    ("PageDown", '\u{e00f}'),
    ("F5", '\u{e035}'),
    ("F1", '\u{e031}'),
    ("F8", '\u{e038}'),
];

/// All pressed in this order, released in the other: `Ctrl+Enter`.
pub fn chord(keys: &str) -> Result<KeyActions> {
    let signs: Vec<char> = keys.split('+').map(sign).collect::<Result<_>>()?;
    let down = signs.iter().map(|value| KeyAction::Down { value: *value });
    let up = signs.iter().rev().map(|value| KeyAction::Up { value: *value });
    Ok(sequence(down.chain(up)))
}

/// One sign after the other.
pub fn typed(text: &str) -> KeyActions {
    sequence(text.chars().flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]))
}

fn sign(name: &str) -> Result<char> {
    let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign);
    let mut signs = name.chars();
    let single = signs.next().filter(|_| signs.next().is_none());
    named.or(single).with_context(|| format!("no such key: {name:?}"))
}

fn sequence(actions: impl Iterator<Item = KeyAction>) -> KeyActions {
    actions.fold(KeyActions::new("keyboard".to_owned()), KeyActions::then)
}

#[cfg(test)]
mod tests {
    use super::{chord, sign};

    #[test]
    fn keys_have_names_or_are_signs() {
        assert_eq!(sign("Enter").unwrap(), '\u{e007}');
        assert_eq!(sign("v").unwrap(), 'v');
        assert!(sign("Enetr").is_err());
        assert!(chord("Ctrl+k").is_ok());
    }
}
