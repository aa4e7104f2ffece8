use std::sync::LazyLock;

use serde::Deserialize;

use crate::configuration::{Configuration, CutoverDocument, GovernanceDocument};

/// What the status document and the decision record of MemoryKernel must state, as a configuration.
///
/// Sources: its `verify_producer_contract_manifest.sh` and `verify_producer_handoff_payload.sh`.
pub(crate) const STANDARD_RECORDS: &str = include_str!("records.toml");

/// The active-status document and the decision record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerRecords {
    /// The API contract version that stays released, whatever service contract is in force.
    pub api_contract: Option<String>,
    /// The integration baseline that stays released.
    pub integration_baseline: Option<String>,
    /// Documents that must name the manifest's baseline; by default the newest
    /// `docs/implementation/ACTIVE_RUNTIME_STATUS_PRODUCER_*.md` and `NEXT_EXECUTION_QUEUE_PRODUCER.md`, where one of
    /// them is there. Of a path with a `*` in its last part, the file that is last by name counts.
    pub status: Option<Vec<GovernanceDocument>>,
    /// Records of the decision on the service contract in force; by default the newest
    /// `docs/implementation/RUNTIME_CUTOVER_DECISION_RECORD_PRODUCER_*.md`, `SERVICE_V3_CUTOVER_GATES.md` and
    /// `SERVICE_V3_RFC_DRAFT.md`, where the first is there or, after a cutover, one of them. Of a path with a `*` in
    /// its last part, the file that is last by name counts.
    pub decision: Option<Vec<CutoverDocument>>,
}

impl ProducerRecords {
    /// What holds for a repository that configures nothing.
    fn standard() -> &'static Self {
        static STANDARD: LazyLock<Configuration> = LazyLock::new(|| {
            // INVARIANT: the text is our own, and a test reads it.
            toml::from_str(STANDARD_RECORDS).unwrap_or_default()
        });
        &STANDARD.producer.records
    }

    /// The status documents, and whether the user named them.
    pub(crate) fn status(&self) -> (&[GovernanceDocument], bool) {
        let standard = || Self::standard().status.as_deref().unwrap_or_default();
        (self.status.as_deref().unwrap_or_else(standard), self.status.is_some())
    }

    /// The decision records, and whether the user named them.
    pub(crate) fn decision(&self) -> (&[CutoverDocument], bool) {
        let standard = || Self::standard().decision.as_deref().unwrap_or_default();
        (self.decision.as_deref().unwrap_or_else(standard), self.decision.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::ProducerRecords;

    #[test]
    fn the_standard_records_are_a_configuration() {
        let records = ProducerRecords::standard();
        assert_eq!(
            (records.status.as_deref().map(<[_]>::len), records.decision.as_deref().map(<[_]>::len)),
            (Some(2), Some(3))
        );
    }
}
