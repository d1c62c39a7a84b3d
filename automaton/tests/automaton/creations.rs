//! The life of a customer creation, from the prospect on the laptop to the customer in the ERP, through the real program.
//!
//! The words of the mails are the user's own (cahier des charges, « Notifications par mail »).

mod after;
mod at_once;
mod installation;
mod life;
mod refusal;
pub mod stage;
mod validation;
