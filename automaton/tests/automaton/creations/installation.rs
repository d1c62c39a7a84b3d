//! `client_create.sql` beside `automaton.toml`: how this installation makes a customer.

use super::stage::{customer, erp_row, pending, plain_sheet};
use super::validation::fails;
use crate::support::Place;

/// The standard statement, as the source tree keeps it.
fn standard() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../crates/winpneu/installation/client_create.sql");
    std::fs::read_to_string(path).expect("read")
}

fn install(place: &Place, statement: &str) {
    std::fs::write(place.path("client_create.sql"), statement).expect("written");
}

#[test]
fn an_installations_own_statement_is_used() {
    let (place, id) = pending();
    place.base().execute_batch("ALTER TABLE client ADD COLUMN origine varchar(10)").expect("altered");
    let own = standard()
        .replace("(c_client,", "(origine, c_client,")
        .replace("VALUES (@P1,", "VALUES ('CRM', @P1,")
        .replace("@P5,", "UPPER(@P5),");
    install(&place, &own);
    // As a scheduled task would: from anywhere, and from the installation's own folder by a bare name.
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_automaton"));
    command.current_dir(place.path(".")).args([
        "--config",
        "automaton.toml",
        "creations",
        "validate",
        &id,
        "--set",
        "nom_client=Earl du Moulin",
    ]);
    let output = command.output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made = place.query("SELECT origine, nom_client, ville_fac FROM client WHERE c_client = 'C03391'");
    assert_eq!(made, [["CRM", "EARL DU MOULIN", "Lassay-les-Châteaux"]]);
}

/// What is wrong with it is told by its name, and nothing of the decision stands.
#[test]
fn one_that_fails_changes_nothing_and_says_so() {
    let (place, id) = pending();
    let no_table = standard().replace("dbo.client ", "dbo.kunde ");
    let no_place = standard()
        .replace("VALUES (@P1,", "VALUES (CONCAT(@P1, '-', 'much too long for a code of the ERP'),");
    for wrong in ["", "-- nothing\n", "INSERT", "DROP TABLE dbo.client", &no_table, &no_place] {
        install(&place, wrong);
        let words = fails(&place, 1, &["creations", "validate", &id]);
        assert!(words.contains("client_create"), "{wrong:?}: {words}");
    }
    std::fs::remove_file(place.path("client_create.sql")).expect("removed");
    std::fs::create_dir(place.path("client_create.sql")).expect("made");
    let words = fails(&place, 1, &["creations", "validate", &id]);
    assert!(words.contains("client_create.sql"), "{words}");
    std::fs::remove_dir(place.path("client_create.sql")).expect("removed");
    assert_eq!(place.json(&["creations", "validate", &id]).0, 0, "afterwards all is well");
}

/// A statement whose validation must be refused by its name, and leave everything as it was.
fn is_refused(statement: &str) {
    let (place, id) = pending();
    install(&place, statement);
    let words = fails(&place, 1, &["creations", "validate", &id]);
    assert!(words.contains("client_create"), "{words}");
}

/// The standard statement as a query of the values.
fn as_query(rest: &str) -> String {
    let insert = standard();
    let (head, values) = insert.split_once("VALUES (").expect("its values");
    let values = values.trim_end().strip_suffix(')').expect("the end");
    format!("{head}SELECT {values} {}", rest.replace("VALUES", values))
}

/// « one statement, one row »: one that makes no customer would tell the rep of a customer that nobody can invoice.
#[test]
fn one_that_makes_no_row_is_refused() {
    is_refused(&as_query("WHERE 1 = 0"));
}

#[test]
fn one_that_makes_a_customer_of_another_code_is_refused() {
    is_refused(&standard().replace("VALUES (@P1,", "VALUES (CONCAT('X', @P1),"));
}

#[test]
fn one_that_makes_two_rows_is_refused() {
    is_refused(&as_query("UNION ALL SELECT VALUES").replacen("SELECT @P1,", "SELECT CONCAT('X', @P1),", 1));
}

/// Of two statements only the first would be run, in silence.
#[test]
fn two_statements_are_refused() {
    is_refused(&format!("{}; UPDATE dbo.client SET c_titre = 'X'", standard()));
}

/// « adapting to an installation means editing one .sql file »: an ERP may lack a column of annex 2.
#[test]
fn one_that_leaves_a_field_out_is_used() {
    let (place, id) = pending();
    let standard = standard();
    install(&place, &standard.replace("adr3_fac, ", "").replace("@P8, ", ""));
    let answer = place.json(&["creations", "validate", &id]);
    assert_eq!(answer.0, 0, "{}", answer.1);
    assert_eq!(customer(&place, "C03391"), erp_row(&plain_sheet(1)));
}
