//! The check of the handoff payload: where it finds the payload, what it is told to demand, and what a candidate must be.

use lockstep_core::source::{Content, DocumentKind};
use lockstep_tests::repository::{Repository, Run};
use serde_json::Value;

const CANDIDATE: [(&str, &str); 3] = [
    ("ASSISTSUPPORT_REQUIRE_HANDOFF_PAYLOAD", "1"),
    ("ASSISTSUPPORT_HANDOFF_REQUIRE_PIN_MATCH", "0"),
    ("MEMORYKERNEL_EXPECTED_SERVICE_CONTRACT_VERSION", "service.v3"),
];

/// The consumer before the cutover, whose producer hands over a candidate.
fn before_the_cutover() -> Repository {
    Repository::example("consumer-v0.3.2")
}

fn payload() -> &'static str {
    DocumentKind::Handoff.default_path()
}

fn with_file(mut repository: Repository, path: &str, text: &str) -> Repository {
    repository.files.insert(path.into(), Content::Bytes(text.as_bytes().to_vec().into()));
    repository
}

fn with_variables(mut repository: Repository, variables: &[(&str, &str)]) -> Repository {
    repository.environment.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    repository
}

fn text(repository: &Repository, path: &str) -> String {
    match repository.files.get(path) {
        Some(Content::Bytes(bytes)) => String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        other => panic!("no text at {path}: {other:?}"),
    }
}

fn without_payload(mut repository: Repository) -> Repository {
    repository.files.remove(payload()).expect("the payload");
    repository
}

fn run(repository: &Repository, arguments: &[&str]) -> Run {
    let fixed = ["--today", "2026-03-01", "--format", "json"];
    let evidence: &[&str] = if arguments.first() == Some(&"handoff") { &["--no-evidence"] } else { &[] };
    repository.run(&[arguments, &fixed, evidence].concat())
}

/// The verdict of a run and the rules that it fired, each once.
fn judged(repository: &Repository, arguments: &[&str]) -> (String, Vec<String>) {
    let run = run(repository, arguments);
    let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("no report: {}", run.stderr));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let mut fired: Vec<String> =
        report["findings"].as_array().expect("a list").iter().map(|found| text(&found["rule"])).collect();
    fired.sort();
    fired.dedup();
    (text(&report["verdict"]), fired)
}

fn assert_judged(repository: &Repository, arguments: &[&str], verdict: &str, fired: &[&str]) {
    let found = judged(repository, arguments);
    assert_eq!(
        (found.0.as_str(), found.1.iter().map(String::as_str).collect::<Vec<_>>()),
        (verdict, fired.to_vec()),
        "{arguments:?}"
    );
}

#[test]
fn a_candidate_is_judged_beside_what_runs() {
    let candidate = before_the_cutover();
    assert_judged(&candidate, &["handoff"], "pass", &[]);
    assert_judged(&candidate, &["check"], "pass", &[]);
    assert_judged(&candidate, &["handoff", "--candidate"], "pass", &[]);
    assert_judged(&candidate, &["handoff", "--candidate=service.v2"], "fail", &["handoff-baseline"]);
    assert_judged(&with_variables(candidate.clone(), &CANDIDATE), &["handoff"], "pass", &[]);
    // Of another release, a candidate must be asked for.
    let relaxed = with_variables(candidate.clone(), &CANDIDATE[1..2]);
    assert_judged(&relaxed, &["handoff"], "fail", &["handoff-baseline"]);
    // Nobody asked for a release to run.
    let stable = with_file(candidate, payload(), &text(&Repository::reference(), payload()));
    assert_judged(&stable, &["handoff", "--candidate"], "fail", &["handoff-mode"]);
    // After the cutover, the stable payload answers the same call, and the older candidate does not.
    let after = Repository::reference();
    assert_judged(&after, &["handoff", "--candidate"], "pass", &[]);
    let stale = with_file(after, payload(), &text(&before_the_cutover(), payload()));
    assert_judged(&stale, &["handoff", "--candidate"], "fail", &["handoff-active-baseline"]);
}

#[test]
fn a_candidate_that_breaks_a_promise_is_refused() {
    let cases = [
        ("\"requires_runtime_cutover\": false", "\"requires_runtime_cutover\": true", "handoff-candidate"),
        ("\"requires_runtime_cutover\": false", "\"requires_runtime_cutover\": \"no\"", "handoff-candidate"),
        ("\"service_v2_runtime_stability_required\": true", "\"further\": true", "handoff-candidate"),
        ("\"migration_overlap_days\": 14", "\"migration_overlap_days\": 13", "handoff-candidate"),
        (
            "\"consumer_non_blocking_fallback_required\": true",
            "\"consumer_non_blocking_fallback_required\": false",
            "handoff-candidate",
        ),
        ("\"rehearsal_candidate\"", "\"rehearsal\"", "handoff-candidate"),
        ("\"compatibility_expectations\"", "\"expectations\"", "handoff-candidate"),
        ("\"required_consumer_validation_commands\"", "\"commands\"", "handoff-candidate"),
        ("\"pnpm run test:ci\"", "\"pnpm run test\"", "handoff-commands"),
        ("\"service_v3_candidate\"", "\"service_v3_stable\"", "handoff-envelope-policy"),
        ("    \"query_failed\",\n", "", "handoff-error-codes"),
        (
            "    \"integration_baseline\": \"integration/v1\"",
            "    \"integration_baseline\": \"integration/v2\"",
            "handoff-active-baseline",
        ),
        ("\"handoff_mode\": \"service-v3-candidate\"", "\"handoff_mode\": \"service-v3\"", "handoff-mode"),
        (
            "  \"expected_service_contract_version\": \"service.v3\"",
            "  \"expected_service_contract_version\": \"service.v2\"",
            "handoff-baseline",
        ),
    ];
    for (was, is, rule) in cases {
        let repository = before_the_cutover();
        let whole = text(&repository, payload());
        assert_eq!(whole.matches(was).count(), 1, "{was}");
        let repository = with_file(repository, payload(), &whole.replace(was, is));
        assert_judged(&repository, &["handoff"], "fail", &[rule]);
        assert_judged(&repository, &["check"], "fail", &[rule]);
    }
}

#[test]
fn the_consumers_own_commands_are_configuration() {
    let ours = "[handoff]\nconsumer_commands = [\"npm test\"]\n";
    let repository = with_file(before_the_cutover(), "lockstep.toml", ours);
    assert_judged(&repository, &["handoff"], "fail", &["handoff-commands"]);
    let named = text(&repository, payload()).replace("pnpm run test:ci", "npm test");
    assert_judged(&with_file(repository, payload(), &named), &["handoff"], "pass", &[]);
}

#[test]
fn no_payload_is_said_and_is_no_fault_unless_one_is_required() {
    let nothing = without_payload(Repository::reference());
    assert_judged(&nothing, &["handoff"], "skipped", &[]);
    let run_alone = nothing.run(&["handoff", "--no-evidence", "--today", "2026-03-01"]);
    assert!(
        run_alone.stdout.contains(&format!("because no handoff payload stands at `{}`", payload())),
        "{}",
        run_alone.stdout
    );
    // Where nobody asked, a check does not speak of it.
    let mentions =
        |repository: &Repository| run(repository, &["check"]).stdout.contains("no handoff payload stands at");
    assert_judged(&nothing, &["check"], "pass", &[]);
    assert!(!mentions(&nothing));
    let configured = with_file(nothing.clone(), "lockstep.toml", "[handoff]\npath = \"handoff.json\"\n");
    let variable = with_variables(nothing.clone(), &[("MEMORYKERNEL_HANDOFF_PAYLOAD_PATH", "handoff.json")]);
    for asked in [&configured, &variable] {
        assert_judged(asked, &["check"], "pass", &[]);
        assert!(mentions(asked));
        assert_judged(asked, &["handoff"], "skipped", &[]);
    }
    let required = with_file(nothing.clone(), "lockstep.toml", "[handoff]\nrequired = true\n");
    for command in ["check", "handoff"] {
        assert_judged(&required, &[command], "fail", &["document-missing"]);
        assert_judged(&with_variables(nothing.clone(), &CANDIDATE[..1]), &[command], "fail", &["document-missing"]);
        for options in [&["--require-handoff"][..], &["--candidate"], &["--handoff", "elsewhere.json"]] {
            assert_judged(&nothing, &[&[command], options].concat(), "fail", &["document-missing"]);
        }
    }
    // The variable comes before the configuration.
    let relieved = with_variables(required, &[("ASSISTSUPPORT_REQUIRE_HANDOFF_PAYLOAD", "0")]);
    assert_judged(&relieved, &["handoff"], "skipped", &[]);
}

#[test]
fn the_payload_is_that_of_the_option_the_variable_the_configuration_the_default() {
    let faulty = |mode: &str| text(&Repository::reference(), payload()).replace("\"stable\"", &format!("\"{mode}\""));
    let mut repository = Repository::reference();
    for name in ["option", "variable", "configured"] {
        repository = with_file(repository, &format!("{name}.json"), &faulty(name));
    }
    let says = |repository: &Repository, arguments: &[&str], mode: &str| {
        let run = run(repository, arguments);
        assert!(run.stdout.contains(&format!("`{mode}` is no mode of a handoff")), "{mode}: {}", run.stdout);
    };
    assert_judged(&repository, &["handoff"], "pass", &[]);
    // The first that exists counts.
    let paths = "[handoff]\npaths = [\"nowhere.json\", \"configured.json\", \"option.json\"]\n";
    repository = with_file(repository, "lockstep.toml", paths);
    says(&repository, &["handoff"], "configured");
    let variable = [("MEMORYKERNEL_HANDOFF_PAYLOAD_PATH", " variable.json ")];
    let repository = with_variables(repository, &variable);
    says(&repository, &["handoff"], "variable");
    says(&repository, &["check", "--handoff", "option.json"], "option");
    let absolute = with_variables(repository, &[("MEMORYKERNEL_HANDOFF_PAYLOAD_PATH", "/somewhere/option.json")]);
    says(&absolute, &["check"], "option");
    let no_file = run(&absolute, &["handoff", "--handoff", "folder/"]);
    assert_eq!(no_file.code, 2, "{}", no_file.stdout);
}

#[test]
fn what_is_demanded_is_that_of_the_option_the_variable_the_configuration() {
    let other = text(&Repository::reference(), payload()).replace("v0.4.0", "v0.5.0");
    let repository = with_file(Repository::reference(), payload(), &other);
    assert_judged(&repository, &["handoff"], "fail", &["handoff-baseline"]);
    let relaxed = with_file(repository, "lockstep.toml", "[handoff]\npin_match = \"relaxed\"\n");
    assert_judged(&relaxed, &["handoff"], "pass", &[]);
    let required = with_variables(relaxed.clone(), &[("ASSISTSUPPORT_HANDOFF_REQUIRE_PIN_MATCH", "1")]);
    assert_judged(&required, &["handoff"], "fail", &["handoff-baseline"]);
    assert_judged(&required, &["handoff", "--candidate"], "pass", &[]);
    for (key, variable, value) in [
        ("expected_service_contract_version", "MEMORYKERNEL_EXPECTED_SERVICE_CONTRACT_VERSION", "service.v2"),
        ("expected_api_contract_version", "MEMORYKERNEL_EXPECTED_API_CONTRACT_VERSION", "api.v2"),
        ("expected_integration_baseline", "MEMORYKERNEL_EXPECTED_INTEGRATION_BASELINE", "integration/v2"),
    ] {
        let configured = format!("[handoff]\n{key} = \"{value}\"\n");
        let configured = with_file(Repository::reference(), "lockstep.toml", &configured);
        let (verdict, fired) = judged(&configured, &["handoff"]);
        assert!(verdict == "fail" && fired.contains(&"handoff-baseline".to_owned()), "{key}: {fired:?}");
        let right = Repository::reference().environment;
        let stated = match value.split_once('v') {
            _ if value == "service.v2" => "service.v3",
            _ if value == "api.v2" => "api.v1",
            _ => "integration/v1",
        };
        assert_judged(
            &with_variables(Repository { environment: right, ..configured }, &[(variable, stated)]),
            &["handoff"],
            "pass",
            &[],
        );
    }
}

proptest::proptest! {
    /// Whatever stands in a payload gets a verdict, and a pass only where the old scripts' demands hold.
    #[test]
    fn any_payload_gets_a_verdict(
        candidate in proptest::bool::ANY,
        changes in proptest::collection::vec((0.0..1.0f64, 0..60usize, "[\\[\\]{}\":,a-z0-9. ]{0,12}"), 1..4),
    ) {
        let repository = if candidate { before_the_cutover() } else { Repository::reference() };
        let mut bytes = text(&repository, payload()).into_bytes();
        for (at, length, with) in changes {
            // The place lies within the text, so that the cast loses nothing.
            let start = (bytes.len() as f64 * at) as usize;
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, with.into_bytes());
        }
        let changed = String::from_utf8_lossy(&bytes).into_owned();
        let (verdict, fired) = judged(&with_file(repository, payload(), &changed), &["handoff"]);
        proptest::prop_assert!(matches!(verdict.as_str(), "pass" | "fail"), "{}", verdict);
        proptest::prop_assert!(verdict == "pass" || !fired.is_empty());
        if verdict == "pass" {
            let said: Value = serde_json::from_str(&changed).expect("JSON");
            let (tag, mode) = if candidate { ("v0.3.2", "service-v3-candidate") } else { ("v0.4.0", "stable") };
            proptest::prop_assert_eq!((&said["release_tag"], &said["handoff_mode"]), (&tag.into(), &mode.into()));
            proptest::prop_assert_eq!(said["error_code_enum"].as_array().map(Vec::len), Some(10));
            let commands = said["verification_commands"].as_array();
            proptest::prop_assert!(commands.is_some_and(|commands| !commands.is_empty()));
        }
    }
}
