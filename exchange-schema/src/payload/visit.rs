//! VC and VP: a visit. The two differ only in who was visited.

use chrono::NaiveDate;
use domain::{Comment, CustomerCode, Fleet, FollowUpChange, NodeId, TimeOfDay};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::null_is_default;
use crate::{ProspectId, shapes};

/// What was picked in the visit form. Whether that version exists and has these nodes is the server's to judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PickedAnswers {
    /// The version of the form that was shown.
    pub form: u32,
    /// The ids of the nodes that were picked, in the order of picking.
    #[schemars(with = "Vec<shapes::Node>")]
    pub picked: Vec<NodeId>,
}

/// A visit without the one who was visited: what VC and VP have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitReport<'a> {
    /// The day of the visit, as the author's own calendar had it.
    pub visited_on: NaiveDate,
    /// The hour, by the author's clock.
    pub visited_at: TimeOfDay,
    /// What the author typed; may be empty.
    pub comment: &'a Comment,
    /// What was picked in the visit form.
    pub answers: Option<&'a PickedAnswers>,
    /// What happens to the follow-up date.
    pub follow_up_on: FollowUpChange,
    /// The kinds of vehicle about which something was said.
    pub fleet: &'a Fleet,
}

/// serde has no way to name one field by a type parameter, so the two structs are written by one macro.
macro_rules! visit_payload {
    ($(#[$meta:meta])* $name:ident, $(#[$who_meta:meta])* $who:ident: $who_type:ty) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(#[$who_meta])*
            pub $who: $who_type,
            /// The day of the visit, `YYYY-MM-DD`, as the author's own calendar had it.
            #[serde(with = "domain::iso_date")]
            #[schemars(with = "shapes::Date")]
            pub visited_on: NaiveDate,
            /// The hour, `HH:MM`, by the author's clock.
            #[schemars(with = "shapes::TimeOfDay")]
            pub visited_at: TimeOfDay,
            /// What the author typed; may be empty (« il pourra aussi valider à vide »).
            #[schemars(with = "shapes::CommentText")]
            pub comment: Comment,
            /// What was picked in the visit form; absent when nothing was asked.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub answers: Option<PickedAnswers>,
            /// The next follow-up date: absent = unchanged, null = none any more.
            #[serde(default, skip_serializing_if = "FollowUpChange::is_unchanged")]
            #[schemars(with = "Option<shapes::Date>")]
            pub follow_up_on: FollowUpChange,
            /// The kinds of vehicle about which something was said; empty = nothing.
            #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Fleet::is_empty")]
            #[schemars(with = "Option<shapes::FleetCounts>")]
            pub fleet: Fleet,
        }

        impl $name {
            /// The visit without the one who was visited.
            #[must_use]
            pub const fn report(&self) -> VisitReport<'_> {
                VisitReport {
                    visited_on: self.visited_on,
                    visited_at: self.visited_at,
                    comment: &self.comment,
                    answers: self.answers.as_ref(),
                    follow_up_on: self.follow_up_on,
                    fleet: &self.fleet,
                }
            }
        }
    };
}

visit_payload! {
    /// VC, « Visite ce jour »: a visit to a customer.
    CustomerVisitPayload,
    /// Who was visited.
    #[schemars(with = "shapes::Customer")]
    customer: CustomerCode
}

visit_payload! {
    /// VP: a visit to a prospect.
    ProspectVisitPayload,
    /// Who was visited.
    prospect: ProspectId
}

impl ProspectVisitPayload {
    /// The same visit to the customer that the prospect has become (design §6: VP for a prospect meanwhile converted).
    #[must_use]
    pub fn into_customer_visit(self, customer: CustomerCode) -> CustomerVisitPayload {
        CustomerVisitPayload {
            customer,
            visited_on: self.visited_on,
            visited_at: self.visited_at,
            comment: self.comment,
            answers: self.answers,
            follow_up_on: self.follow_up_on,
            fleet: self.fleet,
        }
    }
}
