//! `crm_formulaire`: every version of the visit form, for ever. A visit is read with the version it was answered on.

use chrono::{DateTime, Utc};
use domain::VisitForm;

use crate::parameters::ParameterProblem;
use crate::statement::sql;
use crate::{Error, Statements};

/// Every readable version, in order, and what is wrong with the others.
///
/// # Errors
/// When the base does not answer.
pub async fn all(base: &mut dyn Statements) -> Result<(Vec<VisitForm>, Vec<ParameterProblem>), Error> {
    let mut forms = Vec::new();
    let mut problems = Vec::new();
    let mut rows = base.query(sql!("forms_all"), &[]).await?;
    while let Some(row) = rows.next().await? {
        let (version, tree) = (row.int(0)?, row.text(1)?);
        match serde_json::from_str::<VisitForm>(&tree) {
            Ok(form) if i64::from(form.version()) == version => forms.push(form),
            Ok(form) => problems.push(problem(version, format!("the tree says version {}", form.version()))),
            Err(error) => problems.push(problem(version, error.to_string())),
        }
    }
    forms.sort_by_key(VisitForm::version);
    Ok((forms, problems))
}

fn problem(version: i64, problem: String) -> ParameterProblem {
    ParameterProblem { name: format!("formulaire_visite version {version}"), problem }
}

/// Adds a version. That it may follow the earlier ones is the caller's check.
///
/// # Errors
/// [`Error::Duplicate`] when that version exists.
pub async fn insert(base: &mut dyn Statements, form: &VisitForm, now: DateTime<Utc>) -> Result<(), Error> {
    let tree = serde_json::to_string(form)
        .map_err(|error| Error::Column { column: "arbre".to_owned(), problem: error.to_string() })?;
    base.execute(sql!("form_insert"), &[form.version().into(), tree.into(), now.into()]).await.map(drop)
}
