//! The last days, played by the product's own rooms: files arrive, are integrated, bases are built, the accountant decides, mails leave.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::{CustomerField, FieldValue};
use tokio_util::sync::CancellationToken;
use winpneu::creations::{self, CreationState};
use winpneu::prospects::Sheet;
use winpneu::seeding;
use winpneu::{Connection, visits};

use super::calendar::Calendar;
use super::customers::Register;
use super::ledger::{laptops, wrong};
use super::people::ACCOUNTANT;
use super::place::Place;
use super::progress::Progress;
use super::special::HAUT_BOURG;
use super::story::{Scene, Story};
use super::summary::{BaseLine, Company, Created, Files, MailLine, Pending, Summary};
use crate::config::Config;
use crate::creations::{Completion, Desk};
use crate::failure::Failure;
use crate::installation::open_base;
use crate::integrate::{FileLine, Options};
use crate::rebuild;

/// More creations are not listed.
const LISTED: u32 = 50;

/// Plays them; answers what came of everything.
pub(super) async fn play(
    place: &Place,
    config: &Config,
    register: &Register,
    calendar: Calendar,
    progress: &mut Progress,
) -> Result<Summary, Failure> {
    let laptops = laptops(register.seed)?;
    let story = Story { register, calendar, laptops: &laptops, inbox: config.folders.inbox.clone() };
    progress.says("files of the last three days");
    let scene = story.drop_files()?;
    let first = pass(config).await?;
    progress.says("offline bases");
    rebuild::run(config, &rebuild::Options::default()).await?;
    progress.says("the accountant decides");
    let words = format!(
        "Même téléphone que GARAGE DU HAUT-BOURG ({}) : voir d'abord si l'atelier change de société.",
        register.code(HAUT_BOURG)
    );
    let customer = decide(config, &place.folder, &scene, &words).await?;
    story.drop_the_rest(&scene)?;
    let second = pass(config).await?;
    progress.says("offline bases, once more");
    let published = rebuild::run(config, &rebuild::Options::default()).await?;
    progress.says("mails");
    crate::delivery::run(config, &CancellationToken::new()).await?;
    let mut base = open_base(config).await?;
    let named =
        |base: rebuild::BaseReport| BaseLine { base: base.base, files: base.files, bytes: base.bytes };
    Ok(Summary {
        folder: place.folder.clone(),
        seed: register.seed,
        scale: register.customers,
        company: Company::INVENTED,
        counts: seeding::counts(&mut base).await?,
        files: Files::of(first, second, &scene),
        mails: mails(&mut base, &config.mail.path, &place.folder).await?,
        created: created(&mut base, customer).await?,
        refused_creation: creation_name(&mut base, scene.garage).await?,
        pending: pending(&mut base).await?,
        generation: published.generation,
        bases: published.bases.into_iter().map(named).collect(),
    })
}

/// One pass; answers a line for each file.
async fn pass(config: &Config) -> Result<Vec<FileLine>, Failure> {
    let mut report = crate::integrate::run(config, Options::default()).await?;
    let lines = report.lines().and_then(Iterator::collect::<Result<Vec<_>, _>>);
    lines.map_err(|error| Failure::Other(format!("the report of the pass: {error}")))
}

/// Validates the farmer's creation and refuses the garage's. Answers the new customer's code.
async fn decide(
    config: &Config,
    folder: &Path,
    scene: &Scene,
    words: &str,
) -> Result<domain::CustomerCode, Failure> {
    let mut base = open_base(config).await?;
    let desk = Desk::open(&mut base, config, folder, Some(ACCOUNTANT)).await?;
    let authorised = (CustomerField::DeliveryNoteAuthorisation, FieldValue::Text("O".to_owned()));
    let completion = Completion { code: None, fields: BTreeMap::from([authorised]) };
    let code = crate::creations::validate(&mut base, &desk, scene.farmer, &completion).await?;
    crate::creations::refuse(&mut base, &desk, scene.garage, words).await?;
    Ok(code)
}

async fn created(base: &mut Connection, code: domain::CustomerCode) -> Result<Created, Failure> {
    let name = visits::customer_name(base, &code).await?.unwrap_or_default();
    Ok(Created { code: code.to_string(), name })
}

async fn creation_name(base: &mut Connection, id: uuid::Uuid) -> Result<String, Failure> {
    let creation = creations::find(base, id).await?.ok_or_else(|| wrong("no such creation"))?;
    Ok(name_in(&creation.fields))
}

fn name_in(fields: &str) -> String {
    let sheet: Sheet = serde_json::from_str(fields).unwrap_or_default();
    sheet.get(&CustomerField::Name).map(ToString::to_string).unwrap_or_default()
}

async fn pending(base: &mut Connection) -> Result<Vec<Pending>, Failure> {
    let all = creations::in_state(base, CreationState::Pending, LISTED).await?;
    Ok(all.iter().map(|it| Pending { id: it.id.to_string(), name: name_in(&it.fields) }).collect())
}

/// The outbox, each mail with its file.
async fn mails(base: &mut Connection, folder: &Path, demo: &Path) -> Result<Vec<MailLine>, Failure> {
    let files = eml_files(folder)?;
    let mut mails = seeding::mails(base).await?;
    mails.sort_by(|a, b| {
        (&a.subject, &a.recipient, &a.message_id).cmp(&(&b.subject, &b.recipient, &b.message_id))
    });
    let line = |mail: seeding::ListedMail| MailLine {
        // As the folder was named, so that it can be pasted.
        file: files.get(&mail.message_id).map(|file| {
            file.strip_prefix(folder).map_or_else(|_| file.clone(), |rest| demo.join("mail").join(rest))
        }),
        subject: mail.subject,
        to: mail.recipient,
        state: mail.state,
    };
    Ok(mails.into_iter().map(line).collect())
}

/// By Message-ID.
fn eml_files(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| Failure::Other(format!("{}: {error}", folder.display()));
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "eml") {
            let text = std::fs::read(&path).map_err(unreadable)?;
            let text = String::from_utf8_lossy(&text);
            let headers = text.lines().take_while(|line| !line.is_empty());
            let mut lines = headers.filter_map(|line| line.split_once(':'));
            let id = lines.find(|(name, _)| name.eq_ignore_ascii_case("message-id"));
            files.extend(id.map(|(_, id)| (id.trim().to_owned(), path.clone())));
        }
    }
    Ok(files)
}
