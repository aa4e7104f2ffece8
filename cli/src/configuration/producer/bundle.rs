use serde::Deserialize;

use crate::relative_path::RelativePath;

/// What MemoryKernel's script lists beside the files that every bundle lists.
const FURTHER: [&str; 3] = [
    "docs/implementation/REMAINING_ROADMAP_EXECUTION_PLAN_PRODUCER.md",
    "docs/implementation/SERVICE_V3_CUTOVER_DAY_CHECKLIST.md",
    "docs/implementation/SERVICE_V3_ROLLBACK_COMMUNICATION_PROTOCOL.md",
];

/// The release evidence bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerBundle {
    /// Where it stands; by default `docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json`.
    pub path: Option<RelativePath>,
    /// Whether it must be there.
    pub required: bool,
    /// The files that it must list; by default the manifest and, as far as they are there, handoff payload,
    /// `contracts/integration/v1/service-contract-source-of-truth.json`, SLO policy and `openapi/openapi.yaml`. A bundle
    /// that is generated lists these five and the files that are named here, by default MemoryKernel's plan of
    /// execution, cutover checklist and rollback protocol.
    pub artifacts: Option<Vec<RelativePath>>,
}

impl ProducerBundle {
    /// Where the bundle stands.
    pub(crate) fn place(&self) -> &str {
        self.path.as_ref().map_or("docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json", RelativePath::as_str)
    }

    /// The files that a bundle that is generated lists, beside those that every bundle does.
    pub(crate) fn further(&self) -> Vec<&str> {
        match &self.artifacts {
            Some(paths) => paths.iter().map(RelativePath::as_str).collect(),
            None => FURTHER.into(),
        }
    }
}
