//! What a rebuild published, as a laptop reads it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use exchange_schema::{Manifest, Role, Sha256};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use snapshot::read::{CommonBase, UserBase};

use crate::support::{NOW, Place, rows_of};

pub const COMMON: &str = "common";

/// An administrator of the test's company, who has no code of a rep.
pub const ADMIN: &str = "chef";

impl Place {
    /// Two reps, an accountant without a code, one who left, and an administrator.
    pub fn with_administrator() -> Self {
        let place = Self::new();
        let chef = "utilisateur_windows;c_user;c_rep;courriel;nom_affiche;admin;comptable;actif\n\
            SIEGE\\chef;CH;;chef@pneus.example;Le Chef;1;0;1\n";
        std::fs::write(place.path("chef.csv"), chef).expect("written");
        place.succeed(&["users", "import", &place.path("chef.csv").display().to_string()]);
        place
    }

    /// As [`Place::with_administrator`], and a third rep.
    pub fn with_three_reps() -> Self {
        let place = Self::with_administrator();
        let more = "utilisateur_windows;c_user;c_rep;courriel;nom_affiche\n\
            SIEGE\\pleroy;PL;PL01;p.leroy@pneus.example;Paul Leroy\n";
        std::fs::write(place.path("pleroy.csv"), more).expect("written");
        place.succeed(&["users", "import", &place.path("pleroy.csv").display().to_string()]);
        place
    }

    /// A rebuild that must go well; answers its report.
    pub fn rebuild_at(&self, at: &str) -> Value {
        let (code, report) = self.json_at(at, &["rebuild"]);
        assert_eq!((code, &report["failed"]), (0, &json!([])), "{report}");
        report
    }

    pub fn rebuild(&self) -> Value {
        self.rebuild_at(NOW)
    }

    /// The folder of everybody's base, or of a user's.
    pub fn base_folder(&self, base: &str) -> PathBuf {
        if base == COMMON { self.path("bases/common") } else { self.path("bases/users").join(base) }
    }

    pub fn published(&self, base: &str) -> Published {
        self.maybe_published(base).unwrap_or_else(|| panic!("{base} has a manifest"))
    }

    pub fn maybe_published(&self, base: &str) -> Option<Published> {
        let folder = self.base_folder(base);
        let bytes = std::fs::read(folder.join("manifest.json")).ok()?;
        let manifest = Manifest::parse(&bytes).unwrap_or_else(|error| panic!("{base}: {error}"));
        Some(Published { folder, manifest })
    }

    /// Everybody's base and those of all users for whom a folder is there.
    pub fn bases(&self) -> Vec<String> {
        let users = std::fs::read_dir(self.path("bases/users")).into_iter().flatten();
        let names = users.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.chain([COMMON.to_owned()]).collect();
        names.sort();
        names
    }

    /// What must hold at every moment: each manifest can be read, and all that it names is there, whole.
    pub fn whatever_is_named_is_whole(&self) {
        for base in self.bases() {
            self.maybe_published(&base).iter().for_each(Published::is_whole);
        }
    }
}

/// One published base.
pub struct Published {
    pub folder: PathBuf,
    pub manifest: Manifest,
}

impl Published {
    fn is_whole(&self) {
        for file in &self.manifest.files {
            let path = self.folder.join(file.name.as_str());
            let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let found = (bytes.len() as u64, Sha256::of(&bytes));
            assert_eq!(found, (file.size, file.sha256), "{}", path.display());
            let digits = &file.sha256.to_string()[..16];
            assert!(file.name.as_str().ends_with(&format!("-{digits}.sqlite")), "{}", file.name);
        }
    }

    /// Names of the files, of every role.
    pub fn names(&self) -> BTreeSet<String> {
        self.manifest.files.iter().map(|file| file.name.to_string()).collect()
    }

    /// The one name that begins so.
    pub fn name(&self, beginning: &str) -> String {
        let mut found = self.names().into_iter().filter(|name| name.starts_with(beginning));
        let name = found.next().unwrap_or_else(|| panic!("{beginning} among {:?}", self.names()));
        assert_eq!(found.next(), None, "one file {beginning}");
        name
    }

    /// The rows of a query on all files of a role, in the order of their names.
    pub fn rows(&self, role: Role, sql: &str) -> Vec<Vec<String>> {
        let files = self.manifest.files.iter().filter(|file| file.role == role);
        let mut names: Vec<&str> = files.map(|file| file.name.as_str()).collect();
        names.sort_unstable();
        names.into_iter().flat_map(|name| self.rows_of_file(name, sql)).collect()
    }

    /// The rows of a query on the visits of a month, or of `undated`.
    pub fn month(&self, month: &str, sql: &str) -> Vec<Vec<String>> {
        self.rows_of_file(&self.name(&format!("visits-{month}-")), sql)
    }

    pub fn rows_of_file(&self, name: &str, sql: &str) -> Vec<Vec<String>> {
        let path = self.folder.join(name);
        let base = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("it opens");
        rows_of(&base, sql)
    }

    pub fn open_common(self) -> CommonBase {
        CommonBase::open(&self.folder, self.manifest).expect("a common base")
    }

    pub fn open_user(self) -> UserBase {
        UserBase::open(&self.folder, self.manifest).expect("a user's base")
    }
}
