//! Running another program, as a person would at the console.

use std::ffi::OsStr;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The cargo that runs us, or the one on the path, as if a person had typed it: without what the outer cargo told us about this crate.
/// Build scripts watch those variables (ring's does), so they would be built anew at each change between us and a shell.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os().filter(|(name, _)| tells_of_a_crate(name)) {
        command.env_remove(name);
    }
    command
}

/// Whether cargo sets it for the one crate that it builds or runs. Whatever a user or a CI sets for cargo itself stays: `CARGO_HOME`,
/// `CARGO_TARGET_DIR`, `CARGO_BUILD_…`.
fn tells_of_a_crate(name: &OsStr) -> bool {
    const NAMES: [&str; 5] = [
        "OUT_DIR",
        "CARGO_CRATE_NAME",
        "CARGO_PRIMARY_PACKAGE",
        "CARGO_TARGET_TMPDIR",
        "CARGO_RUSTC_CURRENT_DIR",
    ];
    const BEGINNINGS: [&str; 3] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
    let name = name.to_string_lossy();
    NAMES.contains(&name.as_ref()) || BEGINNINGS.iter().any(|begin| name.starts_with(begin))
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

#[cfg(test)]
mod tests {
    use super::{cargo, tells_of_a_crate};

    #[test]
    fn only_what_tells_of_a_crate_is_kept_from_cargo() {
        for name in [
            "CARGO_PKG_NAME",
            "CARGO_PKG_VERSION_MAJOR",
            "CARGO_MANIFEST_DIR",
            "CARGO_MANIFEST_PATH",
            "CARGO_MANIFEST_LINKS",
            "CARGO_BIN_NAME",
            "CARGO_BIN_EXE_xtask",
            "CARGO_CRATE_NAME",
            "CARGO_PRIMARY_PACKAGE",
            "CARGO_TARGET_TMPDIR",
            "CARGO_RUSTC_CURRENT_DIR",
            "OUT_DIR",
        ] {
            assert!(tells_of_a_crate(name.as_ref()), "{name}");
        }
        for name in [
            "CARGO",
            "CARGO_HOME",
            "CARGO_TARGET_DIR",
            "CARGO_NET_OFFLINE",
            "CARGO_BUILD_JOBS",
            "CARGO_INCREMENTAL",
            "CARGO_TERM_COLOR",
            "CARGO_PROFILE_DEV_DEBUG",
            "CARGO_REGISTRIES_CRATES_IO_PROTOCOL",
            "RUSTFLAGS",
            "PATH",
            "MY_OUT_DIR",
        ] {
            assert!(!tells_of_a_crate(name.as_ref()), "{name}");
        }
    }

    /// Cargo runs this test, and tells it about this crate.
    #[test]
    fn the_inner_cargo_is_not_told_whose_test_this_is() {
        assert!(std::env::var_os("CARGO_PKG_NAME").is_some(), "run by cargo");
        let command = cargo();
        let removed = |name: &str| command.get_envs().any(|it| it == (name.as_ref(), None));
        assert!(removed("CARGO_PKG_NAME") && removed("CARGO_MANIFEST_DIR") && !removed("PATH"));
    }
}
