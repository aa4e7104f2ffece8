//! Gates: every kind of evidence in every situation, evidence in a row, and files that are no gate files.

mod files;
mod kinds;
mod rows;
mod situations;

use lockstep_core::{
    date,
    gate::{Evaluation, Found, Gates, GatesDocument, Gathered, Needs, State, evaluate},
};
use serde_json::{Value, json};

use crate::{kinds::cases, rows::row};

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
