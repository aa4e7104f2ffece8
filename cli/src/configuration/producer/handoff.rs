use lockstep_core::inquiry::Handoff;
use serde::Deserialize;

use crate::relative_path::RelativePath;

/// The published handoff payload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerHandoff {
    /// Where it stands; by default `docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json`.
    pub path: Option<RelativePath>,
    /// Whether it must be there.
    pub required: bool,
    /// What the payload of a candidate must name among `required_consumer_validation_commands`; by default
    /// AssistSupport's four commands.
    pub consumer_commands: Option<Vec<String>>,
}

impl ProducerHandoff {
    /// Where the payload stands.
    pub(crate) fn place(&self) -> &str {
        self.path.as_ref().map_or("docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json", RelativePath::as_str)
    }

    /// What the payload of a candidate must name.
    pub(crate) fn consumer_commands(&self) -> Vec<String> {
        self.consumer_commands.clone().unwrap_or_else(|| Handoff::default().consumer_commands)
    }
}
