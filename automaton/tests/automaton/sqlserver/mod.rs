//! The real program against SQL Server's protocol: installations whose base is reached over TLS (`served`). The server is a test double
//! that runs the statements on SQLite, in this very process; faults are its plan.

mod crashes;
mod faults;
mod mail_faults;
mod outages;
mod rebuild_faults;
mod same_result;
pub mod served;
mod two_automatons;
