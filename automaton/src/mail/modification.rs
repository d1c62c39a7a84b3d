//! « Modification Client »: what a rep wants changed of a customer (MC).

use minijinja::context;
use minijinja::value::Value;

use super::template::{TemplateError, quotation, template};
use super::{Addressing, Mail, Purpose, code_and_name};

/// One field of the customer, with the values as the accountants may see them in a mail: bank details already masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field's French name.
    pub label: String,
    /// What the laptop showed; may be empty.
    pub from: String,
    /// What is wanted; may be empty.
    pub to: String,
}

/// A modification request, for the accountants.
#[derive(Debug, Clone, Copy)]
pub struct ModificationRequest<'a> {
    /// From the author, to the accountants.
    pub addressing: Addressing<'a>,
    /// The author's shown name.
    pub user: &'a str,
    /// `code_client`.
    pub customer_code: &'a str,
    /// `nom_client`.
    pub customer_name: &'a str,
    /// What is asked, in the author's order; may be empty when the comment says it all.
    pub changes: &'a [Change],
    /// The author's words; may be empty.
    pub comment: &'a str,
}

/// The mails of a modification request.
///
/// # Errors
/// When the template is faulty.
pub fn modification_request(request: ModificationRequest<'_>) -> Result<Vec<Mail>, TemplateError> {
    let changes: Vec<Value> = request
        .changes
        .iter()
        .map(|change| context! { label => &change.label, from => &change.from, to => &change.to })
        .collect();
    let text = template!("modification_request").render(context! {
        user => request.user,
        client => code_and_name(request.customer_code, request.customer_name),
        changes,
        comment => quotation(request.comment),
    })?;
    Ok(request.addressing.mails(Purpose::ModificationRequest, &text))
}
