//! The program as a rep's hands would use it.

use std::process::Command;

use serde_json::Value;

use crate::world::World;

/// The program's answer and its exit code.
pub fn run(world: &World, environment: &[(&str, &str)], arguments: &[&str]) -> (Value, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_tournee-headless"))
        .env("TOURNEE_NOW", "2026-11-21T08:00:00Z")
        .envs(environment.iter().copied())
        .arg("--data")
        .arg(world.path("data"))
        .args(["--user", "PNEUS53\\jdupont", "--json"])
        .args(arguments)
        .output()
        .unwrap();
    let answer = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (answer, output.status.code())
}

pub fn set_up(world: &World) {
    let (inbox, bases) = (world.path("inbox"), world.path("bases"));
    let arguments = ["setup", "--inbox", inbox.to_str().unwrap(), "--bases", bases.to_str().unwrap()];
    assert_eq!(run(world, &[], &arguments).1, Some(0));
}

#[test]
fn a_rep_at_work() {
    let world = World::with_bases();
    set_up(&world);
    let fine = |arguments: &[&str]| {
        let (answer, code) = run(&world, &[], arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {answer}");
        answer
    };
    assert_eq!(fine(&["sync"])["common"]["outcome"], "adopted");
    assert_eq!(fine(&["status"])["state"]["code"], "ready");
    let visited = fine(&[
        "visit",
        "--customer",
        "C1",
        "--on",
        "2026-11-20",
        "--at",
        "14:30",
        "--comment",
        "vu",
        "--pick",
        "contact.visite",
        "--follow-up",
        "2026-12-01",
        "--fleet",
        "AGRI=22",
        "--fleet",
        "TP=?",
    ]);
    assert_eq!((&visited["sequence"], &visited["dropped"]), (&1.into(), &true.into()));
    fine(&["request", "C1", "--set", "tel_1=0199005678", "--comment", "nouveau numéro"]);
    let made = fine(&["prospect", "new", "--set", "nom_client=SARL LENOIR", "--set", "tel_1=0261911234"]);
    let id = made["prospect"].as_str().unwrap();
    fine(&["prospect", "edit", id, "--set", "ville_fac=LAVAL", "--follow-up", "2026-12-24"]);
    fine(&["--hold", "visit", "--prospect", id]);
    assert_eq!(world.inbox().len(), 4, "the held one waits for the next round");
    assert_eq!(fine(&["sync"])["dropped"]["files"].as_array().unwrap().len(), 1);

    assert_eq!(fine(&["show", "home"])["rows"][0]["days"], 10);
    let card = fine(&["show", "customer", "C1"]);
    assert_eq!(
        (&card["follow_up"]["fleet"]["AGRI"], &card["requests"][0]["changes"][0]["to"]),
        (&22.into(), &"0199005678".into())
    );
    assert_eq!(fine(&["show", "history", "C1"])["rows"].as_array().unwrap().len(), 2);
    let card = fine(&["show", "prospect", id]);
    assert_eq!(
        (&card["name"], &card["town"], &card["sheet"]["codemonnaie"]),
        (&"SARL LENOIR".into(), &"LAVAL".into(), &"EUR".into())
    );
    assert_eq!(fine(&["show", "history", id])["rows"][0]["pending"], true);
    assert_eq!(fine(&["show", "prospects", "lenoir"])["total"], 1);
    assert_eq!(fine(&["show", "calendar"])["rows"].as_array().unwrap().len(), 2);
    assert_eq!(fine(&["show", "entries", "--filter", "waiting"])["total"], 5);
    assert_eq!(fine(&["show", "search", "C?"])["rows"].as_array().unwrap().len(), 2);
    assert_eq!(fine(&["show", "figures"])["share"]["customer_visits"]["pending"], 1);

    for (arguments, code) in [
        (&["visit", "--customer", "C9"][..], 1),
        (&["show", "customer", "C9"], 1),
        (&["prospect", "convert", id], 1),
        (&["visit"], 2),
        (&["prospect", "edit", id, "--set", "no_such_column=1"], 2),
        (&["visit", "--customer", "C1", "--on", "20/11/2026"], 2),
    ] {
        assert_eq!(run(&world, &[], arguments).1, Some(code), "{arguments:?}");
    }
}

#[test]
fn people_read_it_too() {
    let world = World::with_bases();
    set_up(&world);
    let output = Command::new(env!("CARGO_BIN_EXE_tournee-headless"))
        .arg("--data")
        .arg(world.path("data"))
        .args(["--user", "jdupont", "status"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("state\n  code no-base-yet\n"), "{text}");
}
