//! Expressions: their types and collations, and the parameters that they compare with columns.

use sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Value,
};

use super::{How, Reading, Relation, Scope, Use, column_of, last};
use crate::sql::types::Type;

/// What is known of an expression.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub(super) kind: Option<Type>,
    pub(super) collation: Option<String>,
    /// COLLATE was said.
    is_explicit: bool,
    /// Table and name, when it is a column as it stands.
    pub(super) column: Option<(String, String)>,
    pub(super) parameter: Option<String>,
}

impl Known {
    fn of(kind: Option<Type>) -> Self {
        Self { kind, ..Self::default() }
    }
}

impl Reading<'_> {
    pub(super) fn expression(&mut self, expression: &Expr, scope: &Scope<'_>) -> Known {
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

pub(super) fn is_named(function: &Function, names: &[&str]) -> bool {
    let name = last(&function.name);
    names.iter().any(|candidate| candidate.eq_ignore_ascii_case(&name))
}

pub(super) fn arguments(function: &Function) -> Vec<&Expr> {
    let FunctionArguments::List(list) = &function.args else { return Vec::new() };
    let expression = |argument| match argument {
        &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref expression)) => Some(expression),
        _ => None,
    };
    list.args.iter().filter_map(expression).collect()
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

/// The type of highest precedence, with the greatest length of its family.
pub(super) fn merged(types: impl Iterator<Item = Type>) -> Option<Type> {
    types.reduce(Type::merged_with)
}
