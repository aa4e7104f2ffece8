use crate::source::Sources;

/// What a change of the baseline is compared with.
#[derive(Clone, Debug)]
pub struct Atomic<'a> {
    /// The three documents as they stood before the change, and the record of freezes where there was one.
    pub base: Sources<'a>,
    /// What has to change at once.
    pub unit: AtomicUnit,
}

/// What has to change at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtomicUnit {
    /// A value of the baseline: in every document that states it.
    #[default]
    Values,
    /// The three files: where one is touched, whatever for, all three are.
    Files,
}
