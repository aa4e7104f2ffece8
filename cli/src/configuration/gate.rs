use serde::Deserialize;

use crate::relative_path::RelativePath;

/// The gates of the repository.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GateSettings {
    /// The gate file, of the form `lockstep-gates.v1`; by default `lockstep-gates.json`.
    pub file: Option<RelativePath>,
}

impl GateSettings {
    /// The place of the gate file.
    pub(crate) fn file(&self) -> &str {
        self.file.as_ref().map_or("lockstep-gates.json", RelativePath::as_str)
    }
}
