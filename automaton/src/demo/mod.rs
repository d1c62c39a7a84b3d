//! `demo DIR`: a lifelike installation, made of an invented company.

use crate::cli::DemoArguments;
use crate::commands::Answer;
use crate::failure::Failure;

/// Makes it.
///
/// # Errors
/// When the folder is not empty, or anything cannot be written.
#[expect(clippy::unused_async, reason = "a stub")]
pub async fn run(_arguments: &DemoArguments) -> Result<Answer, Failure> {
    Err(Failure::Other("not yet".to_owned()))
}
