//! `crm_utilisateur`: who is who (Windows user, ERP user, mail address, shown name, rights).

use domain::{ErpText, OwnRecord, PersonRecord, UserFolder};

use crate::connection::collect;
use crate::statement::sql;
use crate::{Error, Row, Statements, Value};

/// One row of the correspondence table (the user's text, « Table de correspondance »).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct User {
    /// The user's folder: the reduced Windows name, unique.
    #[serde(rename = "dossier")]
    pub folder: String,
    /// The Windows user as given, with its domain if any; none for people without a laptop.
    #[serde(rename = "utilisateur_windows")]
    pub windows_user: Option<String>,
    /// ERP user code (`client_relation.c_user`).
    pub c_user: Option<ErpText<4>>,
    /// ERP sales-rep code (`client.c_rep`).
    pub c_rep: Option<ErpText<4>>,
    /// Mail address.
    #[serde(rename = "courriel")]
    pub email: Option<String>,
    /// Name shown to people.
    #[serde(rename = "nom_affiche")]
    pub shown_name: Option<String>,
    /// Sees and does everything.
    pub admin: bool,
    /// Validates customer creations.
    #[serde(rename = "comptable")]
    pub accountant: bool,
    /// May send files and log in.
    #[serde(rename = "actif")]
    pub active: bool,
}

impl User {
    /// As everybody sees him.
    #[must_use]
    pub fn person(&self) -> PersonRecord {
        let code = |code: &Option<ErpText<4>>| code.as_ref().map(|code| code.as_str().to_owned());
        PersonRecord {
            folder: self.folder.clone(),
            c_user: code(&self.c_user),
            c_rep: code(&self.c_rep),
            name: self.shown_name.clone(),
            active: self.active,
        }
    }

    /// As his own base holds him.
    #[must_use]
    pub fn own(&self) -> OwnRecord {
        OwnRecord {
            person: self.person(),
            windows_user: self.windows_user.clone(),
            email: self.email.clone(),
            admin: self.admin,
            accountant: self.accountant,
        }
    }
}

/// Every user, active or not.
///
/// # Errors
/// When the base does not answer or a row cannot be read.
pub async fn all(base: &mut dyn Statements) -> Result<Vec<User>, Error> {
    collect(base.query(sql!("users_all"), &[]).await?, read).await
}

fn read(row: &Row) -> Result<User, Error> {
    let code = |index: usize| -> Result<Option<ErpText<4>>, Error> {
        let Some(text) = row.text_or_null(index)?.filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        ErpText::try_from(text)
            .map(Some)
            .map_err(|error| Error::Column { column: "c_user, c_rep".to_owned(), problem: error.to_string() })
    };
    Ok(User {
        folder: row.text(0)?,
        windows_user: row.text_or_null(1)?,
        c_user: code(2)?,
        c_rep: code(3)?,
        email: row.text_or_null(4)?,
        shown_name: row.text_or_null(5)?,
        admin: row.flag(6)?,
        accountant: row.flag(7)?,
        active: row.flag(8)?,
    })
}

/// Adds a user.
///
/// # Errors
/// [`Error::Duplicate`] when the folder is in use.
pub async fn insert(base: &mut dyn Statements, user: &User) -> Result<(), Error> {
    base.execute(sql!("user_insert"), &parameters(user)).await.map(drop)
}

/// Replaces what is known of a user; answers whether there is such a user.
///
/// # Errors
/// When the base does not answer.
pub async fn update(base: &mut dyn Statements, user: &User) -> Result<bool, Error> {
    Ok(base.execute(sql!("user_update"), &parameters(user)).await? == 1)
}

fn parameters(user: &User) -> [Value; 9] {
    [
        user.folder.as_str().into(),
        user.windows_user.as_deref().into(),
        user.c_user.as_ref().map(ErpText::as_str).into(),
        user.c_rep.as_ref().map(ErpText::as_str).into(),
        user.email.as_deref().into(),
        user.shown_name.as_deref().into(),
        user.admin.into(),
        user.accountant.into(),
        user.active.into(),
    ]
}

/// Lets a user send files or forbids it; answers whether there is such a user. Nobody is ever deleted: history keeps its names.
///
/// # Errors
/// When the base does not answer.
pub async fn set_active(base: &mut dyn Statements, folder: &UserFolder, active: bool) -> Result<bool, Error> {
    Ok(base.execute(sql!("user_disable"), &[folder.as_str().into(), active.into()]).await? == 1)
}
