//! Where the consumer's source may speak of the service.

use serde::Deserialize;

use super::records::Text;
use crate::relative_path::RelativePath;

/// Where the service may be spoken of in the consumer's source.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Boundary {
    /// Texts that stand in the adapter alone.
    pub endpoints: Vec<Text>,
    /// The only file that may hold them.
    pub adapter: Holder,
    /// The folders whose files are searched.
    pub folders: Vec<Folder>,
    /// Files that call the adapter.
    #[serde(default)]
    pub callers: Vec<Holder>,
}

/// A file that must exist, and what it must hold.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Holder {
    /// Where it stands.
    pub path: RelativePath,
    /// Texts that it must hold as whole words.
    #[serde(default)]
    pub holds: Vec<Text>,
}

/// A folder whose files are searched, however deep they lie.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Folder {
    /// Where it stands.
    pub path: RelativePath,
    /// How the names of searched files end, such as `.rs`; by default every file is searched.
    #[serde(default)]
    pub endings: Vec<Text>,
}
