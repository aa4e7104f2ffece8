//! What `lockstep producer generate` makes: the same bytes each time, every field, nothing replaced without a patch, and
//! payloads that both sides' checks accept.

use lockstep_cli::{Reply, Request};
use lockstep_core::{
    facts::sha256,
    handover::{Bundle, HandoffPayload, RehearsalPayload},
    source::{Content, DocumentKind},
};
use lockstep_tests::repository::{Repository, Run, change_files, drive};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

const MANIFEST: &str = "contracts/integration/v1/producer-contract-manifest.json";
const HANDOFF: &str = "docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json";
const REHEARSAL: &str = "docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json";
const BUNDLE: &str = "docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json";
const OPENAPI: &str = "openapi/openapi.yaml";
const GATES: &str = "docs/implementation/SERVICE_V3_CUTOVER_GATES.md";
/// The only commit that git has in these tests; see `lockstep_tests::git`.
const COMMIT: &str = "b1a5eb1a5eb1a5eb1a5eb1a5eb1a5eb1a5eb1a5e";

/// A producer's repository on a machine: files change, git has one commit.
struct Machine {
    repository: Repository,
    /// The tags; `None` where there is no git repository.
    tags: Option<Vec<&'static str>>,
    /// What the user types; `None` where standard input is no terminal.
    answer: Option<&'static str>,
    /// What was written before the end.
    written: String,
}

impl Machine {
    fn new(repository: Repository) -> Self {
        Self {
            repository,
            tags: Some(vec!["v0.3.1", "v0.3.2", "v0.4.0", "nightly"]),
            answer: None,
            written: String::new(),
        }
    }

    fn of_example() -> Self {
        Self::new(Repository::example("producer"))
    }

    /// The producer as it was before the cutover: `service.v2` runs.
    fn before_the_cutover() -> Self {
        let mut machine = Self::of_example();
        let text = before_the_cutover(&machine.text(MANIFEST));
        machine.put(MANIFEST, &text);
        machine
    }

    fn put(&mut self, path: &str, text: &str) {
        self.repository.files.insert(path.into(), Content::Bytes(text.as_bytes().to_vec().into()));
    }

    fn find(&self, path: &str) -> Option<String> {
        match self.repository.files.get(path)? {
            Content::Bytes(bytes) => Some(String::from_utf8(bytes.to_vec()).expect("UTF-8")),
            _ => None,
        }
    }

    fn text(&self, path: &str) -> String {
        self.find(path).unwrap_or_else(|| panic!("no file at {path}"))
    }

    fn run(&mut self, arguments: &[&str]) -> Run {
        drive(arguments, |request| self.fulfil(request))
    }

    /// Generates on a fixed day, which must succeed.
    #[track_caller]
    fn generate(&mut self, words: &[&str]) -> Run {
        let run = self.run(&[&["producer", "generate"], words, &["--today", "2026-03-01"]].concat());
        assert_eq!(run.code, 0, "{words:?}: {}{}", run.stdout, run.stderr);
        run
    }

    fn fulfil(&mut self, request: Request) -> Reply {
        let request = match change_files(&mut self.repository.files, request) {
            Ok(reply) => return reply,
            Err(request) => request,
        };
        match request {
            Request::Git { ref arguments, .. } => {
                self.git(arguments).unwrap_or_else(|| self.repository.answer(&request))
            }
            Request::Write { text } => {
                self.written.push_str(&text);
                Reply::Yes
            }
            Request::ShowProgress { .. } => Reply::Yes,
            Request::StandardInputIsTerminal if self.answer.is_some() => Reply::Yes,
            Request::StandardInputIsTerminal => Reply::No,
            Request::ReadChunk { .. } => Reply::Bytes(self.answer.take().unwrap_or_default().into()),
            Request::Today => Reply::Text("2026-03-02".into()),
            request => self.repository.answer(&request),
        }
    }

    fn git(&self, arguments: &[String]) -> Option<Reply> {
        let said = |stdout: String| Reply::Ran { exit_code: Some(0), stdout: stdout.into(), stderr: Vec::new() };
        let refused = |why: &str| Reply::Ran { exit_code: Some(128), stdout: Vec::new(), stderr: why.into() };
        let Some(tags) = &self.tags else { return Some(refused("fatal: not a git repository")) };
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Some(match arguments.as_slice() {
            ["rev-parse", "--verify", "HEAD^{commit}"] => said(format!("{COMMIT}\n")),
            ["rev-parse", "--verify", "--end-of-options", name] => {
                match tags.iter().any(|tag| *name == format!("{tag}^{{commit}}")) {
                    true => said(format!("{COMMIT}\n")),
                    false => refused("fatal: Needed a single revision"),
                }
            }
            ["for-each-ref", ..] => said(tags.iter().map(|tag| format!("{tag}\n")).collect()),
            _ => return None,
        })
    }

    /// A generated document, which fits the schema of its form and is laid out as JSON is.
    fn document<T: JsonSchema>(&self, path: &str) -> Value {
        let text = self.text(path);
        let document: Value = serde_json::from_str(&text).expect("JSON");
        assert!(text.starts_with("{\n  \"") && text.ends_with("}\n") && !text.contains('\r'), "{text}");
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let schema = SchemaGenerator::new(settings).into_root_schema_for::<T>().to_value();
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let misfits: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(misfits, Vec::<String>::new(), "{text}");
        document
    }
}

fn before_the_cutover(manifest: &str) -> String {
    manifest
        .replace("v0.4.0", "v0.3.2")
        .replace("7e4806a34b98e6c06ee33fa9f11499a975e7b922", "cf331449e1589581a5dcbb3adecd3e9ae4509277")
        .replace("service.v3", "service.v2")
}

fn keys(document: &Value) -> Vec<&str> {
    document.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn artifact(machine: &Machine, path: &str) -> Value {
    json!({ "path": path, "sha256": sha256(machine.text(path).as_bytes()) })
}

#[test]
fn a_stable_payload_says_what_the_manifest_says() {
    let mut machine = Machine::of_example();
    let run = machine.generate(&["handoff"]);
    assert_eq!(run.stderr, format!("generated `{HANDOFF}`\n"));
    let payload = machine.document::<HandoffPayload>(HANDOFF);
    let manifest: Value = serde_json::from_str(&machine.text(MANIFEST)).expect("JSON");
    assert_eq!(payload["handoff_generated_at_utc"], "2026-03-01T00:00:00Z");
    assert_eq!(payload["handoff_mode"], "stable");
    for key in [
        "release_tag",
        "commit_sha",
        "expected_service_contract_version",
        "expected_api_contract_version",
        "integration_baseline",
    ] {
        assert_eq!(payload[key], manifest[key], "{key}");
        assert_eq!(payload["active_runtime_baseline"][key], manifest[key], "{key}");
    }
    for key in ["error_code_enum", "manifest_contract_version"] {
        assert_eq!(payload[key], manifest[key], "{key}");
    }
    let envelope = json!({
        "requires": ["service_contract_version", "error.code", "error.message"],
        "optional": ["error.details"],
        "forbids": ["legacy_error", "api_contract_version"],
    });
    let envelopes = json!({ "service_v3_stable": envelope, "service_v3_candidate": envelope });
    assert_eq!(payload["non_2xx_envelope_policy"], envelopes);
    assert_eq!((&payload["manifest_path"], &payload["changelog_path"]), (&json!(MANIFEST), &json!("CHANGELOG.md")));
    assert_eq!(payload["artifacts"], json!([artifact(&machine, MANIFEST), artifact(&machine, "CHANGELOG.md")]));
    assert_eq!(payload["verification_commands"][6], "lockstep producer check");
    assert_eq!(payload["consumer_impact_statement_template"]["required_test_updates"], "<none|describe>");
    assert_eq!(payload["consumer_impact_statement"]["required_test_updates"], "none");
    for key in ["rehearsal_candidate", "compatibility_expectations", "required_consumer_validation_commands"] {
        assert_eq!(payload.get(key), None, "{key}");
    }
}

#[test]
fn the_payload_of_a_candidate_keeps_what_runs() {
    let mut machine = Machine::before_the_cutover();
    machine.generate(&["handoff", "--mode", "service-v3-candidate"]);
    let payload = machine.document::<HandoffPayload>(HANDOFF);
    assert_eq!(payload["handoff_mode"], "service-v3-candidate");
    assert_eq!(payload["expected_service_contract_version"], "service.v3");
    assert_eq!(payload["active_runtime_baseline"]["expected_service_contract_version"], "service.v2");
    assert_eq!(payload["release_tag"], "v0.3.2");
    let policies = &payload["non_2xx_envelope_policy"];
    assert_eq!(policies["service_v2_stable"]["requires"][3], "legacy_error");
    assert_eq!(policies["service_v3_candidate"]["forbids"][0], "legacy_error");
    let promises = json!({
        "requires_runtime_cutover": false,
        "service_v2_runtime_stability_required": true,
        "migration_overlap_days": 14,
        "consumer_non_blocking_fallback_required": true,
    });
    assert_eq!(payload["rehearsal_candidate"], promises);
    let expectations = json!({
        "candidate_values_override_release_baseline_fields": ["expected_service_contract_version"],
        "fields_that_must_match_active_runtime_baseline":
            ["release_tag", "commit_sha", "expected_api_contract_version", "integration_baseline", "error_code_enum"],
    });
    assert_eq!(payload["compatibility_expectations"], expectations);
    assert_eq!(payload["required_consumer_validation_commands"].as_array().map(Vec::len), Some(4));
    // The changelog has an entry for another release alone.
    assert_eq!(payload.get("consumer_impact_statement"), None);
}

#[test]
fn the_payload_of_a_rehearsal_counts_from_its_day() {
    let mut machine = Machine::before_the_cutover();
    let run = machine.generate(&["rehearsal"]);
    let note = format!("note: not as at commit `{COMMIT}`, but as they stand: `{MANIFEST}`\n");
    assert_eq!(run.stderr, format!("{note}generated `{REHEARSAL}`\n"));
    let payload = machine.document::<RehearsalPayload>(REHEARSAL);
    assert_eq!(payload["payload_contract_version"], "service-v3-rehearsal-handoff.v1");
    assert_eq!(payload["generated_at_utc"], "2026-03-01T00:00:00Z");
    let producer = json!({
        "repo": "saagar210/MemoryKernel",
        "planning_commit_seen_by_consumer": COMMIT,
        "active_runtime_baseline": {
            "release_tag": "v0.3.2",
            "commit_sha": "cf331449e1589581a5dcbb3adecd3e9ae4509277",
            "service_contract_version": "service.v2",
            "api_contract_version": "api.v1",
            "integration_baseline": "integration/v1",
        },
    });
    assert_eq!(payload["producer"], producer);
    let target = json!({
        "mode": "planning_only_no_runtime_cutover",
        "target_service_contract_version": "service.v3",
        "target_api_contract_version": "api.v1",
        "requires_runtime_cutover": false,
        "cutover_not_before_utc_date": "2026-03-15",
    });
    assert_eq!(payload["rehearsal_candidate"], target);
    assert_eq!(keys(&payload["non_2xx_envelope_policy"]), ["service_v2_stable", "service_v3_candidate"]);
    let expectations = &payload["error_code_expectations"];
    assert_eq!(
        (&expectations["validation_mode"], expectations["codes"].as_array().map(Vec::len)),
        (&json!("set_equality"), Some(10))
    );
    assert_eq!(expectations["additive_change_notice_policy"]["standard_business_days"], 10);
    assert_eq!(payload["migration_overlap_assumptions"]["duration_days"], 14);
    assert_eq!(payload["cutover_gates_doc"], GATES);
    assert_eq!(payload["artifacts"], json!([artifact(&machine, MANIFEST), artifact(&machine, GATES)]));
    assert_eq!(payload["rollback_policy"]["triggers"].as_array().map(Vec::len), Some(3));
    assert_eq!(
        payload["rollback_policy"]["action"],
        "repin consumer to last approved service.v2 tag/sha and reopen overlap window"
    );
    assert_eq!(payload["required_producer_checks"][6], "lockstep producer check");
    assert_eq!(payload["required_consumer_checks"].as_array().map(Vec::len), Some(3));
}

#[test]
fn the_evidence_has_the_digest_of_every_file() {
    let mut machine = Machine::of_example();
    machine.generate(&["handoff"]);
    let run = machine.generate(&["bundle"]);
    assert!(run.stderr.starts_with(&format!("note: not as at commit `{COMMIT}`, but as they stand: `{HANDOFF}`\n")));
    let bundle = machine.document::<Bundle>(BUNDLE);
    let paths: Vec<&str> =
        bundle["artifacts"].as_array().expect("a list").iter().filter_map(|entry| entry["path"].as_str()).collect();
    let expected = [
        MANIFEST,
        HANDOFF,
        "contracts/integration/v1/service-contract-source-of-truth.json",
        "contracts/integration/v1/service-slo-policy.json",
        "openapi/openapi.yaml",
        "docs/implementation/RUNTIME_CUTOVER_DECISION_RECORD_PRODUCER_2026-02-08.md",
    ];
    assert_eq!(paths, expected);
    for (entry, path) in bundle["artifacts"].as_array().expect("a list").iter().zip(expected) {
        assert_eq!(*entry, artifact(&machine, path));
    }
    let manifest: Value = serde_json::from_str(&machine.text(MANIFEST)).expect("JSON");
    assert_eq!(bundle["evidence_bundle_version"], "release-evidence-bundle.v1");
    assert_eq!(bundle["generated_at_utc"], "2026-03-01T00:00:00Z");
    assert_eq!(bundle["generator"], "lockstep producer generate bundle");
    assert_eq!(bundle["git_commit_head"], COMMIT);
    assert_eq!(bundle["runtime_baseline"]["release_tag"], "v0.4.0");
    assert_eq!(bundle["policy_assertions"]["error_code_enum"], manifest["error_code_enum"]);
    assert_eq!(bundle["policy_assertions"]["service_contract_source_version"], "service-contract-source.v1");
    assert_eq!(bundle["policy_assertions"]["slo_policy_version"], "service-slo-policy.v1");
    assert_eq!(bundle["compliance_suite"], json!({ "standards": [], "entrypoint": ".github/workflows/ci.yml" }));
    assert_eq!(bundle["handoff_mode"], "stable");
    // As in MemoryKernel, where nothing else is configured.
    machine.put("lockstep.toml", "[producer.generate]\nverification_commands = [\"cargo test\"]\n");
    for name in [
        "REMAINING_ROADMAP_EXECUTION_PLAN_PRODUCER",
        "SERVICE_V3_CUTOVER_DAY_CHECKLIST",
        "SERVICE_V3_ROLLBACK_COMMUNICATION_PROTOCOL",
    ] {
        machine.put(&format!("docs/implementation/{name}.md"), "# A document\n");
    }
    machine.generate(&["bundle"]);
    let bundle = machine.document::<Bundle>(BUNDLE);
    assert_eq!(bundle["compliance_suite"]["standards"].as_array().map(Vec::len), Some(7));
    assert_eq!(bundle["compliance_suite"]["entrypoint"], "scripts/run_trilogy_compliance_suite.sh");
}

#[test]
fn the_producers_own_checks_accept_what_is_generated() {
    let mut machine = Machine::of_example();
    for what in ["handoff", "bundle"] {
        machine.generate(&[what]);
    }
    for check in ["handoff", "bundle", "changelog", "check"] {
        let run = machine.run(&["producer", check, "--today", "2026-03-01"]);
        assert_eq!(run.code, 0, "{check}: {}{}", run.stdout, run.stderr);
    }
    let mut machine = Machine::before_the_cutover();
    machine.generate(&["rehearsal"]);
    let run = machine.run(&["producer", "rehearsal", "--today", "2026-03-01"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
}

/// A consumer that has been handed over a generated payload.
fn handed_over(consumer: &str, payload: &str) -> Machine {
    let mut machine = Machine::new(Repository::example(consumer));
    machine.put(DocumentKind::Handoff.default_path(), payload);
    machine
}

#[test]
fn the_consumer_accepts_what_was_generated() {
    let mut producer = Machine::of_example();
    producer.generate(&["handoff"]);
    let mut consumer = handed_over("consumer", &producer.text(HANDOFF));
    let run = consumer.run(&["handoff", "verify", "--today", "2026-03-01"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.starts_with("pass: no findings"), "{}", run.stdout);
    let mut producer = Machine::before_the_cutover();
    producer.generate(&["handoff", "--mode", "service-v3-candidate"]);
    let mut consumer = handed_over("consumer-v0.3.2", &producer.text(HANDOFF));
    for words in [&["handoff", "verify"][..], &["handoff", "verify", "--candidate"]] {
        let run = consumer.run(&[words, &["--today", "2026-03-01"]].concat());
        assert_eq!(run.code, 0, "{words:?}: {}{}", run.stdout, run.stderr);
        assert!(run.stdout.starts_with("pass: no findings"), "{}", run.stdout);
    }
    // One of another release is refused.
    let run = handed_over("consumer", &producer.text(HANDOFF)).run(&["handoff", "verify", "--today", "2026-03-01"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
}

#[test]
fn the_same_day_and_files_give_the_same_bytes() {
    for (words, place) in
        [(&["handoff"][..], HANDOFF), (&["bundle"], BUNDLE), (&["handoff", "--out", "new/x.json"], "new/x.json")]
    {
        let mut machine = Machine::of_example();
        machine.generate(words);
        let first = machine.text(place);
        let run = machine.generate(words);
        assert_eq!((run.stdout.as_str(), machine.text(place)), ("", first));
        assert!(run.stderr.ends_with("is what would be generated, nothing to do\n"), "{}", run.stderr);
    }
}

#[test]
fn the_day_is_given_or_that_of_the_build_or_today() {
    let day = |machine: &mut Machine, words: &[&str]| {
        let run = machine.run(&[&["producer", "generate", "handoff"], words].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        machine.document::<HandoffPayload>(HANDOFF)["handoff_generated_at_utc"].as_str().expect("a text").to_owned()
    };
    let mut machine = Machine::of_example();
    assert_eq!(day(&mut machine, &[]), "2026-03-02T00:00:00Z");
    // One second before midnight, and midnight.
    for (seconds, expected) in [("1772495999", "2026-03-02T00:00:00Z"), ("1772496000", "2026-03-03T00:00:00Z")] {
        machine.repository.environment.insert("SOURCE_DATE_EPOCH".into(), seconds.into());
        assert_eq!(day(&mut machine, &[]), expected, "{seconds}");
    }
    assert_eq!(day(&mut machine, &["--today", "2026-03-04"]), "2026-03-04T00:00:00Z");
    machine.repository.environment.insert("SOURCE_DATE_EPOCH".into(), "soon".into());
    let run = machine.run(&["producer", "generate", "handoff"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`SOURCE_DATE_EPOCH` holds `soon`"), "{}", run.stderr);
}

#[test]
fn nothing_is_replaced_without_a_patch() {
    let mut machine = Machine::of_example();
    let before = machine.text(HANDOFF);
    let words = ["producer", "generate", "handoff", "--today", "2026-03-01"];
    let dry = machine.run(&[&words[..], &["--dry-run"]].concat());
    assert_eq!((dry.code, machine.text(HANDOFF)), (0, before.clone()));
    assert!(dry.stdout.starts_with(&format!("--- a/{HANDOFF}\n+++ b/{HANDOFF}\n@@ ")), "{}", dry.stdout);
    // On a terminal, a patch is shown before anything is done, and no is no.
    machine.answer = Some("n\n");
    let refused = machine.run(&words);
    assert_eq!((refused.code, machine.text(HANDOFF)), (1, before));
    assert_eq!((machine.written.as_str(), refused.stderr.as_str()), (dry.stdout.as_str(), "nothing was changed\n"));
    machine.answer = Some("y\n");
    let agreed = machine.run(&words);
    assert_eq!((agreed.code, agreed.stdout.as_str()), (0, ""));
    // In a pipe, it is on standard output.
    let mut piped = Machine::of_example();
    let run = piped.run(&words);
    assert_eq!((run.code, run.stdout, piped.text(HANDOFF)), (0, dry.stdout, machine.text(HANDOFF)));
    let left: Vec<_> = piped.repository.files.keys().filter(|path| path.contains(".lockstep/transaction")).collect();
    assert_eq!(left, Vec::<&String>::new());
}

#[test]
fn a_check_writes_nothing_and_tells_by_its_exit_code() {
    let mut machine = Machine::of_example();
    machine.generate(&["handoff"]);
    machine.generate(&["bundle"]);
    let check =
        |machine: &mut Machine, words: &[&str]| machine.run(&[&["producer", "generate"], words, &["--check"]].concat());
    // Neither a later day nor another commit makes a difference.
    let bundle = machine.text(BUNDLE).replace(COMMIT, &"a".repeat(40));
    machine.put(BUNDLE, &bundle);
    for words in [&["handoff"][..], &["bundle"], &["handoff", "--today", "2026-04-01"]] {
        let run = check(&mut machine, words);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{words:?}: {}", run.stderr);
    }
    let payload = machine.text(HANDOFF);
    let changed = payload.replacen("\"query_failed\"", "\"query_lost\"", 1);
    assert_ne!(changed, payload);
    machine.put(HANDOFF, &changed);
    let run = check(&mut machine, &["handoff"]);
    assert_eq!((run.code, machine.text(HANDOFF)), (1, changed));
    assert!(run.stdout.contains("-    \"query_lost\",\n+    \"query_failed\",\n"), "{}", run.stdout);
    assert!(run.stderr.starts_with(&format!("error: `{HANDOFF}` is not what would be generated")), "{}", run.stderr);
    // A file that is only laid out otherwise, one that is no JSON, one that is missing.
    for (text, words) in [
        (Some(payload.replace("  ", "\t")), "is not what"),
        (Some("{".into()), "is not what"),
        (None, "does not exist"),
    ] {
        match text {
            Some(text) => machine.put(HANDOFF, &text),
            None => drop(machine.repository.files.remove(HANDOFF)),
        }
        let run = check(&mut machine, &["handoff"]);
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn nothing_is_generated_from_a_manifest_that_does_not_pass() {
    let weaker = |text: String| text.replace("\"minimum_sprint_days\": 14", "\"minimum_sprint_days\": 13");
    let unknown = |text: String| text.replace("\"service.v3\"", "\"service.v9\"");
    let cases: [(&str, &dyn Fn(String) -> String); 3] =
        [("stability-window", &weaker), ("contract-version-token", &unknown), ("json-syntax", &|_| "{ x".into())];
    for (rule, change) in cases {
        let mut machine = Machine::of_example();
        let text = change(machine.text(MANIFEST));
        machine.put(MANIFEST, &text);
        let before = machine.repository.files.clone();
        for what in ["handoff", "rehearsal", "bundle", "impact"] {
            let run = machine.run(&["producer", "generate", what, "--today", "2026-03-01"]);
            assert_eq!(run.code, 1, "{rule}, {what}: {}", run.stderr);
            assert!(run.stdout.contains(&format!("[{rule}]")), "{rule}, {what}: {}", run.stdout);
            assert!(
                run.stderr.starts_with("error: the manifest does not pass, so nothing is generated"),
                "{}",
                run.stderr
            );
        }
        assert!(machine.repository.files == before, "{rule}");
    }
    let mut machine = Machine::of_example();
    machine.repository.files.remove(MANIFEST);
    let run = machine.run(&["producer", "generate", "handoff", "--today", "2026-03-01"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("[document-missing]"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_generated_says_why() {
    let without = |path: &str| {
        let mut machine = Machine::of_example();
        machine.repository.files.remove(path).expect("a file");
        machine
    };
    let with = |path: &str, text: &str| {
        let mut machine = Machine::of_example();
        machine.put(path, text);
        machine
    };
    let no_git = || Machine { tags: None, ..Machine::before_the_cutover() };
    let no_tags = Machine { tags: Some(vec!["v0.4.0"]), ..Machine::of_example() };
    let folder = || {
        let mut machine = Machine::of_example();
        machine.repository.files.insert(HANDOFF.into(), Content::NotRegular("a folder".into()));
        machine
    };
    let slo = "contracts/integration/v1/service-slo-policy.json";
    let stale = Machine::of_example().text(HANDOFF).replace("v0.4.0", "v0.3.9");
    let blank = "[producer.generate]\nverification_commands = []\n";
    let cases = [
        ("no git", no_git(), &["rehearsal"][..], 2, "not a git repository"),
        ("no git", no_git(), &["bundle"], 2, "not a git repository"),
        ("no earlier tag", no_tags, &["impact"], 2, "git knows no release before `v0.4.0`"),
        (
            "no such ref",
            Machine::of_example(),
            &["impact", "--since", "v9"],
            2,
            "must be a tag or commit that is fetched",
        ),
        ("no changelog", without("CHANGELOG.md"), &["handoff"], 1, "`CHANGELOG.md`"),
        (
            "no gates",
            {
                let mut machine = Machine::before_the_cutover();
                machine.repository.files.remove(GATES);
                machine
            },
            &["rehearsal"],
            1,
            GATES,
        ),
        ("no OpenAPI file", without("openapi/openapi.yaml"), &["bundle"], 1, "`openapi/openapi.yaml`"),
        ("no form", with(slo, "{}"), &["bundle"], 1, "states no `slo_policy_version`"),
        ("a stale payload", with(HANDOFF, &stale), &["bundle"], 1, "the handoff payload does not pass"),
        ("no commands", with("lockstep.toml", blank), &["handoff"], 1, "would not pass its own check"),
        (
            "no scripts",
            with("lockstep.toml", "[producer.generate]\nartifacts = []\n"),
            &["bundle"],
            1,
            "the evidence would not pass",
        ),
        ("a folder", folder(), &["handoff"], 2, "it is a folder"),
        (
            "an older candidate",
            Machine::of_example(),
            &["handoff", "--mode", "service-v2-candidate"],
            1,
            "older than `service.v3`",
        ),
        ("an unknown mode", Machine::of_example(), &["handoff", "--mode", "final"], 2, "`final` is no mode"),
        ("what runs already", Machine::of_example(), &["rehearsal"], 1, "cannot be rehearsed beside"),
        (
            "an unknown contract",
            Machine::of_example(),
            &["rehearsal", "--candidate", "service.v9"],
            2,
            "knows no service contract",
        ),
        (
            "the end of days",
            Machine::before_the_cutover(),
            &["rehearsal", "--today", "9999-12-30"],
            1,
            "beyond the calendar",
        ),
    ];
    for (what, mut machine, words, code, said) in cases {
        let before = machine.repository.files.clone();
        let today: &[&str] = if words.contains(&"--today") { &[] } else { &["--today", "2026-03-01"] };
        let run = machine.run(&[&["producer", "generate"], words, today].concat());
        assert_eq!(run.code, code, "{what}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(said), "{what}: {}", run.stderr);
        assert!(machine.repository.files == before, "{what}");
    }
}

#[test]
fn an_interrupted_generation_is_finished_by_the_next() {
    let mut machine = Machine::of_example();
    machine.generate(&["handoff"]);
    let after = machine.text(HANDOFF);
    let before = Machine::of_example().text(HANDOFF);
    let journal = json!({
        "schema": "lockstep-journal.v1",
        "work": "generate",
        "action": format!("generation of `{HANDOFF}`"),
        "files": [{ "path": HANDOFF, "before": sha256(before.as_bytes()), "after": sha256(after.as_bytes()) }],
    });
    let interrupted = || {
        let mut machine = Machine::of_example();
        machine.put(".lockstep/journal.json", &journal.to_string());
        machine.put(".lockstep/transaction/0.old", &before);
        machine.put(".lockstep/transaction/0.new", &after);
        machine
    };
    let run = interrupted().run(&["producer", "check"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("interrupted generation")
            && run.stderr.contains("`lockstep producer generate` finishes it"),
        "{}",
        run.stderr
    );
    let mut machine = interrupted();
    let run = machine.generate(&["handoff"]);
    assert!(run.stderr.starts_with("finished the generation of"), "{}", run.stderr);
    assert_eq!((machine.text(HANDOFF), machine.find(".lockstep/journal.json")), (after, None));
}

#[test]
fn an_impact_statement_says_what_manifests_tell() {
    let mut machine = Machine::of_example();
    let old = before_the_cutover(&machine.text(MANIFEST)).replace("    \"write_conflict\",\n", "");
    machine.repository.base.insert(MANIFEST.into(), Content::Bytes(old.into_bytes().into()));
    let openapi = machine.text(OPENAPI);
    let old = openapi.replace("required: [text, actor, action, resource]", "required: [text, actor, action]");
    assert_ne!(old, openapi);
    machine.repository.base.insert(OPENAPI.into(), Content::Bytes(old.into_bytes().into()));
    for words in [&["impact"][..], &["impact", "--since", "v0.3.2"]] {
        let run = machine.generate(words);
        assert_eq!(run.stderr, "from the manifest at `v0.3.2`, which states `v0.3.2`, to `v0.4.0`\n");
        assert_eq!(
            run.stdout,
            "```text\nConsumer impact:\n\
             - Runtime behavior changes: answers outside 2xx change from service.v2 to service.v3, no longer carry \
             legacy_error; `write_conflict` is a new error code in `error_code_enum`; `resource` must be there now in \
             requests; <none|describe>\n\
             - Required consumer mapping changes: map `write_conflict` and test its fallback before repinning; send \
             `resource` as the new release demands it, if the old one accepts that, too; <none|describe>\n\
             - Required test updates: envelope assertions of service.v3; fallback for `write_conflict`; requests with \
             `resource`, and without; <none|describe>\n\
             - Repin required: yes (v0.4.0/7e4806a34b98e6c06ee33fa9f11499a975e7b922)\n\
             - Rollback instruction: repin to v0.3.2/cf331449e1589581a5dcbb3adecd3e9ae4509277\n```\n"
        );
    }
    // As a file it is treated like any other; as it is, the changelog's check takes it for a template.
    let run = machine.generate(&["impact", "--out", "docs/impact.md"]);
    assert!(run.stderr.ends_with("made `docs/impact.md`\n"), "{}", run.stderr);
    let changelog = format!("# Changelog\n\n## v0.4.0\n\n{}", machine.text("docs/impact.md"));
    machine.put("CHANGELOG.md", &changelog);
    let run = machine.run(&["producer", "changelog", "--today", "2026-03-01"]);
    assert_eq!((run.code, run.stdout.matches("is not filled").count()), (1, 3), "{}", run.stdout);
    machine.put("CHANGELOG.md", &changelog.replace("<none|describe>", "nothing else"));
    assert_eq!(machine.run(&["producer", "changelog", "--today", "2026-03-01"]).code, 0);
}

#[test]
fn an_impact_statement_says_what_was_not_compared() {
    let mut machine = Machine::of_example();
    machine.repository.base.remove(OPENAPI);
    let run = machine.generate(&["impact"]);
    let note = format!("note: `{OPENAPI}` does not stand at both, so only manifests are compared\n");
    assert!(run.stderr.starts_with(&note), "{}", run.stderr);
    // The same manifest is no reason to repin.
    assert!(run.stdout.contains("- Repin required: no\n"), "{}", run.stdout);
    machine.repository.base.insert(OPENAPI.into(), Content::Bytes(b"a: [".to_vec().into()));
    let run = machine.run(&["producer", "generate", "impact", "--today", "2026-03-01"]);
    assert!(run.code == 2 && run.stderr.contains("the two releases cannot be compared: "), "{}", run.stderr);
}

#[test]
fn a_changelog_is_judged_where_it_is_named() {
    let mut machine = Machine::of_example();
    machine.put("CHANGELOG.md", "# Changelog\n");
    assert_eq!(machine.run(&["producer", "check", "--today", "2026-03-01"]).code, 1);
    machine.repository.files.remove("lockstep.toml");
    assert_eq!(machine.run(&["producer", "check", "--today", "2026-03-01"]).code, 0);
    assert_eq!(machine.run(&["producer", "changelog", "--today", "2026-03-01"]).code, 1);
    machine.repository.files.remove("CHANGELOG.md");
    let run = machine.run(&["producer", "changelog", "--today", "2026-03-01"]);
    assert!(run.code == 1 && run.stdout.contains("[document-missing]"), "{}", run.stdout);
}
