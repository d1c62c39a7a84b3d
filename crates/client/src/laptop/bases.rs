//! The two bases in use.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cap_std::fs::Dir;
use domain::{CustomerField, UserFolder, fold};
use exchange_schema::Manifest;
use snapshot::read::{CommonBase, ProspectCard, UserBase};
use uuid::Uuid;

use crate::adopt::{Adoption, Open, Shelf, ShelfError, adopt};
use crate::overlay::{Overlay, ProspectState, Through};
use crate::problem::Notice;

/// Everybody's base and the user's own, as far as they were adopted.
#[derive(Debug)]
pub(super) struct Bases {
    pub(super) common: Option<Open<CommonBase>>,
    pub(super) user: Option<Open<UserBase>>,
    common_shelf: Shelf,
    user_shelf: Shelf,
    /// What could not be opened, until something newer was adopted.
    common_damage: Vec<String>,
    user_damage: Vec<String>,
}

impl Bases {
    /// Opens what was adopted last or, where that cannot be opened, before.
    pub(super) fn open(data: &Path, user: &UserFolder) -> Result<Self, ShelfError> {
        let mut common_shelf = Shelf::open(data, "common")?;
        let mut user_shelf = Shelf::open(data, "user")?;
        let (common, common_damage) = common_shelf.load(&open_common);
        let (own, user_damage) = user_shelf.load(&|files, manifest| open_user(files, manifest, user));
        Ok(Self { common, user: own, common_shelf, user_shelf, common_damage, user_damage })
    }

    /// What could not be opened.
    pub(super) fn damage(&self) -> Vec<Notice> {
        let common = self.common_damage.iter().map(|detail| Notice::new("common-damaged", detail));
        let user = self.user_damage.iter().map(|detail| Notice::new("user-damaged", detail));
        common.chain(user).collect()
    }

    pub(super) fn adopt_common(&mut self, published: &Dir) -> Adoption {
        let adoption = adopt(&mut self.common_shelf, published, None, &mut self.common, &open_common);
        forget_if_adopted(&mut self.common_damage, &adoption);
        adoption
    }

    pub(super) fn adopt_user(&mut self, published: &Dir, user: &UserFolder) -> Adoption {
        let open = |files: &Path, manifest| open_user(files, manifest, user);
        let adoption = adopt(&mut self.user_shelf, published, Some(user), &mut self.user, &open);
        forget_if_adopted(&mut self.user_damage, &adoption);
        adoption
    }

    pub(super) const fn are_both_in_use(&self) -> bool {
        self.common.is_some() && self.user.is_some()
    }

    pub(super) fn through(&self) -> Through {
        Through {
            common: self.common.as_ref().map(|open| open.manifest.through),
            user: self.user.as_ref().map(|open| open.manifest.through),
        }
    }

    /// The prospects to show: those of the base that are no customers yet, and those created here.
    pub(super) fn prospects_shown(
        &self,
        cards: Vec<ProspectCard>,
        overlay: &Overlay,
        became: &BTreeMap<Uuid, String>,
    ) -> Vec<ProspectState> {
        let Some(open) = &self.user else { return Vec::new() };
        let own = open.base.own();
        let in_base: BTreeSet<Uuid> = cards.iter().map(|card| card.id).collect();
        let of_base = cards.iter().filter(|card| !became.contains_key(&card.id)).filter_map(|card| {
            match overlay.prospects.get(&card.id) {
                Some(layer) => layer.over(card.id, Some(card), own),
                None => Some(ProspectState::of_base(card)),
            }
        });
        let made_here = overlay.prospects.iter().filter(|(id, _)| !in_base.contains(id));
        let mut shown: Vec<ProspectState> =
            of_base.chain(made_here.filter_map(|(id, layer)| layer.over(*id, None, own))).collect();
        shown.sort_by_cached_key(|state| (fold(state.text(CustomerField::Name)), state.id));
        shown
    }
}

fn forget_if_adopted(damage: &mut Vec<String>, adoption: &Adoption) {
    if matches!(adoption, Adoption::Adopted { .. }) {
        damage.clear();
    }
}

fn open_common(files: &Path, manifest: Manifest) -> Result<CommonBase, String> {
    CommonBase::open(files, manifest).map_err(|error| error.to_string())
}

/// Another user's base is none of ours, however it came to lie there.
fn open_user(files: &Path, manifest: Manifest, user: &UserFolder) -> Result<UserBase, String> {
    let base = UserBase::open(files, manifest).map_err(|error| error.to_string())?;
    match &base.own().person.folder {
        folder if folder == user.as_str() => Ok(base),
        other => Err(format!("the base is that of the user {other}")),
    }
}
