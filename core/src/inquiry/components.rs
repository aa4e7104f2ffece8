use alloc::{string::String, vec::Vec};

use super::Template;
use crate::source::DocumentKind;

/// What the components' trilogy artifacts must state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Components {
    /// The artifacts, each with what is demanded of it.
    pub artifacts: Vec<ComponentArtifact>,
}

/// A component's statement of what it is compatible with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComponentArtifact {
    /// The document, which is among the sources.
    pub document: DocumentKind,
    /// What it must state.
    pub demands: Vec<Demand>,
}

/// What one field must state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The keys that lead to it, with dots between them.
    pub path: String,
    /// What stands there.
    pub value: Demanded,
}

/// What a field must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demanded {
    /// This text, in which values of the baseline may stand.
    Text(Template),
    /// This flag.
    Flag(bool),
    /// An array that names at least these.
    Names(Vec<String>),
}
