//! The front end's checks: its packages, lints, both builds, unit tests, and the screens in a browser. Each is one of npm's scripts, so that
//! a person can run it alone.
//!
//! Absent on purpose: what the checks are. `client-ui/package.json` says so.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;

use crate::{platform, process};

/// The oldest Node that the front end's tools start with: major and minor.
const NODE: (u32, u32) = (20, 19);
/// The same as npm's scripts read it.
const DOOR: &str = "TOURNEE_DOOR";
/// Its warnings, and not the some hundred files that vite writes.
const BUILD: [&str; 5] = ["run", "build", "--", "--logLevel", "warn"];
/// Where the pictures of the user guide go, unless into the guide.
const GUIDE: &str = "TOURNEE_GUIDE";

/// Installs the packages that the lock file names, unless they are there.
pub fn install(root: &Path) -> Result<()> {
    check_node()?;
    let folder = folder(root);
    if is_installed(&folder)? {
        println!("   node_modules is that of package-lock.json");
        return Ok(());
    }
    npm(root, &["ci", "--no-audit", "--no-fund"], &[])
}

/// Formatting, eslint, types.
pub fn lints(root: &Path) -> Result<()> {
    npm(root, &["run", "lint"], &[])?;
    npm(root, &["run", "check"], &[])
}

/// The pages that the desktop's program has in it.
pub fn build(root: &Path) -> Result<()> {
    npm(root, &BUILD, &[(DOOR, "tauri")])
}

/// Parts, state and words, without a browser.
pub fn unit_tests(root: &Path) -> Result<()> {
    npm(root, &["test"], &[])
}

/// The screens over invented data, in a browser; the pictures of the guide can still be taken, and the guide is left alone.
pub fn browser(root: &Path) -> Result<()> {
    build_memory(root)?;
    npm(root, &["run", "test:e2e"], &[])?;
    npm(root, &["run", "guide"], &[(GUIDE, "test-results/guide")])
}

/// Takes the pictures of the user guide anew.
pub fn guide(root: &Path) -> Result<()> {
    platform::ensure(&platform::CHROMIUM)?;
    install(root)?;
    build_memory(root)?;
    npm(root, &["run", "guide"], &[])
}

fn build_memory(root: &Path) -> Result<()> {
    npm(root, &BUILD, &[(DOOR, "memory")])
}

fn folder(root: &Path) -> PathBuf {
    root.join("client-ui")
}

fn npm(root: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Result<()> {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(arguments).envs(settings.iter().copied()).current_dir(folder(root));
    println!("   {}", process::shown(&command));
    process::run(&mut command)
}

fn check_node() -> Result<()> {
    let said = Command::new("node").arg("--version").output();
    let said = said.map_err(|error| anyhow!("node does not start ({error}); {}", wanted()))?;
    let version = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    match major_minor(&version) {
        Some(found) if found >= NODE => Ok(()),
        _ => bail!("this is node {version}; {}", wanted()),
    }
}

fn wanted() -> String {
    let (major, minor) = NODE;
    format!(
        "the front end needs Node {major}.{minor} or later, with npm: https://nodejs.org, or your system's package"
    )
}

/// `v20.20.1` → 20, 20.
fn major_minor(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// What npm writes of a tree of packages: wanted in `package-lock.json`, present in `node_modules/.package-lock.json`.
#[derive(Debug, Deserialize)]
struct Lock {
    packages: HashMap<String, Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    version: Option<String>,
    integrity: Option<String>,
    /// For other systems: may be absent.
    #[serde(default)]
    optional: bool,
}

fn is_installed(folder: &Path) -> Result<bool> {
    let wanted =
        read_lock(&folder.join("package-lock.json"))?.context("client-ui/package-lock.json is missing")?;
    let present = read_lock(&folder.join("node_modules").join(".package-lock.json"))?;
    Ok(present.is_some_and(|present| is_that_of(&present, &wanted)))
}

fn read_lock(path: &Path) -> Result<Option<Lock>> {
    match fs::read(path) {
        Ok(text) => serde_json::from_slice(&text).with_context(|| path.display().to_string()).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

/// Whether everything that is wanted is present, and nothing else.
fn is_that_of(present: &Lock, wanted: &Lock) -> bool {
    let same =
        |one: &Package, other: &Package| one.version == other.version && one.integrity == other.integrity;
    // The front end itself is the package without a name.
    let named = |(name, _): &(&String, &Package)| !name.is_empty();
    wanted.packages.iter().filter(named).all(|(name, package)| {
        present.packages.get(name).map_or(package.optional, |there| same(there, package))
    }) && present.packages.keys().all(|name| wanted.packages.contains_key(name))
}

#[cfg(test)]
mod tests {
    use super::{Lock, is_that_of, major_minor};

    const WANTED: &str = r#"{"packages": {"": {"version": "0.1.0"}, "node_modules/a": {"version": "1.0.0", "integrity": "x"},
        "node_modules/for-windows": {"version": "1.0.0", "optional": true}}}"#;

    fn lock(text: &str) -> Lock {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn versions_of_node_are_read() {
        assert_eq!(major_minor("v20.19.0"), Some((20, 19)));
        assert_eq!(major_minor("v22.1.0-nightly"), Some((22, 1)));
        assert_eq!(major_minor("20.19.0"), None);
        assert_eq!(major_minor(""), None);
    }

    #[test]
    fn packages_for_other_systems_may_be_absent() {
        let present = lock(r#"{"packages": {"node_modules/a": {"version": "1.0.0", "integrity": "x"}}}"#);
        assert!(is_that_of(&present, &lock(WANTED)));
    }

    #[test]
    fn a_package_that_is_missing_of_another_version_or_left_over_is_seen() {
        for present in [
            r#"{"packages": {}}"#,
            r#"{"packages": {"node_modules/a": {"version": "1.0.1", "integrity": "y"}}}"#,
            r#"{"packages": {"node_modules/a": {"version": "1.0.0", "integrity": "y"}}}"#,
            r#"{"packages": {"node_modules/a": {"version": "1.0.0", "integrity": "x"}, "node_modules/b": {"version": "1.0.0"}}}"#,
        ] {
            assert!(!is_that_of(&lock(present), &lock(WANTED)), "{present}");
        }
    }
}
