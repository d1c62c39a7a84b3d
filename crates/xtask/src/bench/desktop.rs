//! The desktop's real window, on a screen that nobody sees, over as many customers as the largest installation could have.
//!
//! What is measured: from the start of the program to the first row of the first list (WebKit's driver and the X server are up before; the
//! driver's own part is in it); from the last keystroke of a search to the frame in which the list stands; the memory of the program and
//! its helpers, what they share divided among those that share it. Beside it, in the same run: the bare LIKE scan of the same names for
//! the same searches, without a window around it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rusqlite::{Connection, params};
use serde_json::json;
use snapshot::read::Directory;
use window_driver::{Launch, Screen, Spot, Window};

use super::names::{Names, Random};
use super::search::{CLASSES, Peer, entry, percentiles};
use crate::stage::{Stage, program};
use crate::{platform, process};

const CUSTOMERS: u64 = 200_000;
/// Those of the rep, who sees his own first.
const OWN: u64 = 400;
const SEED: u64 = 1;
/// What people type most, of the classes of `bench search`.
const TYPED: [&str; 5] = ["3 letters", "prefix", "infix", "with ?", "with *"];
/// A row of whatever list is shown first.
const ROW: Spot<'_> = Spot::Css("[role=grid] [role=gridcell]");
/// What stands there first: nobody has a follow-up date, so « À revoir » shows those not seen for long.
const FIRST: Spot<'_> = Spot::Css("main tbody td");

/// Builds, makes a company, measures.
pub fn run(root: &Path, starts: u32, searches: u32, debug: bool) -> Result<()> {
    let profile = if debug { "debug" } else { "release" };
    build(root, debug)?;
    let folder = root.join("target").join("bench-desktop");
    let stage = Stage::set(program(root, profile), &folder)?;
    let mut random = Random::new(SEED);
    let names = Names::new(CUSTOMERS, &mut random);
    println!("\n{CUSTOMERS} customers from seed {SEED} on the disk of {}; {profile} build", folder.display());
    fill(&stage, &names)?;
    process::run_quietly(stage.automaton().arg("rebuild"))?;
    let laptop = Laptop::new(root, profile, &stage)?;
    let first = laptop.start()?;
    println!("first start, the bases being taken into use: {:.2} s", first.1.as_secs_f64());
    drop(first);
    let window = laptop.measure_starts(starts)?;
    measure_searches(&window, &names, &mut random, searches)?;
    print_memory(&window);
    drop(window);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

fn build(root: &Path, debug: bool) -> Result<()> {
    platform::ensure_all(&[&platform::WEBKIT, &platform::XVFB, &platform::WEBKIT_DRIVER])?;
    crate::front::install(root)?;
    crate::front::build(root)?;
    let mut cargo = process::cargo();
    cargo.args(["build", "--package", "desktop", "--package", "automaton"]).current_dir(root);
    if !debug {
        cargo.arg("--release");
    }
    process::run(&mut cargo)
}

/// Customers straight into the base, and an account for whoever runs this: a release build knows no other user.
fn fill(stage: &Stage, names: &Names) -> Result<()> {
    process::run_quietly(stage.automaton().args([
        "users",
        "add",
        &os_user()?,
        "--c-user",
        "BE",
        "--c-rep",
        "BE01",
    ]))?;
    let mut base = Connection::open(stage.base())?;
    base.execute_batch("PRAGMA synchronous = OFF")?;
    let tx = base.transaction()?;
    for (number, (code, name)) in (0_u64..).zip(names.rows()) {
        let rep = if number % (CUSTOMERS / OWN) == 0 { "BE01" } else { "JD01" };
        let sql = "INSERT INTO client (c_client, nom_client, ville_fac, c_agence, c_rep) VALUES (?1, ?2, 'LAVAL', 'LAVA', ?3)";
        tx.prepare_cached(sql)?.execute(params![code, name.chars().take(35).collect::<String>(), rep])?;
    }
    Ok(tx.commit()?)
}

fn os_user() -> Result<String> {
    let output = Command::new("id").arg("-un").output().context("who runs this?")?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

struct Laptop {
    screen: Screen,
    launch: Launch,
}

impl Laptop {
    fn new(root: &Path, profile: &str, stage: &Stage) -> Result<Self> {
        let data = stage.folder().join("laptop");
        std::fs::create_dir_all(&data)?;
        let settings =
            json!({ "inbox": stage.folder().join("inbox"), "bases": stage.folder().join("bases") });
        std::fs::write(data.join("settings.json"), settings.to_string())?;
        // All customers, not one's own.
        std::fs::write(data.join("window.json"), json!({ "theme": "light", "whose": "all" }).to_string())?;
        let environment = [("TOURNEE_DATA", data.into_os_string()), ("TOURNEE_USER", os_user()?.into())];
        let launch = Launch {
            program: program(root, profile).with_file_name("tournee"),
            place: stage.folder().join("window"),
            environment: environment.map(|(name, value)| (name.into(), value)).into(),
            pictures: PathBuf::from(root).join("target").join("tmp").join("window"),
        };
        Ok(Self { screen: Screen::start()?, launch })
    }

    /// A window, and how long it took until a row was there.
    fn start(&self) -> Result<(Window, Duration)> {
        let begun = Instant::now();
        let window = Window::open(&self.screen, &self.launch)?;
        window.page().see(FIRST)?;
        Ok((window, begun.elapsed()))
    }

    /// Answers the last window.
    fn measure_starts(&self, count: u32) -> Result<Window> {
        let mut times = Vec::new();
        let mut last = None;
        for _ in 0..count {
            drop(last.take());
            let (window, time) = self.start()?;
            times.push(time);
            last = Some(window);
        }
        times.sort_unstable();
        let median = times.get(times.len() / 2).copied().unwrap_or_default();
        let all: Vec<String> = times.iter().map(|time| format!("{:.2}", time.as_secs_f64())).collect();
        println!("start to first data: {:.2} s (median of {})", median.as_secs_f64(), all.join(", "));
        last.context("no start")
    }
}

fn measure_searches(window: &Window, names: &Names, random: &mut Random, count: u32) -> Result<()> {
    let directory = Directory::from_entries(names.rows().map(|(code, name)| entry(code, name)));
    let peer = Peer::over(&directory)?;
    let page = window.page();
    page.press("Alt+2")?;
    page.see(ROW)?;
    page.press("/")?;
    page.see(Spot::Css("input:focus"))?;
    println!(
        "from the last keystroke to the painted list, {count} searches of a class; LIKE: the bare query, without a window"
    );
    println!("{:<12} {:>8} {:>8}   {:>8} {:>8}   ratio of", "ms", "p50", "p99", "LIKE p50", "p99");
    println!("{:<12} {:>8} {:>8}   {:>8} {:>8}   p50 and p99", "", "", "", "", "");
    let (mut all, mut all_like) = (Vec::new(), Vec::new());
    for (class, make) in CLASSES.iter().filter(|(class, _)| TYPED.contains(class)) {
        let (mut ours, mut like) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let typed = make(names, random);
            let drawn = page.run_async(include_str!("keystroke.js"), vec![typed.as_str().into()])?;
            ours.extend(drawn.as_f64().map(|ms| Duration::from_secs_f64(ms / 1000.0)));
            let begun = Instant::now();
            peer.search(&typed)?;
            like.push(begun.elapsed());
        }
        ensure!(!ours.is_empty(), "no search of the class {class:?} changed the list: {}", page.state(class));
        print_line(class, &mut ours, &mut like);
        all.extend(ours);
        all_like.extend(like);
    }
    print_line("all", &mut all, &mut all_like);
    println!("{} of {} keystrokes changed what is shown", all.len(), all_like.len());
    Ok(())
}

fn print_line(class: &str, ours: &mut [Duration], like: &mut [Duration]) {
    let ((p50, p99), (like_p50, like_p99)) = (percentiles(ours), percentiles(like));
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{class:<12} {:8.1} {:8.1}   {:8.1} {:8.1}   {:.2} and {:.2}",
        ms(p50),
        ms(p99),
        ms(like_p50),
        ms(like_p99),
        ms(like_p50) / ms(p50),
        ms(like_p99) / ms(p99)
    );
}

fn print_memory(window: &Window) {
    let mut total = 0;
    println!("memory (PSS) with {CUSTOMERS} customers open:");
    for process in window.processes() {
        let kib = process.proportional_kib().unwrap_or_default();
        total += kib;
        println!("  {:<16} {:7.1} MiB", process.name, kib as f64 / 1024.0);
    }
    println!("  {:<16} {:7.1} MiB", "all", total as f64 / 1024.0);
}
