//! Looks at every file of the inbox, skips what is registered with the same content, and puts the rest in order.
//!
//! Memory: some eighty bytes for each file to be treated. A file is read here for its hash and its place in the order, and once more
//! when its turn comes; what is judged and archived is what was read then.

use std::collections::BTreeMap;
use std::sync::Arc;

use cap_std::fs::Dir;
use chrono::{DateTime, Utc};
use exchange_schema::{ExchangeFile, FileName};
use sync_folder::{Entry, EntryKind, RawFolder, RawName};
use tokio_util::sync::CancellationToken;
use winpneu::Connection;
use winpneu::registry::{self, FileState, KnownFile};

use super::ordering::{Rank, in_order};
use super::report::{Outcome, Report};
use super::sighting::{Naming, Sighting};
use crate::failure::Failure;

/// A file to be judged.
#[derive(Debug)]
pub struct Candidate {
    /// Where it lies.
    pub entry: Entry,
    /// Whether the registry may know its key by now.
    pub registered: bool,
    /// Whether another file of this pass bears the same name, in another folder of the author.
    pub repeated: bool,
}

/// What the survey found.
#[derive(Debug, Default)]
pub struct Survey {
    ranks: Vec<Rank>,
    places: Places,
    /// Copies and strangers.
    others: Vec<Entry>,
    /// Registered files that changed before `since` and still lie in the inbox: user folder and registered name.
    pub lying: Vec<(String, String)>,
}

impl Survey {
    /// The exchange files to be judged, in the order of treatment.
    pub fn proper(&mut self) -> impl Iterator<Item = Candidate> {
        let places = std::mem::take(&mut self.places).sorted(&mut self.ranks);
        mark_repeated(&mut self.ranks);
        in_order(std::mem::take(&mut self.ranks)).filter_map(move |rank| candidate(&places, &rank))
    }

    /// Copies and strangers. They come last: by then the file that they may be a copy of is settled.
    pub fn others(&mut self) -> impl Iterator<Item = Candidate> {
        let mut others = std::mem::take(&mut self.others);
        others.sort_by_cached_key(Entry::path);
        others.into_iter().map(|entry| Candidate { entry, registered: true, repeated: false })
    }
}

/// A folder of a user, or of a device of his: whether it is the user's own, which comes after his devices', and which device's.
type Place = (Arc<RawFolder>, bool, Option<Arc<RawName>>);

/// The folders in which proper files lie.
#[derive(Debug, Default)]
struct Places(BTreeMap<Place, u32>);

impl Places {
    /// The number of an entry's folder, which is its place among the folders met so far.
    fn number(&mut self, entry: &Entry) -> Option<u32> {
        let place = (entry.user.clone()?, entry.device_folder.is_none(), entry.device_folder.clone());
        let next = u32::try_from(self.0.len()).ok()?;
        Some(*self.0.entry(place).or_insert(next))
    }

    /// The folders in their order; `ranks` are renumbered to match.
    fn sorted(self, ranks: &mut [Rank]) -> Vec<Place> {
        let mut renumbered = vec![0; self.0.len()];
        let in_order = self.0.into_iter().zip(0..).map(|((place, met), number)| {
            renumbered[met as usize] = number;
            place
        });
        let places = in_order.collect();
        for rank in ranks {
            rank.place = renumbered[rank.place as usize];
        }
        places
    }
}

/// Two files may bear one name in two folders of an author: what becomes of the one is known only after the other.
fn mark_repeated(ranks: &mut [Rank]) {
    ranks.sort_unstable_by_key(|rank| (rank.id, rank.created_at, rank.kind));
    for same in ranks.chunk_by_mut(|a, b| (a.id, a.created_at, a.kind) == (b.id, b.created_at, b.kind)) {
        let repeated = same.len() > 1;
        same.iter_mut().for_each(|rank| rank.repeated = repeated);
    }
}

fn candidate(places: &[Place], rank: &Rank) -> Option<Candidate> {
    let (user, _, device_folder) = places.get(rank.place as usize)?;
    let author = user.user.clone()?;
    let name = FileName::new(rank.kind, rank.created_at, author, rank.id).ok()?;
    let entry = Entry {
        user: Some(Arc::clone(user)),
        device_folder: device_folder.clone(),
        name: RawName::new(name.as_str()),
        // What it really is shows when it is opened.
        kind: EntryKind::Candidate,
    };
    Some(Candidate { entry, registered: rank.registered || rank.repeated, repeated: rank.repeated })
}

/// Surveys the inbox, until `stop`: what was found by then is not all. `since` is when receipts are kept from anyhow.
///
/// # Errors
/// When the inbox or the base is out of reach.
pub async fn survey(
    base: &mut Connection,
    inbox: &Dir,
    since: DateTime<Utc>,
    report: &mut Report,
    stop: &CancellationToken,
) -> Result<Survey, Failure> {
    let mut survey = Survey::default();
    for entry in sync_folder::scan_inbox(inbox)?.take_while(|_| !stop.is_cancelled()) {
        let entry = entry?;
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
        survey.add(entry, &sighting, known.is_some());
    }
    Ok(survey)
}

impl Survey {
    fn add(&mut self, entry: Entry, sighting: &Sighting, registered: bool) {
        match (&sighting.naming, self.places.number(&entry)) {
            (Naming::Proper(name), Some(place)) if entry.kind == EntryKind::Candidate => {
                let file = sighting.exchange_file();
                self.ranks.push(Rank {
                    created_at: name.created_at(),
                    id: name.id(),
                    kind: name.kind(),
                    place,
                    device: file.map(ExchangeFile::device),
                    sequence: file.and_then(ExchangeFile::sequence),
                    registered,
                    repeated: false,
                });
            }
            _ => self.others.push(entry),
        }
    }
}

/// How many files lie in the inbox.
pub struct Pending {
    /// All that are ours to look at.
    pub lying: u64,
    /// Those that the next pass will judge (again): new, waiting, or still on their way. Copies of registered files are settled.
    pub pending: u64,
    /// Those of the pending that a pass has looked at and that wait for something else: no pass by itself moves them.
    pub deferred: u64,
}

/// Counts what lies in the inbox.
///
/// # Errors
/// When the inbox or the base is out of reach.
pub async fn pending_in_inbox(base: &mut Connection, inbox: &Dir) -> Result<Pending, Failure> {
    let mut counted = Pending { lying: 0, pending: 0, deferred: 0 };
    for entry in sync_folder::scan_inbox(inbox)? {
        let entry = entry?;
        if entry.kind == EntryKind::LeftAlone {
            continue;
        }
        counted.lying += 1;
        let sighting = Sighting::of_entry(inbox, &entry)?;
        let settled = |known: &KnownFile| {
            known.state != FileState::Waiting
                && (known.sha256 == sighting.sha256() || sighting.body().is_none())
        };
        let known = registry::find(base, sighting.key()).await?;
        let mut done = known.as_ref().is_some_and(settled)
            || registry::find(base, &sighting.path).await?.as_ref().is_some_and(settled);
        if let (false, Some(body), None) = (done, sighting.body(), sighting.exchange_file()) {
            done = registry::registered_content(base, &body.sha256.to_string()).await?.is_some();
        }
        counted.pending += u64::from(!done);
        let deferred =
            known.is_some_and(|known| known.state == FileState::Waiting && known.sha256 == sighting.sha256());
        counted.deferred += u64::from(!done && deferred);
    }
    Ok(counted)
}
