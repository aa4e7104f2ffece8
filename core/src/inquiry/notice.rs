use alloc::{string::String, vec::Vec};

use crate::{notice::Calendar, source::Sources};

/// What a change of the error codes must keep to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The calendar by which business days are counted.
    pub calendar: Calendar,
    /// The manifest as it stood before the change, if there was one.
    pub base: Sources<'static>,
    /// What must change together with the error codes.
    pub companions: Vec<Companion>,
}

/// Something that must change together with the error codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// What it is, in words: `documentation`.
    pub what: &'static str,
    /// The files and folders of which one must change; where there is none, nothing is demanded.
    pub places: Vec<String>,
    /// Whether one of them changed.
    pub changed: bool,
}
