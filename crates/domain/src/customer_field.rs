//! The fields of a customer's or prospect's sheet: annex 2, row by row, and the CRM's own two. One table; lists,
//! forms, checks and messages all read it. Absent on purpose: which values a code may take (the ERP's lists) and
//! the formats of SIRET, IBAN and so on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use self::CustomerField as F;
use self::FieldKind::{Date, Integer, Text};
use self::Required::{Always, ForPaymentModesWithBankDetails, Never};

/// Declares the fields and their table together, so that neither can name a row that the other lacks.
macro_rules! customer_fields {
    ($($field:ident, $column:literal, $label:literal, $kind:expr, $required:expr;)*) => {
        /// « champ de la fiche » : a field of annex 2 or one of the CRM's own, in the annex's order. On the wire
        /// its name is the ERP's column (design §4).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(try_from = "String", into = "String")]
        pub enum CustomerField {
            $(#[doc = concat!("« ", $label, " », `", $column, "`.")] #[cfg_attr(feature = "ts", ts(rename = $column))] $field,)*
        }

        /// Every field, in the order of [`CustomerField`].
        pub const CUSTOMER_FIELDS: &[FieldSpec] =
            &[$(FieldSpec { field: F::$field, column: $column, label: $label, kind: $kind, shown: true, required: $required },)*];
    };
}

customer_fields! {
    Category, "c_fam_client", "catégorie client", Text(4), Always;
    SubCategory, "c_sfam_client", "sous catégorie client", Text(4), Always;
    Title, "c_titre", "titre", Text(4), Never;
    Name, "nom_client", "nom", Text(35), Always;
    Address1, "adr1_fac", "adresse 1", Text(35), Always;
    Address2, "adr2_fac", "adresse 2", Text(35), Never;
    Address3, "adr3_fac", "adresse 3", Text(35), Never;
    Department, "dep_fac", "département", Text(4), Always;
    DeliveryOffice, "bur_dis_fac", "bureau distributeur", Text(3), Always;
    Town, "ville_fac", "ville", Text(35), Always;
    Agency, "c_agence", "agence", Text(4), Always;
    SalesRep, "c_rep", "Commercial", Text(4), Always;
    Country, "c_pays", "pays", Text(4), Always;
    Phone, "tel_1", "téléphone", Text(20), Always;
    Fax, "fax", "fax", Text(20), Never;
    Mobile, "tel_2", "portable", Text(20), Never;
    VatNumber, "contact_divers_1", "n° TVA", Text(40), Never;
    Siret, "contact_divers_2", "SIRET", Text(40), Always;
    Activity, "contact_divers_3", "Activité", Text(40), Never;
    Email, "contact_divers_4", "mail", Text(255), Never;
    Periodicity, "c_per", "Périodicité", Text(1), Always;
    DeliveryNoteGrouping, "c_regpmt_bl", "Regroupement BL", Text(1), Never;
    OrderGrouping, "c_regpmt_fac", "Regroupement CDE", Text(1), Never;
    StatementEdition, "c_releve", "Edition relevé", Text(1), Never;
    DeliveryNoteAuthorisation, "c_autoris_bl", "Autorisation BL", Text(1), Never;
    SalesGrid, "c_catc", "Grille Conditions", Text(8), Always;
    FixedCharges, "c_frais_fixe", "Frais Fixes", Text(1), Never;
    CustomerReferenceRequired, "c_ref_oblig", "Référence Client Obligatoire", Text(1), Never;
    PaymentMode, "c_mod_rgl_1", "Mode de Règlement", Text(2), Always;
    PaymentDays, "nb_jour_1", "Nb de jours", Integer, Always;
    DueDay, "jour_1", "Jour de l'échéance", Text(2), Never;
    InvoicingType, "c_type_fact", "Type de Facturation", Text(1), Never;
    Attention, "c_attention", "A l'attention de", Text(35), Never;
    NafCode, "c_ape", "Code NAF", Text(10), Never;
    CompanyCreatedOn, "date_creation_ste", "Création de Société", Date, Never;
    Bic, "bic", "BIC", Text(11), ForPaymentModesWithBankDetails;
    Iban, "iban", "IBAN", Text(34), ForPaymentModesWithBankDetails;
    CountryCode, "codepays", "Code Pays", Text(2), Never;
    CurrencyCode, "codemonnaie", "Code Monnaie", Text(3), Never;
    InvoiceEditionType, "type_edition_fac", "Type édition facture", Text(1), Always;
    Stage, "etape", "étape", Text(40), Never;
    LostReason, "motif_perte", "motif de perte", Text(40), Never;
}

/// « ligne de l'annexe 2 » : what is known of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// The field.
    pub field: CustomerField,
    /// Its wire name: the ERP's column; the annex's `[type edition fac]` is `type_edition_fac`.
    pub column: &'static str,
    /// The annex's own words.
    pub label: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// « Afficher »: whether the sheet shows it.
    pub shown: bool,
    /// « Obligatoire »: whether a customer creation needs it.
    pub required: Required,
}

/// « type de champ » : what a field holds, after the column types of annex 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// `char(n)`: at most so many bytes of Windows-1252.
    Text(usize),
    /// `int`.
    Integer,
    /// `datetime`, of which only the day counts; on the wire the text "YYYY-MM-DD".
    Date,
}

/// « obligatoire » : when a customer creation needs a field. A prospect needs only its name (the user's text,
/// « Création de prospect »).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// In every creation.
    Always,
    /// In none.
    Never,
    /// When `c_mod_rgl_1` is one of the parameter `modes_avec_rib` (annex 2: « Si c_mod_rgl_1 = LD »).
    ForPaymentModesWithBankDetails,
}

impl CustomerField {
    /// Its row of the table.
    pub fn spec(self) -> &'static FieldSpec {
        // The macro writes the fields and the table from the same rows, so the place is the field's own.
        &CUSTOMER_FIELDS[self as usize]
    }

    /// Its wire name.
    pub fn column(self) -> &'static str {
        self.spec().column
    }

    /// Whether the ERP has it; the others are the CRM's own and known only of prospects (design §4).
    pub fn is_annex_2(self) -> bool {
        !matches!(self, F::Stage | F::LostReason)
    }
}

/// A column that no field has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a field; use a column name of annex 2 such as nom_client, or etape or motif_perte")]
pub struct UnknownCustomerField(String);

impl FromStr for CustomerField {
    type Err = UnknownCustomerField;

    fn from_str(column: &str) -> Result<Self, UnknownCustomerField> {
        let spec = CUSTOMER_FIELDS.iter().find(|spec| spec.column == column);
        spec.map(|spec| spec.field).ok_or_else(|| UnknownCustomerField(column.to_owned()))
    }
}

impl TryFrom<String> for CustomerField {
    type Error = UnknownCustomerField;

    fn try_from(column: String) -> Result<Self, UnknownCustomerField> {
        column.parse()
    }
}

impl From<CustomerField> for String {
    fn from(field: CustomerField) -> String {
        field.column().to_owned()
    }
}

impl fmt::Display for CustomerField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.column())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn the_table_is_the_annex() {
        assert_eq!(CUSTOMER_FIELDS.iter().filter(|s| s.field.is_annex_2()).count(), 40);
        assert_eq!(CUSTOMER_FIELDS.len(), 42);
        let columns: BTreeSet<_> = CUSTOMER_FIELDS.iter().map(|s| s.column).collect();
        assert_eq!(columns.len(), CUSTOMER_FIELDS.len());
        let with_bank_details: Vec<_> = CUSTOMER_FIELDS
            .iter()
            .filter(|s| s.required == ForPaymentModesWithBankDetails)
            .map(|s| s.column)
            .collect();
        assert_eq!(with_bank_details, ["bic", "iban"]);
        // The annex's column « Obligatoire », read row by row.
        let always: Vec<_> =
            CUSTOMER_FIELDS.iter().filter(|s| s.required == Always).map(|s| s.column).collect();
        let annex = "c_fam_client c_sfam_client nom_client adr1_fac dep_fac bur_dis_fac ville_fac c_agence c_rep \
                     c_pays tel_1 contact_divers_2 c_per c_catc c_mod_rgl_1 nb_jour_1 type_edition_fac";
        assert_eq!(always, annex.split(' ').collect::<Vec<_>>());
    }

    #[test]
    fn columns_round_trip() {
        for spec in CUSTOMER_FIELDS {
            assert_eq!(spec.field.spec(), spec);
            assert_eq!(spec.column.parse::<CustomerField>(), Ok(spec.field));
            assert_eq!(serde_json::to_value(spec.field).unwrap(), spec.column);
        }
        for text in ["", "NOM_CLIENT", "type edition fac", "c_client"] {
            assert!(text.parse::<CustomerField>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn fields_are_json_keys() {
        let fields: BTreeMap<CustomerField, u8> =
            serde_json::from_str(r#"{"ville_fac":2,"nom_client":1}"#).unwrap();
        assert_eq!(serde_json::to_string(&fields).unwrap(), r#"{"nom_client":1,"ville_fac":2}"#);
    }
}
