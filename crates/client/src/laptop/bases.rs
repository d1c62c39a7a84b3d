//! The two bases in use.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use cap_std::fs::Dir;
use domain::{CustomerField, UserFolder, fold};
use exchange_schema::Manifest;
use snapshot::read::{CommonBase, ProspectCard, UserBase};
use snapshot::{Mark, ReadError};
use uuid::Uuid;

use super::ViewError;
use crate::adopt::{Adoption, Open, Opener, Received, Receiver, Shelf, ShelfError, adopt, mend, take};
use crate::overlay::{Overlay, ProspectState, Through};
use crate::problem::Notice;

/// Everybody's base and the user's own, as far as they were adopted.
#[derive(Debug)]
pub(super) struct Bases {
    pub(super) common: Kept<Common>,
    pub(super) user: Kept<Own>,
}

/// Everybody's base, with what every view lays entries over read before it is taken.
#[derive(Debug)]
pub(super) struct Common {
    pub(super) base: CommonBase,
    /// The customer that a prospect became, by the prospect's mark.
    conversions: HashMap<Vec<u8>, String>,
}

/// The user's own base, likewise.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) base: UserBase,
    /// All its prospects, in the order of folded names.
    pub(super) cards: Vec<ProspectCard>,
}

/// A base: where it is kept, what of it is in use, and what could not be read.
#[derive(Debug)]
pub(super) struct Kept<B> {
    shelf: Shelf,
    in_use: Option<Open<B>>,
    /// Until something was adopted again. A cell, for views find it.
    damage: RefCell<BTreeSet<String>>,
}

impl<B> Kept<B> {
    /// What was adopted last or, where that cannot be opened, before.
    fn open(data: &Path, name: &str, open: Opener<'_, B>) -> Result<Self, ShelfError> {
        let mut shelf = Shelf::open(data, name)?;
        let (in_use, wrong) = shelf.load(open);
        Ok(Self { shelf, in_use, damage: RefCell::new(wrong.into_iter().collect()) })
    }

    pub(super) fn get(&self) -> Option<&B> {
        self.in_use.as_ref().map(|open| &open.base)
    }

    pub(super) fn manifest(&self) -> Option<&Manifest> {
        self.in_use.as_ref().map(|open| &open.manifest)
    }

    /// Asks the base. What cannot be read is told, and looked into when the base is adopted again.
    pub(super) fn ask<T>(&self, ask: impl FnOnce(&B) -> Result<T, ReadError>) -> Result<T, ViewError> {
        let base = self.get().ok_or(ViewError::NoBase)?;
        ask(base).inspect_err(|error| self.damaged(error)).map_err(ViewError::Read)
    }

    /// Something of it could not be read.
    pub(super) fn damaged(&self, error: &ReadError) {
        if let Some(manifest) = self.manifest() {
            self.shelf.distrust(manifest.generation);
        }
        self.damage.borrow_mut().insert(error.to_string());
    }

    fn adopt(&mut self, published: &Dir, user: Option<&UserFolder>, open: Opener<'_, B>) -> Adoption {
        let adoption = adopt(&mut self.shelf, published, user, &mut self.in_use, open);
        self.note(&adoption);
        adoption
    }

    /// Takes what was received. Beside a damaged base its files may be damaged as well: they are looked into, and copied again from
    /// what is published, if that can be seen.
    fn take(
        &mut self,
        received: &Received,
        published: Option<&Dir>,
        user: Option<&UserFolder>,
        open: Opener<'_, B>,
    ) -> Adoption {
        if let Some(published) = published.filter(|_| self.shelf.is_distrusted()) {
            return self.adopt(published, user, open);
        }
        let adoption = take(&mut self.shelf, received, &mut self.in_use, open);
        self.note(&adoption);
        adoption
    }

    fn mend(&mut self, published: &Dir, user: Option<&UserFolder>, open: Opener<'_, B>) -> Option<Adoption> {
        let adoption = mend(&mut self.shelf, published, user, &mut self.in_use, open)?;
        self.note(&adoption);
        Some(adoption)
    }

    fn note(&self, adoption: &Adoption) {
        if matches!(adoption, Adoption::Adopted { .. }) {
            self.damage.borrow_mut().clear();
        }
    }

    fn notices(&self, code: &'static str) -> Vec<Notice> {
        self.damage.borrow().iter().map(|detail| Notice::new(code, detail)).collect()
    }
}

impl Bases {
    /// What was adopted of both.
    pub(super) fn open(data: &Path, user: &UserFolder) -> Result<Self, ShelfError> {
        let common = Kept::open(data, "common", &open_common)?;
        let user = Kept::open(data, "user", &|files, manifest| open_user(files, manifest, user))?;
        Ok(Self { common, user })
    }

    /// What could not be read.
    pub(super) fn damage(&self) -> Vec<Notice> {
        [self.common.notices("common-damaged"), self.user.notices("user-damaged")].concat()
    }

    pub(super) fn adopt_common(&mut self, published: &Dir) -> Adoption {
        self.common.adopt(published, None, &open_common)
    }

    pub(super) fn adopt_user(&mut self, published: &Dir, user: &UserFolder) -> Adoption {
        self.user.adopt(published, Some(user), &|files, manifest| open_user(files, manifest, user))
    }

    pub(super) fn take_common(&mut self, received: &Received, published: Option<&Dir>) -> Adoption {
        self.common.take(received, published, None, &open_common)
    }

    pub(super) fn take_user(
        &mut self,
        received: &Received,
        published: Option<&Dir>,
        user: &UserFolder,
    ) -> Adoption {
        let open: Opener<'_, Own> = &|files, manifest| open_user(files, manifest, user);
        self.user.take(received, published, Some(user), open)
    }

    pub(super) fn mend_common(&mut self, published: &Dir) -> Option<Adoption> {
        self.common.mend(published, None, &open_common)
    }

    pub(super) fn mend_user(&mut self, published: &Dir, user: &UserFolder) -> Option<Adoption> {
        self.user.mend(published, Some(user), &|files, manifest| open_user(files, manifest, user))
    }

    /// Of the user's own base, and of everybody's.
    pub(super) fn receivers(&self, user: &UserFolder) -> (Receiver, Receiver) {
        let own = Receiver::new(&self.user.shelf, Some(user), self.user.manifest());
        (own, Receiver::new(&self.common.shelf, None, self.common.manifest()))
    }

    pub(super) const fn are_both_in_use(&self) -> bool {
        self.common.in_use.is_some() && self.user.in_use.is_some()
    }

    pub(super) fn through(&self) -> Through {
        Through {
            common: self.common.manifest().map(|manifest| manifest.through),
            user: self.user.manifest().map(|manifest| manifest.through),
        }
    }

    /// All prospects of the user's base.
    pub(super) fn cards(&self) -> &[ProspectCard] {
        self.user.get().map(|own| own.cards.as_slice()).unwrap_or_default()
    }

    /// One prospect of the user's base.
    pub(super) fn card(&self, id: Uuid) -> Option<&ProspectCard> {
        self.cards().iter().find(|card| card.id == id)
    }

    /// The customer that the common base shows a prospect as.
    pub(super) fn customer_of(&self, prospect: Uuid) -> Option<&String> {
        self.common.get()?.conversions.get(Mark::of(prospect).as_bytes())
    }

    /// The prospects to show: those of the base that are no customers yet, and those created here.
    pub(super) fn prospects_shown(
        &self,
        overlay: &Overlay,
        became: &BTreeMap<Uuid, String>,
    ) -> Vec<ProspectState> {
        let Some(Own { base, cards }) = self.user.get() else { return Vec::new() };
        let own = base.own();
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

fn open_common(files: &Path, manifest: Manifest) -> Result<Common, String> {
    let opened = || {
        let base = CommonBase::open(files, manifest)?;
        Ok(Common { conversions: base.conversions()?, base })
    };
    opened().map_err(|error: ReadError| error.to_string())
}

/// Another user's base is none of ours, however it came to lie there.
fn open_user(files: &Path, manifest: Manifest, user: &UserFolder) -> Result<Own, String> {
    let opened = || {
        let base = UserBase::open(files, manifest)?;
        Ok(Own { cards: base.prospects()?, base })
    };
    let own: Own = opened().map_err(|error: ReadError| error.to_string())?;
    match &own.base.own().person.folder {
        folder if folder == user.as_str() => Ok(own),
        other => Err(format!("the base is that of the user {other}")),
    }
}
