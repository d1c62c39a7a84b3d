//! What building does that somebody outside can see.
//!
//! As in `sync-folder`: a crash test ends the process at the n-th event of the target `step`; the next build must then be whole.

/// One externally visible step of building a file. It is announced immediately before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The file is created in the scratch folder, under a name of its own.
    Create,
    /// Its rows are written.
    Fill,
    /// It is completed and takes the name that tells its content.
    Finish,
}

impl Step {
    /// Every step, for tests that go through all of them.
    pub const ALL: [Self; 3] = [Self::Create, Self::Fill, Self::Finish];

    /// The name under which the step is announced; unique among all crates, hence the prefix.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "snapshot-create",
            Self::Fill => "snapshot-fill",
            Self::Finish => "snapshot-finish",
        }
    }
}

/// Announces a step. Call it immediately before doing it.
pub(crate) fn reached(step: Step) {
    tracing::trace!(target: "step", name = step.as_str());
}
