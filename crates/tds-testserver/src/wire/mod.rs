//! The protocol ([MS-TDS]): packets, TLS, the messages that a client sends and the tokens that answer them. Nothing here knows SQL.

pub(crate) mod login;
pub(crate) mod packets;
pub(crate) mod prelogin;
pub(crate) mod read;
pub(crate) mod requests;
pub(crate) mod tls;
pub(crate) mod tokens;
pub(crate) mod values;

#[cfg(test)]
mod hostile_tests;
