//! The steps of the gateway that something outside can see, as one list.
//!
//! Each is announced right before it is done, as a trace event with target `step`. A crash test kills the process at each of them,
//! so nothing that touches the base may happen without one.

/// A visible step of work on the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The single-automaton lock is taken.
    Lock,
    /// The single-automaton lock is given back.
    Unlock,
    /// A transaction begins.
    Begin,
    /// A statement runs, inside or outside a transaction.
    Statement,
    /// A transaction is committed.
    Commit,
    /// The commit has been answered.
    Committed,
}

impl Step {
    /// Every step, in no particular order.
    pub const ALL: [Self; 6] =
        [Self::Lock, Self::Unlock, Self::Begin, Self::Statement, Self::Commit, Self::Committed];

    /// The step's name in traces.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lock => "base-lock",
            Self::Unlock => "base-unlock",
            Self::Begin => "base-begin",
            Self::Statement => "base-statement",
            Self::Commit => "base-commit",
            Self::Committed => "base-committed",
        }
    }
}

/// Announces a step; call it right before the step is done.
pub(crate) fn reached(step: Step) {
    tracing::trace!(target: "step", name = step.as_str());
}
