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
