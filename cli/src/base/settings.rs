use lockstep_core::inquiry::AtomicUnit;
use serde::Deserialize;

/// What has to change at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AtomicSettings {
    /// What has to change at once, if any of it does; by default `values`.
    pub mode: AtomicMode,
}

/// What has to change at once, if any of it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AtomicMode {
    /// A value of the baseline, in every document that states it.
    #[default]
    Values,
    /// The three files, whatever changes in them.
    Files,
}

impl From<AtomicMode> for AtomicUnit {
    fn from(mode: AtomicMode) -> Self {
        match mode {
            AtomicMode::Values => Self::Values,
            AtomicMode::Files => Self::Files,
        }
    }
}
