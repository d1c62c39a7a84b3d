//! What may become of a user given on the command line or in a CSV line: pure.

use domain::{ErpText, UserFolder};
use winpneu::users::User;

/// A user as somebody typed it.
#[derive(Debug, Clone, Default)]
pub struct UserFields {
    /// The columns that were given; what was not keeps its value when the user is known.
    pub columns: Vec<String>,
    pub windows_user: Option<String>,
    pub folder: Option<String>,
    pub c_user: Option<String>,
    pub c_rep: Option<String>,
    pub email: Option<String>,
    pub shown_name: Option<String>,
    pub admin: bool,
    pub accountant: bool,
    pub active: bool,
}

impl UserFields {
    /// The user as it will stand: columns that were not given keep what is known of the same folder.
    pub fn over(self, known: &[User]) -> Result<User, String> {
        let columns = self.columns.clone();
        let mut user = self.into_user()?;
        if let Some(earlier) = known.iter().find(|earlier| earlier.folder == user.folder) {
            let kept = |column: &str| !columns.iter().any(|given| given == column);
            let earlier = earlier.clone();
            user.windows_user =
                if kept("utilisateur_windows") { earlier.windows_user } else { user.windows_user };
            user.c_user = if kept("c_user") { earlier.c_user } else { user.c_user };
            user.c_rep = if kept("c_rep") { earlier.c_rep } else { user.c_rep };
            user.email = if kept("courriel") { earlier.email } else { user.email };
            user.shown_name = if kept("nom_affiche") { earlier.shown_name } else { user.shown_name };
            user.admin = if kept("admin") { earlier.admin } else { user.admin };
            user.accountant = if kept("comptable") { earlier.accountant } else { user.accountant };
            user.active = if kept("actif") { earlier.active } else { user.active };
        }
        Ok(user)
    }

    /// Checks every field; the folder is the reduced Windows name unless it is given (people without a laptop).
    pub fn into_user(self) -> Result<User, String> {
        let filled =
            |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let windows_user = filled(self.windows_user);
        let folder = match (filled(self.folder), &windows_user) {
            (Some(folder), None) => {
                UserFolder::parse(&folder).map_err(|e| format!("dossier {folder:?}: {e}"))?
            }
            (folder, Some(name)) => {
                let reduced =
                    UserFolder::reduce(name).map_err(|e| format!("utilisateur_windows {name:?}: {e}"))?;
                if folder.is_some_and(|folder| folder != reduced.as_str()) {
                    return Err(format!(
                        "dossier must be {reduced} for utilisateur_windows {name:?}; leave it out"
                    ));
                }
                reduced
            }
            (None, None) => return Err("utilisateur_windows (or dossier) is missing".to_owned()),
        };
        let email = filled(self.email);
        if let Some(address) = &email {
            domain::EmailAddress::try_from(address.clone())
                .map_err(|e| format!("courriel {address:?}: {e}"))?;
        }
        Ok(User {
            folder: folder.as_str().to_owned(),
            windows_user: limited("utilisateur_windows", windows_user, 256)?,
            c_user: code("c_user", filled(self.c_user))?,
            c_rep: code("c_rep", filled(self.c_rep))?,
            email,
            shown_name: limited("nom_affiche", filled(self.shown_name), 100)?,
            admin: self.admin,
            accountant: self.accountant,
            active: self.active,
        })
    }
}

fn limited(name: &str, text: Option<String>, most: usize) -> Result<Option<String>, String> {
    match &text {
        Some(long) if long.chars().count() > most => Err(format!("{name} is longer than {most} characters")),
        Some(odd) if odd.chars().any(char::is_control) => Err(format!("{name} holds a control character")),
        _ => Ok(text),
    }
}

fn code(name: &str, text: Option<String>) -> Result<Option<ErpText<4>>, String> {
    text.map(|text| ErpText::try_from(text.clone()).map_err(|error| format!("{name} {text:?}: {error}")))
        .transpose()
}

/// What to do with a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Insert,
    Update,
    Same,
}

/// Whether the folder is free, this user's own, or somebody else's (then refused: the folder is the identity). The domain is part
/// of who somebody is: `AGENCE\jdupont` and `SIEGE\jdupont` are two people with one folder.
pub fn plan(known: &[User], user: &User) -> Result<Change, String> {
    let Some(earlier) = known.iter().find(|earlier| earlier.folder == user.folder) else {
        return Ok(Change::Insert);
    };
    let lower = |user: &User| user.windows_user.as_deref().map(str::to_lowercase);
    if lower(earlier) != lower(user) {
        return Err(format!(
            "{:?} reduces to the folder {:?}, which is already in use by {:?}: rename one of the two Windows users",
            user.windows_user.as_deref().unwrap_or("-"),
            user.folder,
            earlier.windows_user.as_deref().unwrap_or("-"),
        ));
    }
    Ok(if earlier == user { Change::Same } else { Change::Update })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(windows_user: &str, name: &str) -> User {
        let fields = UserFields {
            windows_user: Some(windows_user.to_owned()),
            shown_name: Some(name.to_owned()),
            active: true,
            ..UserFields::default()
        };
        fields.into_user().expect("valid")
    }

    #[test]
    fn a_folder_belongs_to_one_windows_user() {
        let known = [user("SIEGE\\jdupont", "Jean Dupont")];
        assert_eq!(known[0].folder, "jdupont");
        assert_eq!(plan(&known, &user("SIEGE\\amartin", "Anne Martin")), Ok(Change::Insert));
        assert_eq!(plan(&known, &user("SIEGE\\JDupont", "Jean Dupont")), Ok(Change::Update));
        assert_eq!(plan(&known, &user("SIEGE\\jdupont", "Jean Dupont")), Ok(Change::Same));
        assert_eq!(plan(&known, &user("SIEGE\\jdupont", "J. Dupont")), Ok(Change::Update));
        let refused = plan(&known, &user("AGENCE\\jdupont", "Julie Dupont")).expect_err("another person");
        assert!(refused.contains("already in use by \"SIEGE\\\\jdupont\""), "{refused}");
        assert!(plan(&known, &user("JDUPONT@autre.example", "x")).is_err());
    }

    #[test]
    fn wrong_fields_are_named() {
        let base = UserFields { windows_user: Some("jdupont".to_owned()), ..UserFields::default() };
        for (fields, word) in [
            (UserFields { c_user: Some("TOOLONG".to_owned()), ..base.clone() }, "c_user"),
            (UserFields { email: Some("no-address".to_owned()), ..base.clone() }, "courriel"),
            (UserFields { windows_user: Some("CON".to_owned()), ..base.clone() }, "utilisateur_windows"),
            (UserFields { windows_user: None, ..base.clone() }, "missing"),
            (UserFields { folder: Some("other".to_owned()), ..base.clone() }, "dossier"),
        ] {
            let problem = fields.into_user().expect_err(word);
            assert!(problem.contains(word), "{problem}");
        }
    }
}
