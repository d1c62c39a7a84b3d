//! What the files hold that the builders make.

mod common;
mod determinism;
mod lists;
mod privacy;
mod support;
mod user;
mod visits;
