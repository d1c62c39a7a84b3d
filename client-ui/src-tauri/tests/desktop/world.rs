//! The company on stage: an installation made by `automaton demo`, its folders as a laptop has them, and the laptop's own folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use window_driver::{Launch, Screen, Window};

/// When the demo is made. The laptop's day begins a little later.
const FOUNDED: &str = "2026-11-24T09:00:00Z";
/// The laptop's stopped clock: ten past ten in Paris.
pub const NOW: &str = "2026-11-24T09:10:00Z";
/// The server's, when the laptop's entries arrive.
pub const LATER: &str = "2026-11-24T09:20:00Z";
/// The laptop's day, as people write it.
pub const TODAY: &str = "24/11/2026";
/// A rep of the demo, as Windows calls him, and his folder.
pub const USER: &str = "BOCAGE\\jdupont";
pub const FOLDER: &str = "jdupont";

/// One company, one laptop. All of it goes with this value.
pub struct World {
    root: TempDir,
    screen: Screen,
}

impl World {
    /// The company, and a laptop that was set up and never opened.
    pub fn new() -> Result<Self> {
        let world = Self::before_set_up()?;
        world.set_up()?;
        Ok(world)
    }

    /// The same, and nobody chose the folders yet.
    pub fn before_set_up() -> Result<Self> {
        let root = tempfile::tempdir()?;
        copy_folder(company()?, &root.path().join("company"))?;
        std::fs::create_dir(root.path().join("data"))?;
        Ok(Self { root, screen: Screen::start()? })
    }

    /// Chooses the two folders.
    pub fn set_up(&self) -> Result<()> {
        self.set_up_with(&self.bases())
    }

    /// The same, with the bases elsewhere.
    pub fn set_up_with(&self, bases: &Path) -> Result<()> {
        let settings = json!({ "inbox": self.inbox(), "bases": bases });
        Ok(std::fs::write(self.data().join("settings.json"), settings.to_string())?)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub fn inbox(&self) -> PathBuf {
        self.path("company/inbox")
    }

    pub fn bases(&self) -> PathBuf {
        self.path("company/bases")
    }

    /// The window as a rep opens it.
    pub fn open(&self) -> Result<Window> {
        self.open_with(&[])
    }

    /// With other things in its environment.
    pub fn open_with(&self, environment: &[(&str, &str)]) -> Result<Window> {
        Window::open(&self.screen, &self.launch("window", environment))
    }

    /// A second one on the same data, while the first is open.
    pub fn open_beside(&self) -> Result<Window> {
        Window::open(&self.screen, &self.launch("beside", &[]))
    }

    fn launch(&self, place: &str, environment: &[(&str, &str)]) -> Launch {
        let data = self.data();
        let mut all: BTreeMap<&str, &std::ffi::OsStr> = BTreeMap::from([
            ("TOURNEE_DATA", data.as_os_str()),
            ("TOURNEE_USER", USER.as_ref()),
            ("TOURNEE_NOW", NOW.as_ref()),
        ]);
        all.extend(environment.iter().map(|(name, value)| (*name, std::ffi::OsStr::new(value))));
        Launch {
            program: PathBuf::from(env!("CARGO_BIN_EXE_tournee")),
            place: self.path(place),
            environment: all.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
            pictures: Path::new(env!("CARGO_TARGET_TMPDIR")).join("window"),
        }
    }

    /// Runs the automaton at an instant; answers its JSON.
    pub fn automaton(&self, at: &str, arguments: &[&str]) -> Result<Value> {
        let mut command = Command::new(automaton()?);
        command.arg("--config").arg(self.path("company/automaton.toml")).arg("--json").args(arguments);
        let output = command.env("TOURNEE_NOW", at).output()?;
        let told = String::from_utf8_lossy(&output.stderr);
        // 1: a file was refused; the counts say so.
        ensure!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {}\n{told}", output.status);
        serde_json::from_slice(&output.stdout).with_context(|| format!("{arguments:?}: {told}"))
    }

    /// One pass, a little later; answers the report.
    pub fn integrate(&self) -> Result<Value> {
        self.automaton(LATER, &["integrate"])
    }

    /// New bases, a little later.
    pub fn rebuild(&self) -> Result<()> {
        let report = self.automaton(LATER, &["rebuild"])?;
        ensure!(report["problem_count"] == 0, "{report}");
        Ok(())
    }

    /// The files of this laptop in the inbox, by name. Those of the demo's laptops lie in folders of their own.
    pub fn dropped(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        let mut found = BTreeMap::new();
        let Some(device) = self.device()? else { return Ok(found) };
        let folder = self.inbox().join(FOLDER).join(device);
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !name.starts_with('.') {
                found.insert(name, std::fs::read(&path)?);
            }
        }
        Ok(found)
    }

    /// This laptop's device: the folder in the inbox that the demo did not have.
    fn device(&self) -> Result<Option<String>> {
        let names = |inbox: PathBuf| -> Result<Vec<String>> {
            let entries = std::fs::read_dir(inbox.join(FOLDER))?;
            entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
        };
        let before = names(company()?.join("inbox"))?;
        Ok(names(self.inbox())?.into_iter().find(|name| !before.contains(name)))
    }

    /// A customer whose telephone nobody else has: code and telephone.
    pub fn customer_with_a_phone(&self) -> Result<(String, String)> {
        let sql = "SELECT trim(c_client) || ' ' || trim(tel_1) FROM client WHERE c_rep = 'JD01' AND tel_1 LIKE '02%'
             AND (SELECT count(*) FROM client other WHERE other.tel_1 = client.tel_1) = 1 ORDER BY c_client";
        let first = self.asked(sql, &[])?.into_iter().next().context("a customer with a telephone")?;
        first.split_once(' ').map(|(code, phone)| (code.to_owned(), phone.to_owned())).context("two words")
    }

    /// A prospect of the rep's that nobody asked to make a customer: identity and name.
    pub fn own_prospect(&self) -> Result<(String, String)> {
        let sql = "SELECT prospect || ' ' || trim(nom_client) FROM crm_prospect p
             WHERE cree_par = 'jdupont' AND c_rep = 'JD01' AND etape = 'offre remise' AND supprime_le IS NULL AND converti_le IS NULL
             AND NOT EXISTS (SELECT 1 FROM crm_creation_client c WHERE c.prospect = p.prospect) ORDER BY change_le DESC";
        let first = self.asked(sql, &[])?.into_iter().next().context("a prospect")?;
        first.split_once(' ').map(|(id, name)| (id.to_owned(), name.to_owned())).context("two words")
    }

    /// The first column of every row that the ERP's base answers, as text.
    pub fn asked(&self, sql: &str, parameters: &[&str]) -> Result<Vec<String>> {
        let base = rusqlite::Connection::open(self.path("company/winpneu.db"))?;
        let mut statement = base.prepare(sql)?;
        let parameters = rusqlite::params_from_iter(parameters);
        let rows = statement.query_map(parameters, |row| row.get::<_, rusqlite::types::Value>(0))?;
        let text = |value| match value {
            rusqlite::types::Value::Text(text) => text.trim_end().to_owned(),
            rusqlite::types::Value::Integer(number) => number.to_string(),
            other => format!("{other:?}"),
        };
        rows.map(|row| Ok(text(row?))).collect()
    }

    /// How many relations of the ERP have this in their comment.
    pub fn relations(&self, words: &str) -> Result<usize> {
        let base = rusqlite::Connection::open(self.path("company/winpneu.db"))?;
        let sql = "SELECT count(*) FROM client_relation WHERE instr(commentaire, ?1) > 0";
        let count: i64 = base.query_row(sql, [words], |row| row.get(0))?;
        Ok(usize::try_from(count)?)
    }

    /// The rep's customers that a search for garages finds, code and name, in the order of names.
    pub fn garages(&self) -> Result<Vec<(String, String)>> {
        let base = rusqlite::Connection::open(self.path("company/winpneu.db"))?;
        let sql = "SELECT trim(c_client), trim(nom_client) FROM client
             WHERE c_rep = 'JD01' AND nom_client LIKE '%GAR_GE%' ORDER BY nom_client";
        let mut statement = base.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Asks the page's own door to the program: for what no screen shows, and for what only the system's dialogs could do.
pub fn ask(window: &Window, command: &str, arguments: &Value) -> Result<Value> {
    let script = "const [command, args, done] = arguments;
        window.__TAURI_INTERNALS__.invoke(command, args).then((fine) => done({ fine }), (failed) => done({ failed }));";
    let answer = window.page().run_async(script, vec![command.into(), arguments.clone()])?;
    ensure!(answer.get("failed").is_none(), "{command}: {}", answer["failed"]);
    Ok(answer["fine"].clone())
}

/// The company, made once for all tests of this run.
fn company() -> Result<&'static Path> {
    static COMPANY: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = COMPANY.get_or_init(|| found().map_err(|error| format!("{error:#}")));
    made.as_deref().map_err(|error| anyhow::anyhow!("{error}"))
}

fn found() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("desktop-company");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let output = Command::new(automaton()?)
        .arg("demo")
        .arg(&folder)
        .args(["--scale", "400"])
        .env("TOURNEE_NOW", FOUNDED)
        .output()?;
    ensure!(output.status.success(), "automaton demo: {}", String::from_utf8_lossy(&output.stderr));
    Ok(folder)
}

/// The automaton, beside the desktop: cargo hands a test only the programs of its own package, so it is built here where it was not with
/// the whole workspace (`cargo xtask test` says so).
fn automaton() -> Result<&'static Path> {
    static PROGRAM: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let built = PROGRAM.get_or_init(|| build_automaton().map_err(|error| format!("{error:#}")));
    built.as_deref().map_err(|error| anyhow::anyhow!("{error}"))
}

fn build_automaton() -> Result<PathBuf> {
    let desktop = Path::new(env!("CARGO_BIN_EXE_tournee"));
    let program = desktop.with_file_name(format!("automaton{}", std::env::consts::EXE_SUFFIX));
    if std::env::var_os("TOURNEE_BUILT").is_none() {
        let target = desktop.parent().and_then(Path::parent).context("a target folder")?;
        let mut command = Command::new(env!("CARGO"));
        command.args(["build", "--quiet", "--package", "automaton", "--target-dir"]).arg(target);
        let built = command.current_dir(env!("CARGO_MANIFEST_DIR")).status()?;
        ensure!(built.success(), "the automaton cannot be built");
    }
    Ok(program)
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
