use alloc::{borrow::ToOwned, string::String, vec::Vec};

use crate::facts::BaselineValue;

/// The commands that a consumer runs before it takes on a candidate, as the teams agreed on them.
const CONSUMER_COMMANDS: [&str; 4] = [
    "pnpm run check:memorykernel-handoff:service-v3-candidate",
    "pnpm run check:memorykernel-pin",
    "pnpm run test:memorykernel-contract",
    "pnpm run test:ci",
];

/// What a handoff payload must agree with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handoff {
    /// Whether the payload must be about the pinned release, by tag and commit.
    pub pin_match: PinMatch,
    /// The versions that are expected in place of the pin's.
    pub expected: ExpectedVersions,
    /// What the payload of a candidate must name among `required_consumer_validation_commands`.
    pub consumer_commands: Vec<String>,
}

impl Default for Handoff {
    fn default() -> Self {
        Self {
            pin_match: PinMatch::Required,
            expected: ExpectedVersions::default(),
            consumer_commands: CONSUMER_COMMANDS.map(ToOwned::to_owned).into(),
        }
    }
}

/// Whether a payload must be about the pinned release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PinMatch {
    /// Its tag and commit are the pin's.
    #[default]
    Required,
    /// Its tag and commit need only be well-formed.
    Relaxed,
}

/// Versions that a payload must state in place of the pin's; `None` for the pin's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpectedVersions {
    /// The service contract version.
    pub service_contract: Option<String>,
    /// The API contract version.
    pub api_contract: Option<String>,
    /// The integration baseline.
    pub integration_baseline: Option<String>,
}

impl ExpectedVersions {
    /// The version that is expected in place of the pin's.
    pub fn get(&self, value: BaselineValue) -> Option<&str> {
        match value {
            BaselineValue::ServiceContract => self.service_contract.as_deref(),
            BaselineValue::ApiContract => self.api_contract.as_deref(),
            BaselineValue::IntegrationBaseline => self.integration_baseline.as_deref(),
            _ => None,
        }
    }

    /// Whether all are the pin's.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
