//! Application locks (`sp_getapplock`): exclusive, owned by sessions.

use std::collections::HashMap;

/// Who holds which resource, and how often.
#[derive(Debug, Default)]
pub(crate) struct Locks {
    held: HashMap<String, (u64, u32)>,
}

impl Locks {
    /// Whether the session holds the resource now. Names are compared as they stand.
    pub(crate) fn take(&mut self, session: u64, resource: &str) -> bool {
        let (holder, times) = self.held.entry(resource.to_owned()).or_insert((session, 0));
        let is_mine = *holder == session;
        *times += u32::from(is_mine);
        is_mine
    }

    /// Whether there was something to release.
    pub(crate) fn release(&mut self, session: u64, resource: &str) -> bool {
        let Some((holder, times)) = self.held.get_mut(resource) else { return false };
        if *holder != session {
            return false;
        }
        *times -= 1;
        if *times == 0 {
            self.held.remove(resource);
        }
        true
    }

    /// The session ended.
    pub(crate) fn free(&mut self, session: u64) {
        self.held.retain(|_, (holder, _)| *holder != session);
    }
}

#[cfg(test)]
mod tests {
    use super::Locks;

    #[test]
    fn a_lock_is_one_sessions_as_often_as_it_took_it() {
        let mut locks = Locks::default();
        assert!(locks.take(1, "a") && locks.take(1, "a") && locks.take(2, "b"));
        assert!(!locks.take(2, "a") && !locks.release(2, "a"));
        assert!(locks.release(1, "a") && !locks.take(2, "a"));
        assert!(locks.release(1, "a") && locks.take(2, "a"));
        locks.free(2);
        assert!(locks.take(1, "a") && locks.take(1, "b") && !locks.release(1, "c"));
    }
}
