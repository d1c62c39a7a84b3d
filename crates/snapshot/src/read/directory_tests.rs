use proptest::prelude::*;

use super::*;

fn entry<'a>(code: &'a str, name: &'a str) -> DirectoryEntry<'a> {
    DirectoryEntry {
        code,
        name,
        town: "Laval",
        agency: "LAV",
        sales_rep: "JD",
        grid: "A",
        follow_up_on: None,
        last_visit_on: None,
    }
}

fn directory(rows: &[(&str, &str)]) -> Directory {
    Directory::from_entries(rows.iter().map(|(code, name)| entry(code, name)))
}

fn codes<'a>(directory: &'a Directory, typed: &str, limit: usize) -> Vec<&'a str> {
    let places = directory.search(&Pattern::new(typed), limit);
    places.into_iter().map(|place| directory.entry(place).unwrap().code).collect()
}

#[test]
fn entries_stand_by_folded_name_then_code() {
    let directory = directory(&[("3", "Zoé"), ("2", "Élodie"), ("1", "élodie"), ("4", "eau"), ("5", " Fa")]);
    let shown: Vec<_> = directory.entries().map(|entry| (entry.code, entry.name)).collect();
    assert_eq!(shown, [("4", "eau"), ("1", "élodie"), ("2", "Élodie"), ("5", " Fa"), ("3", "Zoé")]);
    assert_eq!(directory.find("2"), Some(2));
    assert_eq!(directory.find("9"), None);
    assert_eq!((directory.len(), directory.is_empty()), (5, false));
}

#[test]
fn an_entry_comes_back_whole() {
    let day = |text: &str| text.parse().ok();
    let given = DirectoryEntry {
        follow_up_on: day("2026-12-01"),
        last_visit_on: day("2026-10-02"),
        town: "Évron",
        ..entry("A1", "GARAGE")
    };
    let directory = Directory::from_entries([given, entry("B", "X")]);
    assert_eq!(directory.entry(0), Some(given));
    assert_eq!(directory.entry(2), None);
}

#[test]
fn codes_that_differ_in_case_only_are_two_customers() {
    let directory = directory(&[("a1", "X"), ("A1", "Y"), ("A12", "Z")]);
    assert_eq!(directory.find("a1"), Some(0));
    assert_eq!(directory.find("A1"), Some(1));
    assert_eq!(directory.find("À1"), None);
}

#[test]
fn what_is_found_and_in_which_order() {
    let directory = directory(&[
        ("MAR1", "Zorro"),
        ("C1", "Martin"),
        ("C2", "Garage Martin"),
        ("C3", "Marteau"),
        ("XMAR", "Aubert"),
        ("C4", "L'Œuvre"),
    ]);
    for (typed, limit, expected) in [
        ("mar", 9, &["MAR1", "C3", "C1", "XMAR", "C2"][..]),
        ("MÂR", 2, &["MAR1", "C3"]),
        ("mar", 3, &["MAR1", "C3", "C1"]),
        ("mar", 0, &[]),
        ("mar*", 9, &["MAR1", "C3", "C1"]),
        ("*mar", 9, &["XMAR"]),
        ("*mar*", 9, &["XMAR", "C2", "C3", "C1", "MAR1"]),
        ("m?r", 9, &["MAR1", "C3", "C1", "XMAR", "C2"]),
        ("?art", 9, &["C2", "C3", "C1"]),
        ("m*n", 9, &["C1"]),
        ("oeuv", 9, &["C4"]),
        ("c?", 9, &["C2", "C4", "C3", "C1"]),
        ("", 2, &["XMAR", "C2"]),
        ("*", 9, &["XMAR", "C2", "C4", "C3", "C1", "MAR1"]),
        ("martinc3", 9, &[]),
    ] {
        assert_eq!(codes(&directory, typed, limit), expected, "{typed:?}, at most {limit}");
    }
}

/// The definition, written down without a thought of time.
fn by_definition(directory: &Directory, typed: &str, limit: usize) -> Vec<usize> {
    let pattern = Pattern::new(typed);
    let rank = |place: &usize| {
        let entry = directory.entry(*place).unwrap();
        let (code, name) = (domain::fold(entry.code), domain::fold(entry.name).trim().to_owned());
        match () {
            () if pattern.begins(code.as_bytes()) => Some(0),
            () if pattern.begins(name.as_bytes()) => Some(1),
            () if pattern.matches(&code) || pattern.matches(&name) => Some(2),
            () => None,
        }
    };
    let mut places: Vec<usize> = (0..directory.len()).filter(|place| rank(place).is_some()).collect();
    places.sort_by_key(|place| (rank(place), *place));
    places.truncate(limit);
    places
}

proptest! {
    #[test]
    fn finds_what_the_definition_says(
        rows in proptest::collection::vec(("[a-cA-C]{1,4}", "[a-cÉ λ]{0,8}"), 0..30),
        typed in prop_oneof!["[a-cλ]{0,3}", "[a-c*?]{0,6}"],
        limit in prop_oneof![0..4usize, Just(usize::MAX)],
    ) {
        let directory = Directory::from_entries(rows.iter().map(|(code, name)| entry(code, name)));
        prop_assert_eq!(
            directory.search(&Pattern::new(&typed), limit),
            by_definition(&directory, &typed, limit),
            "{:?}", typed
        );
    }

    #[test]
    fn every_code_is_found(rows in proptest::collection::vec(("[a-cA-C]{1,3}", "[ab]{0,2}"), 0..30)) {
        let directory = Directory::from_entries(rows.iter().map(|(code, name)| entry(code, name)));
        for (code, _) in &rows {
            let place = directory.find(code);
            prop_assert_eq!(place.and_then(|place| directory.entry(place)).map(|entry| entry.code), Some(&**code));
        }
    }
}
