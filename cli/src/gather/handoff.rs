use lockstep_core::{
    inquiry::{Handoff, Part},
    source::Sources,
};

use super::Gathering;

/// The variables of the environment that this check looks at.
pub(super) const VARIABLES: &[&str] = &[];

pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Handoff> {
    let _ = (gathering, sources);
    Part::Unasked
}
