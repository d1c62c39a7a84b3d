//! `mail`: what waits to be sent, and what could not be.

use super::Answer;
use crate::cli::MailCommand;
use crate::config::Config;
use crate::failure::Failure;

#[expect(clippy::unused_async, reason = "a stub")]
pub(super) async fn run(_config: &Config, _command: MailCommand) -> Result<Answer, Failure> {
    Err(Failure::Other("not yet".to_owned()))
}
