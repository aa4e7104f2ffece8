use alloc::string::String;

/// The schemas of a producer's contract pack, which are among the sources as such documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schemas {
    /// The folder of what they describe, relative to the repository.
    pub fixtures: String,
}
