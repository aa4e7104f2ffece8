/// What source, OpenAPI file, documents and manifest of a producer must agree on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {}
