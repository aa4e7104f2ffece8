use alloc::{borrow::Cow, collections::BTreeMap, string::String, vec::Vec};

use crate::source::DocumentKind;

/// What the release evidence bundle must agree with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// What a host found in the place of each artifact, by the path that the bundle states.
    pub artifacts: BTreeMap<String, Artifact>,
    /// Paths of files that it must list.
    pub required: Vec<String>,
    /// Scripts that its commands start and that do not stand in the repository, as the commands write them.
    pub missing_scripts: Vec<String>,
}

/// What a host found in the place of an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// A file.
    File {
        /// SHA-256 of its bytes, 64 lower-case hex digits.
        sha256: String,
        /// Which document it is, where its bytes are among the sources.
        document: Option<DocumentKind>,
    },
    /// No file of the repository: what there is instead, such as `a folder stands there`.
    Nothing(Cow<'static, str>),
}
