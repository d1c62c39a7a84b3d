//! SQL texts: every statement is a file in `query/`, named by its file name.

/// One portable statement: its name (for errors and traces) and its text.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    /// File name in `query/`, without its ending.
    pub name: &'static str,
    /// Portable SQL text with parameters `@P1…@Pn`.
    pub text: &'static str,
}

/// The statement of `query/<name>.sql`.
macro_rules! sql {
    ($name:literal) => {
        $crate::Statement {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/query/", $name, ".sql")),
        }
    };
}
pub(crate) use sql;
