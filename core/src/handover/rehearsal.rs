use alloc::{
    format,
    string::{String, ToString as _},
    vec::Vec,
};

use serde::Serialize;

use super::{Artifact, Contradiction, EnvelopePolicies, NoticePromise, Release, instant};
use crate::{
    date::{Date, days_after},
    policy::Policy,
    text::quoted,
};

/// The value of `payload_contract_version`.
pub const REHEARSAL_VERSION: &str = "service-v3-rehearsal-handoff.v1";

/// How a candidate is rehearsed: `SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RehearsalPayload {
    /// The version of this form: `service-v3-rehearsal-handoff.v1`.
    pub payload_contract_version: &'static str,
    /// The day on which it was made, at midnight in UTC: `2026-02-08T00:00:00Z`.
    pub generated_at_utc: String,
    /// Who rehearses beside what.
    pub producer: RehearsalProducer,
    /// What is rehearsed.
    pub rehearsal_candidate: RehearsalTarget,
    /// What answers outside 2xx carry, by contract and mode.
    pub non_2xx_envelope_policy: EnvelopePolicies,
    /// Which error codes there are.
    pub error_code_expectations: ErrorCodeExpectations,
    /// What holds while both contracts are served.
    pub migration_overlap_assumptions: MigrationOverlap,
    /// The document of the cutover's gates, relative to the producer's repository.
    pub cutover_gates_doc: String,
    /// The files that the payload names, as they were; a key of lockstep's.
    pub artifacts: Vec<Artifact>,
    /// The commands that the producer runs.
    pub required_producer_checks: Vec<String>,
    /// The commands that the consumer runs.
    pub required_consumer_checks: Vec<String>,
    /// When and how it is given up.
    pub rollback_policy: RollbackPolicy,
}

/// Who rehearses, and what runs meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RehearsalProducer {
    /// Owner and name of the producer's repository.
    pub repo: String,
    /// The commit at which the payload was made.
    pub planning_commit_seen_by_consumer: String,
    /// What runs.
    pub active_runtime_baseline: RehearsalBaseline,
}

/// What runs, under the keys of this form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is the value of the manifest that it is named after")]
pub struct RehearsalBaseline {
    pub release_tag: String,
    pub commit_sha: String,
    pub service_contract_version: String,
    pub api_contract_version: String,
    pub integration_baseline: String,
}

/// What is rehearsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RehearsalTarget {
    /// Always `planning_only_no_runtime_cutover`.
    pub mode: &'static str,
    /// The service contract that is rehearsed.
    pub target_service_contract_version: String,
    /// The API contract under it.
    pub target_api_contract_version: String,
    /// Always false: what runs stays.
    pub requires_runtime_cutover: bool,
    /// The first day on which it may be cut over: the day on which the payload was made, and the stability window.
    pub cutover_not_before_utc_date: String,
}

/// Which error codes there are, and how that may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorCodeExpectations {
    /// Always `set_equality`: exactly these, in any order.
    pub validation_mode: &'static str,
    /// The codes, in the manifest's order.
    pub codes: Vec<String>,
    /// The notice before another one comes.
    pub additive_change_notice_policy: NoticePromise,
}

/// What holds while both contracts are served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MigrationOverlap {
    /// Calendar days.
    pub duration_days: u64,
    /// Always true.
    pub service_v2_stability_required: bool,
    /// Always true.
    pub consumer_enrichment_must_remain_optional_non_blocking: bool,
    /// Always true.
    pub consumer_fallback_must_remain_deterministic: bool,
}

/// When and how a rehearsal is given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RollbackPolicy {
    /// What makes both sides go back.
    pub triggers: Vec<String>,
    /// What they do.
    pub action: String,
}

/// What the payload of a rehearsal is made from.
#[derive(Clone, Debug)]
pub struct RehearsalInput<'i> {
    /// The policy.
    pub policy: &'i Policy,
    /// What the manifest says.
    pub release: &'i Release,
    /// The service contract that is rehearsed.
    pub candidate: &'i str,
    /// The day on which it is made.
    pub day: Date,
    /// Owner and name of the producer's repository.
    pub repository: &'i str,
    /// The commit at which it is made.
    pub commit: &'i str,
    /// The path and bytes of the document of the cutover's gates.
    pub gates: (&'i str, &'i [u8]),
    /// The manifest's path and bytes.
    pub manifest: (&'i str, &'i [u8]),
    /// The commands that the producer runs.
    pub verification_commands: &'i [String],
    /// The commands that the consumer runs.
    pub consumer_commands: &'i [String],
    /// What makes both sides go back.
    pub triggers: &'i [String],
}

/// Makes the payload of a rehearsal.
///
/// # Errors
///
/// Where the service contract is not newer than the one that runs, or the calendar ends within the stability window.
pub fn rehearsal(input: &RehearsalInput<'_>) -> Result<RehearsalPayload, Contradiction> {
    let RehearsalInput { policy, release, candidate, day, .. } = *input;
    let running = release.service_contract();
    if !super::is_newer(candidate, running) {
        let (candidate, running) = (quoted(candidate), quoted(running));
        return Err(Contradiction(format!("{candidate} cannot be rehearsed beside {running}, which runs")));
    }
    let days = release.stability_days;
    let first = days_after(day, days);
    let beyond = || Contradiction(format!("{days} days from {day} is beyond the calendar"));
    let baseline = &release.baseline;
    Ok(RehearsalPayload {
        payload_contract_version: REHEARSAL_VERSION,
        generated_at_utc: instant(day),
        producer: RehearsalProducer {
            repo: input.repository.into(),
            planning_commit_seen_by_consumer: input.commit.into(),
            active_runtime_baseline: RehearsalBaseline {
                release_tag: baseline.release_tag.clone(),
                commit_sha: baseline.commit_sha.clone(),
                service_contract_version: running.into(),
                api_contract_version: baseline.expected_api_contract_version.clone(),
                integration_baseline: baseline.integration_baseline.clone(),
            },
        },
        rehearsal_candidate: RehearsalTarget {
            mode: "planning_only_no_runtime_cutover",
            target_service_contract_version: candidate.into(),
            target_api_contract_version: baseline.expected_api_contract_version.clone(),
            requires_runtime_cutover: false,
            cutover_not_before_utc_date: first.ok_or_else(beyond)?.to_string(),
        },
        non_2xx_envelope_policy: EnvelopePolicies::new(policy, running, candidate),
        error_code_expectations: ErrorCodeExpectations {
            validation_mode: "set_equality",
            codes: release.error_codes.clone(),
            additive_change_notice_policy: release.notice.clone(),
        },
        migration_overlap_assumptions: MigrationOverlap {
            duration_days: days,
            service_v2_stability_required: true,
            consumer_enrichment_must_remain_optional_non_blocking: true,
            consumer_fallback_must_remain_deterministic: true,
        },
        cutover_gates_doc: input.gates.0.into(),
        artifacts: [input.manifest, input.gates].map(|(path, bytes)| Artifact::new(path, bytes)).into(),
        required_producer_checks: input.verification_commands.to_vec(),
        required_consumer_checks: input.consumer_commands.to_vec(),
        rollback_policy: RollbackPolicy {
            triggers: input.triggers.to_vec(),
            action: format!("repin consumer to last approved {running} tag/sha and reopen overlap window"),
        },
    })
}
