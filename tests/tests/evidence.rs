//! The evidence that runs leave: its form, what it says, and that none outlives the run it is about.

use lockstep_cli::{ContractEvidence, HandoffEvidence, Reply, Request, Unanswered};
use lockstep_core::{
    facts::sha256,
    source::{Content, DocumentKind},
};
use lockstep_tests::repository::{Repository, Run, change_files, drive};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

const HANDOFF: &str = "artifacts/memorykernel-handoff-evidence.json";
const CONTRACT: &str = "artifacts/memorykernel-contract-evidence.json";
const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// A repository on a machine: effects happen, git answers, one command can be run.
struct Machine {
    repository: Repository,
    git: bool,
    /// What running a command comes to.
    command: Reply,
    /// The commands that were run.
    ran: Vec<String>,
    /// What was written before the end.
    written: String,
    /// The request, by its place in the run, that fails.
    broken: Option<usize>,
    asked: usize,
}

impl Machine {
    fn new(repository: Repository) -> Self {
        let command = Reply::Ran { exit_code: Some(0), stdout: Vec::new(), stderr: Vec::new() };
        let written = String::new();
        Self { repository, git: true, command, ran: Vec::new(), written, broken: None, asked: 0 }
    }

    fn of_example() -> Self {
        Self::new(Repository::reference())
    }

    fn with_file(mut self, path: &str, text: &str) -> Self {
        self.repository.files.insert(path.into(), Content::Bytes(text.as_bytes().to_vec().into()));
        self
    }

    fn changed(mut self, kind: DocumentKind, was: &str, is: &str) -> Self {
        let text = self.file(kind.default_path()).expect("a file");
        assert_eq!(text.matches(was).count(), 1, "{was}");
        let text = text.replace(was, is);
        self = self.with_file(kind.default_path(), &text);
        self
    }

    fn with_old_evidence(self) -> Self {
        self.with_file(HANDOFF, "older").with_file(CONTRACT, "older")
    }

    fn file(&self, path: &str) -> Option<String> {
        match self.repository.files.get(path)? {
            Content::Bytes(bytes) => Some(String::from_utf8(bytes.to_vec()).expect("UTF-8")),
            _ => None,
        }
    }

    fn run(&mut self, arguments: &[&str]) -> Run {
        drive(arguments, |request| self.fulfil(request))
    }

    fn fulfil(&mut self, request: Request) -> Reply {
        self.asked += 1;
        if self.broken == Some(self.asked) {
            return Reply::Failed("input/output error".into());
        }
        let request = match change_files(&mut self.repository.files, request) {
            Ok(reply) => return reply,
            Err(request) => request,
        };
        match request {
            Request::Git { arguments, .. } if self.git => {
                let said = if arguments.iter().any(|argument| argument == "--abbrev-ref") { "main" } else { COMMIT };
                Reply::Ran { exit_code: Some(0), stdout: format!("{said}\n").into(), stderr: Vec::new() }
            }
            Request::Git { .. } => Reply::Ran { exit_code: Some(128), stdout: Vec::new(), stderr: Vec::new() },
            Request::RunCommand { command, .. } => {
                assert!(!self.repository.files.contains_key(CONTRACT), "older evidence stands while the command runs");
                self.ran.push(command);
                self.command.clone()
            }
            Request::Write { text } => {
                self.written.push_str(&text);
                Reply::Yes
            }
            Request::Today => Reply::Text("2026-03-01".into()),
            request => self.repository.answer(&request),
        }
    }

    /// The evidence at a place, which fits the schema of its form.
    fn evidence<T: JsonSchema>(&self, path: &str) -> Value {
        let text = self.file(path).unwrap_or_else(|| panic!("no evidence at {path}"));
        assert!(text.ends_with("}\n"), "{text}");
        let evidence: Value = serde_json::from_str(&text).expect("JSON");
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let schema = SchemaGenerator::new(settings).into_root_schema_for::<T>().to_value();
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let misfits: Vec<String> = validator.iter_errors(&evidence).map(|error| error.to_string()).collect();
        assert_eq!(misfits, Vec::<String>::new(), "{text}");
        let left: Vec<_> = self.repository.files.keys().filter(|path| path.ends_with(".lockstep-new")).collect();
        assert_eq!(left, Vec::<&String>::new());
        evidence
    }
}

#[test]
fn a_payload_that_passes_leaves_evidence() {
    let mut machine = Machine::of_example().with_old_evidence();
    let run = machine.run(&["handoff"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.ends_with("evidence in artifacts/memorykernel-handoff-evidence.json\n"), "{}", run.stdout);
    let evidence = machine.evidence::<HandoffEvidence>(HANDOFF);
    assert_eq!(evidence["schema_version"], "v1");
    assert_eq!(evidence["generated_at_utc"], "2026-03-01T00:00:00.000Z");
    assert_eq!(evidence["handoff_payload_path"], DocumentKind::Handoff.default_path());
    let baseline = json!({
        "release_tag": "v0.4.0",
        "commit_sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922",
        "expected_service_contract_version": "service.v3",
        "expected_api_contract_version": "api.v1",
        "integration_baseline": "integration/v1",
    });
    assert_eq!(evidence["baseline"], baseline);
    assert_eq!((&evidence["mode"], &evidence["status"]), (&json!("pinned-baseline"), &json!("passed")));
    for (check, said) in evidence["checks"].as_object().expect("checks") {
        let expected = if check == "candidate_runtime_baseline" { "not-used" } else { "pass" };
        assert_eq!(said, expected, "{check}");
    }
    let payload = machine.file(DocumentKind::Handoff.default_path()).expect("the payload");
    let judged = json!({ "path": DocumentKind::Handoff.default_path(), "sha256": sha256(payload.as_bytes()) });
    let documents = evidence["documents"].as_array().expect("documents");
    assert!(documents.len() == 3 && documents.contains(&judged), "{evidence}");
    // The same run leaves the same bytes.
    let before = machine.file(HANDOFF);
    machine.run(&["handoff", "--format", "json"]);
    assert_eq!(machine.file(HANDOFF), before);
}

#[test]
fn the_evidence_of_a_candidate_says_what_it_was_judged_for() {
    let mut machine = Machine::new(Repository::example("consumer-v0.3.2"));
    assert_eq!(machine.run(&["handoff"]).code, 0);
    let pinned = machine.evidence::<HandoffEvidence>(HANDOFF);
    assert_eq!(pinned["mode"], "pinned-baseline");
    assert_eq!(pinned["checks"]["candidate_runtime_baseline"], "used-for-pinned-validation");
    assert_eq!(pinned["baseline"]["expected_service_contract_version"], "service.v2");
    assert_eq!(machine.run(&["handoff", "--candidate"]).code, 0);
    let rehearsed = machine.evidence::<HandoffEvidence>(HANDOFF);
    assert_eq!(rehearsed["mode"], "rehearsal-candidate");
    assert_eq!(rehearsed["checks"]["release_tag"], "skipped-pin-match-relaxed");
    assert_eq!(rehearsed["checks"]["error_code_enum_set_equality"], "pass");
    assert_eq!(rehearsed["baseline"]["expected_service_contract_version"], "service.v3");
}

#[test]
fn what_did_not_pass_without_a_fault_is_no_pass_in_the_evidence() {
    let silenced = lockstep_core::api::policy()
        .replace("\"severities\": {}", "\"severities\": { \"handoff-commands\": \"off\", \"handoff-mode\": \"off\" }");
    let mut machine = Machine::of_example()
        .with_file("policy.json", &silenced)
        .with_file("lockstep.toml", "policy = \"policy.json\"\n[evidence]\nhandoff = \"out/evidence.json\"\n")
        .changed(DocumentKind::Handoff, "2026-02-08T14", "2027-02-08T14");
    let run = machine.run(&["handoff", "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    let checks = machine.evidence::<HandoffEvidence>("out/evidence.json")["checks"].clone();
    assert_eq!(checks["verification_commands_present"], "skipped: switched off by the policy");
    assert_eq!(checks["handoff_generated_at_utc_parseable"], "warning");
    assert_eq!(machine.file(HANDOFF), None);
}

#[test]
fn no_evidence_outlives_a_run_that_does_not_pass() {
    let example = || Machine::of_example().with_old_evidence();
    let missing = |mut machine: Machine| {
        machine.repository.files.remove(DocumentKind::Handoff.default_path());
        machine
    };
    let cases = [
        ("a disagreement", example().changed(DocumentKind::Handoff, "\"stable\"", "\"final\""), &["handoff"][..], 1),
        ("a required payload", missing(example()), &["handoff", "--require-handoff"], 1),
        ("a named payload", example(), &["handoff", "--handoff", "/elsewhere/payload.json"], 1),
        ("no payload", missing(example()), &["handoff"], 0),
        ("a faulty configuration", example().with_file("lockstep.toml", "x"), &["handoff"], 2),
    ];
    for (what, mut machine, arguments, code) in cases {
        let run = machine.run(arguments);
        assert_eq!(run.code, code, "{what}: {}{}", run.stdout, run.stderr);
        assert_eq!(machine.file(HANDOFF), None, "{what}");
        assert_eq!(machine.file(CONTRACT).as_deref(), Some("older"), "{what}");
    }
}

#[test]
fn checks_alone_and_runs_that_say_so_leave_nothing() {
    for arguments in
        [&["handoff", "--no-evidence"][..], &["check"], &["check", "--only", "handoff"], &["handoff", ".", "a"]]
    {
        let mut machine = Machine::of_example().with_old_evidence();
        let run = machine.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.stdout, run.stderr);
        assert_eq!(machine.file(HANDOFF).as_deref(), Some("older"), "{arguments:?}");
    }
}

#[test]
fn evidence_holds_no_path_of_a_machine() {
    let mut machine = Machine::of_example();
    let payload = machine.file(DocumentKind::Handoff.default_path()).expect("the payload");
    // The host of these tests knows files by their names alone.
    machine = machine.with_file("payload.json", &payload);
    for name in ["/home/somebody/payload.json", "C:\\Users\\somebody\\payload.json"] {
        assert_eq!(machine.run(&["handoff", "--handoff", name]).code, 0);
        let text = machine.evidence::<HandoffEvidence>(HANDOFF).to_string();
        assert!(text.contains("\"handoff_payload_path\":\"payload.json\"") && !text.contains("somebody"), "{text}");
    }
}

#[test]
fn contract_evidence_follows_from_check_and_command() {
    let ran = |code| Reply::Ran { exit_code: code, stdout: Vec::new(), stderr: Vec::new() };
    let timeout = Reply::Unanswered { reason: Unanswered::Timeout, text: "too long".into() };
    let drifted = || Machine::of_example().changed(DocumentKind::Manifest, "\"v0.4.0\"", "\"v0.4.1\"");
    let unreadable = || {
        let mut machine = Machine::of_example();
        let broken = Content::Unreadable("permission denied".into());
        machine.repository.files.insert(DocumentKind::Matrix.default_path().into(), broken);
        machine
    };
    let cases = [
        ("both pass", Machine::of_example(), ran(Some(0)), "passed", "pass", json!(0), 0),
        ("the command fails", Machine::of_example(), ran(Some(7)), "failed", "pass", json!(7), 1),
        ("a signal", Machine::of_example(), ran(None), "failed", "pass", Value::Null, 1),
        ("too long", Machine::of_example(), timeout, "failed", "pass", Value::Null, 1),
        ("no shell", Machine::of_example(), Reply::Failed("not found".into()), "failed", "pass", Value::Null, 2),
        ("the check fails", drifted(), ran(Some(0)), "failed", "fail", json!(0), 1),
        ("both fail", drifted(), ran(Some(1)), "failed", "fail", json!(1), 1),
        ("no verdict", unreadable(), ran(Some(0)), "failed", "error", json!(0), 2),
    ];
    for (what, machine, command, status, verdict, exit_code, code) in cases {
        let mut machine = Machine { command, ..machine.with_old_evidence() };
        let run = machine.run(&["evidence", "contract", "--", "pnpm", "run", "test contract"]);
        assert_eq!(run.code, code, "{what}: {}{}", run.stdout, run.stderr);
        assert_eq!(machine.ran, ["pnpm run 'test contract'"], "{what}");
        assert!(machine.written.contains("by the policy MemoryKernel integration/v1"), "{}", machine.written);
        assert!(
            run.stdout.contains(&format!("{status}: the check says {verdict}, the contract tests ")),
            "{}",
            run.stdout
        );
        let evidence = machine.evidence::<ContractEvidence>(CONTRACT);
        let verification = json!({
            "contract_test_command": "pnpm run 'test contract'",
            "pin_sync_command": "lockstep check",
            "status": status,
            "check_verdict": verdict,
            "command_exit_code": exit_code,
        });
        assert_eq!(evidence["verification"], verification, "{what}");
        assert_eq!(machine.file(HANDOFF).as_deref(), Some("older"), "{what}");
    }
}

#[test]
fn contract_evidence_has_the_documented_shape() {
    let configuration = "[evidence]\ncontract = \"out/contract.json\"\npin_sync_command = \"pnpm run check\"\n";
    let mut machine = Machine::of_example().with_file("lockstep.toml", configuration);
    assert_eq!(machine.run(&["evidence", "contract", "--today", "2026-02-08", ".", "--", "true && true"]).code, 0);
    let evidence = machine.evidence::<ContractEvidence>("out/contract.json");
    assert_eq!(
        (&evidence["schema_version"], &evidence["generated_at"]),
        (&json!("v1"), &json!("2026-02-08T00:00:00.000Z"))
    );
    let consumer = json!({ "project": "assistsupport-example", "branch": "main", "commit_sha": COMMIT });
    assert_eq!(evidence["consumer"], consumer);
    let pin = json!({
        "repo": "https://github.com/saagar210/MemoryKernel",
        "release_tag": "v0.4.0",
        "commit_sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922",
    });
    assert_eq!(evidence["memorykernel_pin"], pin);
    let contracts = json!({
        "service_contract_version": "service.v3",
        "api_contract_version": "api.v1",
        "integration_baseline": "integration/v1",
    });
    assert_eq!(evidence["expected_contracts"], contracts);
    assert_eq!(evidence["verification"]["contract_test_command"], "true && true");
    assert_eq!(evidence["verification"]["pin_sync_command"], "pnpm run check");
    let documents = evidence["documents"].as_array().expect("documents").iter();
    let documents: Vec<&str> = documents.map(|document| document["path"].as_str().expect("a path")).collect();
    for kind in DocumentKind::TRIO.into_iter().chain([DocumentKind::Handoff]) {
        assert!(documents.contains(&kind.default_path()), "{documents:?}");
    }
    assert_eq!(evidence["tools"]["lockstep"], lockstep_core::api::version());
    // Neither git nor package.json.
    machine.git = false;
    machine.repository.files.remove("package.json");
    assert_eq!(machine.run(&["evidence", "contract", "--", "true"]).code, 0);
    let evidence = machine.evidence::<ContractEvidence>("out/contract.json");
    assert_eq!(evidence["consumer"], json!({ "project": null, "branch": null, "commit_sha": null }));
}

#[test]
fn a_repository_that_cannot_be_judged_leaves_no_contract_evidence() {
    let mut machine = Machine::of_example().with_old_evidence().with_file("lockstep.toml", "x");
    let run = machine.run(&["evidence", "contract", "--", "true"]);
    assert_eq!((run.code, machine.file(CONTRACT)), (2, None));
    assert_eq!(machine.ran, Vec::<String>::new());
}

#[test]
fn wherever_the_machine_fails_evidence_is_whole_or_none() {
    for (arguments, place) in [(&["handoff"][..], HANDOFF), (&["evidence", "contract", "--", "true"], CONTRACT)] {
        let mut whole = Machine::of_example();
        whole.run(arguments);
        let (expected, requests) = (whole.file(place).expect("evidence"), whole.asked);
        for broken in 1..=requests {
            let mut machine = Machine { broken: Some(broken), ..Machine::of_example() };
            let run = machine.run(arguments);
            let left = machine.file(place);
            let passed = left.as_ref().is_some_and(|left| left.contains("\"status\": \"passed\""));
            assert_eq!(passed, run.code == 0 && left.is_some(), "request {broken}: {}{}", run.stdout, run.stderr);
            let value = left.map(|left| serde_json::from_str::<Value>(&left).expect("whole JSON"));
            assert!(value.is_some() || run.code != 0, "request {broken}: nothing left, and no word of it");
        }
        assert!(requests > 6 && expected.contains("\"status\": \"passed\""));
    }
}
