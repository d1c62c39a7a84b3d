//! Codes, fields, forms, parameters and people, as the page needs them.

use std::collections::BTreeMap;

use client::{Laptop, ViewError};
use domain::{
    CUSTOMER_FIELDS, CustomerField, FieldKind, FieldSpec, FleetKind, OwnRecord, PersonRecord, Required,
    VisitForm,
};
use serde::Serialize;
use snapshot::read::{Code, Lists};
use ts_rs::TS;

/// Everything that forms and filters are made of.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ListsView {
    /// By field, in the order shown.
    pub codes: BTreeMap<CustomerField, Vec<CodeView>>,
    /// Annex 2 and the CRM's own two.
    pub fields: Vec<FieldView>,
    /// The form in force first, then every earlier version that answers may name.
    pub forms: Vec<VisitForm>,
    /// « Borne de jour la saisie de visite ».
    pub visit_days_back: u32,
    /// « Type de parc ».
    #[ts(as = "Vec<String>")]
    pub fleet_kinds: Vec<FleetKind>,
    /// « Durée d'expiration des bases hors ligne ».
    pub bases_expire_after_hours: u32,
    /// « étapes ».
    pub stages: Vec<String>,
    /// « motifs de perte ».
    pub lost_reasons: Vec<String>,
    /// Categories and sub-categories of farmers.
    pub farmer_categories: Vec<String>,
    /// Who is who.
    pub people: Vec<PersonView>,
    /// The user himself.
    pub own: OwnView,
}

/// One entry of a drop-down list.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "Code")]
pub struct CodeView {
    /// The code.
    pub code: String,
    /// Its words.
    pub label: String,
    /// Of a sub-category, its category.
    pub parent: Option<String>,
}

/// A row of annex 2.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FieldView {
    /// The ERP's name.
    pub column: CustomerField,
    /// The annex's own words.
    pub label: &'static str,
    /// What it holds.
    pub kind: FieldKindView,
    /// At most so many signs.
    pub max_length: Option<usize>,
    /// Whether the ERP has it.
    pub annex_2: bool,
    /// Whether a creation needs it.
    pub required: RequiredView,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[ts(rename = "FieldKind")]
#[serde(rename_all = "snake_case")]
pub enum FieldKindView {
    /// Signs.
    Text,
    /// A whole number.
    Integer,
    /// A day.
    Date,
}

/// When a creation needs a field.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[ts(rename = "Required")]
#[serde(rename_all = "snake_case")]
pub enum RequiredView {
    /// In every creation.
    Always,
    /// Where the payment mode needs bank details.
    WithBankDetails,
    /// In none.
    Never,
}

/// Somebody of the company.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "Person")]
pub struct PersonView {
    /// User folder.
    pub folder: String,
    /// Name shown to people.
    pub name: Option<String>,
    /// ERP user code.
    pub c_user: Option<String>,
    /// ERP sales-rep code.
    pub c_rep: Option<String>,
    /// Whether he still works with it.
    pub active: bool,
}

/// The user himself.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(rename = "Own")]
pub struct OwnView {
    /// User folder.
    pub folder: String,
    /// Name shown to people.
    pub name: Option<String>,
    /// ERP sales-rep code.
    pub c_rep: Option<String>,
    /// Sees everybody's prospects and figures.
    pub admin: bool,
}

impl ListsView {
    /// Of the bases in use.
    ///
    /// # Errors
    /// [`ViewError::NoBase`].
    pub fn of(laptop: &Laptop) -> Result<Self, ViewError> {
        let lists = laptop.lists()?;
        let parameters = &lists.parameters;
        let codes =
            lists.codes.iter().map(|(field, codes)| (*field, codes.iter().map(CodeView::of).collect()));
        Ok(Self {
            codes: codes.collect(),
            fields: CUSTOMER_FIELDS.iter().map(FieldView::of).collect(),
            forms: forms(lists),
            visit_days_back: parameters.visite_retro_jours.get(),
            fleet_kinds: parameters.types_parc.iter().cloned().collect(),
            bases_expire_after_hours: parameters.bases_expiration_heures.get(),
            stages: parameters.etapes.iter().map(ToString::to_string).collect(),
            lost_reasons: parameters.motifs_perte.iter().map(ToString::to_string).collect(),
            farmer_categories: parameters.categories_agriculteur.iter().map(ToString::to_string).collect(),
            people: lists.people.iter().map(PersonView::of).collect(),
            own: OwnView::of(laptop.own()?),
        })
    }
}

/// The one in force first, the others from the newest to the oldest.
fn forms(lists: &Lists) -> Vec<VisitForm> {
    let in_force = &lists.parameters.formulaire_visite;
    let earlier = lists.forms.values().rev().filter(|form| form.version() != in_force.version());
    std::iter::once(in_force).chain(earlier).cloned().collect()
}

impl CodeView {
    fn of(code: &Code) -> Self {
        Self { code: code.code.clone(), label: code.label.clone(), parent: code.parent.clone() }
    }
}

impl FieldView {
    fn of(spec: &FieldSpec) -> Self {
        let (kind, max_length) = match spec.kind {
            FieldKind::Text(length) => (FieldKindView::Text, Some(length)),
            FieldKind::Integer => (FieldKindView::Integer, None),
            FieldKind::Date => (FieldKindView::Date, None),
        };
        let required = match spec.required {
            Required::Always => RequiredView::Always,
            Required::ForPaymentModesWithBankDetails => RequiredView::WithBankDetails,
            Required::Never => RequiredView::Never,
        };
        let annex_2 = spec.field.is_annex_2();
        Self { column: spec.field, label: spec.label, kind, max_length, annex_2, required }
    }
}

impl PersonView {
    fn of(person: &PersonRecord) -> Self {
        Self {
            folder: person.folder.clone(),
            name: person.name.clone(),
            c_user: person.c_user.clone(),
            c_rep: person.c_rep.clone(),
            active: person.active,
        }
    }
}

impl OwnView {
    fn of(own: &OwnRecord) -> Self {
        let person = &own.person;
        Self {
            folder: person.folder.clone(),
            name: person.name.clone(),
            c_rep: person.c_rep.clone(),
            admin: own.admin,
        }
    }
}
