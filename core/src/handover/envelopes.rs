use alloc::{string::String, vec::Vec};

use serde::{Serialize, Serializer};

use crate::{
    facts::HandoffMode,
    policy::{Envelope, Policy},
};

/// What answers outside 2xx carry, by contract and mode such as `service_v3_stable`; an object in the order of its keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnvelopePolicies(Vec<(String, Envelope)>);

impl EnvelopePolicies {
    /// The envelopes of what runs, and of the contract that is, or would be, rehearsed.
    pub(super) fn new(policy: &Policy, running: &str, candidate: &str) -> Self {
        let of = |mode: HandoffMode<'_>, contract: &str| {
            let promised = policy.service_contracts.get(contract)?;
            Some((mode.envelope_policy(contract), promised.non_2xx_envelope.clone()))
        };
        let stable = of(HandoffMode::Stable, running);
        let candidate = of(HandoffMode::Candidate(candidate), candidate);
        Self(stable.into_iter().chain(candidate).collect())
    }
}

impl Serialize for EnvelopePolicies {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, envelope)| (key, envelope)))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for EnvelopePolicies {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "EnvelopePolicies".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        generator.subschema_for::<alloc::collections::BTreeMap<String, Envelope>>()
    }
}
