//! Everybody's base: customers, visits, lists. Rows are handed on as they are read.

use chrono::Datelike;
use snapshot::BuildError;
use snapshot::build::{Built, CommonBuilder, CommonSettings};
use winpneu::Reading;
use winpneu::extracts::{self, Extract};

use super::report::Report;
use super::{Context, build_failure, towns};
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
        CommonBuilder::new(&context.scratch(sync_folder::COMMON)?, settings).map_err(build_failure)?;
    let to = &mut builder;
    let first_year = context.today.year() - 2;
    each(extracts::relations(reading).await?, report, |row| to.relation(&row)).await?;
    each(extracts::customer_follow_ups(reading).await?, report, |(code, event)| to.follow_up(&code, event))
        .await?;
    each(extracts::contacts(reading).await?, report, |row| to.contact(&row)).await?;
    each(extracts::revenue(reading, first_year).await?, report, |row| to.revenue(&row)).await?;
    each(extracts::customers(reading).await?, report, |row| to.customer(&row)).await?;
    each(extracts::codes(reading).await?, report, |row| to.code(&row)).await?;
    small(&mut builder, context).map_err(build_failure)?;
    let built = builder.finish().map_err(build_failure)?;
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

/// Hands every readable row to the builder; what cannot be read is listed.
async fn each<T>(
    mut rows: Extract<'_, T>,
    report: &mut Report,
    mut take: impl FnMut(T) -> Result<(), BuildError>,
) -> Result<(), Failure> {
    while let Some(row) = rows.next().await? {
        match row {
            Ok(row) => take(row).map_err(build_failure)?,
            Err(unreadable) => report.unreadable(&unreadable),
        }
    }
    Ok(())
}
