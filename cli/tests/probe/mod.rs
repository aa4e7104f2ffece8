//! `lockstep probe` without an operating system.

use lockstep_cli::{Reply, Unanswered};

use crate::host::{Fake, Run};

const FILE: &str = "interactions.json";
const BASE: &str = "http://127.0.0.1:4010";
const ASK: &str = "POST http://127.0.0.1:4010/v1/query/ask";
const HEALTH: &str = "GET http://127.0.0.1:4010/v1/health";

/// What the real service answers to the consumer's question.
const REFUSED: &str = r#"{"service_contract_version":"service.v3","error":{"code":"invalid_json","message":"Failed to deserialize the JSON body into the target type: missing field `as_of` at line 1 column 111","details":{"rejection":"Failed to deserialize the JSON body into the target type"}}}"#;

const HEALTHY: &str =
    r#"{"service_contract_version":"service.v3","api_contract_version":"api.v1","data":{"status":"ok"}}"#;

/// A service as it really is, with the example's interactions and an OpenAPI file beside it.
fn service() -> Fake {
    let schema = r#"{"current_version":2,"target_version":2,"pending_versions":[],"inferred_from_legacy":false}"#;
    let schema = HEALTHY.replace(r#"{"status":"ok"}"#, schema);
    Fake::default()
        .file(FILE, include_str!("../../../examples/consumer/interactions.json"))
        .file("openapi.yaml", include_str!("../../../tests/interactions/openapi.yaml"))
        .answer(HEALTH, 200, HEALTHY)
        .answer("POST http://127.0.0.1:4010/v1/db/schema-version", 200, schema)
        .answer(ASK, 422, REFUSED)
}

/// The same with a service that answers the question.
fn mended() -> Fake {
    service().answer(ASK, 200, HEALTHY.replace(r#"{"status":"ok"}"#, "{}"))
}

fn probe(fake: &Fake, arguments: &[&str]) -> Run {
    fake.run(&[&["probe", "--color", "never", "--interactions", FILE], arguments].concat())
}

fn both(fake: &Fake) -> Run {
    probe(fake, &["--base-url", BASE, "--openapi", "openapi.yaml"])
}

#[test]
fn both_sides_stand_side_by_side() {
    let run = both(&service());
    assert_eq!(run.code, 1, "{}", run.stderr);
    let expected = r#"error[interaction-specification-service-disagreement]: the service refuses `ask` for the lack of `as_of`, which its OpenAPI declares as optional
  --> interactions.json:22:120
   |
22 |         "body": {"text":"Can I use a USB drive?","actor":"support_agent","action":"resolve","resource":"support_ticket"}
   |                                                                                                                        ^ sent without `as_of`
   |
  ::: openapi.yaml:48:7
   |
19 |       responses:
   |       --------- status 422 is not declared here
...
48 |       required: [text, actor]
   |       -------- does not list `as_of`
...
54 |         as_of:
   |         ----- declared here, and so optional
   |
  ::: answer to ask:1:156
   |
 1 | …body into the target type: missing field `as_of` at line 1 column 111","details":{"rejection":"Failed to deserialize the JSON body into the …
   |                                           ------- demanded by the service
   |
   = expected: a success envelope, since the OpenAPI allows the request without `as_of`
   = actual: status 422, code `invalid_json`: Failed to deserialize the JSON body into the target type: missing field `as_of` at line 1 column 111
   = help: producer: make `as_of` optional in the service, as its OpenAPI says, or list it as required in the OpenAPI; consumer, until then: send `"as_of": null`, which the OpenAPI allows, too

health          GET /v1/health; the OpenAPI allows it; the service answers as expected (200)
schema-version  POST /v1/db/schema-version; the OpenAPI allows it; the service answers as expected (200)
ask             POST /v1/query/ask; the OpenAPI allows it; the service answers otherwise (422)
fail: 1 finding in 3 interactions of AssistSupport
"#;
    assert_eq!(run.stdout, expected);
}

#[test]
fn each_side_can_be_judged_alone() {
    let run = probe(&service(), &["--openapi", "openapi.yaml"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(!run.asked.concat().contains("fetch"), "{:?}", run.asked);
    let run = probe(&service(), &["--base-url", BASE]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.starts_with("error[interaction-answer-status]: the service answers with status 422\n"));
    assert_eq!(both(&mended()).code, 0);
}

#[test]
fn a_request_is_sent_as_it_is_recorded() {
    let run = probe(&service(), &["--base-url", "http://localhost:4010//", "--timeout-ms", "70"]);
    let asked = run.asked.last().unwrap();
    let expected = r#"[{"kind":"fetch","method":"POST","url":"http://localhost:4010/v1/query/ask","headers":[["content-type","application/json"]],"body":"{\"text\":\"Can I use a USB drive?\",\"actor\":\"support_agent\",\"action\":\"resolve\",\"resource\":\"support_ticket\"}","timeoutMs":70,"limit":16777216}]"#;
    assert_eq!(asked, expected);
    let health = run.asked.iter().find(|asked| asked.contains("/v1/health")).unwrap();
    assert!(health.contains(r#""headers":[],"body":null"#), "{health}");
}

#[test]
fn a_refusal_in_other_words_shows_both_sides_too() {
    let refusal = r#"{"service_contract_version":"service.v3","error":{"code":"validation_error","message":"no"}}"#;
    let run = both(&service().answer(ASK, 400, refusal));
    assert_eq!(run.code, 1);
    let message =
        "error[interaction-specification-service-disagreement]: the service refuses `ask`, which its OpenAPI allows\n";
    assert!(run.stdout.starts_with(message), "{}", run.stdout);
    assert!(run.stdout.contains("openapi.yaml:12:5") && run.stdout.contains("answer to ask:1:"), "{}", run.stdout);
    // A key that may not be null must be sent with a value.
    let run = both(&service().answer(ASK, 422, REFUSED.replace("`as_of`", "`pattern`")));
    assert!(run.stdout.contains("for the lack of `pattern`, which its OpenAPI declares"), "{}", run.stdout);
    assert!(run.stdout.contains("consumer, until then: send `pattern`\n"), "{}", run.stdout);
    // What the service does not know at all is a disagreement; what it cannot do just now is none.
    assert!(both(&service().answer(ASK, 404, "")).stdout.contains("[interaction-specification-service-disagreement]"));
    let broken = REFUSED.replace("invalid_json", "query_failed");
    assert!(both(&service().answer(ASK, 500, broken)).stdout.starts_with("error[interaction-answer-status]"));
}

#[test]
fn an_expected_error_must_come_with_its_code() {
    let expect = r#"{ "answer": "error", "code": "invalid_json" }"#;
    let text = include_str!("../../../examples/consumer/interactions.json");
    let (before, _) = text.rsplit_once(r#"{ "answer": "success", "status": 200 }"#).unwrap();
    let fake = service().file(FILE, &format!("{before}{expect} }} ] }}"));
    let run = both(&fake);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.contains("ask             POST /v1/query/ask; the service answers as expected (422)\n"));
    let other = REFUSED.replace("invalid_json", "validation_error");
    let run = both(&fake.answer(ASK, 400, other));
    assert_eq!(run.code, 1);
    let message = "error[interaction-answer-code]: the service answers with another error code\n";
    assert!(run.stdout.starts_with(message), "{}", run.stdout);
    let run = both(&mended().file(FILE, &format!("{before}{expect} }} ] }}")));
    assert!(run.stdout.starts_with("error[interaction-answer-status]: the service answers with status 200\n"));
}

#[test]
fn a_service_that_lies_about_its_version_breaks_its_contract() {
    let lie = HEALTHY.replace("service.v3", "service.v2");
    let fake = mended().answer(HEALTH, 200, lie);
    let run = probe(&fake, &["--base-url", BASE, "--contract", "service.v3"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.contains("error[interaction-answer-envelope]: the answer breaks its contract"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("envelope-contract-version"), "{}", run.stdout);
    assert_eq!(probe(&fake, &["--base-url", BASE, "--contract", "overlap"]).code, 0);
    let run = probe(&fake, &["--base-url", BASE, "--contract", "service.v7"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("service.v2, service.v3"), "{}", run.stderr);
}

#[test]
fn what_is_no_envelope_is_a_finding() {
    for body in [b"<html>".to_vec(), b"\xff\xfe".to_vec(), Vec::new(), vec![b'['; 5 << 20]] {
        let run = both(&mended().answer(HEALTH, 200, body));
        assert_eq!(run.code, 1, "{}", run.stdout);
        assert!(run.stdout.contains("error[interaction-answer-envelope]"), "{}", run.stdout);
    }
}

#[test]
fn one_answer_that_does_not_come_is_a_finding_and_none_at_all_is_no_verdict() {
    let mut fake = mended();
    let late = Reply::Unanswered { reason: Unanswered::Timeout, text: "no whole answer in time".into() };
    fake.answers.insert(ASK.into(), late);
    let run = both(&fake);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.starts_with("error[interaction-no-answer]: the service gives no whole answer\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("= actual: no whole answer in time, which is 2500 ms\n"), "{}", run.stdout);
    fake.answers.clear();
    let run = both(&fake);
    assert_eq!(run.code, 2);
    let message =
        "error: the service at http://127.0.0.1:4010 gives no whole answer to any request: connection refused\n";
    assert!(run.stdout.starts_with(message), "{}", run.stdout);
    assert!(run.stdout.contains("the OpenAPI allows it; the service gives no whole answer"), "{}", run.stdout);
}

#[test]
fn another_machine_is_asked_only_where_it_is_said() {
    for url in ["http://example.com", "https://10.0.0.1:4010", "http://127.0.0.1.example.com"] {
        let run = probe(&service(), &["--base-url", url]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains("does not name this machine") && run.stderr.contains("--allow-remote"));
        assert!(!run.asked.concat().contains("fetch"), "{:?}", run.asked);
        assert!(probe(&service(), &["--base-url", url, "--allow-remote"]).asked.concat().contains(url));
    }
    let run = probe(&service(), &["--base-url", "ftp://127.0.0.1"]);
    assert!(
        run.stderr.starts_with("error: the base URL `ftp://127.0.0.1` is neither http nor https"),
        "{}",
        run.stderr
    );
}

#[test]
fn one_of_the_sides_must_be_named() {
    let run = probe(&service(), &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--base-url <URL>|--openapi <FILE>"), "{}", run.stderr);
}

#[test]
fn a_file_that_cannot_be_used_is_no_verdict() {
    let bytes = |bytes: &[u8]| Reply::Bytes(bytes.to_vec());
    for (file, reply, message) in [
        (FILE, bytes(b"{"), "error: the interactions file is faulty: "),
        (FILE, bytes(b"\xff"), "error: the interaction list is not UTF-8 text"),
        (FILE, Reply::Missing, "error: the interaction list file does not exist"),
        (FILE, Reply::TooLarge(10 << 20), "error: the interaction list has 10485760 bytes"),
        ("openapi.yaml", bytes(b"a: &a [1]\nb: *a\n"), "error: the OpenAPI file cannot be used: an alias"),
        ("openapi.yaml", bytes(b"openapi: 3.1.0\nx: \xff"), "error: the OpenAPI is not UTF-8 text"),
        ("openapi.yaml", bytes(b"swagger: '2.0'"), "error: the OpenAPI file cannot be used: no `openapi` key"),
        ("openapi.yaml", Reply::Missing, "error: the OpenAPI file does not exist"),
    ] {
        let run = both(&service().reply(file, reply));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{message}");
        assert!(run.stderr.starts_with(message), "{message}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("--> {file}")), "{}", run.stderr);
        assert!(!run.asked.concat().contains("fetch"), "{:?}", run.asked);
    }
}

#[test]
fn json_is_a_report_or_an_error() {
    let run = probe(&service(), &["--base-url", BASE, "--openapi", "openapi.yaml", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((report["schema"].as_str(), report["verdict"].as_str()), (Some("lockstep-probe.v1"), Some("fail")));
    assert_eq!(report["interactions"][2]["specification"], "conforms");
    assert_eq!(report["interactions"][2]["service"], "otherwise");
    assert_eq!(report["findings"][0]["primary"]["document"], FILE);
    let run = probe(&service().without(FILE), &["--openapi", "openapi.yaml", "--format", "json"]);
    let error: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, error["schema"].as_str()), (2, Some("lockstep-error.v1")));
}
