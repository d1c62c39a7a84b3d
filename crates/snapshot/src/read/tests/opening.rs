use exchange_schema::{ManifestFile, Role};

use crate::read::given::{Given, user_base};
use crate::read::{CommonBase, UserBase};
use crate::{ReadError, SCHEMA};

#[test]
fn bases_may_move_between_threads() {
    fn moves<T: Send>() {}
    moves::<CommonBase>();
    moves::<UserBase>();
}

#[test]
fn tables_of_another_version_are_refused() {
    for found in [SCHEMA - 1, SCHEMA + 1] {
        let mut given = Given::common();
        given.manifest.schema = found;
        let refused = given.open_common().unwrap_err();
        assert!(
            matches!(refused, ReadError::Schema { found: f, expected: SCHEMA } if f == found),
            "{refused}"
        );
        let mut given = user_base("");
        given.manifest.schema = found;
        assert!(matches!(given.open_user(), Err(ReadError::Schema { .. })));
    }
}

#[test]
fn a_role_that_must_be_there_is_there_once() {
    for (role, count) in [(Role::Customers, 0), (Role::Customers, 2), (Role::Lists, 0), (Role::Lists, 2)] {
        let mut given = Given::common();
        let (one, rest): (Vec<ManifestFile>, Vec<_>) =
            given.manifest.files.drain(..).partition(|file| file.role == role);
        given.manifest.files = rest;
        given.manifest.files.extend(one.iter().cycle().take(count).cloned());
        let refused = given.open_common().unwrap_err();
        assert!(
            matches!(refused, ReadError::Incomplete { role: name, count: n } if name == role.as_str() && n == count),
            "{refused}"
        );
    }
    assert!(matches!(
        Given::nothing().open_user(),
        Err(ReadError::Incomplete { role: "prospects", count: 0 })
    ));
}

#[test]
fn files_that_are_not_what_they_should_be() {
    let swapped = Given::nothing().with(Role::Lists, "customers-0", "").with(Role::Customers, "lists-0", "");
    let mut swapped = swapped;
    for file in &mut swapped.manifest.files {
        file.role = if file.role == Role::Lists { Role::Customers } else { Role::Lists };
    }
    assert!(matches!(swapped.open_common(), Err(ReadError::Sqlite(_))));

    let given = Given::common();
    std::fs::write(given.path().join("customers-0.sqlite"), "no database at all").unwrap();
    assert!(matches!(given.open_common(), Err(ReadError::Sqlite(_))));
    std::fs::remove_file(given.path().join("customers-0.sqlite")).unwrap();
    assert!(matches!(given.open_common(), Err(ReadError::Sqlite(_))));

    let nobody = Given::nothing().with(Role::Prospects, "prospects-0", "").with(Role::User, "user-0", "");
    assert!(matches!(nobody.open_user(), Err(ReadError::Value { column: "own", .. })));
}

#[test]
fn a_month_has_one_file_with_a_proper_name() {
    for names in [&["visits-2026-13-0"][..], &["visits-2026-11-0", "visits-2026-11-1"]] {
        let given = names.iter().fold(Given::common(), |given, name| given.with(Role::Visits, name, ""));
        let refused = given.open_common().unwrap_err();
        assert!(matches!(refused, ReadError::Value { column: "manifest.files", .. }), "{refused}");
    }
}

#[test]
fn a_month_is_opened_when_it_is_asked() {
    let given =
        Given::common().with(Role::Visits, "visits-2026-10-0", "").with(Role::Visits, "visits-2026-11-0", "");
    std::fs::remove_file(given.path().join("visits-2026-10-0.sqlite")).unwrap();
    let base = given.open_common().unwrap();
    let days = |from: &str, to: &str| base.visits_between(None, from.parse().unwrap(), to.parse().unwrap());
    assert_eq!(days("2026-11-01", "2026-11-30").unwrap(), []);
    assert!(matches!(days("2026-10-31", "2026-11-30"), Err(ReadError::Sqlite(_))));
}
