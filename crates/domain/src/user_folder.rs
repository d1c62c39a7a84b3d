//! The name by which a user's folders and files are known (design §4). Which reductions are already in use is
//! the user list's affair, not this module's.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::folding::unjoined;
use crate::text_type::text_type;

/// « dossier de l'utilisateur » : a Windows user reduced to
/// `[a-z0-9]([a-z0-9._-]{0,30}[a-z0-9_-])?` and to no device name of Windows (design §4), so that the folder
/// can exist on every system and in every sync tool.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserFolder(String);

/// Why a text is no user folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UserFolderError {
    /// Nothing is left of the user's name.
    #[error("no user name is left in {0:?}; it needs at least one letter or digit")]
    Empty(String),
    /// Not the reduced form.
    #[error(
        "{0:?} is not a user folder; use 1 to 32 of a-z 0-9 . _ -, beginning with a letter or digit and not ending with a dot"
    )]
    Form(String),
    /// Windows keeps this name, with or without an extension, for a device.
    #[error("{0:?} is a device name of Windows and cannot be a folder; choose another")]
    DeviceName(String),
}

impl UserFolder {
    /// The longest folder name.
    pub const MAX_LEN: usize = 32;

    /// Accepts exactly the reduced form; [`UserFolder::reduce`] makes it from a Windows user.
    pub fn parse(text: &str) -> Result<UserFolder, UserFolderError> {
        text.parse()
    }

    /// Reduces a Windows user, given as `user`, `DOMAIN\user` or `user@domain`.
    pub fn reduce(windows_user: &str) -> Result<UserFolder, UserFolderError> {
        let after_domain = windows_user.rsplit('\\').next().unwrap_or_default();
        let user = after_domain.split('@').next().unwrap_or_default().trim();
        let folded = fold(user);
        let started = folded.trim_start_matches(['.', '_', '-']);
        // Every sign is ASCII by now, so that characters are bytes.
        let cut = started.get(..Self::MAX_LEN).unwrap_or(started);
        let reduced = cut.trim_end_matches('.');
        if reduced.is_empty() {
            return Err(UserFolderError::Empty(windows_user.to_owned()));
        }
        Self::parse(reduced)
    }

    fn check(text: &str) -> Result<(), UserFolderError> {
        let allowed = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-');
        let well_formed = (1..=Self::MAX_LEN).contains(&text.len())
            && text.chars().all(allowed)
            && !text.starts_with(['.', '_', '-'])
            && !text.ends_with('.');
        if !well_formed {
            return Err(UserFolderError::Form(text.to_owned()));
        }
        if is_device_name(text) {
            return Err(UserFolderError::DeviceName(text.to_owned()));
        }
        Ok(())
    }
}

text_type!(UserFolder, UserFolderError);

/// Folds accents and ligatures to ASCII, lower case; anything else becomes `-`.
fn fold(user: &str) -> String {
    let mut folded = String::new();
    let letters = user.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    for letter in letters {
        match letter {
            'a'..='z' | '0'..='9' | '.' | '_' | '-' => folded.push(letter),
            _ => folded.push_str(unjoined(letter).unwrap_or("-")),
        }
    }
    folded
}

/// Windows takes `con.txt` for the device `con` too: what counts is the part before the first dot.
/// `conin$` and `conout$` are devices as well; the dollar sign keeps them out already.
fn is_device_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    match stem {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" => true,
        _ => {
            let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
            number.is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parse_accepts_the_reduced_form_only() {
        let widest = "a".repeat(32);
        for text in
            ["jdupont", "j.dupont", "j_dupont-2", "0", "a-", "a_", "com", "com10", "console", widest.as_str()]
        {
            assert_eq!(UserFolder::parse(text).unwrap().as_str(), text);
        }
        let too_wide = "a".repeat(33);
        for text in
            ["", ".a", "-a", "_a", "a.", "A", "é", "a b", "a/b", "a\\b", "..", "conin$", too_wide.as_str()]
        {
            assert_eq!(UserFolder::parse(text), Err(UserFolderError::Form(text.to_owned())));
        }
        for text in ["con", "prn", "aux", "nul", "com0", "com9", "lpt0", "lpt9", "con.txt", "nul.a.b"] {
            assert_eq!(UserFolder::parse(text), Err(UserFolderError::DeviceName(text.to_owned())));
        }
    }

    #[test]
    fn reduce_makes_the_reduced_form() {
        for (user, expected) in [
            ("JDupont", "jdupont"),
            ("PNEUS53\\JDupont", "jdupont"),
            ("jdupont@pneus53.local", "jdupont"),
            ("Éloïse Le Gall", "eloise-le-gall"),
            ("ŒUVRARD", "oeuvrard"),
            ("Straße", "strasse"),
            ("Søren Łukasz", "soren-lukasz"),
            ("e\u{301}lie", "elie"),
            ("_admin.", "admin"),
            ("$svc", "svc"),
            ("o'neil", "o-neil"),
            ("abcdefghijklmnopqrstuvwxyz12345.9", "abcdefghijklmnopqrstuvwxyz12345"),
        ] {
            assert_eq!(UserFolder::reduce(user).unwrap().as_str(), expected, "{user}");
        }
        for user in ["", "  ", "PNEUS53\\", "@dom", "李", "._-"] {
            assert_eq!(UserFolder::reduce(user), Err(UserFolderError::Empty(user.to_owned())));
        }
        assert_eq!(UserFolder::reduce("DOM\\Con.Txt"), Err(UserFolderError::DeviceName("con.txt".into())));
        assert_eq!(UserFolder::reduce("COM¹"), Err(UserFolderError::DeviceName("com1".into())));
    }

    proptest! {
        #[test]
        fn a_reduction_parses_and_stays(user in "\\PC{0,40}") {
            if let Ok(folder) = UserFolder::reduce(&user) {
                prop_assert_eq!(UserFolder::parse(folder.as_str()).unwrap(), folder.clone());
                prop_assert_eq!(UserFolder::reduce(folder.as_str()).unwrap(), folder);
            }
        }
    }
}
