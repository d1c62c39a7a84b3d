//! What is done next, for what is known.

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    format!("2026-{text}Z").parse().expect("an instant")
}

fn schedule(expression: &str) -> Option<Schedule> {
    Schedule::parse(expression, chrono_tz::Europe::Paris).expect("a schedule")
}

/// Each minute, each night at 2:30 in Paris (1:30 UTC in winter), nothing besides.
fn rules() -> Rules {
    Rules {
        integrate: schedule("* * * * *"),
        rebuild: schedule("30 2 * * *"),
        after_integration: false,
        spacing: TimeDelta::minutes(30),
        archives: false,
        settle: TimeDelta::seconds(11),
    }
}

/// Bases of last night, with everything that was integrated.
fn facts() -> Facts {
    Facts { built_at: Some(at("11-21T01:30:04")), through: 7, counter: 7, ..Facts::default() }
}

/// A pass ended well at noon.
fn quiet(rules: Rules, facts: Facts) -> State {
    let mut state = State::new(rules);
    state.facts = Some(facts);
    state.begins(Job::Integrate, at("11-21T12:00:00"));
    state.succeeded(Job::Integrate);
    state
}

fn sleep(text: &str) -> What {
    What::SleepUntil(at(text))
}

#[test]
fn passes_come_when_asked_for_by_the_schedule_and_when_something_was_unfinished() {
    let off = || Rules { integrate: None, ..rules() };
    let asked = |mut state: State| {
        state.asked = true;
        state
    };
    let unsettled = |mut state: State| {
        state.unsettled(at("11-21T12:00:01"));
        state
    };
    for (case, state, now, expected) in [
        ("at the start", State::new(off()), "11-21T12:00:00", What::Integrate),
        ("nothing", quiet(rules(), facts()), "11-21T12:00:01", sleep("11-21T12:00:31")),
        ("soon", quiet(rules(), facts()), "11-21T12:00:45", sleep("11-21T12:01:00")),
        ("the minute", quiet(rules(), facts()), "11-21T12:01:00", What::Integrate),
        ("missed minutes are one", quiet(rules(), facts()), "11-21T14:00:01", What::Integrate),
        ("the watch", asked(quiet(off(), facts())), "11-21T12:00:02", What::Integrate),
        ("no schedule", quiet(off(), facts()), "11-21T14:00:00", sleep("11-21T14:00:30")),
        ("unsettled", unsettled(quiet(off(), facts())), "11-21T12:00:02", sleep("11-21T12:00:12")),
        ("settled by now", unsettled(quiet(off(), facts())), "11-21T12:00:12", What::Integrate),
        ("the clock was set back", quiet(rules(), facts()), "11-21T09:00:10", sleep("11-21T09:00:40")),
    ] {
        assert_eq!(next_job(&state, at(now)), expected, "{case}");
    }
}

#[test]
fn a_night_is_neither_skipped_nor_repeated_whatever_is_restarted() {
    let off = Rules { integrate: None, ..rules() };
    let built = |at: Option<DateTime<Utc>>| Facts { built_at: at, ..facts() };
    for (case, built_at, now, expected) in [
        ("built last night", Some(at("11-21T01:30:04")), "11-21T12:00:05", None),
        ("built at the very second", Some(at("11-21T01:30:00")), "11-21T12:00:05", None),
        ("a second early is the night before", Some(at("11-21T01:29:59")), "11-21T12:00:05", Some(())),
        ("the next night", Some(at("11-21T01:30:04")), "11-22T01:30:00", Some(())),
        ("not yet", Some(at("11-21T01:30:04")), "11-22T01:29:59", None),
        ("off for days", Some(at("11-17T01:30:04")), "11-21T12:00:05", Some(())),
        ("by hand in the evening", Some(at("11-20T20:00:00")), "11-21T12:00:05", Some(())),
        ("never", None, "11-21T12:00:05", Some(())),
        ("a clock that was wrong", Some(at("12-24T01:30:00")), "11-21T12:00:05", Some(())),
        ("a clock a little ahead", Some(at("11-21T12:10:00")), "11-21T12:00:05", None),
    ] {
        let state = quiet(off.clone(), built(built_at));
        let done = (next_job(&state, at(now)) == What::Rebuild).then_some(());
        assert_eq!(done, expected, "{case}");
    }
    let silent = quiet(Rules { rebuild: None, ..off.clone() }, built(None));
    assert_eq!(next_job(&silent, at("11-21T12:00:05")), sleep("11-21T12:00:35"), "off");
    let mut unknown = quiet(off, built(None));
    unknown.facts = None;
    assert_eq!(next_job(&unknown, at("11-21T12:00:05")), sleep("11-21T12:00:35"), "the base never answered");
}

/// Walks through both clock changes minute by minute: each night is rebuilt once.
#[test]
fn clock_changes_neither_skip_nor_repeat_a_rebuild() {
    for (from, nights) in [("03-27T12:00:00", 3), ("10-23T12:00:00", 3)] {
        let built_at = Some(at(from));
        let mut state = State::new(Rules { integrate: None, ..rules() });
        state.asked = false;
        state.facts = Some(Facts { built_at, ..facts() });
        let mut rebuilt = 0;
        for minute in 0..(nights * 24 * 60) {
            let now = at(from) + TimeDelta::minutes(minute);
            if next_job(&state, now) == What::Rebuild {
                rebuilt += 1;
                state.facts = Some(Facts { built_at: Some(now), ..facts() });
            }
        }
        assert_eq!(rebuilt, nights, "{from}");
    }
}

#[test]
fn rebuilds_by_day_keep_their_distance() {
    let off = || Rules { integrate: None, ..rules() };
    let after = || Rules { after_integration: true, ..off() };
    let news = || Facts { counter: 8, built_at: Some(at("11-21T12:00:00")), ..facts() };
    let wish = || Facts { wished: true, built_at: Some(at("11-21T12:00:00")), ..facts() };
    let never = || Facts { wished: true, built_at: None, ..facts() };
    let unscheduled = || Rules { rebuild: None, ..off() };
    for (case, state, now, expected) in [
        ("news, not configured", quiet(off(), news()), "11-21T13:00:00", sleep("11-21T13:00:30")),
        ("news too early", quiet(after(), news()), "11-21T12:29:50", sleep("11-21T12:30:00")),
        ("news", quiet(after(), news()), "11-21T12:30:00", What::Rebuild),
        ("no news", quiet(after(), facts()), "11-21T13:00:00", sleep("11-21T13:00:30")),
        ("a wish too early", quiet(off(), wish()), "11-21T12:10:00", sleep("11-21T12:10:30")),
        ("a wish", quiet(off(), wish()), "11-21T12:30:00", What::Rebuild),
        ("a wish without any schedule", quiet(unscheduled(), wish()), "11-21T12:30:00", What::Rebuild),
        ("a wish and no bases yet", quiet(unscheduled(), never()), "11-21T12:00:01", What::Rebuild),
        (
            "one was left out",
            quiet(off(), Facts { incomplete: true, ..facts() }),
            "11-21T12:00:01",
            What::Rebuild,
        ),
    ] {
        assert_eq!(next_job(&state, at(now)), expected, "{case}");
    }
}

#[test]
fn archiving_precedes_the_night_and_holds_it_up_no_more_than_once() {
    let rules = || Rules { integrate: None, archives: true, ..rules() };
    let noon = "11-21T12:00:05";
    let never = quiet(rules(), facts());
    assert_eq!(next_job(&never, at(noon)), sleep("11-21T12:00:35"), "turned on by day");
    let night = "11-22T01:30:00";
    let mut state = quiet(rules(), Facts { archived_at: Some(at("11-21T01:30:00")), ..facts() });
    assert_eq!(next_job(&state, at(night)), What::Archive);
    state.begins(Job::Archive, at(night));
    let mut failed = state.clone();
    state.succeeded(Job::Archive);
    state.facts = Some(Facts { archived_at: Some(at(night)), ..facts() });
    assert_eq!(next_job(&state, at("11-22T01:30:09")), What::Rebuild);
    failed.failed(Job::Archive, at("11-22T01:30:01"), 0.0);
    assert_eq!(next_job(&failed, at("11-22T01:30:01")), What::Rebuild, "the night goes ahead");
    failed.begins(Job::Rebuild, at("11-22T01:30:01"));
    failed.succeeded(Job::Rebuild);
    assert_eq!(next_job(&failed, at("11-22T01:30:03")), sleep("11-22T01:30:33"), "nothing before a new look");
    failed.facts = Some(Facts {
        built_at: Some(at("11-22T01:30:01")),
        archived_at: Some(at("11-21T01:30:00")),
        ..facts()
    });
    assert_eq!(next_job(&failed, at("11-22T01:30:03")), sleep("11-22T01:30:06"));
    assert_eq!(next_job(&failed, at("11-22T01:30:06")), What::Archive, "it is tried again");
}

/// The daemon was stopped at 02:31; its next start finds the note of a run that did not end, at whatever hour that is.
#[test]
fn archiving_that_was_stopped_goes_on_at_the_next_start() {
    let rules = || Rules { integrate: None, archives: true, ..rules() };
    let whole = || Facts { archived_at: Some(at("11-21T01:31:00")), ..facts() };
    let stopped = || Facts { archiving_stopped: true, ..whole() };
    let rebuilt_since = || Facts { built_at: Some(at("11-21T01:32:00")), ..stopped() };
    for (case, rules, facts, expected) in [
        ("whole", rules(), whole(), sleep("11-21T12:00:35")),
        ("stopped", rules(), stopped(), What::Archive),
        ("rebuilt since", rules(), rebuilt_since(), What::Archive),
        ("turned off since", Rules { archives: false, ..rules() }, stopped(), sleep("11-21T12:00:35")),
        ("no schedule", Rules { rebuild: None, ..rules() }, stopped(), sleep("11-21T12:00:35")),
    ] {
        assert_eq!(next_job(&quiet(rules, facts), at("11-21T12:00:05")), expected, "{case}");
    }
}

#[test]
fn what_fails_is_tried_again_later_and_later_and_keeps_nothing_else_waiting() {
    let mut state = quiet(Rules { integrate: None, ..rules() }, facts());
    let now = at("11-21T12:00:00");
    for (failures, seconds) in [(1, 5), (2, 10), (3, 20), (7, 300), (8, 300)] {
        while state.integrate.failures < failures {
            state.begins(Job::Integrate, now);
            state.failed(Job::Integrate, now, 0.0);
        }
        assert_eq!(state.due(Job::Integrate, now), Some(now + TimeDelta::seconds(seconds)), "{failures}");
    }
    state.asked = true;
    assert_eq!(next_job(&state, at("11-21T12:04:50")), sleep("11-21T12:05:00"), "events do not hasten it");
    state.facts = Some(Facts { wished: true, ..facts() });
    assert_eq!(next_job(&state, at("11-21T12:04:50")), What::Rebuild);
    assert_eq!(next_job(&state, at("11-21T08:00:00")), What::Rebuild, "the clock was set back");
    assert_eq!(state.due(Job::Integrate, at("11-21T08:00:00")), Some(at("11-21T08:05:00")));
    state.begins(Job::Integrate, at("11-21T12:05:00"));
    state.succeeded(Job::Integrate);
    assert_eq!(state.due(Job::Integrate, at("11-21T12:05:01")), None);
}

#[test]
fn a_busy_inbox_and_a_rebuild_take_turns() {
    let mut state = quiet(rules(), Facts { wished: true, ..facts() });
    let now = at("11-21T12:05:00");
    state.asked = true;
    state.last = None;
    assert_eq!(next_job(&state, now), What::Integrate, "what was sent goes into the bases");
    state.begins(Job::Integrate, now);
    state.succeeded(Job::Integrate);
    state.asked = true;
    assert_eq!(next_job(&state, now), What::Rebuild);
    state.begins(Job::Rebuild, now);
    assert_eq!(next_job(&state, now), What::Integrate);
}

#[test]
fn another_automaton_is_waited_for_and_is_trouble_when_it_lasts() {
    let mut state = quiet(Rules { integrate: None, ..rules() }, facts());
    let begin = at("11-21T12:00:00");
    for seconds in (0..600).step_by(2) {
        let now = begin + TimeDelta::seconds(seconds);
        state.begins(Job::Integrate, now);
        assert!(!state.kept_out(Job::Integrate, now), "{seconds}");
        assert_eq!(state.due(Job::Integrate, now), Some(now + TimeDelta::seconds(2)));
    }
    assert!(state.kept_out(Job::Integrate, begin + TimeDelta::minutes(10)));
    state.succeeded(Job::Integrate);
    assert!(!state.kept_out(Job::Integrate, begin + TimeDelta::minutes(20)));
}
