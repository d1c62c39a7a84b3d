//! `users list|add|disable|import`: the correspondence table Windows user, ERP user, mail address, shown name, rights.

use std::path::Path;

use domain::UserFolder;
use serde_json::json;
use uuid::Uuid;
use winpneu::journal::{self, JournalEntry};
use winpneu::users::{self, User};
use winpneu::{Connection, Error, Tx};

use super::Answer;
use crate::cli::{UserArguments, UsersCommand};
use crate::clock;
use crate::config::Config;
use crate::deed;
use crate::failure::Failure;
use crate::installation::{open_base, operator};

mod csv_file;
mod plan;

use plan::{Change, UserFields};

/// How an operator sees what became of a change.
const LOOK: &str = "automaton users list";

/// A user of an imported file.
struct Planned {
    user: User,
    change: Change,
    before: Option<User>,
    /// The journal's line about it.
    line: Uuid,
}

pub(super) async fn run(config: &Config, command: UsersCommand) -> Result<Answer, Failure> {
    let mut base = open_base(config).await?;
    match command {
        UsersCommand::List => list(&mut base).await,
        UsersCommand::Add(arguments) => add(&mut base, *arguments).await,
        UsersCommand::Disable { user } => disable(&mut base, &user).await,
        UsersCommand::Import { file } => {
            let rows = csv_file::read(&file)?;
            import(&mut base, &file, &rows).await
        }
    }
}

async fn list(base: &mut Connection) -> Result<Answer, Failure> {
    let mut all = users::all(base).await?;
    all.sort_by(|a, b| a.folder.cmp(&b.folder));
    let line = |user: &User| {
        let right = |set: bool, word: &'static str| if set { word } else { "" };
        format!(
            "{:<20} {:<24} c_user {:<4} c_rep {:<4} {} {}{}{}",
            user.folder,
            user.windows_user.as_deref().unwrap_or("-"),
            user.c_user.as_ref().map_or("-", |code| code.as_str()),
            user.c_rep.as_ref().map_or("-", |code| code.as_str()),
            user.email.as_deref().unwrap_or("-"),
            right(user.admin, "admin "),
            right(user.accountant, "accountant "),
            right(!user.active, "DISABLED"),
        )
    };
    let text = all.iter().map(line).collect::<Vec<_>>().join("\n");
    let text =
        if text.is_empty() { "no users yet: automaton users import USERS.csv".to_owned() } else { text };
    Ok(Answer::fine(json!({ "users": all }), text))
}

async fn add(base: &mut Connection, arguments: UserArguments) -> Result<Answer, Failure> {
    let fields = UserFields {
        columns: Vec::new(),
        windows_user: Some(arguments.windows_user),
        folder: None,
        c_user: arguments.c_user,
        c_rep: arguments.c_rep,
        email: arguments.email,
        shown_name: arguments.name,
        admin: arguments.admin,
        accountant: arguments.accountant,
        active: true,
    };
    let user = fields.into_user().map_err(Failure::Usage)?;
    let known = users::all(base).await?;
    match plan::plan(&known, &user).map_err(Failure::Other)? {
        Change::Insert => {}
        Change::Update | Change::Same => {
            let folder = &user.folder;
            return Err(Failure::Other(format!(
                "the folder {folder:?} is in use by this very user: change it with `users import`"
            )));
        }
    }
    let line = clock::new_id();
    let work = async |tx: &mut Tx<'_>| write(tx, &user, Change::Insert, None, line).await.map(Some);
    deed::make(base, Some(line), LOOK, work).await?;
    Ok(Answer::fine(json!({ "added": user }), format!("added; the folder is {}", user.folder)))
}

async fn import(base: &mut Connection, file: &Path, rows: &[(u64, UserFields)]) -> Result<Answer, Failure> {
    let mut known = users::all(base).await?;
    let mut planned = Vec::new();
    for (line, fields) in rows {
        let at_line = |problem: String| {
            Failure::Usage(format!("{}: line {line}: {problem}; nothing was imported", file.display()))
        };
        let user = fields.clone().over(&known).map_err(at_line)?;
        let change = plan::plan(&known, &user).map_err(at_line)?;
        let before = known.iter().position(|earlier| earlier.folder == user.folder);
        let before = before.map(|index| known.swap_remove(index));
        known.push(user.clone());
        planned.push(Planned { user, change, before, line: clock::new_id() });
    }
    // One transaction: any of its lines proves all of them.
    let proof = planned.iter().find(|planned| planned.change != Change::Same).map(|planned| planned.line);
    deed::make(base, proof, LOOK, async |tx| {
        for Planned { user, change, before, line } in &planned {
            write(tx, user, *change, before.as_ref(), *line).await?;
        }
        Ok(Some(()))
    })
    .await?;
    let count = |wanted: Change| planned.iter().filter(|planned| planned.change == wanted).count();
    let (added, changed, same) = (count(Change::Insert), count(Change::Update), count(Change::Same));
    let json = json!({ "added": added, "changed": changed, "unchanged": same });
    Ok(Answer::fine(json, format!("{added} added, {changed} changed, {same} unchanged")))
}

async fn disable(base: &mut Connection, name: &str) -> Result<Answer, Failure> {
    let folder = UserFolder::parse(name)
        .or_else(|_| UserFolder::reduce(name))
        .map_err(|error| Failure::Usage(format!("{name:?}: {error}")))?;
    let known = users::all(base).await?;
    let Some(before) = known.into_iter().find(|user| user.folder == folder.as_str()) else {
        return Err(Failure::Other(format!("there is no user {folder}: see `automaton users list`")));
    };
    let after = User { active: false, ..before.clone() };
    let line = clock::new_id();
    deed::make(base, Some(line), LOOK, async |tx| {
        users::set_active(tx, &folder, false).await?;
        note(tx, &after, Some(&before), line).await.map(Some)
    })
    .await?;
    Ok(Answer::fine(
        json!({ "disabled": folder }),
        format!("{folder} is disabled; its files will be refused"),
    ))
}

async fn write(
    tx: &mut Tx<'_>,
    user: &User,
    change: Change,
    before: Option<&User>,
    line: Uuid,
) -> Result<(), Error> {
    match change {
        Change::Same => return Ok(()),
        Change::Insert => users::insert(tx, user).await?,
        Change::Update => drop(users::update(tx, user).await?),
    }
    note(tx, user, before, line).await
}

async fn note(tx: &mut Tx<'_>, after: &User, before: Option<&User>, line: Uuid) -> Result<(), Error> {
    let (before, after_text) = (before.map(|user| json!(user).to_string()), json!(after).to_string());
    let entry = JournalEntry {
        id: line,
        at: clock::now(),
        author: &operator(),
        action: "user-change",
        entity: &format!("user:{}", after.folder),
        before: before.as_deref(),
        after: Some(&after_text),
        file: None,
    };
    journal::write(tx, &entry).await
}
