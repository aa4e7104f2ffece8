use serde::Deserialize;

use crate::relative_path::RelativePath;

/// Announced error codes, and what changes with them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerNotice {
    // Beside the contract pack, not in it: `verify_contract_parity.sh` compares every JSON file of the pack with the
    // components' copies.
    /// The record of notices, of the form `lockstep-notices.v1`; by default
    /// `contracts/integration/error-code-notices.json`.
    pub record: Option<RelativePath>,
    /// Files and folders of which a change of the error codes touches at least one as documentation; by default
    /// `docs/spec`. An empty list demands none; the same holds for the next three.
    pub documentation: Option<Vec<RelativePath>>,
    /// The same for the specification; by default `openapi`.
    pub specification: Option<Vec<RelativePath>>,
    /// The same for tests; by default `crates`, where MemoryKernel's tests stand beside the code and in `tests`.
    pub tests: Option<Vec<RelativePath>>,
    /// The same for the changelog; by default `CHANGELOG.md`.
    pub changelog: Option<Vec<RelativePath>>,
}

impl ProducerNotice {
    /// What must change together with the error codes: what it is in words, and its places.
    pub(crate) fn companions(&self) -> [(&'static str, Vec<&str>); 4] {
        [
            ("documentation", places(self.documentation.as_ref(), "docs/spec")),
            ("specification", places(self.specification.as_ref(), "openapi")),
            ("tests", places(self.tests.as_ref(), "crates")),
            ("changelog", places(self.changelog.as_ref(), "CHANGELOG.md")),
        ]
    }

    /// The place of the record.
    pub(crate) fn record(&self) -> &str {
        self.record.as_ref().map_or("contracts/integration/error-code-notices.json", RelativePath::as_str)
    }
}

/// The places that are configured, else the default.
fn places<'p>(own: Option<&'p Vec<RelativePath>>, default: &'p str) -> Vec<&'p str> {
    own.map_or_else(|| Vec::from([default]), |places| places.iter().map(RelativePath::as_str).collect())
}
