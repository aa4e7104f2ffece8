/// What documents must state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {}
