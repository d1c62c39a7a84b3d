//! Folders that are missing, or no folders at all.

use super::super::support::NOW;
use super::stage::{State, configure, examine_at, expect, healthy};

#[test]
fn a_folder_that_is_missing_or_a_file_is_wrong_and_the_others_are_told_all_the_same() {
    for folder in ["inbox", "bases", "archive", "quarantine"] {
        let name = format!("{folder} folder");
        let place = healthy();
        std::fs::rename(place.path(folder), place.path("away")).expect("moved");
        let missing = examine_at(&place, NOW);
        expect(&missing, &name, State::Wrong, folder);
        let advice = missing.find(&name)["advice"].to_string();
        assert!(advice.contains("mount") && advice.contains("init"), "{advice}");
        std::fs::write(place.path(folder), "no folder").expect("written");
        let file = examine_at(&place, NOW);
        expect(&file, &name, State::Wrong, folder);
        for other in ["configuration", "base", "parameters", "disk"] {
            expect(&file, other, State::Ok, "");
        }
    }
}

#[test]
fn folders_that_are_made_when_needed_may_be_missing_and_may_be_no_files() {
    for (folder, name) in [("work", "work folder"), ("logs", "log folder"), ("mail", "mail folder")] {
        let place = healthy();
        let _ = std::fs::remove_dir_all(place.path(folder));
        expect(&examine_at(&place, NOW), name, State::Ok, "");
        assert!(!place.path(folder).exists(), "it is not made by looking");
        std::fs::write(place.path(folder), "no folder").expect("written");
        expect(&examine_at(&place, NOW), name, State::Wrong, folder);
    }
}

#[test]
fn a_folder_elsewhere_is_looked_at_where_it_is() {
    let place = healthy();
    configure(&place, "archive = \"archive\"", "archive = \"/nowhere/at all\"");
    let report = examine_at(&place, NOW);
    expect(&report, "archive folder", State::Wrong, "/nowhere/at all");
}
