//! What the producer's handoff payload says.

use alloc::{format, string::String};
use core::ops::Deref;

use super::BaselineValue;
use crate::{json::Node, policy::Policy};

/// What a payload hands over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoffMode<'p> {
    /// A release to run.
    Stable,
    /// A release under rehearsal for this service contract; what runs stays what it is.
    Candidate(&'p str),
}

impl<'p> HandoffMode<'p> {
    /// The mode of a release to run, as payloads write it.
    pub const STABLE: &'static str = "stable";

    /// The mode that a payload names: `stable`, or that of a candidate for a service contract that the policy knows.
    pub fn named(name: &str, policy: &'p Policy) -> Option<Self> {
        if name == Self::STABLE {
            return Some(Self::Stable);
        }
        let mut contracts = policy.service_contracts.keys();
        contracts.find(|contract| Self::of_candidate(contract) == name).map(|contract| Self::Candidate(contract))
    }

    /// What payloads write for a candidate of a service contract: `service-v3-candidate` for `service.v3`.
    pub fn of_candidate(contract: &str) -> String {
        format!("{}-candidate", contract.replace('.', "-"))
    }

    /// The key of the envelope policy that a payload of this mode must state: `service_v3_stable` for a release that
    /// runs `service.v3`.
    pub fn envelope_policy(self, service_contract: &str) -> String {
        let (contract, mode) = match self {
            Self::Stable => (service_contract, "stable"),
            Self::Candidate(contract) => (contract, "candidate"),
        };
        format!("{}_{mode}", contract.replace('.', "_"))
    }
}

/// The fields of the handoff payload (`PRODUCER_RELEASE_HANDOFF_LATEST.json`), each read where it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct HandoffFacts<'f, 'a> {
    node: &'f Node<'a>,
}

impl<'a> Deref for HandoffFacts<'_, 'a> {
    type Target = Node<'a>;

    fn deref(&self) -> &Node<'a> {
        self.node
    }
}

impl<'f, 'a> HandoffFacts<'f, 'a> {
    /// The key of the instant at which the payload was made.
    pub const GENERATED_AT: &'static str = "handoff_generated_at_utc";
    /// The key of the mode.
    pub const MODE: &'static str = "handoff_mode";
    /// The key of the baseline that runs.
    pub const ACTIVE_BASELINE: &'static str = "active_runtime_baseline";
    /// The key of the error codes.
    pub const ERROR_CODES: &'static str = "error_code_enum";
    /// The key of the envelopes' policies.
    pub const ENVELOPE_POLICIES: &'static str = "non_2xx_envelope_policy";
    /// The key of the form of the manifest.
    pub const MANIFEST_VERSION: &'static str = "manifest_contract_version";
    /// The key of the place of the manifest in the producer's repository.
    pub const MANIFEST_PATH: &'static str = "manifest_path";
    /// The key of the producer's commands.
    pub const VERIFICATION_COMMANDS: &'static str = "verification_commands";
    /// The key of what a candidate promises.
    pub const REHEARSAL: &'static str = "rehearsal_candidate";
    /// The key of what a candidate keeps and what it overrides.
    pub const COMPATIBILITY: &'static str = "compatibility_expectations";
    /// The key of the commands that the consumer of a candidate runs.
    pub const CONSUMER_COMMANDS: &'static str = "required_consumer_validation_commands";
    /// Every key that only the payload of a candidate has.
    pub const OF_CANDIDATES: [&'static str; 3] = [Self::REHEARSAL, Self::COMPATIBILITY, Self::CONSUMER_COMMANDS];

    pub(super) fn new(node: &'f Node<'a>) -> Self {
        Self { node }
    }

    /// The mode, where it is one that the policy knows.
    pub fn mode<'p>(&self, policy: &'p Policy) -> Option<HandoffMode<'p>> {
        HandoffMode::named(&self.string(Self::MODE).present()?.value, policy)
    }

    /// The values of the baseline that a payload states, in order, each with its key.
    pub fn values() -> impl Iterator<Item = (BaselineValue, &'static str)> {
        BaselineValue::ALL.into_iter().filter_map(|value| Some((value, value.manifest_key()?)))
    }
}
