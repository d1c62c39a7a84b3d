//! `crm_courriel`: the mail outbox. A row is queued in the transaction of what it tells; a loop claims it, sends it and
//! marks it, in one statement each time, which changes nothing when somebody else changed the row meanwhile.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use crate::connection::collect;
use crate::registry::fitting;
use crate::statement::sql;
use crate::{Error, Row, Rows, Statements, Tx, Value};

/// How long the words about a failed attempt may be (`crm_courriel.erreur`), in UTF-16 units.
const ERROR_UNITS: usize = 1000;

/// A mail to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// Stable per cause and recipient, so that a resend is recognisable.
    pub message_id: String,
    /// Its one recipient.
    pub recipient: String,
    /// The person it comes from; none = the service.
    pub sender: Option<String>,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Queues a mail; `file` is the exchange file that caused it.
///
/// # Errors
/// [`Error::Duplicate`] when it was queued before; the transaction is then over.
pub async fn queue(
    tx: &mut Tx<'_>,
    mail: &NewMail,
    file: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let parameters = [
        mail.message_id.as_str().into(),
        mail.recipient.as_str().into(),
        mail.sender.as_deref().into(),
        mail.subject.as_str().into(),
        mail.body.as_str().into(),
        now.into(),
        file.into(),
    ];
    tx.send(sql!("mail_insert"), &parameters).await
}

/// A queued mail whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueMail {
    /// What was queued.
    pub mail: NewMail,
    /// When it was queued (UTC).
    pub queued_at: NaiveDateTime,
    /// How often it was tried in vain.
    pub tries: u32,
    /// Since when it is due (UTC).
    pub due_at: NaiveDateTime,
}

/// The mail that has been due for longest, of those behind `after`: who walks on from mail to mail meets each once, whatever becomes of it.
///
/// # Errors
/// When the base does not answer.
pub async fn due(
    base: &mut dyn Statements,
    now: DateTime<Utc>,
    after: Option<&DueMail>,
) -> Result<Option<DueMail>, Error> {
    let (since, behind) = match after {
        Some(last) => (last.due_at, last.mail.message_id.as_str()),
        None => (NaiveDateTime::new(NaiveDate::default(), NaiveTime::MIN), ""),
    };
    let mut rows = base.page(sql!("mail_due"), 1, &[now.into(), since.into(), behind.into()]).await?;
    let Some(row) = rows.next().await? else { return Ok(None) };
    Ok(Some(DueMail {
        mail: NewMail {
            message_id: row.text(0)?,
            recipient: row.text(1)?,
            sender: row.text_or_null(2)?,
            subject: row.text(3)?,
            body: row.text(4)?,
        },
        queued_at: row.date_time(5)?,
        tries: tries(&row, 6)?,
        due_at: row.date_time(7)?,
    }))
}

/// When the next queued mail is due (UTC), or has been; none when nothing is queued.
///
/// # Errors
/// When the base does not answer.
pub async fn next_due(base: &mut dyn Statements) -> Result<Option<NaiveDateTime>, Error> {
    let row = base.query_one(sql!("mail_next_due"), &[]).await?;
    row.map_or(Ok(None), |row| row.date_time_or_null(0))
}

/// A mail that is about to be sent: its row says so, and it is not due before the claim ends. Whoever dies with it leaves a mail that is
/// tried again, ever more seldom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// As it was before.
    pub due: DueMail,
    until: NaiveDateTime,
}

impl Claim {
    /// How often it was tried, this attempt included.
    #[must_use]
    pub const fn tries(&self) -> u32 {
        self.due.tries.saturating_add(1)
    }

    /// What must still stand there: somebody may have changed it meanwhile.
    fn row(&self) -> [Value; 3] {
        [self.due.mail.message_id.as_str().into(), self.tries().into(), self.until.into()]
    }
}

/// Writes down that a mail is about to be sent, before it is: a base that takes nothing sends nothing. Answers none when somebody changed
/// the mail meanwhile.
///
/// # Errors
/// When the base does not answer.
pub async fn claim(
    base: &mut dyn Statements,
    due: DueMail,
    until: DateTime<Utc>,
) -> Result<Option<Claim>, Error> {
    let claim = Claim { until: until.naive_utc().with_nanosecond(0).unwrap_or_default(), due };
    let parameters = [
        claim.due.mail.message_id.as_str().into(),
        claim.due.tries.into(),
        claim.due.due_at.into(),
        claim.tries().into(),
        claim.until.into(),
    ];
    Ok((base.execute(sql!("mail_claim"), &parameters).await? == 1).then_some(claim))
}

/// It was not tried after all: it is as it was. Answers false, and changes nothing, when somebody changed it meanwhile.
///
/// # Errors
/// When the base does not answer.
pub async fn release(base: &mut dyn Statements, claim: &Claim) -> Result<bool, Error> {
    let [id, tries, until] = claim.row();
    let parameters = [id, tries, until, claim.due.tries.into(), claim.due.due_at.into()];
    Ok(base.execute(sql!("mail_claim"), &parameters).await? == 1)
}

/// It was taken. Answers false when it is queued no more.
///
/// # Errors
/// When the base does not answer.
pub async fn mark_sent(base: &mut dyn Statements, claim: &Claim, now: DateTime<Utc>) -> Result<bool, Error> {
    let DueMail { mail, tries, due_at, .. } = &claim.due;
    let parameters = [mail.message_id.as_str().into(), now.into(), (*tries).into(), (*due_at).into()];
    Ok(base.execute(sql!("mail_sent"), &parameters).await? == 1)
}

/// It was not taken now: it is tried again at `next`. Answers false, and changes nothing, when somebody changed it meanwhile.
///
/// # Errors
/// When the base does not answer.
pub async fn postpone(
    base: &mut dyn Statements,
    claim: &Claim,
    next: DateTime<Utc>,
    error: &str,
) -> Result<bool, Error> {
    let [id, tries, until] = claim.row();
    let parameters = [id, tries, until, next.into(), fitting(error, ERROR_UNITS).into()];
    Ok(base.execute(sql!("mail_postpone"), &parameters).await? == 1)
}

/// It will never be taken, or was given up. Answers false, and changes nothing, when somebody changed it meanwhile.
///
/// # Errors
/// When the base does not answer.
pub async fn fail(base: &mut dyn Statements, claim: &Claim, error: &str) -> Result<bool, Error> {
    let [id, tries, until] = claim.row();
    let parameters = [id, tries, until, fitting(error, ERROR_UNITS).into()];
    Ok(base.execute(sql!("mail_fail"), &parameters).await? == 1)
}

/// How many mails [`retry`] changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retried {
    /// They had failed, and are queued as if they were new.
    pub failed: u64,
    /// They were waiting; they are due now.
    pub waiting: u64,
}

/// Has mails tried again at `now`: one, or all that are not sent.
///
/// # Errors
/// When the base does not answer.
pub async fn retry(tx: &mut Tx<'_>, message_id: Option<&str>, now: DateTime<Utc>) -> Result<Retried, Error> {
    let parameters = [now.into(), message_id.into()];
    // In this order: what had failed is not waiting.
    let waiting = tx.execute(sql!("mail_hasten"), &parameters).await?;
    let failed = tx.execute(sql!("mail_requeue_failed"), &parameters).await?;
    Ok(Retried { failed, waiting })
}

/// `etat` of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// It waits.
    Queued,
    /// It was taken.
    Sent,
    /// It could not be sent.
    Failed,
}

impl MailState {
    /// As the base spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    fn parse(text: &str) -> Result<Self, Error> {
        let all = [Self::Queued, Self::Sent, Self::Failed];
        all.into_iter().find(|state| state.as_str() == text).ok_or_else(|| Error::Column {
            column: "etat".to_owned(),
            problem: format!("{text:?} is no state of a mail"),
        })
    }
}

/// A mail, for people: without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedMail {
    /// With its angle brackets.
    pub message_id: String,
    /// Its state.
    pub state: MailState,
    /// To whom.
    pub recipient: String,
    /// One line.
    pub subject: String,
    /// When it was queued (UTC).
    pub queued_at: NaiveDateTime,
    /// How often it was tried in vain.
    pub tries: u32,
    /// When it is tried next (UTC), if it is queued.
    pub next_try_at: NaiveDateTime,
    /// When it was taken (UTC).
    pub sent_at: Option<NaiveDateTime>,
    /// Why it was not taken the last time.
    pub error: Option<String>,
}

/// The first `limit` mails in a state, the oldest first; of the sent ones the latest first.
///
/// # Errors
/// When the base does not answer.
pub async fn in_state(
    base: &mut dyn Statements,
    state: MailState,
    limit: u32,
) -> Result<Vec<ListedMail>, Error> {
    let rows: Rows<'_> = match state {
        MailState::Sent => base.page(sql!("mails_last_sent"), limit, &[]).await?,
        MailState::Queued | MailState::Failed => {
            base.page(sql!("mails_in_state"), limit, &[state.as_str().into()]).await?
        }
    };
    collect(rows, listed).await
}

/// One mail.
///
/// # Errors
/// When the base does not answer.
pub async fn find(base: &mut dyn Statements, message_id: &str) -> Result<Option<ListedMail>, Error> {
    let row = base.query_one(sql!("mail_find"), &[message_id.into()]).await?;
    row.as_ref().map(listed).transpose()
}

fn listed(row: &Row) -> Result<ListedMail, Error> {
    Ok(ListedMail {
        message_id: row.text(0)?,
        state: MailState::parse(&row.text(1)?)?,
        recipient: row.text(2)?,
        subject: row.text(3)?,
        queued_at: row.date_time(4)?,
        tries: tries(row, 5)?,
        next_try_at: row.date_time(6)?,
        sent_at: row.date_time_or_null(7)?,
        error: row.text_or_null(8)?,
    })
}

fn tries(row: &Row, index: usize) -> Result<u32, Error> {
    Ok(u32::try_from(row.int(index)?).unwrap_or_default())
}

/// How many mails are in a state (queued, sent, failed), and since when the oldest of them (UTC).
///
/// # Errors
/// When the base does not answer.
pub async fn counts(base: &mut dyn Statements) -> Result<Vec<(String, i64, NaiveDateTime)>, Error> {
    let rows = base.query(sql!("mails_by_state"), &[]).await?;
    collect(rows, |row| Ok((row.text(0)?, row.int(1)?, row.date_time(2)?))).await
}
