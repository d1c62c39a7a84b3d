//! The CSV of `users import`: semicolons or commas, UTF-8 (with or without BOM) or Windows-1252, as spreadsheets write it.

use std::path::Path;

use super::plan::UserFields;
use crate::failure::Failure;

/// Columns, named as in `crm_utilisateur`.
const COLUMNS: [&str; 9] = [
    "utilisateur_windows",
    "dossier",
    "c_user",
    "c_rep",
    "courriel",
    "nom_affiche",
    "admin",
    "comptable",
    "actif",
];

/// The rows with their line numbers.
pub fn read(path: &Path) -> Result<Vec<(u64, UserFields)>, Failure> {
    let bytes =
        std::fs::read(path).map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
    parse(&bytes)
        .map_err(|problem| Failure::Usage(format!("{}: {problem}; nothing was imported", path.display())))
}

fn parse(bytes: &[u8]) -> Result<Vec<(u64, UserFields)>, String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    };
    // Spreadsheets of Windows end lines with CR LF, which would count twice in the line numbers below.
    let text = text.replace("\r\n", "\n");
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.headers().map_err(|error| error.to_string())?.iter().map(str::to_lowercase).collect();
    if let Some(unknown) = names.iter().find(|name| !COLUMNS.contains(&name.as_str())) {
        return Err(format!("line 1: unknown column {unknown:?}; the columns are {}", COLUMNS.join(";")));
    }
    if let Some(twice) = names.iter().enumerate().find(|(i, name)| names[..*i].contains(name)) {
        return Err(format!("line 1: the column {:?} stands twice", twice.1));
    }
    let mut rows: Vec<(u64, UserFields)> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| {
            let index = names.iter().position(|column| column == name)?;
            record.get(index).filter(|cell| !cell.is_empty()).map(str::to_owned)
        };
        let flag = |name: &str, default: bool| {
            read_flag(cell(name), default).map_err(|problem| format!("line {line}: {name} {problem}"))
        };
        let fields = UserFields {
            windows_user: cell("utilisateur_windows"),
            folder: cell("dossier"),
            c_user: cell("c_user"),
            c_rep: cell("c_rep"),
            email: cell("courriel"),
            shown_name: cell("nom_affiche"),
            columns: names.clone(),
            admin: flag("admin", false)?,
            accountant: flag("comptable", false)?,
            active: flag("actif", true)?,
        };
        if let Some((earlier, _)) = rows.iter().find(|(_, other)| same_person(other, &fields)) {
            return Err(format!("line {line}: the same user as on line {earlier}"));
        }
        rows.push((line, fields));
    }
    if rows.is_empty() {
        return Err("there is no user in this file".to_owned());
    }
    Ok(rows)
}

fn same_person(one: &UserFields, other: &UserFields) -> bool {
    let name = |fields: &UserFields| {
        fields.windows_user.as_deref().or(fields.folder.as_deref()).map(str::to_lowercase)
    };
    name(one) == name(other)
}

fn read_flag(cell: Option<String>, default: bool) -> Result<bool, String> {
    match cell.as_deref().map(str::to_lowercase).as_deref() {
        None => Ok(default),
        Some("1" | "o" | "oui" | "true" | "vrai" | "x" | "y" | "yes") => Ok(true),
        Some("0" | "n" | "non" | "false" | "faux" | "no") => Ok(false),
        Some(other) => Err(format!("is {other:?}: write 1 or 0, oui or non")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheets_of_both_kinds_are_read() {
        let utf8 = "\u{feff}utilisateur_windows;c_user;nom_affiche;admin\nSIEGE\\jdupont;JD;Hélène;oui\n";
        let rows = parse(utf8.as_bytes()).expect("UTF-8");
        assert_eq!(rows[0].0, 2);
        assert_eq!(rows[0].1.shown_name.as_deref(), Some("Hélène"));
        assert!(rows[0].1.admin && rows[0].1.active && !rows[0].1.accountant);
        let windows = b"utilisateur_windows,nom_affiche\njdupont,H\xe9l\xe8ne\n";
        assert_eq!(parse(windows).expect("Windows-1252")[0].1.shown_name.as_deref(), Some("Hélène"));
    }

    #[test]
    fn mistakes_name_their_line() {
        for (text, word) in [
            ("utilisateur;c_user\n", "unknown column"),
            ("c_user;c_user\n", "twice"),
            ("utilisateur_windows;admin\njd;peut-être\n", "line 2: admin"),
            ("utilisateur_windows;admin\njd\n", "line: 2"),
            ("utilisateur_windows;admin\r\na;1\r\njd;peut-être\r\n", "line 3: admin"),
            ("utilisateur_windows;c_user\njd;A\nJD;B\n", "line 3: the same user as on line 2"),
            ("utilisateur_windows;c_user\n", "no user"),
            ("", "no user"),
        ] {
            let problem = parse(text.as_bytes()).expect_err(text);
            assert!(problem.contains(word), "{text:?}: {problem}");
        }
    }
}
