//! One user's own base: his prospects and his entry of the correspondence table.

use domain::{ErpText, Person, UserFolder};
use snapshot::build::{Built, UserBuilder, UserSettings};
use winpneu::users::User;

use super::Context;
use super::pool::{Moment, Pool};
use super::report::Report;
use crate::failure::Failure;

/// Builds the files of one user's base.
pub(super) fn build(
    context: &Context,
    pool: &Pool,
    user: &User,
    folder: &UserFolder,
    report: &mut Report,
) -> Result<Built, Failure> {
    let settings = UserSettings { forms: context.forms.clone(), own: user.own() };
    let mut builder = UserBuilder::new(&context.scratch(Some(folder))?, settings)
        .map_err(|error| context.unbuilt(error))?;
    feed(&mut builder, context, pool, user).map_err(|error| context.unbuilt(error))?;
    let built = builder.finish().map_err(|error| context.unbuilt(error))?;
    for problem in &built.problems {
        report.problem(format!("{folder}: {problem}"));
    }
    report.problem_count += built.more_problems;
    Ok(built)
}

fn feed(
    builder: &mut UserBuilder,
    context: &Context,
    pool: &Pool,
    user: &User,
) -> Result<(), snapshot::BuildError> {
    let who =
        Person { folder: &user.folder, c_rep: user.c_rep.as_ref().map(ErpText::as_str), admin: user.admin };
    let moment = Moment {
        now: context.now,
        today: context.today,
        idle_months: context.parameters.prospect_inactif_mois.get(),
    };
    for (prospect, own) in pool.shipped(&who, &moment) {
        builder.prospect(&prospect.record, own)?;
        for place in &prospect.visits {
            builder.visit(&pool.visits[*place])?;
        }
        for event in &prospect.follow_up {
            builder.follow_up(prospect.record.id, event.clone())?;
        }
        for clash in &prospect.clashes {
            builder.clash(clash)?;
        }
        if let Some(creation) = &prospect.creation {
            builder.creation(creation)?;
        }
    }
    for visit in pool.visits.iter().filter(|visit| user.admin || visit.author == user.folder) {
        builder.visited(visit)?;
    }
    Ok(())
}
