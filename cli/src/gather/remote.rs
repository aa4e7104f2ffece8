use lockstep_core::{
    inquiry::{Part, Remote},
    source::Sources,
};

use super::Gathering;

/// The variables of the environment that this check looks at.
pub(super) const VARIABLES: &[&str] = &[];

pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Remote> {
    let _ = (gathering, sources);
    Part::Unasked
}
