use serde::Deserialize;

use crate::relative_path::RelativePath;

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
    /// `contracts/integration/v1/service-contract-source-of-truth.json`, SLO policy and `openapi/openapi.yaml`.
    pub artifacts: Option<Vec<RelativePath>>,
}

impl ProducerBundle {
    /// Where the bundle stands.
    pub(crate) fn place(&self) -> &str {
        self.path.as_ref().map_or("docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json", RelativePath::as_str)
    }
}
