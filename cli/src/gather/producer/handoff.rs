use lockstep_core::{
    inquiry::{Handoff, Part},
    source::Sources,
};

use crate::gather::Gathering;

pub(super) async fn gather(_gathering: &Gathering<'_>, _sources: &mut Sources<'_>) -> Part<Handoff> {
    Part::Unasked
}
