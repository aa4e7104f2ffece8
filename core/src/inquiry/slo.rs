/// What the objectives must keep to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slo {}
