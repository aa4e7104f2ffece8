//! Interactions files, OpenAPI files and what the one says about the other.

use std::{fs, time::Instant};

use lockstep_core::{
    envelope::{Classifier, ContractState},
    interaction::{Asked, Declared, Document, Inputs, InteractionRule, Interactions, Observed, Report, judge},
    openapi::OpenApi,
    policy::Policy,
    yaml,
};
use lockstep_tests::{case, corpus, workspace};
use proptest::prelude::*;
use serde_json::{Value, json};

fn example() -> String {
    fs::read_to_string(workspace().join("examples/consumer/interactions.json")).expect("the example")
}

fn fixture() -> String {
    fs::read_to_string(workspace().join("tests/interactions/openapi.yaml")).expect("the fixture")
}

/// What is said about interactions: rules and messages of findings, and what was not judged.
struct Said {
    declared: Vec<Declared>,
    found: Vec<String>,
    errors: Vec<String>,
    code: u8,
}

/// What an OpenAPI file says about interactions.
fn said(interactions: &str, openapi: &str) -> Said {
    said_with(interactions, openapi, None)
}

/// The same, with what a service of `service.v3` answers to the only interaction.
fn said_with(interactions: &str, openapi: &str, answer: Option<Observed>) -> Said {
    let classifier = Classifier::new(&Policy::embedded(), &ContractState::named("service.v3")).expect("a contract");
    let asked =
        |answer| Asked { base_url: "http://[::1]", classifier: &classifier, observed: std::slice::from_ref(answer) };
    let read = Interactions::read(interactions).expect("an interactions file");
    let document = OpenApi::read(openapi).expect("an OpenAPI file");
    let named = |name, text| Document { name, text };
    let report: Report<'_> = judge(&Inputs {
        file: named("interactions.json", interactions),
        interactions: &read,
        openapi: Some((named("openapi.yaml", openapi), &document)),
        service: answer.as_ref().map(asked),
    });
    Said {
        declared: report.judged.iter().map(|judged| judged.specification).collect(),
        found: report.findings.iter().map(|found| format!("{}: {}", found.rule, found.message)).collect(),
        code: report.verdict().exit_code(),
        errors: report.errors,
    }
}

/// An interactions file with one request.
fn request(request: Value, expect: &str) -> String {
    let interaction = json!({ "name": "it", "request": request, "expect": { "answer": expect } });
    let version = "lockstep-interactions.v1";
    json!({ "interactions_version": version, "consumer": "C", "interactions": [interaction] }).to_string()
}

fn ask(body: Value) -> Value {
    json!({ "method": "POST", "path": "/v1/query/ask", "content_type": "application/json", "body": body })
}

#[test]
fn the_example_fits_what_the_producer_has_declared_in_every_release() {
    let Some(corpus) = corpus() else { return };
    let mut judged = 0;
    for folder in fs::read_dir(corpus.join("producer")).expect("releases") {
        let path = folder.expect("a release").path().join("openapi/openapi.yaml");
        let Ok(openapi) = fs::read_to_string(&path) else { continue };
        let Said { declared, found, errors, code } = said(&example(), &openapi);
        assert_eq!(found, Vec::<String>::new(), "{}", path.display());
        // The first releases declare nothing about bodies.
        if openapi.contains("AskRequest") {
            assert_eq!((declared, errors, code), (vec![Declared::Conforms; 3], Vec::new(), 0), "{}", path.display());
            judged += 1;
        } else {
            assert_eq!((declared.last(), code), (Some(&Declared::Unjudged), 2), "{}", path.display());
        }
    }
    assert!(judged > 5, "{judged}");
}

#[test]
fn a_request_that_is_not_declared_is_a_finding() {
    let good = json!({ "text": "t", "actor": "a" });
    let with = |key: &str, value: Value| {
        let mut body = good.clone();
        body[key] = value;
        ask(body)
    };
    let body = "interaction-request-body: the OpenAPI does not allow the request: ";
    let text = |kind: &str, text: &str| json!({ "method": "POST", "path": "/v1/query/ask", "content_type": kind, "body_text": text });
    for (sent, expected) in [
        (
            json!({ "method": "GET", "path": "/v2/health" }),
            "interaction-undeclared-path: the OpenAPI declares no path `/v2/health`".into(),
        ),
        (
            json!({ "method": "PUT", "path": "/v1/health" }),
            "interaction-undeclared-method: the OpenAPI declares no `PUT` for this path".into(),
        ),
        (
            json!({ "method": "POST", "path": "/v1/query/ask" }),
            "interaction-request-body: the request has no body".into(),
        ),
        (
            text("text/plain", "{}"),
            "interaction-content-type: the OpenAPI declares no content type `text/plain` for this body".into(),
        ),
        (text("application/json", "{bad"), "interaction-request-body: the body is no JSON".into()),
        (text("application/json", "[]"), format!("{body}`$` is an array")),
        (ask(json!({ "text": "t" })), format!("{body}`$` lacks `actor`")),
        (with("text", json!("")), format!("{body}`$.text` is out of the bounds of `minLength`")),
        (with("action", json!("drop")), format!("{body}`$.action` has a value that is not declared")),
        (with("as_of", json!(1)), format!("{body}`$.as_of` is a number")),
        (with("other", json!(1)), format!("{body}`$` has `other`, which is not declared")),
        (
            json!({ "method": "POST", "path": "/v1/query/ask", "body": good }),
            "interaction-content-type: the request has a body without a content type".into(),
        ),
        (
            json!({ "method": "GET", "path": "/v1/context/ab" }),
            format!("{body}`id` is out of the bounds of `minLength`"),
        ),
        (json!({ "method": "GET", "path": "/v1/search?limit=5" }), format!("{body}the query lacks `text`")),
        (
            json!({ "method": "GET", "path": "/v1/search?text=+" }),
            format!("{body}`text` is out of the bounds of `minLength`"),
        ),
        (json!({ "method": "GET", "path": "/v1/search?text=ab&limit=b" }), format!("{body}`limit` is a string")),
        (
            json!({ "method": "GET", "path": "/v1/search?te%78t=ab&limit=0" }),
            format!("{body}`limit` is out of the bounds of `minimum`"),
        ),
    ] {
        let Said { declared, found, errors, code } = said(&request(sent.clone(), "success"), &fixture());
        assert_eq!((found, errors, code), (vec![expected], Vec::new(), 1), "{sent}");
        assert_eq!(declared, [Declared::Violates]);
    }
    for sent in [
        ask(good.clone()),
        with("as_of", Value::Null),
        text("Application/JSON; charset=utf-8", &good.to_string()),
        json!({ "method": "GET", "path": "/v1/context/abc" }),
        json!({ "method": "GET", "path": "/v1/search?text=%C3%A9+&limit=5&other=%" }),
        json!({ "method": "HEAD", "path": "/v1/secret" }),
    ] {
        let Said { found, errors, code, .. } = said(&request(sent.clone(), "success"), &fixture());
        assert_eq!((found, errors, code), (Vec::new(), Vec::new(), 0), "{sent}");
    }
}

#[test]
fn what_is_not_evaluated_is_no_pass() {
    for (sent, what) in [
        (
            ask(json!({ "text": "t", "actor": "a", "pattern": "a" })),
            "the keyword `pattern`, which is not evaluated here (openapi.yaml:56:34)",
        ),
        (
            json!({ "method": "GET", "path": "/v1/search?text=ab&text=cd" }),
            "the query parameter `text`, which is not evaluated here (openapi.yaml:32:11)",
        ),
        (
            json!({ "method": "GET", "path": "/v1/search?text=ab&tags=a" }),
            "the query parameter `tags`, which is not evaluated here (openapi.yaml:34:11)",
        ),
        (
            json!({ "method": "DELETE", "path": "/v1/search?a=b" }),
            "the query parameter `filter`, which is not evaluated here (openapi.yaml:39:28)",
        ),
        (
            json!({ "method": "PUT", "path": "/v1/search" }),
            "the header parameter `key`, which is not evaluated here (openapi.yaml:38:11)",
        ),
        (
            json!({ "method": "GET", "path": "/v1/secret" }),
            "a security requirement, which is not evaluated (openapi.yaml:41:12)",
        ),
        (
            json!({ "method": "GET", "path": "/v1/health", "body": 1 }),
            "nothing about a body of GET /v1/health (openapi.yaml:6:5)",
        ),
    ] {
        let Said { found, errors, code, .. } = said(&request(sent, "success"), &fixture());
        let message = format!("`it` could not be judged by the OpenAPI, which has {what}");
        assert_eq!((found, errors, code), (Vec::new(), vec![message], 2));
    }
}

#[test]
fn a_request_that_is_meant_to_fail_may_have_any_body() {
    let Said { declared, found, errors, .. } = said(&request(ask(json!({ "text": 1 })), "error"), &fixture());
    assert_eq!((declared, found, errors), (vec![Declared::NotChecked], Vec::new(), Vec::new()));
    let undeclared = request(json!({ "method": "GET", "path": "/none" }), "error");
    assert_eq!(said(&undeclared, &fixture()).code, 1);
}

#[test]
fn the_schema_of_the_file_says_what_the_reader_says() {
    let schema = fs::read_to_string(workspace().join("docs/interactions.schema.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let example: Value = serde_json::from_str(&example()).expect("JSON");
    let ask = "/interactions/2";
    for (pointer, key, value, fits) in [
        ("", "extra", json!(1), false),
        ("", "$schema", json!("x"), true),
        ("", "interactions_version", json!("lockstep-interactions.v2"), false),
        ("", "consumer", json!(" "), false),
        ("", "interactions", json!([]), false),
        (ask, "extra", json!(1), false),
        (ask, "name", json!(7), false),
        ("/interactions/2/request", "extra", json!(1), false),
        ("/interactions/2/request", "method", json!("post"), false),
        ("/interactions/2/request", "method", json!("PATCH"), true),
        ("/interactions/2/request", "path", json!("v1"), false),
        ("/interactions/2/request", "path", json!("/a#b"), false),
        ("/interactions/2/request", "path", json!("/a?b=%20&c=;~"), true),
        ("/interactions/2/request", "path", json!("/a\"b"), false),
        ("/interactions/2/request", "path", json!("/a\\b"), false),
        ("/interactions/2/request", "content_type", json!("a\tb"), false),
        ("/interactions/2/request", "body", json!(null), true),
        ("/interactions/2/request", "body_text", json!(""), false),
        ("/interactions/0/request", "body_text", json!(""), true),
        ("/interactions/2/expect", "extra", json!(1), false),
        ("/interactions/2/expect", "answer", json!("ok"), false),
        ("/interactions/2/expect", "answer", json!("readiness"), true),
        ("/interactions/2/expect", "status", json!(600), false),
        ("/interactions/2/expect", "status", json!(599), true),
        ("/interactions/2/expect", "code", json!("query_failed"), false),
    ] {
        let mut changed = example.clone();
        changed.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object").insert(key.into(), value);
        assert_eq!(validator.is_valid(&changed), fits, "{pointer} {key}");
        assert_eq!(Interactions::read(&changed.to_string()).is_ok(), fits, "{pointer} {key}");
    }
    for pointer in ["", ask, "/interactions/2/request", "/interactions/2/expect"] {
        let keys = example.pointer(pointer).and_then(Value::as_object).expect("an object").keys();
        for key in keys {
            let mut changed = example.clone();
            changed.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object").remove(key);
            let is_read = Interactions::read(&changed.to_string()).is_ok();
            assert_eq!(validator.is_valid(&changed), is_read, "without {pointer}/{key}");
        }
    }
}

/// The block of a page whose fence says `info` and maybe more; the blocks here are of one line.
fn block<'l>(lines: &[&'l str], info: &str) -> Option<(&'l str, &'l str)> {
    lines.windows(2).find_map(|pair| Some((pair[0].strip_prefix("```json ")?.strip_prefix(info)?.trim(), pair[1])))
}

#[test]
fn documented_examples_fire_their_rule_and_no_other() {
    for rule in InteractionRule::ALL {
        let sections = case::sections(rule.documentation);
        let headings: Vec<&str> = sections.iter().map(|(heading, _)| *heading).collect();
        assert_eq!(headings, ["What", "Why", "Bad", "Good", "Fix"], "{}", rule.id);
        // No answer is nothing that a page could show.
        for (heading, lines) in &sections[2..4] {
            let Some((_, interaction)) = block(lines, "interaction") else {
                assert_eq!(rule.id, "interaction-no-answer", "{heading} has no example");
                continue;
            };
            let answer = block(lines, "answer").map(|(status, body)| Observed::Answer {
                status: status.parse().expect("a status"),
                body: body.into(),
            });
            let text = example();
            let (before, _) = text.split_once("\"interactions\": [").expect("interactions");
            let text = format!("{before}\"interactions\": [{interaction}] }}");
            let Said { found, errors, .. } = said_with(&text, &fixture(), answer);
            let rules: Vec<&str> = found.iter().filter_map(|found| found.split(':').next()).collect();
            let expected = if *heading == "Bad" { vec![rule.id] } else { Vec::new() };
            assert_eq!((rules, errors), (expected, Vec::new()), "{heading} of {}", rule.id);
        }
    }
}

#[test]
fn hostile_yaml_takes_no_longer_than_its_length_allows() {
    let started = Instant::now();
    let bomb: String = (1..2000).map(|level| format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1)).collect();
    let megabytes = 10 << 20;
    let refused = [
        format!("a0: &a0 x\n{bomb}"),
        "[".repeat(megabytes),
        "- ".repeat(megabytes / 2),
        "{a: ".repeat(megabytes / 4),
        "? ".repeat(megabytes / 2),
        "a:\n".repeat(megabytes / 3),
        "&a ".repeat(megabytes / 3),
        "%".repeat(megabytes),
        "\"".to_owned() + &"\\u0041".repeat(megabytes / 6),
    ];
    for text in &refused {
        assert!(yaml::read(text, 128).is_err(), "{}", &text[..20]);
    }
    let long = format!("a: {}\nb: 'é{}'\n", "x".repeat(megabytes / 2), "y".repeat(megabytes / 2));
    assert!(yaml::read(&long, 128).is_ok());
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

#[test]
fn every_beginning_of_a_file_is_survived() {
    for text in [fixture(), example()] {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let _ = OpenApi::read(&text[..end]);
            let _ = Interactions::read(&text[..end]);
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_survived_and_places_lie_within_it(
        at in 0usize..1400,
        length in 0usize..40,
        with in "[-\\]\\[{}:,&*!|>'\"%@`#? \nÀé\u{1f512}\u{feff}a-c0-9~.]{0,12}",
    ) {
        let text = fixture();
        let start = at.min(text.len());
        let end = (start + length).min(text.len());
        prop_assume!(text.is_char_boundary(start) && text.is_char_boundary(end));
        let changed = format!("{}{with}{}", &text[..start], &text[end..]);
        if let Err(fault) = OpenApi::read(&changed) {
            prop_assert!(changed.get(fault.span.range()).is_some(), "{:?}", fault);
        }
        if let Ok(document) = OpenApi::read(&changed) {
            let interactions = example();
            let read = Interactions::read(&interactions).expect("the example");
            let openapi = Some((Document { name: "o", text: &changed }, &document));
            let file = Document { name: "i", text: &interactions };
            let report = judge(&Inputs { file, interactions: &read, openapi, service: None });
            prop_assert!(report.human(false).ends_with('\n'));
        }
    }
}
