//! What an accountant does with a customer creation: look, validate, refuse. The command line and the back office are two doors to this
//! one room.
//!
//! Each decision is one transaction: the ERP's customer, the prospect's visits with their prefix, follow-up and fleet, the prospect's
//! mark, the receipt, the mail and the wish for new bases stand together or not at all. What if the process dies on any line of it?
//! Then nothing has happened and the accountant tries again; and a COMMIT whose answer was lost is found in the journal.
//!
//! A decision runs beside a pass: both raise the prospect's version under the condition that it is still the one they decided on.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Utc};
use domain::{
    CreationProblem, CustomerCode, CustomerField, EmailAddress, FieldValue, Parameters, check_creation,
};
use serde_json::json;
use uuid::Uuid;
use winpneu::creations::{self, Creation, CreationState, Decision};
use winpneu::journal::{self, JournalEntry};
use winpneu::prospects::{self, Prospect, Sheet};
use winpneu::users::User;
use winpneu::visits::{self, NewRelation};
use winpneu::{Connection, Error, Tx, mails, parameters, registry, runs, users};

use crate::config::Config;
use crate::deed;
use crate::failure::Failure;
use crate::integrate::{outbox_row, prospect_subject, refuse_a_restored_base};
use crate::mail::{self, Addressing, CreationRefused, CreationValidated, Mail, mail_domain};

mod code;

/// The note under which a wish for new bases is left for whoever rebuilds them.
pub const REBUILD_ASKED: &str = "rebuild-asked";
/// The installation's own statement, beside its configuration.
pub const CLIENT_CREATE_FILE: &str = "client_create.sql";
/// A decision is tried again at most this often when a pass changes the prospect meanwhile, or takes the code.
const MOST_TRIES: u32 = 5;

/// Who decides, and how customers are made here.
#[derive(Debug)]
pub struct Desk {
    /// The accountant, where known; else the operator at the command line.
    pub accountant: Option<User>,
    /// What the journal says of who decided.
    pub by: String,
    /// `client_create.sql`.
    pub client_create: String,
    /// The domain of Message-IDs.
    pub mail_domain: String,
    /// The rules in force.
    pub parameters: Parameters,
    /// The clock.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// Opens the desk for `by`, a user folder of an accountant or administrator; without one the operator decides.
    ///
    /// # Errors
    /// [`Failure::Usage`] for a person who may not; [`Failure::Other`] for a base restored from a backup, or when `client_create.sql` is
    /// there and cannot be read.
    pub async fn open(
        base: &mut Connection,
        config: &Config,
        folder: &Path,
        by: Option<&str>,
    ) -> Result<Self, Failure> {
        refuse_a_restored_base(base, &sync_folder::open_root(&config.folders.bases)?).await?;
        let accountant = match by {
            None => None,
            Some(by) => Some(accountant(base, by).await?),
        };
        let by = accountant.as_ref().map_or_else(crate::installation::operator, |user| user.folder.clone());
        let (parameters, _) = parameters::load(base).await?;
        Ok(Self {
            accountant,
            by,
            client_create: client_create(folder)?,
            mail_domain: mail_domain(config.mail.sender_address()),
            parameters,
            now: crate::clock::now(),
        })
    }
}

async fn accountant(base: &mut Connection, by: &str) -> Result<User, Failure> {
    let all = users::all(base).await?;
    let user = all.into_iter().find(|user| user.folder == by);
    let user =
        user.ok_or_else(|| Failure::Usage(format!("there is no user {by:?}: automaton users list")))?;
    if !user.active || !(user.accountant || user.admin) {
        return Err(Failure::Usage(format!("{by} is no active accountant or administrator")));
    }
    Ok(user)
}

fn client_create(folder: &Path) -> Result<String, Failure> {
    let path = folder.join(CLIENT_CREATE_FILE);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(creations::CLIENT_CREATE.to_owned()),
        Err(error) => Err(Failure::Other(format!("{}: {error}", path.display()))),
    }
}

/// What an accountant adds to a creation.
#[derive(Debug, Clone, Default)]
pub struct Completion {
    /// The customer's code; without one the next free one is taken.
    pub code: Option<CustomerCode>,
    /// Fields that replace those of the rep; an empty text empties a field.
    pub fields: BTreeMap<CustomerField, FieldValue>,
}

/// A creation that cannot be decided now, in words.
fn not_pending(creation: &Creation) -> Failure {
    let customer = creation.customer.as_deref().unwrap_or("?");
    let by = creation.decided_by.as_deref().unwrap_or("?");
    Failure::Other(match creation.state {
        CreationState::Validated => {
            format!("the creation {} was validated by {by} already: customer {customer}", creation.id)
        }
        _ => format!("the creation {} was refused by {by} already", creation.id),
    })
}

async fn pending(base: &mut Connection, id: Uuid) -> Result<(Creation, Prospect), Failure> {
    let creation = creations::find(base, id).await?.ok_or_else(|| unknown(id))?;
    if creation.state != CreationState::Pending {
        return Err(not_pending(&creation));
    }
    let prospect = prospects::find(base, creation.prospect).await?.ok_or_else(|| {
        Failure::Other(format!("the prospect {} of this creation is not in the base", creation.prospect))
    })?;
    Ok((creation, prospect))
}

/// No creation of that identity.
#[must_use]
pub fn unknown(id: Uuid) -> Failure {
    Failure::Other(format!("there is no creation {id}: automaton creations list"))
}

/// Makes the customer. Answers its code.
///
/// # Errors
/// When the creation is not pending, is incomplete (every problem is named), the code is taken, or the ERP refuses: nothing is changed.
pub async fn validate(
    base: &mut Connection,
    desk: &Desk,
    id: Uuid,
    completion: &Completion,
) -> Result<CustomerCode, Failure> {
    for _ in 0..MOST_TRIES {
        let (creation, prospect) = pending(base, id).await?;
        let sheet = completed(&creation, completion, &desk.parameters)?;
        let code = match &completion.code {
            Some(code) => free(base, code).await?,
            None => code::next_free(base).await?,
        };
        let requester = requester(base, &creation).await?;
        let mails = validated_mails(desk, &creation, &code, &sheet, requester.as_slice())?;
        let made = Made { code: &code, sheet: &sheet, mails: &mails, journal_id: crate::clock::new_id() };
        match validation(base, desk, &creation, &prospect, &made).await {
            Ok(true) => return Ok(code),
            // The prospect was changed meanwhile, or somebody else was quicker.
            Ok(false) => {}
            // Somebody took the code that was free a moment ago?
            Err(Failure::Base(error @ Error::Duplicate { .. })) => {
                let taken = free(base, &code).await;
                match (&completion.code, taken) {
                    // Another code may do.
                    (None, Err(_)) => {}
                    (Some(_), Err(taken)) => return Err(taken),
                    // Something else of the ERP's exists already.
                    (_, Ok(_)) => return Err(error.into()),
                }
            }
            Err(failure) => return Err(failure),
        }
    }
    Err(Error::Unavailable { detail: format!("the prospect of the creation {id} changes all the time") }
        .into())
}

/// How an accountant sees what became of his decision.
fn look(creation: &Creation) -> String {
    format!("automaton creations show {}", creation.id)
}

async fn free(base: &mut Connection, code: &CustomerCode) -> Result<CustomerCode, Failure> {
    match visits::customer_name(base, code).await? {
        None => Ok(code.clone()),
        Some(name) => Err(Failure::Other(format!("the customer code {code} is taken by {name:?}"))),
    }
}

/// Annex 2 as the rep and the accountant completed it.
///
/// # Errors
/// [`Failure::Other`] names everything that is missing or wrong.
fn completed(creation: &Creation, completion: &Completion, rules: &Parameters) -> Result<Sheet, Failure> {
    let mut sheet: Sheet = serde_json::from_str(&creation.fields)
        .map_err(|error| Failure::Other(format!("the fields of the creation {}: {error}", creation.id)))?;
    for (field, value) in &completion.fields {
        if value.is_empty() {
            sheet.remove(field);
        } else {
            sheet.insert(*field, value.clone());
        }
    }
    let problems = check_creation(|field| sheet.get(&field), creation.signature.is_some(), rules);
    if problems.is_empty() {
        return Ok(sheet);
    }
    let all: Vec<String> = problems.iter().map(CreationProblem::to_string).collect();
    Err(Failure::Other(format!("the creation is not complete: {}", all.join("; "))))
}

async fn requester(base: &mut Connection, creation: &Creation) -> Result<Vec<EmailAddress>, Error> {
    let all = users::all(base).await?;
    let user = all.into_iter().find(|user| user.folder == creation.asked_by);
    Ok(user.and_then(|user| user.email?.parse().ok()).into_iter().collect())
}

fn addressing<'a>(desk: &'a Desk, creation: &Creation, recipients: &'a [EmailAddress]) -> Addressing<'a> {
    Addressing {
        id: creation.id,
        recipients,
        sender: desk.accountant.as_ref().and_then(|user| user.email.as_deref()),
        domain: &desk.mail_domain,
    }
}

fn name_of(sheet: &Sheet) -> String {
    sheet.get(&CustomerField::Name).map(ToString::to_string).unwrap_or_default()
}

fn validated_mails(
    desk: &Desk,
    creation: &Creation,
    code: &CustomerCode,
    sheet: &Sheet,
    recipients: &[EmailAddress],
) -> Result<Vec<Mail>, Failure> {
    let mails = mail::creation_validated(CreationValidated {
        addressing: addressing(desk, creation, recipients),
        customer_code: code.as_str(),
        customer_name: &name_of(sheet),
    });
    mails.map_err(|error| Failure::Other(error.to_string()))
}

/// What a validation makes.
struct Made<'a> {
    code: &'a CustomerCode,
    sheet: &'a Sheet,
    mails: &'a [Mail],
    journal_id: Uuid,
}

/// False when the prospect or the creation is no longer as it was read: nothing is changed.
async fn validation(
    base: &mut Connection,
    desk: &Desk,
    creation: &Creation,
    prospect: &Prospect,
    made: &Made<'_>,
) -> Result<bool, Failure> {
    let final_fields = json!(made.sheet).to_string();
    let decision = Decision {
        state: CreationState::Validated,
        by: &desk.by,
        at: desk.now,
        reason: None,
        customer: Some(made.code),
        final_fields: Some(&final_fields),
    };
    let look = look(creation);
    let done = deed::make(base, Some(made.journal_id), &look, async |tx| {
        let ours = prospects::touch(tx, prospect.id, prospect.version, desk.now).await?
            && creations::decide(tx, creation, &decision).await?
            && creations::convert(tx, prospect.id, made.code, desk.now).await?;
        if !ours {
            return Ok(None);
        }
        creations::create_customer(tx, &desk.client_create, made.code, made.sheet).await?;
        take_visits_over(tx, prospect.id, made.code).await?;
        for mail in made.mails {
            mails::queue(tx, &outbox_row(mail), Some(&creation.file), desk.now).await?;
        }
        let seq = registry::counter(tx).await?;
        runs::remember(tx, REBUILD_ASKED, &json!({ "for": creation.id, "seq": seq }), desk.now).await?;
        let after = json!({ "customer": made.code, "prospect": prospect.id });
        tell(tx, desk, creation, made.journal_id, "creation-validated", &after).await.map(Some)
    });
    Ok(done.await?.is_some())
}

/// « les visites du prospect seront reprises dans le client », each under its own file's name, so that it is counted once.
pub(crate) async fn take_visits_over(
    tx: &mut Tx<'_>,
    prospect: Uuid,
    customer: &CustomerCode,
) -> Result<(), Error> {
    for visit in visits::of_prospect(tx, prospect).await? {
        let relation = NewRelation {
            customer: customer.clone(),
            on: visit.on,
            at: visit.at,
            c_user: visit.c_user,
            subject: prospect_subject(&visit.subject),
            comment: visit.comment,
        };
        visits::insert_relation(tx, &relation, &visit.file).await?;
    }
    Ok(())
}

async fn tell(
    tx: &mut Tx<'_>,
    desk: &Desk,
    creation: &Creation,
    id: Uuid,
    action: &str,
    after: &serde_json::Value,
) -> Result<(), Error> {
    let line = JournalEntry {
        id,
        at: desk.now,
        author: &desk.by,
        action,
        entity: &format!("P:{}", creation.prospect),
        before: None,
        after: Some(&after.to_string()),
        file: Some(&creation.file),
    };
    journal::write(tx, &line).await
}

/// Refuses a creation, in the accountant's words: they go into the receipt and the mail.
///
/// # Errors
/// When the creation is not pending: nothing is changed.
pub async fn refuse(base: &mut Connection, desk: &Desk, id: Uuid, words: &str) -> Result<(), Failure> {
    for _ in 0..MOST_TRIES {
        let (creation, prospect) = pending(base, id).await?;
        let recipients = requester(base, &creation).await?;
        let sheet: Sheet = serde_json::from_str(&creation.fields).unwrap_or_default();
        let refused = CreationRefused {
            addressing: addressing(desk, &creation, &recipients),
            customer_name: &name_of(&sheet),
            refused_by: desk.accountant.as_ref().and_then(|user| user.shown_name.as_deref()),
            words,
        };
        let mails = mail::creation_refused(refused).map_err(|error| Failure::Other(error.to_string()))?;
        let journal_id = crate::clock::new_id();
        match refusal(base, desk, &creation, &prospect, words, &mails, journal_id).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Error::Unavailable { detail: format!("the prospect of the creation {id} changes all the time") }
        .into())
}

async fn refusal(
    base: &mut Connection,
    desk: &Desk,
    creation: &Creation,
    prospect: &Prospect,
    words: &str,
    mails: &[Mail],
    journal_id: Uuid,
) -> Result<bool, Failure> {
    let decision = Decision {
        state: CreationState::Refused,
        by: &desk.by,
        at: desk.now,
        reason: Some(words),
        customer: None,
        final_fields: None,
    };
    let look = look(creation);
    let done = deed::make(base, Some(journal_id), &look, async |tx| {
        let ours = prospects::touch(tx, prospect.id, prospect.version, desk.now).await?
            && creations::decide(tx, creation, &decision).await?;
        if !ours {
            return Ok(None);
        }
        for mail in mails {
            mails::queue(tx, &outbox_row(mail), Some(&creation.file), desk.now).await?;
        }
        let after = json!({ "reason": words });
        tell(tx, desk, creation, journal_id, "creation-refused", &after).await.map(Some)
    });
    Ok(done.await?.is_some())
}
