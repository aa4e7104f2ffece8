use serde::Deserialize;

use crate::relative_path::RelativePath;

/// The producer's changelog.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerChangelog {
    /// The changelog; by default `CHANGELOG.md`. Where it is given, `lockstep producer check` judges it, too.
    pub path: Option<RelativePath>,
}

impl ProducerChangelog {
    /// The place of the changelog.
    pub(crate) fn path(&self) -> &str {
        self.path.as_ref().map_or("CHANGELOG.md", RelativePath::as_str)
    }
}
