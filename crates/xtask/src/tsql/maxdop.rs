//! The parser: Microsoft's ScriptDom, as the formatter `maxdop` ships it in a wheel of PyPI. Installed once, below `target`; pinned by
//! version and hash.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::{platform, process};

/// The version of the parser.
const VERSION: &str = "0.1.3";
/// Of `maxdop-0.1.3-py3-none-manylinux_2_17_x86_64.whl`.
const WHEEL_SHA256: &str = "58bd84337623c5ebd9e6b27c3756fa50b6fc13ae5e71315aa990cadaf5a67f25";
/// The level of the grammar.
pub const LEVEL: &str = "2016";
/// Whether the wheel runs here.
const HAS_WHEEL: bool = cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"));

/// What it says of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The text is of the grammar.
    Parsed,
    /// It is not: line, column and words.
    Refused(String),
}

/// The program, known to be there and to be of the pinned version.
pub struct Maxdop(PathBuf);

impl Maxdop {
    /// Installs it where it is missing. None: it does not run on this platform, which was said loudly; CI must not pass so.
    pub fn ready(root: &Path) -> Result<Option<Self>> {
        if !HAS_WHEEL {
            println!("{}", skipped(std::env::var("CI").is_ok_and(|ci| ci == "true"))?);
            return Ok(None);
        }
        let tools = root.join("target").join("tools");
        let home = tools.join(format!("maxdop-{VERSION}"));
        let parser = Self(home.join("bin").join("maxdop"));
        if parser.check_version().is_err() {
            install(&tools, &home)?;
            parser.check_version()?;
        }
        Ok(Some(parser))
    }

    /// Lets it judge all texts in one run, and answers in their order. They are copied to a folder of their own, where no
    /// configuration file of somebody else's says what to leave out.
    pub fn judge(&self, texts: &[&str]) -> Result<Vec<Answer>> {
        let place = tempfile::tempdir()?;
        for (number, text) in texts.iter().enumerate() {
            // Blanks at the end are what a formatter always has something to say about: silence then means that it did not look.
            fs::write(place.path().join(file_name(number)), format!("{text}   \n\n"))?;
        }
        let mut command = Command::new(&self.0);
        command
            .args(["--check", "--parser-version", LEVEL, "."])
            .current_dir(place.path())
            .stdin(Stdio::null());
        let output = command.output().with_context(|| process::shown(&command))?;
        let report = String::from_utf8_lossy(&output.stderr);
        // 1: there was something to say. 0 cannot be, 2 is trouble of its own.
        ensure!(
            output.status.code() == Some(1),
            "failed ({}): {}\n{report}",
            output.status,
            process::shown(&command)
        );
        answers(&report, texts.len())
    }

    fn check_version(&self) -> Result<()> {
        let output = Command::new(&self.0).arg("--version").stdin(Stdio::null()).output();
        let output = output.with_context(|| format!("cannot start: {}", self.0.display()))?;
        let told = String::from_utf8_lossy(&output.stdout);
        let expected = format!("maxdop {VERSION}");
        ensure!(told.lines().next() == Some(&expected), "not {expected} but: {told}");
        Ok(())
    }
}

/// Installed beside and then renamed: an installation that was cut short is not taken for one.
fn install(tools: &Path, home: &Path) -> Result<()> {
    platform::ensure(&platform::PIP)?;
    let python = platform::python_with("pip").context("no Python with pip")?;
    println!("   installing maxdop {VERSION} (Microsoft's T-SQL parser) in {}", tools.display());
    fs::create_dir_all(tools)?;
    let place = tempfile::tempdir_in(tools)?;
    let requirements = place.path().join("requirements.txt");
    fs::write(&requirements, format!("maxdop=={VERSION} --hash=sha256:{WHEEL_SHA256}\n"))?;
    let made = place.path().join("maxdop");
    let mut command = Command::new(python);
    command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    command.args(["--only-binary", ":all:", "--require-hashes"]);
    process::run_quietly(command.arg("--target").arg(&made).arg("--requirement").arg(&requirements))?;
    if home.exists() {
        fs::remove_dir_all(home)?;
    }
    fs::rename(&made, home).with_context(|| home.display().to_string())
}

/// What is said where there is no parser.
fn skipped(ci: bool) -> Result<&'static str> {
    if ci {
        bail!("the T-SQL parser is pinned for Linux on x86_64 only; CI must run there");
    }
    Ok("   SKIPPED: the T-SQL parser is pinned for Linux on x86_64 only. Nothing was checked; CI will")
}

fn file_name(number: usize) -> String {
    format!("{number:04}.sql")
}

/// Reads the report. Each file must be spoken of, and in words that we know.
fn answers(report: &str, files: usize) -> Result<Vec<Answer>> {
    let mut answers: Vec<Option<Answer>> = vec![None; files];
    for line in report.lines().filter(|line| !line.trim().is_empty()) {
        let (number, answer) = answer(line).with_context(|| format!("the parser says: {line}"))?;
        *answers.get_mut(number).with_context(|| format!("the parser says: {line}"))? = Some(answer);
    }
    let all: Option<Vec<Answer>> = answers.iter().cloned().collect();
    all.with_context(|| {
        let silent = answers.iter().position(Option::is_none).unwrap_or_default();
        format!("the parser says nothing of {} of {files}:\n{report}", file_name(silent))
    })
}

/// `maxdop: …/0012.sql would be reformatted`, or `maxdop: …/0012.sql: could not be parsed, … 3:1: Incorrect syntax near ','.`
fn answer(line: &str) -> Option<(usize, Answer)> {
    let (path, rest) = line.strip_prefix("maxdop: ")?.split_once(".sql")?;
    let number = path.rsplit(['/', '\\']).next()?.parse().ok()?;
    if rest == " would be reformatted" {
        return Some((number, Answer::Parsed));
    }
    let words = rest.strip_prefix(": ")?;
    let known = words.strip_prefix("could not be parsed, so it was left unchanged. ");
    let known = known.or_else(|| words.contains("cannot be parsed").then_some(words))?;
    Some((number, Answer::Refused(known.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::{Answer, answers, skipped};

    const PARSED: &str = "maxdop: /tmp/x/0000.sql would be reformatted";
    const REFUSED: &str =
        "maxdop: ./0001.sql: could not be parsed, so it was left unchanged. 3:1: Incorrect syntax near ','.";

    #[test]
    fn each_file_gets_its_answer() {
        let refused = Answer::Refused("3:1: Incorrect syntax near ','.".to_owned());
        let report = format!("{REFUSED}\n\n{PARSED}\n");
        assert_eq!(answers(&report, 2).unwrap(), [Answer::Parsed, refused]);
        let sqlcmd =
            "maxdop: 0000.sql: contains SQLCMD syntax (:setvar), which is not T-SQL and cannot be parsed.";
        assert!(
            matches!(&answers(sqlcmd, 1).unwrap()[..], [Answer::Refused(words)] if words.contains(":setvar"))
        );
    }

    #[test]
    fn silence_and_words_that_nobody_knows_are_no_answer() {
        for (report, files, told) in [
            (PARSED, 2, "nothing of 0001.sql"),
            (REFUSED, 1, "0001.sql"),
            ("maxdop: 0000.sql: no such file or directory.", 1, "no such file"),
            ("Segmentation fault", 1, "Segmentation fault"),
        ] {
            let error = answers(report, files).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }

    #[test]
    fn ci_must_not_pass_where_nothing_was_checked() {
        assert!(skipped(true).is_err());
        assert!(skipped(false).unwrap().contains("SKIPPED"));
    }
}
