//! `lockstep preflight` without an operating system.

use lockstep_cli::{Reply, Unanswered};
use serde_json::{Value, json};

use crate::host::{Fake, PIN, Run, consumer};

const BASE: &str = "http://127.0.0.1:4010";
const HEALTH: &str = "GET http://127.0.0.1:4010/v1/health";
const SCHEMA: &str = "POST http://127.0.0.1:4010/v1/db/schema-version";
const READY: &str = "GET http://127.0.0.1:4010/v1/ready";

fn success(data: Value) -> String {
    json!({ "service_contract_version": "service.v3", "api_contract_version": "api.v1", "data": data }).to_string()
}

fn schema(pending: &[u64]) -> String {
    success(json!({
        "current_version": 2, "target_version": 2, "pending_versions": pending, "inferred_from_legacy": false
    }))
}

/// A service of the pinned release, which has no readiness endpoint.
fn service() -> Fake {
    consumer()
        .answer(HEALTH, 200, success(json!({ "status": "ok" })))
        .answer(SCHEMA, 200, schema(&[]))
        .answer(READY, 404, "")
}

fn silent(fake: Fake, asked: &str, reason: Unanswered, text: &str) -> Fake {
    let mut fake = fake;
    fake.answers.insert(asked.into(), Reply::Unanswered { reason, text: text.into() });
    fake
}

fn preflight(fake: &Fake, arguments: &[&str]) -> Run {
    fake.run(&[&["preflight", "--color", "never"], arguments].concat())
}

/// Exit code, state and number of requests, out of the JSON form.
fn result(fake: &Fake) -> (u8, String, usize) {
    let run = preflight(fake, &["--format", "json"]);
    let status: Value = serde_json::from_str(&run.stdout).unwrap_or_default();
    assert_eq!(status["schema"], "lockstep-preflight.v1", "{}{}", run.stdout, run.stderr);
    let requests = status["requests"].as_array().map(Vec::len).unwrap_or_default();
    (run.code, status["status"].as_str().unwrap_or_default().into(), requests)
}

#[test]
fn a_service_in_order_is_ready() {
    let run = preflight(&service(), &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let expected = "\
GET   /v1/health             200
POST  /v1/db/schema-version  200
GET   /v1/ready              404, which this release does not have
ready: Ready
  why         MemoryKernel is ready
  what to do  nothing to do
  enrichment  on: every draft asks MemoryKernel
  fallback    none
  service     `http://127.0.0.1:4010`, at most 2500 ms a request
  claims      `service.v3` and `api.v1`
  expected    `service.v3` and `api.v1`, as release `v0.4.0` of `integration/v1` pins
";
    assert_eq!(run.stdout, expected);
}

#[test]
fn a_broken_answer_is_shown_with_its_place() {
    let run =
        preflight(&service().answer(SCHEMA, 200, "{\"service_contract_version\": \"service.v3\",\n\"api\"}"), &[]);
    assert_eq!(run.code, 1);
    let expected = "\
error[envelope-syntax]: ";
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
    let frame = " --> answer of /v1/db/schema-version:2:6\n  |\n2 | \"api\"}\n  |      ^\n";
    assert!(run.stdout.contains(frame), "{}", run.stdout);
    assert!(run.stdout.contains("POST  /v1/db/schema-version  200, which breaks the contract\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\nnot ready: Invalid producer payload\n"), "{}", run.stdout);
    assert!(run.stdout.contains("  fallback    malformed-payload\n"), "{}", run.stdout);
}

#[test]
fn every_state() {
    let v2 = success(json!({ "status": "ok" })).replace("service.v3", "service.v2");
    let unavailable =
        r#"{"service_contract_version":"service.v3","error":{"code":"schema_unavailable","message":"m"}}"#;
    let disabled = Fake { environment: vec![("ASSISTSUPPORT_ENABLE_MEMORY_KERNEL", "off")], ..service() };
    for (fake, state, requests) in [
        (disabled, "disabled", 0),
        (consumer(), "offline", 1),
        (silent(service(), HEALTH, Unanswered::Timeout, "no whole answer in time"), "offline", 1),
        (silent(service(), HEALTH, Unanswered::Broken, "the answer is not HTTP"), "offline", 1),
        (silent(service(), HEALTH, Unanswered::Network, "no secure connection came about"), "offline", 1),
        (silent(service(), HEALTH, Unanswered::TooLarge, "the answer is too large"), "malformed-payload", 1),
        (service().answer(HEALTH, 503, unavailable), "offline", 1),
        (service().answer(HEALTH, 200, "<!doctype html>"), "malformed-payload", 1),
        (service().answer(HEALTH, 200, v2), "version-mismatch", 1),
        (service().answer(HEALTH, 200, success(json!({ "status": "degraded" }))), "degraded", 1),
        (service().answer(SCHEMA, 503, unavailable), "schema-unavailable", 2),
        (service().answer(SCHEMA, 200, schema(&[1, 2])), "schema-unavailable", 2),
        (service().answer(READY, 503, unavailable), "schema-unavailable", 3),
        (service().answer(READY, 200, success(json!({ "status": "ready" }))), "ready", 3),
    ] {
        let code = u8::from(state != "ready");
        assert_eq!(result(&fake), (code, state.into(), requests));
    }
}

#[test]
fn the_command_line_comes_before_the_environment_and_that_before_the_pin() {
    let elsewhere = Fake {
        environment: vec![
            ("ASSISTSUPPORT_MEMORY_KERNEL_BASE_URL", " http://localhost:5000/ "),
            ("ASSISTSUPPORT_MEMORY_KERNEL_TIMEOUT_MS", "7"),
        ],
        ..consumer()
    };
    for (arguments, url, timeout_ms) in [
        (&[][..], "http://localhost:5000/v1/health", 100),
        (&["--timeout-ms", "50", "--base-url", "http://[::1]:1/"], "http://[::1]:1/v1/health", 50),
    ] {
        let run = preflight(&elsewhere, arguments);
        let asked = run.asked.last().expect("a request");
        assert!(
            asked.contains(&format!("\"method\":\"GET\",\"url\":\"{url}\",\"headers\":[],\"body\":null")),
            "{asked}"
        );
        assert!(asked.contains(&format!("\"timeoutMs\":{timeout_ms},")), "{asked}");
        assert_eq!(run.code, 1);
    }
    let run = preflight(&consumer(), &[]);
    assert!(run.asked.last().is_some_and(|asked| asked.contains(BASE) && asked.contains("\"timeoutMs\":2500,")));
}

#[test]
fn only_this_machine_is_asked_unless_told_otherwise() {
    let remote = ["--base-url", "http://memory.example.com"];
    let run = preflight(&consumer(), &remote);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("does not name this machine") && run.stderr.contains("--allow-remote"),
        "{}",
        run.stderr
    );
    assert!(!run.asked.iter().any(|asked| asked.contains("\"fetch\"")));
    let run = preflight(&consumer(), &[&remote[..], &["--allow-remote"]].concat());
    assert_eq!(run.code, 1, "{}", run.stderr);
}

#[test]
fn what_the_consumer_could_not_start_with_is_no_verdict() {
    let pin = |from: &str, to: &str| {
        let pin = include_str!("../../../examples/consumer/config/memorykernel-integration-pin.json");
        assert!(pin.contains(from));
        service().file(PIN, &pin.replacen(from, to, 1))
    };
    for (fake, arguments, message) in [
        (service().without(PIN), &[][..], "the pin file does not exist"),
        (pin("2500", "2500.0"), &[], "the consumer could not load the pin: `default_timeout_ms`"),
        (pin("service.v3", "service.v9"), &[], "the policy knows no such service contract"),
        (pin("http://127.0.0.1:4010", "127.0.0.1:4010"), &[], "the base URL `127.0.0.1:4010` is"),
        (service(), &["--policy", "none.json"], "the policy file does not exist"),
        (service(), &["--timeout-ms", "0"], "invalid value '0'"),
    ] {
        let run = preflight(&fake, arguments);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert!(run.stderr.contains(message), "{message}: {}", run.stderr);
    }
    let run = preflight(&service().without(PIN), &["--format", "json", "app"]);
    let error: Value = serde_json::from_str(&run.stdout).expect("an error document");
    assert_eq!(error["schema"], "lockstep-error.v1");
    assert_eq!(error["place"]["file"], format!("app/{PIN}"));
}

#[test]
fn configuration_and_policy_are_those_of_a_check() {
    let policy = lockstep_core::api::policy();
    let lenient = policy.replace("\"pending_migrations\": \"unavailable\"", "\"pending_migrations\": \"ready\"");
    let pin = include_str!("../../../examples/consumer/config/memorykernel-integration-pin.json");
    let fake = service()
        .without(PIN)
        .file("p.json", pin)
        .file("policy.json", &lenient)
        .file("lockstep.toml", "policy = \"policy.json\"\n[documents]\npin = \"p.json\"\n")
        .answer(SCHEMA, 200, schema(&[1]));
    assert_eq!(result(&fake), (0, "ready".into(), 2));
    let run = preflight(&fake.file("strict.json", &policy), &["--policy", "strict.json"]);
    assert!(run.stdout.contains("MemoryKernel has 1 pending migration\n"), "{}", run.stdout);
}
