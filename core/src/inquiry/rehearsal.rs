/// What the payload of a rehearsal must agree with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rehearsal {}
