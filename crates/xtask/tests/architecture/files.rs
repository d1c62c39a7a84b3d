//! What lies where in the repository, and what may be written in it. Looks at what git knows or would take in.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::root;

/// The agreed top level. Files whose name begins with a dot, lock files and licences may lie beside it.
const TOP_LEVEL: [&str; 10] = [
    "Cargo.toml",
    "README.md",
    "automaton",
    "client-ui",
    "clippy.toml",
    "crates",
    "docs",
    "exchange-schema",
    "fixtures",
    "rustfmt.toml",
];

/// Longer than this nobody reads in one sitting.
const MOST_LINES: usize = 500;

/// Every file of the repository, with `/` in its path, that is really there.
fn files() -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let listed = String::from_utf8(listed.stdout).unwrap();
    let files: Vec<String> = listed.split_terminator('\0').map(str::to_owned).collect();
    assert!(!files.is_empty(), "git knows no file here");
    files.into_iter().filter(|path| root().join(path).is_file()).collect()
}

fn read(path: &str) -> String {
    String::from_utf8_lossy(&fs::read(root().join(path)).unwrap()).into_owned()
}

fn ends_in(path: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| path.ends_with(ending))
}

#[test]
fn the_top_level_is_the_agreed_one() {
    let tops: BTreeSet<String> =
        files().iter().map(|path| path.split('/').next().unwrap_or_default().to_owned()).collect();
    let strangers: Vec<_> = tops
        .iter()
        .filter(|top| {
            let beside = top.starts_with('.') || top.starts_with("LICENSE") || top.ends_with(".lock");
            !beside && *top != "package-lock.json" && !TOP_LEVEL.contains(&top.as_str())
        })
        .collect();
    assert!(strangers.is_empty(), "not agreed at the top of the repository: {strangers:?}");
}

#[test]
fn source_files_can_be_read_in_one_sitting() {
    let sources = files().into_iter().filter(|path| path.split('/').any(|part| part == "src"));
    let long: Vec<_> = sources
        .filter(|path| ends_in(path, &[".rs", ".ts", ".svelte", ".css", ".sql"]))
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .collect();
    assert!(long.is_empty(), "more than {MOST_LINES} lines: {long:?}");
}

#[test]
fn only_winpneu_names_tables_of_the_erp() {
    // In two parts, lest this very line be found. Comments may name a table: prose is no SQL.
    let schema = concat!("db", "o.");
    // It plays an installation's own client_create.sql.
    let installation = "automaton/tests/automaton/creations/installation.rs";
    let elsewhere = files().into_iter().filter(|path| {
        // The test server speaks of them as SQL Server does; tests on it look at what was sent.
        let speaks_sql = ["crates/winpneu/", "crates/tds-testserver/", "automaton/tests/automaton/sqlserver"]
            .iter()
            .any(|room| path.starts_with(room));
        ends_in(path, &[".rs", ".sql"]) && !speaks_sql && path != installation
    });
    let mut found = Vec::new();
    for path in elsewhere {
        for (number, line) in read(&path).lines().enumerate() {
            if line.contains(schema) && !line.trim_start().starts_with("//") {
                found.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "SQL outside crates/winpneu: {found:#?}");
}

#[test]
fn one_typescript_module_speaks_to_tauri() {
    let scripts = files().into_iter().filter(|path| path.starts_with("client-ui/src/"));
    let speaking: Vec<_> = scripts
        .filter(|path| ends_in(path, &[".ts", ".js", ".svelte"]) && read(path).contains("@tauri-apps/"))
        .collect();
    assert!(speaking.len() <= 1, "{speaking:?}");
}

/// The rule of design §3: the screens know a `Backend`, not the window.
#[test]
fn one_module_of_the_front_end_knows_the_window() {
    let door = "client-ui/src/lib/backend/tauri.ts";
    let pages = files().into_iter().filter(|path| path.starts_with("client-ui/src/"));
    let knowing: Vec<String> = pages
        .filter(|path| ends_in(path, &[".ts", ".js", ".svelte"]))
        .filter(|path| {
            read(path).lines().any(|line| line.contains("@tauri-apps/") && !line.trim().starts_with('*'))
        })
        .collect();
    assert!(
        knowing.iter().all(|path| path == door),
        "these import the window, and only {door} may: {knowing:?}"
    );
}

/// What the tests of a room of the front end share.
const TESTING: &str = "/testing.ts";

/// Rows and doors invented for tests are no part of the page.
#[test]
fn what_tests_of_the_front_end_share_is_theirs_alone() {
    let pages = files().into_iter().filter(|path| path.starts_with("client-ui/src/"));
    let using: Vec<String> = pages
        .filter(|path| ends_in(path, &[".ts", ".svelte"]))
        .filter(|path| !path.contains(".test.") && !path.ends_with(TESTING))
        .filter(|path| read(path).lines().any(|line| line.contains("from '") && line.contains("/testing'")))
        .collect();
    assert!(using.is_empty(), "these ship what was made for tests: {using:?}");
}

/// Every French word of the front end stands in the catalogue (design §9). Letters with accents give the others away.
#[test]
fn french_of_the_front_end_stands_in_the_catalogue() {
    let french = |line: &str| line.chars().any(|c| "éèêàùçîôœÉÀÊ".contains(c));
    let prose = |line: &str| {
        let line = line.trim();
        ["//", "*", "/*", "<!--"].iter().any(|opening| line.starts_with(opening))
    };
    // Invented people and towns are no words of the program; tests name what they look for.
    let elsewhere = |path: &str| {
        path.contains("/memory/")
            || path.contains("/galerie/")
            || path.contains(".test.")
            || path.ends_with(TESTING)
    };
    let pages = files().into_iter().filter(|path| path.starts_with("client-ui/src/") && !elsewhere(path));
    let told: Vec<String> = pages
        .filter(|path| ends_in(path, &[".ts", ".svelte"]) && !path.contains("/types/"))
        .flat_map(|path| {
            let text = read(&path);
            let lines = text.lines().enumerate().filter(|(_, line)| french(line) && !prose(line));
            lines.map(|(at, line)| format!("{path}:{}: {}", at + 1, line.trim())).collect::<Vec<_>>()
        })
        .collect();
    assert!(told.is_empty(), "these words belong into client-ui/messages/fr: {told:#?}");
}
