//! « Création Client »: from the request (CC) to the accountants' answer.

use minijinja::context;

use super::one_line::on_one_line;
use super::template::{TemplateError, quotation, template};
use super::{Addressing, Mail, Purpose, code_and_name};

/// A creation waits for the accountants.
#[derive(Debug, Clone, Copy)]
pub struct CreationRequest<'a> {
    /// From the author, to the accountants. Its `id` is the creation's, and ends the link.
    pub addressing: Addressing<'a>,
    /// `nom_client`.
    pub customer_name: &'a str,
    /// `[web] public_url`, with or without a slash at its end.
    pub public_url: &'a str,
}

/// The mails that tell the accountants about a creation.
///
/// # Errors
/// When the template is faulty.
pub fn creation_request(request: CreationRequest<'_>) -> Result<Vec<Mail>, TemplateError> {
    let public_url = request.public_url.trim().trim_end_matches('/');
    let text = template!("creation_request").render(context! {
        nom_client => request.customer_name,
        link => format!("{public_url}/creations/{}", request.addressing.id),
    })?;
    Ok(request.addressing.mails(Purpose::CreationRequest, &text))
}

/// A creation arrived.
#[derive(Debug, Clone, Copy)]
pub struct CreationAcknowledgement<'a> {
    /// To the author.
    pub addressing: Addressing<'a>,
    /// `nom_client`.
    pub customer_name: &'a str,
}

/// The mail that tells the author that his request arrived. Without a link: the page behind it is the accountants'.
///
/// # Errors
/// When the template is faulty.
pub fn creation_acknowledgement(request: CreationAcknowledgement<'_>) -> Result<Vec<Mail>, TemplateError> {
    let text =
        template!("creation_acknowledgement").render(context! { nom_client => request.customer_name })?;
    Ok(request.addressing.mails(Purpose::CreationAcknowledgement, &text))
}

/// A creation was validated.
#[derive(Debug, Clone, Copy)]
pub struct CreationValidated<'a> {
    /// From the accountant who validated, to the author.
    pub addressing: Addressing<'a>,
    /// `code_client`, as the ERP has it now.
    pub customer_code: &'a str,
    /// `nom_client`.
    pub customer_name: &'a str,
}

/// The mail that tells the author that his customer exists.
///
/// # Errors
/// When the template is faulty.
pub fn creation_validated(creation: CreationValidated<'_>) -> Result<Vec<Mail>, TemplateError> {
    let client = code_and_name(creation.customer_code, creation.customer_name);
    let text = template!("creation_validated").render(context! { client })?;
    Ok(creation.addressing.mails(Purpose::CreationValidated, &text))
}

/// A creation was refused.
#[derive(Debug, Clone, Copy)]
pub struct CreationRefused<'a> {
    /// From the accountant who refused, to the author.
    pub addressing: Addressing<'a>,
    /// `nom_client`.
    pub customer_name: &'a str,
    /// The accountant's shown name, if known.
    pub refused_by: Option<&'a str>,
    /// The accountant's words; may be empty.
    pub words: &'a str,
}

/// The mail that tells the author why his request was refused, and how to go on.
///
/// # Errors
/// When the template is faulty.
pub fn creation_refused(creation: CreationRefused<'_>) -> Result<Vec<Mail>, TemplateError> {
    let text = template!("creation_refused").render(context! {
        nom_client => creation.customer_name,
        refused_by => creation.refused_by.map(on_one_line),
        words => quotation(creation.words),
    })?;
    Ok(creation.addressing.mails(Purpose::CreationRefused, &text))
}
