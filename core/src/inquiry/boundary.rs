use alloc::{string::String, vec::Vec};
use memchr::memmem;

use crate::source::DocumentKind;

/// What the consumer's source may and must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// Texts that stand in the adapter alone.
    pub endpoints: Vec<String>,
    /// The only file that may speak of the service, and what it must hold.
    pub adapter: Holder,
    /// Files that call the adapter, and what they must hold.
    pub callers: Vec<Holder>,
}

/// A source file and what it must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The file, which is among the sources.
    pub document: DocumentKind,
    /// Texts that it must hold as whole words.
    pub holds: Vec<String>,
}

/// Texts that are looked for in many files.
#[derive(Clone, Debug)]
pub struct Needles<'t>(Vec<memmem::Finder<'t>>);

impl<'t> Needles<'t> {
    /// Makes the search for texts ready.
    pub fn new(texts: &'t [String]) -> Self {
        Self(texts.iter().map(memmem::Finder::new).collect())
    }

    /// Whether a file holds one of the texts, so that it must be among the sources.
    pub fn stand_in(&self, bytes: &[u8]) -> bool {
        self.0.iter().any(|needle| needle.find(bytes).is_some())
    }
}
