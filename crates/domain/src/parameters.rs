//! The business parameters: what the administrator sets, and what travels to the laptops in the bases (design §7).
//! Their names are fixed and French, the fields bear them. Absent on purpose: the operator's settings
//! (`automaton.toml`), the user list, and the history of the visit form, which is checked where it is stored.

mod near_names;
mod registry;

use crate::authorisation_text::AuthorisationTexts;
use crate::bounded::Bounded;
use crate::distinct_list::DistinctList;
use crate::email_address::EmailAddress;
use crate::erp_text::TrimmedErpText;
use crate::fleet::FleetKind;
use crate::sector::{SectorName, SectorRule};
use crate::visit_form::VisitForm;

/// « catégorie client » : a code of `c_fam_client` or `c_sfam_client char(4)` (annex 2).
pub type CategoryCode = TrimmedErpText<4>;
/// « mode de règlement » : a code of `c_mod_rgl_1 char(2)` (annex 2).
pub type PaymentModeCode = TrimmedErpText<2>;
/// « étape » of a prospect, as wide as its field.
pub type Stage = TrimmedErpText<40>;
/// « motif de perte » of a prospect, as wide as its field.
pub type LostReason = TrimmedErpText<40>;
/// « créancier » : as long as a SEPA mandate takes (EPC130-08, « Name of the Creditor », 70 characters).
pub type CreditorName = TrimmedErpText<70>;

/// « paramètres » : all of them, each valid by its type. `Default` is what design §7 says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    /// « Durée d'expiration des bases hors ligne », in hours.
    pub bases_expiration_heures: Bounded<1, 8760>,
    /// « Borne de jour la saisie de visite », in days.
    pub visite_retro_jours: Bounded<0, 366>,
    /// « Durée de conservation des prospects en hors ligne », in months without any movement.
    pub prospect_inactif_mois: Bounded<1, 120>,
    /// Who is told of customer creations: « Adresse(s) de notification comptable ».
    pub courriels_creation: DistinctList<EmailAddress>,
    /// Who is told of modification requests; `None` = the same as of creations, see
    /// [`Parameters::modification_addresses`].
    pub courriels_modification: Option<DistinctList<EmailAddress>>,
    /// « Adresse(s) mails de notification d'erreurs ».
    pub courriels_erreur: DistinctList<EmailAddress>,
    /// Categories and sub-categories of farmers, who alone may pay by CH.
    pub categories_agriculteur: DistinctList<CategoryCode>,
    /// Payment modes that need IBAN and BIC.
    pub modes_avec_rib: DistinctList<PaymentModeCode>,
    /// Payment modes that the customer signs for.
    pub modes_avec_signature: DistinctList<PaymentModeCode>,
    /// What he signs.
    pub texte_autorisation: AuthorisationTexts,
    /// Who is paid, in that text: the company.
    pub creancier: CreditorName,
    /// Which sector a postal code belongs to, the first rule that fits; else the agency stands in.
    pub secteurs: DistinctList<SectorRule>,
    /// « Type de parc »: the kinds offered.
    pub types_parc: DistinctList<FleetKind>,
    /// « Contenu et champs du bouton visite ce jour ».
    pub formulaire_visite: VisitForm,
    /// The stages that a prospect goes through.
    pub etapes: DistinctList<Stage>,
    /// Why a prospect is lost.
    pub motifs_perte: DistinctList<LostReason>,
}

/// Why a parameter cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// No parameter has that name.
    #[error("{name:?} is not a parameter; {}", near_names::hint(.near))]
    Unknown {
        /// What was asked.
        name: String,
        /// Names that look like it, nearest first.
        near: Vec<&'static str>,
    },
    /// The value does not suit it.
    #[error("{name}: {problem}; expected {expected}, for example {example}")]
    Invalid {
        /// The parameter.
        name: &'static str,
        /// What is wrong.
        problem: String,
        /// What would be right.
        expected: &'static str,
        /// A right value, as JSON.
        example: &'static str,
    },
}

impl Parameters {
    /// Every name, in the order of design §7.
    pub const NAMES: &'static [&'static str] = &registry::names();

    /// A parameter as JSON; `None` when no parameter has that name.
    pub fn get(&self, name: &str) -> Option<serde_json::Value> {
        registry::find(name).and_then(|entry| (entry.get)(self))
    }

    /// Sets a parameter from JSON; nothing changes when the value does not suit.
    pub fn set(&mut self, name: &str, value: serde_json::Value) -> Result<(), ParameterError> {
        let Some(entry) = registry::find(name) else {
            return Err(ParameterError::Unknown {
                name: name.to_owned(),
                near: near_names::near(name, Self::NAMES),
            });
        };
        (entry.set)(self, value).map_err(|error| ParameterError::Invalid {
            name: entry.name,
            problem: error.to_string(),
            expected: entry.expected,
            example: entry.example,
        })
    }

    /// Who is told of modification requests: their own list or, where none was set, that of creations.
    pub fn modification_addresses(&self) -> &DistinctList<EmailAddress> {
        self.courriels_modification.as_ref().unwrap_or(&self.courriels_creation)
    }

    /// The sector of a postal code; `None` = no rule fits and the agency stands in.
    pub fn sector_of(&self, postcode: &str) -> Option<&SectorName> {
        self.secteurs.iter().find(|rule| rule.motif.matches(postcode)).map(|rule| &rule.secteur)
    }
}

impl Default for Parameters {
    fn default() -> Parameters {
        Parameters {
            bases_expiration_heures: Bounded::of::<48>(),
            visite_retro_jours: Bounded::of::<14>(),
            prospect_inactif_mois: Bounded::of::<12>(),
            courriels_creation: DistinctList::default(),
            courriels_modification: None,
            courriels_erreur: DistinctList::default(),
            categories_agriculteur: DistinctList::default(),
            modes_avec_rib: texts(&["LD"]),
            modes_avec_signature: texts(&["LD"]),
            texte_autorisation: AuthorisationTexts::default(),
            creancier: CreditorName::from_literal("la société"),
            secteurs: DistinctList::default(),
            types_parc: default_fleet_kinds(),
            formulaire_visite: VisitForm::default_form(),
            etapes: texts(&["à contacter", "visité", "offre remise", "gagné", "perdu"]),
            motifs_perte: texts(&[
                "prix",
                "délai ou disponibilité",
                "fidèle à un concurrent",
                "contrat en cours ailleurs",
                "litige ou mauvaise expérience",
                "pas de besoin",
                "cessation d'activité",
                "sans réponse",
                "autre",
            ]),
        }
    }
}

fn texts<const N: usize>(literals: &[&'static str]) -> DistinctList<TrimmedErpText<N>> {
    DistinctList::from_literals(literals.iter().map(|text| TrimmedErpText::from_literal(text)).collect())
}

/// The user's own six (« Type de parc »).
fn default_fleet_kinds() -> DistinctList<FleetKind> {
    let kinds = ["VL", "VUL", "AGRI", "TP", "GC", "PL & PLP"];
    DistinctList::from_literals(kinds.map(FleetKind::from_literal).to_vec())
}

#[cfg(test)]
#[path = "parameters_tests.rs"]
mod tests;
