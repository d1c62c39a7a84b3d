//! Values made harmless: what people typed may not end a header, fake a line, or turn the text around it.

/// What some reader takes for the end of a line (UAX #14).
const LINE_BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// One line for a header: no control or format characters (CR, LF, NUL, bidi overrides, zero-width…), blanks collapsed,
/// trimmed, at most [`OneLine::MAX_LEN`] UTF-16 units (cut at a character, with « … »).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneLine(String);

impl OneLine {
    /// The longest line, in UTF-16 units: that is how `crm_courriel.objet` counts on SQL Server.
    pub const MAX_LEN: usize = 200;

    /// `text` on one line.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let line = on_one_line(text);
        if line.encode_utf16().count() <= Self::MAX_LEN {
            return Self(line);
        }
        let mut units = 0;
        let kept = line.chars().take_while(|sign| {
            units += sign.len_utf16();
            units < Self::MAX_LEN
        });
        let kept: String = kept.collect();
        Self(format!("{}…", kept.trim_end()))
    }

    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for OneLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// As [`OneLine`], however long: an accountant has to see the whole of a value that he is to type.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    let text: String = visible(text).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text for a terminal: its lines stay lines, what would steer the terminal shows as a dot.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars().map(|sign| if sign == '\n' || !sign.is_control() { sign } else { '·' }).collect()
}

/// Somebody's own words, line by line, each behind « > » so that none can be taken for the program's; none when nothing is said.
pub(super) fn quoted(words: &str) -> Option<String> {
    let words = words.replace("\r\n", "\n");
    let lines: Vec<String> = words
        .split(LINE_BREAKS)
        .map(|line| visible(line).collect::<String>().trim_end().to_owned())
        .collect();
    let first = lines.iter().position(|line| !line.is_empty())?;
    let last = lines.iter().rposition(|line| !line.is_empty())?;
    let quoted = lines[first..=last].iter().map(|line| format!("> {line}").trim_end().to_owned());
    Some(quoted.collect::<Vec<_>>().join("\n"))
}

/// The signs that a reader sees; a plain blank in place of what separates words (a tab, a line break), nothing in place of what
/// stands inside them.
fn visible(text: &str) -> impl Iterator<Item = char> {
    let blank = |sign: char| sign.is_control() || sign.is_whitespace();
    text.chars().filter(|sign| !is_invisible(*sign)).map(move |sign| if blank(sign) { ' ' } else { sign })
}

/// Format characters (Unicode's Cf) and the others that show nothing (`Default_Ignorable_Code_Point`).
const fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}'
            | '\u{34f}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_what_is_seen() {
        for (text, line) in [
            ("Garage  Martin\u{a0}& Fils ", "Garage Martin & Fils"),
            ("Garage\r\nBcc: tous@example.fr", "Garage Bcc: tous@example.fr"),
            ("a\u{0}b\tc\u{2028}d\u{85}e", "a b c d e"),
            ("\u{202e}nitraM\u{202c} \u{200b}Zo\u{ad}é\u{feff}", "nitraM Zoé"),
            ("\u{1f468}\u{200d}\u{1f373}\u{fe0f}", "\u{1f468}\u{1f373}"),
            (" \u{200b}\n", ""),
        ] {
            assert_eq!(OneLine::new(text).as_str(), line, "{text:?}");
        }
    }

    #[test]
    fn a_line_is_cut_at_a_character() {
        let units = |text: &str| OneLine::new(text).as_str().encode_utf16().count();
        assert_eq!(OneLine::new(&"é".repeat(200)).as_str(), "é".repeat(200));
        assert_eq!(OneLine::new(&"é".repeat(201)).as_str(), format!("{}…", "é".repeat(199)));
        assert_eq!(units(&"\u{1f69c}".repeat(100)), 200);
        assert_eq!(units(&"\u{1f69c}".repeat(101)), 199, "half a surrogate pair is no character");
        assert_eq!(OneLine::new(&format!("{} b{}", "a".repeat(198), "c".repeat(9))).as_str().len(), 198 + 3);
    }

    #[test]
    fn words_are_quoted_line_by_line() {
        for (words, lines) in [
            ("Merci", Some("> Merci")),
            ("\r\n a\r\n\r\nb\rc\u{2029}d \n\n", Some(">  a\n>\n> b\n> c\n> d")),
            ("> déjà cité\n\u{202e}tourné", Some("> > déjà cité\n> tourné")),
            ("", None),
            (" \u{200b}\n\t", None),
        ] {
            assert_eq!(quoted(words).as_deref(), lines, "{words:?}");
        }
    }
}
