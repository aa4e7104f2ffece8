//! The alignment of a producer's documents: every cell of the matrix drifts by itself, and is found where it does.

use std::{collections::BTreeSet, fs, path::Path};

use lockstep_core::source::Content;
use lockstep_tests::{
    corpus,
    repository::{Repository, Run},
    today, workspace,
};
use serde_json::Value;

const MAIN: &str = "crates/memory-kernel-service/src/main.rs";
const OPENAPI: &str = "openapi/openapi.yaml";
const CONTRACT: &str = "docs/spec/service-contract.md";
const CONTRACT_SOURCE: &str = "contracts/integration/v1/service-contract-source-of-truth.json";

fn reference() -> Repository {
    Repository::example("producer")
}

fn text(repository: &Repository, file: &str) -> String {
    match &repository.files[file] {
        Content::Bytes(bytes) => String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        other => panic!("{file}: {other:?}"),
    }
}

fn with(repository: &Repository, file: &str, text: String) -> Repository {
    let mut repository = repository.clone();
    repository.files.insert(file.into(), Content::Bytes(text.into_bytes().into()));
    repository
}

/// The reference with a text in the place of another that stands once.
fn changed(file: &str, was: &str, is: &str) -> Repository {
    let before = text(&reference(), file);
    assert_eq!(before.matches(was).count(), 1, "{file}: {was}");
    with(&reference(), file, before.replacen(was, is, 1))
}

fn run(repository: &Repository, format: &str) -> Run {
    repository.run(&["producer", "alignment", "--today", &today().to_string(), "--output", format])
}

fn report(repository: &Repository) -> Value {
    let run = run(repository, "json");
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("no report: {}{}", run.stdout, run.stderr))
}

/// A finding in short.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    rule: String,
    document: String,
    start: usize,
}

fn found(report: &Value) -> Vec<Found> {
    let short = |finding: &Value| Found {
        rule: word(&finding["rule"]),
        document: word(&finding["primary"]["document"]),
        start: number(&finding["primary"]["start"]),
    };
    list(&report["findings"]).iter().map(short).collect()
}

fn word(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("an offset")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// A place of the matrix that says what is right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    kind: String,
    name: String,
    column: String,
    document: String,
    start: usize,
    end: usize,
}

/// Every place of the reference's matrix at which anything is said.
fn places() -> Vec<Place> {
    let report = report(&reference());
    let columns = list(&report["alignment"]["columns"]);
    let mut places = Vec::new();
    for row in list(&report["alignment"]["rows"]) {
        for (column, cell) in columns.iter().zip(list(&row["cells"])) {
            assert!(matches!(cell["state"].as_str(), Some("agrees" | "silent")), "{row}");
            places.extend(list(&cell["places"]).iter().map(|place| Place {
                kind: word(&row["kind"]),
                name: word(&row["name"]),
                column: word(&column["title"]),
                document: word(&place["document"]),
                start: number(&place["start"]),
                end: number(&place["end"]),
            }));
        }
    }
    places
}

/// The rule that must find a drift at a place.
fn rule(place: &Place) -> &'static str {
    match (place.kind.as_str(), place.name.as_str()) {
        ("version", "service contract version") => "alignment-service-contract",
        ("version", "API contract version") => "alignment-api-contract",
        ("version", _) => "alignment-integration-baseline",
        ("code", _) => "alignment-error-code",
        ("status", _) if place.column == "OpenAPI" => "alignment-error-response",
        ("status", _) => "alignment-error-status",
        _ => "alignment-error-envelope",
    }
}

/// What stands at a place instead, once it has drifted.
fn drifted(place: &Place, was: &str) -> String {
    match place.kind.as_str() {
        "version" => {
            let start = was.rfind('v').expect("a version") + 1;
            format!("{}9{}", &was[..start], was[start + 1..].trim_start_matches(|digit: char| digit.is_ascii_digit()))
        }
        // No error code comes with 418.
        "status" if was.starts_with("StatusCode") => "StatusCode::IM_A_TEAPOT".into(),
        "status" => {
            was.replace(|digit: char| digit.is_ascii_digit(), "").replace("\"\"", "\"418\"")
                + if was.contains('"') { "" } else { "418" }
        }
        _ => match was.strip_suffix('"') {
            Some(open) => format!("{open}s\""),
            None => format!("{was}s"),
        },
    }
}

#[test]
fn each_statement_that_drifts_alone_is_found_where_it_stands_and_nothing_else_is() {
    let reference = reference();
    let places = places();
    let mut seen = BTreeSet::new();
    for place in &places {
        let before = text(&reference, &place.document);
        let was = &before[place.start..place.end];
        let is = drifted(place, was);
        assert_ne!(was, is, "{place:?}");
        let after = [&before[..place.start], &is, &before[place.end..]].concat();
        let report = report(&with(&reference, &place.document, after));
        let expected = Found { rule: rule(place).into(), document: place.document.clone(), start: place.start };
        assert_eq!(found(&report), [expected], "{place:?}: {was} -> {is}");
        seen.insert((place.kind.clone(), place.column.clone()));
    }
    // Each kind of row in each column that has it: 6 versions, 5 codes, 3 statuses, 3 fields.
    assert_eq!(seen.len(), 17, "{seen:?}");
    assert!(places.len() > 130, "{}", places.len());
}

/// The text without what stands at a place, if it can be taken out and leave a document that is well-formed.
fn without(place: &Place, before: &str) -> Option<String> {
    let line_start = before[..place.start].rfind('\n').map_or(0, |end| end + 1);
    let line_end = place.end + before[place.end..].find('\n')? + 1;
    let line = before[line_start..line_end].trim();
    let is_item = line.starts_with("- ") || (line.starts_with('"') && line.contains("\": "));
    if place.document.ends_with(".json") && place.kind != "version" {
        let behind = &before[place.end..];
        let ahead = before[..place.start].trim_end();
        return Some(match (behind.strip_prefix(','), ahead.strip_suffix(',')) {
            (Some(behind), _) => [&before[..place.start], behind].concat(),
            (None, Some(ahead)) => [ahead, behind].concat(),
            (None, None) => [ahead, behind].concat(),
        });
    }
    // A key of YAML takes with it what stands below.
    (is_item && place.kind != "status").then(|| [&before[..line_start], &before[line_end..]].concat())
}

#[test]
fn each_statement_that_is_gone_from_one_document_is_missed_there() {
    let reference = reference();
    let mut count = 0;
    for place in places() {
        let before = text(&reference, &place.document);
        let Some(after) = without(&place, &before) else { continue };
        let report = report(&with(&reference, &place.document, after));
        let found = found(&report);
        // What is said twice in one document is not missed.
        if found.is_empty() && place.name == "api_contract_version" && place.document == CONTRACT {
            continue;
        }
        let [only] = found.as_slice() else { panic!("{place:?}: {found:?}") };
        assert_eq!((only.rule.as_str(), only.document.as_str()), (rule(&place), place.document.as_str()), "{place:?}");
        let states = list(&report["alignment"]["rows"]).iter().flat_map(|row| list(&row["cells"]));
        assert_eq!(states.filter(|cell| cell["state"] == "missing").count(), 1, "{place:?}");
        count += 1;
    }
    assert!(count > 50, "{count}");
}

#[test]
fn a_producer_without_contract_documents_has_nothing_to_align() {
    let mut repository = reference();
    repository.files.retain(|path, _| path.ends_with("producer-contract-manifest.json"));
    let named = run(&repository, "human");
    assert_eq!(named.code, 2);
    assert!(named.stdout.starts_with("error: none of `crates/memory-kernel-service/src/main.rs`"), "{}", named.stdout);
    assert!(named.stdout.contains("error: could not judge"), "{}", named.stdout);
    let all = repository.run(&["producer", "check", "--today", &today().to_string()]);
    assert_eq!(all.code, 0, "{}", all.stdout);
    assert!(!all.stdout.contains("alignment"), "{}", all.stdout);
}

#[test]
fn the_source_is_its_root_and_the_modules_that_it_declares() {
    let documents = |report: &Value| -> Vec<String> {
        let runtime = list(&report["documents"]).iter().filter(|document| document["kind"] == "runtime");
        runtime.map(|document| word(&document["name"])).collect()
    };
    let folder = "crates/memory-kernel-service/src";
    let files = |names: &[&str]| names.iter().map(|name| format!("{folder}/{name}")).collect::<Vec<_>>();
    // The tests are no part of the service.
    assert_eq!(documents(&report(&reference())), files(&["main.rs", "benchmark.rs", "failure.rs", "store.rs"]));

    let mut moved = reference();
    let module = moved.files.remove(&format!("{folder}/failure.rs")).expect("a module");
    moved.files.insert(format!("{folder}/failure/mod.rs"), module);
    assert_eq!(documents(&report(&moved)), files(&["main.rs", "benchmark.rs", "failure/mod.rs", "store.rs"]));
    assert_eq!(run(&moved, "human").code, 0);

    moved.files.remove(&format!("{folder}/failure/mod.rs"));
    let missing = Found { rule: "document-missing".into(), document: format!("{folder}/failure.rs"), start: 0 };
    assert_eq!(found(&report(&moved)), [missing]);

    let named = changed(MAIN, "mod failure;", "#[path = \"errors/codes.rs\"]\nmod failure;");
    let mut named =
        with(&named, &format!("{folder}/errors/codes.rs"), text(&reference(), &format!("{folder}/failure.rs")));
    named.files.remove(&format!("{folder}/failure.rs"));
    assert_eq!(documents(&report(&named)), files(&["main.rs", "benchmark.rs", "errors/codes.rs", "store.rs"]));
    assert_eq!(run(&named, "human").code, 0);
}

#[test]
fn where_things_stand_is_configuration() {
    let mut repository = reference();
    for (from, to) in
        [(MAIN, "src/service.rs"), (OPENAPI, "api.json"), (CONTRACT, "CONTRACT.md"), (CONTRACT_SOURCE, "source.json")]
    {
        let content = repository.files.remove(from).expect("a file");
        repository.files.insert(to.into(), content);
    }
    for module in ["benchmark", "failure", "store"] {
        let content =
            repository.files.remove(&format!("crates/memory-kernel-service/src/{module}.rs")).expect("a module");
        repository.files.insert(format!("src/{module}.rs"), content);
    }
    let renamed = text(&repository, "src/service.rs").replace("SERVICE_CONTRACT_VERSION", "CONTRACT");
    let repository = with(&repository, "src/service.rs", renamed);
    let renamed = text(&repository, "api.json")
        .replace("ServiceErrorEnvelope", "Failure")
        .replace("/v1/query/recall", "/v1/recall");
    let repository = with(&repository, "api.json", renamed);
    let configuration = r#"
        [producer.alignment]
        source = "src/service.rs"
        service_constant = "CONTRACT"
        openapi = "api.json"
        error_envelope = "Failure"
        query_endpoints = ["/v1/query/ask", "/v1/recall"]
        query_statuses = [400, 413]
        contract_source = "source.json"

        [[producer.alignment.documents]]
        path = "CONTRACT.md"
        service_contract = "Service contract version"
        error_codes = "Error Status and Code Mapping"
        forbidden_fields = ["Error responses MUST NOT include"]
    "#;
    let repository = with(&repository, "lockstep.toml", configuration.into());
    let done = run(&repository, "human");
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
    assert!(done.stdout.contains("no findings; 20 rules ran over 8 documents"), "{}", done.stdout);

    let mut lost = repository.clone();
    lost.files.remove("source.json");
    let missing = Found { rule: "document-missing".into(), document: "source.json".into(), start: 0 };
    assert_eq!(found(&report(&lost)), [missing]);

    let strict = with(&repository, "lockstep.toml", configuration.replace("[400, 413]", "[400, 429]"));
    let rules: Vec<_> = found(&report(&strict)).into_iter().map(|found| found.rule).collect();
    assert_eq!(rules, ["alignment-error-response", "alignment-error-response"]);
}

#[test]
fn the_matrix_is_shown_where_it_is_asked_for_or_has_a_gap() {
    let check = |repository: &Repository, format: &str| {
        repository.run(&[
            "producer",
            "check",
            "--only",
            "alignment,manifest",
            "--today",
            "2026-03-01",
            "--output",
            format,
        ])
    };
    let head = "alignment                       source      OpenAPI";
    assert!(run(&reference(), "human").stdout.starts_with(head));
    let all = reference().run(&["producer", "check", "--today", "2026-03-01"]);
    assert!(!all.stdout.contains("alignment  "), "{}", all.stdout);
    let drifted = changed(CONTRACT, "- `write_conflict` -> `409`", "- `write_conflict` -> `4|1`");
    let shown = check(&drifted, "human").stdout;
    let row = shown.lines().find(|line| line.starts_with("write_conflict ")).expect("a row");
    assert_eq!(
        row.split_whitespace().collect::<Vec<_>>(),
        ["write_conflict", "409", "409", "missing", "-", "listed", "listed"]
    );

    let json = check(&drifted, "json").stdout;
    let schema = fs::read_to_string(workspace().join("docs/report.schema.json")).expect("a schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let report: Value = serde_json::from_str(&json).expect("JSON");
    let errors: Vec<String> = jsonschema::validator_for(&schema)
        .expect("a schema")
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(report["alignment"]["columns"].as_array().map(Vec::len), Some(6));

    // A bar of a document ends no cell.
    let barred = changed(CONTRACT, "- Service contract version: `service.v3`", "- Service contract version: `a|b`");
    let markdown = check(&barred, "markdown").stdout;
    let row = markdown.lines().find(|line| line.contains("service contract version `")).expect("a row");
    assert_eq!(row.replace("\\|", "").matches('|').count(), 8, "{row}");
    assert!(row.contains("**` a\\|b (differs) `**"), "{row}");
}

/// The files of a folder, by their paths below it.
fn files_of(root: &Path, folder: &Path, repository: &mut Repository) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files_of(root, &path, repository);
        } else {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            repository.files.insert(name, Content::Bytes(fs::read(&path).expect("a file").into()));
        }
    }
}

#[test]
fn every_release_of_history_is_aligned_but_for_its_known_faults() {
    let Some(corpus) = corpus() else { return };
    let mut snapshots = 0;
    for entry in fs::read_dir(corpus.join("producer")).expect("snapshots") {
        let folder = entry.expect("an entry").path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut repository = Repository::empty();
        files_of(&folder, &folder, &mut repository);
        let report = report(&repository);
        let found: BTreeSet<(String, String)> =
            found(&report).into_iter().map(|found| (found.rule, found.document)).collect();
        let expected = |rules: &[(&str, &str)]| -> BTreeSet<(String, String)> {
            rules.iter().map(|(rule, document)| ((*rule).to_owned(), (*document).to_owned())).collect()
        };
        // The snapshots hold no Rust source, and the check says so.
        let source = ("document-missing", MAIN);
        let manifest = ("document-missing", "contracts/integration/v1/producer-contract-manifest.json");
        let versioning = "docs/spec/versioning.md";
        let wanted = match &name[..2] {
            "02" | "04" => expected(&[]),
            // Before `service.v2`, nobody stated the versions in these two.
            "01" | "03" | "05" => expected(&[
                source,
                manifest,
                ("alignment-api-contract", OPENAPI),
                ("alignment-api-contract", versioning),
                ("alignment-service-contract", versioning),
            ]),
            // `legacy_error` was optional at first.
            "06" => expected(&[
                source,
                manifest,
                ("alignment-error-envelope", OPENAPI),
                ("alignment-error-envelope", CONTRACT),
            ]),
            "07" => expected(&[source, manifest]),
            _ => expected(&[source]),
        };
        assert_eq!(found, wanted, "{name}");
        let verdict = if wanted.is_empty() { "error" } else { "fail" };
        assert_eq!(report["verdict"], verdict, "{name}");
        snapshots += 1;
    }
    assert_eq!(snapshots, 16);
}

#[test]
fn every_beginning_of_a_document_is_judged() {
    let reference = reference();
    let manifest = "contracts/integration/v1/producer-contract-manifest.json";
    for file in [MAIN, OPENAPI, CONTRACT, CONTRACT_SOURCE, manifest] {
        let whole = text(&reference, file);
        for part in 0..40 {
            let end = whole.len() * part / 40;
            let cut = whole.char_indices().map(|(start, _)| start).find(|start| *start >= end).unwrap_or_default();
            let report = report(&with(&reference, file, whole[..cut].to_owned()));
            let places = found(&report);
            // Half an object is none; of the others, every beginning is a document.
            assert!(!file.ends_with(".json") || report["verdict"] == "fail", "{file} {cut}");
            assert!(cut > 400 || !places.is_empty(), "{file} {cut}");
            assert!(places.iter().all(|place| place.start <= text(&reference, &place.document).len()), "{file} {cut}");
        }
    }
}
