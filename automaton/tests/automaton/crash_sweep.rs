//! The crash sweep: the real program is killed (SIGKILL) right before each of its steps, started again, and compared with the run
//! that never died. CI runs every step once and a seeded sample of steps × ways in which files come again; with `TOURNEE_FULL` set,
//! the whole product.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;

use exchange_schema::ExchangeFile;
use serde_json::json;

use super::day::{essence, other_kinds};
use super::support::{DEVICE, OTHER_DEVICE, Place, VisitFile, id};

pub const LATER: &str = "2026-11-21T15:00:30Z";
/// Changed by hand to sample other combinations; printed with every failure.
pub const SEED: u64 = 20_261_121;
const SAMPLE: usize = 48;

/// How the folder sync behaves between the crash and the restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Nothing comes again.
    Quiet,
    /// Every file comes again, also directly under the user's folder.
    Again,
    /// At first only every other file has come; the rest comes after the crash.
    OtherOrder,
    /// The sync makes conflict copies of everything.
    ConflictCopies,
    /// At first the files are half there.
    HalfFirst,
}

pub const DELIVERIES: [Delivery; 4] =
    [Delivery::Again, Delivery::OtherOrder, Delivery::ConflictCopies, Delivery::HalfFirst];

pub struct Dropped {
    user: &'static str,
    device: &'static str,
    name: String,
    bytes: Vec<u8>,
}

fn dropped(visit: &VisitFile) -> Dropped {
    let bytes = visit.file().to_json().expect("printed");
    Dropped { user: visit.author, device: visit.device, name: visit.name(), bytes }
}

/// One of each sort: a full visit, a plain one, a correction, refused ones, a waiting one.
pub fn files() -> Vec<Dropped> {
    let full = VisitFile { sequence: Some(1), ..VisitFile::new(1) }
        .with("answers", json!({ "form": 1, "picked": ["contact.visite", "visite.commande"] }))
        .with("follow_up_on", json!("2026-12-05"))
        .with("fleet", json!({ "AGRI": 22, "TP": null }));
    let refused = VisitFile { sequence: Some(2), ..VisitFile::new(2) }.with("customer", json!("C99999"));
    let mut ahead = VisitFile::new(5).by("amartin", OTHER_DEVICE);
    ahead.created_at += chrono::Duration::days(1);
    vec![
        dropped(&full),
        dropped(&refused),
        dropped(&VisitFile {
            sequence: Some(3),
            replaces: Some(VisitFile::new(90).name()),
            ..VisitFile::new(3)
        }),
        dropped(&VisitFile::new(4).by("amartin", OTHER_DEVICE)),
        dropped(&ahead),
        Dropped {
            user: "amartin",
            device: OTHER_DEVICE,
            name: "bonjour.json".to_owned(),
            bytes: b"{}".to_vec(),
        },
    ]
    .into_iter()
    .chain(other_kinds().iter().map(dropped_file))
    .collect()
}

fn dropped_file(file: &ExchangeFile) -> Dropped {
    let name = file.file_name().as_str().to_owned();
    Dropped { user: "jdupont", device: DEVICE, name, bytes: file.to_json().expect("printed") }
}

fn template() -> Place {
    let place = Place::new();
    furnish(&place);
    place
}

/// Something happened here before: a file that is delivered with other content, a refused one to be replaced, and a torn temporary file
/// of an earlier crash.
pub fn furnish(place: &Place) {
    for (name, value) in
        [("courriels_creation", "compta@pneus.example"), ("courriels_erreur", "admin@pneus.example")]
    {
        place.succeed(&["params", "set", name, value]);
    }
    let telephone = "UPDATE client SET tel_1 = '02.99.12.34.56' WHERE c_client = 'C01846'";
    place.base().execute(telephone, []).expect("a telephone");
    let reused = VisitFile::new(91);
    place.deliver_file(&reused.file());
    place.deliver_file(&VisitFile::new(90).with("customer", json!("C99999")).file());
    place.pass();
    place.deliver_file(&reused.with("comment", json!("autre")).file());
    place.deliver(
        "amartin",
        OTHER_DEVICE,
        &VisitFile::new(92).by("amartin", OTHER_DEVICE).name(),
        b"{\"half",
    );
    let torn = place.path("archive/2026/11").join(format!(".{}.part", VisitFile::new(1).name()));
    std::fs::write(torn, b"{").expect("written");
}

pub fn deliver(place: &Place, files: &[Dropped], how: Delivery, before_the_crash: bool) {
    for (i, file) in files.iter().enumerate() {
        let put =
            |device: &str, name: &str, bytes: &[u8]| drop(place.deliver(file.user, device, name, bytes));
        match (how, before_the_crash) {
            (Delivery::OtherOrder, true) if i % 2 == 0 => {}
            (Delivery::HalfFirst, true) => put(file.device, &file.name, &file.bytes[..file.bytes.len() / 2]),
            (Delivery::Again, false) if file.name != "bonjour.json" => {
                put(file.device, &file.name, &file.bytes);
                put("", &file.name, &file.bytes);
            }
            (Delivery::ConflictCopies, false) if file.name != "bonjour.json" => {
                let name = file.name.replace(".json", ".sync-conflict-20261121-150000-ABCDEFG.json");
                put(file.device, &name, &file.bytes);
            }
            _ => put(file.device, &file.name, &file.bytes),
        }
    }
}

/// Runs a pass that is killed before step `kill_at`, or ends by itself; answers its steps.
pub fn run(place: &Place, kill_at: Option<usize>) -> Vec<String> {
    let log = place.path("steps");
    let _ = std::fs::remove_file(&log);
    let mut command = place.command();
    command.args(["--json", "integrate"]).env("TOURNEE_STEP_LOG", &log);
    if let Some(step) = kill_at {
        command.env("TOURNEE_KILL_AT", step.to_string());
    }
    let output = command.output().expect("it starts");
    match kill_at {
        Some(_) => assert_eq!(output.status.signal(), Some(9), "killed: {output:?}"),
        None => assert!(matches!(output.status.code(), Some(0 | 1)), "ended by itself: {output:?}"),
    }
    let steps = std::fs::read_to_string(&log).expect("the steps were logged");
    let _ = std::fs::remove_file(&log);
    steps.lines().map(str::to_owned).collect()
}

/// Everything that must be the same: rows, archive, quarantine, published receipts.
pub type Outcome = (BTreeMap<String, Vec<Vec<String>>>, [BTreeMap<String, Vec<u8>>; 3]);

pub fn outcome(place: &Place) -> Outcome {
    (place.rows(), ["archive", "quarantine", "bases"].map(|folder| place.tree(folder)))
}

/// Never a lost mail, never two: every refused file stands in exactly one digest.
pub fn each_refusal_is_told_once(place: &Place) {
    let digests = place.query("SELECT corps FROM crm_courriel WHERE message_id LIKE '<refusal-digest.%'");
    for row in place.query("SELECT nom FROM crm_fichier WHERE etat = 'refuse'") {
        let line = format!(" - {} (", row[0]);
        let told = digests.iter().filter(|digest| digest[0].contains(&line)).count();
        assert_eq!(told, 1, "{} in the digests", row[0]);
    }
}

fn run_with_crash(
    template: &Place,
    files: &[Dropped],
    how: Delivery,
    kill_at: Option<usize>,
) -> (Place, Vec<String>) {
    let place = template.copy();
    deliver(&place, files, how, true);
    let mut steps = Vec::new();
    if kill_at.is_some() {
        run(&place, kill_at);
    }
    deliver(&place, files, how, false);
    steps.extend(run(&place, None));
    place.pass_at(LATER);
    (place, steps)
}

/// Runs the cases on a few threads; each case is independent.
pub fn in_parallel<T: Send + Sync>(cases: &[T], check: impl Fn(&T) + Sync) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    check(case);
                }
            });
        }
    });
}

#[test]
fn killed_at_any_step_the_next_pass_makes_it_whole() {
    let (template, files) = (template(), files());
    let (undisturbed, steps) = run_with_crash(&template, &files, Delivery::Quiet, None);
    let expected = outcome(&undisturbed);
    assert_eq!(undisturbed.count("client_relation"), 5, "1, 3, 4, 91 and the request");
    for (table, rows) in [
        ("crm_prospect", 2),
        ("crm_visite_prospect", 2),
        ("crm_conflit", 1),
        ("crm_doublon", 1),
        ("crm_creation_client", 1),
        ("crm_demande_modification", 1),
        // A request, a creation and its acknowledgement, a digest of each of three passes that refused something.
        ("crm_courriel", 6),
    ] {
        assert_eq!(undisturbed.count(table), rows, "{table}");
    }
    each_refusal_is_told_once(&undisturbed);
    let met = std::sync::Mutex::new(steps.iter().cloned().collect::<BTreeSet<_>>());
    let cases: Vec<usize> = (1..=steps.len()).collect();
    in_parallel(&cases, |step| {
        let (place, recovered) = run_with_crash(&template, &files, Delivery::Quiet, Some(*step));
        met.lock().expect("no panic").extend(recovered);
        let found = outcome(&place);
        each_refusal_is_told_once(&place);
        let name = &steps[*step - 1];
        for (table, rows) in &expected.0 {
            assert_eq!(&found.0[table], rows, "killed before step {step} ({name}): {table}");
        }
        for (i, folder) in ["archive", "quarantine", "bases"].iter().enumerate() {
            let names = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
            assert_eq!(
                names(&found.1[i]),
                names(&expected.1[i]),
                "killed before step {step} ({name}): {folder}"
            );
            assert_eq!(found.1[i], expected.1[i], "killed before step {step} ({name}): content of {folder}");
        }
    });
    // The list and the program agree: no step is forgotten in the one, none is never met in the other.
    let met: BTreeSet<String> = met.into_inner().expect("no panic");
    let listed: BTreeSet<String> = automaton::steps::all().into_iter().map(str::to_owned).collect();
    assert_eq!(met, listed);
}

#[test]
fn killed_while_files_come_again_nothing_is_twice_and_nothing_lost() {
    let (template, files) = (template(), files());
    let steps = run_with_crash(&template, &files, Delivery::Quiet, None).1.len();
    let mut cases: Vec<(Delivery, usize)> =
        DELIVERIES.iter().flat_map(|how| (1..=steps).map(|step| (*how, step))).collect();
    if std::env::var_os("TOURNEE_FULL").is_none() {
        cases = sample(cases);
    }
    let expected: BTreeMap<String, _> = DELIVERIES
        .iter()
        .map(|how| (format!("{how:?}"), essence(&run_with_crash(&template, &files, *how, None).0)))
        .collect();
    let quiet = essence(&run_with_crash(&template, &files, Delivery::Quiet, None).0);
    for (how, essence) in &expected {
        assert_eq!(essence, &quiet, "{how}, without any crash");
    }
    in_parallel(&cases, |(how, step)| {
        let place = template.copy();
        deliver(&place, &files, *how, true);
        // A first pass over fewer files may have fewer steps: then it simply ends.
        let log = place.path("steps");
        let mut command = place.command();
        command.args(["--json", "integrate"]).env("TOURNEE_KILL_AT", step.to_string());
        command.env("TOURNEE_STEP_LOG", &log).output().expect("it starts");
        std::fs::remove_file(log).expect("it took a step");
        deliver(&place, &files, *how, false);
        run(&place, None);
        place.pass_at(LATER);
        each_refusal_is_told_once(&place);
        assert_eq!(essence(&place), quiet, "seed {SEED}: {how:?}, killed before step {step}");
    });
}

/// More files than fit into one window: the pass dies inside the second and the third one too.
#[test]
fn killed_amid_many_files_nothing_is_twice_and_nothing_lost() {
    let template = Place::new();
    for number in 1..=150 {
        template.deliver_file(&VisitFile::new(number).file());
    }
    let undisturbed = template.copy();
    let steps = run(&undisturbed, None).len();
    let expected = outcome(&undisturbed);
    assert_eq!(undisturbed.count("client_relation"), 150);
    let every: Vec<(Delivery, usize)> = (1..=steps).map(|step| (Delivery::Quiet, step)).collect();
    let cases = if std::env::var_os("TOURNEE_FULL").is_none() { sample(every) } else { every };
    in_parallel(&cases, |(_, step)| {
        let place = template.copy();
        run(&place, Some(*step));
        run(&place, None);
        assert!(outcome(&place) == expected, "seed {SEED}: killed before step {step} of {steps}");
    });
}

/// A sample that depends on the seed alone (Fisher–Yates over a 64-bit linear congruential generator, Knuth's constants).
pub fn sample(mut cases: Vec<(Delivery, usize)>) -> Vec<(Delivery, usize)> {
    let mut state = SEED;
    for i in (1..cases.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let j = usize::try_from(state >> 33).unwrap_or(0) % (i + 1);
        cases.swap(i, j);
    }
    cases.truncate(SAMPLE);
    cases
}

/// A validation that dies is as if it had never begun, or as if it had ended: never a customer without the visits, never two, never a
/// lost mail.
#[test]
fn a_validation_killed_at_any_step_makes_one_customer_with_all_that_belongs_to_him() {
    let template = template();
    for file in other_kinds() {
        template.deliver_file(&file);
    }
    template.pass();
    let creation = id(19).to_string();
    let arguments = ["--json", "creations", "validate", &creation, "--code", "C05000"];
    let undisturbed = template.copy();
    let log = undisturbed.path("steps");
    let mut command = undisturbed.command();
    assert!(command.args(arguments).env("TOURNEE_STEP_LOG", &log).status().expect("it starts").success());
    let steps = std::fs::read_to_string(&log).expect("logged").lines().count();
    std::fs::remove_file(&log).expect("removed");
    undisturbed.pass_at(LATER);
    let expected = outcome(&undisturbed);
    assert_eq!(
        undisturbed.query("SELECT nom_client FROM client WHERE c_client = 'C05000'"),
        [["GARAGE NEUF"]]
    );
    let taken_over = "SELECT objet FROM client_relation WHERE c_entite = 'C05000'";
    assert_eq!(undisturbed.query(taken_over), [["[PROSPECT] Visite du 20/11/2026"]]);
    let cases: Vec<usize> = (1..=steps).collect();
    in_parallel(&cases, |step| {
        let place = template.copy();
        let killed = place.command().args(arguments).env("TOURNEE_KILL_AT", step.to_string()).output();
        assert_eq!(killed.expect("it starts").status.signal(), Some(9), "step {step}");
        // What the accountant sees: it is done, or it is not and she does it again.
        let (code, again) = place.json(&arguments[1..]);
        assert!(code == 0 || again["error"].to_string().contains("validated by"), "step {step}: {again}");
        place.pass_at(LATER);
        assert!(outcome(&place) == expected, "killed before step {step} of {steps}");
    });
}
