use alloc::vec::Vec;

use crate::source::DocumentKind;

/// What the objectives for the service must agree with; policy and document are among the sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slo {
    /// The workflows that hold the service to them, which are among the sources.
    pub workflows: Vec<DocumentKind>,
}
