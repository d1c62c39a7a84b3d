//! Statements that write: which parameter goes into which column.

use std::rc::Rc;

use sqlparser::ast::{
    AssignmentTarget, Expr, Insert, SelectItem, SetExpr, TableObject, Update, UpdateTableFromKind,
};

use super::expressions::{arguments, is_named};
use super::{How, Reading, Scope, Use, column_of, last};
use crate::sql::schema::Column;

impl Reading<'_> {
    pub(super) fn insert(&mut self, insert: &Insert) {
        let TableObject::TableName(name) = &insert.table else { return };
        let (table, columns) = self.table(name);
        let targets: Vec<Option<Column>> = if insert.columns.is_empty() {
            columns.iter().cloned().map(Some).collect()
        } else {
            insert.columns.iter().map(|name| column_of(&columns, &last(name)).cloned()).collect()
        };
        let Some(source) = &insert.source else { return };
        self.ctes(source, &Scope::default());
        self.stored_rows(&source.body, &table, &targets);
    }

    fn stored_rows(&mut self, rows: &SetExpr, table: &str, targets: &[Option<Column>]) {
        let nowhere = Scope::default();
        match rows {
            SetExpr::Values(values) => {
                for row in &values.rows {
                    for (value, target) in row.content.iter().zip(targets) {
                        self.stored(value, table, target.as_ref(), &nowhere);
                    }
                }
            }
            SetExpr::Select(select) => {
                let scope = self.select(select, &nowhere);
                for (item, target) in select.projection.iter().zip(targets) {
                    if let SelectItem::UnnamedExpr(value) | SelectItem::ExprWithAlias { expr: value, .. } =
                        item
                    {
                        self.stored(value, table, target.as_ref(), &scope);
                    }
                }
            }
            SetExpr::Query(query) => self.stored_rows(&query.body, table, targets),
            SetExpr::SetOperation { left, right, .. } => {
                self.stored_rows(left, table, targets);
                self.stored_rows(right, table, targets);
            }
            _ => {}
        }
    }

    pub(super) fn update(&mut self, update: &Update) {
        let nowhere = Scope::default();
        let mut scope = self.tables(std::slice::from_ref(&update.table), &nowhere);
        if let Some(UpdateTableFromKind::BeforeSet(tables) | UpdateTableFromKind::AfterSet(tables)) =
            &update.from
        {
            scope.relations.extend(self.tables(tables, &nowhere).relations);
        }
        let Some((table, columns)) =
            scope.relations.first().map(|first| (first.table.clone(), Rc::clone(&first.columns)))
        else {
            return;
        };
        for assignment in &update.assignments {
            if let AssignmentTarget::ColumnName(name) = &assignment.target {
                self.stored(&assignment.value, &table, column_of(&columns, &last(name)), &scope);
            }
        }
        if let Some(condition) = &update.selection {
            self.expression(condition, &scope);
        }
    }

    /// A value on its way into a column.
    fn stored(&mut self, value: &Expr, table: &str, target: Option<&Column>, scope: &Scope<'_>) {
        let known = self.expression(value, scope);
        let Some(column) = target else { return };
        match value {
            Expr::Nested(inner) => self.stored(inner, table, target, scope),
            Expr::Case { conditions, else_result, .. } => {
                let results = conditions.iter().map(|when| &when.result).chain(else_result.as_deref());
                results.for_each(|result| self.stored(result, table, target, scope));
            }
            Expr::Function(function) if is_named(function, &["COALESCE"]) => {
                arguments(function)
                    .into_iter()
                    .for_each(|argument| self.stored(argument, table, target, scope));
            }
            Expr::Subquery(query) => {
                if let SetExpr::Select(select) = &*query.body {
                    let inner = self.select(select, scope);
                    for item in &select.projection {
                        if let SelectItem::UnnamedExpr(value) = item {
                            self.stored(value, table, target, &inner);
                        }
                    }
                }
            }
            _ => {
                if let (Some(parameter), Some(kind)) = (known.parameter, column.kind) {
                    let (table, column) = (table.to_owned(), column.name.clone());
                    self.used(Use { parameter, how: How::Stored, table, column, kind });
                }
            }
        }
    }
}
