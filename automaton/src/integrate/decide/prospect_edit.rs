//! MP: changes to a prospect field by field, or its deletion; for a prospect that became a customer, a request to the accountants.

use std::collections::BTreeSet;

use domain::{Attachment, ChangeOutcome, CustomerField, EntryMark, FieldValue, identity_keys, judge_change};
use exchange_schema::{ProspectChange, ProspectDeletion, ProspectEditPayload, ProspectUpdate, Reason};
use serde_json::json;
use uuid::Uuid;
use winpneu::prospects::{Clash, Sheet};
use winpneu::registry::fitting;

use super::change_request::{Request, Wish, plan as request_plan, shown};
use super::prospect::{ALREADY_FOLLOWED, flags, text};
use super::{Case, Judgement, ProspectFacts, Settled, refused};
use crate::integrate::plan::{EntityKey, Plan, Told, Write};

/// MP.
pub(super) fn judge(case: &Case<'_>, payload: &ProspectEditPayload) -> Judgement {
    let id = *payload.prospect().as_uuid();
    let known = case.own_prospect(id)?;
    match payload {
        ProspectEditPayload::Delete(deletion) => delete(id, known, deletion),
        ProspectEditPayload::Update(update) => match &known.prospect.conversion {
            Some((_, code)) => becomes_a_request(case, id, known, code, update),
            None => edit(case, id, known, update),
        },
    }
}

fn delete(id: Uuid, known: &ProspectFacts, deletion: &ProspectDeletion) -> Judgement {
    if let Some((_, customer)) = &known.prospect.conversion {
        return refused(
            Reason::ProspectConverted,
            format!("the prospect {id} is the customer {customer} by now"),
        );
    }
    if let Some(creation) = known.pending_creation {
        return refused(Reason::CreationPending, format!("the creation {creation} is with the accountants"));
    }
    let mut writes = Vec::new();
    if known.prospect.deletion.is_none() {
        writes.push(Write::Delete(id, deletion.delete.reason.as_str().to_owned()));
    }
    let told = Told {
        action: "prospect-delete",
        entity: format!("P:{id}"),
        before: None,
        after: json!({ "reason": deletion.delete.reason.as_str() }),
    };
    Ok(plan(id, known, Vec::new(), None, writes, told))
}

fn becomes_a_request(
    case: &Case<'_>,
    id: Uuid,
    known: &ProspectFacts,
    code: &str,
    update: &ProspectUpdate,
) -> Judgement {
    let customer = case.customer_of_prospect(code)?;
    let changes = update.changes.as_slice().iter().filter(|change| change.field.is_annex_2());
    let request = Request {
        needs_code: false,
        wishes: changes
            .map(|change| Wish { field: change.field, from: change.from.as_ref(), to: change.to.as_ref() })
            .collect(),
        comment: "",
        follow_up_on: update.follow_up_on,
        fleet: &update.fleet,
    };
    let mut plan = request_plan(case, &customer, &request)?;
    plan.decided_on = Some((id, known.prospect.version));
    Ok(plan)
}

fn edit(case: &Case<'_>, id: Uuid, known: &ProspectFacts, update: &ProspectUpdate) -> Judgement {
    if let Some(deletion) = &known.prospect.deletion
        && deletion.is_before(&case.mark())
        && !case.facts.integrated_before
    {
        return refused(
            Reason::ProspectDeleted,
            format!("the prospect {id} was deleted by {}", deletion.file),
        );
    }
    let mut edit = Edit::new(case, id, known);
    for change in update.changes.as_slice() {
        edit.change(change)?;
    }
    edit.finish(update)
}

/// An edit on its way through the fields.
struct Edit<'a> {
    case: &'a Case<'a>,
    id: Uuid,
    known: &'a ProspectFacts,
    entry: EntryMark,
    sheet: Sheet,
    writes: Vec<Write>,
    clashes: Vec<CustomerField>,
    before: serde_json::Map<String, serde_json::Value>,
    after: serde_json::Map<String, serde_json::Value>,
}

impl<'a> Edit<'a> {
    fn new(case: &'a Case<'a>, id: Uuid, known: &'a ProspectFacts) -> Self {
        Self {
            case,
            id,
            known,
            entry: case.mark(),
            sheet: known.prospect.fields.clone(),
            writes: Vec::new(),
            clashes: Vec::new(),
            before: serde_json::Map::new(),
            after: serde_json::Map::new(),
        }
    }

    fn change(&mut self, change: &ProspectChange) -> Result<(), Settled> {
        let field = change.field;
        self.case.checked_value(field, change.to.as_ref())?;
        if field == CustomerField::Name
            && change.to.as_ref().is_none_or(|to| to.to_string().trim().is_empty())
        {
            return refused(Reason::BadValue, "nom_client: a prospect needs a name");
        }
        let current = self.known.prospect.fields.get(&field);
        let outcome = judge_change(
            current,
            change.from.as_ref(),
            &change.also,
            change.to.as_ref(),
            self.known.marks.get(&field),
            &self.entry,
        );
        match outcome {
            ChangeOutcome::Overtaken => {}
            ChangeOutcome::AlreadySo => {
                self.mark(field);
                let (entry, found) = (self.entry.clone(), spelled(current));
                self.close_clash(field, |clash| {
                    let taken_back = clash.entry.same_device(&entry) && clash.entry.is_before(&entry);
                    clash.wanted == found || taken_back
                });
            }
            ChangeOutcome::Set => {
                self.before.insert(field.column().to_owned(), json!(shown(field, current)));
                self.after.insert(field.column().to_owned(), json!(shown(field, change.to.as_ref())));
                self.set(field, change.to.as_ref());
                self.mark(field);
                let entry = self.entry.clone();
                let wanted = spelled(change.to.as_ref());
                self.close_clash(field, |clash| clash.entry.is_before(&entry) || clash.wanted == wanted);
            }
            ChangeOutcome::Clash => self.clash(change, current),
        }
        if field == CustomerField::SalesRep && outcome != ChangeOutcome::Clash {
            self.attach(change.to.as_ref(), outcome == ChangeOutcome::Overtaken);
        }
        Ok(())
    }

    /// From now on earlier entries of this laptop about the field are overtaken.
    fn mark(&mut self, field: CustomerField) {
        if self.known.marks.get(&field).is_none_or(|last| last.is_before(&self.entry)) {
            self.writes.push(Write::Mark(self.id, field, self.entry.clone()));
        }
    }

    fn set(&mut self, field: CustomerField, to: Option<&FieldValue>) {
        match to.filter(|value| !value.is_empty()) {
            Some(value) => self.sheet.insert(field, value.clone()),
            None => self.sheet.remove(&field),
        };
    }

    /// The open clash about a field is settled: its value is the wanted one, or a later entry saw today's value and decided.
    fn close_clash(&mut self, field: CustomerField, settled: impl Fn(&Clash) -> bool) {
        let open = self.known.clashes.iter().find(|clash| clash.field == field);
        if open.is_some_and(settled) {
            self.writes.push(Write::CloseClash(self.id, field));
        }
    }

    /// Of two clashes about one field the later entry's is kept.
    fn clash(&mut self, change: &ProspectChange, current: Option<&FieldValue>) {
        self.clashes.push(change.field);
        let open = self.known.clashes.iter().find(|clash| clash.field == change.field);
        if open.is_some_and(|clash| !clash.entry.is_before(&self.entry)) {
            return;
        }
        self.writes.push(Write::OpenClash(
            self.id,
            Clash {
                field: change.field,
                expected: spelled(change.from.as_ref()),
                found: spelled(current),
                wanted: spelled(change.to.as_ref()),
                entry: self.entry.clone(),
            },
        ));
    }

    /// Attached from the entry's instant on. Nobody is withdrawn by it, and nobody comes back: who was withdrawn before stays so.
    ///
    /// Laptops' clocks differ: what is set now is the last attachment, and what was overtaken is not, whatever the entry's instant.
    fn attach(&mut self, to: Option<&FieldValue>, overtaken: bool) {
        let made = self.case.file.created_at();
        let second = chrono::Duration::seconds(1);
        let last = self.known.attachments.iter().map(|attachment| attachment.since).max();
        let since = match last {
            Some(last) if overtaken => made.min(last - second),
            Some(last) => made.max(last + second),
            None => made,
        };
        self.writes
            .push(Write::Attach(self.id, Attachment { since, c_rep: spelled(to), creator_withdrawn: false }));
    }

    fn finish(mut self, update: &ProspectUpdate) -> Judgement {
        let mut message = None;
        if self.sheet != self.known.prospect.fields {
            let old = identity_keys(|field| text(&self.known.prospect.fields, field));
            let new = identity_keys(|field| text(&self.sheet, field));
            self.writes.push(Write::Fields(self.id, std::mem::take(&mut self.sheet)));
            if new != old {
                let added: BTreeSet<_> = new.difference(&old).cloned().collect();
                let mut duplicates = self.case.facts.duplicates.clone();
                duplicates.retain(|key, _| added.contains(key));
                self.writes.push(Write::Keys(self.id, new));
                self.writes.extend(flags(self.id, &duplicates));
                message = (!duplicates.is_empty()).then_some(ALREADY_FOLLOWED);
            }
        }
        if !update.follow_up_on.is_unchanged() || !update.fleet.is_empty() {
            let event = self.case.follow_up(update.follow_up_on, update.fleet.clone(), None);
            self.writes.push(Write::FollowUp(EntityKey::Prospect(self.id), event));
        }
        let told = Told {
            action: "prospect-edit",
            entity: format!("P:{}", self.id),
            before: Some(self.before.into()),
            after: self.after.into(),
        };
        Ok(plan(self.id, self.known, self.clashes, message, self.writes, told))
    }
}

/// A value as a clash keeps it: as long as its column. A `from` is not held to its field's length.
fn spelled(value: Option<&FieldValue>) -> Option<String> {
    let text = value.filter(|value| !value.is_empty())?.to_string();
    Some(fitting(&text, FieldValue::MAX_CHARS).to_owned())
}

fn plan(
    id: Uuid,
    known: &ProspectFacts,
    clashes: Vec<CustomerField>,
    message: Option<&'static str>,
    writes: Vec<Write>,
    told: Told,
) -> Plan {
    let decided_on = Some((id, known.prospect.version));
    Plan { reference: id.to_string(), message, clashes, decided_on, writes, told }
}
