//! One statement on SQLite, and the rows that it answers.

use rusqlite::types::Value;

use super::{Bound, Engine, Failure};
use crate::sql::checks;
use crate::sql::errors::SqlError;
use crate::sql::rewrite::{self, Rewritten, Target};
use crate::sql::schema::Column;
use crate::sql::types::Type;
use crate::wire::tokens::Answer;

impl Engine {
    /// One statement for SQLite.
    pub(super) fn sql(&mut self, text: &str, bound: &Bound, answer: &mut Answer<'_>) -> Result<(), Failure> {
        let system = rewrite::System { spid: self.session, trancount: self.depth() };
        let Rewritten { before, sql, target } = rewrite::rewritten(text, system)?;
        // A view that is made anew is not prepared beside the old one.
        let is_read = before.is_none() && {
            let statement =
                self.base.prepare_cached(&sql).map_err(|error| self.translated(&error, target))?;
            statement.readonly()
        };
        let outputs = self.checked(text, target, bound)?;
        let is_alone = self.enter(is_read)?;
        let mut outcome = match before.map(|before| self.batch(&before)) {
            Some(Err(error)) => Err(error.into()),
            _ => self.execute(&sql, target, bound, &outputs, answer),
        };
        if is_alone {
            let ended = self.end_alone(outcome.is_ok());
            // The error of the statement is the one to tell.
            outcome = outcome.and_then(|count| ended.map(|()| count));
        }
        let count = Some(outcome?).filter(|_| (is_read || target.is_counted()) && !self.settings.no_count);
        if is_read || !self.settings.no_count {
            answer.done(count)?;
        }
        Ok(())
    }

    /// Refuses what SQL Server would refuse and SQLite would not; the columns of the answer as far as the text tells.
    fn checked(&self, text: &str, target: Target<'_>, bound: &Bound) -> Result<Vec<Column>, SqlError> {
        if target.is_ddl() {
            self.schema.forget();
            return Ok(Vec::new());
        }
        let analysis = self.schema.analysis(&self.base, text)?;
        checks::check(&analysis, bound, &self.shared.options.database)?;
        Ok(analysis.outputs.clone())
    }

    /// Runs a statement and sends its rows; how many there were, or how many it changed.
    fn execute(
        &self,
        sql: &str,
        target: Target<'_>,
        bound: &Bound,
        outputs: &[Column],
        answer: &mut Answer<'_>,
    ) -> Result<u64, Failure> {
        let fail = |error: rusqlite::Error| Failure::Sql(self.translated(&error, target));
        let mut statement = self.base.prepare_cached(sql).map_err(fail)?;
        for place in 1..=statement.parameter_count() {
            let name = statement.parameter_name(place).unwrap_or_default().to_owned();
            let parameter = bound.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(&name));
            let value = &parameter.ok_or_else(|| SqlError::undeclared(&name))?.value;
            statement.raw_bind_parameter(place, value).map_err(fail)?;
        }
        if statement.column_count() == 0 {
            let changed = statement.raw_execute().map_err(fail)?;
            return Ok(u64::try_from(changed).unwrap_or(0));
        }
        let (names, mut types): (Vec<String>, Vec<Option<Type>>) = statement
            .columns()
            .map(|column| (column.name().to_owned(), column.decl_type().and_then(Type::declared)))
            .unzip();
        // A declared type, else what the text tells, else what the first value shows.
        for (kind, output) in types.iter_mut().zip(outputs).filter(|_| outputs.len() == names.len()) {
            let sent = || {
                let name = output.parameter.as_ref()?;
                bound.iter().find(|parameter| parameter.name == *name).and_then(|sent| Type::sent(sent.kind))
            };
            *kind = kind.or(output.kind).or_else(sent);
        }
        let mut sending = Sending { names, types, held: Some(Vec::new()), count: 0 };
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(fail)? {
            let values: rusqlite::Result<Vec<Value>> =
                (0..sending.names.len()).map(|place| row.get(place)).collect();
            sending.row(values.map_err(fail)?, answer)?;
        }
        sending.end(answer)
    }
}

/// Rows on their way. An expression has no declared type: rows are held until each of its columns has shown a value.
struct Sending {
    names: Vec<String>,
    types: Vec<Option<Type>>,
    /// None once the columns were told.
    held: Option<Vec<Vec<Value>>>,
    count: u64,
}

impl Sending {
    fn row(&mut self, values: Vec<Value>, answer: &mut Answer<'_>) -> Result<(), Failure> {
        self.count += 1;
        let Some(held) = &mut self.held else { return send(&self.types, &values, answer) };
        for (kind, value) in self.types.iter_mut().zip(&values) {
            *kind = kind.or_else(|| Type::of(value));
        }
        held.push(values);
        if self.types.iter().all(Option::is_some) { self.release(answer) } else { Ok(()) }
    }

    /// Tells the columns and sends what is held.
    fn release(&mut self, answer: &mut Answer<'_>) -> Result<(), Failure> {
        let Some(held) = self.held.take() else { return Ok(()) };
        let columns: Vec<Vec<u8>> =
            self.names.iter().zip(&self.types).map(|(name, kind)| of(*kind).column(name)).collect();
        answer.columns(&columns)?;
        held.iter().try_for_each(|values| send(&self.types, values, answer))
    }

    fn end(mut self, answer: &mut Answer<'_>) -> Result<u64, Failure> {
        self.release(answer)?;
        Ok(self.count)
    }
}

/// A column that showed no value and has no declared type is text.
fn of(kind: Option<Type>) -> Type {
    kind.unwrap_or(Type::Nvarchar(None))
}

fn send(types: &[Option<Type>], values: &[Value], answer: &mut Answer<'_>) -> Result<(), Failure> {
    let mut row = Vec::new();
    for (kind, value) in types.iter().zip(values) {
        of(*kind).put(value, &mut row)?;
    }
    Ok(answer.row(&row)?)
}
