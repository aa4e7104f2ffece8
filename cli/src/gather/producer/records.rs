use lockstep_core::{
    inquiry::{Part, Records},
    source::Sources,
};

use crate::{gather::Gathering, scope::Check};

pub(super) async fn gather(_gathering: &Gathering<'_>, _check: Check, _sources: &mut Sources<'_>) -> Part<Records> {
    Part::Unasked
}
