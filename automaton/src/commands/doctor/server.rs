//! The database on a SQL Server, as the installer looks at it: tables, views, rights of the login, settings.

use std::path::Path;

use winpneu::Connection;
use winpneu::sqlserver::installer::{self, Finding, VIEWS_FILE, views_template};

use super::super::init::views;
use super::check::{Check, Paste, listed};
use crate::config::SqlServerConfig;

const TABLES: &str = "tables";
const VIEWS: &str = "views";
const RIGHTS: &str = "rights of the login";
const DATABASE: &str = "database";
/// In the order in which they are told.
const NAMES: [&str; 4] = [TABLES, VIEWS, RIGHTS, DATABASE];

pub(super) async fn look(
    base: &mut Connection,
    path: &Path,
    server: &SqlServerConfig,
    paste: &Paste,
) -> Vec<Check> {
    let text = match views::read(path) {
        Ok(text) => text,
        Err(failure) => {
            return vec![Check::wrong(VIEWS, failure.to_string(), "mend it, and run doctor again")];
        }
    };
    // What the views should be is not known without their file; what they answer can be looked at all the same.
    let is_there = text.is_some();
    let mut found = match installer::check(base, &text.unwrap_or_else(|| views_template(true))).await {
        Ok(found) => found,
        Err(error) => return vec![Check::unanswered(DATABASE, &error)],
    };
    found.retain(|finding| is_there || *finding != Finding::Views);
    let mut checks = judge(&found, &server.database, paste);
    if !is_there {
        checks.push(Check::warning(
            VIEWS,
            format!("{VIEWS_FILE} is not beside the configuration: what the DBA adapted would be missed at the next upgrade"),
            format!("put it back from a backup; where nobody adapted it: {}", paste.command("init")),
        ));
    }
    checks
}

/// One check a subject.
fn judge(found: &[Finding], database: &str, paste: &Paste) -> Vec<Check> {
    let of = |name| found.iter().filter(move |finding| subject(finding) == name);
    NAMES
        .into_iter()
        .map(|name| {
            let words: Vec<String> = of(name).map(Finding::to_string).collect();
            let detail = listed(&words);
            // The first fault, else the first piece of advice, says what to do.
            match of(name).find(|finding| finding.is_fault()).or_else(|| of(name).next()) {
                None => Check::ok(name, "as this program needs it"),
                Some(finding) if finding.is_fault() => {
                    Check::wrong(name, detail, advice(finding, database, paste))
                }
                Some(finding) => Check::warning(name, detail, advice(finding, database, paste)),
            }
        })
        .collect()
}

const fn subject(finding: &Finding) -> &'static str {
    match finding {
        Finding::Foreign(_) | Finding::Missing { .. } | Finding::Table { .. } => TABLES,
        Finding::Views | Finding::View { .. } => VIEWS,
        Finding::Right { .. } => RIGHTS,
        Finding::NoSnapshot | Finding::CodePage(_) => DATABASE,
    }
}

fn advice(finding: &Finding, database: &str, paste: &Paste) -> String {
    let init = paste.command("init");
    let for_the_dba = format!("{init}\nor, where this login may not, for the DBA: {init} --print > crm.sql");
    match finding {
        Finding::Foreign(_) => {
            "install the automaton that this database was last used with, or a later one".to_owned()
        }
        Finding::Missing { .. } | Finding::Views => for_the_dba,
        Finding::View { .. } => format!("with the DBA, mend {VIEWS_FILE}, then: {init}"),
        Finding::Table { .. } => format!(
            "is {database:?} the ERP's database? If so, look with the DBA which columns {VIEWS_FILE} and client_create.sql have to rename"
        ),
        Finding::Right { .. } => format!("for the DBA: {init} --print login > login.sql"),
        Finding::NoSnapshot => {
            format!("for the DBA: ALTER DATABASE [{database}] SET ALLOW_SNAPSHOT_ISOLATION ON;")
        }
        Finding::CodePage(_) => {
            "ask the DBA: a database of another collation, or columns that say French_CI_AS themselves"
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::*;

    #[test]
    fn each_finding_has_somebody_to_turn_to() {
        let paste = Paste::new(Path::new("automaton.toml"));
        let right = || Finding::Right { object: "client".to_owned(), right: "INSERT" };
        let table = || Finding::Table { table: "client", detail: "no nom_client".to_owned() };
        for (found, name, state, words) in [
            (vec![Finding::Missing { number: 1, name: "crm" }], TABLES, State::Wrong, "init --print"),
            (vec![Finding::Foreign("newer".to_owned())], TABLES, State::Wrong, "later one"),
            (vec![table()], TABLES, State::Warning, "client_create.sql"),
            // What must be mended goes before advice.
            (
                vec![table(), Finding::Missing { number: 1, name: "crm" }],
                TABLES,
                State::Wrong,
                "init --print",
            ),
            (vec![Finding::Views], VIEWS, State::Wrong, "automaton init"),
            (
                vec![Finding::View { view: "crm_v_ca", detail: "no c_client".to_owned() }],
                VIEWS,
                State::Wrong,
                VIEWS_FILE,
            ),
            (vec![right()], RIGHTS, State::Wrong, "--print login"),
            (vec![Finding::NoSnapshot], DATABASE, State::Warning, "ALTER DATABASE [erp] SET ALLOW_SNAPSHOT"),
            (vec![Finding::CodePage(65001)], DATABASE, State::Warning, "DBA"),
        ] {
            let checks = judge(&found, "erp", &paste);
            assert_eq!(checks.iter().map(|check| check.name).collect::<Vec<_>>(), NAMES);
            let ill: Vec<_> = checks.iter().filter(|check| check.state != State::Ok).collect();
            let [check] = ill.as_slice() else { panic!("{found:?}: {ill:?}") };
            assert_eq!((check.name, check.state), (name, state), "{check:?}");
            assert!(check.advice.as_deref().is_some_and(|advice| advice.contains(words)), "{check:?}");
        }
        assert!(judge(&[], "erp", &paste).iter().all(|check| check.state == State::Ok));
        let many: Vec<Finding> = (0..50).map(|_| right()).collect();
        assert!(judge(&many, "erp", &paste)[2].detail.ends_with("and 45 more"));
    }
}
