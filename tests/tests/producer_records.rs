//! The checks of a producer's handoff payload, evidence bundle, objectives, status document and decision record as
//! commands: what they need, what they say where it lacks, and in whose words.

use lockstep_core::source::Content;
use lockstep_tests::{
    repository::{Repository, Run},
    today,
};
use serde_json::{Value, json};

const MANIFEST: &str = "contracts/integration/v1/producer-contract-manifest.json";
const HANDOFF: &str = "docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json";
const BUNDLE: &str = "docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json";
const SLO: &str = "contracts/integration/v1/service-slo-policy.json";
const STATUS: &str = "docs/implementation/ACTIVE_RUNTIME_STATUS_PRODUCER_2026-02-08.md";
const QUEUE: &str = "docs/implementation/NEXT_EXECUTION_QUEUE_PRODUCER.md";
const DECISION: &str = "docs/implementation/RUNTIME_CUTOVER_DECISION_RECORD_PRODUCER_2026-02-08.md";

fn reference() -> Repository {
    Repository::example("producer")
}

fn text(repository: &Repository, file: &str) -> String {
    match &repository.files[file] {
        Content::Bytes(bytes) => String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        other => panic!("{file}: {other:?}"),
    }
}

fn put(repository: &mut Repository, file: &str, text: impl Into<Vec<u8>>) {
    repository.files.insert(file.into(), Content::Bytes(text.into().into()));
}

/// The reference with a text in the place of another.
fn changed(file: &str, from: &str, to: &str) -> Repository {
    let mut repository = reference();
    let before = text(&repository, file);
    assert!(before.contains(from), "{file}: {from}");
    put(&mut repository, file, before.replace(from, to));
    repository
}

fn without(files: &[&str]) -> Repository {
    let mut repository = reference();
    for file in files {
        assert!(repository.files.remove(*file).is_some(), "{file}");
    }
    repository
}

fn configured(configuration: &str) -> Repository {
    let mut repository = reference();
    put(&mut repository, "lockstep.toml", configuration);
    repository
}

fn run(repository: &Repository, arguments: &[&str]) -> Run {
    let today = today().to_string();
    repository.run(&[&["producer"], arguments, &["--today", &today]].concat())
}

fn outcome(done: &Run) -> String {
    format!("{}{}", done.stdout, done.stderr)
}

/// The findings of a check: rule, document, message, and all that is said.
fn findings(repository: &Repository, arguments: &[&str]) -> Vec<(String, String, String, String)> {
    let done = run(repository, &[arguments, &["--format", "json"]].concat());
    let report: Value = serde_json::from_str(&done.stdout).unwrap_or_else(|_| panic!("{}", outcome(&done)));
    let found = report["findings"].as_array().unwrap_or_else(|| panic!("{report}")).iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let said = |finding: &Value| {
        let related = finding["related"].as_array().into_iter().flatten().map(|label| text(&label["text"]));
        let own = [&finding["message"], &finding["help"], &finding["primary"]["text"]].map(text);
        own.into_iter().chain(related).collect::<Vec<_>>().join("\n")
    };
    found
        .map(|finding| {
            let document = text(&finding["primary"]["document"]);
            (text(&finding["rule"]), document, text(&finding["message"]), said(finding))
        })
        .collect()
}

fn rules(repository: &Repository, arguments: &[&str]) -> Vec<String> {
    findings(repository, arguments).into_iter().map(|(rule, ..)| rule).collect()
}

#[test]
fn each_check_is_a_command_and_passes_over_the_example() {
    for (command, rules) in
        [("manifest", 10), ("handoff", 10), ("bundle", 10), ("slo", 6), ("status", 6), ("decision", 5)]
    {
        let done = run(&reference(), &[command]);
        assert_eq!(done.code, 0, "{}", outcome(&done));
        // The ten rules about documents that cannot be read run with every check.
        assert!(done.stdout.contains(&format!("{} rules ran", rules + 10)), "{command}: {}", done.stdout);
    }
}

#[test]
fn what_is_not_there_is_skipped_with_a_reason_unless_it_is_asked_for_or_required() {
    for (check, file, table) in [
        ("handoff", HANDOFF, "[producer.handoff]\nrequired = true"),
        ("bundle", BUNDLE, "[producer.bundle]\nrequired = true"),
        ("slo", SLO, "[producer.slo]\nrequired = true"),
        ("status", STATUS, "[[producer.records.status]]\npath = \"docs/implementation/ACTIVE_*.md\""),
    ] {
        let lost = if check == "status" { vec![STATUS, QUEUE] } else { vec![file] };
        let mut repository = without(&lost);
        // What lists or copies the file is not the matter here.
        let only = ["check", "--only", "manifest,alignment,handoff,slo,status"];
        let all = match check {
            "bundle" => run(&repository, &["check"]),
            _ => {
                repository.files.remove(BUNDLE);
                run(&repository, &["check"])
            }
        };
        assert!(all.stdout.contains("stands at `"), "{check}: {}", outcome(&all));
        assert!(!all.stdout.contains("document-missing"), "{check}: {}", outcome(&all));
        let alone = run(&repository, &[check]);
        assert_eq!(alone.code, 1, "{check}: {}", outcome(&alone));
        assert!(alone.stdout.contains("error[document-missing]"), "{check}: {}", outcome(&alone));
        assert!(alone.stdout.contains(&format!("producer.{}", if check == "status" { "records" } else { check })));
        let named = run(&repository, &only);
        assert_eq!(named.code, u8::from(check != "bundle"), "{check}: {}", outcome(&named));
        put(&mut repository, "lockstep.toml", table);
        let required = run(&repository, &["check"]);
        assert!(required.stdout.contains("error[document-missing]"), "{check}: {}", outcome(&required));
    }
}

#[test]
fn a_contract_that_a_cutover_brought_needs_its_record() {
    let contract = "\"expected_service_contract_version\": \"service.v3\"";
    // A repository that has no record of a cutover at all is none that was cut over.
    let gates = ["CUTOVER_GATES", "RFC_DRAFT"].map(|name| format!("docs/implementation/SERVICE_V3_{name}.md"));
    let [gates, rfc] = &gates;
    let done = run(&without(&[DECISION, BUNDLE, gates, rfc]), &["check"]);
    assert!(done.code == 0 && done.stdout.contains("no document stands at"), "{}", outcome(&done));
    let mut repository = without(&[DECISION, BUNDLE]);
    assert_eq!(rules(&repository, &["check"]), ["document-missing"]);
    assert_eq!(rules(&without(&[STATUS]), &["check"]), ["document-missing"]);
    // Before the cutover, there need not be one yet; where there is one, it says NO-GO.
    let before = text(&repository, MANIFEST).replace(contract, &contract.replace("v3", "v2"));
    put(&mut repository, MANIFEST, before.clone());
    let missing = |repository: &Repository| rules(repository, &["check"]).contains(&"document-missing".to_owned());
    assert!(!missing(&repository));
    let mut repository = changed(DECISION, "execution: **GO**", "execution: **NO-GO**");
    assert_eq!(rules(&repository, &["decision"]), ["cutover-decision"]);
    put(&mut repository, MANIFEST, before);
    assert_eq!(rules(&repository, &["decision"]), [""; 0]);
    assert_eq!(run(&configured("[producer.records]\ndecision = []"), &["check"]).code, 0);
}

#[test]
fn the_newest_document_counts() {
    let mut repository = reference();
    let stale = text(&repository, STATUS).replace("`v0.4.0`", "`v0.3.2`");
    put(&mut repository, &STATUS.replace("2026", "2025"), stale.clone());
    assert_eq!(run(&repository, &["status"]).code, 0);
    let newest = STATUS.replace("02-08", "10-01");
    put(&mut repository, &newest, stale);
    put(&mut repository, &STATUS.replace("ACTIVE", "drafts/ACTIVE").replace("2026", "2027"), "");
    let found = findings(&repository, &["status"]);
    let [(rule, document, _, said)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((rule.as_str(), document.as_str()), ("governance-statement", newest.as_str()));
    assert!(said.contains("the manifest's release tag is `v0.4.0`"), "{said}");
}

#[test]
fn documents_of_the_users_own_take_the_place_of_the_usual_ones() {
    let configuration =
        "[[producer.records.status]]\npath = \"STATUS.md\"\nstatements = [\"Release: {release_tag}\"]\n";
    let mut repository = configured(configuration);
    put(&mut repository, "STATUS.md", "Release: v0.4.0\n");
    assert_eq!(run(&repository, &["status"]).code, 0);
    put(&mut repository, "STATUS.md", "Release: v0.4.1\n");
    assert_eq!(rules(&repository, &["check"]), ["governance-statement"]);
    let pinned = configured("[producer.records]\napi_contract = \"api.v2\"\n");
    let found = findings(&pinned, &["decision"]);
    assert!(found[0].2.starts_with("the manifest states another API contract version"), "{found:?}");
    let done = run(&configured("[[producer.records.status]]\npath = \"a\"\nstatements = [\"a: {tag}\"]\n"), &["check"]);
    assert_eq!(done.code, 2, "{}", outcome(&done));
    assert!(done.stderr.contains("lockstep.toml:3:15"), "{}", done.stderr);
}

#[test]
fn a_producers_payload_is_held_to_what_its_own_verifier_demanded() {
    let missing = |key: &str| format!("`{key}` is missing");
    let optional = "/non_2xx_envelope_policy/service_v3_stable/optional";
    let cases: [(&str, Option<Value>, &str, String); 6] = [
        ("/changelog_path", None, "handoff-field", missing("changelog_path")),
        ("/consumer_impact_statement_template", None, "handoff-field", missing("consumer_impact_statement_template")),
        (
            "/manifest_path",
            Some(json!("v1/producer-contract-manifest.json")),
            "handoff-manifest-version",
            "name".into(),
        ),
        (optional, Some(json!(["error.details", "hint"])), "handoff-envelope-policy", "names `hint`".into()),
        (optional, Some(json!([])), "handoff-envelope-policy", "does not name".into()),
        ("/release_tag", Some(json!("v0.3.2")), "handoff-baseline", "than the manifest".into()),
    ];
    for (place, value, rule, words) in cases {
        let mut repository = reference();
        let mut payload: Value = serde_json::from_str(&text(&repository, HANDOFF)).expect("JSON");
        match value {
            Some(value) => *payload.pointer_mut(place).expect("a value") = value,
            None => drop(payload.as_object_mut().expect("an object").remove(place.trim_start_matches('/'))),
        }
        put(&mut repository, HANDOFF, serde_json::to_vec_pretty(&payload).expect("JSON"));
        let found = findings(&repository, &["handoff"]);
        assert!(found.iter().any(|(of, _, message, _)| of == rule && message.contains(&words)), "{place}: {found:?}");
        // A consumer takes a stricter or a longer payload as it is.
        let payload = text(&repository, HANDOFF);
        repository = Repository::reference();
        put(&mut repository, &format!("services/memorykernel/{HANDOFF}"), payload);
        let done = repository.run(&["handoff", "--no-evidence", "--today", &today().to_string()]);
        assert_eq!(done.code, u8::from(rule == "handoff-baseline"), "{place}: {}", outcome(&done));
    }
    // Paths of one machine end with the place in the repository.
    let repository = changed(HANDOFF, "\"manifest_path\": \"", "\"manifest_path\": \"/Users/d/Projects/MemoryKernel/");
    assert_eq!(run(&repository, &["handoff"]).code, 0);
}

/// A payload or manifest with one of its values changed, for each value at its top.
fn faulty(file: &str) -> Vec<Repository> {
    let document: Value = serde_json::from_str(&text(&reference(), file)).expect("JSON");
    let keys: Vec<String> = document.as_object().expect("an object").keys().cloned().collect();
    let values = [Value::Null, json!(""), json!("other"), json!({}), json!([]), json!([1, "", "other", "other"])];
    let mut repositories = Vec::new();
    for key in keys {
        for value in &values {
            let mut document = document.clone();
            document[&key] = value.clone();
            let mut repository = reference();
            put(&mut repository, file, serde_json::to_vec_pretty(&document).expect("JSON"));
            repositories.push(repository);
        }
    }
    repositories
}

#[test]
fn a_producer_is_told_what_a_producer_can_do() {
    let mut repositories = [faulty(MANIFEST), faulty(HANDOFF)].concat();
    let candidate = changed(HANDOFF, "\"handoff_mode\": \"stable\"", "\"handoff_mode\": \"service-v3-candidate\"");
    repositories.push(candidate);
    repositories.push(changed(HANDOFF, "\"changelog_path\"", "\"rehearsal_candidate\": {}, \"changelog_path\""));
    repositories.push(changed(STATUS, "v0.4.0", "v0.3.2"));
    repositories.push(changed(STATUS, "STEADY-STATE GO", "ROLLED BACK"));
    repositories.push(changed(DECISION, "**GO**", "**NO-GO**"));
    repositories.push(changed(MANIFEST, "service.v3\"", "service.v9\""));
    repositories.push(without(&[STATUS, DECISION, HANDOFF]));
    let mut seen = std::collections::BTreeSet::new();
    for repository in &repositories {
        for (rule, _, _, said) in findings(repository, &["check", "--only", "manifest,handoff,status,decision"]) {
            // What is quoted is the document's.
            let said: String = said.split('`').step_by(2).collect();
            let mut words = said.split(|character: char| !character.is_alphanumeric());
            let foreign = words.find(|word| ["pin", "pins", "pinned", "mirror", "mirrored", "repin"].contains(word));
            let phrase = ["ask the producer", "take the payload"].into_iter().find(|phrase| said.contains(phrase));
            assert_eq!(foreign.or(phrase), None, "{rule}: {said}");
            seen.insert(rule);
        }
    }
    for rule in lockstep_core::rules::ALL.iter().filter(|rule| ["manifest", "handoff"].contains(&rule.group.as_str())) {
        assert!(seen.contains(rule.id), "{} was not seen", rule.id);
    }
}

#[test]
fn an_artifact_that_cannot_be_hashed_gives_no_verdict() {
    for (content, words) in [
        (Content::Unreadable("permission denied".into()), "permission denied"),
        (Content::TooLarge(1 << 40), "too many to be hashed"),
    ] {
        let mut repository = reference();
        repository.files.insert("LARGE".into(), content);
        let listed = text(&repository, BUNDLE).replacen(DECISION, "LARGE", 1);
        put(&mut repository, BUNDLE, listed);
        let done = run(&repository, &["bundle"]);
        assert_eq!(done.code, 2, "{}", outcome(&done));
        assert!(done.stdout.contains(words), "{}", outcome(&done));
    }
}

#[test]
fn workflows_that_the_configuration_names_must_be_there() {
    let repository = configured("[producer.slo]\nworkflows = [\"ci/benchmark.yml\"]\n");
    let found = findings(&repository, &["slo"]);
    let [(rule, document, ..)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((rule.as_str(), document.as_str()), ("document-missing", "ci/benchmark.yml"));
    let found = findings(&without(&[".github/workflows/release.yml"]), &["slo"]);
    let [(rule, document, ..)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((rule.as_str(), document.as_str()), ("document-missing", ".github/workflows/release.yml"));
}
