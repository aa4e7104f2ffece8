/// What a rule is about; the groups are the folders under `rules/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Whether a document exists and is well-formed.
    Document,
    /// The form of the values of a release, wherever they are stated.
    Release,
    /// The integration pin by itself.
    Pin,
    /// The producer manifest by itself.
    Manifest,
    /// The compatibility matrix by itself and against the pin.
    Matrix,
    /// One value in all documents that state it.
    Agreement,
    /// A baseline that changes changes everywhere at once, and not under a freeze.
    Atomic,
    /// The producer's repository has what is pinned.
    Remote,
    /// The producer's handoff payload.
    Handoff,
    /// The move from one service contract to the next, and the recorded decision on it.
    Cutover,
    /// Documents that must name the baseline.
    Governance,
    /// Where the service may be spoken of in the consumer's source.
    Boundary,
    /// Source, OpenAPI file, documents and manifest of a producer say one thing.
    Alignment,
    /// The contract packs of a producer's components are the canonical one.
    Parity,
    /// The components' statements of what they are compatible with.
    Components,
    /// The schemas of a producer's contract pack.
    Schemas,
    /// The payload of a rehearsal.
    Rehearsal,
    /// The producer's release evidence bundle.
    Bundle,
    /// The producer's objectives for the service.
    Slo,
    /// Error codes are announced in time, and documented when they come.
    Notice,
    /// The changelog has an entry for the manifest's release.
    Changelog,
    /// The waivers, when all other rules have run.
    Waiver,
}

impl Group {
    /// The group as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Release => "release",
            Self::Pin => "pin",
            Self::Manifest => "manifest",
            Self::Matrix => "matrix",
            Self::Agreement => "agreement",
            Self::Atomic => "atomic",
            Self::Remote => "remote",
            Self::Handoff => "handoff",
            Self::Cutover => "cutover",
            Self::Governance => "governance",
            Self::Boundary => "boundary",
            Self::Alignment => "alignment",
            Self::Parity => "parity",
            Self::Components => "components",
            Self::Schemas => "schemas",
            Self::Rehearsal => "rehearsal",
            Self::Bundle => "bundle",
            Self::Slo => "slo",
            Self::Notice => "notice",
            Self::Changelog => "changelog",
            Self::Waiver => "waiver",
        }
    }
}
