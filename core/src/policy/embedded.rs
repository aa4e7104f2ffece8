//! The embedded policy: MemoryKernel `integration/v1`, with `service.v2` and `service.v3`.
//!
//! Stated as values, since every run needs it and reading it as a file would take longer than
//! judging a trio. `docs/memorykernel.policy.json` is the same policy as a file; a test records it
//! and reads it back.

use alloc::{borrow::ToOwned, collections::BTreeMap, string::String, vec::Vec};

use super::{
    ApprovedColumns, BaselineLabels, Envelope, ErrorCode, Limits, MatrixLayout, Notice, POLICY_VERSION, Policy,
    ServiceContract, StabilityWindow, TimeoutRange,
};

/// The taxonomy of both service contracts in canonical order, with the statuses that the service
/// really answers (`invalid_json` is documented with 400 only).
const ERROR_CODES: [(&str, &[u16]); 10] = [
    ("invalid_json", &[400, 413, 415, 422]),
    ("validation_error", &[400]),
    ("context_package_not_found", &[404]),
    ("write_conflict", &[409]),
    ("write_failed", &[500]),
    ("schema_unavailable", &[503]),
    ("migration_failed", &[500]),
    ("query_failed", &[500]),
    ("context_lookup_failed", &[500]),
    ("internal_error", &[500]),
];

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
        service_contracts: BTreeMap::from([("service.v2".to_owned(), v2), ("service.v3".to_owned(), v3)]),
        api_contracts: texts(&["api.v1"]),
        integration_baselines: texts(&["integration/v1"]),
        success_envelope: Envelope {
            requires: texts(&["service_contract_version", "api_contract_version", "data"]),
            optional: Vec::new(),
            forbids: Vec::new(),
        },
        stability_window: StabilityWindow { minimum_sprint_days: 14 },
        notice: Notice {
            standard_business_days: 10,
            emergency_notice_hours: 24,
            emergency_requires_same_day_docs_spec_tests: true,
        },
        transition_guard: texts(&[
            "legacy_error_must_remain_in_service_v2",
            "legacy_error_removal_requires_service_v3",
            "consumer_green_repin_required_before_legacy_error_removal",
        ]),
        repository_host: "github.com".to_owned(),
        timeout_ms: TimeoutRange { minimum: 100, recommended_maximum: 30_000, maximum: 600_000 },
        matrix: matrix(),
        severities: BTreeMap::new(),
        limits: Limits::default(),
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
    let code = |(code, statuses): &(&str, &[u16])| ErrorCode { code: (*code).to_owned(), statuses: statuses.to_vec() };
    ServiceContract {
        error_codes: ERROR_CODES.iter().map(code).collect(),
        non_2xx_envelope: Envelope {
            requires: texts(requires),
            optional: texts(&["error.details"]),
            forbids: texts(forbids),
        },
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
