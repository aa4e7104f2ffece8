/// What the producer's repository answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remote {}
