//! « Stats » of the invented company: what laptops show for one and for all equals plain SQL over winpneu, with entries on their way and
//! after they have arrived. And who sees whom: an administrator everybody, a rep himself.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Paris;
use client::entries::EntryDraft;
use client::{
    CalendarQuery, CustomersQuery, FiguresQuery, Laptop, Moment, ProspectRow, ProspectsQuery, Settings,
    ViewError, Whose,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Base, NOW, Stage, names_below};
use crate::laptops::figures::without_pending;
use crate::rebuild::statistics::company::Rep;
use crate::rebuild::statistics::{same, sql};

const REPS: [Rep; 3] = [
    Rep { folder: "jdupont", c_user: "JD", c_rep: "JD01" },
    Rep { folder: "lbernard", c_user: "LB", c_rep: "LB01" },
    Rep { folder: "tgauthier", c_user: "TG", c_rep: "TG01" },
];
const ADMIN: &str = "adelorme";
/// A year, some of it with months that are cut, and two years.
const PERIODS: [(&str, &str); 3] =
    [("2026-01-01", "2026-12-31"), ("2026-03-15", "2026-11-17"), ("2024-12-01", "2026-11-30")];
/// The last day of the second.
const YESTERDAY: &str = "2026-11-17";
const ALL: usize = 10_000;

fn now() -> DateTime<Utc> {
    NOW.parse().expect("an instant")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A laptop on the company's own folders, as if the sync took no time.
struct Site {
    data: tempfile::TempDir,
    laptop: Laptop,
}

impl Site {
    fn new(stage: &Stage, folder: &str) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let mut laptop = Laptop::open(data.path(), &format!("BOCAGE\\{folder}")).expect("it opens");
        let settings = Settings { inbox: stage.path("demo/inbox"), bases: stage.path("demo/bases") };
        laptop.set_up(settings).expect("both folders are there");
        laptop.synchronise(now());
        assert!(laptop.notices().is_empty(), "{:?}", laptop.notices());
        Self { data, laptop }
    }

    fn figures(&self, of: Option<&str>, all: bool, (from, to): (&str, &str)) -> Value {
        let author = of.map(str::to_owned);
        let query = FiguresQuery { from: day(from), to: day(to), author, all };
        serde_json::to_value(self.laptop.figures(&query, Paris).expect("figures")).expect("JSON")
    }

    /// How many of one's own visits of the month the calendar marks as not integrated.
    fn marked(&self) -> usize {
        let (from, to) = (day("2026-11-01"), day("2026-11-30"));
        let query = CalendarQuery { from, to, author: None, follow_ups: false };
        let rows = self.laptop.calendar(&query, Paris).expect("one's own").rows;
        rows.iter().filter(|row| row.visit.pending).count()
    }

    fn prospects(&self) -> Vec<ProspectRow> {
        self.laptop.prospects(&ProspectsQuery { limit: ALL, ..Default::default() }).expect("a base").rows
    }

    /// Two visits each, one of today and a call of the day before, to two customers and to two prospects of one's own; answers how many in
    /// all.
    fn some_visits(&mut self, whose: Whose) -> i64 {
        let query = CustomersQuery { whose, limit: 2, ..Default::default() };
        let customers = self.laptop.customers(&query).expect("a base").rows;
        let prospects = self.prospects().into_iter().filter(|row| row.own && row.customer.is_none());
        let whom: Vec<Value> = customers
            .iter()
            .map(|row| json!({ "customer": row.customer.code }))
            .chain(prospects.take(2).map(|row| json!({ "prospect": row.id })))
            .collect();
        let offer =
            ["contact.visite", "visite.proposition", "visite.proposition.tp", "visite.proposition.agraire"];
        for whom in &whom {
            for (on, picked) in [(now().date_naive(), &offer[..]), (day(YESTERDAY), &["contact.telephone"])] {
                let draft =
                    json!({ "kind": "visit", "whom": whom, "on": on, "comment": "Vu.", "picked": picked });
                let draft: EntryDraft = serde_json::from_value(draft).expect("a draft");
                self.laptop.enter(&draft, None, Moment::new(now(), Paris)).expect("fine");
            }
        }
        self.laptop.send(now());
        i64::try_from(whom.len()).expect("few")
    }
}

/// What the SQL finds, for a rep's own base or an administrator's.
fn of_winpneu(stage: &Stage, rep: Option<&Rep>, admin: bool, period: (&str, &str)) -> Value {
    let Base(base) = stage.base("demo");
    sql::figures(base, sql::Reader { on: now().date_naive(), admin }, rep, period)
}

/// Everything that three reps and the administrator see equals the SQL; nothing is on its way.
fn equal(stage: &Stage, reps: &[Site], admin: &Site, when: &str) {
    for period in PERIODS {
        for (rep, site) in REPS.iter().zip(reps) {
            let what = format!("{}, {period:?}, {when}", rep.folder);
            let own = site.figures(None, false, period);
            same(&own, &of_winpneu(stage, Some(rep), false, period), &what);
            let seen = admin.figures(Some(rep.folder), false, period);
            same(
                &seen,
                &of_winpneu(stage, Some(rep), true, period),
                &format!("{what}, as the administrator sees him"),
            );
        }
        let all = admin.figures(None, true, period);
        same(&all, &of_winpneu(stage, None, true, period), &format!("all, {period:?}, {when}"));
        assert!(all["share"]["prospect_visits"]["all"].as_i64() > Some(100), "worth comparing: {all}");
    }
}

/// On a demonstration that nothing else is compared with any more: entries are added to it.
pub fn check(stage: &Stage) {
    let mut reps = REPS.map(|rep| Site::new(stage, rep.folder));
    let mut admin = Site::new(stage, ADMIN);
    everybody_for_the_administrator(stage, &admin);
    for (rep, site) in REPS.iter().zip(&reps) {
        nobody_else_for_a_rep(rep, site, &admin);
    }
    equal(stage, &reps, &admin, "before");
    let entered: Vec<i64> = reps.iter_mut().map(|site| site.some_visits(Whose::Own)).collect();
    assert_eq!((entered, admin.some_visits(Whose::All)), (vec![4, 4, 4], 2));
    let counted: Vec<Value> =
        PERIODS.iter().flat_map(|period| with_those(stage, &reps, &admin, *period)).collect();
    let marked: Vec<usize> = reps.iter().map(Site::marked).collect();
    assert_eq!((marked, admin.marked()), (vec![8, 8, 8], 4), "the calendar marks them all");
    for (command, when) in
        [("integrate", "integrated, the bases not rebuilt yet"), ("rebuild", "in the bases")]
    {
        let done = stage.json("demo", &[command]);
        assert!(
            done["error"].is_null() && matches!(done["problem_count"].as_i64(), None | Some(0)),
            "{done}"
        );
        for site in reps.iter_mut().chain([&mut admin]) {
            site.laptop.synchronise(now());
            assert_eq!(site.marked(), 0, "{}: {when}", site.laptop.user());
        }
        counted_and_not_pending(&reps, &counted, when);
    }
    equal(stage, &reps, &admin, "after they have arrived");
}

/// Each rep's figures are those that he counted on the way, and nothing of them is pending any more.
fn counted_and_not_pending(reps: &[Site], counted: &[Value], when: &str) {
    let sites = PERIODS.iter().flat_map(|period| reps.iter().map(move |site| (period, site)));
    assert_eq!(sites.clone().count(), counted.len());
    for ((period, site), counted) in sites.zip(counted) {
        let what = format!("{}, {period:?}, {when}", site.laptop.user());
        let mut arrived = site.figures(None, false, *period);
        assert_eq!(without_pending(&mut arrived), 0, "{what}: nothing is pending");
        same(counted, &arrived, &what);
    }
}

/// With entries on their way each rep's figures, and those of all on the administrator's own laptop, are the SQL's and those entries;
/// answers the reps', without the marks of what is on its way.
fn with_those(stage: &Stage, reps: &[Site], admin: &Site, period: (&str, &str)) -> Vec<Value> {
    let counted = REPS.iter().zip(reps).map(|(rep, site)| {
        let before = of_winpneu(stage, Some(rep), false, period);
        with_pending(site.figures(None, false, period), &before, 4, period)
    });
    let counted = counted.collect();
    with_pending(admin.figures(None, true, period), &of_winpneu(stage, None, true, period), 2, period);
    counted
}

/// `calls` of yesterday, and as many visits in person of today.
fn with_pending(mut figures: Value, before: &Value, calls: i64, period: (&str, &str)) -> Value {
    let in_person = if period.1 == YESTERDAY { 0 } else { calls };
    let visits = |of: &Value, part: &str| {
        let number = |whom: &str| of["share"][whom][part].as_i64().expect("a number");
        number("customer_visits") + number("prospect_visits")
    };
    let expected = [
        visits(before, "all") + calls + in_person,
        visits(before, "in_person") + in_person,
        calls + in_person,
        in_person,
    ];
    let found = ["all", "in_person", "pending", "pending_in_person"].map(|part| visits(&figures, part));
    assert_eq!(found, expected, "{period:?}");
    for part in ["portfolio", "prospects"] {
        assert_eq!(figures["share"][part], before["share"][part], "{part}");
    }
    assert_eq!(figures["revenue"], before["revenue"]);
    assert!(without_pending(&mut figures) > 0, "they are marked");
    figures
}

/// Every rep's prospects, figures and calendar, out of the administrator's own bases.
fn everybody_for_the_administrator(stage: &Stage, admin: &Site) {
    let base = stage.base("demo");
    let shown = admin.prospects();
    assert!(shown.iter().all(|row| !row.own || row.sales_rep == "AD01"), "an administrator owns no rep's");
    let calendar = |folder: &str| {
        let author = Some(folder.to_owned());
        let query =
            CalendarQuery { from: day("2026-11-01"), to: day("2026-12-31"), author, follow_ups: true };
        admin.laptop.calendar(&query, Paris).expect("allowed")
    };
    let reps =
        base.rows("SELECT dossier, c_user, c_rep FROM crm_utilisateur WHERE c_rep LIKE '__01' AND NOT admin");
    assert_eq!(reps.len(), 8);
    for rep in reps {
        let [folder, c_user, c_rep] = &rep[..] else { panic!("three columns") };
        let own = shown.iter().filter(|row| row.sales_rep == *c_rep).count();
        assert!(own > 20, "{folder}: {own} prospects");
        let page = calendar(folder);
        assert!(!page.follow_ups.is_empty(), "{folder}");
        // Rows of the prospect's time stand in both tables.
        let made = base.count(&format!(
            "SELECT (SELECT count(*) FROM client_relation r WHERE c_user = '{c_user}' AND origine_relation = 'CRV'
                AND coalesce(substr(crm_fichier, 1, 3), '') NOT IN ('MC_', 'MP_') AND substr(date_relation, 1, 7) = '2026-11'
                AND NOT EXISTS (SELECT 1 FROM crm_visite_prospect p WHERE p.crm_fichier = r.crm_fichier))
             + (SELECT count(*) FROM crm_visite_prospect v JOIN crm_prospect p USING (prospect)
                WHERE auteur = '{folder}' AND visite_le LIKE '2026-11-%' AND p.supprime_le IS NULL)"
        ));
        assert_eq!(i64::try_from(page.rows.len()), Ok(made), "{folder}: visits of November");
        let figures = admin.figures(Some(folder), false, PERIODS[0]);
        assert!(figures["share"]["customer_visits"]["all"].as_i64() > Some(100), "{folder}: {figures}");
        assert!(figures["share"]["prospects"].as_i64() > Some(20), "{folder}: {figures}");
    }
}

/// Not a byte of others' prospects on a rep's laptop, and no answer about them.
fn nobody_else_for_a_rep(rep: &Rep, site: &Site, admin: &Site) {
    let mine: BTreeSet<Uuid> = site.prospects().iter().map(|row| row.id).collect();
    let all: BTreeSet<Uuid> = admin.prospects().iter().map(|row| row.id).collect();
    let others: BTreeSet<Uuid> = all.difference(&mine).copied().collect();
    assert!(mine.len() > 20 && mine.is_subset(&all) && others.len() > 100, "{}", rep.folder);
    let lying = identities_below(site.data.path(), &all);
    assert_eq!(lying.intersection(&others).next(), None, "{}: somebody else's prospect", rep.folder);
    assert!(mine.is_subset(&lying), "{}: the search is blind", rep.folder);
    for author in [Some(ADMIN), REPS.iter().map(|it| it.folder).find(|folder| *folder != rep.folder)] {
        let author = author.map(str::to_owned);
        let (from, to) = (day("2026-01-01"), day("2026-12-31"));
        let calendar = CalendarQuery { from, to, author: author.clone(), follow_ups: true };
        assert!(matches!(site.laptop.calendar(&calendar, Paris), Err(ViewError::NotAllowed)));
        for (author, all) in [(author, false), (None, true)] {
            let figures = FiguresQuery { from, to, author, all };
            assert!(matches!(site.laptop.figures(&figures, Paris), Err(ViewError::NotAllowed)));
        }
    }
}

/// Which of these stand in any file of a folder, as text or as bytes.
fn identities_below(folder: &Path, wanted: &BTreeSet<Uuid>) -> BTreeSet<Uuid> {
    let mut found = BTreeSet::new();
    for path in names_below(folder) {
        let bytes = std::fs::read(&path).expect("read");
        for length in [16, 36] {
            // The seventh version's first digits are the time: few other bytes look like it.
            for part in bytes.windows(length).filter(|part| matches!(part.first(), Some(0x01 | b'0'))) {
                let id = match length {
                    16 => Uuid::from_slice(part).ok(),
                    _ => std::str::from_utf8(part).ok().and_then(|text| text.parse().ok()),
                };
                found.extend(id.filter(|id| wanted.contains(id)));
            }
        }
    }
    found
}
