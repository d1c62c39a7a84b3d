//! A night publishes what changed, and nothing else: every byte that is written again must be carried to every laptop.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use serde_json::{Value, json};

use crate::rebuild::content::relation;
use crate::rebuild::published::{ADMIN, COMMON};
use crate::support::{Place, VisitFile};

const TOMORROW: &str = "2026-11-22T01:30:00Z";

/// What tells a file that was written again from one that was not, by its path.
type Prints = BTreeMap<String, (u64, SystemTime, u64)>;

#[cfg(unix)]
fn inode(meta: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn inode(_: &std::fs::Metadata) -> u64 {
    0
}

fn prints(place: &Place) -> Prints {
    let bases = place.tree("bases").into_keys().filter(|path| path.ends_with(".sqlite"));
    let print = |path: &Path| {
        let meta = std::fs::metadata(path).expect("there");
        (inode(&meta), meta.modified().expect("a time"), meta.len())
    };
    bases.map(|path| (path.clone(), print(&place.path("bases").join(path)))).collect()
}

/// Roles and months of the files that are in `now` only.
fn new(before: &Prints, now: &Prints) -> Vec<String> {
    let added = now.keys().filter(|path| !before.contains_key(*path));
    added.map(|path| path[..path.len() - "-0123456789abcdef.sqlite".len()].to_owned()).collect()
}

/// What the report says was written, as [`new`].
fn written(report: &Value) -> Vec<String> {
    let mut all = Vec::new();
    for base in report["bases"].as_array().expect("a list") {
        let folder = match base["base"].as_str().expect("a name") {
            COMMON => COMMON.to_owned(),
            user => format!("users/{user}"),
        };
        let names =
            base["written"].as_array().expect("a list").iter().map(|name| name.as_str().expect("a name"));
        all.extend(names.map(|name| format!("{folder}/{}", &name[..name.len() - 24])));
    }
    all.sort();
    all
}

fn company() -> Place {
    let place = Place::with_administrator();
    let visits = ["2026-09-30", "2026-10-01", "2026-11-02"].map(|on| relation("C01846", on, json!({})));
    place.insert("client_relation", &visits);
    for number in 1..=3 {
        place.deliver_file(&VisitFile::new(number).with("fleet", json!({ "VL": number, "TP": null })).file());
    }
    assert_eq!(place.pass()["integrated"], 3);
    place
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let place = company();
    let first = place.rebuild();
    let before = prints(&place);
    assert_eq!(written(&first), new(&Prints::new(), &before), "all of it at first");
    let manifest = place.published(COMMON).manifest;
    let again = place.rebuild_at(TOMORROW);
    assert_eq!(prints(&place), before, "same files, never touched");
    assert_eq!(written(&again), [""; 0]);
    let later = place.published(COMMON).manifest;
    assert_eq!(later.files, manifest.files);
    assert_eq!(later.built_at.to_rfc3339(), "2026-11-22T01:30:00+00:00", "but the base is of tonight");
}

/// A change in winpneu, and the files that it makes.
#[test]
fn only_what_changed_is_new() {
    let place = company();
    place.rebuild();
    let changes: [(&str, &str, &[&str]); 10] = [
        (
            "a visit of an old month",
            "INSERT INTO client_relation (origine_relation, date_relation, type_entite, c_entite) VALUES ('CRV', '2026-10-02 00:00:00', 'C', 'C01846')",
            &["common/visits-2026-10"],
        ),
        (
            "a new month",
            "INSERT INTO client_relation (origine_relation, date_relation, type_entite, c_entite) VALUES ('CRV', '2026-08-02 00:00:00', 'C', 'C01846')",
            &["common/visits-2026-08"],
        ),
        (
            "a visit that is the last one",
            "INSERT INTO client_relation (origine_relation, date_relation, type_entite, c_entite) VALUES ('CRV', '2026-11-02 00:00:00', 'C', 'C03390')",
            &["common/customers", "common/visits-2026-11"],
        ),
        (
            "archived",
            "UPDATE client_relation SET c_archive = 'O' WHERE date_relation = '2026-09-30 00:00:00'",
            &["common/visits-2026-09"],
        ),
        ("another grid", "UPDATE client SET c_catc = 'AGRI01' WHERE c_client = 'C01846'", &["common/customers"]),
        ("a code", "INSERT INTO code_liste VALUES ('c_titre', 'SA', 'SA', NULL, 1)", &["common/lists"]),
        ("only bank details", "UPDATE client SET iban = 'FR7630006000011234567890189' WHERE c_client = 'C01846'", &[]),
        (
            "a prospect",
            "INSERT INTO crm_prospect (prospect, nom_client, cree_par, cree_le, change_le, crm_fichier)
             VALUES ('019ab3c4-7d1e-7a52-9c1f-000000000001', 'P', 'jdupont', '2026-11-01 08:00:00', '2026-11-01 08:00:00', 'CP1')",
            &["users/chef/prospects", "users/jdupont/prospects"],
        ),
        ("an address", "UPDATE crm_utilisateur SET courriel = 'a@b.example' WHERE dossier = 'amartin'", &["users/amartin/user"]),
        ("a name", "UPDATE crm_utilisateur SET nom_affiche = 'Anne' WHERE dossier = 'amartin'", &["common/lists", "users/amartin/user"]),
    ];
    for (what, change, expected) in changes {
        let before = prints(&place);
        place.base().execute_batch(change).unwrap_or_else(|error| panic!("{what}: {error}"));
        let report = place.rebuild_at(TOMORROW);
        let now = prints(&place);
        assert_eq!(new(&before, &now), expected, "{what}");
        assert_eq!(written(&report), expected, "{what}, as reported");
        let still: Prints = now.into_iter().filter(|(path, _)| before.contains_key(path)).collect();
        assert_eq!(still, before, "{what}: nothing else was touched or removed");
        place.whatever_is_named_is_whole();
    }
}

/// Rows have no order in a base; files do.
#[test]
fn the_order_of_rows_in_the_erp_changes_no_file() {
    let (one, other) = (company(), company());
    let rows: Vec<Value> = (1..=28)
        .map(|day| relation("C02184", &format!("2026-07-{day:02}"), json!({ "num_relation": 100 + day })))
        .collect();
    let contacts: Vec<Value> =
        (1..=9).map(|number| json!({ "c_client": "C01846", "num_contact": number, "nom": "X" })).collect();
    for (place, backwards) in [(&one, false), (&other, true)] {
        let order =
            |rows: &[Value]| if backwards { rows.iter().rev().cloned().collect() } else { rows.to_vec() };
        place.insert("client_relation", &order(&rows));
        place.insert("client_contact", &order(&contacts));
        // Customers once more, inserted the other way round.
        if backwards {
            let moved = "CREATE TEMP TABLE moved AS SELECT * FROM client ORDER BY c_client DESC;
                DELETE FROM client; INSERT INTO client SELECT * FROM moved";
            place.base().execute_batch(moved).expect("moved");
        }
        place.rebuild();
    }
    for base in [COMMON, "jdupont", ADMIN] {
        assert_eq!(one.published(base).names(), other.published(base).names(), "{base}");
    }
}
