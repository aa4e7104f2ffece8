//! The backend against services that answer, and against services that do not: a draft always comes, and in time.

mod service;

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use lockstep_core::{
    adapter::{BASE_URL_VARIABLE, ENABLED_VARIABLE, Enrichment, EnrichmentStatus, State, TIMEOUT_VARIABLE},
    policy::Policy,
};
use lockstep_example_backend::{
    Backend, Client, Http, LONGEST_CALL, Outcome, PIN, Request,
    commands::{draft_notes, get_memory_kernel_preflight_status, memory_kernel_query_ask},
};
use serde_json::{Value, json};
use service::{Reply, Service, error, package, preflight, success};

const PIN_V2: &[u8] = include_bytes!("../../consumer-v0.3.2/config/memorykernel-integration-pin.json");
const V2: &str = "service.v2";
const V3: &str = "service.v3";
const INPUT: &str = "Can I use a USB drive?";

/// Enough where an answer comes at all.
const PATIENT: &str = "20000";
/// Where none comes; enough for the preflight of a healthy service.
const HASTY: Duration = Duration::from_millis(500);
/// What a loaded machine may add to a timeout.
const GRACE: Duration = Duration::from_secs(3);

fn backend(pin: &[u8], url: &str, timeout_ms: &str) -> Backend {
    let variable = |name: &str| match name {
        BASE_URL_VARIABLE => Some(url.to_owned()),
        TIMEOUT_VARIABLE => Some(timeout_ms.to_owned()),
        _ => None,
    };
    Backend::new(pin, &Policy::embedded(), variable, Box::new(Client)).unwrap()
}

fn ask(backend: &Backend) -> Enrichment {
    memory_kernel_query_ask(backend, INPUT).unwrap()
}

/// What a draft gets where the service behaves so, after checking that it gets its notes in any case.
fn fallback(backend: &Backend) -> Enrichment {
    let enrichment = ask(backend);
    assert!(!enrichment.applied && enrichment.enrichment_text.is_none(), "{enrichment:?}");
    assert_eq!(enrichment.status, EnrichmentStatus::Fallback);
    let notes = draft_notes(backend, INPUT, Some("the notes"));
    assert_eq!(notes.notes.as_deref(), Some("the notes"));
    assert!(!notes.message.is_empty());
    enrichment
}

fn reason(enrichment: &Enrichment) -> &str {
    enrichment.fallback_reason.as_deref().unwrap_or_default()
}

/// Asks a healthy service that answers questions so.
fn asked(version: &'static str, answer: Reply) -> Enrichment {
    let pin = if version == V2 { PIN_V2 } else { PIN };
    fallback(&backend(pin, &Service::healthy(version, answer).url, PATIENT))
}

#[test]
fn a_healthy_service_enriches_the_draft() {
    for (pin, version) in [(PIN, V3), (PIN_V2, V2)] {
        let service = Service::healthy(version, success(version, &package(0)));
        let backend = backend(pin, &service.url, PATIENT);
        let status = get_memory_kernel_preflight_status(&backend);
        assert_eq!(status.status, State::Ready, "{}", status.message);
        assert_eq!(status.service_contract_version.as_deref(), Some(version));

        let enrichment = memory_kernel_query_ask(&backend, &format!("  {INPUT}\n")).unwrap();
        assert!(enrichment.applied && !enrichment.drift, "{enrichment:?}");
        assert_eq!(enrichment.context_package_id.as_deref(), Some("cpkg_1"));
        let (request, body) = service.requests().pop().unwrap();
        assert_eq!(request, "POST /v1/query/ask");
        let question = json!({ "text": INPUT, "actor": "support_agent", "action": "resolve",
            "resource": "support_ticket", "as_of": null });
        assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), question);

        let notes = draft_notes(&backend, INPUT, Some("the notes")).notes.unwrap();
        assert!(notes.starts_with("the notes\n\n") && notes.contains("Policy decision: deny"), "{notes}");
    }
}

#[test]
fn switched_off_it_asks_nothing() {
    let service = Service::healthy(V3, success(V3, &package(0)));
    let variable = |name: &str| match name {
        BASE_URL_VARIABLE => Some(service.url.clone()),
        ENABLED_VARIABLE => Some("0".into()),
        _ => None,
    };
    let backend = Backend::new(PIN, &Policy::embedded(), variable, Box::new(Client)).unwrap();
    assert_eq!(get_memory_kernel_preflight_status(&backend).status, State::Disabled);
    assert_eq!(reason(&fallback(&backend)), "feature-disabled");
    assert!(service.requests().is_empty());
}

#[test]
fn a_service_that_is_away_is_offline() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for url in [format!("http://{free}"), "http://no-such-host.invalid".into(), "nonsense".into()] {
        let backend = backend(PIN, &url, PATIENT);
        assert_eq!(get_memory_kernel_preflight_status(&backend).status, State::Offline);
        assert_eq!(reason(&fallback(&backend)), "offline");
    }
}

#[test]
fn no_service_makes_a_user_wait_longer_than_the_timeout() {
    let in_time = |url: &str, timeout: Duration| {
        let backend = backend(PIN, url, &timeout.as_millis().to_string());
        let start = Instant::now();
        let enrichment = ask(&backend);
        let waited = start.elapsed();
        assert!(waited < timeout + GRACE, "{waited:?}");
        assert_eq!(draft_notes(&backend, INPUT, Some("the notes")).notes.as_deref(), Some("the notes"));
        enrichment
    };
    let late = Reply::Later(LONGEST_CALL, 200, Vec::new());
    for reply in [Reply::Silence, Reply::Drip, late] {
        let everywhere = reply.clone();
        let service = Service::start(move |_| everywhere.clone());
        assert_eq!(reason(&in_time(&service.url, HASTY)), "offline");
        let service = Service::healthy(V3, reply);
        assert_eq!(reason(&in_time(&service.url, HASTY)), "timeout");
    }
    // Each answer comes in time, all together do not: the timeout is for the call, not for each of its requests.
    let slow = Service::start(|request| match preflight(V3, request) {
        Reply::Answer(status, body) => Reply::Later(Duration::from_millis(900), status, body),
        other => other,
    });
    assert_eq!(reason(&in_time(&slow.url, Duration::from_millis(1500))), "schema-unavailable");
}

#[test]
fn a_timeout_without_end_ends() {
    let pin = String::from_utf8_lossy(PIN).replace("2500", &u64::MAX.to_string());
    struct Told;
    impl Http for Told {
        fn send(&self, request: &Request<'_>) -> Outcome {
            assert!(request.timeout <= LONGEST_CALL);
            Outcome::Answered(204, Vec::new())
        }
    }
    let backend = Backend::new(pin.as_bytes(), &Policy::embedded(), |_| None, Box::new(Told)).unwrap();
    assert_eq!(reason(&fallback(&backend)), "malformed-payload");
}

#[test]
fn an_answer_that_is_no_envelope_is_malformed() {
    let html = || Reply::Answer(200, b"<!doctype html><title>Welcome</title>".into());
    let unquoted = || Reply::Answer(200, br#"{"service_contract_version":"service.v3","api_"#.into());
    let bytes = || Reply::Answer(200, vec![0xff; 100]);
    for reply in [html(), unquoted(), bytes(), Reply::Answer(204, Vec::new())] {
        let everywhere = reply.clone();
        let service = Service::start(move |_| everywhere.clone());
        let status = get_memory_kernel_preflight_status(&backend(PIN, &service.url, PATIENT));
        assert_eq!(status.status, State::MalformedPayload);
        let enrichment = asked(V3, reply);
        assert_eq!(reason(&enrichment), "malformed-payload");
        assert!(enrichment.drift);
    }
}

#[test]
fn a_connection_that_breaks_is_a_fallback() {
    for (reply, expected) in [(Reply::Cut, "query-error"), (Reply::NoHttp, "query-error")] {
        assert_eq!(reason(&asked(V3, reply)), expected);
    }
}

#[test]
fn another_version_is_a_mismatch() {
    let older = Service::healthy(V2, success(V2, &package(0)));
    let backend = backend(PIN, &older.url, PATIENT);
    let status = get_memory_kernel_preflight_status(&backend);
    assert_eq!(status.status, State::VersionMismatch);
    assert_eq!(status.service_contract_version.as_deref(), Some(V2));
    assert_eq!(reason(&fallback(&backend)), "version-mismatch");
    assert!(older.requests().iter().all(|(request, _)| request == "GET /v1/health"));
    // A service that lies in its preflight is found out by the answer.
    assert_eq!(reason(&asked(V3, success(V2, &package(0)))), "version-mismatch");
}

#[test]
fn every_error_code_of_both_contracts_has_its_reason() {
    let reason_of = |code: &str| match code {
        "invalid_json" | "validation_error" => "validation-error",
        "context_package_not_found" => "context-not-found",
        "write_conflict" => "write-conflict",
        "schema_unavailable" => "schema-unavailable",
        "write_failed" | "migration_failed" | "query_failed" | "context_lookup_failed" | "internal_error" => "non-2xx",
        other => panic!("the policy has a new code: {other}"),
    };
    let policy = Policy::embedded();
    for version in [V2, V3] {
        let codes = &policy.service_contracts.get(version).expect("known").error_codes;
        assert_eq!(codes.len(), 10);
        for known in codes {
            for status in &known.statuses {
                let enrichment = asked(version, error(version, *status, &known.code));
                assert_eq!(reason(&enrichment), reason_of(&known.code), "{version} {}", known.code);
                assert_eq!(enrichment.machine_error_code.as_deref(), Some(known.code.as_str()));
                assert_eq!(enrichment.label, known.label);
                assert!(!enrichment.drift, "{enrichment:?}");
            }
        }
    }
}

#[test]
fn a_code_that_no_contract_has_is_drift() {
    let enrichment = asked(V3, error(V3, 500, "rate_limited"));
    assert_eq!(reason(&enrichment), "non-2xx");
    assert_eq!(enrichment.machine_error_code.as_deref(), Some("rate_limited"));
    assert!(enrichment.drift);
}

#[test]
fn the_legacy_error_decides_nothing() {
    let body = br#"{"service_contract_version":"service.v2","error":{"code":"query_failed","message":"no"},
        "legacy_error":"schema_unavailable"}"#;
    let enrichment = asked(V2, Reply::Answer(500, body.into()));
    assert_eq!(reason(&enrichment), "non-2xx");
    assert!(enrichment.message.contains("schema_unavailable"), "{}", enrichment.message);
}

#[test]
fn without_a_usable_code_the_status_decides() {
    for (status, expected) in [(400, "validation-error"), (500, "non-2xx"), (503, "offline"), (504, "timeout")] {
        for body in ["", "<h1>sorry</h1>", r#"{"service_contract_version":"service.v1","error":"broken"}"#] {
            let enrichment = asked(V3, Reply::Answer(status, body.into()));
            assert_eq!(reason(&enrichment), expected, "{status} {body}: {}", enrichment.message);
            assert_eq!(enrichment.machine_error_code, None);
        }
    }
}

#[test]
fn a_large_answer_is_read_and_an_endless_one_is_not() {
    let service = Service::healthy(V3, success(V3, &package(5_000_000)));
    assert!(ask(&backend(PIN, &service.url, PATIENT)).applied);
    assert_eq!(reason(&asked(V3, Reply::Endless)), "query-error");
    let endless = Service::start(|_| Reply::Endless);
    let status = get_memory_kernel_preflight_status(&backend(PIN, &endless.url, PATIENT));
    assert_eq!(status.status, State::MalformedPayload);
}

#[test]
fn a_blank_input_is_refused_and_keeps_the_notes() {
    let service = Service::healthy(V3, success(V3, &package(0)));
    let backend = backend(PIN, &service.url, PATIENT);
    for blank in ["", " \n\t"] {
        assert!(memory_kernel_query_ask(&backend, blank).is_err());
        assert_eq!(draft_notes(&backend, blank, Some("the notes")).notes.as_deref(), Some("the notes"));
    }
    assert!(service.requests().is_empty());
}

#[test]
fn a_pin_that_cannot_be_loaded_is_an_error_and_no_panic() {
    let unknown = String::from_utf8_lossy(PIN).replace(V3, "service.v9");
    for pin in [&b""[..], b"{}", b"\xff", unknown.as_bytes()] {
        assert!(Backend::new(pin, &Policy::embedded(), |_| None, Box::new(Client)).is_err());
    }
}

/// Answers the preflight as a healthy service and the question as told.
struct Canned(u16, Vec<u8>);

impl Http for Canned {
    fn send(&self, request: &Request<'_>) -> Outcome {
        let path = request.url.trim_start_matches("http://127.0.0.1:4010");
        match preflight(V3, &format!("{} {path}", request.method)) {
            Reply::Answer(200, body) => Outcome::Answered(200, body),
            _ if path == "/v1/ready" => Outcome::Answered(404, Vec::new()),
            _ => Outcome::Answered(self.0, self.1.clone()),
        }
    }
}

#[test]
fn whatever_the_bytes_are_a_draft_comes() {
    let Reply::Answer(_, whole) = success(V3, &package(0)) else { unreachable!() };
    let Reply::Answer(_, refusal) = error(V3, 500, "query_failed") else { unreachable!() };
    let policy = Policy::embedded();
    let mut applied = 0;
    for status in [100, 200, 299, 302, 400, 500, 503, 999] {
        for envelope in [&whole, &refusal] {
            for length in 0..=envelope.len() {
                let mut broken = envelope[..length].to_vec();
                for last in [None, Some(0), Some(0xc3), Some(b'\\')] {
                    broken.truncate(length);
                    broken.extend(last);
                    let http = Box::new(Canned(status, broken.clone()));
                    let backend = Backend::new(PIN, &policy, |_| None, http).unwrap();
                    let enrichment = ask(&backend);
                    assert_eq!(enrichment.applied, enrichment.fallback_reason.is_none());
                    applied += usize::from(enrichment.applied);
                }
            }
        }
    }
    assert_eq!(applied, 2, "the whole envelope with a status of success, and nothing else");
}
