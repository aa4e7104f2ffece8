use serde::Deserialize;

use crate::relative_path::RelativePath;

/// Where evidence is written, and what it repeats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvidenceSettings {
    /// The evidence of `lockstep evidence contract`; by default `artifacts/memorykernel-contract-evidence.json`.
    pub contract: Option<RelativePath>,
    /// The evidence of `lockstep handoff`; by default `artifacts/memorykernel-handoff-evidence.json`.
    pub handoff: Option<RelativePath>,
    /// The command that checks pin, matrix and mirror, for readers of the evidence; by default `lockstep check`.
    pub pin_sync_command: Option<String>,
}
