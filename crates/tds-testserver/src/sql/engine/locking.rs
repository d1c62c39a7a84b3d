//! `sp_getapplock` and `sp_releaseapplock`.

use std::time::Duration;

use rusqlite::types::Value;

use super::{Bound, Engine, Failure};
use crate::server::locked;
use crate::sql::errors::SqlError;
use crate::sql::split::LockCall;

impl Engine {
    /// Takes or releases a lock, and puts the answer into the variable that was named for it.
    pub(super) fn lock(&self, call: &LockCall<'_>, bound: &mut Bound) -> Result<(), Failure> {
        let argument = |name: &str| {
            let given = call.arguments.iter().find(|(given, _)| given.eq_ignore_ascii_case(name))?.1;
            let value = bound.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(given));
            Some(match value.map(|parameter| &parameter.value) {
                Some(Value::Text(text)) => text.clone(),
                _ => given.trim_matches('\'').to_owned(),
            })
        };
        let resource = argument("@Resource").ok_or_else(|| SqlError::missing_argument("@Resource"))?;
        let is_fit = argument("@LockOwner").is_some_and(|owner| owner.eq_ignore_ascii_case("Session"))
            && (call.is_release
                || argument("@LockMode").is_some_and(|mode| mode.eq_ignore_ascii_case("Exclusive")));
        let longest = match argument("@LockTimeout").and_then(|limit| limit.parse::<i64>().ok()) {
            Some(limit) => u64::try_from(limit).ok().map(Duration::from_millis),
            None => self.settings.lock_timeout,
        };
        let answer = match (is_fit, call.is_release) {
            (false, _) => -999,
            (true, true) if locked(&self.shared.locks).release(self.session, &resource) => 0,
            (true, true) => return Err(SqlError::not_held(&resource).into()),
            (true, false) => {
                let take = || Ok(locked(&self.shared.locks).take(self.session, &resource).then_some(0));
                self.patience.wait(longest, take)?.unwrap_or(-1)
            }
        };
        if let Some(name) = call.answer {
            let variable = bound.iter_mut().find(|variable| variable.name.eq_ignore_ascii_case(name));
            variable.ok_or_else(|| SqlError::undeclared(name))?.value = Value::Integer(answer);
        }
        Ok(())
    }
}
