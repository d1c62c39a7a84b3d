//! What a pass refused, for the error addresses: one mail for all of it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use minijinja::context;
use minijinja::value::Value;

use super::one_line::on_one_line;
use super::reasons::code_in_french;
use super::template::{TemplateError, template};
use super::{Addressing, Mail, OneLine, Purpose};

/// How many files are listed. A flooded inbox must not make a mail that no server takes; the command line shows all.
const LISTED: usize = 200;

/// A refused file, as the registry holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The registered name: what the commands of `quarantine` take.
    pub name: String,
    /// The user folder in which it lay, if any.
    pub user_folder: Option<String>,
    /// The code of its [`exchange_schema::Reason`].
    pub reason: String,
    /// Details for people; may be empty.
    pub detail: String,
    /// When.
    pub refused_at: DateTime<Utc>,
}

/// The refused files of a pass.
#[derive(Debug, Clone)]
pub struct RefusalDigest<'a, Rows> {
    /// To the error addresses; without a sender, the service itself writes.
    pub addressing: Addressing<'a>,
    /// The files, in the order in which they are to be listed. No more are taken than are listed.
    pub refusals: Rows,
    /// How many there are in all.
    pub total: u64,
    /// Whose time the mail tells.
    pub timezone: Tz,
}

/// The mails about refused files; none when there is none.
///
/// # Errors
/// When the template is faulty.
pub fn refusal_digest<Rows: IntoIterator<Item = Refusal>>(
    digest: RefusalDigest<'_, Rows>,
) -> Result<Vec<Mail>, TemplateError> {
    let listed = digest.refusals.into_iter().take(LISTED);
    let files: Vec<Value> = listed.map(|refusal| file_line(&refusal, digest.timezone)).collect();
    let listed = files.len() as u64;
    let total = digest.total.max(listed);
    if total == 0 {
        return Ok(Vec::new());
    }
    let text = template!("refusal_digest").render(context! { files, total, others => total - listed })?;
    Ok(digest.addressing.mails(Purpose::RefusalDigest, &text))
}

/// A file as the template lists it. Name whole, because the operator copies it; detail cut, because it may quote the file.
fn file_line(refusal: &Refusal, timezone: Tz) -> Value {
    let at = refusal.refused_at.with_timezone(&timezone);
    context! {
        name => &refusal.name,
        folder => refusal.user_folder.as_deref().map(on_one_line),
        reason => code_in_french(&refusal.reason),
        detail => OneLine::new(&refusal.detail).as_str(),
        day => at.format("%d/%m/%Y").to_string(),
        time => at.format("%H:%M").to_string(),
    }
}
