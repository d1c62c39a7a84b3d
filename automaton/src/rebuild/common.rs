//! Everybody's base: customers, visits, lists. Rows are handed on as they are read.

use chrono::Datelike;
use snapshot::BuildError;
use snapshot::build::{Built, CommonBuilder, CommonSettings};
use winpneu::Reading;
use winpneu::extracts;

use super::report::Report;
use super::{Context, towns};
use crate::failure::Failure;

/// Builds the files of the common base.
pub(super) async fn build(
    reading: &mut Reading<'_>,
    context: &Context,
    report: &mut Report,
) -> Result<Built, Failure> {
    let settings = CommonSettings {
        forms: context.forms.clone(),
        parameters: context.parameters.clone(),
        built_on: context.today,
        zone: context.zone,
    };
    let mut builder =
        CommonBuilder::new(&context.scratch(None)?, settings).map_err(|error| context.unbuilt(error))?;
    let to = &mut builder;
    let first_year = context.today.year() - 2;
    context.each(extracts::relations(reading).await?, report, |row| to.relation(&row)).await?;
    context
        .each(extracts::customer_follow_ups(reading).await?, report, |(code, event)| {
            to.follow_up(&code, event)
        })
        .await?;
    context.each(extracts::contacts(reading).await?, report, |row| to.contact(&row)).await?;
    context.each(extracts::revenue(reading, first_year).await?, report, |row| to.revenue(&row)).await?;
    context.each(extracts::customers(reading).await?, report, |row| to.customer(&row)).await?;
    context.each(extracts::codes(reading).await?, report, |row| to.code(&row)).await?;
    small(&mut builder, context).map_err(|error| context.unbuilt(error))?;
    let built = builder.finish().map_err(|error| context.unbuilt(error))?;
    for problem in &built.problems {
        report.problem(problem.as_str());
    }
    report.problem_count += built.more_problems;
    Ok(built)
}

/// What does not come from the ERP.
fn small(builder: &mut CommonBuilder, context: &Context) -> Result<(), BuildError> {
    for town in towns::all() {
        builder.town(&town)?;
    }
    for user in &context.users {
        builder.person(&user.person())?;
    }
    Ok(())
}
