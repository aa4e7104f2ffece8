/// What the release evidence bundle must agree with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {}
