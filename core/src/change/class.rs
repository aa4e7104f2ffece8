//! How grave a change is.

use serde::Serialize;

/// How grave a change is; each is graver than the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Class {
    /// The contract says the same.
    None,
    /// The contract says more; who does not look at it goes on as before.
    Additive,
    /// The contract no longer holds what it held.
    Breaking,
    /// Another service contract: it comes through the cutover gates alone.
    NeedsGates,
}

impl Class {
    /// Every class, the mildest first.
    pub const ALL: [Self; 4] = [Self::None, Self::Additive, Self::Breaking, Self::NeedsGates];

    /// The class as one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
            Self::NeedsGates => "needs-gates",
        }
    }
}
