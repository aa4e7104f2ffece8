use lockstep_core::handover::ComplianceSuite;
use serde::Deserialize;

use crate::relative_path::RelativePath;

/// What `lockstep producer generate` cannot read from manifest, policy and git; by default what MemoryKernel states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerGenerate {
    /// Owner and name of the producer's repository; by default `saagar210/MemoryKernel`.
    pub repository: Option<String>,
    /// The commands by which the producer verifies a release; by default formatting, lints and tests of the workspace,
    /// and five scripts of MemoryKernel's.
    pub verification_commands: Option<Vec<String>>,
    /// The document of the cutover's gates; by default `docs/implementation/SERVICE_V3_CUTOVER_GATES.md`.
    pub cutover_gates: Option<RelativePath>,
    /// The files that a release rests on beside manifest, handoff payload, service-contract source, SLO policy, OpenAPI
    /// file and what the bundle must list; by default MemoryKernel's plan of execution, cutover checklist and rollback
    /// protocol.
    pub artifacts: Option<Vec<RelativePath>>,
    /// The standards that the compliance suite covers; by default MemoryKernel's seven.
    pub compliance_standards: Option<Vec<String>>,
    /// The script that runs the compliance suite; by default `scripts/run_trilogy_compliance_suite.sh`.
    pub compliance_entrypoint: Option<String>,
}

const VERIFICATION_COMMANDS: [&str; 8] = [
    "cargo fmt --all -- --check",
    "cargo clippy --workspace --all-targets --all-features -- -D warnings",
    "cargo test --workspace --all-targets --all-features",
    "./scripts/verify_service_contract_alignment.sh",
    "./scripts/verify_contract_parity.sh",
    "./scripts/verify_trilogy_compatibility_artifacts.sh",
    "./scripts/run_trilogy_smoke.sh",
    "./scripts/run_trilogy_compliance_suite.sh --skip-baseline",
];

const ARTIFACTS: [&str; 3] = [
    "docs/implementation/REMAINING_ROADMAP_EXECUTION_PLAN_PRODUCER.md",
    "docs/implementation/SERVICE_V3_CUTOVER_DAY_CHECKLIST.md",
    "docs/implementation/SERVICE_V3_ROLLBACK_COMMUNICATION_PROTOCOL.md",
];

const STANDARDS: [&str; 7] = ["FISMA/FedRAMP High", "GDPR", "HIPAA", "ISO 27001", "NIST 800-53", "PCI DSS", "SOC 2"];

impl ProducerGenerate {
    /// Owner and name of the producer's repository.
    pub(crate) fn repository(&self) -> &str {
        self.repository.as_deref().unwrap_or("saagar210/MemoryKernel")
    }

    /// The commands by which the producer verifies a release.
    pub(crate) fn verification_commands(&self) -> Vec<String> {
        texts(self.verification_commands.as_ref(), &VERIFICATION_COMMANDS)
    }

    /// The document of the cutover's gates.
    pub(crate) fn cutover_gates(&self) -> &str {
        let default = "docs/implementation/SERVICE_V3_CUTOVER_GATES.md";
        self.cutover_gates.as_ref().map_or(default, RelativePath::as_str)
    }

    /// The further files that a release rests on.
    pub(crate) fn artifacts(&self) -> Vec<&str> {
        match &self.artifacts {
            Some(paths) => paths.iter().map(RelativePath::as_str).collect(),
            None => ARTIFACTS.into(),
        }
    }

    /// The compliance suite.
    pub(crate) fn compliance_suite(&self) -> ComplianceSuite {
        let entrypoint = self.compliance_entrypoint.as_deref().unwrap_or("scripts/run_trilogy_compliance_suite.sh");
        ComplianceSuite {
            standards: texts(self.compliance_standards.as_ref(), &STANDARDS),
            entrypoint: entrypoint.into(),
        }
    }
}

fn texts(configured: Option<&Vec<String>>, default: &[&str]) -> Vec<String> {
    configured.cloned().unwrap_or_else(|| default.iter().map(|text| (*text).to_owned()).collect())
}
