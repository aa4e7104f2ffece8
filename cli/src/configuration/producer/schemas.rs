use serde::Deserialize;

use crate::relative_path::RelativePath;

/// The schemas of the contract pack.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerSchemas {
    /// Their folder in the pack; by default `schemas`.
    pub folder: Option<RelativePath>,
    /// The folder in the pack of what they describe, `<name>.sample.json` beside `<name>.schema.json`; by default
    /// `fixtures`.
    pub fixtures: Option<RelativePath>,
}
