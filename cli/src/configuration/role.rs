use lockstep_core::inquiry::Role;
use serde::Deserialize;

/// Whose repository it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RoleSetting {
    /// An application's.
    Consumer,
    /// A service's.
    Producer,
}

impl From<RoleSetting> for Role {
    fn from(setting: RoleSetting) -> Self {
        match setting {
            RoleSetting::Consumer => Self::Consumer,
            RoleSetting::Producer => Self::Producer,
        }
    }
}
