//! Documents as they reach the engine: a kind, a name and bytes, or the reason why there are none.

use alloc::{borrow::Cow, string::String, vec::Vec};

/// Which document a source is; the order is the order of findings. Where there are several of a kind, they are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// The integration pin, JSON.
    Pin,
    /// The compatibility matrix, Markdown.
    Matrix,
    /// The consumer's byte-exact mirror of the producer manifest, JSON.
    Manifest,
    /// The producer's handoff payload, JSON.
    Handoff,
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

    /// The kind as one word, for JSON and for keys of the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Matrix => "matrix",
            Self::Manifest => "manifest",
            Self::Handoff => "handoff",
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
            Self::Manifest => "producer manifest mirror",
            Self::Handoff => "handoff payload",
            Self::Record(_) => "record",
            Self::Code(_) => "source file",
            Self::Freeze => "freeze record",
            Self::Configuration => "configuration",
        }
    }

    /// Where the document stands in a repository that has no configuration, relative to its root; empty for documents
    /// that only a configuration names.
    pub fn default_path(self) -> &'static str {
        match self {
            Self::Pin => "config/memorykernel-integration-pin.json",
            Self::Matrix => "docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md",
            Self::Manifest => "config/memorykernel-producer-manifest.json",
            Self::Handoff => "services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json",
            Self::Freeze => "config/memorykernel-freeze.json",
            Self::Configuration => "lockstep.toml",
            Self::Record(_) | Self::Code(_) => "",
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

/// The documents of a consumer, in the order of findings: the three that state the baseline, and whatever else is judged
/// with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources<'a> {
    pin: Source<'a>,
    matrix: Source<'a>,
    manifest: Source<'a>,
    /// In the order of their kinds, each of another.
    further: Vec<Source<'a>>,
}

impl<'a> Sources<'a> {
    /// The trio; each source's kind is set to the place it is given in.
    pub fn new(pin: Source<'a>, matrix: Source<'a>, manifest: Source<'a>) -> Self {
        Self {
            pin: Source { kind: DocumentKind::Pin, ..pin },
            matrix: Source { kind: DocumentKind::Matrix, ..matrix },
            manifest: Source { kind: DocumentKind::Manifest, ..manifest },
            further: Vec::new(),
        }
    }

    /// Adds a document, or puts it in the place of the one of its kind.
    pub fn put(&mut self, source: Source<'a>) {
        match source.kind {
            DocumentKind::Pin => self.pin = source,
            DocumentKind::Matrix => self.matrix = source,
            DocumentKind::Manifest => self.manifest = source,
            kind => {
                self.further.retain(|known| known.kind != kind);
                let at = self.further.partition_point(|known| known.kind < kind);
                self.further.insert(at, source);
            }
        }
    }

    /// The document of that kind, or `None` where there is none; the three that state the baseline are always there.
    pub fn find(&self, kind: DocumentKind) -> Option<&Source<'a>> {
        match kind {
            DocumentKind::Pin => Some(&self.pin),
            DocumentKind::Matrix => Some(&self.matrix),
            DocumentKind::Manifest => Some(&self.manifest),
            kind => self.further.iter().find(|source| source.kind == kind),
        }
    }

    /// The document of that kind. A finding points only into documents that are there; for another kind it is the pin.
    pub fn get(&self, kind: DocumentKind) -> &Source<'a> {
        self.find(kind).unwrap_or(&self.pin)
    }

    /// Those beside the three that state the baseline, in the order of findings.
    pub fn further(&self) -> impl Iterator<Item = &Source<'a>> {
        self.further.iter()
    }

    /// All of them, in the order of findings.
    pub fn iter(&self) -> impl Iterator<Item = &Source<'a>> {
        [&self.pin, &self.matrix, &self.manifest].into_iter().chain(&self.further)
    }
}
