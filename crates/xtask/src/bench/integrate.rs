//! One pass of integration, as the operator would run it: the release build, its own process, the whole inbox.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::Utc;
use serde::Deserialize;

use super::peer;
use crate::stage::{Stage, program};
use crate::{platform, process};

/// What one pass came to.
#[derive(Debug)]
pub struct Run {
    /// What the automaton says of itself.
    pub counts: Counts,
    /// From start to end of the process.
    pub elapsed: Duration,
    /// The most memory it had resident, in KiB; unknown outside Linux and for very short answers.
    pub peak_kib: Option<u64>,
}

/// The counts of `integrate --json`; its list of files is not needed here.
#[derive(Debug, Deserialize)]
pub struct Counts {
    /// Files integrated.
    pub integrated: u64,
    /// Files refused.
    pub rejected: u64,
    /// Files that wait.
    pub deferred: u64,
}

/// Builds, measures the peer, measures the automaton, prints both. A tenth of the files first: the peak of memory must not grow
/// with their number.
pub fn run(root: &Path, files: u32) -> Result<()> {
    process::run(process::cargo().args(["build", "--release", "--package", "automaton"]).current_dir(root))?;
    let few = measure(root, (files / 10).max(1))?;
    let many = measure(root, files)?;
    if let (Some(few), Some(many)) = (few, many) {
        let growth = many as f64 / few as f64;
        println!(
            "\nthe peak of memory grows by a factor of {growth:.2} when the files are ten times as many"
        );
        ensure!(growth < FLAT, "memory grows with the number of files: more than {FLAT}");
    }
    Ok(())
}

/// What ten times the files may add to the peak: some eighty bytes a file, and a page cache of the base that is full by then.
const FLAT: f64 = 1.2;

/// Answers the peak of the pass in KiB, where it is known.
fn measure(root: &Path, count: u32) -> Result<Option<u64>> {
    let folder = root.join("target").join("bench");
    let stage = Stage::set(program(root, "release"), &folder)?;
    let made_at = Utc::now() - chrono::Duration::hours(6);
    let made = (1..=count).map(|number| stage.drop_visit(number, made_at, &serde_json::json!({})));
    let files = made.collect::<Result<Vec<PathBuf>>>()?;
    println!("\n{count} files on the disk of {}", stage.folder().display());
    let before = peer::run(stage.folder(), &files)?;
    print_line("peer (copy + fsync, commit)", count, before, None);
    let pass = automaton(&stage)?;
    print_line("automaton integrate", count, pass.elapsed, pass.peak_kib);
    // Disks are moody: the peer runs before and after, and its mean counts.
    let after = peer::run(stage.folder(), &files)?;
    print_line("peer again", count, after, None);
    println!(
        "the automaton reaches {:.2} of the peer's rate",
        (before + after).as_secs_f64() / 2.0 / pass.elapsed.as_secs_f64()
    );
    let Counts { integrated, rejected, deferred } = pass.counts;
    ensure!(
        integrated == u64::from(count),
        "a bench of something else: {integrated} integrated, {rejected} rejected, {deferred} deferred"
    );
    let again = automaton(&stage)?;
    print_line("a second pass: nothing to do", count, again.elapsed, again.peak_kib);
    ensure!(again.counts.integrated == 0, "integrated twice");
    std::fs::remove_dir_all(folder)?;
    Ok(pass.peak_kib)
}

/// Runs `automaton --json integrate` on the stage.
fn automaton(stage: &Stage) -> Result<Run> {
    let started = Instant::now();
    let mut child = stage.automaton().args(["--json", "integrate"]).stdout(Stdio::piped()).spawn()?;
    let (answer, peak_kib) = answer(&mut child)?;
    child.wait()?;
    let elapsed = started.elapsed();
    // The exit status is 1 already when one file was refused: the counts say more.
    let counts = serde_json::from_slice(&answer).context("the automaton's answer")?;
    Ok(Run { counts, elapsed, peak_kib })
}

/// Reads the answer, and with its first byte the child's peak of memory. The answer is the last thing that the
/// automaton does, so the peak is past; and a pipe holds 64 KiB, so a child with a longer answer (from some 700
/// files on) is still there to be asked. No polling, and nothing in the product for the bench's sake.
pub(super) fn answer(child: &mut Child) -> Result<(Vec<u8>, Option<u64>)> {
    let pid = child.id();
    let mut pipe = child.stdout.take().context("no pipe")?;
    let mut answer = vec![0];
    pipe.read_exact(&mut answer).context("the automaton ended without an answer")?;
    let peak = platform::peak_memory_kib(pid);
    pipe.read_to_end(&mut answer)?;
    Ok((answer, peak))
}

fn print_line(title: &str, files: u32, elapsed: Duration, peak_kib: Option<u64>) {
    let seconds = elapsed.as_secs_f64();
    let rate = f64::from(files) / seconds;
    let peak = peak_kib.map_or_else(String::new, |kib| format!(", peak {:.1} MiB", kib as f64 / 1024.0));
    println!("{title:<28} {seconds:8.2} s  {rate:8.0} files/s{peak}");
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::answer;
    use std::process::{Command, Stdio};

    #[test]
    fn a_child_with_a_long_answer_is_asked_for_its_peak() {
        let mut child =
            Command::new("head").args(["-c", "200000", "/dev/zero"]).stdout(Stdio::piped()).spawn().unwrap();
        let (bytes, peak) = answer(&mut child).unwrap();
        assert!(child.wait().unwrap().success());
        assert_eq!(bytes.len(), 200_000);
        assert!(peak.is_some_and(|kib| kib > 0));
    }
}
