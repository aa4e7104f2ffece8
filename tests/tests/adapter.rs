//! The consumer at run time: every row of the adapter's mapping, every choice of the policy, and totality.

use lockstep_core::{
    adapter::{
        Adapter, Enrichment, EnrichmentStatus, Exchange, Expected, Notes, PreflightStatus, Settings, State, Step,
        TransportFailure, notes,
    },
    api,
    policy::{DegradedMeaning, ErrorEnvelopes, LegacyErrorText, PendingMigrations, Policy, UnknownCodes},
};
use lockstep_tests::workspace;
use proptest::prelude::*;
use serde_json::{Value, json};

fn pin() -> String {
    let path = workspace().join("examples/consumer/config/memorykernel-integration-pin.json");
    std::fs::read_to_string(path).expect("the example's pin")
}

fn expected() -> Expected {
    Expected::from_pin(pin().as_bytes()).expect("a good pin")
}

fn adapter_by(change: impl FnOnce(&mut Policy)) -> Adapter {
    let mut policy = Policy::embedded();
    change(&mut policy);
    let settings = Settings::new(&expected(), None, None, None);
    Adapter::new(&policy, expected(), settings).expect("a known contract")
}

fn adapter() -> Adapter {
    adapter_by(|_| {})
}

fn success(data: Value) -> String {
    json!({ "service_contract_version": "service.v3", "api_contract_version": "api.v1", "data": data }).to_string()
}

fn healthy() -> String {
    success(json!({ "status": "ok" }))
}

fn schema(pending: &[u64]) -> String {
    success(json!({
        "current_version": 2, "target_version": 2, "pending_versions": pending, "inferred_from_legacy": false
    }))
}

fn error(code: &str) -> String {
    json!({ "service_contract_version": "service.v3", "error": { "code": code, "message": "why" } }).to_string()
}

fn answered(status: u16, body: &str) -> Exchange<'_> {
    Exchange::Answered { status, body: body.as_bytes() }
}

const FAILURES: [TransportFailure; 5] = [
    TransportFailure::Connect,
    TransportFailure::Timeout,
    TransportFailure::Request,
    TransportFailure::Body,
    TransportFailure::Other,
];

/// Drives a preflight by these exchanges; whatever is asked beyond them is not answered.
fn preflight(adapter: &Adapter, exchanges: &[Exchange<'_>]) -> PreflightStatus {
    let mut preflight = adapter.preflight();
    let mut exchanges = exchanges.iter();
    loop {
        match preflight.step() {
            Step::Ask(_) => {
                preflight.observe(exchanges.next().unwrap_or(&Exchange::Failed(TransportFailure::Connect, "gone")));
            }
            Step::Done(status) => break *status,
        }
    }
}

fn ready(adapter: &Adapter) -> PreflightStatus {
    let status = preflight(adapter, &[answered(200, &healthy()), answered(200, &schema(&[])), answered(404, "")]);
    assert_eq!(status.status, State::Ready, "{}", status.message);
    status
}

fn ask(adapter: &Adapter, question: &Exchange<'_>) -> Enrichment {
    adapter.enrichment(&ready(adapter), Some(question))
}

fn reason(enrichment: &Enrichment) -> &str {
    assert_eq!(enrichment.applied, enrichment.fallback_reason.is_none());
    assert_eq!(enrichment.applied, enrichment.status == EnrichmentStatus::Applied);
    enrichment.fallback_reason.as_deref().unwrap_or("applied")
}

#[test]
fn a_ready_service_is_asked_thrice() {
    let adapter = adapter();
    let mut preflight = adapter.preflight();
    let bodies = [healthy(), schema(&[]), String::new()];
    let mut asked = Vec::new();
    for (status, body) in [200, 200, 404].into_iter().zip(&bodies) {
        let Step::Ask(call) = preflight.step() else { panic!("asks {}", asked.len()) };
        asked.push(format!("{} {} {}", call.method, call.url, call.timeout_ms));
        preflight.observe(&answered(status, body));
    }
    assert_eq!(
        asked,
        [
            "GET http://127.0.0.1:4010/v1/health 2500",
            "POST http://127.0.0.1:4010/v1/db/schema-version 2500",
            "GET http://127.0.0.1:4010/v1/ready 2500",
        ]
    );
    preflight.observe(&Exchange::Failed(TransportFailure::Connect, "too late to matter"));
    let Step::Done(status) = preflight.step() else { panic!("has ended") };
    assert!(status.ready && status.enrichment_enabled && status.enabled);
    assert_eq!((status.label.as_str(), status.fallback_reason.as_deref()), ("Ready", None));
    assert_eq!(status.service_contract_version.as_deref(), Some("service.v3"));
    assert_eq!(status.release_tag, "v0.4.0");
    assert_eq!(status.requests.len(), 3);
}

#[test]
fn disabled_asks_nothing() {
    let settings = Settings::new(&expected(), Some("off"), None, None);
    let adapter = Adapter::new(&Policy::embedded(), expected(), settings).expect("a known contract");
    let Step::Done(status) = adapter.preflight().step() else { panic!("asks") };
    assert_eq!((status.status, status.enabled, status.requests.len()), (State::Disabled, false, 0));
    assert_eq!(reason(&adapter.enrichment(&status, None)), "feature-disabled");
}

#[test]
fn every_row_of_the_preflight() {
    let adapter = adapter();
    let other = |from: &str, to: &str| healthy().replace(from, to);
    let health = |status, body: &str| preflight(&adapter, &[answered(status, body)]).status;
    for failure in FAILURES {
        let state = if failure == TransportFailure::Body { State::MalformedPayload } else { State::Offline };
        assert_eq!(preflight(&adapter, &[Exchange::Failed(failure, "x")]).status, state);
        let healthy = healthy();
        let exchanges = [answered(200, &healthy), Exchange::Failed(failure, "x")];
        let state = if failure == TransportFailure::Body { State::MalformedPayload } else { State::SchemaUnavailable };
        assert_eq!(preflight(&adapter, &exchanges).status, state);
    }
    for status in [100, 301, 400, 404, 429, 500, 503, 599] {
        assert_eq!(health(status, &error("schema_unavailable")), State::Offline, "{status}");
        assert_eq!(health(status, &healthy()), State::Offline, "{status}");
    }
    let without = |key: &str| {
        let mut body: Value = serde_json::from_str(&healthy()).expect("JSON");
        body.as_object_mut().expect("an object").remove(key);
        body.to_string()
    };
    for body in [
        "",
        "<html>",
        "[]",
        "{}",
        &without("data"),
        &without("service_contract_version"),
        &without("api_contract_version"),
        &success(json!({})),
        &success(json!({ "status": 1 })),
        &success(json!(null)),
        &format!("{} x", healthy()),
        &format!("\u{feff}{}", healthy()),
    ] {
        let status = preflight(&adapter, &[answered(200, body)]);
        assert_eq!(status.status, State::MalformedPayload, "{body}");
        assert_eq!(status.service_contract_version, None, "{body}");
    }
    for (body, service, api) in [
        (other("service.v3", "service.v2"), "service.v2", "api.v1"),
        (other("service.v3", "service.v30"), "service.v30", "api.v1"),
        (other("service.v3", "Service.v3"), "Service.v3", "api.v1"),
        (other("api.v1", "api.v2"), "service.v3", "api.v2"),
        (other("service.v3", "service.v2").replace("ok", "bad"), "service.v2", "api.v1"),
    ] {
        let status = preflight(&adapter, &[answered(201, &body)]);
        assert_eq!(status.status, State::VersionMismatch, "{body}");
        assert_eq!(status.service_contract_version.as_deref(), Some(service));
        assert_eq!(status.api_contract_version.as_deref(), Some(api));
    }
    for word in ["bad", "degraded", "", "okay", " ok"] {
        let status = preflight(&adapter, &[answered(200, &success(json!({ "status": word })))]);
        assert_eq!(status.status, State::Degraded, "{word}");
        assert_eq!(status.service_contract_version.as_deref(), Some("service.v3"));
        assert_eq!(reason(&adapter.enrichment(&status, None)), "degraded");
    }
    for word in ["OK", "Ok"] {
        let (health, schema) = (success(json!({ "status": word })), schema(&[]));
        let exchanges = [answered(200, &health), answered(200, &schema), answered(404, "")];
        assert_eq!(preflight(&adapter, &exchanges).status, State::Ready, "{word}");
    }
    let v2 = schema(&[]).replace("service.v3", "service.v2");
    for (status, body, state) in [
        (500, error("internal_error"), State::SchemaUnavailable),
        (404, String::new(), State::SchemaUnavailable),
        (200, "<html>".to_owned(), State::MalformedPayload),
        (200, v2, State::VersionMismatch),
        (200, schema(&[1]), State::SchemaUnavailable),
    ] {
        assert_eq!(preflight(&adapter, &[answered(200, &healthy()), answered(status, &body)]).status, state, "{body}");
    }
    for (status, body, state) in [
        (404, error("context_package_not_found"), State::SchemaUnavailable),
        (404, "<html>".to_owned(), State::Ready),
        (503, error("schema_unavailable"), State::SchemaUnavailable),
        (405, String::new(), State::SchemaUnavailable),
        (200, success(json!({ "status": "ready" })), State::Ready),
        (200, success(json!({ "status": "starting" })), State::SchemaUnavailable),
        (200, "{".to_owned(), State::MalformedPayload),
    ] {
        let (healthy, schema) = (healthy(), schema(&[]));
        let exchanges = [answered(200, &healthy), answered(200, &schema), answered(status, &body)];
        assert_eq!(preflight(&adapter, &exchanges).status, state, "{status} {body}");
    }
}

#[test]
fn a_preflight_that_is_not_ready_is_the_fallback() {
    let adapter = adapter();
    let applied = success(json!({ "answer": { "result": "deny" } }));
    for (exchange, expected) in [
        (Exchange::Failed(TransportFailure::Timeout, "late"), "offline"),
        (answered(200, "<html>"), "malformed-payload"),
        (answered(200, &healthy().replace("v3", "v2")), "version-mismatch"),
    ] {
        let status = preflight(&adapter, &[exchange]);
        let enrichment = adapter.enrichment(&status, Some(&answered(200, &applied)));
        assert_eq!(reason(&enrichment), expected);
        assert_eq!((&enrichment.message, enrichment.machine_error_code.as_deref()), (&status.message, None));
        assert_eq!((enrichment.enrichment_text.as_ref(), enrichment.drift), (None, false));
        assert_eq!(enrichment.preflight, Some(status));
    }
    assert_eq!(reason(&adapter.enrichment(&ready(&adapter), None)), "unknown");
}

#[test]
fn every_failure_of_transport() {
    let adapter = adapter();
    let reasons = ["offline", "timeout", "query-error", "query-error", "network-error"];
    for (failure, expected) in FAILURES.into_iter().zip(reasons) {
        let enrichment = ask(&adapter, &Exchange::Failed(failure, "it broke"));
        assert_eq!(reason(&enrichment), expected);
        assert_eq!(enrichment.message, "MemoryKernel query ask failed: it broke");
        assert_eq!((enrichment.machine_error_code, enrichment.drift), (None, false));
        assert!(enrichment.label.is_some() && enrichment.hint.is_some());
    }
}

const CODES: [(&str, &str); 20] = [
    ("invalid_json", "validation-error"),
    ("validation_error", "validation-error"),
    ("context_package_not_found", "context-not-found"),
    ("write_conflict", "write-conflict"),
    ("schema_unavailable", "schema-unavailable"),
    ("write_failed", "non-2xx"),
    ("migration_failed", "non-2xx"),
    ("query_failed", "non-2xx"),
    ("context_lookup_failed", "non-2xx"),
    ("internal_error", "non-2xx"),
    ("validation_failed", "validation-error"),
    ("invalid_request", "validation-error"),
    ("schema_mismatch", "schema-unavailable"),
    ("version_mismatch", "version-mismatch"),
    ("contract_mismatch", "version-mismatch"),
    ("service_unavailable", "offline"),
    ("upstream_unavailable", "offline"),
    ("timeout", "timeout"),
    ("upstream_timeout", "timeout"),
    ("rate_limited", "non-2xx"),
];

#[test]
fn every_error_code() {
    let adapter = adapter();
    for (number, (code, expected)) in CODES.into_iter().enumerate() {
        for sent in [code.to_owned(), format!(" {} ", code.to_uppercase())] {
            // A status that would give another reason by itself.
            let body = error(&sent);
            let enrichment = ask(&adapter, &answered(504, &body));
            assert_eq!(reason(&enrichment), expected, "{sent}");
            assert_eq!(enrichment.machine_error_code.as_deref(), Some(sent.as_str()));
            assert_eq!(enrichment.message, format!("MemoryKernel query ask returned HTTP 504 [{sent}]: {body}"));
            assert!(enrichment.drift, "no code comes with 504");
        }
        let known = number < 10;
        let status = match code {
            "context_package_not_found" => 404,
            "write_conflict" => 409,
            "schema_unavailable" => 503,
            "invalid_json" | "validation_error" => 400,
            _ => 500,
        };
        let enrichment = ask(&adapter, &answered(status, &error(code)));
        assert_eq!((enrichment.drift, enrichment.violations), (!known, usize::from(!known)), "{code}");
        let policy = Policy::embedded();
        let contract = policy.service_contracts.get("service.v3").expect("known");
        let own = contract.error_codes.iter().find(|of| of.code == code).cloned();
        let of_reason = policy.run_time.fallback_reasons.get(expected).expect("named");
        let label = own.and_then(|of| of.label).unwrap_or_else(|| of_reason.label.clone());
        assert_eq!(enrichment.label, Some(label), "{code}");
        assert_eq!(enrichment.hint.as_ref(), Some(&of_reason.hint), "{code}");
    }
}

#[test]
fn a_usable_error_needs_a_code_and_no_wrong_message() {
    let adapter = adapter();
    let with = |error: Value| json!({ "service_contract_version": "service.v3", "error": error }).to_string();
    for (body, expected) in [
        (with(json!({ "code": "write_conflict", "message": null })), "write-conflict"),
        (with(json!({ "code": "write_conflict" })), "write-conflict"),
        (with(json!({ "code": "write_conflict", "message": 1 })), "timeout"),
        (with(json!({ "code": "  ", "message": "m" })), "timeout"),
        (with(json!({ "code": 1, "message": "m" })), "timeout"),
        (with(json!("write_conflict")), "timeout"),
        (with(json!(null)), "timeout"),
        ("[]".to_owned(), "timeout"),
    ] {
        let enrichment = ask(&adapter, &answered(504, &body));
        assert_eq!(reason(&enrichment), expected, "{body}");
        assert_eq!(enrichment.machine_error_code.is_some(), expected != "timeout", "{body}");
        assert!(enrichment.drift && enrichment.violations > 0, "{body}");
    }
}

#[test]
fn versions_and_forbidden_fields_of_an_error_decide_nothing_but_are_drift() {
    let adapter = adapter();
    for body in [
        error("validation_error").replace("service.v3", "service.v2"),
        error("validation_error").replacen('{', "{\"api_contract_version\":\"api.v1\",", 1),
        error("validation_error").replacen('{', "{\"legacy_error\":\"write_conflict\",", 1),
    ] {
        let enrichment = ask(&adapter, &answered(400, &body));
        assert_eq!((reason(&enrichment), enrichment.drift), ("validation-error", true), "{body}");
    }
}

#[test]
fn every_status_without_a_usable_error() {
    let adapter = adapter();
    for status in (100..200).chain(300..600).chain([0, 600, 999, u16::MAX]) {
        let expected = match status {
            408 | 504 => "timeout",
            429 | 502 | 503 => "offline",
            400 | 422 => "validation-error",
            _ => "non-2xx",
        };
        for body in ["", "<html>oh</html>", r#"{"service_contract_version":"service.v1","error":"write_conflict"}"#] {
            let enrichment = ask(&adapter, &answered(status, body));
            assert_eq!(reason(&enrichment), expected, "{status} {body}");
            assert_eq!(enrichment.machine_error_code, None);
            assert_eq!(enrichment.message, format!("MemoryKernel query ask returned HTTP {status}: {body}"));
        }
    }
}

#[test]
fn a_message_repeats_the_beginning_of_a_body() {
    let adapter = adapter_by(|policy| policy.run_time.message_body_length = 5);
    let message = |body: &[u8]| ask(&adapter, &Exchange::Answered { status: 500, body }).message;
    let prefix = "MemoryKernel query ask returned HTTP 500: ";
    for (body, shown) in [
        (&b"12345"[..], "12345"),
        (b"123456", "12345…"),
        ("1234\u{1f512}".as_bytes(), "1234…"),
        ("123\u{1f512}".as_bytes(), "123\u{1f512}"),
        (b"a\xffb\xe2\x82", "a\u{fffd}b\u{fffd}"),
    ] {
        assert_eq!(message(body), format!("{prefix}{shown}"));
    }
    let long = error(&"c".repeat(10)).replacen('{', &format!("{{\"legacy_error\":\"{}\",", "l".repeat(10)), 1);
    assert_eq!(
        message(long.as_bytes()),
        "MemoryKernel query ask returned HTTP 500 [ccccc…]: {\"leg… (legacy_error: lllll…)"
    );
}

#[test]
fn an_answer_is_applied() {
    let adapter = adapter();
    let item = |number: u32| {
        let why = json!({ "reasons": ["first", "second"] });
        json!({ "record_type": "constraint", "memory_id": format!("m{number}"), "why": why })
    };
    let body = success(json!({
        "context_package_id": "ctx_123",
        "answer": { "result": "deny", "why": "a constraint" },
        "selected_items": [item(1), {}, item(3), item(4)],
    }));
    let enrichment = ask(&adapter, &answered(200, &body));
    assert_eq!(reason(&enrichment), "applied");
    assert_eq!(enrichment.context_package_id.as_deref(), Some("ctx_123"));
    let text = "Policy decision: deny\nWhy: a constraint\nSelected memory evidence:\n- [constraint] m1: first\n\
                - [unknown] unknown: No reason provided\n- [constraint] m3: first";
    assert_eq!(enrichment.enrichment_text.as_deref(), Some(text));
    assert_eq!((enrichment.label, enrichment.hint, enrichment.machine_error_code), (None, None, None));
    assert!(!enrichment.drift && enrichment.preflight.is_some_and(|preflight| preflight.ready));
}

#[test]
fn wrong_types_are_passed_over() {
    let adapter = adapter();
    for (data, expected) in [
        (json!({ "answer": { "result": 1, "why": "w" } }), "Why: w"),
        (json!({ "answer": { "result": "r", "why": ["w"] }, "selected_items": "none" }), "Policy decision: r"),
        (json!({ "answer": { "result": "r" }, "selected_items": [] }), "Policy decision: r"),
        (
            json!({ "selected_items": [1, { "record_type": 1, "memory_id": null, "why": { "reasons": [1, "x"] } }] }),
            "Selected memory evidence:\n- [unknown] unknown: No reason provided",
        ),
    ] {
        let enrichment = ask(&adapter, &answered(200, &success(data.clone())));
        assert_eq!(enrichment.enrichment_text.as_deref(), Some(expected), "{data}");
    }
}

#[test]
fn an_answer_that_says_nothing_is_empty_context_with_its_id() {
    let adapter = adapter();
    for data in [json!({}), json!({ "answer": { "result": " " } }), json!({ "answer": "deny", "selected_items": [1] })]
    {
        let mut data = data;
        data["context_package_id"] = "ctx_9".into();
        let enrichment = ask(&adapter, &answered(200, &success(data)));
        assert_eq!(reason(&enrichment), "empty-context");
        assert_eq!(enrichment.context_package_id.as_deref(), Some("ctx_9"));
        assert_eq!(enrichment.enrichment_text, None);
    }
    assert_eq!(reason(&ask(&adapter, &answered(200, &success(json!(null))))), "empty-context");
}

#[test]
fn a_success_that_is_no_envelope() {
    let adapter = adapter();
    let whole = success(json!({ "answer": { "result": "deny" } }));
    for (body, expected) in [
        (String::new(), "malformed-payload"),
        ("<html>".to_owned(), "malformed-payload"),
        (error("validation_error"), "malformed-payload"),
        (whole.replace("api_contract", "api"), "malformed-payload"),
        (whole.replace("service.v3", "service.v2"), "version-mismatch"),
        (whole.replace("api.v1", "api.v2"), "version-mismatch"),
    ] {
        let enrichment = ask(&adapter, &answered(200, &body));
        assert_eq!((reason(&enrichment), enrichment.drift), (expected, true), "{body}");
        assert_eq!(enrichment.context_package_id, None);
    }
}

#[test]
fn a_known_version_that_the_pin_does_not_expect_is_a_mismatch() {
    let adapter = adapter_by(|policy| policy.api_contracts.push("api.v2".into()));
    let body = healthy().replace("api.v1", "api.v2");
    let status = preflight(&adapter, &[answered(200, &body)]);
    assert_eq!((status.status, status.requests[0].violations.len()), (State::VersionMismatch, 0));
    let body = success(json!({ "answer": { "result": "deny" } })).replace("api.v1", "api.v2");
    assert_eq!(reason(&ask(&adapter, &answered(200, &body))), "version-mismatch");
}

#[test]
fn each_choice_has_two_sides() {
    let unknown = error("rate_limited");
    for (choice, drift) in [(UnknownCodes::Drift, true), (UnknownCodes::Fallback, false)] {
        for envelopes in [ErrorEnvelopes::Judge, ErrorEnvelopes::Ignore] {
            let adapter = adapter_by(|policy| {
                policy.run_time.choices.unknown_codes = choice;
                policy.run_time.choices.error_envelopes = envelopes;
            });
            let enrichment = ask(&adapter, &answered(500, &unknown));
            assert_eq!((reason(&enrichment), enrichment.drift), ("non-2xx", drift), "{choice:?} {envelopes:?}");
        }
    }
    for (choice, drift) in [(ErrorEnvelopes::Judge, true), (ErrorEnvelopes::Ignore, false)] {
        let adapter = adapter_by(|policy| policy.run_time.choices.error_envelopes = choice);
        let enrichment = ask(&adapter, &answered(400, &error("validation_error").replace("v3", "v2")));
        assert_eq!((reason(&enrichment), enrichment.drift), ("validation-error", drift));
        assert_eq!(enrichment.violations, usize::from(drift));
    }
    for (choice, state, expected) in [
        (DegradedMeaning::Health, State::Degraded, "validation-error"),
        (DegradedMeaning::TypedError, State::Offline, "degraded"),
    ] {
        let adapter = adapter_by(|policy| policy.run_time.choices.degraded = choice);
        let status = preflight(&adapter, &[answered(200, &success(json!({ "status": "bad" })))]);
        assert_eq!(status.status, state);
        assert_eq!(reason(&ask(&adapter, &answered(400, &error("validation_error")))), expected);
    }
    let adapter = adapter_by(|policy| policy.run_time.choices.pending_migrations = PendingMigrations::Ready);
    for data in [json!(null), json!({ "pending_versions": [1, 2] })] {
        let status = preflight(&adapter, &[answered(200, &healthy()), answered(200, &success(data))]);
        assert_eq!((status.status, status.requests.len()), (State::Ready, 2), "as the adapter, which does not look");
    }
    for (choice, v3_suffix) in [(LegacyErrorText::LegacyError, ""), (LegacyErrorText::AnyError, " (legacy_error: why)")]
    {
        let adapter = adapter_by(|policy| policy.run_time.choices.legacy_error_text = choice);
        let message = |body: &str| ask(&adapter, &answered(400, body)).message;
        let body = error("validation_error");
        assert_eq!(
            message(&body),
            format!("MemoryKernel query ask returned HTTP 400 [validation_error]: {body}{v3_suffix}")
        );
        for legacy in
            [json!("old words"), json!({ "message": " ", "error": "old words" }), json!({ "code": "old words" })]
        {
            let mut body: Value = serde_json::from_str(&body).expect("JSON");
            body["legacy_error"] = legacy;
            assert!(message(&body.to_string()).ends_with(" (legacy_error: old words)"), "{body}");
        }
    }
}

#[test]
fn settings_are_read_as_the_adapter_reads_them() {
    for on in [None, Some("1"), Some("true"), Some(" YES "), Some("On")] {
        assert!(Settings::enabled(on), "{on:?}");
    }
    for off in ["", "0", "false", "off", "enabled", "2"] {
        assert!(!Settings::enabled(Some(off)), "{off}");
    }
    for (value, expected) in [
        (None, None),
        (Some(""), None),
        (Some("  "), None),
        (Some(" / "), None),
        (Some(" http://127.0.0.1:1// "), Some("http://127.0.0.1:1")),
    ] {
        assert_eq!(Settings::base_url(value), expected, "{value:?}");
    }
    for (value, expected) in [
        (None, None),
        (Some("abc"), None),
        (Some("-1"), None),
        (Some("2500.0"), None),
        (Some("18446744073709551616"), None),
        (Some("0"), Some(100)),
        (Some("99"), Some(100)),
        (Some("101"), Some(101)),
        (Some("30001"), Some(30_000)),
        (Some("18446744073709551615"), Some(30_000)),
    ] {
        assert_eq!(Settings::timeout_ms(value), expected, "{value:?}");
    }
    let odd = pin().replace("2500", "7").replace("4010\"", "4010/ \"");
    let odd = Expected::from_pin(odd.as_bytes()).expect("a loader takes it");
    let Settings { base_url, timeout_ms, .. } = Settings::new(&odd, None, Some(" "), Some("x"));
    assert_eq!((base_url.as_str(), timeout_ms), ("http://127.0.0.1:4010/ ", 7), "the pin's own are taken as they are");
}

#[test]
fn a_pin_that_the_adapter_could_not_load_is_refused() {
    let good = pin();
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    for (text, message) in [
        (with("2500", "2500.0"), "`default_timeout_ms` is no whole number"),
        (with("2500", "1e3"), "`default_timeout_ms` is no whole number"),
        (with("2500", "-1"), "`default_timeout_ms` is no whole number"),
        (with("2500", "18446744073709551616"), "`default_timeout_ms` is no whole number"),
        (with("2500", "\"2500\""), "`default_timeout_ms` is a string, not a number"),
        (with("\"default_timeout_ms\"", "\"timeout\""), "`default_timeout_ms` is missing"),
        (with("\"memorykernel_repo\"", "\"repo\""), "`memorykernel_repo` is missing"),
        (with("\"v0.4.0\"", "null"), "`release_tag` is null, not a string"),
        (with("{", "{\"release_tag\": \"v0.4.0\","), "`release_tag` stands twice"),
        (format!("\u{feff}{good}"), "begins with a byte order mark"),
        (with("2500", "2500,"), "a comma before a closing bracket"),
        ("[]".to_owned(), "an array where an object is expected"),
        (String::new(), "the document is empty"),
    ] {
        let fault = Expected::from_pin(text.as_bytes()).expect_err(&text);
        assert!(fault.value.starts_with(message), "{message}: {}", fault.value);
    }
    assert_eq!(Expected::from_pin(b"{\"\xff").expect_err("no UTF-8").value, "not UTF-8");
    for text in [
        with("\"expected_producer_manifest_sha256\"", "\"more\""),
        with("{", "{\"x\": 1, \"x\": {\"release_tag\": 1, \"release_tag\": 2},"),
        with("2500", "18446744073709551615"),
    ] {
        assert!(Expected::from_pin(text.as_bytes()).is_ok(), "{text}");
    }
    let unknown = Expected::from_pin(with("service.v3", "service.v9").as_bytes()).expect("a loader takes it");
    let settings = Settings::new(&unknown, None, None, None);
    assert!(Adapter::new(&Policy::embedded(), unknown, settings).is_err());
}

#[test]
fn the_front_end_joins_notes_or_leaves_them() {
    let adapter = adapter();
    let applied = ask(&adapter, &answered(200, &success(json!({ "answer": { "result": "deny" } }))));
    let text = "MemoryKernel Policy Context\nPolicy decision: deny";
    assert_eq!(notes(Some("  mine \n"), &applied).notes, Some(format!("mine\n\n{text}")));
    assert_eq!(notes(Some(" \n"), &applied).notes.as_deref(), Some(text));
    assert_eq!(notes(None, &applied).message, applied.message);

    let coded = ask(&adapter, &answered(409, &error("write_conflict")));
    let Notes { notes: kept, message } = notes(Some(" mine "), &coded);
    assert_eq!(kept.as_deref(), Some(" mine "), "as they were");
    let hint = coded.hint.as_deref().expect("a hint");
    assert_eq!(message, format!("{} | code=write_conflict | {hint}", coded.message));
    assert_eq!(notes(Some("  "), &coded).notes, None);

    let thrown = adapter.adapter_error(" the command failed ");
    assert_eq!((reason(&thrown), thrown.machine_error_code.as_deref()), ("adapter-error", None));
    let told = notes(None, &thrown);
    assert_eq!(told.message, format!("the command failed | {}", thrown.hint.expect("a hint")));
}

#[test]
fn large_answers_are_taken_whole() {
    let adapter = adapter();
    let why = "w".repeat(5_000_000);
    let enrichment = ask(&adapter, &answered(200, &success(json!({ "answer": { "why": why } }))));
    assert_eq!(enrichment.enrichment_text.map(|text| text.len()), Some("Why: ".len() + why.len()));
    let enrichment = ask(&adapter, &answered(500, &error("query_failed").replace("why", &why)));
    assert_eq!((reason(&enrichment), enrichment.drift), ("non-2xx", false));
    assert!(enrichment.message.encode_utf16().count() < 600);
    for body in ["[".repeat(5_000_000), "{\"".repeat(2_500_000), "\u{fffd}".repeat(1_700_000)] {
        assert_eq!(reason(&ask(&adapter, &answered(200, &body))), "malformed-payload");
    }
}

fn door(answer: Result<String, String>) -> Value {
    serde_json::from_str(&answer.expect("a good input")).expect("JSON")
}

#[test]
fn the_doors_take_and_give_text() {
    let exchanges = [
        json!({ "status": 200, "body": healthy() }),
        json!({ "status": 200, "body": schema(&[]) }),
        json!({ "status": 404 }),
    ];
    for (count, path) in ["/v1/health", "/v1/db/schema-version", "/v1/ready"].into_iter().enumerate() {
        let answer = door(api::preflight(&json!({ "pin": pin(), "exchanges": exchanges[..count] }).to_string()));
        assert_eq!((answer["next"]["path"].as_str(), &answer["result"]), (Some(path), &Value::Null));
    }
    let mut input = json!({ "pin": pin(), "exchanges": exchanges, "policy": null, "environment": {} });
    let answer = door(api::preflight(&input.to_string()));
    assert_eq!((&answer["next"], &answer["result"]["status"]), (&Value::Null, &json!("ready")));

    input["question"] = json!({ "status": 409, "body": error("write_conflict") });
    input["notes"] = "mine".into();
    let answer = door(api::enrichment(&input.to_string()));
    assert_eq!(answer["enrichment"]["schema"], "lockstep-enrichment.v1");
    assert_eq!(answer["enrichment"]["fallback_reason"], "write-conflict");
    assert_eq!(answer["enrichment"]["preflight"]["schema"], "lockstep-preflight.v1");
    assert_eq!(answer["notes"], "mine");
    assert!(answer["message"].as_str().is_some_and(|message| message.contains(" | code=write_conflict | ")));
    input["question"] = json!({ "failure": "timeout", "text": "late" });
    assert_eq!(door(api::enrichment(&input.to_string()))["enrichment"]["fallback_reason"], "timeout");

    let off = json!({ "pin": pin(), "environment": { "ASSISTSUPPORT_ENABLE_MEMORY_KERNEL": "0" } }).to_string();
    assert_eq!(door(api::enrichment(&off))["enrichment"]["fallback_reason"], "feature-disabled");
    let thrown = json!({ "pin": pin(), "error": "no such command" }).to_string();
    assert_eq!(door(api::enrichment(&thrown))["enrichment"]["fallback_reason"], "adapter-error");
}

#[test]
fn a_wrong_input_of_the_doors_is_named() {
    for (input, message) in [
        (json!({}), "`pin` is missing"),
        (json!({ "pin": 1 }), "`pin` must be a string"),
        (json!({ "pin": "{}" }), "the pin is faulty: `memorykernel_repo` is missing"),
        (json!({ "pin": pin(), "policy": "{}" }), "the policy is faulty: line 1"),
        (json!({ "pin": pin(), "environment": { "ASSISTSUPPORT_MEMORY_KERNEL_BASE_URL": 1 } }), "`ASSISTSUPPORT_"),
        (json!({ "pin": pin(), "exchanges": {} }), "`exchanges` must be an array"),
        (json!({ "pin": pin(), "exchanges": [{}] }), "an exchange has a `status`"),
        (json!({ "pin": pin(), "exchanges": [{ "status": 70000 }] }), "an exchange has a `status`"),
        (json!({ "pin": pin(), "exchanges": [{ "failure": "bad luck" }] }), "`failure` must be"),
        (json!({ "pin": pin() }), "`exchanges` ends before the preflight does"),
    ] {
        let refused = api::enrichment(&input.to_string()).expect_err(message);
        assert!(refused.contains(message), "{message}: {refused}");
    }
    assert!(api::preflight("{").is_err());
}

/// Bodies of every kind: bytes, JSON, and envelopes with anything in their places.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        Just("service.v3".to_owned()),
        Just("service.v2".to_owned()),
        Just("api.v1".to_owned()),
        Just("ok".to_owned()),
        proptest::sample::select(CODES.map(|(code, _)| code.to_owned()).to_vec()),
        ".{0,12}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        word.prop_map(Value::from)
    ];
    let keys = ["service_contract_version", "api_contract_version", "data", "error", "code", "message", "legacy_error"];
    let more = ["status", "answer", "result", "why", "reasons", "selected_items", "pending_versions", "x"];
    let key = proptest::sample::select([&keys[..], &more].concat());
    let value = leaf.prop_recursive(4, 24, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(key.clone(), inner, 0..6).prop_map(|map| {
                Value::Object(map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    });
    let json = value.clone().prop_map(|value| value.to_string().into_bytes());
    let envelope = value.prop_map(|data| success(data).into_bytes());
    let cut =
        (prop_oneof![Just(healthy()), Just(schema(&[])), Just(error("query_failed"))], any::<prop::sample::Index>())
            .prop_map(|(text, at)| text.as_bytes()[..=at.index(text.len())].to_vec());
    prop_oneof![proptest::collection::vec(any::<u8>(), 0..64), json, envelope.clone(), envelope, cut]
}

#[derive(Clone, Debug)]
enum Outcome {
    Answered(u16, Vec<u8>),
    Failed(usize, String),
}

impl Outcome {
    fn exchange(&self) -> Exchange<'_> {
        match self {
            Self::Answered(status, body) => Exchange::Answered { status: *status, body },
            Self::Failed(failure, text) => Exchange::Failed(FAILURES[*failure], text),
        }
    }
}

fn outcome() -> impl Strategy<Value = Outcome> {
    let status = prop_oneof![Just(200), Just(200), 100..600u16, any::<u16>()];
    prop_oneof![
        4 => (status, body()).prop_map(|(status, body)| Outcome::Answered(status, body)),
        1 => (0..FAILURES.len(), ".{0,8}").prop_map(|(failure, text)| Outcome::Failed(failure, text)),
    ]
}

fn policies() -> impl Strategy<Value = Policy> {
    any::<[bool; 5]>().prop_map(|[codes, degraded, migrations, envelopes, text]| {
        let mut policy = Policy::embedded();
        let choices = &mut policy.run_time.choices;
        if codes {
            choices.unknown_codes = UnknownCodes::Fallback;
        }
        if degraded {
            choices.degraded = DegradedMeaning::TypedError;
        }
        if migrations {
            choices.pending_migrations = PendingMigrations::Ready;
        }
        if envelopes {
            choices.error_envelopes = ErrorEnvelopes::Ignore;
        }
        if text {
            choices.legacy_error_text = LegacyErrorText::AnyError;
        }
        policy
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_there_is_a_defined_result(
        policy in policies(),
        exchanges in proptest::collection::vec(outcome(), 0..4),
        question in outcome(),
    ) {
        let reasons = policy.run_time.fallback_reasons.clone();
        let adapter = Adapter::new(&policy, expected(), Settings::new(&expected(), None, None, None)).expect("known");
        let exchanges: Vec<_> = exchanges.iter().map(Outcome::exchange).collect();
        let status = preflight(&adapter, &exchanges);
        prop_assert_eq!(status.ready, status.fallback_reason.is_none());
        prop_assert!(status.fallback_reason.as_ref().is_none_or(|reason| reasons.contains_key(reason)));
        prop_assert!((1..=3).contains(&status.requests.len()));
        for preflight in [status, ready(&adapter)] {
            let ready = preflight.ready;
            let enrichment = adapter.enrichment(&preflight, Some(&question.exchange()));
            let text = enrichment.enrichment_text.as_deref().unwrap_or_default();
            prop_assert_eq!(enrichment.applied, !text.is_empty());
            prop_assert!(ready || !enrichment.applied);
            prop_assert!(enrichment.applied || reasons.contains_key(reason(&enrichment)));
            prop_assert!(!enrichment.message.is_empty());
            prop_assert_eq!(notes(Some("mine"), &enrichment).notes.as_deref() == Some("mine"), !enrichment.applied);
        }
    }
}
