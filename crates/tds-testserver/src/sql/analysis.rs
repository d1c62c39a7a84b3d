//! What a statement reads and writes: which column each parameter is stored in or compared with, and of which types the answer is.
//! What it does not understand it leaves out.

use std::rc::Rc;

use sqlparser::ast::{
    AssignmentTarget, BinaryOperator, Expr, FromTable, Function, FunctionArg, FunctionArgExpr,
    FunctionArguments, Ident, Insert, JoinConstraint, JoinOperator, ObjectName, Query, Select, SelectItem,
    SetExpr, Statement, TableFactor, TableObject, TableWithJoins, Update, UpdateTableFromKind, Value,
};

use super::schema::Column;
use super::types::Type;

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

/// What is known of an expression.
#[derive(Debug, Clone, Default)]
struct Known {
    kind: Option<Type>,
    collation: Option<String>,
    /// COLLATE was said.
    is_explicit: bool,
    /// Table and name, when it is a column as it stands.
    column: Option<(String, String)>,
    parameter: Option<String>,
}

impl Known {
    fn of(kind: Option<Type>) -> Self {
        Self { kind, ..Self::default() }
    }
}

struct Reading<'l> {
    lookup: &'l Lookup<'l>,
    found: Analysis,
    /// Common table expressions.
    named: Vec<(String, Rc<Vec<Column>>)>,
}

impl Reading<'_> {
    fn insert(&mut self, insert: &Insert) {
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

    fn update(&mut self, update: &Update) {
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

    fn expression(&mut self, expression: &Expr, scope: &Scope<'_>) -> Known {
        match expression {
            Expr::Identifier(name) if name.value.starts_with('@') => parameter(name),
            Expr::Identifier(name) => resolved(scope, None, &name.value),
            Expr::CompoundIdentifier(names) => match names.as_slice() {
                [.., relation, name] => resolved(scope, Some(&relation.value), &name.value),
                _ => Known::default(),
            },
            Expr::Value(value) => literal(&value.value),
            Expr::Nested(inner) => self.expression(inner, scope),
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, scope),
            Expr::Collate { expr, collation } => Known {
                collation: Some(last(collation)),
                is_explicit: true,
                column: None,
                ..self.expression(expr, scope)
            },
            Expr::Cast { expr, data_type, .. } => {
                let inner = self.expression(expr, scope);
                let kind = Type::declared(&data_type.to_string());
                Known { kind, collation: inner.collation, is_explicit: inner.is_explicit, ..Known::default() }
            }
            Expr::Case { operand, conditions, else_result, .. } => {
                operand.iter().for_each(|operand| drop(self.expression(operand, scope)));
                conditions.iter().for_each(|when| drop(self.expression(&when.condition, scope)));
                let results = conditions.iter().map(|when| &when.result).chain(else_result.as_deref());
                self.alternatives(results, scope)
            }
            Expr::Function(function) => self.function(function, scope),
            Expr::Substring { expr, substring_from, substring_for, .. } => {
                for part in substring_from.iter().chain(substring_for) {
                    self.expression(part, scope);
                }
                Known::of(self.expression(expr, scope).kind.map(Type::varying))
            }
            Expr::Trim { expr, .. } => Known::of(self.expression(expr, scope).kind.map(Type::varying)),
            Expr::Subquery(query) => {
                let first = self.query(query, scope).into_iter().next();
                first.map_or_else(Known::default, |first| Known {
                    collation: first.collation,
                    ..Known::of(first.kind)
                })
            }
            _ => {
                self.condition(expression, scope);
                Known::default()
            }
        }
    }

    /// What answers true or false.
    fn condition(&mut self, condition: &Expr, scope: &Scope<'_>) {
        match condition {
            Expr::IsNull(inner) | Expr::IsNotNull(inner) | Expr::UnaryOp { expr: inner, .. } => {
                self.expression(inner, scope);
            }
            Expr::InList { expr, list, .. } => {
                list.iter().for_each(|one| self.compared(expr, one, scope));
            }
            Expr::Between { expr, low, high, .. } => {
                self.compared(expr, low, scope);
                self.compared(expr, high, scope);
            }
            Expr::Like { expr, pattern, .. } => self.compared(expr, pattern, scope),
            Expr::InSubquery { expr, subquery, .. } => {
                self.expression(expr, scope);
                self.query(subquery, scope);
            }
            Expr::Exists { subquery, .. } => drop(self.query(subquery, scope)),
            _ => {}
        }
    }

    fn binary(&mut self, left: &Expr, op: &BinaryOperator, right: &Expr, scope: &Scope<'_>) -> Known {
        use BinaryOperator::{Divide, Eq, Gt, GtEq, Lt, LtEq, Minus, Modulo, Multiply, NotEq, Plus};
        match op {
            Eq | NotEq | Lt | LtEq | Gt | GtEq => {
                self.compared(left, right, scope);
                Known::default()
            }
            Plus | Minus | Multiply | Divide | Modulo => self.alternatives([left, right], scope),
            _ => {
                self.expression(left, scope);
                self.expression(right, scope);
                Known::default()
            }
        }
    }

    fn compared(&mut self, left: &Expr, right: &Expr, scope: &Scope<'_>) {
        let (left, right) = (self.expression(left, scope), self.expression(right, scope));
        if let (Some(one), Some(other)) = (&left.collation, &right.collation) {
            let is_conflict = !one.eq_ignore_ascii_case(other) && left.is_explicit == right.is_explicit;
            if is_conflict {
                self.found.conflict = Some([one.clone(), other.clone()]);
            }
        }
        for (column, other) in [(&left, &right), (&right, &left)] {
            if let (Some((table, name)), Some(kind), Some(parameter)) =
                (&column.column, column.kind, &other.parameter)
            {
                let (table, column, parameter) = (table.clone(), name.clone(), parameter.clone());
                self.used(Use { parameter, how: How::Compared, table, column, kind });
            }
        }
    }

    /// One of several values: the type that all of them are converted to.
    fn alternatives<'e>(&mut self, values: impl IntoIterator<Item = &'e Expr>, scope: &Scope<'_>) -> Known {
        let known: Vec<Known> = values.into_iter().map(|value| self.expression(value, scope)).collect();
        Known::of(merged(known.iter().filter_map(|known| known.kind)))
    }

    fn function(&mut self, function: &Function, scope: &Scope<'_>) -> Known {
        let arguments = arguments(function);
        if is_named(function, &["COALESCE", "MIN", "MAX", "ISNULL"]) {
            return self.alternatives(arguments, scope);
        }
        let kinds: Vec<Option<Type>> =
            arguments.into_iter().map(|argument| self.expression(argument, scope).kind).collect();
        let first = kinds.first().copied().flatten();
        Known::of(match last(&function.name).to_ascii_uppercase().as_str() {
            "COUNT" | "LEN" | "DATALENGTH" | "YEAR" | "MONTH" | "DAY" => Some(Type::Int(4)),
            "COUNT_BIG" | "ROW_NUMBER" => Some(Type::Int(8)),
            "SUM" => first.map(|kind| if kind == Type::Int(8) { kind } else { Type::Int(4) }),
            "ABS" => first,
            "UPPER" | "LOWER" | "LTRIM" | "RTRIM" | "REPLACE" => first.map(Type::varying),
            "CONCAT" if kinds.iter().all(|kind| matches!(kind, Some(Type::Char(_) | Type::Varchar(_)))) => {
                Some(Type::Varchar(Some(8000)))
            }
            "CONCAT" => Some(Type::Nvarchar(Some(4000))),
            _ => None,
        })
    }
}

fn parameter(name: &Ident) -> Known {
    Known { parameter: Some(name.value.clone()), ..Known::default() }
}

fn literal(value: &Value) -> Known {
    let length = |text: &str| Some(u16::try_from(text.chars().count()).unwrap_or(8000).max(1));
    Known::of(match value {
        Value::Number(digits, _) if digits.parse::<i32>().is_ok() => Some(Type::Int(4)),
        Value::SingleQuotedString(text) => Some(Type::Varchar(length(text))),
        Value::NationalStringLiteral(text) => Some(Type::Nvarchar(length(text))),
        _ => None,
    })
}

/// The column of that name, from the inside out.
fn resolved(scope: &Scope<'_>, relation: Option<&str>, name: &str) -> Known {
    let fits =
        |candidate: &&Relation| relation.is_none_or(|wanted| candidate.name.eq_ignore_ascii_case(wanted));
    for candidate in scope.relations.iter().filter(fits) {
        if let Some(column) = column_of(&candidate.columns, name) {
            return Known {
                kind: column.kind,
                collation: column.collation.clone(),
                column: Some((candidate.table.clone(), column.name.clone())),
                ..Known::default()
            };
        }
    }
    scope.outer.map_or_else(Known::default, |outer| resolved(outer, relation, name))
}

fn column_of<'c>(columns: &'c [Column], name: &str) -> Option<&'c Column> {
    columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
}

fn last(name: &ObjectName) -> String {
    name.0.last().and_then(|part| part.as_ident()).map(|part| part.value.clone()).unwrap_or_default()
}

fn is_named(function: &Function, names: &[&str]) -> bool {
    let name = last(&function.name);
    names.iter().any(|candidate| candidate.eq_ignore_ascii_case(&name))
}

fn arguments(function: &Function) -> Vec<&Expr> {
    let FunctionArguments::List(list) = &function.args else { return Vec::new() };
    let expression = |argument| match argument {
        &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref expression)) => Some(expression),
        _ => None,
    };
    list.args.iter().filter_map(expression).collect()
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

/// The type of highest precedence, with the greatest length of its family.
fn merged(types: impl Iterator<Item = Type>) -> Option<Type> {
    types.reduce(Type::merged_with)
}
