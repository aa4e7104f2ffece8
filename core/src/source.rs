//! Documents as they reach the engine: a kind, a name and bytes, or the reason why there are none.

use alloc::{borrow::Cow, string::String};

/// Which of the consumer's documents a source is; the order is the order of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// The integration pin, JSON.
    Pin,
    /// The compatibility matrix, Markdown.
    Matrix,
    /// The consumer's byte-exact mirror of the producer manifest, JSON.
    Manifest,
}

impl DocumentKind {
    /// Every kind, in the order of findings.
    pub const ALL: [Self; 3] = [Self::Pin, Self::Matrix, Self::Manifest];

    /// The kind as one word, for JSON and for keys of the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Matrix => "matrix",
            Self::Manifest => "manifest",
        }
    }

    /// The kind in the teams' words, for messages.
    pub fn title(self) -> &'static str {
        match self {
            Self::Pin => "integration pin",
            Self::Matrix => "compatibility matrix",
            Self::Manifest => "producer manifest mirror",
        }
    }

    /// Where the document stands in a repository that has no configuration, relative to its root.
    pub fn default_path(self) -> &'static str {
        match self {
            Self::Pin => "config/memorykernel-integration-pin.json",
            Self::Matrix => "docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md",
            Self::Manifest => "config/memorykernel-producer-manifest.json",
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

/// The three documents of a consumer, in the order of findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources<'a> {
    pin: Source<'a>,
    matrix: Source<'a>,
    manifest: Source<'a>,
}

impl<'a> Sources<'a> {
    /// The trio; each source's kind is set to the place it is given in.
    pub fn new(pin: Source<'a>, matrix: Source<'a>, manifest: Source<'a>) -> Self {
        Self {
            pin: Source { kind: DocumentKind::Pin, ..pin },
            matrix: Source { kind: DocumentKind::Matrix, ..matrix },
            manifest: Source { kind: DocumentKind::Manifest, ..manifest },
        }
    }

    /// The document of that kind.
    pub fn get(&self, kind: DocumentKind) -> &Source<'a> {
        match kind {
            DocumentKind::Pin => &self.pin,
            DocumentKind::Matrix => &self.matrix,
            DocumentKind::Manifest => &self.manifest,
        }
    }

    /// All three, in the order of findings.
    pub fn iter(&self) -> impl Iterator<Item = &Source<'a>> {
        [&self.pin, &self.matrix, &self.manifest].into_iter()
    }
}
