//! A base in memory, and the tiny interpreter that makes a plan's writes there. It knows as little as the gateway does (keys, one clash
//! a field, one mark a field and device, the later uuid of a pair), so that a test sees what comes of a verdict and of the next one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{
    Answers, Attachment, CustomerField, EntryMark, FieldValue, FollowUp, FollowUpEvent, IdentityKind,
    Ownership, Person, VisitForm, identity_keys,
};
use exchange_schema::{ExchangeFile, Payload, ProspectEditPayload};
use uuid::Uuid;
use winpneu::change_requests::NewChangeRequest;
use winpneu::creations::NewCreation;
use winpneu::duplicates::{IdentityKey, Matches, Other};
use winpneu::prospects::{Clash, NewProspect, Prospect, Sheet};
use winpneu::registry::{FileState, KnownFile};
use winpneu::users::User;
use winpneu::visits::{NewProspectVisit, NewRelation};

use super::super::{Facts, ProspectFacts, Rules, Settled, Verdict, decide, sheet_text};
use super::builders::{prospect_id, rules, seen, staff};
use super::{at, brief};
use crate::integrate::plan::{EntityKey, Integration, Plan, Write};
use crate::mail::Mail;

/// A prospect with all that hangs on it.
pub struct Held {
    pub row: Prospect,
    /// By instant, then id, as the gateway gives them.
    pub attachments: BTreeMap<(DateTime<Utc>, String), Attachment>,
    pub marks: BTreeMap<(CustomerField, String), EntryMark>,
    pub clashes: BTreeMap<CustomerField, Clash>,
    pub keys: BTreeSet<IdentityKey>,
    pub duplicate_reason: Option<String>,
}

impl Held {
    fn of(new: &NewProspect) -> Self {
        let row = Prospect {
            id: new.id,
            fields: new.fields.clone(),
            created_by: new.created_by.clone(),
            created_at: new.created_at.naive_utc(),
            deletion: None,
            conversion: None,
            version: 0,
        };
        Self {
            row,
            attachments: BTreeMap::new(),
            marks: BTreeMap::new(),
            clashes: BTreeMap::new(),
            keys: BTreeSet::new(),
            duplicate_reason: new.duplicate_reason.clone(),
        }
    }

    pub fn text(&self, column: &str) -> String {
        let field: CustomerField = column.parse().expect("a column");
        self.row.fields.get(&field).map(ToString::to_string).unwrap_or_default()
    }

    /// As a command beside the pass would.
    pub fn set(&mut self, column: &str, text: &str) {
        let field = column.parse().expect("a column");
        self.row.fields.insert(field, FieldValue::Text(text.to_owned()));
        self.row.version += 1;
    }

    /// As a reassignment does.
    pub fn attach(&mut self, since: &str, c_rep: &str, creator_withdrawn: bool) {
        let since = at(since);
        let attachment = Attachment { since, c_rep: Some(c_rep.to_owned()), creator_withdrawn };
        self.attachments.insert((since, "lot".to_owned()), attachment);
    }

    /// What the open clash about a field wants.
    pub fn wanted(&self, column: &str) -> Option<&str> {
        self.clashes.get(&column.parse().expect("a column"))?.wanted.as_deref()
    }

    pub fn convert(&mut self, instant: &str, customer: &str) {
        self.row.conversion = Some((at(instant).naive_utc(), customer.to_owned()));
        self.row.version += 1;
    }

    pub fn owned_by(&self, user: &User, instant: &str) -> bool {
        let ownership = Ownership {
            created_by: self.row.created_by.clone(),
            attachments: self.attachments.values().cloned().collect(),
        };
        let c_rep = user.c_rep.as_ref().map(domain::ErpText::as_str);
        ownership.owns_at(&Person { folder: &user.folder, c_rep, admin: user.admin }, at(instant))
    }
}

/// What a case of a table does to the base first.
pub type Prepare = fn(&mut World);

/// The base, and how files are looked at.
pub struct World {
    pub rules: Rules,
    pub users: Vec<User>,
    /// Names of customers, by code.
    pub customers: BTreeMap<String, String>,
    /// What customers are recognised by.
    pub customer_keys: BTreeMap<IdentityKey, BTreeSet<Other>>,
    pub form: Option<VisitForm>,
    pub prospects: BTreeMap<Uuid, Held>,
    pub pending: BTreeMap<Uuid, Uuid>,
    pub registry: BTreeMap<String, KnownFile>,
    pub relations: Vec<NewRelation>,
    pub visits: Vec<NewProspectVisit>,
    pub answers: Vec<Answers>,
    pub follow_ups: Vec<(EntityKey, FollowUpEvent)>,
    pub creations: Vec<NewCreation>,
    pub requests: Vec<NewChangeRequest>,
    pub mails: Vec<Mail>,
    pub duplicates: BTreeSet<(Uuid, Other, IdentityKind)>,
    pub last_look: bool,
    pub integrated_before: bool,
    pub retried: bool,
}

impl World {
    /// Without a prospect.
    pub fn empty() -> Self {
        Self {
            rules: rules(),
            users: staff(),
            customers: BTreeMap::from([("C01846".to_owned(), "GARAGE MARTIN".to_owned())]),
            customer_keys: BTreeMap::new(),
            form: Some(VisitForm::default_form()),
            prospects: BTreeMap::new(),
            pending: BTreeMap::new(),
            registry: BTreeMap::new(),
            relations: Vec::new(),
            visits: Vec::new(),
            answers: Vec::new(),
            follow_ups: Vec::new(),
            creations: Vec::new(),
            requests: Vec::new(),
            mails: Vec::new(),
            duplicates: BTreeSet::new(),
            last_look: true,
            integrated_before: false,
            retried: false,
        }
    }

    /// With the prospect of jdupont's, in Laval, attached to `c_rep` since the first of the month.
    pub fn attached_to(c_rep: &str) -> Self {
        let mut world = Self::empty();
        let since = at("2026-11-01T08:00:00Z");
        let texts = [(CustomerField::Name, "EARL DU MOULIN"), (CustomerField::Town, "Laval")];
        let mut fields: Sheet =
            texts.map(|(field, text)| (field, FieldValue::Text(text.to_owned()))).into_iter().collect();
        fields.insert(CustomerField::SalesRep, FieldValue::Text(c_rep.to_owned()));
        let new = NewProspect {
            id: prospect_id(),
            fields,
            created_by: "jdupont".to_owned(),
            created_at: since,
            duplicate_reason: None,
        };
        let mut held = Held::of(&new);
        let first = Attachment { since, c_rep: Some(c_rep.to_owned()), creator_withdrawn: false };
        held.attachments.insert((since, "CP".to_owned()), first);
        world.prospects.insert(new.id, held);
        world
    }

    /// The prospect is jdupont's alone.
    pub fn new() -> Self {
        Self::attached_to("JDU")
    }

    pub fn held(&self) -> &Held {
        &self.prospects[&prospect_id()]
    }

    pub fn held_mut(&mut self) -> &mut Held {
        self.prospects.get_mut(&prospect_id()).expect("the prospect")
    }

    pub fn user(&self, folder: &str) -> &User {
        self.users.iter().find(|user| user.folder == folder).expect("a user")
    }

    pub fn user_mut(&mut self, folder: &str) -> &mut User {
        self.users.iter_mut().find(|user| user.folder == folder).expect("a user")
    }

    /// The verdict, and nothing done.
    pub fn judge(&self, file: &ExchangeFile) -> Verdict {
        let known = self.registry.get(file.file_name().as_str());
        let facts = Facts {
            known,
            integrated_before: self.integrated_before,
            retried: self.retried,
            author: self.users.iter().find(|user| user.folder == file.author().as_str()),
            customer_name: self.customer_name(file),
            prospect: file.payload().prospect().and_then(|id| self.facts_of(id, file)),
            duplicates: self.matches(file),
            last_look: self.last_look,
            form: self.form.as_ref(),
            replaced: self.corrections(file),
            ..Facts::default()
        };
        decide(&seen(file), &facts, &self.rules)
    }

    fn corrections(&self, file: &ExchangeFile) -> Vec<KnownFile> {
        let mut chain = Vec::new();
        let mut next = file.replaces().map(|name| name.as_str().to_owned());
        while let Some(known) = next.take().and_then(|name| self.registry.get(&name)) {
            next.clone_from(&known.corrects);
            chain.push(known.clone());
        }
        chain
    }

    /// The plan of a file that has an effect.
    pub fn plan(&self, file: &ExchangeFile) -> Plan {
        self.judge(file).unwrap_or_else(|settled| panic!("{settled:?}")).plan
    }

    fn customer_name(&self, file: &ExchangeFile) -> Option<String> {
        let code = match file.payload() {
            Payload::Vc(visit) => visit.customer.as_str(),
            Payload::Mc(request) => request.customer.as_str(),
            other => self.prospects.get(&other.prospect()?)?.row.conversion.as_ref()?.1.as_str(),
        };
        self.customers.get(code).cloned()
    }

    /// As the gateway: the marks of this file's device only.
    fn facts_of(&self, id: Uuid, file: &ExchangeFile) -> Option<ProspectFacts> {
        let held = self.prospects.get(&id)?;
        let device = file.device().to_string();
        let own = held.marks.iter().filter(|((_, of), _)| *of == device);
        Some(ProspectFacts {
            prospect: held.row.clone(),
            attachments: held.attachments.values().cloned().collect(),
            marks: own.map(|((field, _), mark)| (*field, mark.clone())).collect(),
            clashes: held.clashes.values().cloned().collect(),
            pending_creation: self.pending.get(&id).copied(),
        })
    }

    /// Who shares a key with the prospect as the file wants it.
    fn matches(&self, file: &ExchangeFile) -> Matches {
        let (id, sheet) = match file.payload() {
            Payload::Cp(creation) => {
                let fields = creation.fields.iter().map(|(field, value)| (field, value.clone())).collect();
                (*creation.prospect.as_uuid(), fields)
            }
            Payload::Mp(ProspectEditPayload::Update(update)) => {
                let id = *update.prospect.as_uuid();
                let mut sheet =
                    self.prospects.get(&id).map_or_else(Sheet::new, |held| held.row.fields.clone());
                for change in update.changes.as_slice() {
                    match &change.to {
                        Some(to) => sheet.insert(change.field, to.clone()),
                        None => sheet.remove(&change.field),
                    };
                }
                (id, sheet)
            }
            _ => return Matches::new(),
        };
        let mut found = Matches::new();
        for key in identity_keys(|field| sheet_text(&sheet, field)) {
            let followed = |held: &&Held| held.row.deletion.is_none() && held.row.conversion.is_none();
            let others = self.prospects.values().filter(followed).filter(|held| held.row.id != id);
            let sharing =
                others.filter(|held| held.keys.contains(&key)).map(|held| Other::Prospect(held.row.id));
            let customers = self.customer_keys.get(&key).into_iter().flatten().cloned();
            let all: BTreeSet<Other> = sharing.chain(customers).collect();
            if !all.is_empty() {
                found.insert(key, all);
            }
        }
        found
    }

    /// Judges a file, makes its effect, registers it; answers what was decided, and the fields that clashed.
    pub fn deliver(&mut self, file: &ExchangeFile) -> String {
        let verdict = self.judge(file);
        let mut told = brief(&verdict);
        match &verdict {
            Ok(integration) => {
                self.make(file, integration);
                let clashes = integration.plan.clashes.iter();
                told.extend(clashes.map(|field| format!(", clash {field}")));
            }
            Err(Settled::Defer(..)) if self.retried => {}
            Err(Settled::Defer(reason, _)) => self.register(file, FileState::Waiting, Some(reason.as_str())),
            Err(Settled::Reject(reason, _)) => self.register(file, FileState::Refused, Some(reason.as_str())),
            Err(_) => {}
        }
        told
    }

    fn register(&mut self, file: &ExchangeFile, state: FileState, reason: Option<&str>) {
        let name = file.file_name().as_str().to_owned();
        let now = self.rules.now.naive_utc();
        let waiting = self.registry.get(&name).filter(|known| known.state == FileState::Waiting);
        let received_at = waiting.map_or(now, |known| known.received_at);
        let sha256 = seen(file).sha256();
        let reason = reason.map(str::to_owned);
        self.registry.insert(
            name.clone(),
            KnownFile {
                name,
                state,
                reason,
                sha256,
                received_at,
                changed_at: now,
                integrated_before: false,
                corrects: file.replaces().map(|name| name.as_str().to_owned()),
            },
        );
    }

    fn make(&mut self, file: &ExchangeFile, Integration { plan, replaces }: &Integration) {
        // What was decided about a prospect holds only for the version that was looked at.
        let about = file.payload().prospect().and_then(|id| self.prospects.get_mut(&id));
        let version = about.as_ref().map(|held| (held.row.id, held.row.version));
        assert_eq!(plan.decided_on, version, "every effect on a prospect raises its version");
        if let Some(held) = about {
            held.row.version += 1;
        }
        self.register(file, FileState::Integrated, None);
        for refused in replaces {
            let refused = self.registry.get_mut(refused.as_str()).expect("a registered file");
            assert_eq!(refused.state, FileState::Refused);
            refused.state = FileState::Replaced;
        }
        for write in &plan.writes {
            self.write(file, write);
        }
    }

    fn write(&mut self, file: &ExchangeFile, write: &Write) {
        let name = file.file_name().as_str().to_owned();
        match write {
            Write::Relation(relation) => {
                assert!(relation.subject.chars().count() <= 80, "objet char(80)");
                self.relations.push(relation.clone());
            }
            Write::ProspectVisit(visit) => self.visits.push(visit.clone()),
            Write::Answers(answers) => self.answers.push(answers.clone()),
            Write::FollowUp(entity, event) => self.follow_ups.push((again(entity), event.clone())),
            Write::Prospect(new) => {
                assert!(self.prospects.insert(new.id, Held::of(new)).is_none(), "a primary key");
            }
            Write::Fields(id, sheet) => self.on(id).row.fields.clone_from(sheet),
            Write::Mark(id, field, mark) => {
                self.on(id).marks.insert((*field, mark.device.clone()), mark.clone());
            }
            Write::Attach(id, attachment) => {
                let before = self.on(id).attachments.insert((attachment.since, name), attachment.clone());
                assert!(before.is_none(), "one attachment a file");
            }
            Write::Delete(id, _) => {
                self.on(id).row.deletion = Some(mark_of(file));
            }
            Write::OpenClash(id, clash) => drop(self.on(id).clashes.insert(clash.field, clash.clone())),
            Write::CloseClash(id, field) => drop(self.on(id).clashes.remove(field)),
            Write::Keys(id, keys) => self.on(id).keys.clone_from(keys),
            Write::Duplicate(id, kind, Other::Prospect(other)) => {
                let (later, earlier) = (*id.max(other), *id.min(other));
                self.duplicates.insert((later, Other::Prospect(earlier), *kind));
            }
            Write::Duplicate(id, kind, customer) => {
                self.duplicates.insert((*id, customer.clone(), *kind));
            }
            Write::RestartWaiting(_) => {
                let now = self.rules.now.naive_utc();
                let waiting = |known: &&mut KnownFile| known.state == FileState::Waiting;
                self.registry.values_mut().filter(waiting).for_each(|known| known.received_at = now);
            }
            Write::Creation(creation) => {
                assert!(self.pending.insert(creation.prospect, creation.id).is_none(), "one per prospect");
                self.creations.push((**creation).clone());
            }
            Write::Request(request) => self.requests.push(request.clone()),
            Write::Mail(mail) => self.mails.push(mail.clone()),
        }
    }

    fn on(&mut self, id: &Uuid) -> &mut Held {
        self.prospects.get_mut(id).expect("a prospect")
    }

    /// Follow-up and fleet of the prospect, or of a customer.
    pub fn follow_up(&self, customer: Option<&str>) -> FollowUp {
        let wanted = customer.map_or(EntityKey::Prospect(prospect_id()), |code| {
            EntityKey::Customer(code.parse().expect("a code"))
        });
        let events = self.follow_ups.iter().filter(|(entity, _)| *entity == wanted);
        FollowUp::from_events(events.map(|(_, event)| event.clone()))
    }

    /// Recipient, subject and sender of the mails that are queued.
    pub fn queued(&self) -> Vec<(&str, &str, Option<&str>)> {
        let mails = self.mails.iter();
        mails.map(|mail| (mail.recipient.as_str(), mail.subject.as_str(), mail.sender.as_deref())).collect()
    }
}

fn again(entity: &EntityKey) -> EntityKey {
    match entity {
        EntityKey::Customer(code) => EntityKey::Customer(code.clone()),
        EntityKey::Prospect(id) => EntityKey::Prospect(*id),
    }
}

/// Who a file's entry is, among other entries.
fn mark_of(file: &ExchangeFile) -> EntryMark {
    EntryMark {
        file: file.file_name().as_str().to_owned(),
        device: file.device().as_uuid().to_string(),
        sequence: file.sequence().map(std::num::NonZeroU64::get),
        at: file.created_at(),
    }
}

/// A deletion by somebody's file.
pub fn deleted_at(instant: &str) -> EntryMark {
    EntryMark { file: "MP".to_owned(), device: String::new(), sequence: None, at: super::at(instant) }
}
