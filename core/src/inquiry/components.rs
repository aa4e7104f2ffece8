/// What the components' statements must agree with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Components {}
