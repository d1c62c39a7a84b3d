//! CC: what a creation still needs, and the file that asks for it. One judgement for both, so that what the form calls complete is sent.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AuthorisationValues, Bic, CUSTOMER_FIELDS, Comment, CreationProblem, CreationProblemKind, CustomerField,
    FieldValue, Iban, Parameters, PaymentProblem, Required, Sheet, check_creation, needs_bank_details,
    needs_signature, payment_mode_allowed, settled_by_mode,
};
use exchange_schema::{Annex2Field, CustomerCreationPayload, CustomerFields, Payload, Signature};
use serde::Serialize;

use super::fields::{all_typed, typed};
use super::prospect::is_with_accountants;
use super::{CreationDraft, Facts, ProspectFacts, comment, own_prospect};
use crate::problem::EntryProblem;

/// The keys of the draft under which the problems of what is no field stand.
const SIGNATURE: &str = "signature";
const COMMENT: &str = "comment";

/// « complétude » of a creation: what is asked, what is wrong, and what the payment mode brings with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CreationReview {
    /// The fields that must be filled in with this payment mode, in the annex's order.
    pub required: Vec<CustomerField>,
    /// Everything missing or wrong, in the annex's order, signature and comment last; none = it can be sent.
    pub problems: Vec<EntryProblem>,
    /// The payment modes that this customer may have, as codes of the list.
    pub modes: Vec<String>,
    /// What the payment mode settles by itself, whatever was typed there; an empty text = the field stays empty.
    pub locked: BTreeMap<CustomerField, String>,
    /// Whether the payment mode asks for IBAN and BIC.
    pub bank_details: bool,
    /// What the customer signs, filled in; only where the payment mode asks for a signature.
    pub authorisation: Option<String>,
}

/// What a creation still needs.
pub(crate) fn review(draft: &CreationDraft, facts: &Facts<'_>) -> CreationReview {
    match askable(draft, facts) {
        Ok(known) => judge(draft, &known, facts).review,
        Err(problem) => CreationReview { problems: vec![problem], ..CreationReview::default() },
    }
}

/// The file.
pub(super) fn ask(draft: &CreationDraft, facts: &Facts<'_>) -> Result<Payload, Vec<EntryProblem>> {
    let known = askable(draft, facts).map_err(|problem| vec![problem])?;
    let Judged { sheet, comment, review } = judge(draft, &known, facts);
    if !review.problems.is_empty() {
        return Err(review.problems);
    }
    let fields: CustomerFields = sheet
        .into_iter()
        .filter_map(|(field, value)| Some((Annex2Field::try_from(field).ok()?, value)))
        .collect();
    // Only what was asked for: a mode that was changed leaves nothing of the one before.
    let signature = draft.signature.clone().filter(|_| review.authorisation.is_some()).map(Box::new);
    Ok(Payload::Cc(CustomerCreationPayload { prospect: draft.prospect, fields, comment }, signature))
}

/// The prospect, if its creation can be asked for now.
fn askable<'a>(draft: &CreationDraft, facts: &Facts<'a>) -> Result<ProspectFacts<'a>, EntryProblem> {
    let known = own_prospect(facts, draft.prospect)?;
    if known.state.conversion.is_some() {
        let message = "the prospect is a customer by now";
        return Err(EntryProblem::of("prospect", "prospect-converted", message));
    }
    if is_with_accountants(&known) {
        let message = "the prospect's creation is with the accountants; wait for their answer";
        return Err(EntryProblem::of("prospect", "creation-pending", message));
    }
    Ok(known)
}

/// What would be sent, and what is to be said of it.
struct Judged {
    sheet: Sheet,
    comment: Option<Comment>,
    review: CreationReview,
}

fn judge(draft: &CreationDraft, known: &ProspectFacts<'_>, facts: &Facts<'_>) -> Judged {
    let rules = &facts.lists.parameters;
    let Typed { sheet, unread, locked } = sheet_of(draft, known);
    let mode = text(&sheet, CustomerField::PaymentMode);
    let bank_details = needs_bank_details(mode, rules);
    let required = CUSTOMER_FIELDS.iter().filter(|spec| match spec.required {
        Required::Always => true,
        Required::ForPaymentModesWithBankDetails => bank_details,
        Required::Never => false,
    });
    let (category, sub_category) =
        (text(&sheet, CustomerField::Category), text(&sheet, CustomerField::SubCategory));
    let offered = facts.lists.codes.get(&CustomerField::PaymentMode).into_iter().flatten();
    let allowed = offered
        .map(|code| &code.code)
        .filter(|mode| payment_mode_allowed(mode, Some(category), Some(sub_category), rules));
    let authorisation = needs_signature(mode, rules).then(|| authorisation(&sheet, mode, rules));
    let mut review = CreationReview {
        required: required.map(|spec| spec.field).collect(),
        problems: problems(&sheet, draft.signature.is_some(), unread, rules),
        modes: allowed.cloned().collect(),
        locked,
        bank_details,
        authorisation,
    };
    if let (Some(signature), Some(text)) = (&draft.signature, &review.authorisation)
        && !still_stands(signature, text, &sheet, rules)
    {
        let message = "name, bank details or payment mode changed since it was signed; have it signed again";
        review.problems.push(EntryProblem::of(SIGNATURE, "signature-stale", message));
    }
    let typed = Some(draft.comment.trim()).filter(|typed| !typed.is_empty());
    let comment = typed.map(|typed| comment(COMMENT, typed)).transpose();
    let comment = comment.map_err(|problem| review.problems.push(problem)).unwrap_or_default();
    Judged { sheet, comment, review }
}

/// The prospect's sheet with what was typed.
struct Typed {
    sheet: Sheet,
    /// What cannot be read of that, which is in no sheet.
    unread: Vec<EntryProblem>,
    /// What the payment mode settled, whatever was typed there.
    locked: BTreeMap<CustomerField, String>,
}

fn sheet_of(draft: &CreationDraft, known: &ProspectFacts<'_>) -> Typed {
    let mut sheet: Sheet = known.state.sheet.clone();
    sheet.retain(|field, _| field.is_annex_2());
    let mut unread = Vec::new();
    for (field, typed) in &draft.fields {
        match all_typed(&[(*field, typed.clone())].into()) {
            Ok(values) => {
                for (field, value) in values.into_iter().filter(|(field, _)| field.is_annex_2()) {
                    set(&mut sheet, field, value);
                }
            }
            Err(problems) => {
                sheet.remove(field);
                unread.extend(problems);
            }
        }
    }
    let locked = locked(text(&sheet, CustomerField::PaymentMode));
    for (field, value) in &locked {
        unread.retain(|problem: &EntryProblem| problem.field.as_deref() != Some(field.column()));
        set(&mut sheet, *field, typed(*field, value).unwrap_or_default());
    }
    Typed { sheet, unread, locked }
}

fn set(sheet: &mut Sheet, field: CustomerField, value: Option<FieldValue>) {
    match value {
        Some(value) => sheet.insert(field, value),
        None => sheet.remove(&field),
    };
}

fn problems(sheet: &Sheet, signed: bool, unread: Vec<EntryProblem>, rules: &Parameters) -> Vec<EntryProblem> {
    let told: BTreeSet<String> = unread.iter().filter_map(|problem| problem.field.clone()).collect();
    let found = check_creation(|field| sheet.get(&field), signed, rules);
    // What cannot be read is not missing as well.
    let of_rules = found.iter().filter(|found| !told.contains(found.field.column())).map(of_rule);
    let mut problems: Vec<EntryProblem> = unread.into_iter().chain(of_rules).collect();
    let place = |problem: &EntryProblem| {
        let of_field =
            |column: &String| CUSTOMER_FIELDS.iter().position(|spec| spec.field.column() == column);
        problem.field.as_ref().and_then(of_field).unwrap_or(usize::MAX)
    };
    problems.sort_by_key(place);
    problems
}

fn of_rule(found: &CreationProblem) -> EntryProblem {
    let (field, code) = match &found.problem {
        CreationProblemKind::NoSignature => (SIGNATURE, "no-signature"),
        kind => (found.field.column(), code_of(kind)),
    };
    EntryProblem::of(field, code, &found.problem)
}

fn code_of(problem: &CreationProblemKind) -> &'static str {
    match problem {
        CreationProblemKind::Missing => "missing",
        CreationProblemKind::NoSignature => "no-signature",
        CreationProblemKind::BicIbanDisagree => "bic-iban-disagree",
        CreationProblemKind::Payment(PaymentProblem::FarmersOnly) => "farmers-only",
        CreationProblemKind::Payment(PaymentProblem::Days(_)) => "farmers-term",
        CreationProblemKind::Payment(PaymentProblem::DueDay) => "farmers-due-day",
        CreationProblemKind::Field(problem) if problem.is_length() => "text-too-long",
        CreationProblemKind::Field(_) | CreationProblemKind::Format(_) | CreationProblemKind::Postal(_) => {
            "bad-value"
        }
    }
}

/// « ce qui a été signé est gardé tel quel »: it stands for the text of another template too, as long as name and account are the same: a
/// template that was changed meanwhile changes nothing signed.
fn still_stands(signature: &Signature, text: &str, sheet: &Sheet, rules: &Parameters) -> bool {
    let signed = signature.text.as_str();
    if signed == text {
        return true;
    }
    // Of a text in force, it is a value that differs, or the mode.
    let texts = &rules.texte_autorisation;
    if [&texts.lcr, &texts.sepa].iter().any(|template| template.may_have_made(signed)) {
        return false;
    }
    let words = compact(signed);
    let names = |field| {
        let wanted = compact(self::text(sheet, field));
        !wanted.is_empty() && words.contains(&wanted)
    };
    names(CustomerField::Name) && names(CustomerField::Iban)
}

fn authorisation(sheet: &Sheet, mode: &str, rules: &Parameters) -> String {
    let iban = text(sheet, CustomerField::Iban).parse::<Iban>().map(|iban| iban.printed());
    let bic = text(sheet, CustomerField::Bic).parse::<Bic>().map(|bic| bic.as_str().to_owned());
    rules.texte_autorisation.of_mode(mode).fill(AuthorisationValues {
        customer_name: &or_dots(text(sheet, CustomerField::Name).to_owned()),
        iban: &or_dots(iban.unwrap_or_default()),
        bic: &or_dots(bic.unwrap_or_default()),
        creditor: rules.creancier.as_str(),
    })
}

/// What is not known yet is seen to be missing.
fn or_dots(value: String) -> String {
    if value.is_empty() { "……".to_owned() } else { value }
}

fn locked(mode: &str) -> BTreeMap<CustomerField, String> {
    settled_by_mode(mode).iter().map(|(field, value)| (*field, (*value).to_owned())).collect()
}

/// Without blanks around it.
fn text(sheet: &Sheet, field: CustomerField) -> &str {
    match sheet.get(&field) {
        Some(FieldValue::Text(text)) => text.trim(),
        _ => "",
    }
}

/// Without any blank: an IBAN is in groups of four in the text.
fn compact(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

#[cfg(test)]
#[path = "creation_tests.rs"]
mod tests;
