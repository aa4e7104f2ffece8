//! SARIF against the schema of the standard, and what GitHub demands beyond it.

use lockstep_core::{api::Format, wire};
use lockstep_tests::workspace;
use serde_json::Value;

use crate::{
    inputs::{self, Input},
    places::{between, ends, naive, starts},
};

fn rendered(input: &Input) -> Value {
    serde_json::from_str(&input.rendered(Format::Sarif)).expect("JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// What a percent-encoded URI stands for.
fn decoded(uri: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), uri.as_bytes());
    while let Some((first, others)) = rest.split_first() {
        rest = others;
        if *first == b'%' {
            let digits = std::str::from_utf8(&others[..2]).expect("two digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
            rest = &others[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// Start and end of a region as lines and columns; what SARIF leaves out is put in as section 3.30 says.
fn region(region: &Value, bytes: &[u8]) -> ((u64, u64), (u64, u64)) {
    let number = |key: &str| region[key].as_u64();
    let line = number("startLine").expect("a region has a first line");
    let end_line = number("endLine").unwrap_or(line);
    let end = number("endColumn").unwrap_or_else(|| {
        let text = String::from_utf8_lossy(bytes);
        let line = text.split('\n').nth(usize::try_from(end_line).expect("a line") - 1).unwrap_or_default();
        u64::try_from(line.encode_utf16().count()).expect("a length") + 1
    });
    ((line, number("startColumn").unwrap_or(1)), (end_line, end))
}

#[test]
fn every_log_fits_the_schema_of_the_standard() {
    let path = workspace().join("tests/schemas/sarif-2.1.0.schema.json");
    let mut schema: Value = serde_json::from_slice(&std::fs::read(path).expect("the schema")).expect("JSON");
    // No regular expression, as errata 01 says; our logs name no language.
    for definition in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][definition]["properties"]["language"];
        assert!(language.as_object_mut().expect("a property").remove("pattern").is_some());
    }
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    for input in inputs::all() {
        let log = rendered(&input);
        let misfits: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{error}: {}", error.instance_path())).collect();
        assert_eq!(misfits, Vec::<String>::new(), "{}", input.name);
        // The validator can fail.
        let mut broken = log.clone();
        broken["runs"][0]["columnKind"] = "bytes".into();
        assert!(!validator.is_valid(&broken));
    }
}

#[test]
fn every_result_stands_where_its_finding_does() {
    for input in inputs::all() {
        let log = rendered(&input);
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "utf16CodeUnits");
        input.judge(|_, report| {
            let waived = report.waived.iter().map(|waived| (&waived.finding, true));
            let findings: Vec<_> = report.findings.iter().map(|finding| (finding, false)).chain(waived).collect();
            assert_eq!(list(&run["results"]).len(), findings.len(), "{}", input.name);
            for (result, (finding, is_waived)) in list(&run["results"]).iter().zip(findings) {
                assert_eq!(result["partialFingerprints"]["lockstep/v1"], finding.fingerprint.as_str());
                assert_eq!(result["suppressions"][0]["status"] == "accepted", is_waived, "{}", input.name);
                let [location] = list(&result["locations"]) else { panic!("one location: {result}") };
                same_place(&input, location, &finding.primary);
                assert_eq!(list(&result["relatedLocations"]).len(), finding.related.len());
                for (location, label) in list(&result["relatedLocations"]).iter().zip(&finding.related) {
                    same_place(&input, location, label);
                }
            }
        });
    }
}

fn same_place(input: &Input, location: &Value, label: &wire::Label) {
    let place = &location["physicalLocation"];
    let artifact = &place["artifactLocation"];
    let uri = artifact["uri"].as_str().expect("a URI");
    assert_eq!(decoded(uri), label.document, "{}", input.name);
    // A relative reference begins with a path whose first part has no colon, or a parser takes that for a scheme.
    assert!(!uri.contains(':') && uri.bytes().all(|byte| byte.is_ascii_graphic()), "{uri}");
    assert_eq!(artifact.get("uriBaseId").is_some(), !uri.starts_with('/'), "{uri}");
    let bytes = input.bytes(&label.document);
    let (start, end) = region(&place["region"], bytes);
    if label.end == 0 {
        assert_eq!(start, (1, 1), "a whole document begins at its first line");
        return;
    }
    assert_eq!((start, end), (naive(bytes, label.start.into()), naive(bytes, label.end.into())), "{}", input.name);
    assert_eq!((start, end), (starts(label), ends(label)), "{}", input.name);
}

#[test]
fn every_result_has_what_github_reads() {
    for input in inputs::all() {
        let log = rendered(&input);
        let run = &log["runs"][0];
        let rules = list(&run["tool"]["driver"]["rules"]);
        for result in list(&run["results"]) {
            let rule = &rules[result["ruleIndex"].as_u64().expect("an index") as usize];
            assert_eq!(rule["id"], result["ruleId"], "{}", input.name);
            for text in [&result["message"], &rule["shortDescription"], &rule["fullDescription"], &rule["help"]] {
                assert!(text["text"].as_str().is_some_and(|text| !text.is_empty()), "{}: {text}", input.name);
            }
            let text = result["message"]["text"].as_str().expect("a text");
            assert!(!text.contains("]("), "a link out of a document: {text}");
            assert!(
                text.contains("\nexpected: ") && text.contains("\nactual: ") && text.contains("\nhelp: "),
                "{text}"
            );
        }
        let mut ids: Vec<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
        ids.dedup();
        assert_eq!(ids.len(), rules.len(), "each rule stands there once");
    }
}

#[test]
fn what_could_not_be_judged_is_no_success() {
    let mut unjudged = 0;
    for input in inputs::all() {
        let log = rendered(&input);
        let invocation = &log["runs"][0]["invocations"][0];
        let notes = list(&invocation["toolExecutionNotifications"]);
        let said = |level: &str| notes.iter().filter(|note| note["level"] == level).count();
        input.judge(|_, report| {
            assert_eq!(invocation["executionSuccessful"], report.errors.is_empty(), "{}", input.name);
            assert_eq!(said("error"), report.errors.len(), "{}", input.name);
            assert_eq!(said("warning"), usize::from(report.summary.omitted > 0), "{}", input.name);
            let skipped: Vec<&Value> = notes.iter().filter_map(|note| note.get("associatedRule")).collect();
            assert_eq!(skipped.len(), report.skipped.len(), "{}", input.name);
            unjudged += report.errors.len();
        });
    }
    assert!(unjudged > 0);
}

#[test]
fn fixes_change_the_bytes_that_the_report_names() {
    let mut fixes = 0;
    for input in inputs::all() {
        let log = rendered(&input);
        input.judge(|_, report| {
            for (result, finding) in list(&log["runs"][0]["results"]).iter().zip(&report.findings) {
                assert_eq!(list(&result["fixes"]).len(), finding.fix.iter().count());
                let (Some(fix), Some(shown)) = (&finding.fix, list(&result["fixes"]).first()) else { continue };
                for change in list(&shown["artifactChanges"]) {
                    let document = decoded(change["artifactLocation"]["uri"].as_str().expect("a URI"));
                    let edits = fix.edits.iter().filter(|edit| edit.document == document);
                    for (replacement, edit) in list(&change["replacements"]).iter().zip(edits) {
                        let bytes = input.bytes(&document);
                        let (start, end) = region(&replacement["deletedRegion"], bytes);
                        let deleted = String::from_utf8_lossy(&bytes[edit.start as usize..edit.end as usize]);
                        assert_eq!((start, end), (naive(bytes, edit.start.into()), naive(bytes, edit.end.into())));
                        assert_eq!(between(bytes, start, end), deleted, "{}", input.name);
                        assert_eq!(replacement["insertedContent"]["text"], edit.replacement.as_str());
                        fixes += 1;
                    }
                }
            }
        });
    }
    assert!(fixes > 20, "{fixes}");
}
