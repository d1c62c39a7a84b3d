//! Fetches what a decision needs from the base, and no more: a proper visit costs one look-up here (its customer).

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use domain::{Parameters, VisitForm, identity_keys};
use exchange_schema::{ExchangeFile, Payload, ProspectEditPayload};
use uuid::Uuid;
use winpneu::duplicates::{self, CustomerKeys, IdentityKey};
use winpneu::observations::{self, Observation};
use winpneu::registry::{self, FileState, KnownFile};
use winpneu::users::User;
use winpneu::{Connection, Error, creations, forms, parameters, prospects, users, visits};

use super::decide::{Facts, ProspectFacts, Rules, new_sheet, sheet_text};
use super::sighting::{Naming, Origin, Sighting};
use crate::clock;
use crate::config::Config;
use crate::mail::mail_domain;

/// What is read once for a whole pass.
pub struct Context {
    /// Users by folder.
    pub users: BTreeMap<String, User>,
    /// Versions of the visit form.
    pub forms: Vec<VisitForm>,
    /// The rules in force.
    pub rules: Rules,
    /// How far apart two looks must be.
    pub settle: Duration,
}

impl Context {
    /// Reads users, parameters and forms.
    pub async fn load(base: &mut Connection, config: &Config) -> Result<Self, Error> {
        let users = users::all(base).await?.into_iter().map(|user| (user.folder.clone(), user)).collect();
        let (parameters, problems): (Parameters, _) = parameters::load(base).await?;
        for problem in problems {
            tracing::warn!(parameter = problem.name, problem.problem, "unreadable; its default is in force");
        }
        let (forms, _) = forms::all(base).await?;
        Ok(Self {
            users,
            forms,
            rules: Rules {
                now: clock::now(),
                zone: config.timezone,
                public_url: config.web.public_url.clone(),
                mail_domain: mail_domain(config.mail.sender_address()),
                parameters,
                defer: Duration::hours(config.schedule.defer_hours.into()),
            },
            settle: Duration::seconds(config.schedule.settle_seconds.into()),
        })
    }
}

/// Whether a file was integrated once: it lies in the archive, or waits since an earlier run for its restore.
pub fn integrated_before(origin: Origin, known: Option<&KnownFile>) -> bool {
    let waits_for_its_restore =
        |known: &KnownFile| known.state == FileState::Waiting && known.integrated_before;
    origin == Origin::Archive || known.is_some_and(waits_for_its_restore)
}

/// How a file is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Where it was met.
    pub origin: Origin,
    /// Whether nothing of this pass can still make the prospect that it names.
    pub last: bool,
}

/// Fetches the facts about one file. `customers` is filled the first time that a prospect's telephone, SIRET or VAT number is compared.
pub async fn gather<'a>(
    base: &mut Connection,
    context: &'a Context,
    look: Look,
    customers: &mut Option<CustomerKeys>,
    sighting: &Sighting,
    known: Option<&'a KnownFile>,
) -> Result<Facts<'a>, Error> {
    let integrated_before = integrated_before(look.origin, known);
    let retried = look.origin == Origin::Quarantine;
    let mut facts = Facts { known, integrated_before, retried, last_look: look.last, ..Facts::default() };
    if sighting.meets_other_content(known) && matches!(sighting.naming, Naming::Proper(_)) {
        facts.known_path = registry::find(base, &sighting.path).await?;
    }
    let Some(body) = sighting.body() else {
        return Ok(facts);
    };
    match sighting.exchange_file() {
        Some(file) => of_file(base, context, customers, file, &mut facts).await?,
        None => {
            let sha256 = body.sha256.to_string();
            facts.integrated_as = registry::integrated_content(base, &sha256).await?;
            facts.registered_as = registry::registered_content(base, &sha256).await?;
        }
    }
    if !body.whole {
        // Our own copy does not change any more.
        facts.settled = retried || settled(base, context, sighting, &body.bytes).await?;
    }
    Ok(facts)
}

/// What an exchange file's kind needs: a visit to a customer costs one look-up.
async fn of_file<'a>(
    base: &mut Connection,
    context: &'a Context,
    customers: &mut Option<CustomerKeys>,
    file: &ExchangeFile,
    facts: &mut Facts<'a>,
) -> Result<(), Error> {
    facts.author = context.users.get(file.author().as_str());
    if let Some(other) = file.replaces() {
        facts.replaced = registry::corrections(base, other.as_str()).await?;
    }
    let form = |version: u32| context.forms.iter().find(|form| form.version() == version);
    match file.payload() {
        Payload::Vc(visit) => {
            facts.customer_name = visits::customer_name(base, &visit.customer).await?;
            facts.form = visit.answers.as_ref().and_then(|answers| form(answers.form));
        }
        Payload::Vp(visit) => facts.form = visit.answers.as_ref().and_then(|answers| form(answers.form)),
        Payload::Mc(request) => {
            facts.customer_name = visits::customer_name(base, &request.customer).await?;
        }
        Payload::Cp(_) | Payload::Mp(_) | Payload::Cc(..) => {}
    }
    let Some(id) = file.payload().prospect() else { return Ok(()) };
    facts.prospect = prospect(base, id, file).await?;
    if let Some((_, code)) = facts.prospect.as_ref().and_then(|known| known.prospect.conversion.as_ref())
        && let Ok(code) = code.parse()
    {
        facts.customer_name = visits::customer_name(base, &code).await?;
    }
    let keys = wanted_keys(file, facts);
    if !keys.is_empty() {
        let customers = match customers {
            Some(customers) => customers,
            None => customers.insert(CustomerKeys::load(base).await?),
        };
        facts.duplicates = duplicates::matches(base, customers, id, &keys).await?;
    }
    Ok(())
}

async fn prospect(
    base: &mut Connection,
    id: Uuid,
    file: &ExchangeFile,
) -> Result<Option<ProspectFacts>, Error> {
    let Some(prospect) = prospects::find(base, id).await? else { return Ok(None) };
    let edits = matches!(file.payload(), Payload::Mp(_));
    let device = file.device().as_uuid().to_string();
    Ok(Some(ProspectFacts {
        prospect,
        attachments: prospects::attachments(base, id).await?,
        marks: if edits { prospects::field_marks(base, id, &device).await? } else { BTreeMap::new() },
        clashes: if edits { prospects::clashes(base, id).await? } else { Vec::new() },
        pending_creation: match file.payload() {
            Payload::Mp(_) | Payload::Cc(..) => creations::pending_of(base, id).await?,
            _ => None,
        },
    }))
}

/// What the prospect could be recognised by if all went as the file wants it, beside what it is recognised by today.
fn wanted_keys(file: &ExchangeFile, facts: &Facts<'_>) -> BTreeSet<IdentityKey> {
    match (file.payload(), &facts.prospect) {
        (Payload::Cp(creation), None) => {
            let sheet = new_sheet(creation, None);
            identity_keys(|field| sheet_text(&sheet, field))
        }
        (Payload::Mp(ProspectEditPayload::Update(update)), Some(known)) => {
            let mut sheet = known.prospect.fields.clone();
            let old = identity_keys(|field| sheet_text(&known.prospect.fields, field));
            for change in update.changes.as_slice() {
                match &change.to {
                    Some(to) => sheet.insert(change.field, to.clone()),
                    None => sheet.remove(&change.field),
                };
            }
            identity_keys(|field| sheet_text(&sheet, field)).difference(&old).cloned().collect()
        }
        _ => BTreeSet::new(),
    }
}

/// Whether two looks far enough apart saw the same content; remembers this one.
async fn settled(
    base: &mut Connection,
    context: &Context,
    sighting: &Sighting,
    bytes: &[u8],
) -> Result<bool, Error> {
    let first = observations::find(base, &sighting.path).await?.map(|seen| sync_folder::Look {
        size: u64::try_from(seen.size).unwrap_or_default(),
        sha256: seen.sha256,
        at: seen.seen_at.and_utc(),
    });
    let look = sync_folder::Look::of(bytes, context.rules.now);
    let settled = sync_folder::is_settled(first.as_ref(), &look, context.settle);
    let unchanged = first.is_some_and(|first| first.size == look.size && first.sha256 == look.sha256);
    if !unchanged && !settled {
        let seen = Observation {
            size: i64::try_from(look.size).unwrap_or(i64::MAX),
            sha256: look.sha256,
            seen_at: look.at.naive_utc(),
        };
        observations::remember(base, &sighting.path, &seen).await?;
    }
    Ok(settled)
}
