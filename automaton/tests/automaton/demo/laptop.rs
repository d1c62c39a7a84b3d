//! A rep's laptop takes the bases, and finds what he looks for.

use chrono::{DateTime, Utc};
use client::{Laptop, Settings};

use super::{NOW, Stage};

pub fn check(stage: &Stage) {
    let now: DateTime<Utc> = NOW.parse().expect("an instant");
    let data = tempfile::tempdir().expect("a folder");
    let mut laptop = Laptop::open(data.path(), "BOCAGE\\jdupont").expect("it opens");
    let settings = Settings { inbox: stage.path("demo/inbox"), bases: stage.path("demo/bases") };
    laptop.set_up(settings).expect("both folders are there");
    laptop.synchronise(now);
    assert!(laptop.notices().is_empty(), "{:?}", laptop.notices());
    let found = laptop.search_customers("*gar?ge*", 500).expect("answered");
    assert!(found.len() > 100, "{} garages", found.len());
    assert!(found.iter().any(|hit| hit.name == "GARAGE DU HAUT-BOURG"), "{found:?}");
    let history = laptop.customer("C00001").expect("answered").expect("known");
    assert!(!format!("{history:?}").is_empty());
}
