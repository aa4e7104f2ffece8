//! Each kind of evidence that stands in a file: its good form, and what else it can say.

use lockstep_core::{facts::sha256, gate::State};
use serde_json::{Value, json};

use crate::{DAY, DOCUMENT, HEAD, World};

/// A kind of evidence: its good form, and what else it can say.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) path: &'static str,
    pub(super) good: World,
    /// What says the contrary: replacements in the file.
    pub(super) contrary: &'static [(&'static str, &'static str)],
    /// What says both, or does not bear itself out, and what comes of that.
    pub(super) contradiction: &'static [(&'static str, &'static str, State)],
    pub(super) is_json: bool,
    pub(super) is_dated: bool,
    pub(super) cites: bool,
    pub(super) has_commit: bool,
}

/// What was judged, by the key of a document's name.
fn documents(key: &str) -> Value {
    json!([{ key: DOCUMENT, "sha256": sha256(b"judged") }])
}

pub(super) fn text(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON") + "\n"
}

/// The most days since the day of the evidence.
const AGE: u32 = 7;

fn case(name: &'static str, path: &'static str, evidence: Value, text: String) -> Case {
    let good = World::new(evidence, &[(path, text)]);
    let (contrary, contradiction): (&[_], &[_]) = (&[], &[]);
    let (is_json, is_dated, cites, has_commit) = (true, true, false, false);
    Case { name, path, good, contrary, contradiction, is_json, is_dated, cites, has_commit }
}

/// Every kind of evidence that stands in a file.
pub(super) fn cases() -> [Case; 9] {
    [report(), artifact(), values(), contract(), handoff(), rehearsal(), run(), record(), decision()]
}

fn report() -> Case {
    let evidence = json!({ "kind": "report", "path": "report.json", "date": DAY, "max_age_days": AGE });
    let report = json!({
        "schema": "lockstep-report.v1", "verdict": "pass", "summary": { "errors": 0 }, "documents": documents("name"),
        "findings": [], "errors": []
    });
    Case {
        cites: true,
        contrary: &[("\"verdict\": \"pass\"", "\"verdict\": \"fail\"")],
        contradiction: &[("\"errors\": 0", "\"errors\": 1", State::Unknown)],
        ..case("report", "report.json", evidence, text(&report))
    }
}

fn artifact() -> Case {
    let evidence = json!({
        "kind": "artifact", "path": "artifact", "sha256": sha256(b"bytes"), "date": DAY, "max_age_days": AGE,
        "approver": "Ada"
    });
    Case {
        is_json: false,
        contrary: &[("bytes", "Bytes"), ("bytes", "bytes\n")],
        ..case("artifact", "artifact", evidence, "bytes".into())
    }
}

fn values() -> Case {
    let evidence = json!({
        "kind": "artifact", "path": "artifact.json", "expect": { "/a~1b/0": "x", "/n": 1 }, "date": DAY,
        "max_age_days": AGE
    });
    Case {
        contrary: &[("\"x\"", "\"y\""), ("\"n\": 1", "\"n\": \"1\"")],
        contradiction: &[("\"n\": 1", "\"n\": 1, \"n\": 2", State::Unknown), (", \"n\": 1", "", State::Unknown)],
        ..case("artifact by its values", "artifact.json", evidence, r#"{ "a/b": ["x"], "n": 1 }"#.into())
    }
}

const FAILED: &[(&str, &str)] = &[("\"status\": \"passed\"", "\"status\": \"failed\"")];

fn contract() -> Case {
    let evidence = json!({ "kind": "contract", "path": "contract.json", "max_age_days": AGE, "at_head": true });
    let contract = json!({
        "schema_version": "v1", "generated_at": format!("{DAY}T00:00:00.000Z"), "consumer": { "commit_sha": HEAD },
        "verification": {
            "contract_test_command": "test", "status": "passed", "check_verdict": "pass", "command_exit_code": 0
        },
        "documents": documents("path")
    });
    Case {
        cites: true,
        has_commit: true,
        contrary: FAILED,
        contradiction: &[
            ("\"command_exit_code\": 0", "\"command_exit_code\": 1", State::Unknown),
            ("\"check_verdict\": \"pass\"", "\"check_verdict\": \"fail\"", State::Unknown),
        ],
        ..case("contract", "contract.json", evidence, text(&contract))
    }
}

fn handoff() -> Case {
    let evidence = json!({
        "kind": "handoff", "path": "handoff.json", "max_age_days": AGE, "expect": { "/mode": "pinned-baseline" }
    });
    let handoff = json!({
        "schema_version": "v1", "generated_at_utc": format!("{DAY}T00:00:00.000Z"), "handoff_payload_path": "p",
        "status": "passed", "mode": "pinned-baseline", "documents": documents("path")
    });
    Case {
        cites: true,
        contrary: &[
            ("\"status\": \"passed\"", "\"status\": \"failed\""),
            ("\"mode\": \"pinned-baseline\"", "\"mode\": \"rehearsal-candidate\""),
        ],
        contradiction: &[("\"handoff_payload_path\"", "\"payload_path\"", State::Unknown)],
        ..case("handoff", "handoff.json", evidence, text(&handoff))
    }
}

fn rehearsal() -> Case {
    let evidence = json!({
        "kind": "rehearsal", "path": "rehearsal.json", "max_age_days": AGE, "at_head": true,
        "expect": { "/to/release_tag": "v0.3.2" }
    });
    let rehearsal = json!({
        "schema": "lockstep-rehearsal.v1", "date": DAY, "consumer_commit_sha": HEAD, "to": { "release_tag": "v0.3.2" },
        "check": { "verdict": "pass" }, "commands": [{ "command": "test", "exit_code": 0 }], "status": "passed"
    });
    Case {
        has_commit: true,
        contrary: &[("\"status\": \"passed\"", "\"status\": \"failed\""), ("v0.3.2", "v0.3.1")],
        contradiction: &[
            ("\"exit_code\": 0", "\"exit_code\": 1", State::Unknown),
            ("\"exit_code\": 0", "\"exit_code\": null", State::Unknown),
            ("\"verdict\": \"pass\"", "\"verdict\": \"error\"", State::Unknown),
            ("\"commands\": [", "\"commands\": [], \"other\": [", State::Unknown),
        ],
        ..case("rehearsal", "rehearsal.json", evidence, text(&rehearsal))
    }
}

fn run() -> Case {
    let evidence = json!({ "kind": "run", "suite": "suite", "max_age_days": AGE, "at_head": true });
    let run = json!({
        "schema": "lockstep-gate-run.v1", "suite": "suite", "date": DAY, "commit_sha": HEAD,
        "changed_since_commit": false,
        "commands": [{ "name": "test", "run": ["cargo", "test"], "exit_code": 0 }], "status": "passed"
    });
    Case {
        has_commit: true,
        contrary: FAILED,
        contradiction: &[
            ("\"exit_code\": 0", "\"exit_code\": 1", State::Unknown),
            ("\"exit_code\": 0", "\"exit\": 0", State::Unknown),
            ("\"changed_since_commit\": false", "\"changed_since_commit\": true", State::Unknown),
            ("\"changed_since_commit\": false", "\"changed_since_commit\": null", State::Unknown),
            ("\"changed_since_commit\"", "\"changed\"", State::Unknown),
            ("\"cargo\"", "\"true\"", State::Unknown),
            ("\"name\": \"test\"", "\"name\": \"tests\"", State::Unknown),
        ],
        ..case("run", "run.json", evidence, text(&run))
    }
}

fn record() -> Case {
    let evidence = json!({ "kind": "record", "path": "record.json", "gate": "other", "max_age_days": AGE });
    let record = json!({ "schema": "lockstep-gate-decision.v1", "gate": "other", "outcome": "GO", "date": DAY });
    Case {
        contrary: &[("\"GO\"", "\"NO-GO\"")],
        contradiction: &[
            ("\"gate\": \"other\"", "\"gate\": \"another\"", State::Unknown),
            ("\"GO\"", "\"GO-LATER\"", State::Unknown),
        ],
        ..case("record", "record.json", evidence, text(&record))
    }
}

fn decision() -> Case {
    let evidence = json!({
        "kind": "decision", "path": "record.md", "max_age_days": AGE, "approvers": ["Ada"],
        "statements": ["Runtime cutover execution: **GO**"]
    });
    let record = "# Record\n\nUpdated: 2026-03-05\n\n1. Runtime cutover execution: **GO**\n- Ada: Approved\n";
    Case {
        is_json: false,
        contrary: &[("**GO**", "**NO-GO**"), ("Approved", "Not approved")],
        contradiction: &[
            ("- Ada", "2. Runtime cutover execution: **NO-GO**\n- Ada", State::Fail),
            ("1. Runtime", "> 1. Runtime", State::Unknown),
            ("Updated: 2026-03-05", "Updated: 2026-03-05\nDate: 2026-03-06", State::Unknown),
            ("Updated: 2026-03-05", "Updated: soon", State::Unknown),
        ],
        ..case("decision", "record.md", evidence, record.into())
    }
}
