//! What `/proc` says of the processes of a group (proc(5)).

use std::path::Path;

/// One process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its id.
    pub id: u32,
    /// The name of its program, at most 15 signs of it.
    pub name: String,
    group: u32,
    state: char,
}

impl Process {
    /// Those of a group that still run.
    pub(crate) fn of_group(group: u32) -> Vec<Self> {
        let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let processes = entries.filter_map(|entry| Self::read(&entry.path()));
        processes.filter(|it| it.group == group && !matches!(it.state, 'Z' | 'X')).collect()
    }

    fn read(folder: &Path) -> Option<Self> {
        let id = folder.file_name()?.to_str()?.parse().ok()?;
        Self::parse(id, &std::fs::read_to_string(folder.join("stat")).ok()?)
    }

    /// `id (name) state parent group …`; the name may hold blanks and brackets.
    fn parse(id: u32, stat: &str) -> Option<Self> {
        let (front, rest) = stat.rsplit_once(')')?;
        let name = front.split_once('(')?.1.to_owned();
        let mut rest = rest.split_whitespace();
        let state = rest.next()?.chars().next()?;
        Some(Self { id, name, group: rest.nth(1)?.parse().ok()?, state })
    }

    /// Its share of the memory, in KiB: what it has for itself, and its part of what several share.
    #[must_use]
    pub fn proportional_kib(&self) -> Option<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.id)).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        line.trim().strip_suffix("kB")?.trim().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Process;

    #[test]
    fn a_name_with_brackets_and_blanks_is_read() {
        let process = Process::parse(7, "7 (Web (1) Content) S 3 42 42 0 -1").unwrap();
        assert_eq!((process.name.as_str(), process.group, process.state), ("Web (1) Content", 42, 'S'));
        assert_eq!(Process::parse(7, "7 (torn"), None);
    }

    #[test]
    fn this_very_process_is_found_and_has_memory() {
        let group = u32::try_from(rustix::process::getpgrp().as_raw_nonzero().get()).unwrap();
        let own = Process::of_group(group).into_iter().find(|it| it.id == std::process::id()).unwrap();
        assert!(own.proportional_kib().unwrap() > 100);
    }
}
