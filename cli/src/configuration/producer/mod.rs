//! `[producer]`: where things stand in a producer's repository; by default as in MemoryKernel's.

mod alignment;
mod bundle;
mod changelog;
mod components;
mod generate;
mod handoff;
mod notice;
mod parity;
mod records;
mod rehearsal;
mod schemas;
mod slo;

pub use alignment::{ContractDocumentSettings, ProducerAlignment};
pub use bundle::ProducerBundle;
pub use changelog::ProducerChangelog;
pub(crate) use components::ProducerArtifact;
pub use components::ProducerComponents;
pub use generate::ProducerGenerate;
pub use handoff::ProducerHandoff;
pub use notice::ProducerNotice;
pub use parity::ProducerParity;
pub use records::ProducerRecords;
pub(crate) use records::STANDARD_RECORDS;
pub use rehearsal::ProducerRehearsal;
pub use schemas::ProducerSchemas;
use serde::Deserialize;
pub use slo::ProducerSlo;

use crate::relative_path::RelativePath;

/// Where a producer's manifest stands in a repository that has no configuration.
pub(crate) const PRODUCER_MANIFEST: &str = "contracts/integration/v1/producer-contract-manifest.json";

/// Where things stand in a producer's repository, one table a check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerSettings {
    /// The folder of the canonical contract pack; by default `contracts/integration/v1`.
    pub pack: Option<RelativePath>,
    /// What must say the same as the manifest.
    pub alignment: ProducerAlignment,
    /// The release evidence bundle.
    pub bundle: ProducerBundle,
    /// The changelog.
    pub changelog: ProducerChangelog,
    /// What components state that they are compatible with.
    pub components: ProducerComponents,
    /// What is generated.
    pub generate: ProducerGenerate,
    /// The published handoff payload.
    pub handoff: ProducerHandoff,
    /// Announced error codes, and what changes with them.
    pub notice: ProducerNotice,
    /// The contract packs.
    pub parity: ProducerParity,
    /// The payload of a rehearsal.
    pub rehearsal: ProducerRehearsal,
    /// The schemas of the contract pack.
    pub schemas: ProducerSchemas,
    /// The objectives for the service.
    pub slo: ProducerSlo,
    /// The active-status document and the decision record.
    pub records: ProducerRecords,
}
