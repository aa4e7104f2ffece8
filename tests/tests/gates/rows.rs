//! Dated evidence: in a row, and the newest of a series.

use lockstep_core::gate::{Found, State};
use serde_json::{Value, json};

use crate::{TODAY, World, kinds::text};

/// A criterion over dated records, by day and outcome.
pub(crate) fn row(records: &[(&str, &str)], today: &str) -> World {
    let path = "reviews/{date}.json";
    let mut world = World::new(json!({ "kind": "record", "path": path, "gate": "weekly", "max_age_days": 8 }), &[]);
    let mut names = vec!["reviews/2026-02-99.json".to_owned(), "reviews/notes.json".to_owned()];
    for (day, outcome) in records {
        let name = format!("reviews/{day}.json");
        let record =
            json!({ "schema": "lockstep-gate-decision.v1", "gate": "weekly", "outcome": outcome, "date": day });
        let found = match *outcome {
            "unreadable" => Found::Unreadable("permission denied".into()),
            "faulty" => Found::Bytes(b"{".to_vec()),
            "another day" => Found::Bytes(text(&record).replace(day, "2026-01-01").replace("another day", "GO").into()),
            _ => Found::Bytes(text(&record).into()),
        };
        names.push(name.clone());
        world = world.with(&name, found);
    }
    world.gathered.folders.insert("reviews".into(), Ok(names));
    world.criterion = json!({ "consecutive": { "count": 2, "least_days": 6, "most_days": 8 } });
    world.on(today)
}

#[test]
fn a_row_is_unbroken_spaced_and_fresh() {
    for (what, records, today, wanted) in [
        ("two weekly cycles", &[("2026-03-01", "GO"), ("2026-03-08", "GO")][..], TODAY, State::Pass),
        (
            "an older failure is past",
            &[("2026-02-22", "NO-GO"), ("2026-03-01", "GO"), ("2026-03-08", "GO")],
            TODAY,
            State::Pass,
        ),
        ("in any order", &[("2026-03-08", "GO"), ("2026-03-01", "GO"), ("2026-02-22", "NO-GO")], TODAY, State::Pass),
        ("the last good day", &[("2026-03-01", "GO"), ("2026-03-08", "GO")], "2026-03-16", State::Pass),
        ("stale", &[("2026-03-01", "GO"), ("2026-03-08", "GO")], "2026-03-17", State::Unknown),
        ("in the future", &[("2026-03-01", "GO"), ("2026-03-08", "GO")], "2026-03-07", State::Unknown),
        ("one", &[("2026-03-08", "GO")], TODAY, State::Unknown),
        ("none", &[], TODAY, State::Unknown),
        ("too close", &[("2026-03-03", "GO"), ("2026-03-08", "GO")], TODAY, State::Unknown),
        ("too far", &[("2026-02-27", "GO"), ("2026-03-08", "GO")], TODAY, State::Unknown),
        ("the newest fails", &[("2026-03-01", "GO"), ("2026-03-08", "NO-GO")], TODAY, State::Fail),
        (
            "the one before fails",
            &[("2026-02-22", "GO"), ("2026-03-01", "NO-GO"), ("2026-03-08", "GO")],
            TODAY,
            State::Fail,
        ),
        (
            "one between is faulty",
            &[("2026-02-22", "GO"), ("2026-03-01", "faulty"), ("2026-03-08", "GO")],
            TODAY,
            State::Unknown,
        ),
        ("the newest cannot be read", &[("2026-03-01", "GO"), ("2026-03-08", "unreadable")], TODAY, State::Unknown),
        (
            "an old one cannot be read",
            &[("2026-02-22", "unreadable"), ("2026-03-01", "GO"), ("2026-03-08", "GO")],
            TODAY,
            State::Pass,
        ),
        ("its name says another day", &[("2026-03-01", "GO"), ("2026-03-08", "another day")], TODAY, State::Unknown),
        ("one is undecided", &[("2026-03-01", "GO"), ("2026-03-08", "maybe")], TODAY, State::Unknown),
    ] {
        let world = row(records, today);
        assert_eq!(world.state(), wanted, "{what}: {}", world.said());
    }
    let mut unlisted = row(&[("2026-03-01", "GO"), ("2026-03-08", "GO")], TODAY);
    unlisted.gathered.folders.insert("reviews".into(), Err("permission denied".into()));
    assert_eq!(unlisted.state(), State::Unknown, "{}", unlisted.said());
}

#[test]
fn of_a_series_the_newest_counts() {
    let newest = |records: &[(&str, &str)], today| {
        let mut world = row(records, today);
        world.criterion = json!({});
        world.state()
    };
    assert_eq!(newest(&[("2026-03-01", "NO-GO"), ("2026-03-08", "GO")], TODAY), State::Pass);
    assert_eq!(newest(&[("2026-03-01", "GO"), ("2026-03-08", "NO-GO")], TODAY), State::Fail);
    assert_eq!(newest(&[("2026-03-01", "GO"), ("2026-03-08", "faulty")], TODAY), State::Unknown);
    assert_eq!(newest(&[("2026-03-01", "GO")], TODAY), State::Unknown, "stale");
    assert_eq!(newest(&[], TODAY), State::Unknown);
}

#[test]
fn listed_evidence_in_a_row_needs_a_day_each() {
    let approval =
        |day: &str, verdict: &str| json!({ "kind": "approval", "approver": "Ada", "date": day, "verdict": verdict });
    let state = |evidence: Vec<Value>| {
        let mut world = World::new(Value::Array(evidence), &[]);
        world.criterion = json!({ "consecutive": { "count": 2, "most_days": 14 } });
        world.state()
    };
    assert_eq!(state(vec![approval("2026-03-01", "GO"), approval("2026-03-08", "GO")]), State::Pass);
    assert_eq!(state(vec![approval("2026-03-01", "GO"), approval("2026-03-08", "NO-GO")]), State::Fail);
    assert_eq!(state(vec![approval("2026-03-01", "GO"), approval("2026-03-11", "GO")]), State::Unknown, "the future");
    let undated = json!({ "kind": "window", "since": "2026-01-01", "days": 1 });
    assert_eq!(state(vec![approval("2026-03-01", "GO"), approval("2026-03-08", "GO"), undated]), State::Unknown);
}
