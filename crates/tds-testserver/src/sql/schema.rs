//! What tables and views are made of: SQLite's own list, and the text of views and tables for what that list does not tell.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::Connection;
use sqlparser::ast::Statement;
use sqlparser::dialect::MsSqlDialect;
use sqlparser::parser::Parser;

use super::analysis::{self, Analysis};
use super::collation::DATABASE;
use super::ddl;
use super::errors::SqlError;
use super::tokens::tokens;
use super::types::Type;

/// A column of a table, a view or a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Option<Type>,
    /// Of a text.
    pub(crate) collation: Option<String>,
    /// The parameter that it answers as it stands.
    pub(crate) parameter: Option<String>,
}

/// What one session knows of the base; forgotten when the schema changes.
#[derive(Default)]
pub(crate) struct Schema {
    version: RefCell<i64>,
    relations: RefCell<HashMap<String, Option<Rc<Vec<Column>>>>>,
    analyses: RefCell<HashMap<String, Rc<Analysis>>>,
}

impl Schema {
    /// After DDL and roll-backs the version may be that of another schema.
    pub(crate) fn forget(&self) {
        self.relations.borrow_mut().clear();
        self.analyses.borrow_mut().clear();
    }

    /// What a statement reads and writes.
    pub(crate) fn analysis(&self, base: &Connection, sql: &str) -> Result<Rc<Analysis>, SqlError> {
        let version = base.query_row("PRAGMA dbo.schema_version", [], |row| row.get(0)).unwrap_or(0);
        if self.version.replace(version) != version {
            self.forget();
        }
        if let Some(known) = self.analyses.borrow().get(sql) {
            return Ok(Rc::clone(known));
        }
        let analysis = Rc::new(analysis::analysed(&parsed(sql)?, &|name| self.relation(base, name)));
        self.analyses.borrow_mut().insert(sql.to_owned(), Rc::clone(&analysis));
        Ok(analysis)
    }

    /// The columns of a table or view of `dbo` or `sys`.
    fn relation(&self, base: &Connection, name: &str) -> Option<Rc<Vec<Column>>> {
        let key = name.to_ascii_lowercase();
        if let Some(known) = self.relations.borrow().get(&key) {
            return known.clone();
        }
        let found = table(base, &key).map(|(columns, view)| {
            let view = view.and_then(|text| self.view(base, &text));
            Rc::new(view.filter(|view| view.len() == columns.len()).unwrap_or(columns))
        });
        self.relations.borrow_mut().insert(key, found.clone());
        found
    }

    /// What a view answers, by its text.
    fn view(&self, base: &Connection, text: &str) -> Option<Vec<Column>> {
        match parsed(text).ok()? {
            Statement::CreateView(view) => {
                let query = Statement::Query(view.query);
                Some(analysis::analysed(&query, &|name| self.relation(base, name)).outputs)
            }
            _ => None,
        }
    }
}

/// A statement, as a parser of T-SQL reads it.
fn parsed(sql: &str) -> Result<Statement, SqlError> {
    let unread =
        |words: String| SqlError::new(50005, 16, 1, format!("The test server cannot read this: {words}"));
    let statements = Parser::parse_sql(&MsSqlDialect {}, sql).map_err(|error| unread(error.to_string()))?;
    statements.into_iter().next().ok_or_else(|| unread("nothing".to_owned()))
}

/// Columns as SQLite lists them, and the text of a view.
fn table(base: &Connection, name: &str) -> Option<(Vec<Column>, Option<String>)> {
    let (schema, name) = name.split_once('.').unwrap_or(("dbo", name));
    let mut columns = Vec::new();
    base.prepare_cached("SELECT name, type FROM pragma_table_info(?1, ?2)")
        .and_then(|mut listed| {
            let mut rows = listed.query([name, schema])?;
            while let Some(row) = rows.next()? {
                let kind = Type::declared(&row.get::<_, String>(1)?);
                columns.push(Column { name: row.get(0)?, kind, ..Column::default() });
            }
            Ok(())
        })
        .ok()?;
    if columns.is_empty() {
        return None;
    }
    let text = "SELECT type, sql FROM dbo.sqlite_schema WHERE lower(name) = ?1 AND type IN ('table', 'view')";
    let text: Option<(String, String)> =
        base.query_row(text, [name], |row| Ok((row.get(0)?, row.get(1)?))).ok();
    match text {
        Some((kind, text)) if kind == "view" => Some((columns, Some(text))),
        Some((_, text)) => {
            collate(&mut columns, &text);
            Some((columns, None))
        }
        None => Some((columns, None)),
    }
}

/// Finds the collations that a table's text names.
fn collate(columns: &mut [Column], text: &str) {
    let tokens = tokens(text).unwrap_or_default();
    let items = tokens.iter().position(|token| token.is("(")).map(|open| ddl::items(&tokens, open));
    let items = items.unwrap_or_default();
    for column in columns.iter_mut().filter(|column| column.kind.is_some_and(Type::is_text)) {
        let item = items.iter().find(|item| item[0].name().eq_ignore_ascii_case(&column.name));
        let named = item.and_then(|item| {
            let place = item.iter().position(|token| token.is("COLLATE"))?;
            item.get(place + 1)
        });
        column.collation = Some(named.map_or(DATABASE, |token| token.name()).to_owned());
    }
}
