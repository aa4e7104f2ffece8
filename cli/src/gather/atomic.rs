use lockstep_core::{
    inquiry::{Atomic, Part},
    source::Sources,
};

use super::Gathering;

/// The variables of the environment that this check looks at.
pub(super) const VARIABLES: &[&str] = &[];

pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Atomic<'static>> {
    let _ = (gathering, sources);
    Part::Unasked
}
