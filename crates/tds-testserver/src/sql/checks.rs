//! What SQL Server refuses, or does badly, and SQLite would let pass: values that do not fit the columns that they meet. Numbers from
//! 50001 on are this server's own; they mean a defect of the program.

use rusqlite::types::Value;

use super::analysis::{Analysis, How, Use};
use super::errors::SqlError;
use super::types::{Type, windows_1252};
use crate::wire::requests::Parameter;
use crate::wire::values::Kind;

/// Compares each parameter with the columns that it meets.
pub(crate) fn check(analysis: &Analysis, bound: &[Parameter], database: &str) -> Result<(), SqlError> {
    if let Some([one, other]) = &analysis.conflict {
        let words = format!(
            "Cannot resolve the collation conflict between \"{one}\" and \"{other}\" in the equal to operation."
        );
        return Err(SqlError::new(468, 16, 9, words));
    }
    for met in &analysis.uses {
        let parameter = bound.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(&met.parameter));
        if let Some(parameter) = parameter {
            types(met, parameter.kind)?;
            value(met, parameter, database)?;
        }
    }
    Ok(())
}

/// What is wrong whatever the value is, be it NULL.
fn types(met: &Use, kind: Kind) -> Result<(), SqlError> {
    let Use { parameter, table, column, .. } = met;
    let own = |number, words: &str| {
        let words = format!("{parameter}, {}, on {table}.{column}, {:?}: {words}", kind.name(), met.kind);
        Err(SqlError::new(number, 16, 1, words))
    };
    match (kind, met.kind, met.how) {
        (Kind::DateTime2(_), Type::DateTime, _) => own(50002, "the column is converted to datetime2"),
        (Kind::Nvarchar(_), Type::Char(_) | Type::Varchar(_), How::Compared) => {
            own(50003, "the column is converted, so no index is of use; CAST the parameter")
        }
        (Kind::Nvarchar(_) | Kind::Varchar(_), Type::Binary(_), _)
        | (Kind::DateTime | Kind::SmallDateTime | Kind::DateTime2(_), Type::Int(_) | Type::Bit, _) => {
            let words = format!(
                "Implicit conversion from data type {} to {:?} is not allowed. Use the CONVERT function to run this query.",
                kind.name(),
                met.kind
            );
            Err(SqlError::new(257, 16, 3, words))
        }
        (
            Kind::Int(_) | Kind::Bit | Kind::Float(_) | Kind::Decimal { .. },
            Type::Date | Type::DateTime2,
            _,
        )
        | (Kind::Date, Type::Int(_) | Type::Bit, _) => {
            let words = format!("Operand type clash: {} is incompatible with {:?}.", kind.name(), met.kind);
            Err(SqlError::new(206, 16, 2, words))
        }
        _ => Ok(()),
    }
}

fn value(met: &Use, parameter: &Parameter, database: &str) -> Result<(), SqlError> {
    let is_text = matches!(parameter.kind, Kind::Nvarchar(_) | Kind::Varchar(_));
    match (&parameter.value, met.kind, met.how) {
        // Where the text spells a number or a date, SQL Server would take it; the program never means that.
        (Value::Text(text), Type::Int(_) | Type::Bit | Type::Float, _) if is_text => {
            let words =
                format!("Conversion failed when converting the nvarchar value '{text}' to data type int.");
            Err(SqlError::new(245, 16, 1, words))
        }
        (Value::Text(_), Type::Date | Type::DateTime | Type::DateTime2, _) if is_text => {
            let words = "Conversion failed when converting date and/or time from character string.";
            Err(SqlError::new(241, 16, 1, words))
        }
        (Value::Integer(number), Type::Int(size), How::Stored) => range(*number, size),
        (Value::Text(text), kind, How::Stored) => length(met, text, kind, database),
        _ => Ok(()),
    }
}

fn range(number: i64, size: u8) -> Result<(), SqlError> {
    let (fits, name) = match size {
        1 => (u8::try_from(number).is_ok(), "tinyint"),
        2 => (i16::try_from(number).is_ok(), "smallint"),
        4 => (i32::try_from(number).is_ok(), "int"),
        _ => (true, "bigint"),
    };
    match (fits, size) {
        (true, _) => Ok(()),
        (false, 4) => Err(SqlError::new(
            8115,
            16,
            2,
            format!("Arithmetic overflow error converting expression to data type {name}."),
        )),
        (false, _) => {
            let words = format!("Arithmetic overflow error for data type {name}, value = {number}.");
            Err(SqlError::new(220, 16, 2, words))
        }
    }
}

/// Blanks at the end are cut without a word.
fn length(met: &Use, text: &str, kind: Type, database: &str) -> Result<(), SqlError> {
    let Use { table, column, .. } = met;
    let text = text.trim_end_matches(' ');
    let (taken, limit) = match kind {
        Type::Char(limit) => (text.chars().count(), Some(limit)),
        Type::Varchar(limit) => (text.chars().count(), limit),
        Type::Nchar(limit) => (text.encode_utf16().count(), Some(limit)),
        Type::Nvarchar(limit) => (text.encode_utf16().count(), limit),
        _ => return Ok(()),
    };
    if limit.is_some_and(|limit| taken > usize::from(limit)) {
        let cut: String = text.chars().take(limit.unwrap_or(0).into()).collect();
        let words = format!(
            "String or binary data would be truncated in table '{database}.dbo.{table}', column '{column}'. Truncated value: '{cut}'."
        );
        return Err(SqlError::new(2628, 16, 1, words));
    }
    let is_in_code_page = matches!(kind, Type::Char(_) | Type::Varchar(_));
    if is_in_code_page && encoding_rs::WINDOWS_1252.encode(text).2 {
        let stored =
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&windows_1252(text)).0.into_owned();
        let words = format!(
            "{table}.{column} would silently be given '{stored}': not all signs are in Windows-1252."
        );
        return Err(SqlError::new(50001, 16, 1, words));
    }
    Ok(())
}
