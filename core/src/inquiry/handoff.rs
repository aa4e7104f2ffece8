/// What a handoff payload must agree with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handoff {}
