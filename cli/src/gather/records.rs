use lockstep_core::{
    inquiry::{Part, Records},
    source::Sources,
};

use super::Gathering;
use crate::scope::Check;

pub(super) async fn gather(gathering: &Gathering<'_>, _check: Check, sources: &mut Sources<'_>) -> Part<Records> {
    let _ = (gathering, sources);
    Part::Unasked
}
