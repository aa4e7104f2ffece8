use alloc::{
    borrow::ToOwned as _,
    format,
    string::{String, ToString as _},
    vec::Vec,
};

use serde::Serialize;

use super::{Artifact, Baseline, Contradiction, EnvelopePolicies, ImpactStatement, Release, instant};
use crate::{
    date::Date,
    facts::{BaselineValue, HandoffMode},
    policy::Policy,
    text::quoted,
};

/// What a producer hands over to its consumers: `PRODUCER_RELEASE_HANDOFF_LATEST.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandoffPayload {
    /// The day on which it was made, at midnight in UTC: `2026-02-08T00:00:00Z`.
    pub handoff_generated_at_utc: String,
    /// `stable`, or that of a candidate such as `service-v3-candidate`.
    pub handoff_mode: String,
    /// What is handed over; of a candidate, its own service contract beside the rest of what runs.
    #[serde(flatten)]
    pub baseline: Baseline,
    /// What runs.
    pub active_runtime_baseline: Baseline,
    /// The error codes, in the manifest's order.
    pub error_code_enum: Vec<String>,
    /// What answers outside 2xx carry, by contract and mode.
    pub non_2xx_envelope_policy: EnvelopePolicies,
    /// The version of the manifest's form.
    pub manifest_contract_version: String,
    /// The manifest, relative to the producer's repository.
    pub manifest_path: String,
    /// The changelog, relative to the producer's repository.
    pub changelog_path: String,
    /// The files that the payload names, as they were; a key of lockstep's.
    pub artifacts: Vec<Artifact>,
    /// The commands by which the producer verified the release.
    pub verification_commands: Vec<String>,
    /// What a consumer impact statement says, to be filled.
    pub consumer_impact_statement_template: ImpactStatement,
    /// The statement of the changelog's entry for the release, where it has one; a key of lockstep's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumer_impact_statement: Option<ImpactStatement>,
    /// What a candidate promises; candidates alone have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rehearsal_candidate: Option<RehearsalCandidate>,
    /// What a candidate overrides and what it keeps; candidates alone have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compatibility_expectations: Option<CompatibilityExpectations>,
    /// The commands that a consumer runs before it takes a candidate on; candidates alone have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_consumer_validation_commands: Option<Vec<String>>,
}

/// What a candidate promises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RehearsalCandidate {
    /// Always false: what runs stays.
    pub requires_runtime_cutover: bool,
    /// Always true: what runs stays as it is.
    pub service_v2_runtime_stability_required: bool,
    /// How many calendar days both contracts are served.
    pub migration_overlap_days: u64,
    /// Always true: drafts go on without the service.
    pub consumer_non_blocking_fallback_required: bool,
}

/// What a candidate overrides of the baseline that runs, and what it keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CompatibilityExpectations {
    /// Keys whose value is the candidate's.
    pub candidate_values_override_release_baseline_fields: Vec<String>,
    /// Keys whose value is that of what runs.
    pub fields_that_must_match_active_runtime_baseline: Vec<String>,
}

/// What a handoff payload is made from.
#[derive(Clone, Debug)]
pub struct HandoffInput<'i> {
    /// The policy.
    pub policy: &'i Policy,
    /// What the manifest says.
    pub release: &'i Release,
    /// What is handed over.
    pub mode: HandoffMode<'i>,
    /// The day on which it is made.
    pub day: Date,
    /// The manifest's path and bytes.
    pub manifest: (&'i str, &'i [u8]),
    /// The changelog's path and bytes.
    pub changelog: (&'i str, &'i [u8]),
    /// The statement of the changelog's entry for the release.
    pub impact: Option<ImpactStatement>,
    /// The commands by which the producer verified the release.
    pub verification_commands: &'i [String],
    /// The commands that a consumer runs before it takes a candidate on.
    pub consumer_commands: &'i [String],
}

/// Makes a handoff payload.
///
/// # Errors
///
/// Where a candidate of an older service contract than the one that runs is asked for.
pub fn handoff(input: HandoffInput<'_>) -> Result<HandoffPayload, Contradiction> {
    let HandoffInput { policy, release, mode, day, manifest, changelog, .. } = input;
    let running = release.service_contract();
    let candidate = match mode {
        HandoffMode::Candidate(contract) if super::is_newer(running, contract) => {
            let (contract, running) = (quoted(contract), quoted(running));
            return Err(Contradiction(format!("{contract} is older than {running}, which runs")));
        }
        HandoffMode::Candidate(contract) => Some(contract),
        HandoffMode::Stable => None,
    };
    let handed_over = candidate.unwrap_or(running).to_owned();
    let rehearsed = candidate.or_else(|| super::newest_contract(policy)).unwrap_or(running);
    let of_candidate = candidate.is_some();
    Ok(HandoffPayload {
        handoff_generated_at_utc: instant(day),
        handoff_mode: candidate.map_or_else(|| HandoffMode::STABLE.into(), HandoffMode::of_candidate),
        baseline: Baseline { expected_service_contract_version: handed_over, ..release.baseline.clone() },
        active_runtime_baseline: release.baseline.clone(),
        error_code_enum: release.error_codes.clone(),
        non_2xx_envelope_policy: EnvelopePolicies::new(policy, running, rehearsed),
        manifest_contract_version: release.manifest_contract_version.clone(),
        manifest_path: manifest.0.into(),
        changelog_path: changelog.0.into(),
        artifacts: [manifest, changelog].map(|(path, bytes)| Artifact::new(path, bytes)).into(),
        verification_commands: input.verification_commands.to_vec(),
        consumer_impact_statement_template: ImpactStatement::template(),
        consumer_impact_statement: input.impact,
        rehearsal_candidate: of_candidate.then_some(RehearsalCandidate {
            requires_runtime_cutover: false,
            service_v2_runtime_stability_required: true,
            migration_overlap_days: release.stability_days,
            consumer_non_blocking_fallback_required: true,
        }),
        compatibility_expectations: of_candidate.then(CompatibilityExpectations::of_a_candidate),
        required_consumer_validation_commands: of_candidate.then(|| input.consumer_commands.to_vec()),
    })
}

impl CompatibilityExpectations {
    fn of_a_candidate() -> Self {
        let contract = BaselineValue::ServiceContract.pin_key();
        let kept = [
            BaselineValue::ReleaseTag,
            BaselineValue::CommitSha,
            BaselineValue::ApiContract,
            BaselineValue::IntegrationBaseline,
        ];
        let kept = kept.into_iter().filter_map(BaselineValue::manifest_key).chain(["error_code_enum"]);
        Self {
            candidate_values_override_release_baseline_fields: [contract.to_string()].into(),
            fields_that_must_match_active_runtime_baseline: kept.map(String::from).collect(),
        }
    }
}
