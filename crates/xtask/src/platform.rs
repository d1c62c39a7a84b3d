//! What differs by operating system: how a C compiler is installed, and how a process's memory is asked for.

use std::process::{Command, Stdio};

use anyhow::Result;

/// Whether there is a C compiler. On Windows the one that Rust links with compiles SQLite too, and is no `cc`.
pub fn has_c_compiler() -> bool {
    cfg!(windows) || starts("cc")
}

/// Installs a C compiler where we know how and may; otherwise says what to do.
#[cfg(unix)]
pub fn install_c_compiler() -> Result<()> {
    use anyhow::bail;

    const ADVICE: &str = "no C compiler `cc`: the bundled SQLite needs one. Install it (Debian, Ubuntu: apt-get \
                          install build-essential; macOS: xcode-select --install) and run this again";
    let root = rustix::process::geteuid().is_root();
    if !starts("apt-get") || !(root || starts("sudo")) {
        bail!(ADVICE);
    }
    println!("   no C compiler `cc`: installing the package build-essential with apt-get");
    for arguments in [&["update"][..], &["install", "--yes", "--no-install-recommends", "build-essential"]] {
        let mut command = Command::new(if root { "apt-get" } else { "sudo" });
        if !root {
            command.arg("apt-get");
        }
        crate::process::run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}

/// Never called: see [`has_c_compiler`].
#[cfg(windows)]
pub fn install_c_compiler() -> Result<()> {
    Ok(())
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

fn starts(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
