//! What differs by operating system: how a package that is missing is installed, and how a process's memory is asked for.

use std::process::{Command, Stdio};

use anyhow::{Result, anyhow, bail};

/// Something of the system that must be there.
pub struct Package {
    /// What is missing without it, and what for.
    what: &'static str,
    /// Debian's name for it.
    debian: &'static str,
    /// What to do where nothing can be installed from here.
    advice: &'static str,
    is_there: fn() -> bool,
}

/// SQLite is compiled from C. On Windows the compiler that Rust links with does that too, and is no `cc`.
pub const C_COMPILER: Package = Package {
    what: "no C compiler `cc`: the bundled SQLite needs one",
    debian: "build-essential",
    advice: "Debian, Ubuntu: apt-get install build-essential; macOS: xcode-select --install",
    is_there: || cfg!(windows) || starts("cc", &["--version"]),
};

/// The tests talk to a real mail server. The `python3` of the path may be another one than the system's, whose package it is.
pub const MAIL_SERVER: Package = Package {
    what: "no Python with aiosmtpd: the mail server of the tests",
    debian: "python3-aiosmtpd",
    advice: "Debian, Ubuntu: apt-get install python3-aiosmtpd; elsewhere: pip install aiosmtpd",
    is_there: || python_with("aiosmtpd.smtp").is_some(),
};

/// The parser of the T-SQL check comes from Python's registry.
pub const PIP: Package = Package {
    what: "no Python with pip: the T-SQL parser is installed by it",
    debian: "python3-pip",
    advice: "Debian, Ubuntu: apt-get install python3-pip; elsewhere: python -m ensurepip",
    is_there: || python_with("pip").is_some(),
};

/// The desktop's window is drawn by the system's WebKit; tauri links with it. Windows and macOS bring their own.
pub const WEBKIT: Package = Package {
    what: "no WebKitGTK to build with: the desktop's window is drawn by it",
    debian: "libwebkit2gtk-4.1-dev",
    advice: "Debian, Ubuntu: apt-get install libwebkit2gtk-4.1-dev; Fedora: dnf install webkit2gtk4.1-devel",
    is_there: || cfg!(not(target_os = "linux")) || starts("pkg-config", &["--exists", "webkit2gtk-4.1"]),
};

/// The tests open the real window on a screen that nobody sees.
pub const XVFB: Package = Package {
    what: "no Xvfb: the screen on which the tests open the window",
    debian: "xvfb",
    advice: "Debian, Ubuntu: apt-get install xvfb; Fedora: dnf install xorg-x11-server-Xvfb",
    is_there: || cfg!(not(target_os = "linux")) || is_on_path("Xvfb"),
};

/// Through it the tests press keys in the real window, and read it.
pub const WEBKIT_DRIVER: Package = Package {
    what: "no WebKitWebDriver: through it the tests press keys in the window, and read it",
    debian: "webkit2gtk-driver",
    advice: "Debian, Ubuntu: apt-get install webkit2gtk-driver; Fedora: dnf install webkit2gtk-driver",
    is_there: || cfg!(not(target_os = "linux")) || is_on_path("WebKitWebDriver"),
};

/// The screens are tried in a browser, too: its engine is that of the reps' Windows. No other browser is downloaded.
pub const CHROMIUM: Package = Package {
    what: "no Chromium: the screens are tried in it",
    debian: "chromium",
    advice: "Debian: apt-get install chromium; elsewhere: install one and name it, TOURNEE_CHROMIUM=/path/to/chromium",
    is_there: || {
        let named =
            std::env::var_os("TOURNEE_CHROMIUM").is_some_and(|path| std::path::Path::new(&path).is_file());
        named || is_on_path("chromium")
    },
};

/// A Python that has this module.
pub fn python_with(module: &str) -> Option<&'static str> {
    let import = format!("import {module}");
    ["/usr/bin/python3", "python3", "python"].into_iter().find(|python| starts(python, &["-c", &import]))
}

/// Sees to it that a package is there: installs it where we know how and may, and otherwise says what to do.
pub fn ensure(package: &Package) -> Result<()> {
    ensure_all(&[package])
}

/// The same for several, with one look at the list of packages.
pub fn ensure_all(packages: &[&Package]) -> Result<()> {
    let missing: Vec<&Package> = packages.iter().copied().filter(|package| !(package.is_there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing)?;
    match missing.iter().find(|package| !(package.is_there)()) {
        None => Ok(()),
        Some(package) => bail!("still {}, after installing {}", package.what, package.debian),
    }
}

#[cfg(unix)]
fn install(missing: &[&Package]) -> Result<()> {
    let root = rustix::process::geteuid().is_root();
    if !starts("apt-get", &["--version"]) || !(root || starts("sudo", &["--version"])) {
        return Err(advice(missing));
    }
    for package in missing {
        println!("   {}: installing the package {} with apt-get", package.what, package.debian);
    }
    let names = missing.iter().map(|package| package.debian);
    let install = ["install", "--yes", "--no-install-recommends"].into_iter().chain(names).collect();
    for arguments in [vec!["update"], install] {
        let mut command = Command::new(if root { "apt-get" } else { "sudo" });
        if !root {
            command.arg("apt-get");
        }
        crate::process::run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}

#[cfg(windows)]
fn install(missing: &[&Package]) -> Result<()> {
    Err(advice(missing))
}

/// What is missing, and what to do about it, in one message.
fn advice(missing: &[&Package]) -> anyhow::Error {
    let lines = missing.iter().map(|package| format!("{}. Install it ({})", package.what, package.advice));
    anyhow!("{}\nand run this again", lines.collect::<Vec<_>>().join("\n"))
}

/// The most memory that a process has had resident so far, in KiB. Linux keeps the figure; elsewhere nobody asks.
pub fn peak_memory_kib(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// The CPU time of all children that have ended, user and system. Linux tells it in ticks of a hundredth of a second (proc(5), `stat`);
/// elsewhere nobody asks.
pub fn cpu_of_children() -> Option<std::time::Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, which may hold blanks: cutime and cstime are fields 16 and 17, counted from 1.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(13);
    let ticks: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    Some(std::time::Duration::from_millis(ticks * 10))
}

/// Whether there is a program of this name. For those that start something when they are asked who they are.
fn is_on_path(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders)
        .any(|folder| folder.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)).is_file())
}

fn starts(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::{CHROMIUM, WEBKIT, advice, is_on_path};

    #[test]
    fn programs_are_found_on_the_path_only() {
        assert!(is_on_path("cargo"));
        assert!(!is_on_path("no-such-program-anywhere"));
    }

    #[test]
    fn everything_that_is_missing_is_told_at_once() {
        let told = advice(&[&WEBKIT, &CHROMIUM]).to_string();
        assert!(told.contains(WEBKIT.advice) && told.contains(CHROMIUM.advice), "{told}");
    }
}
