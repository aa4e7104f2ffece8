//! Gates: every kind of evidence in every situation, evidence in a row, and files that are no gate files.

use lockstep_core::{
    date,
    facts::sha256,
    gate::{Evaluation, Found, Gates, GatesDocument, Gathered, Needs, Side, State, evaluate, template},
};
use lockstep_tests::workspace;
use serde_json::{Value, json};

const TODAY: &str = "2026-03-10";
const DAY: &str = "2026-03-05";
const DOCUMENT: &str = "docs/judged.md";
const HEAD: &str = "7e4806a34b98e6c06ee33fa9f11499a975e7b922";

/// A repository with one gate of one criterion.
#[derive(Clone)]
struct World {
    /// The evidence of the criterion.
    evidence: Value,
    /// Further keys of the criterion.
    criterion: Value,
    gathered: Gathered,
    today: String,
}

/// The text of a gate file with one criterion.
fn gate_file(evidence: &Value, criterion: &Value) -> String {
    let mut object = json!({ "name": "shown", "title": "it is shown", "evidence": evidence });
    for (key, value) in criterion.as_object().expect("an object") {
        object[key] = value.clone();
    }
    let suite = json!({
        "name": "suite", "evidence": "run.json", "commands": [{ "name": "test", "run": ["cargo", "test"] }]
    });
    let gate = json!({ "name": "gate", "title": "a gate", "criteria": [object] });
    let file = json!({ "schema": "lockstep-gates.v1", "project": "p", "suites": [suite], "gates": [gate] });
    serde_json::to_string_pretty(&file).expect("JSON")
}

impl World {
    fn new(evidence: Value, files: &[(&str, String)]) -> Self {
        let mut gathered = Gathered { head: Some(Ok(HEAD.into())), ..Gathered::default() };
        for (path, text) in files.iter().map(|(path, text)| (*path, text.as_str())).chain([(DOCUMENT, "judged")]) {
            gathered.files.insert(path.into(), Found::Bytes(text.into()));
        }
        let evidence = if evidence.is_array() { evidence } else { json!([evidence]) };
        Self { evidence, criterion: json!({}), gathered, today: TODAY.into() }
    }

    fn evaluation(&self) -> Evaluation {
        let text = gate_file(&self.evidence, &self.criterion);
        let gates = Gates::read(&text).unwrap_or_else(|fault| panic!("{}: {text}", fault.value));
        let today = date::parse(&self.today).expect("a day");
        evaluate((("gates.json", &text), &gates), &[0], &self.gathered, today)
    }

    fn state(&self) -> State {
        self.evaluation().state
    }

    /// Why, for messages.
    fn said(&self) -> String {
        let text = gate_file(&self.evidence, &self.criterion);
        let document = GatesDocument::of(("gates.json", &text), &self.evaluation());
        let criterion = &document.gates[0].criteria[0];
        assert_eq!(criterion.next.is_some(), criterion.state != State::Pass, "{}", criterion.reason);
        assert!(criterion.next.as_ref().is_none_or(|next| !next.is_empty()));
        assert!(criterion.place.line > 0 && criterion.place.column > 0);
        format!("{} ({}:{}:{})", criterion.reason, criterion.place.file, criterion.place.line, criterion.place.column)
    }

    fn with(mut self, path: &str, found: Found) -> Self {
        self.gathered.files.insert(path.into(), found);
        self
    }

    fn on(mut self, today: &str) -> Self {
        self.today = today.into();
        self
    }

    /// The text of a file with something else in one place.
    fn changed(self, path: &str, was: &str, is: &str) -> Self {
        let Some(Found::Bytes(bytes)) = self.gathered.files.get(path) else { panic!("no {path}") };
        let text = String::from_utf8(bytes.clone()).expect("text");
        assert!(text.contains(was), "{was} in {text}");
        let text = text.replacen(was, is, 1);
        self.with(path, Found::Bytes(text.into()))
    }
}

/// A kind of evidence: its good form, and what else it can say.
struct Case {
    name: &'static str,
    path: &'static str,
    good: World,
    /// What says the contrary: replacements in the file.
    contrary: &'static [(&'static str, &'static str)],
    /// What says both, or does not bear itself out, and what comes of that.
    contradiction: &'static [(&'static str, &'static str, State)],
    is_json: bool,
    is_dated: bool,
    cites: bool,
    has_commit: bool,
}

/// What was judged, by the key of a document's name.
fn documents(key: &str) -> Value {
    json!([{ key: DOCUMENT, "sha256": sha256(b"judged") }])
}

fn text(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON") + "\n"
}

const DECISION: &str = "# Record\n\nUpdated: 2026-03-05\n\n1. Runtime cutover execution: **GO**\n- Ada: Approved\n";

#[expect(clippy::too_many_lines, reason = "a table, one entry a kind")]
fn cases() -> Vec<Case> {
    let report = json!({
        "schema": "lockstep-report.v1", "verdict": "pass", "summary": { "errors": 0 }, "documents": documents("name"),
        "findings": [], "errors": []
    });
    let contract = json!({
        "schema_version": "v1", "generated_at": format!("{DAY}T00:00:00.000Z"), "consumer": { "commit_sha": HEAD },
        "verification": {
            "contract_test_command": "test", "status": "passed", "check_verdict": "pass", "command_exit_code": 0
        },
        "documents": documents("path")
    });
    let handoff = json!({
        "schema_version": "v1", "generated_at_utc": format!("{DAY}T00:00:00.000Z"), "handoff_payload_path": "p",
        "status": "passed", "mode": "pinned-baseline", "documents": documents("path")
    });
    let rehearsal = json!({
        "schema": "lockstep-rehearsal.v1", "date": DAY, "consumer_commit_sha": HEAD, "to": { "release_tag": "v0.3.2" },
        "check": { "verdict": "pass" }, "commands": [{ "command": "test", "exit_code": 0 }], "status": "passed"
    });
    let run = json!({
        "schema": "lockstep-gate-run.v1", "suite": "suite", "date": DAY, "commit_sha": HEAD,
        "commands": [{ "name": "test", "run": ["cargo", "test"], "exit_code": 0 }], "status": "passed"
    });
    let record = json!({ "schema": "lockstep-gate-decision.v1", "gate": "other", "outcome": "GO", "date": DAY });
    let age = 7;
    let case = |name, path, good, contrary, contradiction| Case {
        name,
        path,
        good,
        contrary,
        contradiction,
        is_json: true,
        is_dated: true,
        cites: false,
        has_commit: false,
    };
    let failed = &[("\"status\": \"passed\"", "\"status\": \"failed\"")];
    vec![
        Case {
            cites: true,
            ..case(
                "report",
                "report.json",
                World::new(
                    json!({ "kind": "report", "path": "report.json", "date": DAY, "max_age_days": age }),
                    &[("report.json", text(&report))],
                ),
                &[("\"verdict\": \"pass\"", "\"verdict\": \"fail\"")],
                &[("\"errors\": 0", "\"errors\": 1", State::Unknown)],
            )
        },
        Case {
            is_json: false,
            ..case(
                "artifact",
                "artifact",
                World::new(
                    json!({
                        "kind": "artifact", "path": "artifact", "sha256": sha256(b"bytes"), "date": DAY,
                        "max_age_days": age, "approver": "Ada"
                    }),
                    &[("artifact", "bytes".into())],
                ),
                &[("bytes", "Bytes"), ("bytes", "bytes\n")],
                &[],
            )
        },
        case(
            "artifact by its values",
            "artifact.json",
            World::new(
                json!({
                    "kind": "artifact", "path": "artifact.json", "expect": { "/a~1b/0": "x", "/n": 1 }, "date": DAY,
                    "max_age_days": age
                }),
                &[("artifact.json", r#"{ "a/b": ["x"], "n": 1 }"#.into())],
            ),
            &[("\"x\"", "\"y\""), ("\"n\": 1", "\"n\": \"1\"")],
            &[("\"n\": 1", "\"n\": 1, \"n\": 2", State::Unknown), (", \"n\": 1", "", State::Unknown)],
        ),
        Case {
            cites: true,
            has_commit: true,
            ..case(
                "contract",
                "contract.json",
                World::new(
                    json!({ "kind": "contract", "path": "contract.json", "max_age_days": age, "at_head": true }),
                    &[("contract.json", text(&contract))],
                ),
                failed,
                &[
                    ("\"command_exit_code\": 0", "\"command_exit_code\": 1", State::Unknown),
                    ("\"check_verdict\": \"pass\"", "\"check_verdict\": \"fail\"", State::Unknown),
                ],
            )
        },
        Case {
            cites: true,
            ..case(
                "handoff",
                "handoff.json",
                World::new(
                    json!({ "kind": "handoff", "path": "handoff.json", "max_age_days": age,
                            "expect": { "/mode": "pinned-baseline" } }),
                    &[("handoff.json", text(&handoff))],
                ),
                &[
                    ("\"status\": \"passed\"", "\"status\": \"failed\""),
                    ("\"mode\": \"pinned-baseline\"", "\"mode\": \"rehearsal-candidate\""),
                ],
                &[("\"handoff_payload_path\"", "\"payload_path\"", State::Unknown)],
            )
        },
        Case {
            has_commit: true,
            ..case(
                "rehearsal",
                "rehearsal.json",
                World::new(
                    json!({ "kind": "rehearsal", "path": "rehearsal.json", "max_age_days": age, "at_head": true,
                            "expect": { "/to/release_tag": "v0.3.2" } }),
                    &[("rehearsal.json", text(&rehearsal))],
                ),
                &[("\"status\": \"passed\"", "\"status\": \"failed\""), ("v0.3.2", "v0.3.1")],
                &[
                    ("\"exit_code\": 0", "\"exit_code\": 1", State::Unknown),
                    ("\"exit_code\": 0", "\"exit_code\": null", State::Unknown),
                    ("\"verdict\": \"pass\"", "\"verdict\": \"error\"", State::Unknown),
                ],
            )
        },
        Case {
            has_commit: true,
            ..case(
                "run",
                "run.json",
                World::new(
                    json!({ "kind": "run", "suite": "suite", "max_age_days": age, "at_head": true }),
                    &[("run.json", text(&run))],
                ),
                failed,
                &[
                    ("\"exit_code\": 0", "\"exit_code\": 1", State::Unknown),
                    ("\"exit_code\": 0", "\"exit\": 0", State::Unknown),
                    ("\"cargo\"", "\"true\"", State::Unknown),
                    ("\"name\": \"test\"", "\"name\": \"tests\"", State::Unknown),
                ],
            )
        },
        case(
            "record",
            "record.json",
            World::new(
                json!({ "kind": "record", "path": "record.json", "gate": "other", "max_age_days": age }),
                &[("record.json", text(&record))],
            ),
            &[("\"GO\"", "\"NO-GO\"")],
            &[
                ("\"gate\": \"other\"", "\"gate\": \"another\"", State::Unknown),
                ("\"GO\"", "\"GO-LATER\"", State::Unknown),
            ],
        ),
        Case {
            is_json: false,
            ..case(
                "decision",
                "record.md",
                World::new(
                    json!({ "kind": "decision", "path": "record.md", "max_age_days": age, "approvers": ["Ada"],
                            "statements": ["Runtime cutover execution: **GO**"] }),
                    &[("record.md", DECISION.into())],
                ),
                &[("**GO**", "**NO-GO**"), ("Approved", "Not approved")],
                &[
                    ("- Ada", "2. Runtime cutover execution: **NO-GO**\n- Ada", State::Fail),
                    ("1. Runtime", "> 1. Runtime", State::Unknown),
                    ("Updated: 2026-03-05", "Updated: 2026-03-05\nDate: 2026-03-06", State::Unknown),
                    ("Updated: 2026-03-05", "Updated: soon", State::Unknown),
                ],
            )
        },
    ]
}

#[test]
fn only_good_evidence_is_go() {
    let mut judged = 0;
    for case in cases() {
        let Case { name, path, good, .. } = &case;
        let is = |situation: &str, world: World, wanted: State| {
            assert_eq!(world.state(), wanted, "{name}, {situation}: {}", world.said());
        };
        let unknown = |situation: &str, world: World| is(situation, world, State::Unknown);
        is("good", good.clone(), State::Pass);
        unknown("missing", good.clone().with(path, Found::Missing));
        unknown("unreadable", good.clone().with(path, Found::Unreadable("permission denied".into())));
        let mut unasked = good.clone();
        unasked.gathered.files.remove(*path);
        unknown("not looked for", unasked);
        unknown("empty", good.clone().with(path, Found::Bytes(Vec::new())).or_fails(&case));
        unknown("no text", good.clone().with(path, Found::Bytes(b"\xff\xfe".to_vec())).or_fails(&case));
        for (was, says) in case.contrary {
            is(&format!("contrary, {says}"), good.clone().changed(path, was, says), State::Fail);
        }
        for (was, says, wanted) in case.contradiction {
            is(&format!("contradiction, {says}"), good.clone().changed(path, was, says), *wanted);
        }
        if case.is_dated {
            is("the last good day", good.clone().on("2026-03-12"), State::Pass);
            unknown("stale", good.clone().on("2026-03-13"));
            unknown("future", good.clone().on("2026-03-04"));
            is("its own day", good.clone().on(DAY), State::Pass);
            for (was, says) in case.contrary {
                unknown("contrary and stale", good.clone().changed(path, was, says).on("2026-03-13").or_fails(&case));
            }
        }
        if case.is_json {
            let Some(Found::Bytes(bytes)) = good.gathered.files.get(*path) else { panic!("{name}") };
            let file = String::from_utf8(bytes.clone()).expect("text");
            let json = |text: String| good.clone().with(path, Found::Bytes(text.into()));
            unknown("broken", json(file.trim_end().trim_end_matches('}').into()));
            unknown("another form", json("[]".into()));
            unknown("a byte order mark", json(format!("\u{feff}{file}")));
            let key = file.split('"').nth(1).expect("a key");
            unknown("a key twice", json(file.replacen('{', &format!("{{ \"{key}\": 1,"), 1)));
            unknown("deep", json("[".repeat(100_000)));
        }
        if case.cites {
            let document = |found| good.clone().with(DOCUMENT, found);
            unknown("what it judged has changed", document(Found::Bytes(b"other".to_vec())));
            unknown("what it judged is gone", document(Found::Missing));
            unknown("what it judged cannot be read", document(Found::Unreadable("input/output error".into())));
            unknown("it judged something elsewhere", good.clone().changed(path, DOCUMENT, "../elsewhere"));
            let mut unasked = good.clone();
            unasked.gathered.files.remove(DOCUMENT);
            unknown("what it judged was not looked for", unasked);
            let digest = sha256(b"judged");
            let unread = good.clone().changed(path, &format!("\"{digest}\""), "null");
            unknown("what could not be read then stands there now", unread.clone());
            is("what did not exist then does not exist now", unread.with(DOCUMENT, Found::Missing), State::Pass);
            unknown("a document without a name", good.clone().changed(path, DOCUMENT, ""));
        }
        if case.has_commit {
            let at = |head| World { gathered: Gathered { head, ..good.gathered.clone() }, ..good.clone() };
            unknown("another commit", at(Some(Ok("0".repeat(40)))));
            unknown("no git", at(Some(Err("there is no git on this machine".into()))));
            unknown("a commit that was not looked for", at(None));
        }
        judged += 1;
    }
    assert_eq!(judged, 9);
}

impl World {
    /// Bytes say nothing but that they are not the recorded ones, so an artifact by its digest fails where others are
    /// unknown; the calling test looks at the rest.
    fn or_fails(self, case: &Case) -> Self {
        let Case { name: "artifact", good, .. } = case else { return self };
        assert_ne!(self.state(), State::Pass);
        good.clone().with("artifact", Found::Missing)
    }
}

#[test]
fn what_needs_no_file_is_go_in_its_time_only() {
    let approval = |verdict: Value| {
        World::new(
            json!({ "kind": "approval", "approver": "Ada", "date": DAY, "verdict": verdict, "max_age_days": 7 }),
            &[],
        )
    };
    let window = World::new(json!({ "kind": "window", "since": "2026-02-08", "days": 14 }), &[]);
    let freeze = |freezes: &str| {
        let text = format!(r#"{{ "schema": "lockstep-freeze.v1", "freezes": [{freezes}] }}"#);
        World::new(json!({ "kind": "freeze", "path": "freeze.json" }), &[("freeze.json", text)])
    };
    let holds = r#"{ "reason": "incident", "reviewer": null, "since": "2026-03-01", "until": "2026-03-10",
        "baseline": { "release_tag": "v0.4.0", "commit_sha": "a" }, "emergencies": [], "lifted": null }"#;
    for (what, world, wanted) in [
        ("a GO", approval(json!("GO")), State::Pass),
        ("a NO-GO", approval(json!("NO-GO")), State::Fail),
        ("nothing decided", approval(Value::Null), State::Unknown),
        ("a GO of tomorrow", approval(json!("GO")).on("2026-03-04"), State::Unknown),
        ("an old GO", approval(json!("GO")).on("2026-03-13"), State::Unknown),
        ("an old NO-GO", approval(json!("NO-GO")).on("2026-03-13"), State::Unknown),
        ("a window a day early", window.clone().on("2026-02-21"), State::Unknown),
        ("a window on its day", window.clone().on("2026-02-22"), State::Pass),
        ("a window that has not begun", window.clone().on("2026-02-07"), State::Unknown),
        ("no freeze", freeze(""), State::Pass),
        ("a freeze", freeze(holds), State::Fail),
        ("a freeze that is over", freeze(holds).on("2026-03-11"), State::Pass),
        ("a faulty record", freeze("1"), State::Unknown),
        ("no record of freezes", freeze("").with("freeze.json", Found::Missing), State::Unknown),
    ] {
        assert_eq!(world.state(), wanted, "{what}: {}", world.said());
    }
}

#[test]
fn the_check_of_now_is_evidence() {
    let check = |found: Option<Found>| {
        let mut world = World::new(json!({ "kind": "check" }), &[]);
        world.gathered.check = found;
        world
    };
    let report = |verdict: &str, more: &str| {
        let text = format!(
            r#"{{ "schema": "lockstep-report.v1", "documents": [], "summary": {{ "errors": 0 }}, "verdict": "{verdict}"{more} }}"#
        );
        check(Some(Found::Bytes(text.into())))
    };
    assert_eq!(report("pass", "").state(), State::Pass);
    let finding = r#", "findings": [{ "severity": "warning" }, { "severity": "error", "rule": "r", "message": "m",
        "primary": { "document": "pin.json", "line": 3, "column": 18 } }]"#;
    let fails = report("fail", finding);
    assert_eq!(
        (fails.state(), fails.said().as_str()),
        (State::Fail, "`lockstep check`: it says `fail`: `r`: m (pin.json:3:18)")
    );
    for world in [
        report("error", r#", "errors": ["no verdict"]"#),
        report("skipped", ""),
        check(Some(Found::Unreadable("the configuration is faulty".into()))),
        check(None),
    ] {
        assert_eq!(world.state(), State::Unknown, "{}", world.said());
    }
}

/// A criterion over dated records, by day and outcome.
fn row(records: &[(&str, &str)], today: &str) -> World {
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

#[test]
fn a_gate_needs_the_gates_that_it_requires() {
    let text = |verdicts: [&str; 3]| {
        let gate = |name: &str, requires: &[&str], verdict: &str| {
            let evidence = json!({ "kind": "approval", "approver": "Ada", "date": DAY,
                "verdict": if verdict == "null" { Value::Null } else { json!(verdict) } });
            json!({ "name": name, "title": name, "requires": requires,
                "criteria": [{ "name": "c", "title": "c", "evidence": [evidence] }] })
        };
        let [last, middle, first] = verdicts;
        let gates =
            [gate("last", &["middle", "first"], last), gate("middle", &["first"], middle), gate("first", &[], first)];
        json!({ "schema": "lockstep-gates.v1", "project": "p", "gates": gates }).to_string()
    };
    let words = ["GO", "NO-GO", "null"];
    let of = |word: &str| match word {
        "GO" => State::Pass,
        "NO-GO" => State::Fail,
        _ => State::Unknown,
    };
    for last in words {
        for middle in words {
            for first in words {
                let text = text([last, middle, first]);
                let gates = Gates::read(&text).expect("a gate file");
                let today = date::parse(TODAY).expect("a day");
                let evaluate = |asked: &[usize]| evaluate((("g", &text), &gates), asked, &Gathered::default(), today);
                let all = evaluate(&[0]);
                assert_eq!(all.state, State::all([of(last), of(middle), of(first)]), "{last} {middle} {first}");
                assert_eq!(all.state_of(1), of(middle).and(of(first)));
                assert_eq!(evaluate(&[2]).state, of(first));
                assert_eq!(all.state.exit_code() == 0, [last, middle, first] == ["GO"; 3]);
            }
        }
    }
}

#[test]
fn what_is_needed_is_asked_for() {
    let series = row(&[("2026-03-08", "GO")], TODAY);
    let text = gate_file(&series.evidence, &series.criterion);
    let gates = Gates::read(&text).expect("a gate file");
    assert_eq!(Needs::of(&gates, &[0]).folders.into_iter().collect::<Vec<_>>(), ["reviews"]);
    let listed: Vec<_> = Needs::listed(&gates, &[0], &series.gathered).into_iter().collect();
    assert_eq!(listed, ["reviews/2026-03-08.json"]);
    let contract = cases().into_iter().find(|case| case.name == "contract").expect("a case").good;
    let text = gate_file(&contract.evidence, &json!({}));
    let gates = Gates::read(&text).expect("a gate file");
    let needs = Needs::of(&gates, &[0]);
    assert!(needs.head && !needs.check && needs.files.contains("contract.json"));
    let mut gathered = contract.gathered;
    gathered.files.remove(DOCUMENT);
    assert_eq!(Needs::cited(&gates, &[0], &gathered).into_iter().collect::<Vec<_>>(), [DOCUMENT]);
}

/// The schema in docs/, and what does not fit it in a text.
fn misfits(text: &str) -> Vec<String> {
    let schema = std::fs::read_to_string(workspace().join("docs/gates.schema.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let value: Value = serde_json::from_str(text).expect("JSON");
    validator.iter_errors(&value).map(|error| format!("{error} at {}", error.instance_path())).collect()
}

#[test]
fn templates_and_the_example_fit_the_schema() {
    let today = date::parse(TODAY).expect("a day");
    let example = workspace().join("examples/consumer/lockstep-gates.json");
    let example = std::fs::read_to_string(example).expect("the example");
    let template = |side| template(side, "p", &lockstep_core::gate::Baseline::default(), today);
    for text in [template(Side::Consumer), template(Side::Producer), example] {
        Gates::read(&text).expect("a gate file");
        assert_eq!(misfits(&text), Vec::<String>::new());
    }
    for case in cases() {
        assert_eq!(misfits(&gate_file(&case.good.evidence, &json!({}))), Vec::<String>::new(), "{}", case.name);
    }
}

const GOOD: &str = r#"{
  "schema": "lockstep-gates.v1",
  "project": "p",
  "suites": [
    { "name": "suite", "evidence": "a/run-{date}.json", "commands": [
      { "name": "test", "run": ["cargo", ""], "folder": "sub", "environment": ["TOKEN"], "timeout_ms": 1, "output_bytes": 1 },
      { "name": "line", "shell": "a && b" } ] }
  ],
  "review": "one",
  "gates": [
    { "name": "one", "title": "t", "decision": "Runtime cutover", "record": "docs/r-{date}.md", "approvers": ["Ada"],
      "states": ["Rehearsal: **GO**"], "requires": ["two"], "criteria": [
      { "name": "c", "title": "t", "owner": "o", "due": "2026-03-01", "next": "n",
        "evidence": [{ "kind": "run", "suite": "suite", "max_age_days": 7 }], "consecutive": { "count": 2, "most_days": 8 } },
      { "name": "d", "title": "t", "evidence": [{ "kind": "artifact", "path": "x", "sha256": null }] },
      { "name": "e", "title": "t", "evidence": [{ "kind": "decision", "path": "x.md", "statements": ["A: B"] }] } ] },
    { "name": "two", "title": "t", "criteria": [
      { "name": "c", "title": "t", "evidence": [{ "kind": "window", "since": "2026-03-01", "days": 14 }] } ] }
  ]
}"#;

/// What is put in the place of what, the message, where it points, and whether the schema refuses it, too.
const FAULTS: &[(&str, &str, &str, &str, bool)] = &[
    ("gates.v1", "gates.v2", "`lockstep-gates.v2` is not known", "\"lockstep-gates.v2", true),
    ("\"project\"", "\"projct\"", "unknown key `projct`; there are", "\"projct\"", true),
    (
        "\"project\": \"p\",",
        "\"project\": \"p\", \"project\": \"q\",",
        "the key `project` stands twice",
        "\"project\": \"q\"",
        false,
    ),
    ("\"project\": \"p\",", "", "`project` is missing", "}", true),
    ("\"p\"", "\" \"", "`project` is blank", "\" \"", true),
    ("\"p\"", "\"a\\nb\"", "`project` has more than one line", "\"a", false),
    ("\"p\"", "1", "`project` is a number, not a string", "1", true),
    (
        "a/run-{date}.json",
        "../run.json",
        "`../run.json` is no path inside the repository: it must not leave",
        "\"../",
        false,
    ),
    ("a/run-{date}.json", "a/../../run.json", "`a/../../run.json` is no path inside", "\"a/..", false),
    ("a/run-{date}.json", "/etc/passwd", "`/etc/passwd` is no path inside", "\"/etc", false),
    ("a/run-{date}.json", "C:/run.json", "`C:/run.json` is no path inside", "\"C:", false),
    (
        "a/run-{date}.json",
        "a\\\\run.json",
        "`a\\run.json` is no path inside the repository: write it with forward",
        "\"a\\\\",
        false,
    ),
    ("a/run-{date}.json", "a\\u0000", "`a\\u{0}` is no path inside", "\"a\\u0000", false),
    ("a/run-{date}.json", "{date}/run.json", "`{date}` stands once, in the name of the file", "\"{date}/", false),
    ("a/run-{date}.json", "{date}{date}.json", "`{date}` stands once", "\"{date}{date}", false),
    ("\"sub\"", "\"../sub\"", "`../sub` is no path inside", "\"../sub", false),
    ("\"run\": [\"cargo\", \"\"]", "\"run\": []", "`run` names no program", "[]", true),
    ("\"run\": [\"cargo\", \"\"]", "\"run\": [\" \"]", "`run` names no program", "[\" \"]", false),
    ("\"run\": [\"cargo\", \"\"]", "\"run\": \"cargo\"", "`run` is a string, not an array", "\"cargo\"", true),
    ("\"run\": [\"cargo\", \"\"]", "\"run\": [\"a\\u0000\"]", "a word of `run` holds a NUL", "\"a\\u0000\"", false),
    ("\"run\": [\"cargo\", \"\"],", "", "neither `run`", "{ \"name\": \"test\"", true),
    ("\"shell\"", "\"run\": [\"x\"], \"shell\"", "both `run` and `shell` are given", "\"a && b\"", true),
    ("\"TOKEN\"", "\"TO=KEN\"", "`TO=KEN` is no name of a variable", "\"TO=KEN\"", true),
    ("\"timeout_ms\": 1", "\"timeout_ms\": 0", "`timeout_ms` is no whole number from 1", "0,", true),
    ("\"timeout_ms\": 1", "\"timeout_ms\": 1e3", "`timeout_ms` is no whole number", "1e3", false),
    (
        "\"output_bytes\": 1",
        "\"output_bytes\": 999999999999",
        "`output_bytes` is no whole number",
        "999999999999",
        true,
    ),
    ("\"line\"", "\"test\"", "the name `test` stands twice", "\"test\", \"shell\"", false),
    (
        "\"name\": \"two\"",
        "\"name\": \"one\"",
        "the name `one` stands twice",
        "\"one\", \"title\": \"t\", \"criteria\"",
        false,
    ),
    ("\"name\": \"two\"", "\"name\": \"suite\"", "the name `suite` stands twice", "\"suite\", \"title\"", false),
    ("\"name\": \"two\"", "\"name\": \"Two\"", "`Two` is no name: lower-case", "\"Two\"", true),
    ("\"name\": \"two\"", "\"name\": \"run\"", "`run` is a command of `lockstep gate`", "\"run\", \"title\"", true),
    ("\"requires\": [\"two\"]", "\"requires\": [\"three\"]", "there is no gate `three`", "\"three\"", false),
    ("\"requires\": [\"two\"]", "\"requires\": [\"one\"]", "gates demand each other: one -> one", "\"one\"]", false),
    (
        "\"two\", \"title\": \"t\",",
        "\"two\", \"title\": \"t\", \"requires\": [\"one\"],",
        "gates demand each other: one -> two -> one",
        "\"one\"], \"criteria\": [\n      { \"name\": \"c\", \"title\": \"t\", \"evidence\": [{ \"kind\": \"window\"",
        false,
    ),
    ("\"review\": \"one\"", "\"review\": \"none\"", "there is no gate `none`", "\"none\"", false),
    ("docs/r-{date}.md", "docs/r.json", "a record is Markdown", "\"docs/r.json\"", true),
    ("docs/r-{date}.md", "x.md", "the record of a gate cannot be its own evidence", "{ \"kind\": \"decision\"", false),
    (
        "\"Runtime cutover\"",
        "\"Runtime: cutover\"",
        "`Runtime: cutover` cannot stand before a colon",
        "\"Runtime: ",
        false,
    ),
    (
        "\"Rehearsal: **GO**\"",
        "\"Runtime  CUTOVER: **GO**\"",
        "the record states its own decision",
        "\"Runtime  CUT",
        false,
    ),
    ("[\"Ada\"]", "[\"Ada=Bo\"]", "an approver has no `=`", "\"Ada=Bo\"", false),
    ("2026-03-01\", \"next\"", "2026-02-30\", \"next\"", "`2026-02-30` is no day", "\"2026-02-30\"", false),
    ("\"suite\": \"suite\"", "\"suite\": \"other\"", "there is no suite `other`", "\"other\"", false),
    ("\"suite\": \"suite\"", "\"path\": \"a.json\"", "a run is that of a `suite`", "{ \"kind\": \"run\"", true),
    ("\"kind\": \"run\"", "\"kind\": \"walk\"", "`walk` is no kind of evidence; there are `check`", "\"walk\"", true),
    ("\"kind\": \"run\", ", "", "evidence without `kind`", "{ \"suite\"", true),
    ("\"count\": 2", "\"count\": 1", "`count` is no whole number from 2 to 100", "1,", true),
    (
        "\"most_days\": 8",
        "\"most_days\": 8, \"least_days\": 9",
        "`least_days` is more than `most_days`",
        "{ \"count\"",
        false,
    ),
    ("\"sha256\": null", "\"sha256\": \"AB\"", "`AB` is no SHA-256", "\"AB\"", true),
    (
        "\"sha256\": null",
        "\"max_age_days\": 1, \"sha256\": null",
        "the kind `artifact` has no day of its own",
        "1,",
        true,
    ),
    (", \"sha256\": null", "", "an artifact needs `sha256`", "{ \"kind\": \"artifact\"", true),
    ("\"sha256\": null", "\"expect\": {}", "`expect` is no object of JSON pointers", "{}", true),
    ("\"sha256\": null", "\"expect\": { \"a\": 1 }", "`a` is no JSON pointer", "\"a\"", true),
    ("\"sha256\": null", "\"expect\": { \"/a\": [] }", "an array where a string", "[]", true),
    ("\"path\": \"x\"", "\"path\": \"x-{date}\"", "the kind `artifact` stands in one file", "\"x-{date}", false),
    (
        "\"statements\": [\"A: B\"]",
        "\"statements\": []",
        "a decision without `statements`",
        "{ \"kind\": \"decision\"",
        true,
    ),
    ("\"A: B\"", "\"A B\"", "`A B` has not the form `label: value`", "\"A B\"", false),
    ("\"A: B\"", "\"A: {release_tag}\"", "a statement of a gate has no placeholder", "\"A: {", false),
    ("\"days\": 14", "\"days\": 0", "`days` is no whole number from 1 to 3660", "0 }", true),
    (
        "\"evidence\": [{ \"kind\": \"window\", \"since\": \"2026-03-01\", \"days\": 14 }]",
        "\"evidence\": []",
        "a criterion without `evidence`",
        "{ \"name\": \"c\"",
        true,
    ),
];

#[test]
fn every_fault_of_a_file_has_a_place() {
    Gates::read(GOOD).expect("a gate file");
    assert_eq!(misfits(GOOD), Vec::<String>::new());
    for (was, is, message, at, refused) in FAULTS {
        assert!(GOOD.contains(was), "{was}");
        let text = GOOD.replacen(was, is, 1);
        let fault = Gates::read(&text).map(|_| ()).expect_err(is);
        assert!(fault.value.starts_with(message), "{is}: {}", fault.value);
        let place = text.get(fault.span.range().start..).unwrap_or_default();
        assert!(place.starts_with(at), "{is}: {place:?}");
        if *refused {
            assert!(!misfits(&text).is_empty(), "the schema lets this pass: {is}");
        }
    }
    for text in [
        "",
        "[]",
        "{",
        "\u{feff}{}",
        &"[".repeat(100_000),
        "{\"schema\": \"lockstep-gates.v1\", \"project\": \"p\", \"gates\": []}",
    ] {
        assert!(Gates::read(text).is_err());
    }
}
