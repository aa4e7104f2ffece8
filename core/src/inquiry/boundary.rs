/// What the consumer's source may and must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boundary {}
