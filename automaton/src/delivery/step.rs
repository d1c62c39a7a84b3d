//! What delivery does that somebody outside can see.
//!
//! As in `winpneu` and `sync-folder`: a crash test ends the process at the n-th event of the target `step`. A mail may then be sent
//! again, the same in every byte; never is one lost.

/// One step of sending a mail. It is announced immediately before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The transport is given a mail.
    Send,
    /// The mail's content leaves: from here on it may have been taken.
    Content,
    /// It was taken, and is about to be marked.
    Taken,
    /// It was marked.
    Marked,
}

impl Step {
    /// Every step, for tests that go through all of them.
    pub const ALL: [Self; 4] = [Self::Send, Self::Content, Self::Taken, Self::Marked];

    /// The name under which the step is announced; unique among all crates, hence the prefix.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Send => "mail-send",
            Self::Content => "mail-content",
            Self::Taken => "mail-taken",
            Self::Marked => "mail-marked",
        }
    }
}

/// Announces a step. Call it immediately before doing it.
pub(super) fn reached(step: Step) {
    tracing::trace!(target: "step", name = step.as_str());
}
