//! The six kinds of exchange file.

use crate::codes::codes;

codes! {
    /// « Action par fichier »: what an exchange file asks the server to do. Codes from the user's own text.
    pub enum Kind "kind of exchange file" {
        /// « Visite client »: a visit to a customer.
        Vc = "VC",
        /// « Modification client »: a request to the accountants to change a customer, or a new follow-up or fleet.
        Mc = "MC",
        /// « Création prospect »: a new prospect.
        Cp = "CP",
        /// « Modification prospect »: changes to a prospect, or its deletion.
        Mp = "MP",
        /// « Visite prospect »: a visit to a prospect.
        Vp = "VP",
        /// « Création client »: the wish to turn a prospect into a customer.
        Cc = "CC",
    }
}
