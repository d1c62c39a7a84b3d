//! Texts that try to be more than texts, and what must become of them in each sort of place.

/// What stands in an injected text that must never begin a line of its own, outside a quotation.
pub const MARK: &str = "INJECT";

/// SQL, headers of mails, templates, formats, markup, formulas, paths; signs that turn, hide or break lines.
pub const TEXTS: [&str; 24] = [
    "'; DROP TABLE client; --",
    "\" OR 1=1; --",
    "x', 'y'); DELETE FROM client",
    "%_[a-z]%",
    "@P1 :p1 ?1 $1",
    "%s%n%x",
    "${HOME} $(id) `id`",
    "{{ 7 * 7 }}{% for x in y %}",
    "{# {{ nom_client }} #}",
    "<script>alert(1)</script>",
    "<img src=x onerror=a()>&amp;",
    "=cmd|' /C calc'!A0",
    "..\\..\\x/../../etc/passwd",
    "« » remplacé par «",
    "x\r\nINJECT: Bcc: a@evil.example",
    "x\nINJECT\n - Champ INJECT : y",
    "x\rINJECT",
    "x\u{85}INJECT",
    "x\u{2028}INJECT",
    "\u{202e}gpj.TCEJNI",
    "a\u{200b}b\u{feff}c",
    "a\u{ad}b",
    "\u{1b}[31mrouge\u{7}",
    "👍 漢字 e\u{301}",
];

/// For the narrow columns.
pub const SHORT: [&str; 6] = ["'", "--", "%s", "$", "\u{ad}", "\u{202e}"];

fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

/// Whether the ERP's code page has every sign.
pub fn in_code_page(text: &str) -> bool {
    let high = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    text.chars().all(|sign| sign.is_ascii() || ('\u{a0}'..='\u{ff}').contains(&sign) || high.contains(sign))
}

/// « comment »: control characters only line breaks and tabulations.
pub fn of_comment(text: &str) -> &'static str {
    let plain: String = text.chars().filter(|sign| !matches!(sign, '\n' | '\r' | '\t')).collect();
    if has_control(&plain) { "rejected bad-value" } else { "integrated" }
}

/// « value » for a column of that many signs: no control characters; what the column cannot hold is too long.
pub fn of_value(text: &str, width: usize) -> &'static str {
    if has_control(text) {
        "rejected bad-value"
    } else if !in_code_page(text) || text.chars().count() > width {
        "rejected text-too-long"
    } else {
        "integrated"
    }
}

/// A code of the ERP's in the envelope of the format: the parser's to judge.
pub fn of_code(text: &str, width: usize, otherwise: &'static str) -> &'static str {
    if of_value(text, width) == "integrated" && text.trim() == text {
        otherwise
    } else {
        "rejected bad-value"
    }
}

/// Any text that is not blank.
pub const OF_WORDS: &str = "integrated";

/// A comment as the ERP keeps it: line breaks are LF.
pub fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
