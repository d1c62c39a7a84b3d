//! Fetches what a decision needs from the base, and no more: a proper visit costs one look-up here (its customer).

use std::collections::BTreeMap;

use chrono::Duration;
use domain::{Parameters, VisitForm};
use exchange_schema::{Payload, Reason};
use sync_folder::Look;
use winpneu::observations::{self, Observation};
use winpneu::registry::{self, FileState, KnownFile};
use winpneu::users::User;
use winpneu::{Connection, Error, forms, parameters, users, visits};

use super::decide::{Facts, Rules};
use super::sighting::{Naming, Origin, Sighting};
use crate::clock;
use crate::config::Config;

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
                retro_days: parameters.visite_retro_jours.get(),
                defer: Duration::hours(config.schedule.defer_hours.into()),
            },
            settle: Duration::seconds(config.schedule.settle_seconds.into()),
        })
    }
}

/// Whether a file was integrated once: it lies in the archive, or waits for a reason for which new files are refused, so that only a
/// restore can have made it wait.
pub fn integrated_before(origin: Origin, known: Option<&KnownFile>) -> bool {
    let waits_for_its_restore = |known: &KnownFile| {
        let reason = known.reason.as_deref().and_then(|reason| reason.parse::<Reason>().ok());
        let any_file_waits =
            matches!(reason, Some(Reason::ClockAhead | Reason::UnknownProspect | Reason::NotYetSupported));
        known.state == FileState::Waiting && !any_file_waits
    };
    origin == Origin::Archive || known.is_some_and(waits_for_its_restore)
}

/// Fetches the facts about one file.
pub async fn gather<'a>(
    base: &mut Connection,
    context: &'a Context,
    origin: Origin,
    sighting: &Sighting,
    known: Option<&'a KnownFile>,
) -> Result<Facts<'a>, Error> {
    let mut facts = Facts { known, integrated_before: integrated_before(origin, known), ..Facts::default() };
    if sighting.meets_other_content(known) && matches!(sighting.naming, Naming::Proper(_)) {
        facts.known_path = registry::find(base, &sighting.path).await?;
    }
    let Some(body) = sighting.body() else {
        return Ok(facts);
    };
    if let Some(file) = sighting.exchange_file() {
        facts.author = context.users.get(file.author().as_str());
        if let Some(other) = file.replaces() {
            facts.replaced = registry::find(base, other.as_str()).await?;
        }
        if let Payload::Vc(visit) = file.payload() {
            facts.customer_known = visits::customer_exists(base, &visit.customer).await?;
            let version = visit.answers.as_ref().map(|answers| answers.form);
            facts.form = context.forms.iter().find(|form| Some(form.version()) == version);
        }
    } else {
        let sha256 = body.sha256.to_string();
        facts.integrated_as = registry::integrated_content(base, &sha256).await?;
        facts.registered_as = registry::registered_content(base, &sha256).await?;
    }
    if !body.whole {
        let first = observations::find(base, &sighting.path).await?.map(|seen| Look {
            size: u64::try_from(seen.size).unwrap_or_default(),
            sha256: seen.sha256,
            at: seen.seen_at.and_utc(),
        });
        let look = Look::of(&body.bytes, context.rules.now);
        facts.settled = sync_folder::is_settled(first.as_ref(), &look, context.settle);
        let unchanged = first.is_some_and(|first| first.size == look.size && first.sha256 == look.sha256);
        if !unchanged && !facts.settled {
            let seen = Observation {
                size: i64::try_from(look.size).unwrap_or(i64::MAX),
                sha256: look.sha256,
                seen_at: look.at.naive_utc(),
            };
            observations::remember(base, &sighting.path, &seen).await?;
        }
    }
    Ok(facts)
}
