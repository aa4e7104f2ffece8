use serde::Deserialize;

use crate::relative_path::RelativePath;

/// The objectives for the service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerSlo {
    /// Where their policy stands; by default `contracts/integration/v1/service-slo-policy.json`.
    pub policy: Option<RelativePath>,
    /// Where they stand in words; by default `docs/spec/service-slo-policy.md`.
    pub document: Option<RelativePath>,
    /// The workflows that hold the service to them; by default `.github/workflows/ci.yml` and
    /// `.github/workflows/release.yml`, where one of them is there.
    pub workflows: Option<Vec<RelativePath>>,
    /// Whether policy and document must be there.
    pub required: bool,
}

impl ProducerSlo {
    /// Where the policy stands.
    pub(crate) fn policy_place(&self) -> &str {
        self.policy.as_ref().map_or("contracts/integration/v1/service-slo-policy.json", RelativePath::as_str)
    }

    /// Where the document stands.
    pub(crate) fn document_place(&self) -> &str {
        self.document.as_ref().map_or("docs/spec/service-slo-policy.md", RelativePath::as_str)
    }
}
