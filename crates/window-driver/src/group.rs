//! A process with everything that it starts, ended together.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::processes::Process;
use crate::until;

/// A process that leads a group of its own. The group ends with this value.
#[derive(Debug)]
pub struct Group {
    pub child: Child,
}

impl Group {
    pub fn spawn(command: &mut Command) -> Result<Self> {
        let child = command.process_group(0).spawn();
        Ok(Self { child: child.with_context(|| format!("cannot start: {:?}", command.get_program()))? })
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let leader = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(leader) = leader {
            // Gone already is as good.
            let _ = kill_process_group(leader, Signal::KILL);
        }
        let _ = self.child.wait();
        // Whoever has it killed may take its files away next: those of the group are waited for, too. One that cannot die keeps nobody.
        let _ = until("the end of a group", || Ok(Process::of_group(self.id()).is_empty().then_some(())));
    }
}
