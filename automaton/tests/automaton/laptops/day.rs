//! A day in the life: two reps, one of them with two laptops, enter, go offline, come back; the automaton integrates and rebuilds; receipts
//! and bases return. One story, read from top to bottom.

use client::overlay::{CreationState, Standing};
use client::{EntriesQuery, HomeList, HomeQuery, Whose};
use exchange_schema::ReceiptState;
use serde_json::json;

use super::check::{Shown, all_arrived, each_entry_once, pending_creations};
use super::world::{World, creation, edit, new_prospect, visit};

const VAN: usize = 0;
const HOME: usize = 1;
const ANNE: usize = 2;

const POIRIER: &str = "C01846";
const LECOMTE: &str = "019ab3c4-7d1e-7a52-9c1f-00000000aa01";
const TAUDON: &str = "019ab3c4-7d1e-7a52-9c1f-00000000aa02";

impl World {
    fn everybody_is_shown_once(&mut self) {
        for number in [VAN, HOME, ANNE] {
            self.laptop(number);
            each_entry_once(self, number);
        }
    }

    fn download_and_look(&mut self, number: usize) {
        self.download(number);
        let report = self.synchronise(number);
        assert_eq!(report.problems(), [], "laptop {number}");
        self.everybody_is_shown_once();
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a day is long, and is read in one go")]
fn a_day_in_the_life() {
    let mut world = World::new();

    // Morning, no network. The van's laptop: a visit that plans the next one, a new prospect, his visit, a telephone found out.
    let mut first = visit(POIRIER, "Attend la fin des ensilages.");
    first["follow_up_on"] = json!("2026-12-01");
    first["fleet"] = json!({ "AGRI": 22 });
    let first = world.must_enter(VAN, first);
    world.everybody_is_shown_once();
    world.tick(600);
    world.must_enter(VAN, new_prospect(LECOMTE, "GARAGE LECOMTE", json!({ "ville_fac": "BRÛLON" })));
    world.must_enter(VAN, visit(LECOMTE, "Premier contact."));
    world.tick(60);
    world.must_enter(VAN, edit(LECOMTE, "tel_1", "02 61 91 55 08"));
    world.must_enter(VAN, edit(LECOMTE, "tel_1", "02 61 91 55 09"));
    world.everybody_is_shown_once();
    let customer = world.laptop(VAN).customer(POIRIER).expect("a base").expect("a card");
    assert_eq!(customer.follow_up.on, "2026-12-01".parse().ok(), "what I typed is there at once");
    assert_eq!(customer.waiting, 1);
    let home = HomeQuery {
        list: HomeList::ToSeeAgain,
        whose: Whose::Own,
        agency: None,
        grid: None,
        offset: 0,
        limit: 10,
    };
    let moment = world.moment();
    let page = world.laptop(VAN).home(&home, moment).expect("a base");
    assert_eq!((page.total, page.rows[0].days), (1, Some(15)));

    // The other laptop of the same rep, and Anne: she asks for a change, and enters a visit to a customer that nobody knows any more.
    world.tick(600);
    world.must_enter(HOME, visit(POIRIER, "Appelé le soir."));
    world.must_enter(ANNE, visit("C02184", "Commande de pneus hiver."));
    world.must_enter(
        ANNE,
        json!({ "kind": "request", "customer": "C02184", "fields": { "tel_1": "02 61 91 00 43" }, "comment": "Nouveau standard." }),
    );
    world.must_enter(ANNE, visit("C03390", "Fermé."));
    world.place.base().execute("DELETE FROM client WHERE c_client = 'C03390'", []).expect("gone");
    world.everybody_is_shown_once();

    // Noon: the van finds a network. The files arrive, are integrated; receipts come back, the bases are still the night's.
    world.upload(VAN);
    world.upload(ANNE);
    let report = world.integrate();
    assert_eq!((&report["integrated"], &report["rejected"]), (&json!(7), &json!(1)), "{report}");
    world.everybody_is_shown_once();
    world.tick(60);
    world.download_and_look(VAN);
    world.download_and_look(ANNE);
    let entries = world.laptop(VAN).entries(&EntriesQuery {
        filter: Default::default(),
        subject: None,
        offset: 0,
        limit: 10,
    });
    assert!(entries.iter().all(|entry| entry.state == Some(ReceiptState::Integrated)), "{entries:?}");
    assert!(
        entries.iter().all(|entry| entry.standing == Standing::Laid),
        "the bases do not show them yet: {entries:?}"
    );
    assert!(entries.iter().all(|entry| entry.removed_at.is_some()), "done with: {entries:?}");

    // Anne corrects what was refused: another customer was meant.
    let refused = world.laptop(ANNE).entries(&EntriesQuery {
        filter: client::EntryFilter::ToMend,
        subject: None,
        offset: 0,
        limit: 10,
    });
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0].reason.map(|reason| reason.to_string()).as_deref(), Some("unknown-customer"));
    let correction = serde_json::from_value(visit(POIRIER, "Fermé.")).expect("a draft");
    let moment = world.moment();
    world.laptop(ANNE).correct(&refused[0].name, &correction, None, moment).expect("corrected");
    world.everybody_is_shown_once();

    // New bases are built. The van takes only its own at first, Anne only the common one.
    world.upload(ANNE);
    world.rebuild();
    let [(common, here_common), (user, here_user)] = world.published(VAN);
    super::world::mirror(&user, &here_user, |_| true);
    world.synchronise(VAN);
    world.everybody_is_shown_once();
    super::world::mirror(&common, &here_common, |_| true);
    world.synchronise(VAN);
    world.everybody_is_shown_once();
    let entries = world.laptop(VAN).entries(&EntriesQuery {
        filter: Default::default(),
        subject: None,
        offset: 0,
        limit: 10,
    });
    assert!(entries.iter().all(|entry| entry.standing == Standing::Based), "{entries:?}");
    let [(common, here_common), _] = world.published(ANNE);
    super::world::mirror(&common, &here_common, |_| true);
    world.synchronise(ANNE);
    world.everybody_is_shown_once();

    // The other laptop, offline all day, learns of the prospect now, and of the plan; its own visit still waits.
    world.tick(3_600);
    world.download_and_look(HOME);
    let shown = Shown::on(world.laptops[HOME].running(), &world);
    assert_eq!(shown.rows.get(&first.name.id()), Some(&1), "the van's visit");
    assert_eq!(shown.prospects.len(), 1);
    assert_eq!(shown.customers[POIRIER].0, "2026-12-01".parse().ok());

    // Afternoon: the prospect is complete. A creation is asked for at home, while the van still visits the prospect, without a network.
    world.must_enter(HOME, creation(LECOMTE, "GARAGE LECOMTE", &[("tel_1", "02 61 91 55 09")]));
    world.everybody_is_shown_once();
    world.upload(HOME);
    world.integrate();
    world.tick(60);
    world.must_enter(VAN, visit(LECOMTE, "Relevé de parc."));
    world.must_enter(VAN, new_prospect(TAUDON, "HERVÉ TAUDON", json!({ "c_rep": "JD01" })));
    world.everybody_is_shown_once();
    world.download_and_look(HOME);

    // An accountant validates. Common base and own base arrive one after the other, on each laptop in another order.
    let pending = pending_creations(&world);
    assert_eq!(pending.len(), 1);
    world.tick(60);
    let code = world.validate(&pending[0]);
    world.integrate();
    world.rebuild();
    let [(common, here_common), (user, here_user)] = world.published(HOME);
    super::world::mirror(&common, &here_common, |_| true);
    world.synchronise(HOME);
    world.everybody_is_shown_once();
    assert_eq!(world.laptop(HOME).customer_of(LECOMTE.parse().expect("an id")), Some(code.as_str()));
    super::world::mirror(&user, &here_user, |_| true);
    world.synchronise(HOME);
    world.everybody_is_shown_once();
    let [(common, here_common), (user, here_user)] = world.published(VAN);
    super::world::mirror(&user, &here_user, |_| true);
    world.synchronise(VAN);
    world.everybody_is_shown_once();
    let prospect = world.laptop(VAN).prospect(LECOMTE.parse().expect("an id")).expect("a base");
    assert!(prospect.is_some(), "shown as a prospect until the customer is there");
    assert!(!matches!(prospect.and_then(|view| view.row.creation), Some(CreationState::Refused { .. })));
    super::world::mirror(&common, &here_common, |_| true);
    world.synchronise(VAN);
    world.everybody_is_shown_once();
    assert_eq!(world.laptop(VAN).customer_of(LECOMTE.parse().expect("an id")), Some(code.as_str()));

    // Evening: everything travels.
    world.settle();
    all_arrived(&world);
    let visits = world
        .place
        .query(&format!("SELECT objet FROM client_relation WHERE c_entite = '{code}' ORDER BY num_relation"));
    assert_eq!(visits.len(), 2, "{visits:?}");
    assert!(visits.iter().all(|row| row[0].starts_with("[PROSPECT] ")), "{visits:?}");
    let anne = Shown::on(world.laptops[ANNE].running(), &world);
    assert!(anne.prospects.is_empty(), "{:?}", anne.prospects);
}
