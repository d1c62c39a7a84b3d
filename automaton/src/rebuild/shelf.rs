//! Where built bases go: to the folder at once, or on a shelf until it is known that they may.

use domain::UserFolder;
use snapshot::build::Built;

use super::publication::Publication;
use super::report::Report;
use super::{Context, go_on};
use crate::failure::Failure;

/// What becomes of bases once they are built.
pub(super) struct Shelf<'p, 'b> {
    publication: &'p Publication<'b>,
    /// None: each is published as soon as it is built, so that the scratch folder need not hold all of them.
    held: Option<Vec<(Option<UserFolder>, Built)>>,
}

impl<'p, 'b> Shelf<'p, 'b> {
    /// `holds`: nothing is published before [`Shelf::publish`].
    pub(super) fn new(publication: &'p Publication<'b>, holds: bool) -> Self {
        Self { publication, held: holds.then(Vec::new) }
    }

    /// Takes one base, and notes what became of it.
    pub(super) fn take(
        &mut self,
        user: Option<UserFolder>,
        built: Result<Built, Failure>,
        context: &Context,
        report: &mut Report,
    ) -> Result<(), Failure> {
        match (built, &mut self.held) {
            (Ok(built), Some(held)) => {
                held.push((user, built));
                Ok(())
            }
            (built, _) => {
                let published =
                    built.and_then(|built| self.publication.publish(user.as_ref(), built, context));
                report.done(user.as_ref(), published)
            }
        }
    }

    /// Publishes what was held back.
    pub(super) fn publish(self, context: &Context, report: &mut Report) -> Result<(), Failure> {
        for (user, built) in self.held.into_iter().flatten() {
            go_on(&context.stop)?;
            let published = self.publication.publish(user.as_ref(), built, context);
            report.done(user.as_ref(), published)?;
        }
        Ok(())
    }
}
