//! The offline bases, and a laptop without a window that takes them and enters a visit offline.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::{Demo, JEROME};
use crate::process;

impl Demo {
    /// Builds the bases, takes them to a new laptop of Jérôme's, and shows what he sees there.
    pub(super) fn go_offline(&self, headless: PathBuf, customer: &str) -> Result<()> {
        println!("\n== automaton rebuild: the offline bases");
        process::run(self.automaton().arg("rebuild"))?;
        println!("\n== a new laptop of {}'s, without a window (tournee-headless): setup, sync", JEROME.user);
        let laptop = Laptop { headless, demo: self };
        let folders = self.stage.folder();
        process::run_quietly(
            laptop
                .command()
                .args(["setup", "--inbox"])
                .arg(folders.join("inbox"))
                .arg("--bases")
                .arg(folders.join("bases")),
        )?;
        process::run_quietly(laptop.command().arg("sync"))?;
        println!("\n== tournee-headless show search \"*tilleul?\"");
        process::run(laptop.command().args(["show", "search", "*tilleul?"]))?;
        println!(
            "\n== a visit entered there without a network (--hold: not even dropped), and the customer's history at once"
        );
        let visit = [
            "--hold",
            "visit",
            "--customer",
            customer,
            "--comment",
            "Content de ses pneus.",
            "--pick",
            "contact.visite",
        ];
        process::run_quietly(laptop.command().args(visit))?;
        process::run(laptop.command().args(["show", "history", customer, "--limit", "2"]))
    }

    pub(super) fn laptop_data(&self) -> PathBuf {
        self.stage.folder().join("laptop")
    }
}

struct Laptop<'a> {
    headless: PathBuf,
    demo: &'a Demo,
}

impl Laptop<'_> {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.headless);
        command.arg("--data").arg(self.demo.laptop_data()).args(["--user", JEROME.user]);
        command.env("TOURNEE_NOW", self.demo.now.to_rfc3339());
        command
    }
}
