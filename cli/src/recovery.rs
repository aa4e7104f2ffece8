//! The part of the configuration about going back: incidents, freezes, rehearsals.

use lockstep_core::source::DocumentKind;
use serde::Deserialize;

use crate::relative_path::RelativePath;

/// What a rollback leaves behind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RollbackSettings {
    /// The folder of incident summaries; by default `docs/incidents`.
    pub incidents: Option<RelativePath>,
}

/// Where freezes are recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FreezeSettings {
    /// The record, of the form `lockstep-freeze.v1`; by default `config/memorykernel-freeze.json`.
    pub record: Option<RelativePath>,
}

/// What a rehearsal of a rollback runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RehearsalSettings {
    /// Commands of the system's shell that show that a draft goes on without the service, such as
    /// `pnpm run test:memorykernel-contract`; a rehearsal without any is none.
    pub commands: Vec<String>,
}

impl RollbackSettings {
    /// The folder of incident summaries.
    pub(crate) fn incidents(&self) -> &str {
        self.incidents.as_ref().map_or("docs/incidents", RelativePath::as_str)
    }
}

impl FreezeSettings {
    /// The place of the record.
    pub(crate) fn record(&self) -> &str {
        self.record.as_ref().map_or(DocumentKind::Freeze.default_path(), RelativePath::as_str)
    }
}
