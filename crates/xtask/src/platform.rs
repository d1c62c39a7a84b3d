//! What differs by operating system: how a package that is missing is installed, and how a process's memory is asked for.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

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

/// A Python that has this module.
pub fn python_with(module: &str) -> Option<&'static str> {
    let import = format!("import {module}");
    ["/usr/bin/python3", "python3", "python"].into_iter().find(|python| starts(python, &["-c", &import]))
}

/// Sees to it that a package is there: installs it where we know how and may, and otherwise says what to do.
pub fn ensure(package: &Package) -> Result<()> {
    if (package.is_there)() {
        return Ok(());
    }
    install(package)?;
    if (package.is_there)() {
        Ok(())
    } else {
        bail!("still {}, after installing {}", package.what, package.debian)
    }
}

#[cfg(unix)]
fn install(package: &Package) -> Result<()> {
    let root = rustix::process::geteuid().is_root();
    if !starts("apt-get", &["--version"]) || !(root || starts("sudo", &["--version"])) {
        bail!("{}. Install it ({}) and run this again", package.what, package.advice);
    }
    println!("   {}: installing the package {} with apt-get", package.what, package.debian);
    for arguments in [&["update"][..], &["install", "--yes", "--no-install-recommends", package.debian]] {
        let mut command = Command::new(if root { "apt-get" } else { "sudo" });
        if !root {
            command.arg("apt-get");
        }
        crate::process::run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}

#[cfg(windows)]
fn install(package: &Package) -> Result<()> {
    bail!("{}. Install it ({}) and run this again", package.what, package.advice)
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

fn starts(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
