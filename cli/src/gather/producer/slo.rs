use lockstep_core::{
    inquiry::{Part, Slo},
    source::Sources,
};

use crate::gather::Gathering;

pub(super) async fn gather(_gathering: &Gathering<'_>, _sources: &mut Sources<'_>) -> Part<Slo> {
    Part::Unasked
}
