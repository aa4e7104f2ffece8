use serde::Deserialize;

use crate::{configuration::Text, relative_path::RelativePath};

/// The components' contract packs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerParity {
    /// The components' folders, each of which has a copy of the pack at the pack's own path; by default
    /// `components/outcome-memory` and `components/multi-agent-center`, as far as one of them is there.
    pub components: Option<Vec<RelativePath>>,
    /// How the names of a pack's files end; by default `.json`, and every file counts where the list is empty.
    pub endings: Option<Vec<Text>>,
}
