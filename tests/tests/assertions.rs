//! The assertions that producers make in their own tests: what passes, what fails, and what a failure says.

use std::{
    fmt, fs,
    panic::{self, UnwindSafe, catch_unwind},
    path::Path,
    sync::{Arc, Mutex},
    thread,
};

use http::{Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use lockstep_core::{
    assert::{Producer, whole},
    assert_conforms,
    envelope::{Answer, Class},
    policy::Policy,
};

const QUERY_FAILED: &str =
    r#"{"service_contract_version":"service.v3","error":{"code":"query_failed","message":"no index"}}"#;
const HEALTH: &str =
    r#"{"service_contract_version":"service.v3","api_contract_version":"api.v1","data":{"status":"ok"}}"#;

/// The message of an assertion that fails.
fn failure<T: fmt::Debug>(assertion: impl FnOnce() -> T + UnwindSafe) -> String {
    let panic = catch_unwind(assertion).expect_err("the assertion fails");
    *panic.downcast::<String>().expect("a message")
}

#[test]
fn an_answer_that_keeps_its_contract_passes_in_every_type() {
    let response = Response::builder().status(500).body(QUERY_FAILED).unwrap();
    let classes = [
        assert_conforms!((500, QUERY_FAILED)).class,
        assert_conforms!((500, QUERY_FAILED.as_bytes().to_vec()), contract = "overlap").class,
        assert_conforms!((StatusCode::INTERNAL_SERVER_ERROR, QUERY_FAILED), status = StatusCode::INTERNAL_SERVER_ERROR)
            .class,
        assert_conforms!(response, contract = "service.v3", status = 500, code = "query_failed",).class,
        assert_conforms!((200, HEALTH), answer = Answer::Health).class,
    ];
    assert_eq!(classes, [Class::Conforming; 5]);
}

#[test]
fn every_violation_is_told_with_its_place_and_what_to_do() {
    let body = "{\n  \"service_contract_version\": \"service.v3\",\n  \"api_contract_version\": \"api.v1\",\n  \"error\": \"no\"\n}";
    let message = failure(|| assert_conforms!((500, body), contract = "service.v3"));
    for part in [
        "the answer with status 500 does not conform to `service.v3`\n\nerror[envelope-field-type]: ",
        "\n --> answer:4:12\n  |\n4 |   \"error\": \"no\"\n  |            ^^^^",
        "\n  = path: `$.error`\n",
        "\n  = expected: ",
        "\n  = actual: ",
        "\n  = help: ",
        "\nerror[envelope-forbidden-field]: ",
        "\n --> answer:3:3\n",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
    assert!(message.ends_with("\nto learn more about a rule: lockstep explain envelope-field-type"), "{message}");
}

#[test]
fn the_contract_that_a_test_names_is_the_only_one() {
    let older = QUERY_FAILED.replace("service.v3", "service.v2").replace("}}", r#"},"legacy_error":"no index"}"#);
    assert_conforms!((500, &older));
    assert_conforms!((500, &older), contract = "service.v2");
    let message = failure(|| assert_conforms!((500, older), contract = "service.v3"));
    assert!(message.contains("error[envelope-contract-version]: "), "{message}");
    let message = failure(|| assert_conforms!((500, QUERY_FAILED), contract = "service.v9"));
    assert_eq!(message, "`service.v9`: the policy knows no such service contract; there are service.v2, service.v3");
}

#[test]
fn another_answer_than_the_one_expected_fails_although_it_conforms() {
    let message = failure(|| assert_conforms!((500, QUERY_FAILED), status = 503, code = "schema_unavailable"));
    let expected = r#"the answer with status 500 conforms to `service.v3`, but is not the one that the test expects

error: the answer has another status than the test expects
  = expected: status 503
  = actual: status 500

error: the answer has another error code than the test expects
 --> answer:1:58
  |
1 | {"service_contract_version":"service.v3","error":{"code":"query_failed","message":"no index"}}
  |                                                          ^^^^^^^^^^^^^^
  |
  = expected: `schema_unavailable`
  = actual: `query_failed`
"#;
    assert_eq!(message, expected);
    let message = failure(|| assert_conforms!((200, HEALTH), code = "query_failed"));
    assert!(message.contains("\n  = expected: `query_failed`\n  = actual: no error code\n"), "{message}");
}

#[test]
fn what_is_no_envelope_fails_whatever_it_is() {
    for (body, rule) in [(&b""[..], "envelope-empty"), (b"<h1>", "envelope-syntax"), (b"\xff", "envelope-encoding")] {
        let message = failure(move || assert_conforms!((404, body), code = "query_failed"));
        assert!(message.contains(&format!("error[{rule}]: ")), "{message}");
        assert!(message.contains("= actual: no error code"), "{message}");
    }
}

#[test]
fn warnings_are_returned_and_do_not_fail() {
    let body = QUERY_FAILED.replace("query_failed", "invalid_json");
    let answer = assert_conforms!((422, body), code = "invalid_json");
    let rules: Vec<_> = answer.violations.iter().map(|violation| violation.rule).collect();
    assert_eq!(rules, ["envelope-undocumented-status"]);
}

#[test]
fn a_policy_of_the_tests_own_decides() {
    let text = lockstep_core::api::policy().replace("\"query_failed\"", "\"query_refused\"");
    let policy = Policy::read(text.as_bytes()).unwrap();
    let message = failure(|| assert_conforms!((500, QUERY_FAILED), policy = &policy));
    assert!(message.contains("error[envelope-unknown-code]: "), "{message}");
}

#[test]
fn many_violations_are_counted() {
    let copies = r#""error":{"code":"query_failed","message":"no index"},"#.repeat(30);
    let body = format!(r#"{{{copies}"service_contract_version":"service.v3"}}"#);
    let message = failure(|| assert_conforms!((500, body)));
    assert_eq!(message.matches("error[envelope-duplicate-key]").count(), 20);
    assert!(message.contains("\n9 more of the answer's violations are not shown\n"), "{message}");
}

#[test]
fn a_body_in_frames_is_read_to_its_end() {
    let mut response = Response::new(Full::new(QUERY_FAILED.as_bytes()).boxed());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert("content-type", "application/json".parse().unwrap());
    let mut reading = std::pin::pin!(whole(response));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Ok(response)) = reading.as_mut().poll(&mut context) else { panic!("it has all frames") };
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(assert_conforms!(response, status = 500).class, Class::Conforming);
}

#[test]
fn the_panic_is_where_the_assertion_stands() {
    // A hook sees the panics of every thread; the others' go where they went.
    let (own, place) = (thread::current().id(), Arc::new(Mutex::new(None)));
    let (seen, others) = (Arc::clone(&place), panic::take_hook());
    panic::set_hook(Box::new(move |panic| match panic.location() {
        Some(location) if thread::current().id() == own => {
            *seen.lock().unwrap() = Some((location.file().to_owned(), location.line()));
        }
        _ => others(panic),
    }));
    let (line, _) = (line!(), failure(|| assert_conforms!((500, ""))));
    assert_eq!(*place.lock().unwrap(), Some((file!().to_owned(), line)));
}

const MANIFEST_NAME: &str = "contracts/integration/v1/producer-contract-manifest.json";
const HANDOFF_NAME: &str = "docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json";

/// A document of the producer example.
fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/producer").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn manifest_and_handoff_of_the_example_pass() {
    let (manifest, handoff) = (example(MANIFEST_NAME), example(HANDOFF_NAME));
    let producer = Producer::new(MANIFEST_NAME, manifest.as_bytes());
    producer.assert_manifest();
    producer.assert_handoff(HANDOFF_NAME, handoff.as_bytes());
}

#[test]
fn a_manifest_that_is_weaker_than_the_policy_fails_with_the_programs_words() {
    let manifest = example(MANIFEST_NAME).replace("\"minimum_sprint_days\": 14", "\"minimum_sprint_days\": 7");
    let message = failure(|| Producer::new(MANIFEST_NAME, manifest.as_bytes()).assert_manifest());
    for part in [
        "the producer's documents do not pass\n\nerror[stability-window]: ",
        &format!(
            "\n  --> {MANIFEST_NAME}:21:28\n   |\n21 |     \"minimum_sprint_days\": 7\n   |                            ^"
        ),
        "\n   = expected: a whole number, at least 14\n   = actual: `7`\n   = help: ",
        "\nfail: 1 error; ",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
}

#[test]
fn a_payload_of_another_release_fails_with_both_places() {
    let (manifest, handoff) = (example(MANIFEST_NAME), example(HANDOFF_NAME).replace("v0.4.0", "v0.3.2"));
    let message = failure(|| {
        let producer = Producer::new(MANIFEST_NAME, manifest.as_bytes());
        producer.assert_manifest();
        producer.assert_handoff(HANDOFF_NAME, handoff.as_bytes());
    });
    for part in [
        "error[handoff-baseline]: ",
        &format!(" --> {HANDOFF_NAME}:4:18\n"),
        &format!(" ::: {MANIFEST_NAME}:3:18\n"),
        "  = expected: `v0.4.0`\n  = actual: `v0.3.2`\n  = help: ",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
}

#[test]
fn a_policy_of_the_producers_own_decides() {
    let text = lockstep_core::api::policy().replace("\"minimum_sprint_days\": 14", "\"minimum_sprint_days\": 30");
    let (policy, manifest) = (Policy::read(text.as_bytes()).unwrap(), example(MANIFEST_NAME));
    let message = failure(|| Producer::new(MANIFEST_NAME, manifest.as_bytes()).policy(&policy).assert_manifest());
    assert!(message.contains("error[stability-window]: "), "{message}");
}
