//! What a statement reads and writes: which column each parameter is stored in or compared with, and of which types the answer is.
//! What it does not understand it leaves out.

mod expressions;
mod writes;

use std::rc::Rc;

use sqlparser::ast::{
    Expr, FromTable, JoinConstraint, JoinOperator, ObjectName, Query, Select, SelectItem, SetExpr, Statement,
    TableFactor, TableWithJoins,
};

use super::schema::Column;
use super::types::Type;
use expressions::merged;

/// How a parameter meets a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Stored,
    Compared,
}

/// A parameter that meets a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) parameter: String,
    pub(crate) how: How,
    pub(crate) table: String,
    pub(crate) column: String,
    pub(crate) kind: Type,
}

/// What is known of a statement.
#[derive(Debug, Default)]
pub(crate) struct Analysis {
    pub(crate) uses: Vec<Use>,
    /// Columns of the answer.
    pub(crate) outputs: Vec<Column>,
    /// Collations of two columns that are compared and differ.
    pub(crate) conflict: Option<[String; 2]>,
}

/// Looks a table or view up.
pub(crate) type Lookup<'l> = dyn Fn(&str) -> Option<Rc<Vec<Column>>> + 'l;

pub(crate) fn analysed(statement: &Statement, lookup: &Lookup<'_>) -> Analysis {
    let mut reading = Reading { lookup, found: Analysis::default(), named: Vec::new() };
    let nowhere = Scope::default();
    match statement {
        Statement::Query(query) => reading.found.outputs = reading.query(query, &nowhere),
        Statement::Insert(insert) => reading.insert(insert),
        Statement::Update(update) => reading.update(update),
        Statement::Delete(delete) => {
            let (FromTable::WithFromKeyword(tables) | FromTable::WithoutKeyword(tables)) = &delete.from;
            let scope = reading.tables(tables, &nowhere);
            if let Some(condition) = &delete.selection {
                reading.expression(condition, &scope);
            }
        }
        _ => {}
    }
    reading.found
}

/// A table, view or query with the name that its columns go by.
struct Relation {
    name: String,
    table: String,
    columns: Rc<Vec<Column>>,
}

/// What names may mean.
#[derive(Default)]
struct Scope<'o> {
    relations: Vec<Relation>,
    outer: Option<&'o Self>,
}

struct Reading<'l> {
    lookup: &'l Lookup<'l>,
    found: Analysis,
    /// Common table expressions.
    named: Vec<(String, Rc<Vec<Column>>)>,
}

impl Reading<'_> {
    fn used(&mut self, new: Use) {
        if !self.found.uses.contains(&new) {
            self.found.uses.push(new);
        }
    }

    fn ctes(&mut self, query: &Query, outer: &Scope<'_>) {
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            let mut columns = self.query(&cte.query, outer);
            for (column, alias) in columns.iter_mut().zip(&cte.alias.columns) {
                column.name.clone_from(&alias.name.value);
            }
            self.named.push((cte.alias.name.value.clone(), Rc::new(columns)));
        }
    }

    fn query(&mut self, query: &Query, outer: &Scope<'_>) -> Vec<Column> {
        self.ctes(query, outer);
        self.rows(&query.body, outer)
    }

    fn rows(&mut self, rows: &SetExpr, outer: &Scope<'_>) -> Vec<Column> {
        match rows {
            SetExpr::Select(select) => {
                let scope = self.select(select, outer);
                select.projection.iter().flat_map(|item| self.outputs(item, &scope)).collect()
            }
            SetExpr::Query(query) => self.query(query, outer),
            SetExpr::SetOperation { left, right, .. } => {
                let (mut left, right) = (self.rows(left, outer), self.rows(right, outer));
                for (column, other) in left.iter_mut().zip(right) {
                    column.kind = merged([column.kind, other.kind].into_iter().flatten());
                }
                left
            }
            _ => Vec::new(),
        }
    }

    /// Reads all of a SELECT but what it answers.
    fn select<'o>(&mut self, select: &Select, outer: &'o Scope<'o>) -> Scope<'o> {
        let scope = self.tables(&select.from, outer);
        for condition in select.selection.iter().chain(&select.having) {
            self.expression(condition, &scope);
        }
        scope
    }

    fn outputs(&mut self, item: &SelectItem, scope: &Scope<'_>) -> Vec<Column> {
        let (value, name) = match item {
            SelectItem::UnnamedExpr(value) => (value, None),
            SelectItem::ExprWithAlias { expr, alias } => (expr, Some(alias.value.clone())),
            SelectItem::Wildcard(_) => {
                return scope
                    .relations
                    .iter()
                    .flat_map(|relation| relation.columns.iter().cloned())
                    .collect();
            }
            // Nobody here writes others; the answer's own types then count.
            _ => return Vec::new(),
        };
        let known = self.expression(value, scope);
        let name = name.or_else(|| known.column.as_ref().map(|(_, name)| name.clone())).unwrap_or_default();
        vec![Column { name, kind: known.kind, collation: known.collation, parameter: known.parameter }]
    }

    fn table(&self, name: &ObjectName) -> (String, Rc<Vec<Column>>) {
        let parts: Vec<&str> =
            name.0.iter().filter_map(|part| part.as_ident()).map(|part| part.value.as_str()).collect();
        let table = parts.last().copied().unwrap_or_default().to_owned();
        let known = self.named.iter().rev().find(|(name, _)| parts.len() == 1 && *name == table);
        let columns = match known {
            Some((_, columns)) => Rc::clone(columns),
            None => (self.lookup)(&parts.join(".")).unwrap_or_default(),
        };
        (table, columns)
    }

    fn tables<'o>(&mut self, tables: &[TableWithJoins], outer: &'o Scope<'o>) -> Scope<'o> {
        let mut scope = Scope { relations: Vec::new(), outer: Some(outer) };
        for table in tables {
            scope.relations.extend(self.relation(&table.relation, outer));
            for join in &table.joins {
                scope.relations.extend(self.relation(&join.relation, outer));
                if let Some(condition) = condition(&join.join_operator) {
                    self.expression(condition, &scope);
                }
            }
        }
        scope
    }

    fn relation(&mut self, factor: &TableFactor, outer: &Scope<'_>) -> Option<Relation> {
        let (alias, table, columns) = match factor {
            TableFactor::Table { name, alias, .. } => {
                let (table, columns) = self.table(name);
                (alias, table, columns)
            }
            TableFactor::Derived { subquery, alias, .. } => {
                (alias, String::new(), Rc::new(self.query(subquery, outer)))
            }
            _ => return None,
        };
        let name = alias.as_ref().map_or_else(|| table.clone(), |alias| alias.name.value.clone());
        Some(Relation { name, table, columns })
    }
}

fn column_of<'c>(columns: &'c [Column], name: &str) -> Option<&'c Column> {
    columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
}

fn last(name: &ObjectName) -> String {
    name.0.last().and_then(|part| part.as_ident()).map(|part| part.value.clone()).unwrap_or_default()
}

fn condition(join: &JoinOperator) -> Option<&Expr> {
    match join {
        JoinOperator::Join(JoinConstraint::On(condition))
        | JoinOperator::Inner(JoinConstraint::On(condition))
        | JoinOperator::Left(JoinConstraint::On(condition))
        | JoinOperator::LeftOuter(JoinConstraint::On(condition))
        | JoinOperator::Right(JoinConstraint::On(condition))
        | JoinOperator::RightOuter(JoinConstraint::On(condition))
        | JoinOperator::FullOuter(JoinConstraint::On(condition)) => Some(condition),
        _ => None,
    }
}
