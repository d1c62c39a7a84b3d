//! Sets a stage for demo and benches: an installation made by the automaton itself, invented users and customers, and files dropped
//! as laptops drop them. Deterministic: the same number makes the same file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use chrono::{DateTime, Duration, Utc};
use domain::UserFolder;
use exchange_schema::{DeviceId, ExchangeFile, Payload};
use serde_json::json;
use uuid::Uuid;

use crate::process;

/// Invented people, in the columns of `users import`.
const USERS: &str = "utilisateur_windows;c_user;c_rep;courriel;nom_affiche;admin;comptable\n\
    SIEGE\\jdupont;JD;JD01;j.dupont@pneus.example;Jérôme Dupont;0;0\n\
    SIEGE\\amartin;AM;AM01;a.martin@pneus.example;Anne Martin;0;0\n\
    SIEGE\\lbernard;LB;LB01;l.bernard@pneus.example;Louise Bernard;1;0\n\
    SIEGE\\cpetit;CP;;c.petit@pneus.example;Claire Petit;0;1\n";

/// Invented customers, named as an ERP names them.
const CUSTOMERS: [(&str, &str); 6] = [
    ("C01846", "ETA POIRIER FRERES"),
    ("C02184", "GARAGE DU HAUT-BOURG"),
    ("C03390", "CUMA DE LA VALLEE"),
    ("C00912", "TP MERCIER & FILS"),
    ("C02741", "ETS BROSSARD"),
    ("C04015", "AUTO CENTRE DES TROIS RIVIERES"),
];

/// The reps and their devices.
const LAPTOPS: [(&str, &str); 3] = [
    ("jdupont", "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11"),
    ("jdupont", "00000000-0000-4000-8000-000000000002"),
    ("amartin", "00000000-0000-4000-8000-000000000003"),
];

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
        for (code, name) in CUSTOMERS {
            tx.execute("INSERT INTO client (c_client, nom_client) VALUES (?1, ?2)", [code, name])?;
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
        let id = Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_0000_0000_0000 | u128::from(number));
        let device: DeviceId = device.parse()?;
        let payload = Payload::Vc(serde_json::from_value(payload)?);
        let made_at = made_at + Duration::seconds((number % 3600).into());
        let file = ExchangeFile::new(id, made_at, UserFolder::parse(author)?, device, payload)?;
        let folder = self.folder.join("inbox").join(author).join(device.as_uuid().to_string());
        fs::create_dir_all(&folder)?;
        let path = folder.join(file.file_name().as_str());
        fs::write(&path, file.to_json()?)?;
        Ok(path)
    }
}

/// Where cargo put the automaton.
pub fn program(root: &Path, profile: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root.join(target).join(profile).join(format!("automaton{}", std::env::consts::EXE_SUFFIX))
}
