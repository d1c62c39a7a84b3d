//! `doctor`: looks at everything that can be wrong, and says what to mend.

use std::path::Path;

use super::Answer;
use crate::failure::Failure;

#[expect(clippy::unused_async, reason = "a stub")]
pub(super) async fn run(_path: &Path) -> Result<Answer, Failure> {
    Err(Failure::Other("not yet".to_owned()))
}
