/// What the schemas of a contract pack must keep to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schemas {}
