//! `cargo xtask demo`: the product at work on a small invented company, in one command.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};
use chrono::{Duration, Utc};
use serde_json::json;

use crate::process;
use crate::stage::{Stage, program};

/// Builds, makes the installation, integrates, shows.
pub fn run(root: &Path) -> Result<()> {
    println!("== tools");
    crate::test::environment()?;
    println!("== build (a few minutes the first time)");
    process::run(Command::new(process::cargo()).args(["build", "--package", "automaton"]).current_dir(root))?;
    println!("\n== an installation, four users, six customers");
    let folder = root.join("target").join("demo");
    let stage = Stage::set(program(root, "debug"), &folder)?;
    println!("{}", folder.display());

    println!("\n== twelve files dropped by three laptops: two of them wrong, one cut short");
    let cut = drop_files(&stage)?;

    println!("\n== automaton integrate");
    let pass = stage.automaton().arg("integrate").status()?;
    ensure!(pass.code() == Some(1), "two files should have been refused: {pass}");
    println!("\n== automaton integrate, again: what is registered is not done twice");
    stage.automaton().arg("integrate").status()?;
    println!("\n== automaton status");
    process::run(stage.automaton().arg("status"))?;
    println!("\n== the rows in winpneu (client_relation)");
    show_rows(&stage)?;
    let config = folder.join("automaton.toml");
    println!("\nWhat to look at next, in {}:", folder.display());
    println!("  winpneu.db                 the embedded base: open it with any SQLite tool");
    println!(
        "  archive/, quarantine/      copies of what was integrated; of what was refused, with the reason"
    );
    println!("  bases/users/*/receipts.json  what the laptops are told");
    println!("  inbox/                     one file there is cut short; put it back whole, and integrate:");
    println!("    cp {}/* {}", folder.join("whole").display(), cut.display());
    println!("    cargo run --package automaton -- --config {} integrate", config.display());
    println!("Then docs/architecture.md, for how it works.");
    Ok(())
}

/// Answers the folder of the file that is cut short; `whole/` keeps it as it should be.
fn drop_files(stage: &Stage) -> Result<PathBuf> {
    let this_morning = Utc::now() - Duration::hours(6);
    for number in 1..=9 {
        let follow_up = (this_morning + Duration::days(7 * i64::from(number))).date_naive();
        stage.drop_visit(number, this_morning, &json!({ "follow_up_on": follow_up }))?;
    }
    stage.drop_visit(10, this_morning, &json!({ "customer": "C99999" }))?;
    let long_ago = (this_morning - Duration::days(60)).date_naive();
    stage.drop_visit(11, this_morning, &json!({ "visited_on": long_ago }))?;
    let cut = stage.drop_visit(12, this_morning, &json!({}))?;
    let bytes = std::fs::read(&cut)?;
    let whole = stage.folder().join("whole");
    std::fs::create_dir_all(&whole)?;
    std::fs::write(whole.join(cut.file_name().unwrap_or_default()), &bytes)?;
    std::fs::write(&cut, &bytes[..bytes.len() / 2])?;
    Ok(cut.parent().map(Path::to_path_buf).unwrap_or_default())
}

fn show_rows(stage: &Stage) -> Result<()> {
    let base = rusqlite::Connection::open(stage.base())?;
    let mut statement = base.prepare(
        "SELECT c_entite, c_user, heure_relation, objet, commentaire FROM client_relation ORDER BY 1",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let [customer, user, hour, object, comment] = [0, 1, 2, 3, 4].map(|i| row.get::<_, String>(i));
        println!("{} {} {} {}: {}", customer?, user?, hour?, object?, comment?.replace('\n', " | "));
    }
    Ok(())
}
