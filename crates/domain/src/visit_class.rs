//! What a row of `client_relation` counts as (design §8, "Defaults where the user's text is silent").

/// « nature d'une relation » : what a row of `client_relation` is for lists and statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationClass {
    /// Not a visit: of another origin than CRV, or a modification request. Shown in the history, never counted.
    Other,
    /// A visit to a customer.
    Visit,
    /// A visit made when the customer was a prospect: last visit and calendar have it, statistics count it as a prospect visit.
    ProspectVisit,
}

impl RelationClass {
    /// Origin of what the CRM, and the ERP's own visit screen, write.
    const CRV: &'static str = "CRV";
    /// Kinds of files that make a relation which is no visit: an MC, and an MP for a prospect that had become a customer.
    const REQUESTS: [&'static str; 2] = ["MC_", "MP_"];

    /// Of a row with that origin, which this exchange file caused; `of_prospect` when `crm_visite_prospect` has a row of that file.
    pub fn of(origin: Option<&str>, file: Option<&str>, of_prospect: bool) -> RelationClass {
        let requested = file.is_some_and(|name| Self::REQUESTS.iter().any(|kind| name.starts_with(kind)));
        match origin.map(str::trim_end) {
            Some(Self::CRV) if requested => RelationClass::Other,
            Some(Self::CRV) if of_prospect => RelationClass::ProspectVisit,
            Some(Self::CRV) => RelationClass::Visit,
            _ => RelationClass::Other,
        }
    }

    /// Whether somebody was visited.
    pub fn is_visit(self) -> bool {
        self != RelationClass::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts() {
        for (origin, file, of_prospect, class) in [
            (Some("CRV"), None, false, RelationClass::Visit),
            (Some("CRV"), Some("VC_20261121T143502Z_jdupont_x.json"), false, RelationClass::Visit),
            (Some("CRV"), Some("VP_20261121T143502Z_jdupont_x.json"), true, RelationClass::ProspectVisit),
            // After the conversion: a plain visit of the customer.
            (Some("CRV"), Some("VP_20261121T143502Z_jdupont_x.json"), false, RelationClass::Visit),
            (Some("CRV"), Some("MC_20261121T143502Z_jdupont_x.json"), false, RelationClass::Other),
            (Some("CRV"), Some("MP_20261121T143502Z_jdupont_x.json"), false, RelationClass::Other),
            (Some("LIT"), None, false, RelationClass::Other),
            (Some("CRV "), None, false, RelationClass::Visit),
            (None, None, false, RelationClass::Other),
        ] {
            assert_eq!(
                RelationClass::of(origin, file, of_prospect),
                class,
                "{origin:?} {file:?} {of_prospect}"
            );
        }
    }
}
