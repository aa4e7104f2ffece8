use lockstep_core::inquiry::Rehearsal;
use serde::Deserialize;

use crate::{configuration::Text, relative_path::RelativePath};

/// The payload of a rehearsal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerRehearsal {
    /// Where it stands; by default `docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json`, if it is there.
    pub path: Option<RelativePath>,
    /// The producer's commands that it must name, each without arguments that may differ; by default MemoryKernel's.
    pub producer_checks: Option<Vec<Text>>,
    /// The consumer's commands that it must name; by default AssistSupport's.
    pub consumer_checks: Option<Vec<Text>>,
    /// What must make the consumer go back; by default the triggers of both teams' cutover gates.
    pub rollback_triggers: Option<Vec<Text>>,
}

impl ProducerRehearsal {
    /// Where the payload stands.
    pub(crate) fn place(&self) -> &str {
        let default = "docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json";
        self.path.as_ref().map_or(default, RelativePath::as_str)
    }

    /// What the payload must name.
    pub(crate) fn inquiry(&self) -> Rehearsal {
        let default = Rehearsal::default();
        let or = |configured: &Option<Vec<Text>>, default| configured.as_deref().map_or(default, Text::all);
        Rehearsal {
            producer_checks: or(&self.producer_checks, default.producer_checks),
            consumer_checks: or(&self.consumer_checks, default.consumer_checks),
            rollback_triggers: or(&self.rollback_triggers, default.rollback_triggers),
        }
    }
}
