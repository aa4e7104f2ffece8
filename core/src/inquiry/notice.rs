/// What a change of the error codes must keep to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {}
