//! Running another program, as a person would at the console.

use std::ffi::OsString;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The cargo that runs us, or the one on the path.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Runs a program with our own console. What it prints is not captured, so that CI sees the test runner's lines.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("cannot start: {shown}"))?;
    if status.success() { Ok(()) } else { bail!("failed ({status}): {shown}") }
}

/// Runs a program whose words matter only when it fails.
pub fn run_quietly(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let output = command.output().with_context(|| format!("cannot start: {shown}"))?;
    if output.status.success() {
        return Ok(());
    }
    bail!("failed ({}): {shown}\n{}", output.status, String::from_utf8_lossy(&output.stderr))
}

/// The command as it could be typed.
pub fn shown(command: &Command) -> String {
    let settings = command.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let settings = settings.map(|(name, value)| format!("{}={}", name.display(), value.display()));
    let program = std::path::Path::new(command.get_program()).file_stem().unwrap_or_default();
    let arguments = command.get_args().map(|argument| argument.display().to_string());
    settings.chain([program.display().to_string()]).chain(arguments).collect::<Vec<_>>().join(" ")
}
