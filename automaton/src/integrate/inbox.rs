//! Looks at every file of the inbox, skips what is registered with the same content, and puts the rest in order.
//!
//! Memory: names and hashes only. A file is read here for its hash and its place in the order, and once more when its turn comes;
//! what is judged and archived is what was read then.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use cap_std::fs::Dir;
use chrono::{DateTime, Utc};
use sync_folder::{Entry, EntryKind};
use winpneu::Connection;
use winpneu::registry::{self, FileState, KnownFile};

use super::ordering::{Rank, in_order};
use super::report::{Outcome, Report};
use super::sighting::{Naming, Sighting};
use crate::failure::Failure;

/// A file to be judged.
pub struct Candidate {
    /// Where it lies.
    pub entry: Entry,
    /// What the registry knew of its key when it was surveyed.
    pub known: Option<Box<KnownFile>>,
    /// Whether its key was met before in this pass, so that `known` may be out of date.
    pub repeated: bool,
}

/// What the survey found.
#[derive(Default)]
pub struct Survey {
    /// Files to be judged, in the order of treatment.
    pub candidates: Vec<Candidate>,
    /// Registered files that changed before `since` and still lie in the inbox: user folder and registered name.
    pub lying: Vec<(String, String)>,
}

/// Surveys the inbox. `since` is when receipts are kept from anyhow.
///
/// # Errors
/// When the inbox or the base is out of reach.
pub async fn survey(
    base: &mut Connection,
    inbox: &Dir,
    since: DateTime<Utc>,
    report: &mut Report,
) -> Result<Survey, Failure> {
    let mut survey = Survey::default();
    let (mut ranked, mut others) = (Vec::new(), Vec::new());
    let (mut keys, hasher) = (HashSet::new(), RandomState::new());
    for entry in sync_folder::scan_inbox(inbox)?.entries {
        if entry.kind == EntryKind::LeftAlone {
            report.add(entry.name.to_string(), Outcome::Ignored, None, "");
            continue;
        }
        let sighting = Sighting::of_entry(inbox, &entry)?;
        let known = registry::find(base, sighting.key()).await?;
        if let Some(known) = &known {
            if known.changed_at.and_utc() < since {
                survey.lying.push((sighting.folder.clone(), known.name.clone()));
            }
            if sighting.meets_other_content(Some(known)) {
                survey.lying.push((sighting.folder.clone(), sighting.path.clone()));
            }
            let same = known.sha256.is_some() && known.sha256 == sighting.sha256();
            if same && known.state != FileState::Waiting {
                continue;
            }
        }
        // Two keys with one hash only cost a look-up.
        let repeated = !keys.insert(hasher.hash_one(sighting.key()));
        let made = sighting
            .exchange_file()
            .map(|file| (file.device(), file.sequence().map(std::num::NonZeroU64::get)));
        let candidate = Candidate { entry, known: known.map(Box::new), repeated };
        match sighting.naming {
            Naming::Proper(name) => ranked.push((Rank { name, made }, candidate)),
            _ => others.push(candidate),
        }
    }
    // Copies and strangers come last: by then the file that they may be a copy of is integrated.
    survey.candidates = in_order(ranked).into_iter().map(|(_, candidate)| candidate).chain(others).collect();
    Ok(survey)
}

/// How many files lie in the inbox.
pub struct Pending {
    /// All that are ours to look at.
    pub lying: u64,
    /// Those that the next pass will judge (again): new, waiting, or still on their way. Copies of registered files are settled.
    pub pending: u64,
}

/// Counts what lies in the inbox.
///
/// # Errors
/// When the inbox or the base is out of reach.
pub async fn pending_in_inbox(base: &mut Connection, inbox: &Dir) -> Result<Pending, Failure> {
    let mut counted = Pending { lying: 0, pending: 0 };
    for entry in sync_folder::scan_inbox(inbox)?.entries {
        if entry.kind == EntryKind::LeftAlone {
            continue;
        }
        counted.lying += 1;
        let sighting = Sighting::of_entry(inbox, &entry)?;
        let settled = |known: &KnownFile| {
            known.state != FileState::Waiting
                && (known.sha256 == sighting.sha256() || sighting.body().is_none())
        };
        let mut done = registry::find(base, sighting.key()).await?.as_ref().is_some_and(settled)
            || registry::find(base, &sighting.path).await?.as_ref().is_some_and(settled);
        if let (false, Some(body), None) = (done, sighting.body(), sighting.exchange_file()) {
            done = registry::registered_content(base, &body.sha256.to_string()).await?.is_some();
        }
        counted.pending += u64::from(!done);
    }
    Ok(counted)
}
