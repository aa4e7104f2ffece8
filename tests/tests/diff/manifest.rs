//! Producer manifests and service contract sources.

use super::{assert_changes, compared, embedded, replaced, short};
use lockstep_core::change::{NoticeNeeded, Party};
use lockstep_core::policy::Policy;
use lockstep_tests::workspace;

const PACK: &str = "examples/producer/contracts/integration/v1";

pub(crate) fn manifest() -> String {
    std::fs::read_to_string(workspace().join(PACK).join("producer-contract-manifest.json")).expect("the example")
}

fn source() -> String {
    let file = workspace().join(PACK).join("service-contract-source-of-truth.json");
    std::fs::read_to_string(file).expect("the example")
}

#[test]
fn each_statement_has_its_class() {
    let cases: &[(&str, &str, &[&str])] = &[
        // Codes.
        (
            "\"internal_error\"\n",
            "\"internal_error\",\n    \"rate_limited\"\n",
            &["additive error-code-added rate_limited"],
        ),
        ("    \"write_failed\",\n", "", &["breaking error-code-removed write_failed"]),
        ("\"write_failed\"", "\"write_refused\"", &["breaking error-code-renamed write_refused"]),
        ("\"write_failed\"", "\"writeFailed\"", &["breaking error-code-renamed writeFailed"]),
        (
            "\"write_failed\"",
            "\"disk_full\"",
            &["breaking error-code-removed write_failed", "additive error-code-added disk_full"],
        ),
        (
            "\"write_conflict\",\n    \"write_failed\"",
            "\"write_failed\",\n    \"write_conflict\"",
            &["none error-codes-reordered `error_code_enum`"],
        ),
        ("\"write_failed\"", "\"write_failed\", \"write_failed\"", &["none document-rewritten producer manifest"]),
        // Versions.
        (
            "\"service.v3\"",
            "\"service.v4\"",
            &["needs-gates service-contract-changed expected_service_contract_version"],
        ),
        (
            "\"service.v3\"",
            "\"service.v2\"",
            &["needs-gates service-contract-changed expected_service_contract_version"],
        ),
        ("\"api.v1\"", "\"api.v2\"", &["breaking api-contract-changed expected_api_contract_version"]),
        ("\"integration/v1\"", "\"integration/v2\"", &["breaking integration-baseline-changed integration_baseline"]),
        (
            "\"producer-contract-manifest.v1\"",
            "\"producer-contract-manifest.v2\"",
            &["breaking document-form-changed manifest_contract_version"],
        ),
        ("\"v0.4.0\"", "\"v0.4.1\"", &["none release-tag-changed release_tag"]),
        ("7e4806a34b98", "8e4806a34b98", &["none commit-changed commit_sha"]),
        (
            "  \"integration_baseline\": \"integration/v1\",\n",
            "",
            &["breaking integration-baseline-changed integration_baseline"],
        ),
        // Promises.
        (
            "\"minimum_sprint_days\": 14",
            "\"minimum_sprint_days\": 7",
            &["breaking stability-window-shortened stability_window.minimum_sprint_days"],
        ),
        (
            "\"minimum_sprint_days\": 14",
            "\"minimum_sprint_days\": 21",
            &["additive stability-window-lengthened stability_window.minimum_sprint_days"],
        ),
        (
            "\"minimum_sprint_days\": 14",
            "\"minimum_sprint_days\": 1.4e1",
            &["none document-rewritten producer manifest"],
        ),
        (
            "\"standard_business_days\": 10",
            "\"standard_business_days\": 9",
            &["breaking notice-shortened additive_error_code_notice_policy.standard_business_days"],
        ),
        (
            "    \"standard_business_days\": 10,\n",
            "",
            &["breaking notice-shortened additive_error_code_notice_policy.standard_business_days"],
        ),
        (
            "\"emergency_notice_hours\": 24",
            "\"emergency_notice_hours\": 48",
            &["additive notice-lengthened additive_error_code_notice_policy.emergency_notice_hours"],
        ),
        (
            "\"emergency_requires_same_day_docs_spec_tests\": true",
            "\"emergency_requires_same_day_docs_spec_tests\": false",
            &["breaking same-day-demand-dropped \
               additive_error_code_notice_policy.emergency_requires_same_day_docs_spec_tests"],
        ),
        (
            "\"legacy_error_removal_requires_service_v3\": true",
            "\"legacy_error_removal_requires_service_v3\": false",
            &[
                "breaking transition-guard-weakened service_v3_transition_guard.legacy_error_removal_requires_service_v3",
            ],
        ),
        (
            "    \"legacy_error_removal_requires_service_v3\": true,\n",
            "",
            &[
                "breaking transition-guard-weakened service_v3_transition_guard.legacy_error_removal_requires_service_v3",
            ],
        ),
        (
            "\"legacy_error_removal_requires_service_v3\": true",
            "\"further\": true, \"legacy_error_removal_requires_service_v3\": true",
            &["additive transition-guard-strengthened service_v3_transition_guard.further"],
        ),
        // What lockstep does not know.
        ("\"v0.4.0\",", "\"v0.4.0\", \"extra\": 1,", &["additive field-added extra"]),
        (
            "\"minimum_sprint_days\": 14",
            "\"minimum_sprint_days\": 14, \"x\": [1]",
            &["additive field-added stability_window.x"],
        ),
        // Form alone.
        (
            "\n  \"release_tag\": \"v0.4.0\",\n",
            "\r\n\r\n\"release_tag\":\"v0.4.\\u0030\",",
            &["none document-rewritten producer manifest"],
        ),
    ];
    let old = manifest();
    for (was, is, expected) in cases {
        assert_changes(&old, &replaced(&old, was, is), embedded(), expected);
    }
}

#[test]
fn a_key_that_nobody_knows_may_matter_to_someone() {
    let [old, new] =
        ["1", "2"].map(|value| replaced(&manifest(), "\"v0.4.0\",", &format!("\"v0.4.0\", \"extra\": {value},")));
    assert_changes(&old, &new, embedded(), &["breaking field-changed extra"]);
    let same = replaced(&manifest(), "\"v0.4.0\",", "\"v0.4.0\", \"extra\": 1.0,");
    assert_changes(&old, &same, embedded(), &["none document-rewritten producer manifest"]);
}

#[test]
fn equal_documents_have_no_change() {
    let text = manifest();
    let comparison = compared(&text, &text, embedded());
    assert_eq!((short(&comparison), comparison.needs_repin), (Vec::new(), false));
    assert!(
        comparison
            .human(false)
            .ends_with("none: no changes; 1 document compared by the policy MemoryKernel integration/v1\n")
    );
}

#[test]
fn whatever_changes_in_the_manifest_needs_a_repin() {
    let old = manifest();
    for new in [replaced(&old, "v0.4.0", "v0.4.1"), old.replace('\n', "\r\n"), replaced(&old, ": 14", ": 7")] {
        assert!(compared(&old, &new, embedded()).needs_repin, "{new}");
    }
}

#[test]
fn the_gravest_change_decides() {
    let old = manifest();
    let new = replaced(&replaced(&old, "service.v3", "service.v4"), "    \"write_failed\",\n", "");
    let new = replaced(&replaced(&new, "v0.4.0", "v0.5.0"), "\"internal_error\"", "\"internal_error\", \"x\"");
    let expected = [
        "needs-gates service-contract-changed expected_service_contract_version",
        "breaking error-code-removed write_failed",
        "additive error-code-added x",
        "none release-tag-changed release_tag",
    ];
    assert_changes(&old, &new, embedded(), &expected);
    let comparison = compared(&old, &new, embedded());
    assert_eq!(comparison.counts, [1, 1, 1, 1]);
    let closing = "needs-gates: 1 needs-gates, 1 breaking, 1 additive, 1 none; 1 document compared";
    assert!(comparison.human(false).contains(closing), "{}", comparison.human(false));
    // The removal comes with another contract, so nobody is told to keep the code.
    let told = |comparison: &lockstep_core::change::Comparison<'_>| comparison.changes[1].producer.clone();
    assert!(told(&comparison).starts_with("it comes with the new service contract"), "{}", told(&comparison));
}

#[test]
fn an_additive_code_harms_who_matches_exhaustively_until_it_is_mapped() {
    let old = manifest();
    let new = replaced(&old, "\"internal_error\"", "\"internal_error\",\n    \"rate_limited\"");
    let closed = compared(&old, &new, embedded());
    let change = &closed.changes[0];
    let harms: Vec<_> = change.harms.iter().map(|harm| (harm.party, harm.how.as_str())).collect();
    assert_eq!(harms, [(Party::ExhaustiveConsumer, "has no branch for `rate_limited` until it maps it")]);
    assert_eq!(change.consumer, "map `rate_limited` and test its fallback before repinning");
    for demanded in ["announce `rate_limited`", "OpenAPI", "documents", "manifest", "tests", "changelog"] {
        assert!(change.producer.contains(demanded), "{}", change.producer);
    }
    let needed = NoticeNeeded { standard_business_days: 10, emergency_hours: 24, emergency_same_day: true };
    assert_eq!((change.notice.as_ref(), closed.notice.as_ref()), (Some(&needed), Some(&needed)));
    // A policy may say that the contract's codes are open; a contract that it does not know is closed.
    let policy = |old: &str, new: &str| Policy::read(replaced(&policy_text(), old, new).as_bytes()).expect("a policy");
    let open = policy(V3_CODES, &V3_CODES.replace("closed", "open"));
    let opened = compared(&old, &new, &open);
    assert_eq!((short(&opened), &opened.notice), (short(&closed), &None));
    assert!(opened.changes[0].harms.is_empty());
    let (old, new) = (replaced(&old, "service.v3", "service.v9"), replaced(&new, "service.v3", "service.v9"));
    assert!(compared(&old, &new, &open).notice.is_some());
}

/// Where the embedded policy says that the codes of service.v3 are closed: the last of its contracts.
const V3_CODES: &str = "\"error_code_set\": \"closed\",\n      \"non_2xx_envelope\": {\n        \"requires\": [\n          \"service_contract_version\",\n          \"error.code\",\n          \"error.message\"\n        ]";

fn policy_text() -> String {
    lockstep_core::api::policy()
}

#[test]
fn the_longer_of_the_promises_before_the_change_is_the_notice() {
    let old = manifest();
    let new = replaced(&old, "\"internal_error\"", "\"internal_error\", \"x\"");
    for (days, expected) in [("15", 15), ("5", 10), ("\"many\"", 0)] {
        let old = replaced(&old, "\"standard_business_days\": 10", &format!("\"standard_business_days\": {days}"));
        let pair =
            lockstep_core::change::Pair { old: Some(super::given("old", &old)), new: Some(super::given("new", &new)) };
        let found = lockstep_core::change::compare(&[pair], embedded());
        let days =
            found.ok().and_then(|comparison| comparison.notice).map_or(0, |notice| notice.standard_business_days);
        assert_eq!(days, expected);
    }
}

#[test]
fn a_source_of_the_contract_states_the_envelope_too() {
    let old = source();
    for (was, is, expected) in [
        ("\"internal_error\"", "\"internal_error\", \"x\"", "additive error-code-added x"),
        ("\"service.v3\"", "\"service.v4\"", "needs-gates service-contract-changed expected_service_contract_version"),
        (", \"error.message\"]", "]", "breaking error-field-made-optional error.message"),
        ("\"legacy_error\", ", "", "additive error-field-added legacy_error"),
        ("[\"error.details\"]", "[]", "none document-rewritten service contract source"),
        ("\"/v1/ready\"", "\"/v1/readiness\"", "breaking field-changed readiness_endpoint"),
    ] {
        let new = replaced(&old, was, is);
        assert_changes(&old, &new, embedded(), &[expected]);
    }
    let new = replaced(&old, "\"error.message\"]", "\"error.message\", \"error.details\"]");
    let new = replaced(&new, "\"optional\": [\"error.details\"]", "\"optional\": []");
    assert_changes(&old, &new, embedded(), &["additive error-field-made-required error.details"]);
}

#[test]
fn both_sides_are_shown() {
    let old = manifest();
    let new = replaced(&old, "\"write_failed\"", "\"write_refused\"");
    let expected = "\
breaking[error-code-renamed]: the error code `write_failed` is called `write_refused` now
  --> new:13:5
   |
13 |     \"write_refused\",
   |     ^^^^^^^^^^^^^^^ new
   |
  ::: old:13:5
   |
13 |     \"write_failed\",
   |     -------------- old
   |
   = old: write_failed
   = new: write_refused
   = harms: a consumer that matches error codes exhaustively: has no branch for `write_refused` until it maps it
   = harms: a consumer that routes by error code: takes `write_refused` for an unknown code, while its branch for the old name is dead
   = producer: keep what is promised under this service contract; the change needs another version, which comes through the cutover gates
   = consumer: map `write_refused` like the old name, and keep both while both releases may answer
   = notice: 10 business days before the release, or 24 hours in an emergency, with documents, specification and tests on the same day

producer manifest: breaking: old -> new
notice needed: 10 business days before the release, or 24 hours in an emergency, with documents, specification and tests on the same day
repin needed: the manifest has other bytes, so its SHA-256 is no longer the pinned one
breaking: 1 breaking; 1 document compared by the policy MemoryKernel integration/v1
";
    assert_eq!(compared(&old, &new, embedded()).human(false), expected);
}
