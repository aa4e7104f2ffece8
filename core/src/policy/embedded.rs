//! The embedded policy: MemoryKernel `integration/v1`, with `service.v2` and `service.v3`.
//!
//! Stated as values, since every run needs it and reading it as a file would take longer than
//! judging a trio. `docs/memorykernel.policy.json` is the same policy as a file; a test records it
//! and reads it back.

use alloc::{borrow::ToOwned, string::String, vec::Vec};

use super::{
    ApprovedColumns, BaselineLabels, Choices, CodeSet, DayOfWeek, DegradedMeaning, EmergencyClock, Envelope, ErrorCode,
    ErrorEnvelopes, FallbackReason, FieldType, LegacyErrorText, Limits, MatrixLayout, Notice, POLICY_VERSION,
    PendingMigrations, Policy, PreflightState, RunTime, ServiceContract, StabilityWindow, Table, TimeoutRange,
    UnknownCodes,
};

/// The taxonomy of both service contracts in canonical order: code, documented statuses, and the label of the
/// consumer's runtime diagnostics matrix.
const ERROR_CODES: [(&str, u16, &str); 10] = [
    ("invalid_json", 400, "Invalid producer payload"),
    ("validation_error", 400, "Invalid request semantics"),
    ("context_package_not_found", 404, "Context package unavailable"),
    ("write_conflict", 409, "Producer write conflict"),
    ("write_failed", 500, "Producer write failure"),
    ("schema_unavailable", 503, "Schema unavailable"),
    ("migration_failed", 500, "Producer migration failure"),
    ("query_failed", 500, "Query execution failure"),
    ("context_lookup_failed", 500, "Context lookup failure"),
    ("internal_error", 500, "Internal producer error"),
];

/// Statuses of the web framework's own rejections (wrong shape, no content type, too large), which the service
/// answers as `invalid_json`.
const REJECTIONS: (&str, [u16; 3]) = ("invalid_json", [413, 415, 422]);

pub(super) fn policy() -> Policy {
    let v2 = contract(
        &["service_contract_version", "error.code", "error.message", "legacy_error"],
        &["api_contract_version"],
    );
    let v3 = contract(
        &["service_contract_version", "error.code", "error.message"],
        &["legacy_error", "api_contract_version"],
    );
    Policy {
        schema: None,
        policy_version: POLICY_VERSION.to_owned(),
        name: "MemoryKernel integration/v1".to_owned(),
        manifest_contract_version: "producer-contract-manifest.v1".to_owned(),
        service_contracts: Table::from_iter([("service.v2", v2), ("service.v3", v3)]),
        api_contracts: texts(&["api.v1"]),
        integration_baselines: texts(&["integration/v1"]),
        success_envelope: Envelope {
            requires: texts(&["service_contract_version", "api_contract_version", "data"]),
            optional: Vec::new(),
            forbids: Vec::new(),
        },
        field_types: field_types(),
        run_time: run_time(),
        stability_window: StabilityWindow { minimum_sprint_days: 14 },
        notice: notice(),
        transition_guard: texts(&[
            "legacy_error_must_remain_in_service_v2",
            "legacy_error_removal_requires_service_v3",
            "consumer_green_repin_required_before_legacy_error_removal",
        ]),
        repository_host: "github.com".to_owned(),
        timeout_ms: TimeoutRange { minimum: 100, recommended_maximum: 30_000, maximum: 600_000 },
        matrix: matrix(),
        severities: Table::default(),
        limits: Limits::default(),
    }
}

pub(super) fn notice() -> Notice {
    Notice {
        standard_business_days: 10,
        emergency_notice_hours: 24,
        emergency_requires_same_day_docs_spec_tests: true,
        weekend: Vec::from([DayOfWeek::Saturday, DayOfWeek::Sunday]),
        blocking_emergency_clocks: EmergencyClock::ALL.to_vec(),
    }
}

pub(super) fn field_types() -> Table<FieldType> {
    let types = [
        ("service_contract_version", FieldType::NonEmptyString),
        ("api_contract_version", FieldType::NonEmptyString),
        ("error", FieldType::Object),
        ("error.code", FieldType::NonEmptyString),
        ("error.message", FieldType::NonEmptyString),
        ("error.details", FieldType::ObjectOrNull),
        ("legacy_error", FieldType::StringOrNull),
    ];
    types.into_iter().collect()
}

/// State of the preflight, label as in the diagnostics matrix, action for an operator, reason as in the adapter.
const PREFLIGHT_STATES: [(&str, &str, &str, Option<&str>); 7] = [
    ("ready", "Ready", "nothing to do", None),
    ("disabled", "Disabled by configuration", "check that it is meant to be switched off", Some("feature-disabled")),
    ("offline", "Service offline", "start the service, or look at its address and port", Some("offline")),
    ("schema-unavailable", "Schema unavailable", "look at the service's migrations", Some("schema-unavailable")),
    ("version-mismatch", "Version mismatch", "repin, or run the pinned release", Some("version-mismatch")),
    (
        "malformed-payload",
        "Invalid producer payload",
        "compare the answer with the contract",
        Some("malformed-payload"),
    ),
    ("degraded", "Degraded (fallback active)", "read the service's error code and log", Some("degraded")),
];

/// What users are told where there is nothing better to say.
const OTHER_HINT: &str = "Drafting goes on without MemoryKernel.";

/// Reason, label and hint.
const FALLBACK_REASONS: [(&str, &str, &str); 16] = [
    ("feature-disabled", "Disabled by configuration", "Switch the MemoryKernel integration on to use it."),
    ("offline", "Service offline", "Start the MemoryKernel service, then try again."),
    ("timeout", "Service timeout", "Try again, or allow the service more time."),
    ("malformed-payload", "Invalid producer payload", "The service's answer breaks its contract; report it."),
    ("version-mismatch", "Version mismatch", "Run the pinned release of the service, or repin."),
    ("schema-unavailable", "Schema unavailable", "Run the service's migrations, then try again."),
    ("degraded", "Degraded (fallback active)", "Drafting goes on without MemoryKernel until it recovers."),
    ("non-2xx", "Service error", "The service could not answer; its log says why."),
    ("network-error", "Network error", "Look at the connection to the service, then try again."),
    ("query-error", "Query execution failure", "The question got lost on its way; try again."),
    ("empty-context", "No context found", OTHER_HINT),
    ("validation-error", "Invalid request semantics", OTHER_HINT),
    ("context-not-found", "Context package unavailable", OTHER_HINT),
    ("write-conflict", "Producer write conflict", OTHER_HINT),
    ("adapter-error", "Adapter error", "The application's own log says what went wrong."),
    ("unknown", "Not checked", OTHER_HINT),
];

/// Error codes with a reason of their own; the second half are aliases that no contract has.
const CODE_REASONS: [(&str, &str); 14] = [
    ("invalid_json", "validation-error"),
    ("validation_error", "validation-error"),
    ("context_package_not_found", "context-not-found"),
    ("write_conflict", "write-conflict"),
    ("schema_unavailable", "schema-unavailable"),
    ("validation_failed", "validation-error"),
    ("invalid_request", "validation-error"),
    ("schema_mismatch", "schema-unavailable"),
    ("version_mismatch", "version-mismatch"),
    ("contract_mismatch", "version-mismatch"),
    ("service_unavailable", "offline"),
    ("upstream_unavailable", "offline"),
    ("timeout", "timeout"),
    ("upstream_timeout", "timeout"),
];

const STATUS_REASONS: [(&str, &str); 7] = [
    ("400", "validation-error"),
    ("408", "timeout"),
    ("422", "validation-error"),
    ("429", "offline"),
    ("502", "offline"),
    ("503", "offline"),
    ("504", "timeout"),
];

pub(super) fn run_time() -> RunTime {
    let state = |(name, label, action, reason): &(&'static str, &str, &str, Option<&str>)| {
        let reason = reason.map(str::to_owned);
        (*name, PreflightState { label: (*label).to_owned(), action: (*action).to_owned(), reason })
    };
    let reason = |(name, label, hint): &(&'static str, &str, &str)| {
        (*name, FallbackReason { label: (*label).to_owned(), hint: (*hint).to_owned() })
    };
    RunTime {
        preflight_states: PREFLIGHT_STATES.iter().map(state).collect(),
        fallback_reasons: FALLBACK_REASONS.iter().map(reason).collect(),
        code_reasons: reasons(&CODE_REASONS),
        other_code_reason: "non-2xx".to_owned(),
        status_reasons: reasons(&STATUS_REASONS),
        other_status_reason: "non-2xx".to_owned(),
        message_body_length: 500,
        choices: Choices {
            unknown_codes: UnknownCodes::Drift,
            degraded: DegradedMeaning::Health,
            pending_migrations: PendingMigrations::Unavailable,
            error_envelopes: ErrorEnvelopes::Judge,
            legacy_error_text: LegacyErrorText::LegacyError,
        },
    }
}

fn matrix() -> MatrixLayout {
    MatrixLayout {
        updated_label: "Updated".to_owned(),
        baseline_section: "Baseline Pin".to_owned(),
        baseline_labels: BaselineLabels {
            repository: "MemoryKernel repo".to_owned(),
            release_tag: "MemoryKernel release tag".to_owned(),
            commit_sha: "MemoryKernel commit SHA".to_owned(),
            service_contract: "Expected service contract version".to_owned(),
            api_contract: "Expected API contract version".to_owned(),
            integration_baseline: "Expected integration baseline".to_owned(),
            manifest_sha256: "Expected producer manifest SHA-256".to_owned(),
        },
        approved_section: "Approved Version Pairs".to_owned(),
        approved_columns: ApprovedColumns {
            consumer_version: "AssistSupport version".to_owned(),
            consumer_commit: "AssistSupport commit".to_owned(),
            release_tag: "MemoryKernel tag".to_owned(),
            commit_sha: "MemoryKernel commit".to_owned(),
            service_contract: "Service contract".to_owned(),
            api_contract: "API contract".to_owned(),
            integration_baseline: "Integration baseline".to_owned(),
            status: "Status".to_owned(),
        },
        approved_status: "Approved".to_owned(),
    }
}

fn contract(requires: &[&str], forbids: &[&str]) -> ServiceContract {
    let code = |(code, status, label): &(&str, u16, &str)| ErrorCode {
        code: (*code).to_owned(),
        statuses: Vec::from([*status]),
        undocumented_statuses: if *code == REJECTIONS.0 { REJECTIONS.1.to_vec() } else { Vec::new() },
        label: Some((*label).to_owned()),
    };
    ServiceContract {
        error_codes: ERROR_CODES.iter().map(code).collect(),
        error_code_set: CodeSet::Closed,
        non_2xx_envelope: Envelope {
            requires: texts(requires),
            optional: texts(&["error.details"]),
            forbids: texts(forbids),
        },
    }
}

fn reasons(reasons: &[(&str, &str)]) -> Table<String> {
    reasons.iter().map(|(of, reason)| (*of, (*reason).to_owned())).collect()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
