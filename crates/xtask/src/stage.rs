//! Sets a stage for the benches: an installation made by the automaton itself, invented users and customers, and files dropped
//! as laptops drop them. Deterministic: the same number makes the same file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use chrono::{DateTime, Duration, Utc};
use domain::UserFolder;
use exchange_schema::{ExchangeFile, Payload};
use serde_json::json;
use uuid::Uuid;

use crate::process;

/// Invented people, in the columns of `users import`.
const USERS: &str = "utilisateur_windows;c_user;c_rep;courriel;nom_affiche;admin;comptable\n\
    SIEGE\\jdupont;JD;JD01;j.dupont@pneus.example;Jérôme Dupont;0;0\n\
    SIEGE\\amartin;AM;AM01;a.martin@pneus.example;Anne Martin;0;0\n\
    SIEGE\\lbernard;LB;LB01;l.bernard@pneus.example;Louise Bernard;1;0\n\
    SIEGE\\cpetit;CP;;c.petit@pneus.example;Claire Petit;0;1\n";

/// Invented customers, named and spelled as an ERP does; their telephones are of a range that is kept for fiction.
const CUSTOMERS: [(&str, &str, &str); 6] = [
    ("C01846", "ETA POIRIER FRERES", "0261911846"),
    ("C02184", "GARAGE DU HAUT-BOURG", "02.61.91.00.42"),
    ("C03390", "CUMA DE LA VALLEE", "02 61 91 33 90"),
    ("C00912", "TP MERCIER & FILS", "02 61 91 09 12"),
    ("C02741", "ETS BROSSARD", "0261912741 bureau"),
    ("C04015", "AUTO CENTRE DES TROIS RIVIERES", "02 61 91 40 15"),
];

/// The reps and their devices.
const LAPTOPS: [(&str, &str); 3] = [
    ("jdupont", "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11"),
    ("jdupont", "00000000-0000-4000-8000-000000000002"),
    ("amartin", "00000000-0000-4000-8000-000000000003"),
];

/// A UUID of version 7 made of a number.
fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_0000_0000_0000 | number)
}

/// An installation on stage.
pub struct Stage {
    program: PathBuf,
    folder: PathBuf,
}

impl Stage {
    /// Makes an installation in `folder`, which is emptied first.
    pub fn set(program: PathBuf, folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let stage = Self { program, folder: folder.to_path_buf() };
        process::run_quietly(stage.automaton().arg("init"))?;
        let users = folder.join("users.csv");
        fs::write(&users, USERS)?;
        process::run_quietly(stage.automaton().args(["users", "import"]).arg(users))?;
        let mut base = rusqlite::Connection::open(stage.base())?;
        let tx = base.transaction()?;
        for customer in CUSTOMERS {
            let sql = "INSERT INTO client (c_client, nom_client, tel_1) VALUES (?1, ?2, ?3)";
            tx.execute(sql, <[&str; 3]>::from(customer))?;
        }
        tx.commit()?;
        Ok(stage)
    }

    /// The folder of the installation.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of the embedded base.
    pub fn base(&self) -> PathBuf {
        self.folder.join("winpneu.db")
    }

    /// The automaton with its configuration named.
    pub fn automaton(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--config").arg(self.folder.join("automaton.toml"));
        command
    }

    /// Drops the visit number `number` (from 1), with some keys of its payload replaced.
    pub fn drop_visit(
        &self,
        number: u32,
        made_at: DateTime<Utc>,
        keys: &serde_json::Value,
    ) -> Result<PathBuf> {
        let visit = number as usize;
        let (author, device) = LAPTOPS[visit % LAPTOPS.len()];
        let mut payload = json!({
            "customer": CUSTOMERS[visit % CUSTOMERS.len()].0,
            "visited_on": made_at.date_naive(),
            "visited_at": format!("{:02}:{:02}", 8 + number % 10, number % 60),
            "comment": format!("Passage numéro {number}, à rappeler pour les pneus hiver."),
            "answers": { "form": 1, "picked": ["contact.visite", "visite.sans-rdv"] },
        });
        for (key, value) in keys.as_object().into_iter().flatten() {
            payload[key] = value.clone();
        }
        let payload = Payload::Vc(serde_json::from_value(payload)?);
        let made_at = made_at + Duration::seconds((number % 3600).into());
        let author = UserFolder::parse(author)?;
        self.put(&ExchangeFile::new(id(number.into()), made_at, author, device.parse()?, payload)?)
    }

    fn put(&self, file: &ExchangeFile) -> Result<PathBuf> {
        let folder = self.laptop_folder(file.author().as_str(), &file.device().as_uuid().to_string());
        fs::create_dir_all(&folder)?;
        let path = folder.join(file.file_name().as_str());
        fs::write(&path, file.to_json()?)?;
        Ok(path)
    }

    /// Where a laptop's files arrive.
    fn laptop_folder(&self, user: &str, device: &str) -> PathBuf {
        self.folder.join("inbox").join(user).join(device)
    }
}

/// Where cargo put the automaton.
pub fn program(root: &Path, profile: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root.join(target).join(profile).join(format!("automaton{}", std::env::consts::EXE_SUFFIX))
}
