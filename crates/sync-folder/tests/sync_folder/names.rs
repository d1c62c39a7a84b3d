//! Names under which anything may be kept.

use proptest::prelude::{Strategy, any, prop_oneof, proptest};
use rstest::rstest;
use sync_folder::{RawName, safe_name};

#[rstest]
#[case("VC_20261121T143502Z_jdupont_019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.json")]
#[case("a.sync-conflict-20261121-143502-ABCDEFG.json")]
#[case("x")]
fn a_good_name_stays(#[case] name: &str) {
    assert_eq!(safe_name(name), name);
}

#[rstest]
#[case("")]
#[case(".")]
#[case("..")]
#[case("../../etc/passwd")]
#[case("C:\\Windows\\win.ini")]
#[case("name.json.")]
#[case("name.json ")]
#[case("nul")]
#[case("NUL.json")]
#[case("com1.txt")]
#[case("é.json")]
#[case("VC_x.json.reason.json")]
#[case("stream.json:hidden")]
#[case("already-1a2b3c4d")]
fn a_bad_name_is_mended(#[case] name: &str) {
    let safe = safe_name(name);
    assert_ne!(safe, name);
    check(&safe);
}

fn check(safe: &str) {
    assert!(!safe.is_empty() && safe.len() <= 120, "{safe}");
    assert!(safe.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)), "{safe}");
    assert!(!safe.starts_with('.') && !safe.ends_with('.'), "{safe}");
    assert!(!safe.to_ascii_lowercase().ends_with(".reason.json"), "{safe}");
    let stem = safe.split('.').next().unwrap().to_ascii_uppercase();
    for device in ["CON", "PRN", "AUX", "NUL", "COM1", "LPT9"] {
        assert_ne!(stem, device);
    }
}

/// Any text, and texts that are likely to come out alike.
fn raw() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-b./\\\\ :é]{0,6}",
        "[a-c]{118,124}(\\.json)?",
        "(nul|con|com1)(\\.[a-b]{1,2})?"
    ]
}

proptest! {
    #[test]
    fn a_safe_name_never_escapes(name in raw()) {
        check(&safe_name(&name));
    }

    #[test]
    fn two_names_stay_two(one in raw(), other in raw()) {
        if one != other {
            assert_ne!(safe_name(&one), safe_name(&other));
        }
        // What comes out of one name is not what another one, crafted to be like it, comes out as.
        let safe = safe_name(&one);
        if safe != one {
            assert_ne!(safe_name(&safe), safe);
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_text_of_a_name_tells_it_from_all_others(
        one in proptest::collection::vec(any::<u8>(), 0..6),
        other in proptest::collection::vec(any::<u8>(), 0..6),
    ) {
        use std::os::unix::ffi::OsStringExt;
        let text = |bytes: &Vec<u8>| RawName::new(std::ffi::OsString::from_vec(bytes.clone())).text().into_owned();
        assert_eq!(one == other, text(&one) == text(&other));
        assert!(!text(&one).contains(char::is_control));
    }
}

#[test]
fn plain_text_is_left_as_it_is() {
    assert_eq!(RawName::new("Élodie VC.json").text(), "Élodie VC.json");
    assert_eq!(RawName::new("a\\b\n").text(), "a\\\\b\\u{A}");
}
