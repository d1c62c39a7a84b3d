//! What the demonstration came to, and where to look: for people and as one JSON document, with the same numbers.

use std::path::{Path, PathBuf};

use serde::Serialize;
use winpneu::seeding::Counts;

use super::people::{COMPANY, COMPANY_IS, DOMAIN, REPS, USERS};
use super::story::Scene;
use crate::integrate::{FileLine, Outcome};
use crate::mail::one_line::on_one_line;

/// A demonstration that was made.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// Where.
    pub folder: PathBuf,
    /// What it was made from.
    pub seed: u64,
    /// As asked.
    pub scale: u32,
    /// The company.
    pub company: Company,
    /// How much there is of everything.
    pub counts: Counts,
    /// What became of the files of the last days.
    pub files: Files,
    /// The mails that they caused.
    pub mails: Vec<MailLine>,
    /// The customer that was made.
    pub created: Created,
    /// The creation that was refused.
    pub refused_creation: String,
    /// Creations that wait for the accountant.
    pub pending: Vec<Pending>,
    /// The last publication.
    pub generation: u64,
    /// Its bases.
    pub bases: Vec<BaseLine>,
}

/// Who it is about.
#[derive(Debug, Serialize)]
pub struct Company {
    /// Its name.
    pub name: &'static str,
    /// What it does, and where.
    pub is: &'static str,
    /// How many people use the CRM.
    pub users: usize,
    /// How many of them are reps.
    pub reps: usize,
}

impl Company {
    /// The invented one.
    pub(super) const INVENTED: Self = Self { name: COMPANY, is: COMPANY_IS, users: USERS, reps: REPS.len() };
}

/// Files of the last days, by what became of them in the end.
#[derive(Debug, Default, Serialize)]
pub struct Files {
    /// How many there were.
    pub total: usize,
    /// Integrated.
    pub integrated: usize,
    /// Copies of what was integrated: nothing was done twice.
    pub ignored: usize,
    /// Waiting for another file.
    pub deferred: Vec<NamedFile>,
    /// Refused.
    pub rejected: Vec<NamedFile>,
    /// Name of the refused file that was corrected.
    pub corrected: String,
    /// Name of the file that corrects it.
    pub correction: String,
}

/// A file that somebody should look at.
#[derive(Debug, Serialize)]
pub struct NamedFile {
    /// Its name.
    pub name: String,
    /// The reason, as `docs/exchange-format.md` lists it.
    pub reason: String,
    /// For people.
    pub detail: String,
}

/// A mail.
#[derive(Debug, Serialize)]
pub struct MailLine {
    /// About what.
    pub subject: String,
    /// To whom.
    pub to: String,
    /// queued, sent or failed.
    pub state: String,
    /// Its .eml file.
    pub file: Option<PathBuf>,
}

/// A customer that was a prospect.
#[derive(Debug, Serialize)]
pub struct Created {
    /// His code.
    pub code: String,
    /// His name.
    pub name: String,
}

/// A creation that waits.
#[derive(Debug, Serialize)]
pub struct Pending {
    /// Its id.
    pub id: String,
    /// The customer to be.
    pub name: String,
}

/// A base.
#[derive(Debug, Serialize)]
pub struct BaseLine {
    /// `common`, or a user's folder.
    pub base: String,
    /// How many files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

impl Files {
    /// The lines of both passes: a file that waited in the first is told by the second.
    pub(super) fn of(first: Vec<FileLine>, second: Vec<FileLine>, scene: &Scene) -> Self {
        let settled = |line: &FileLine| {
            line.state == Outcome::Deferred && second.iter().any(|later| later.name == line.name)
        };
        let mut lines: Vec<&FileLine> = first.iter().filter(|line| !settled(line)).collect();
        lines.extend(
            second.iter().filter(|later| !lines.iter().any(|line| same(line, later))).collect::<Vec<_>>(),
        );
        let mut files = Self {
            total: lines.len(),
            corrected: scene.corrected().to_owned(),
            correction: scene.correction().to_owned(),
            ..Self::default()
        };
        for line in lines {
            let named = || NamedFile {
                name: line.name.clone(),
                reason: line.reason.map_or("", |reason| reason.as_str()).to_owned(),
                detail: on_one_line(&line.detail),
            };
            match line.state {
                Outcome::Integrated => files.integrated += 1,
                Outcome::Duplicate | Outcome::Ignored => files.ignored += 1,
                Outcome::Deferred => files.deferred.push(named()),
                Outcome::Rejected => files.rejected.push(named()),
            }
        }
        files
    }
}

/// A copy that is ignored in each pass is one file.
fn same(one: &FileLine, other: &FileLine) -> bool {
    (&one.name, one.state) == (&other.name, other.state)
}

impl Summary {
    /// For people: a screen and a half.
    #[must_use]
    pub fn text(&self) -> String {
        let Counts { customers, visits, prospect_visits, prospects, converted, deleted, .. } = self.counts;
        let mut lines = vec![
            format!("{}, {} ({DOMAIN})", self.company.name, self.company.is),
            format!(
                "{customers} customers, {visits} visits over four years; {prospects} prospects ({converted} are customers by now, {deleted} deleted), {prospect_visits} visits to them",
            ),
            format!(
                "{} users: {} reps, 2 accountants, 1 administrator",
                self.company.users, self.company.reps
            ),
            String::new(),
        ];
        lines.extend(self.files_text());
        lines.extend(self.results_text());
        lines.extend(self.where_to_look());
        lines.join("\n")
    }

    fn files_text(&self) -> Vec<String> {
        let files = &self.files;
        let (deferred, rejected) = (files.deferred.len(), files.rejected.len());
        let mut lines = vec![format!(
            "The last three days: {} files from eight laptops: {} integrated, {deferred} waits, {rejected} refused (one of them corrected since), {} was only a copy",
            files.total, files.integrated, files.ignored
        )];
        let told = |word: &str, file: &NamedFile| {
            [format!("  {word} {}", file.name), format!("           {}: {}", file.reason, cut(&file.detail))]
        };
        lines.extend(files.deferred.iter().flat_map(|file| told("waits   ", file)));
        for file in &files.rejected {
            lines.extend(told("refused ", file));
            let corrected = (file.name == files.corrected).then_some(&files.correction);
            lines.extend(corrected.map(|by| format!("           corrected since by {by}")));
        }
        lines
    }

    fn results_text(&self) -> Vec<String> {
        let sent = self.mails.iter().filter(|mail| mail.state == "sent").count();
        let mut lines =
            vec![String::new(), format!("{} mails, {sent} of them sent as .eml files:", self.mails.len())];
        for mail in &self.mails {
            let place = mail.file.as_ref().map_or_else(|| mail.state.clone(), |file| self.near(file));
            lines.push(format!("  {place}  {}", mail.subject));
        }
        lines.push(String::new());
        let Created { code, name } = &self.created;
        lines.push(format!("Customer made: {code} {name}. Creation refused: {}.", self.refused_creation));
        lines
            .extend(self.pending.iter().map(|it| format!("Waits for the accountant: {} {}", it.name, it.id)));
        let bytes: u64 = self.bases.iter().map(|base| base.bytes).sum();
        let common = self.bases.iter().find(|base| base.base == sync_folder::COMMON);
        lines.push(format!(
            "Bases: generation {}, {} of them, {}; common alone {}",
            self.generation,
            self.bases.len(),
            megabytes(bytes),
            megabytes(common.map_or(0, |base| base.bytes)),
        ));
        lines
    }

    fn where_to_look(&self) -> Vec<String> {
        let here = |name: &str| quoted(&self.folder.join(name));
        let automaton = format!("{} --config {}", program("automaton"), here("automaton.toml"));
        let laptop = format!(
            "{} --data {} --user {}",
            program("tournee-headless"),
            here("laptop"),
            quoted(Path::new("BOCAGE\\jdupont"))
        );
        let (inbox, bases) = (here("inbox"), here("bases"));
        let customer = &self.created.code;
        let mut lines = vec![
            String::new(),
            format!("Where to look, in {}:", self.folder.display()),
            "  winpneu.db, the embedded base: any SQLite tool opens it; archive, quarantine: what was integrated, what was refused and why".to_owned(),
            "  inbox, bases: what laptops sent, what they receive; mail: the .eml files".to_owned(),
            "What to try:".to_owned(),
        ];
        for command in ["status", "doctor", "quarantine list", "creations list", "mail list --all"] {
            lines.push(format!("  {automaton} {command}"));
        }
        lines.push(format!("  {laptop} setup --inbox {inbox} --bases {bases}"));
        let visit =
            format!("visit --customer {customer} --comment 'Content de ses pneus.' --pick contact.visite");
        for command in ["sync", "show search '*gar?ge*'", &visit, &format!("show history {customer}")] {
            lines.push(format!("  {laptop} {command}"));
        }
        lines.push(format!("  {automaton} run          (the daemon, until Ctrl-C)"));
        lines
    }

    /// A path without the folder that all are in.
    fn near(&self, path: &Path) -> String {
        path.strip_prefix(&self.folder).unwrap_or(path).display().to_string()
    }
}

/// A program beside this one, as it can be typed from here.
fn program(name: &str) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let own = std::env::current_exe().ok();
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let beside = own.map(|own| own.with_file_name(file)).filter(|path| path.is_file());
    beside.map_or_else(|| name.to_owned(), |path| quoted(path.strip_prefix(&here).unwrap_or(&path)))
}

/// A word of a command line: in quotes where a shell would read it otherwise.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |sign: char| {
        sign.is_ascii_alphanumeric() || "/._-:".contains(sign) || (cfg!(windows) && sign == '\\')
    };
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

fn cut(text: &str) -> String {
    const SIGNS: usize = 130;
    let cut: String = text.chars().take(SIGNS).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

fn megabytes(bytes: u64) -> String {
    format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000)
}
