//! Policies of lockstep.

use super::{assert_changes, compared, embedded, replaced};
use lockstep_core::api;

#[test]
fn each_setting_has_its_class() {
    let old = api::policy();
    let cases: &[(&str, &str, &[&str])] = &[
        ("\"name\": \"MemoryKernel integration/v1\"", "\"name\": \"ours\"", &["none wording-changed name"]),
        (
            "\"standard_business_days\": 10",
            "\"standard_business_days\": 5",
            &["breaking notice-shortened notice.standard_business_days"],
        ),
        (
            "\"emergency_notice_hours\": 24",
            "\"emergency_notice_hours\": 25",
            &["additive notice-lengthened notice.emergency_notice_hours"],
        ),
        (
            "\"emergency_requires_same_day_docs_spec_tests\": true",
            "\"emergency_requires_same_day_docs_spec_tests\": false",
            &["breaking same-day-demand-dropped notice.emergency_requires_same_day_docs_spec_tests"],
        ),
        (
            "\"minimum_sprint_days\": 14",
            "\"minimum_sprint_days\": 13",
            &["breaking stability-window-shortened stability_window.minimum_sprint_days"],
        ),
        (
            "    \"legacy_error_removal_requires_service_v3\",\n",
            "",
            &["breaking transition-guard-weakened legacy_error_removal_requires_service_v3"],
        ),
        (
            "\"api_contracts\": [\n    \"api.v1\"",
            "\"api_contracts\": [\n    \"api.v1\", \"api.v2\"",
            &["additive known-version-added api.v2"],
        ),
        ("\"minimum\": 100", "\"minimum\": 200", &["breaking limit-tightened timeout_ms.minimum"]),
        ("\"maximum\": 600000", "\"maximum\": 500000", &["breaking limit-tightened timeout_ms.maximum"]),
        ("\"json_depth\": 128", "\"json_depth\": 200", &["additive limit-loosened limits.json_depth"]),
        (
            "\"severities\": {}",
            "\"severities\": { \"base-url-loopback\": \"off\" }",
            &["breaking severity-lowered severities.base-url-loopback"],
        ),
        (
            "\"severities\": {}",
            "\"severities\": { \"matrix-updated-future\": \"error\" }",
            &["additive severity-raised severities.matrix-updated-future"],
        ),
        (
            "\"pending_migrations\": \"unavailable\"",
            "\"pending_migrations\": \"ready\"",
            &["breaking setting-changed run_time.choices.pending_migrations"],
        ),
        (
            "\"hint\": \"Switch the MemoryKernel",
            "\"hint\": \"Turn the MemoryKernel",
            &["none wording-changed run_time.fallback_reasons.feature-disabled.hint"],
        ),
        (
            "\"approved_status\": \"Approved\"",
            "\"approved_status\": \"Released\"",
            &["breaking setting-changed matrix.approved_status"],
        ),
        (
            "\"legacy_error\": \"string-or-null\"",
            "\"legacy_error\": \"non-empty-string\"",
            &["breaking setting-changed field_types.legacy_error"],
        ),
    ];
    for (was, is, expected) in cases {
        assert_changes(&old, &replaced(&old, was, is), embedded(), expected);
    }
}

/// The embedded policy with a piece of its first contract, service.v2, replaced.
fn changed(was: &str, is: &str) -> String {
    let text = api::policy();
    assert!(text.contains(was), "{was}");
    text.replacen(was, is, 1)
}

#[test]
fn a_contract_has_codes_statuses_and_fields() {
    let old = api::policy();
    for (new, expected) in [
        (
            changed("\"code\": \"write_failed\"", "\"code\": \"write_refused\""),
            "breaking error-code-renamed write_refused",
        ),
        (changed("\"code\": \"write_failed\"", "\"code\": \"disk_full\""), "breaking error-code-removed write_failed"),
        (changed("503\n", "503, 429\n"), "additive error-code-status-added schema_unavailable 429"),
        (
            changed("            503\n", "            504\n"),
            "breaking error-code-status-removed schema_unavailable 503",
        ),
        (
            changed("\"label\": \"Schema unavailable\"", "\"label\": \"No schema\""),
            "none wording-changed schema_unavailable",
        ),
        (
            changed("\"error_code_set\": \"closed\"", "\"error_code_set\": \"open\""),
            "breaking error-codes-opened service_contracts.service.v2.error_code_set",
        ),
        (
            changed("          \"error.message\",\n          \"legacy_error\"\n", "          \"error.message\"\n"),
            "breaking error-field-made-optional legacy_error",
        ),
        (old.replace("\"service.v3\": {", "\"service.v4\": {"), "breaking known-version-removed service.v3"),
    ] {
        let comparison = compared(&old, &new, embedded());
        assert_eq!(super::short(&comparison)[0], expected, "{}", comparison.human(false));
        super::assert_mirrored(&comparison, &compared(&new, &old, embedded()));
    }
}

#[test]
fn what_is_left_out_has_its_default() {
    let old = api::policy();
    let end = old.find(",\n  \"severities\"").expect("the last two keys");
    let bare = format!("{}\n}}\n", &old[..end]);
    assert_changes(&old, &bare, embedded(), &["none document-rewritten policy"]);
    let closed = old.replace("      \"error_code_set\": \"closed\",\n", "");
    assert_changes(&old, &closed, embedded(), &["none document-rewritten policy"]);
    // A place in the text, although the old value stands nowhere.
    let new = replaced(&old, "\"json_depth\": 128", "\"json_depth\": 64");
    let comparison = compared(&bare, &new, embedded());
    assert_eq!(comparison.changes[0].old.value.as_deref(), Some("128"));
    assert_eq!(&bare[comparison.changes[0].old.places[0].range()], "}");
}

#[test]
fn a_code_of_an_open_contract_needs_no_notice() {
    let code = "{ \"code\": \"x\", \"statuses\": [500] },\n        {\n          \"code\": \"invalid_json\"";
    let add = |text: &str| text.replacen("{\n          \"code\": \"invalid_json\"", code, 1);
    let closed = api::policy();
    let open = changed("\"error_code_set\": \"closed\"", "\"error_code_set\": \"open\"");
    let notice = |old: &str| compared(old, &add(old), embedded()).notice.is_some();
    assert_eq!((notice(&closed), notice(&open)), (true, false));
}
