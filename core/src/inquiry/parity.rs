/// The contract packs of a producer's repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parity {}
