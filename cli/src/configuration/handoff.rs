use lockstep_core::inquiry::PinMatch;
use serde::Deserialize;

use crate::relative_path::RelativePath;

/// Where the handoff payload stands, and what it must agree with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandoffSettings {
    /// The payload; by default `services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json`.
    pub path: Option<RelativePath>,
    /// Further places, of which the first that has a file counts.
    pub paths: Vec<RelativePath>,
    /// Whether a payload must be there.
    pub required: bool,
    /// Whether its tag and commit must be the pin's.
    pub pin_match: PinMatchSetting,
    /// The service contract version that is expected in place of the pin's; another than the pin's asks for a candidate.
    pub expected_service_contract_version: Option<String>,
    /// The API contract version that is expected in place of the pin's.
    pub expected_api_contract_version: Option<String>,
    /// The integration baseline that is expected in place of the pin's.
    pub expected_integration_baseline: Option<String>,
    /// What the payload of a candidate must name among `required_consumer_validation_commands`; by default
    /// AssistSupport's four commands.
    pub consumer_commands: Option<Vec<String>>,
}

/// Whether a payload must be about the pinned release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PinMatchSetting {
    /// Its tag and commit are the pin's.
    #[default]
    Required,
    /// Its tag and commit need only be well-formed.
    Relaxed,
}

impl From<PinMatchSetting> for PinMatch {
    fn from(setting: PinMatchSetting) -> Self {
        match setting {
            PinMatchSetting::Required => Self::Required,
            PinMatchSetting::Relaxed => Self::Relaxed,
        }
    }
}
