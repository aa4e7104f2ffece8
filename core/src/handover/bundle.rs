use alloc::{string::String, vec::Vec};

use serde::Serialize;

use super::{Artifact, Baseline, Release, instant};
use crate::date::Date;

/// The value of `evidence_bundle_version`.
pub const BUNDLE_VERSION: &str = "release-evidence-bundle.v1";

/// What a release rests on: `RELEASE_EVIDENCE_BUNDLE_LATEST.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bundle {
    /// The version of this form: `release-evidence-bundle.v1`.
    pub evidence_bundle_version: &'static str,
    /// The day on which it was made, at midnight in UTC: `2026-02-08T00:00:00Z`.
    pub generated_at_utc: String,
    /// What made it.
    pub generator: &'static str,
    /// The commit at which it was made, in full.
    pub git_commit_head: String,
    /// What runs.
    pub runtime_baseline: Baseline,
    /// By which codes and forms it is judged.
    pub policy_assertions: PolicyAssertions,
    /// The files that it rests on, as they were.
    pub artifacts: Vec<Artifact>,
    /// The commands by which the producer verified the release.
    pub required_validation_commands: Vec<String>,
    /// The compliance suite that ran.
    pub compliance_suite: ComplianceSuite,
    /// The mode of the handoff payload among the artifacts.
    pub handoff_mode: String,
}

/// By which codes and forms a release is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyAssertions {
    /// The error codes, in the manifest's order.
    pub error_code_enum: Vec<String>,
    /// The version of the form of the service-contract source.
    pub service_contract_source_version: String,
    /// The version of the form of the SLO policy.
    pub slo_policy_version: String,
}

/// A compliance suite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComplianceSuite {
    /// The standards that it covers.
    pub standards: Vec<String>,
    /// The script that runs it, relative to the producer's repository.
    pub entrypoint: String,
}

/// What a release evidence bundle is made from.
#[derive(Clone, Debug)]
pub struct BundleInput<'i> {
    /// What the manifest says.
    pub release: &'i Release,
    /// The day on which it is made.
    pub day: Date,
    /// The commit at which it is made.
    pub commit: &'i str,
    /// The versions of the forms of service-contract source and SLO policy.
    pub forms: [String; 2],
    /// The files that it rests on.
    pub artifacts: Vec<Artifact>,
    /// The commands by which the producer verified the release.
    pub verification_commands: &'i [String],
    /// The compliance suite.
    pub compliance_suite: ComplianceSuite,
    /// The mode of the handoff payload.
    pub handoff_mode: String,
}

/// Makes a release evidence bundle.
pub fn bundle(input: BundleInput<'_>) -> Bundle {
    let BundleInput { release, forms: [service_contract_source_version, slo_policy_version], .. } = input;
    Bundle {
        evidence_bundle_version: BUNDLE_VERSION,
        generated_at_utc: instant(input.day),
        generator: "lockstep producer generate bundle",
        git_commit_head: input.commit.into(),
        runtime_baseline: release.baseline.clone(),
        policy_assertions: PolicyAssertions {
            error_code_enum: release.error_codes.clone(),
            service_contract_source_version,
            slo_policy_version,
        },
        artifacts: input.artifacts,
        required_validation_commands: input.verification_commands.to_vec(),
        compliance_suite: input.compliance_suite,
        handoff_mode: input.handoff_mode,
    }
}
