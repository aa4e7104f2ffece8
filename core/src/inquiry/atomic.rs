use crate::source::Sources;

/// What a change of the baseline is compared with.
#[derive(Clone, Debug)]
pub struct Atomic<'a> {
    /// The three documents as they stood before the change.
    pub base: Sources<'a>,
}
