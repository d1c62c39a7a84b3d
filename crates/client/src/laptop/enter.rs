//! Entering, correcting, letting be; and drafts.

use chrono::{DateTime, Utc};
use domain::{CUSTOMER_FIELDS, CustomerField, FieldValue, Fleet, FollowUpChange, Sheet};
use exchange_schema::{FileName, Kind, Payload, ProspectEditPayload, ProspectId, ReceiptState};
use serde::Serialize;
use thiserror::Error;
use uuid::Uuid;

use super::{Laptop, ViewError};
use crate::duplicates::{Alike, AlikeView, Likeness, Match, alike, matched};
use crate::entries::{
    CreationDraft, CreationReview, EntryDraft, Facts, NewProspectDraft, ProspectFacts, build,
    new_prospect_defaults, review, typed, warnings,
};
use crate::journal::{Draft, DraftKey, Entry, JournalError, subject};
use crate::moment::Moment;
use crate::overlay::{ProspectState, Standing};
use crate::problem::EntryProblem;

/// An entry that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename = "SavedEntry"))]
pub struct Saved {
    /// Its name.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub name: FileName,
    /// Its number on this device.
    pub sequence: u64,
    /// What is unlikely in it, and was no hindrance.
    pub warnings: Vec<EntryProblem>,
}

/// Why nothing was saved.
#[derive(Debug, Error)]
pub enum Refusal {
    /// Something is wrong with what was typed.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Problems(Vec<EntryProblem>),
    /// It cannot be judged: there is no base, or it cannot be read.
    #[error(transparent)]
    View(#[from] ViewError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// It was saved, and then could not be shown.
    #[error("saved, but: {0}")]
    Shown(JournalError),
}

impl Laptop {
    /// Saves an entry; its draft, if it had one, goes in the same transaction.
    ///
    /// # Errors
    /// [`Refusal::Problems`] names everything that is wrong.
    pub fn enter(
        &mut self,
        draft: &EntryDraft,
        kept_as: Option<&DraftKey>,
        moment: Moment,
    ) -> Result<Saved, Refusal> {
        self.save(draft, None, kept_as, moment)
    }

    /// Corrects a refused entry by a new one of the same kind; what an accountant refused is asked for anew, and is let be in the same
    /// transaction.
    ///
    /// # Errors
    /// As [`Laptop::enter`]; when the entry is not refused, was corrected or let be already, or the draft is of another kind.
    pub fn correct(
        &mut self,
        name: &FileName,
        draft: &EntryDraft,
        kept_as: Option<&DraftKey>,
        moment: Moment,
    ) -> Result<Saved, Refusal> {
        self.save(draft, Some(name), kept_as, moment)
    }

    /// The draft that a refused entry was made of: what the form of its correction starts with. Of a creation, what it left empty is said,
    /// and what was changed here on the prospect since is left to the prospect's sheet.
    #[must_use]
    pub fn draft_of(&self, name: &FileName) -> Option<EntryDraft> {
        let entry = self.entry(name)?;
        let mut draft = EntryDraft::of(entry.file.payload());
        if let EntryDraft::AskCreation(creation) = &mut draft {
            for spec in CUSTOMER_FIELDS.iter().filter(|spec| spec.field.is_annex_2()) {
                creation.fields.entry(spec.field).or_default();
            }
            for changed in self.changed_since(entry) {
                creation.fields.remove(&changed);
            }
        }
        Some(draft)
    }

    /// The fields of its prospect that were changed here after an entry was made.
    fn changed_since<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = CustomerField> + 'a {
        let later = self.shown.entries.iter().filter(|other| {
            let stands = other.fate.as_ref().is_none_or(|fate| fate.state != ReceiptState::Rejected);
            other.place > entry.place && other.subject == entry.subject && stands
        });
        later
            .flat_map(|other| match other.file.payload() {
                Payload::Mp(ProspectEditPayload::Update(update)) => update.changes.as_slice(),
                _ => &[],
            })
            .map(|change| change.field)
    }

    /// Lets a refused entry be: it is no longer held out.
    ///
    /// # Errors
    /// When it is not refused, or was corrected or let be already.
    pub fn give_up(&mut self, name: &FileName, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.journal.give_up(name, now)?;
        self.refresh().map_err(Refusal::Shown)
    }

    /// What is wrong with a draft, without saving it.
    ///
    /// # Errors
    /// As [`Laptop::enter`].
    pub fn check(&self, draft: &EntryDraft, moment: Moment) -> Result<Vec<EntryProblem>, Refusal> {
        self.built(draft, None, moment).map(|(_, warnings)| warnings)
    }

    /// What the form of a new prospect starts with: its identity, made here, and what most prospects are.
    ///
    /// # Errors
    /// [`ViewError::NoBase`].
    pub fn new_prospect(&self, moment: Moment) -> Result<NewProspectDraft, ViewError> {
        let mut fields = new_prospect_defaults();
        if let Some(own) = self.own_code()? {
            fields.insert(CustomerField::SalesRep, own.to_owned());
        }
        Ok(NewProspectDraft {
            prospect: ProspectId::new(moment.now),
            fields,
            duplicate_reason: None,
            follow_up_on: FollowUpChange::Unchanged,
            fleet: Fleet::default(),
        })
    }

    /// What « Transformation en client » still needs.
    ///
    /// # Errors
    /// [`ViewError::NoBase`].
    pub fn review_creation(
        &self,
        draft: &CreationDraft,
        moment: Moment,
    ) -> Result<CreationReview, ViewError> {
        Ok(review(draft, &self.facts_of(Some(*draft.prospect.as_uuid()), moment)?))
    }

    /// Who may be the same company as the sheet of a draft.
    ///
    /// # Errors
    /// When there is no base, or it cannot be read.
    pub fn alike(&self, draft: &EntryDraft) -> Result<Vec<Likeness>, ViewError> {
        let Some(id) = draft.prospect() else { return Ok(Vec::new()) };
        let sheet = self.sheet_with(draft);
        self.ask_common(|base| alike(&sheet, *id.as_uuid(), base, &self.shown.prospects))
    }

    /// The same by whom, as a form shows it; likely ones first.
    ///
    /// # Errors
    /// When there is no base, or it cannot be read.
    pub fn alike_shown(&self, draft: &EntryDraft) -> Result<Vec<AlikeView>, ViewError> {
        let sheet = self.sheet_with(draft);
        let mut shown: Vec<AlikeView> = Vec::new();
        for Likeness { who, name, by } in self.alike(draft)? {
            let at = match shown.iter().position(|view| view.who == who) {
                Some(at) => at,
                None => {
                    shown.push(AlikeView { name, ..self.alike_view(who.clone())? });
                    shown.len() - 1
                }
            };
            let value = matched(by, &sheet, &self.sheet_of(&who)?);
            if let Some(view) = shown.get_mut(at) {
                view.likely |= by.is_likely();
                view.by.push(Match { by, value });
            }
        }
        Ok(shown)
    }

    fn alike_view(&self, who: Alike) -> Result<AlikeView, ViewError> {
        let sheet = self.sheet_of(&who)?;
        let text = |field| match sheet.get(&field) {
            Some(FieldValue::Text(text)) => text.trim().to_owned(),
            _ => String::new(),
        };
        let last_visit_on = match &who {
            Alike::Customer(code) => {
                let directory = self.common()?.directory();
                let entry = directory.find(code).and_then(|at| directory.entry(at));
                entry.and_then(|entry| self.columns(&entry).1)
            }
            Alike::Prospect(id) => self.prospect_state(*id).and_then(|state| state.last_visit_on),
        };
        Ok(AlikeView {
            name: text(CustomerField::Name),
            postal_code: text(CustomerField::Department) + &text(CustomerField::DeliveryOffice),
            town: text(CustomerField::Town),
            last_visit_on,
            by: Vec::new(),
            likely: false,
            who,
        })
    }

    fn sheet_of(&self, who: &Alike) -> Result<Sheet, ViewError> {
        Ok(match who {
            Alike::Customer(code) => {
                self.ask_common(|base| base.customer(code))?.map(|card| card.sheet).unwrap_or_default()
            }
            Alike::Prospect(id) => self.prospect_state(*id).map(|it| it.sheet.clone()).unwrap_or_default(),
        })
    }

    fn prospect_state(&self, id: Uuid) -> Option<&ProspectState> {
        self.shown.prospects.iter().find(|state| state.id == id)
    }

    /// Keeps what is being typed.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn keep_draft(&mut self, draft: &Draft) -> Result<(), JournalError> {
        self.journal.keep_draft(draft)
    }

    /// Throws away what was being typed.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn drop_draft(&mut self, key: &DraftKey) -> Result<(), JournalError> {
        self.journal.drop_draft(key)
    }

    /// What was being typed, the latest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn drafts(&self) -> Result<Vec<Draft>, JournalError> {
        self.journal.drafts()
    }

    pub(super) fn entry(&self, name: &FileName) -> Option<&Entry> {
        self.shown.entries.iter().map(AsRef::as_ref).find(|entry| entry.file.file_name() == name)
    }

    fn save(
        &mut self,
        draft: &EntryDraft,
        replaces: Option<&FileName>,
        kept_as: Option<&DraftKey>,
        moment: Moment,
    ) -> Result<Saved, Refusal> {
        let (payload, warnings) = self.built(draft, replaces, moment)?;
        let entry = self.journal.enter(payload, replaces, kept_as, moment.now)?;
        let saved = Saved { name: entry.file.file_name().clone(), sequence: entry.sequence.get(), warnings };
        self.refresh().map_err(Refusal::Shown)?;
        Ok(saved)
    }

    fn built(
        &self,
        draft: &EntryDraft,
        replaces: Option<&FileName>,
        moment: Moment,
    ) -> Result<(exchange_schema::Payload, Vec<EntryProblem>), Refusal> {
        let customer = match draft.customer() {
            Some(code) => self.ask_common(|base| base.customer(code))?,
            None => None,
        };
        let id = draft.prospect().map(|id| *id.as_uuid());
        let facts = Facts { customer: customer.as_ref(), ..self.facts_of(id, moment)? };
        let state = facts.prospect.map(|known| known.state);
        let payload = build(draft, &facts).map_err(Refusal::Problems)?;
        if let Some(other) = replaces {
            self.check_correction(other, &payload)?;
        }
        self.check_alike(draft, &payload)?;
        let sheet = customer.as_ref().map(|card| &card.sheet).or(state.map(|state| &state.sheet));
        let none = Sheet::new();
        let warnings =
            draft.fields().map(|fields| warnings(fields, sheet.unwrap_or(&none))).unwrap_or_default();
        Ok((payload, warnings))
    }

    /// What is known of a prospect.
    fn facts_of(&self, id: Option<Uuid>, moment: Moment) -> Result<Facts<'_>, ViewError> {
        // What is about a customer alone needs nothing of the user's own base.
        if id.is_some() {
            self.own_base()?;
        }
        let base = id.and_then(|id| self.bases.card(id));
        let state = id.and_then(|id| self.shown.prospects.iter().find(|state| state.id == id));
        let layer = id.and_then(|id| self.shown.overlay.prospects.get(&id));
        let prospect = state.map(|state| ProspectFacts { state, base, layer });
        let became = id.and_then(|id| self.customer_of(id));
        Ok(Facts { moment, lists: self.lists()?, customer: None, prospect, became })
    }

    fn check_correction(&self, other: &FileName, payload: &exchange_schema::Payload) -> Result<(), Refusal> {
        let refused = |message| Err(Refusal::Problems(vec![EntryProblem::new("not-refused", message)]));
        let Some(entry) = self.entry(other) else { return refused("there is no such entry on this laptop") };
        if entry.is_to_ask_anew() {
            let same = entry.file.kind() == payload.kind() && entry.subject == subject(payload);
            return if same {
                Ok(())
            } else {
                refused("it is asked for anew of the same customer or prospect")
            };
        }
        if !entry.is_to_mend() || self.shown.overlay.standing_of(other) != Some(Standing::Rejected) {
            return refused("the entry is not refused, or was corrected or let be already");
        }
        let same_prospect = entry.file.payload().prospect() == payload.prospect();
        match (entry.file.kind(), payload.kind()) {
            (Kind::Cp, Kind::Cp) if !same_prospect => refused("a corrected creation keeps its prospect"),
            (old, new) if old == new => Ok(()),
            _ => refused("a correction is of the kind of the entry that it corrects"),
        }
    }

    /// « Une vérification de duplicata sera faite sur le numéro de téléphone avant de valider » (the user's text): likely ones ask for a
    /// reason.
    fn check_alike(&self, draft: &EntryDraft, payload: &exchange_schema::Payload) -> Result<(), Refusal> {
        let exchange_schema::Payload::Cp(creation) = payload else { return Ok(()) };
        if creation.duplicate_reason.is_some() {
            return Ok(());
        }
        let likely = self.alike(draft)?.into_iter().filter(|it| it.by.is_likely());
        let problems: Vec<EntryProblem> = likely
            .map(|it| {
                let message = format!("{it}: say why it is created all the same");
                EntryProblem::of("duplicate_reason", "likely-duplicate", message)
            })
            .collect();
        if problems.is_empty() { Ok(()) } else { Err(Refusal::Problems(problems)) }
    }

    /// The sheet as it would be with the draft.
    fn sheet_with(&self, draft: &EntryDraft) -> Sheet {
        let id = draft.prospect().map(|id| *id.as_uuid());
        let state = self.shown.prospects.iter().find(|state| Some(state.id) == id);
        let of_form = matches!(draft, EntryDraft::NewProspect(_));
        let mut sheet = state.filter(|_| !of_form).map(|state| state.sheet.clone()).unwrap_or_default();
        for (field, text) in draft.fields().into_iter().flatten() {
            match typed(*field, text) {
                Ok(Some(value)) => sheet.insert(*field, value),
                Ok(None) => sheet.remove(field),
                Err(_) => None,
            };
        }
        sheet
    }
}
