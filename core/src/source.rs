//! Documents as they reach the engine: a kind, a name and bytes, or the reason why there are none.

use alloc::{borrow::Cow, string::String, vec::Vec};

/// Which document a source is; the order is the order of findings. Where there are several of a kind, they are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// The integration pin, JSON.
    Pin,
    /// The compatibility matrix, Markdown.
    Matrix,
    /// The producer manifest, JSON: the consumer's byte-exact mirror of it, or the producer's own.
    Manifest,
    /// A file of the producer's source, Rust: what the service states at run time.
    Runtime(u16),
    /// The producer's OpenAPI file, YAML or JSON.
    OpenApi,
    /// A document that states the contract in words: service contract, versioning. Markdown.
    ContractDocument(u16),
    /// The producer's service-contract source, JSON.
    ContractSource,
    /// The producer's record of announced error codes, JSON.
    Notices,
    /// The producer's objectives for the service, JSON.
    SloPolicy,
    /// What the objectives are in words, Markdown.
    SloDocument,
    /// A workflow of the producer's CI that holds the service to its objectives, YAML.
    Workflow(u16),
    /// A schema of the contract pack, JSON.
    Schema(u16),
    /// A file of a contract pack, the canonical one or a component's copy, whose bytes are compared.
    Pack(u16),
    /// A component's statement of what it is compatible with, JSON.
    Component(u16),
    /// The producer's handoff payload, JSON.
    Handoff,
    /// The payload of a rehearsal, JSON.
    Rehearsal,
    /// The producer's release evidence bundle, JSON.
    Bundle,
    /// A file that the bundle lists with another digest, whatever it holds.
    Artifact(u16),
    /// The producer's changelog, Markdown.
    Changelog,
    /// A document that must say certain things: governance, decision records. Markdown.
    Record(u16),
    /// A source file of the consumer, whatever its language.
    Code(u16),
    /// The record of a freeze of baseline upgrades, JSON.
    Freeze,
    /// `lockstep.toml`.
    Configuration,
}

impl DocumentKind {
    /// The three documents that state the baseline, in the order of findings.
    pub const TRIO: [Self; 3] = [Self::Pin, Self::Matrix, Self::Manifest];

    /// Whether the document is JSON, an object at its top.
    pub fn is_json(self) -> bool {
        match self {
            Self::Pin
            | Self::Manifest
            | Self::ContractSource
            | Self::Notices
            | Self::SloPolicy
            | Self::Schema(_)
            | Self::Component(_)
            | Self::Handoff
            | Self::Rehearsal
            | Self::Bundle
            | Self::Freeze => true,
            Self::Matrix
            | Self::Runtime(_)
            | Self::OpenApi
            | Self::ContractDocument(_)
            | Self::SloDocument
            | Self::Pack(_)
            | Self::Workflow(_)
            | Self::Artifact(_)
            | Self::Changelog
            | Self::Record(_)
            | Self::Code(_)
            | Self::Configuration => false,
        }
    }

    /// The kind as one word, for JSON and for keys of the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Matrix => "matrix",
            Self::Manifest => "manifest",
            Self::Runtime(_) => "runtime",
            Self::OpenApi => "openapi",
            Self::ContractDocument(_) => "contract-document",
            Self::ContractSource => "contract-source",
            Self::Notices => "notices",
            Self::SloPolicy => "slo-policy",
            Self::SloDocument => "slo-document",
            Self::Workflow(_) => "workflow",
            Self::Schema(_) => "schema",
            Self::Pack(_) => "pack",
            Self::Component(_) => "component",
            Self::Handoff => "handoff",
            Self::Rehearsal => "rehearsal",
            Self::Bundle => "bundle",
            Self::Artifact(_) => "artifact",
            Self::Changelog => "changelog",
            Self::Record(_) => "record",
            Self::Code(_) => "code",
            Self::Freeze => "freeze",
            Self::Configuration => "configuration",
        }
    }

    /// The kind in the teams' words, for messages.
    pub fn title(self) -> &'static str {
        match self {
            Self::Pin => "integration pin",
            Self::Matrix => "compatibility matrix",
            Self::Manifest => "producer manifest",
            Self::Runtime(_) => "service's source",
            Self::OpenApi => "OpenAPI file",
            Self::ContractDocument(_) => "contract document",
            Self::ContractSource => "service-contract source",
            Self::Notices => "record of notices",
            Self::SloPolicy => "SLO policy",
            Self::SloDocument => "SLO document",
            Self::Workflow(_) => "CI workflow",
            Self::Schema(_) => "integration schema",
            Self::Pack(_) => "file of a contract pack",
            Self::Component(_) => "trilogy artifact",
            Self::Handoff => "handoff payload",
            Self::Rehearsal => "rehearsal payload",
            Self::Bundle => "release evidence bundle",
            Self::Artifact(_) => "artifact",
            Self::Changelog => "changelog",
            Self::Record(_) => "record",
            Self::Code(_) => "source file",
            Self::Freeze => "freeze record",
            Self::Configuration => "configuration",
        }
    }

    /// Where the document stands in a consumer's repository that has no configuration, relative to its root; empty for
    /// documents that only a configuration names, and for those that only a producer has.
    pub fn default_path(self) -> &'static str {
        match self {
            Self::Pin => "config/memorykernel-integration-pin.json",
            Self::Matrix => "docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md",
            Self::Manifest => "config/memorykernel-producer-manifest.json",
            Self::Handoff => "services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json",
            Self::Freeze => "config/memorykernel-freeze.json",
            Self::Configuration => "lockstep.toml",
            _ => "",
        }
    }
}

/// What a host found at the place of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// The bytes, untouched.
    Bytes(Cow<'a, [u8]>),
    /// Nothing stands there.
    Missing,
    /// Something stands there that is no regular file; the text says what (`a folder`).
    NotRegular(Cow<'a, str>),
    /// A symbolic link leads out of the repository.
    OutsideRepository,
    /// The file is larger than the limit, so its bytes were not read; its size in bytes.
    TooLarge(u64),
    /// The host could not read it (permission, I/O); the system's own words. Not a fault of the
    /// document, so no finding: the report's verdict becomes `error`.
    Unreadable(Cow<'a, str>),
}

/// One document: which it is, how findings name it, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// Which document it is.
    pub kind: DocumentKind,
    /// The name findings give it: a path relative to the repository, with forward slashes.
    pub name: Cow<'a, str>,
    /// What it holds.
    pub content: Content<'a>,
}

impl<'a> Source<'a> {
    /// A document that was read.
    pub fn bytes(kind: DocumentKind, name: impl Into<Cow<'a, str>>, bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        Self { kind, name: name.into(), content: Content::Bytes(bytes.into()) }
    }

    /// A document that does not exist.
    pub fn missing(kind: DocumentKind, name: impl Into<Cow<'a, str>>) -> Self {
        Self { kind, name: name.into(), content: Content::Missing }
    }

    /// The bytes, or none where there is nothing to read.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.content {
            Content::Bytes(bytes) => bytes,
            _ => &[],
        }
    }

    /// The bytes as text with broken sequences replaced, for showing.
    pub fn lossy(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.as_bytes())
    }
}

/// What there is in the place of a document that nobody handed over.
static NOTHING: Source<'static> =
    Source { kind: DocumentKind::Manifest, name: Cow::Borrowed(""), content: Content::Missing };

/// The documents that are judged, in the order of findings, each of another kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources<'a> {
    documents: Vec<Source<'a>>,
}

impl<'a> Sources<'a> {
    /// A consumer's three documents that state the baseline; each source's kind is set to the place it is given in.
    pub fn new(pin: Source<'a>, matrix: Source<'a>, manifest: Source<'a>) -> Self {
        let [pin_kind, matrix_kind, manifest_kind] = DocumentKind::TRIO;
        let documents = [
            Source { kind: pin_kind, ..pin },
            Source { kind: matrix_kind, ..matrix },
            Source { kind: manifest_kind, ..manifest },
        ];
        Self { documents: documents.into() }
    }

    /// Adds a document, or puts it in the place of the one of its kind.
    pub fn put(&mut self, source: Source<'a>) {
        let at = self.documents.partition_point(|known| known.kind < source.kind);
        match self.documents.get_mut(at) {
            Some(known) if known.kind == source.kind => *known = source,
            _ => self.documents.insert(at, source),
        }
    }

    /// The document of that kind, or `None` where there is none.
    pub fn find(&self, kind: DocumentKind) -> Option<&Source<'a>> {
        self.documents.iter().find(|source| source.kind == kind)
    }

    /// The document of that kind. A finding points only into documents that are there; for another kind it is a
    /// missing one.
    pub fn get(&self, kind: DocumentKind) -> &Source<'a> {
        self.find(kind).unwrap_or(&NOTHING)
    }

    /// Those that are not of the three that state the baseline, in the order of findings.
    pub fn further(&self) -> impl Iterator<Item = &Source<'a>> {
        self.iter().filter(|source| !DocumentKind::TRIO.contains(&source.kind))
    }

    /// All of them, in the order of findings.
    pub fn iter(&self) -> impl Iterator<Item = &Source<'a>> {
        self.documents.iter()
    }
}
