//! `cargo xtask test`: everything that must hold before a change lands, in the order of what is quickest to mend.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::{codegen, front, platform, process, root, tsql};

/// How many tests of a binary run at once.
const THREADS: &str = "RUST_TEST_THREADS";

/// One check: what it is called, and what it does.
struct Check {
    title: &'static str,
    run: Box<dyn Fn() -> Result<()>>,
}

/// Runs all checks; stops at the first that fails.
pub fn run(full: bool) -> Result<()> {
    let begun = Instant::now();
    for check in checks(full) {
        println!("\n== {}", check.title);
        let started = Instant::now();
        let done = (check.run)();
        let seconds = started.elapsed().as_secs_f64();
        if let Err(error) = done {
            println!("== {}: FAILED after {seconds:.1} s", check.title);
            bail!("{error:#}");
        }
        println!("== {}: fine, {seconds:.1} s", check.title);
    }
    println!("\nAll checks passed in {:.1} s.", begun.elapsed().as_secs_f64());
    println!("Next: {}", advice(full));
    Ok(())
}

fn checks(full: bool) -> Vec<Check> {
    // Tests of one package that need the program of another one find it built, for the whole workspace is.
    let settings: &[(&str, &str)] =
        if full { &[("TOURNEE_BUILT", "1"), ("TOURNEE_FULL", "1")] } else { &[("TOURNEE_BUILT", "1")] };
    vec![
        Check { title: "environment", run: Box::new(test_environment) },
        cargo("formatting", &["fmt", "--all", "--check"], &[]),
        // Quick and needs no other build: what is written where.
        cargo("architecture", &["test", "--package", "xtask", "--test", "architecture"], &[]),
        Check { title: "front end: install", run: Box::new(|| front::install(root())) },
        Check { title: "front end: lints", run: Box::new(|| front::lints(root())) },
        // Before anything compiles the desktop, which has the built pages in it.
        Check { title: "front end: build", run: Box::new(|| front::build(root())) },
        Check { title: "front end: unit tests", run: Box::new(|| front::unit_tests(root())) },
        Check { title: "T-SQL grammar", run: Box::new(|| tsql::check(root())) },
        cargo("lints", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[]),
        Check { title: "front end: browser", run: Box::new(|| front::browser(root())) },
        cargo("tests", &["test", "--workspace"], settings),
        Check { title: "generated files", run: Box::new(|| codegen::check(root())) },
    ]
}

fn cargo(
    title: &'static str,
    arguments: &'static [&'static str],
    settings: &'static [(&'static str, &'static str)],
) -> Check {
    let run = move || {
        let mut command = process::cargo();
        command.args(arguments).envs(settings.iter().copied()).current_dir(root());
        if std::env::var_os(THREADS).is_none() {
            command.env(THREADS, threads().to_string());
        }
        println!("   {}", process::shown(&command));
        process::run(&mut command)
    };
    Check { title, run: Box::new(run) }
}

/// One more than there are cores: many tests wait, for a process, a server or the next minute of a schedule.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get() + 1)
}

/// What every build needs of the system. Cargo needs the same C compiler to link, so it is missing only where this program was built
/// elsewhere or kept in a cache.
pub fn environment() -> Result<()> {
    platform::ensure(&platform::C_COMPILER)
}

/// What the tests need besides.
fn test_environment() -> Result<()> {
    use platform::{C_COMPILER, CHROMIUM, MAIL_SERVER, WEBKIT, WEBKIT_DRIVER, XVFB};
    platform::ensure_all(&[&C_COMPILER, &MAIL_SERVER, &WEBKIT, &XVFB, &WEBKIT_DRIVER, &CHROMIUM])
}

fn advice(full: bool) -> &'static str {
    if full {
        "cargo xtask bench integrate, to see what a pass costs."
    } else {
        "cargo xtask test --full, with the long crash and property runs, before a release."
    }
}
