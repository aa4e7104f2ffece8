//! The JSON Schemas in `docs/`, generated from the types, and the policy as a file.

use lockstep_cli::{ClassifyDocument, Closing, Example, Reply, Request, Session, Start, Step, Unanswered};
use lockstep_core::{
    adapter::{Enrichment, PreflightStatus},
    api::{self, Format},
    change::DiffReport,
    envelope::{Answer, Classification, Classifier, ContractState},
    freeze::{FreezeDocument, FreezeRecord},
    gate,
    interaction::ProbeReport,
    notice::{NoticeDocument, NoticeRecord, NoticeReport},
    policy::Policy,
    wire,
};
use lockstep_tests::{case, engine, envelopes, recorded::assert_recorded, reference, today, workspace};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

fn schema<T: JsonSchema>() -> Value {
    // What is written is described: fields that are always there are required.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    SchemaGenerator::new(settings).into_root_schema_for::<T>().to_value()
}

fn read_schema<T: JsonSchema>() -> Value {
    SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<T>().to_value()
}

/// What does not fit the schema of `T` in a document of that type.
fn misfits<'t, T: JsonSchema>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let validator = jsonschema::validator_for(&schema::<T>()).expect("a schema");
    let misfits = |text: &str| {
        let value: Value = serde_json::from_str(text).expect("JSON");
        validator.iter_errors(&value).map(|error| format!("{error} in {text}")).collect::<Vec<_>>()
    };
    texts.into_iter().flat_map(misfits).collect()
}

fn recorded(name: &str, schema: &Value) {
    let text = serde_json::to_string_pretty(schema).expect("a schema is JSON") + "\n";
    assert_recorded(&workspace().join("docs").join(name), &text);
}

#[test]
fn schemas_are_current() {
    recorded("report.schema.json", &schema::<wire::Report>());
    recorded("diff.schema.json", &schema::<DiffReport>());
    recorded("probe.schema.json", &schema::<ProbeReport>());
    recorded("preflight.schema.json", &schema::<PreflightStatus>());
    recorded("enrichment.schema.json", &schema::<Enrichment>());
    recorded("classification.schema.json", &schema::<Classification>());
    recorded("classify.schema.json", &schema::<ClassifyDocument>());
    recorded("contract-evidence.schema.json", &schema::<lockstep_cli::ContractEvidence>());
    recorded("handoff-evidence.schema.json", &schema::<lockstep_cli::HandoffEvidence>());
    recorded("error.schema.json", &schema::<lockstep_cli::ErrorDocument>());
    recorded("rehearsal.schema.json", &schema::<lockstep_cli::Rehearsal>());
    recorded("gate.schema.json", &schema::<gate::GatesDocument>());
    recorded("gate-run.schema.json", &schema::<lockstep_cli::GateRun>());
    recorded("gate-decision.schema.json", &schema::<gate::DecisionDocument>());
    recorded("freeze.schema.json", &schema::<FreezeDocument>());
    recorded("notice.schema.json", &schema::<NoticeReport>());
    recorded("notices.schema.json", &schema::<NoticeDocument>());
    recorded("handoff-payload.schema.json", &schema::<lockstep_core::handover::HandoffPayload>());
    recorded("rehearsal-payload.schema.json", &schema::<lockstep_core::handover::RehearsalPayload>());
    recorded("release-evidence-bundle.schema.json", &schema::<lockstep_core::handover::Bundle>());
    recorded("policy.schema.json", &read_schema::<Policy>());
    recorded("lockstep.schema.json", &read_schema::<lockstep_cli::Configuration>());
}

#[test]
fn the_embedded_policy_is_recorded_as_a_file_and_fits_its_schema() {
    let text = api::policy();
    assert_recorded(&workspace().join("docs/memorykernel.policy.json"), &text);
    let policy: Value = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::validator_for(&read_schema::<Policy>()).expect("a schema");
    assert_eq!(validator.iter_errors(&policy).map(|error| error.to_string()).collect::<Vec<_>>(), Vec::<String>::new());
    // The reader refuses what the schema refuses: a key more, at every level.
    for (pointer, _) in objects(&policy, String::new()) {
        let mut extended = policy.clone();
        let free = matches!(pointer.as_str(), "/service_contracts" | "/severities");
        extended
            .pointer_mut(&pointer)
            .and_then(Value::as_object_mut)
            .expect("an object")
            .insert("extra".into(), 1.into());
        assert!(Policy::read(extended.to_string().as_bytes()).is_err(), "{pointer}");
        assert!(free || !validator.is_valid(&extended), "{pointer}");
    }
}

/// Every object of a document with its JSON pointer.
fn objects(value: &Value, pointer: String) -> Vec<(String, &Value)> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(key, value)| (format!("{pointer}/{key}"), value)).collect(),
        Value::Array(array) => array.iter().enumerate().map(|(at, value)| (format!("{pointer}/{at}"), value)).collect(),
        _ => Vec::new(),
    };
    let own = value.is_object().then_some((pointer, value));
    own.into_iter().chain(children.into_iter().flat_map(|(pointer, value)| objects(value, pointer))).collect()
}

#[test]
fn every_report_fits_its_schema() {
    let cases =
        case::fixtures().into_iter().map(|fixture| (format!("{}/{}", fixture.rule, fixture.name), fixture.case));
    for (name, case) in cases {
        let sources = case.apply(&reference());
        let report = api::render(&engine().check(&sources, Some(today())), Format::Json);
        assert_eq!(misfits::<wire::Report>([report.as_str()]), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn freeze_records_and_rehearsals_fit_their_schemas() {
    let entry = |more: &str| {
        let baseline = r#"{ "release_tag": "v0.3.2", "commit_sha": "a" }"#;
        format!(
            r#"{{ "reason": "r", "reviewer": null, "since": "2026-03-01", "until": null, "baseline": {baseline},
            "emergencies": [{{ "date": "2026-03-01", "baseline": {baseline}, "reason": "r" }}], "lifted": null{more} }}"#
        )
    };
    let document = |freeze: &str| format!(r#"{{ "schema": "lockstep-freeze.v1", "freezes": [{freeze}] }}"#);
    let (good, bad) = (document(&entry("")), document(&entry(r#", "extra": 1"#)));
    let record = FreezeRecord::read(&good).expect("a record");
    assert_eq!(misfits::<FreezeDocument>([good.as_str(), &record.render()]), Vec::<String>::new());
    // The reader refuses what the schema refuses.
    assert!(FreezeRecord::read(&bad).is_err() && !misfits::<FreezeDocument>([bad.as_str()]).is_empty());
    let rehearsed = r#"{ "schema": "lockstep-rehearsal.v1", "version": "0.1.0", "date": "2026-03-01",
        "consumer_commit_sha": "a", "from": { "release_tag": "v0.4.0", "commit_sha": "a" },
        "to": { "release_tag": "v0.3.2", "commit_sha": "a" }, "restored_from_commit_sha": "a",
        "check": { "verdict": "pass", "errors": 0, "warnings": 0, "notes": 0 },
        "commands": [{ "command": "c", "exit_code": null, "failure": "f" }], "status": "failed" }"#;
    assert_eq!(misfits::<lockstep_cli::Rehearsal>([rehearsed]), Vec::<String>::new());
}

#[test]
fn records_of_notices_and_counted_notices_fit_their_schemas() {
    let notice = |more: &str| {
        format!(
            r#"{{ "schema": "lockstep-notices.v1", "notices": [{{ "codes": ["a"], "path": "emergency",
            "decided_at": "2026-03-02T09:00:00Z", "announced_at": "2026-03-02", "announced_by": "b",
            "published_on": "2026-03-02", "planned_release": "2026-03-04", "reference": "r",
            "acknowledgement": {{ "by": "c", "at": "2026-03-03" }}{more} }}] }}"#
        )
    };
    let (good, bad) = (notice(""), notice(r#", "extra": 1"#));
    let record = NoticeRecord::read(&good).expect("a record");
    assert_eq!(misfits::<NoticeDocument>([good.as_str(), &record.render()]), Vec::<String>::new());
    // The reader refuses what the schema refuses.
    assert!(NoticeRecord::read(&bad).is_err() && !misfits::<NoticeDocument>([bad.as_str()]).is_empty());
    let counted = |more: &[&str]| {
        let words =
            [&["notice", "--format", "json", "--today", "2026-03-02", "--release", "2026-03-03"], more].concat();
        printed(&words, |request| match request {
            Request::FolderExists { .. } => Reply::Yes,
            _ => Reply::Missing,
        })
    };
    let emergency = ["--path", "emergency", "--decided", "2026-02-28", "--stable-since", "2026-02-20"];
    let texts = [counted(&[]), counted(&emergency), counted(&["--stable-since", "2026-02-20"])];
    assert!(texts.iter().all(|text| text.contains("\"lawful\": false")), "{texts:?}");
    assert_eq!(misfits::<NoticeReport>(texts.iter().map(String::as_str)), Vec::<String>::new());
}

#[test]
fn classifications_fit_their_schema() {
    let classifier = Classifier::new(&Policy::embedded(), &ContractState::named("overlap")).expect("a contract");
    let answers = [Answer::Any, Answer::Health, Answer::Readiness, Answer::SchemaVersion];
    // A step that shares no factor with the number of answers and of statuses meets all of them.
    let texts: Vec<String> = envelopes::corpus()
        .step_by(101)
        .zip(answers.into_iter().cycle())
        .map(|(exchange, answer)| classifier.classify(exchange.status, answer, &exchange.body))
        .map(|classification| serde_json::to_string(&classification).expect("a plain object"))
        .collect();
    assert!(texts.len() > 1000);
    assert_eq!(misfits::<Classification>(texts.iter().map(String::as_str)), Vec::<String>::new());
}

/// What the program prints; `answer` is its host.
fn printed(arguments: &[&str], mut answer: impl FnMut(&Request) -> Reply) -> String {
    let arguments = arguments.iter().copied().map(str::to_owned).collect();
    let mut session = Session::new(Start { arguments, ..Start::default() });
    let (mut printed, mut replies) = (String::new(), Vec::new());
    loop {
        let requests = match session.resume(replies) {
            Step::Need(requests) => requests,
            Step::Done(outcome) => return printed + &String::from_utf8(outcome.stdout).expect("text"),
        };
        let mut fulfil = |request| match request {
            Request::Write { text } => {
                printed.push_str(&text);
                Reply::Yes
            }
            request => answer(&request),
        };
        replies = requests.into_iter().map(&mut fulfil).collect();
    }
}

#[test]
fn what_classify_prints_fits_its_schema() {
    let log = concat!(
        r#"{"status":200,"body":{"service_contract_version":"service.v3","api_contract_version":"api.v1","data":{}}}"#,
        "\n",
        r#"{"status":500,"body":{"service_contract_version":"service.v3","error":{"code":"unheard_of"}}}"#,
        "\n",
    );
    let classify = |format| {
        let mut log = log;
        printed(&["classify", "--format", format, "log", "missing"], |request| match request {
            Request::ReadChunk { input, .. } if input == "log" => Reply::Bytes(std::mem::take(&mut log).into()),
            _ => Reply::Missing,
        })
    };
    let document = classify("json");
    assert!(document.contains("\"line\": 2") && document.contains("does not exist"), "{document}");
    assert_eq!(misfits::<ClassifyDocument>([document.as_str()]), Vec::<String>::new());
    let lines = classify("ndjson");
    let (example, closing) = lines.trim_end().split_once('\n').expect("a line for the second record and the last");
    assert_eq!(misfits::<Example>([example]), Vec::<String>::new());
    assert_eq!(misfits::<Closing>([closing]), Vec::<String>::new());
}

const REFUSED: &str =
    r#"{"service_contract_version":"service.v3","error":{"code":"invalid_json","message":"missing field `as_of`"}}"#;

#[test]
fn what_probe_prints_fits_its_schema() {
    let read = |path: &str| std::fs::read(workspace().join(path)).expect("a file of the workspace");
    let (file, openapi) = ("examples/consumer/interactions.json", "tests/interactions/openapi.yaml");
    let service = ["--base-url", "http://127.0.0.1:4010"];
    let arguments =
        [&["probe", "--format", "json", "--interactions", file, "--openapi", openapi], &service[..]].concat();
    let report = printed(&arguments, |request| match request {
        Request::ReadFile { root, path, .. } => Reply::Bytes(read(&format!("{root}/{path}"))),
        Request::Fetch { url, .. } if url.ends_with("/v1/query/ask") => {
            Reply::Answer { status: 422, content_type: None, headers: Vec::new(), body: REFUSED.into() }
        }
        Request::Fetch { .. } => Reply::Unanswered { reason: Unanswered::Timeout, text: "too slow".into() },
        _ => Reply::Missing,
    });
    assert!(report.contains("interaction-specification-service-disagreement"), "{report}");
    assert_eq!(misfits::<ProbeReport>([report.as_str()]), Vec::<String>::new());
}

#[test]
fn what_diff_prints_fits_its_schema() {
    let manifest = "examples/producer/contracts/integration/v1/producer-contract-manifest.json";
    let manifest = std::fs::read_to_string(workspace().join(manifest)).expect("the example");
    let changed = manifest.replace("\"internal_error\"", "\"internal_error\", \"x\"").replace(": 14", ": 7");
    let diff = |old: &str, new: &str| {
        printed(&["diff", "--format", "json", old, new], |request| match request {
            Request::ReadFile { path, .. } if path == "old" => Reply::Bytes(manifest.clone().into()),
            Request::ReadFile { path, .. } if path == "new" => Reply::Bytes(changed.clone().into()),
            Request::ReadFile { root, .. } if root == "tree" => Reply::Bytes(changed.clone().into()),
            Request::ReadFile { path, .. } if path == "tree" => Reply::NotRegular("a folder".into()),
            Request::FolderExists { .. } => Reply::Yes,
            _ => Reply::Missing,
        })
    };
    let report = diff("old", "new");
    assert!(report.contains("error-code-added") && report.contains("exhaustive-consumer"), "{report}");
    assert_eq!(misfits::<DiffReport>([report.as_str(), &diff("old", "old")]), Vec::<String>::new());
    let failure = diff("old", "tree");
    assert_eq!(misfits::<lockstep_cli::ErrorDocument>([failure.as_str()]), Vec::<String>::new());
}

#[test]
fn what_the_adapter_gives_fits_its_schemas() {
    let pin = std::fs::read_to_string(workspace().join("examples/consumer/config/memorykernel-integration-pin.json"));
    let pin = pin.expect("the example's pin");
    for exchange in [json!({ "status": 503, "body": REFUSED }), json!({ "failure": "connect", "text": "refused" })] {
        let input = json!({ "pin": &pin, "exchanges": [exchange] }).to_string();
        let part = |answer: String, key: &str| serde_json::from_str::<Value>(&answer).expect("JSON")[key].to_string();
        let preflight = part(api::preflight(&input).expect("a good input"), "result");
        assert_eq!(misfits::<PreflightStatus>([preflight.as_str()]), Vec::<String>::new());
        let enrichment = part(api::enrichment(&input).expect("a good input"), "enrichment");
        assert_eq!(misfits::<Enrichment>([enrichment.as_str()]), Vec::<String>::new());
    }
}
