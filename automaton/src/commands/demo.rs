//! `demo`: a complete lifelike installation.

use super::Answer;
use crate::cli::DemoArguments;
use crate::failure::Failure;

pub(super) async fn run(arguments: &DemoArguments) -> Result<Answer, Failure> {
    crate::demo::run(arguments).await
}
