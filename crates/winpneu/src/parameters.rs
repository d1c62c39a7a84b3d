//! `crm_parametre`: the business parameters that differ from their default.

use chrono::{DateTime, Utc};
use domain::Parameters;

use crate::statement::sql;
use crate::{Error, Statements};

/// A stored parameter that cannot be read; its default is in force meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterProblem {
    /// Its name.
    pub name: String,
    /// What is wrong with it.
    pub problem: String,
}

/// All parameters, and what is wrong with stored ones. The visit form is the latest of `crm_formulaire`, where there is one.
///
/// # Errors
/// When the base does not answer.
pub async fn load(base: &mut dyn Statements) -> Result<(Parameters, Vec<ParameterProblem>), Error> {
    let mut parameters = Parameters::default();
    let mut problems = Vec::new();
    {
        let mut rows = base.query(sql!("parameters_all"), &[]).await?;
        while let Some(row) = rows.next().await? {
            let (name, text) = (row.text(0)?, row.text(1)?);
            let set = serde_json::from_str(&text)
                .map_err(|error| error.to_string())
                .and_then(|value| parameters.set(&name, value).map_err(|error| error.to_string()));
            if let Err(problem) = set {
                problems.push(ParameterProblem { name, problem });
            }
        }
    }
    let (forms, form_problems) = crate::forms::all(base).await?;
    problems.extend(form_problems);
    if let Some(latest) = forms.into_iter().max_by_key(domain::VisitForm::version) {
        parameters.formulaire_visite = latest;
    }
    Ok((parameters, problems))
}

/// Stores one parameter as JSON text, already validated.
///
/// # Errors
/// When the base does not answer.
pub async fn store(
    base: &mut dyn Statements,
    name: &str,
    value: &serde_json::Value,
    author: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let parameters = [name.into(), value.to_string().into(), now.into(), author.into()];
    if base.execute(sql!("parameter_update"), &parameters).await? == 0 {
        base.execute(sql!("parameter_insert"), &parameters).await?;
    }
    Ok(())
}
