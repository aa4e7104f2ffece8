use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    configuration::{Phrase, Text},
    relative_path::RelativePath,
};

/// What components state that they are compatible with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerComponents {
    /// The artifacts and what they must state; by default `trilogy-compatibility.v1.json` of MemoryKernel's components
    /// OutcomeMemory and MultiAgentCenter, as far as one of them is there.
    pub artifacts: Option<Vec<ProducerArtifact>>,
}

/// A component's artifact, and what it must state; the keys that lead to a field have dots between them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerArtifact {
    /// Where it stands.
    pub path: RelativePath,
    /// Texts that fields hold, with the placeholders of a statement.
    #[serde(default)]
    pub texts: BTreeMap<String, Phrase>,
    /// Flags that fields hold.
    #[serde(default)]
    pub flags: BTreeMap<String, bool>,
    /// Names that arrays hold at least.
    #[serde(default)]
    pub names: BTreeMap<String, Vec<Text>>,
}
