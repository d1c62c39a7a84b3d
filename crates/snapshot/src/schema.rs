//! The tables inside the files, and their version.

use exchange_schema::Role;

/// The version of the tables (`Manifest::schema`). A reader takes no other: raise it when a table of `schema/*.sql` changes.
pub const SCHEMA: u32 = 1;

/// The tables of a file.
pub(crate) const fn tables(role: Role) -> &'static str {
    match role {
        Role::Customers => include_str!("../schema/customers.sql"),
        Role::Visits => include_str!("../schema/visits.sql"),
        Role::Lists => include_str!("../schema/lists.sql"),
        Role::Prospects => include_str!("../schema/prospects.sql"),
        Role::User => include_str!("../schema/user.sql"),
    }
}
