//! What the documents say, each value with its place. Extraction never judges: a field that is
//! missing or of a wrong type is recorded as such, and the rules decide what that means.

mod bundle;
mod form;
mod handoff;
mod manifest;
mod matrix;
mod pin;
mod rehearsal;
mod slo;

use alloc::{borrow::Cow, string::String, vec::Vec};

pub(crate) use crate::words::same_words;
pub use bundle::{BundleFacts, Listed, script};
pub use form::{is_lower_hex, is_release_tag, repository};
pub use handoff::{HandoffFacts, HandoffMode};
pub use manifest::{ErrorCodeEntry, ManifestFacts};
pub use matrix::{ApprovedRow, ApprovedTable, MatrixFacts, Statement};
pub use pin::PinFacts;
pub use rehearsal::RehearsalFacts;
pub use slo::SloFacts;

use crate::{
    alignment::{self, AlignmentFacts},
    inquiry::{Alignment, Inquiry, Role},
    json::{self, Field},
    markdown::prose::Prose,
    policy::{MatrixLayout, Policy},
    source::{Content, DocumentKind, Source, Sources},
    text::{Span, Spanned},
};

/// The values of a baseline (the pinned producer release) that several documents state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BaselineValue {
    /// The producer's repository.
    Repository,
    /// The producer's release tag.
    ReleaseTag,
    /// The producer's commit.
    CommitSha,
    /// The service contract version.
    ServiceContract,
    /// The API contract version.
    ApiContract,
    /// The integration baseline.
    IntegrationBaseline,
    /// SHA-256 of the producer manifest.
    ManifestSha256,
}

impl BaselineValue {
    /// Every value, in the order in which the matrix states them.
    pub const ALL: [Self; 7] = [
        Self::Repository,
        Self::ReleaseTag,
        Self::CommitSha,
        Self::ServiceContract,
        Self::ApiContract,
        Self::IntegrationBaseline,
        Self::ManifestSha256,
    ];

    /// The value in plain words, for messages.
    pub fn title(self) -> &'static str {
        match self {
            Self::Repository => "repository",
            Self::ReleaseTag => "release tag",
            Self::CommitSha => "commit",
            Self::ServiceContract => "service contract version",
            Self::ApiContract => "API contract version",
            Self::IntegrationBaseline => "integration baseline",
            Self::ManifestSha256 => "manifest SHA-256",
        }
    }

    /// The key of the pin that states it.
    pub const fn pin_key(self) -> &'static str {
        match self {
            Self::Repository => "memorykernel_repo",
            Self::ReleaseTag => "release_tag",
            Self::CommitSha => "commit_sha",
            Self::ServiceContract => "expected_service_contract_version",
            Self::ApiContract => "expected_api_contract_version",
            Self::IntegrationBaseline => "expected_integration_baseline",
            Self::ManifestSha256 => "expected_producer_manifest_sha256",
        }
    }

    /// The key of the manifest that states it, where the manifest does.
    pub fn manifest_key(self) -> Option<&'static str> {
        match self {
            Self::ReleaseTag | Self::CommitSha | Self::ServiceContract | Self::ApiContract => Some(self.pin_key()),
            Self::IntegrationBaseline => Some("integration_baseline"),
            Self::Repository | Self::ManifestSha256 => None,
        }
    }

    /// The label of the matrix's baseline item that states it.
    pub fn label(self, layout: &MatrixLayout) -> &str {
        let labels = &layout.baseline_labels;
        match self {
            Self::Repository => &labels.repository,
            Self::ReleaseTag => &labels.release_tag,
            Self::CommitSha => &labels.commit_sha,
            Self::ServiceContract => &labels.service_contract,
            Self::ApiContract => &labels.api_contract,
            Self::IntegrationBaseline => &labels.integration_baseline,
            Self::ManifestSha256 => &labels.manifest_sha256,
        }
    }
}

/// Why a document, or a part of it, could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does not exist.
    Missing,
    /// Something else than a regular file stands there.
    NotRegular(String),
    /// A symbolic link leads out of the repository.
    OutsideRepository,
    /// It is larger than the limit; its size in bytes.
    TooLarge(u64),
    /// The host could not read it; its reason.
    Unreadable(String),
    /// It is not UTF-8, from this place on; whether it looks like UTF-16.
    NotUtf8 {
        /// The first bytes that are no UTF-8.
        span: Span,
        /// It begins with a UTF-16 byte order mark.
        utf16: bool,
    },
    /// Its JSON has a fault of form.
    Json(json::Fault),
}

/// A document as far as it could be read.
#[derive(Clone, Debug)]
pub struct Document<F> {
    /// What kept it, or parts of it, from being read.
    pub faults: Vec<Fault>,
    /// What it says; `None` where nothing could be made of it.
    pub facts: Option<F>,
}

impl<F> Document<F> {
    /// A document that is not judged.
    fn none() -> Self {
        Self { faults: Vec::new(), facts: None }
    }
}

/// A document beside the three that state the baseline.
#[derive(Clone, Debug)]
pub struct Further<'a> {
    /// Which it is.
    pub kind: DocumentKind,
    /// What it holds, as far as it could be read.
    pub document: Document<Body<'a>>,
}

/// What a document beside the three holds, which its rules read further.
#[derive(Clone, Debug)]
pub enum Body<'a> {
    /// The object of a JSON document.
    Json(json::Node<'a>),
    /// The text of any other.
    Text(&'a str),
    /// A file whose rules are about its bytes.
    Bytes,
}

/// What the documents say.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The integration pin.
    pub pin: Document<PinFacts<'a>>,
    /// The compatibility matrix.
    pub matrix: Document<MatrixFacts<'a>>,
    /// The producer manifest, or its mirror.
    pub manifest: Document<ManifestFacts<'a>>,
    /// Every other document, in the order of findings.
    pub further: Vec<Further<'a>>,
    /// Whose they are.
    role: Role,
    /// What the documents say that must state something, each once.
    prose: Vec<(DocumentKind, Prose)>,
    /// What a producer's documents say side by side, where that is judged.
    pub(crate) alignment: Option<AlignmentFacts>,
}

impl<'a> Facts<'a> {
    /// Reads the documents by the policy's layout and limits, for what the three state alone.
    pub fn of_trio(sources: &'a Sources<'a>, policy: &Policy) -> Self {
        Self::read(sources, policy, &Inquiry::default())
    }

    /// Reads the documents by the policy's layout and limits, as far as the inquiry looks at them.
    pub fn read(sources: &'a Sources<'a>, policy: &Policy, inquiry: &Inquiry<'_>) -> Self {
        let depth = usize::from(policy.limits.json_depth);
        let limit = policy.limits.document_bytes;
        let text = |kind| sources.find(kind).map(|source| text_of(source, limit));
        let mut facts = Self {
            pin: text(DocumentKind::Pin)
                .map_or_else(Document::none, |text| read_json(text, depth, |node| PinFacts::read(&node))),
            matrix: match text(DocumentKind::Matrix) {
                Some(Ok(text)) => Document { faults: Vec::new(), facts: Some(MatrixFacts::read(text, &policy.matrix)) },
                Some(Err(fault)) => Document { faults: Vec::from([fault]), facts: None },
                None => Document::none(),
            },
            manifest: text(DocumentKind::Manifest)
                .map_or_else(Document::none, |text| read_json(text, depth, |node| ManifestFacts::read(&node))),
            further: sources.further().map(|source| read_further(source, policy)).collect(),
            role: inquiry.role,
            prose: sources
                .iter()
                .filter(|source| {
                    cfg!(feature = "inquiry") && inquiry.records().any(|records| records.name(source.kind))
                })
                .filter_map(|source| Some((source.kind, Prose::read(text_of(source, limit).ok()?))))
                .collect(),
            alignment: None,
        };
        if cfg!(feature = "inquiry") {
            facts.alignment = inquiry.alignment.known().map(|asked| facts.aligned(asked, policy));
        }
        facts
    }

    fn aligned(&self, asked: &Alignment, policy: &Policy) -> AlignmentFacts {
        let texts = |wanted: fn(DocumentKind) -> bool| {
            let kinds = self.further.iter().map(|further| further.kind).filter(move |kind| wanted(*kind));
            kinds.filter_map(|kind| Some((kind, self.text(kind)?))).collect()
        };
        let documents = alignment::Documents {
            source: texts(|kind| matches!(kind, DocumentKind::Runtime(_))),
            openapi: self.text(DocumentKind::OpenApi),
            contract: texts(|kind| matches!(kind, DocumentKind::ContractDocument(_))),
            contract_source: self.object(DocumentKind::ContractSource),
            manifest: self.manifest.facts.as_ref(),
        };
        AlignmentFacts::read(&documents, asked, policy)
    }

    /// The faults of every document, in the order of findings.
    pub fn faults(&self) -> impl Iterator<Item = (DocumentKind, &Fault)> {
        let trio = [&self.pin.faults, &self.matrix.faults, &self.manifest.faults];
        let trio = DocumentKind::TRIO.into_iter().zip(trio);
        let further = self.further.iter().map(|further| (further.kind, &further.document.faults));
        trio.chain(further).flat_map(|(kind, faults)| faults.iter().map(move |fault| (kind, fault)))
    }

    /// What the document that everything is compared with states, without white space around it: a consumer's pin, a
    /// producer's manifest.
    pub fn baseline(&self, value: BaselineValue) -> Option<Spanned<&str>> {
        let text = match self.role {
            Role::Consumer => self.pin.facts.as_ref()?.baseline(value),
            Role::Producer => self.manifest.facts.as_ref()?.baseline(value)?,
        };
        let text = stated(text)?;
        Some(Spanned { value: text.value.trim(), span: text.span })
    }

    /// What a document beside the three holds, if it is there and could be read.
    fn body(&self, kind: DocumentKind) -> Option<&Body<'a>> {
        self.further.iter().find(|further| further.kind == kind)?.document.facts.as_ref()
    }

    /// The object of a JSON document beside the three, if it is there and could be read.
    pub fn object(&self, kind: DocumentKind) -> Option<&json::Node<'a>> {
        match self.body(kind)? {
            Body::Json(node) => Some(node),
            Body::Text(_) | Body::Bytes => None,
        }
    }

    /// What the handoff payload says, if it is there and could be read.
    pub fn handoff(&self) -> Option<HandoffFacts<'_, 'a>> {
        self.object(DocumentKind::Handoff).map(HandoffFacts::new)
    }

    /// What the payload of a rehearsal says, if it is there and could be read.
    pub fn rehearsal(&self) -> Option<RehearsalFacts<'_, 'a>> {
        self.object(DocumentKind::Rehearsal).map(RehearsalFacts::new)
    }

    /// What the release evidence bundle says, if it is there and could be read.
    pub fn bundle(&self) -> Option<BundleFacts<'_, 'a>> {
        self.object(DocumentKind::Bundle).map(BundleFacts::new)
    }

    /// What the objectives for the service are, if their policy is there and could be read.
    pub fn slo(&self) -> Option<SloFacts<'_, 'a>> {
        self.object(DocumentKind::SloPolicy).map(SloFacts::new)
    }

    /// The text of a document beside the three that is no JSON, if it is there and could be read.
    pub fn text(&self, kind: DocumentKind) -> Option<&'a str> {
        match self.body(kind)? {
            Body::Text(text) => Some(text),
            Body::Json(_) | Body::Bytes => None,
        }
    }

    /// What a document says that must state something, if it could be read.
    pub(crate) fn prose(&self, kind: DocumentKind) -> Option<&Prose> {
        self.prose.iter().find(|(of, _)| *of == kind).map(|(_, prose)| prose)
    }

    /// Whether something could be made of the document.
    pub fn has(&self, kind: DocumentKind) -> bool {
        match kind {
            DocumentKind::Pin => self.pin.facts.is_some(),
            DocumentKind::Matrix => self.matrix.facts.is_some(),
            DocumentKind::Manifest => self.manifest.facts.is_some(),
            kind => self.body(kind).is_some(),
        }
    }
}

fn read_further<'a>(source: &'a Source<'a>, policy: &Policy) -> Further<'a> {
    let text = text_of(source, policy.limits.document_bytes);
    let document = match (source.kind, &source.content) {
        // Neither its size nor its encoding is a fault. Whether a pack lacks a file is a matter of its rules.
        (DocumentKind::Code(_) | DocumentKind::Pack(_) | DocumentKind::Artifact(_), Content::Bytes(_))
        | (DocumentKind::Pack(_), Content::Missing) => Document { faults: Vec::new(), facts: Some(Body::Bytes) },
        (kind, _) if kind.is_json() => read_json(text, usize::from(policy.limits.json_depth), Body::Json),
        _ => match text {
            Ok(text) => Document { faults: Vec::new(), facts: Some(Body::Text(text)) },
            Err(fault) => Document { faults: Vec::from([fault]), facts: None },
        },
    };
    Further { kind: source.kind, document }
}

fn text_of<'a>(source: &'a Source<'a>, limit: u64) -> Result<&'a str, Fault> {
    let bytes = match &source.content {
        Content::Bytes(bytes) => bytes.as_ref(),
        Content::Missing => return Err(Fault::Missing),
        Content::NotRegular(what) => return Err(Fault::NotRegular(what.as_ref().into())),
        Content::OutsideRepository => return Err(Fault::OutsideRepository),
        Content::TooLarge(size) => return Err(Fault::TooLarge(*size)),
        Content::Unreadable(reason) => return Err(Fault::Unreadable(reason.as_ref().into())),
    };
    if bytes.len() as u64 > limit {
        return Err(Fault::TooLarge(bytes.len() as u64));
    }
    core::str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |length| start + length);
        let utf16 = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        Fault::NotUtf8 { span: Span::new(start, end), utf16 }
    })
}

fn read_json<'a, F>(text: Result<&'a str, Fault>, depth: usize, read: impl FnOnce(json::Node<'a>) -> F) -> Document<F> {
    match text {
        Ok(text) => {
            let json = json::read(text, depth);
            Document { facts: json.root.map(read), faults: json.faults.into_iter().map(Fault::Json).collect() }
        }
        Err(fault) => Document { faults: Vec::from([fault]), facts: None },
    }
}

/// A string field of a JSON document.
pub type Text<'a> = Field<Cow<'a, str>>;

/// The string of a field with its place, where there is one that is not blank.
pub fn stated<'f>(field: &'f Text<'_>) -> Option<Spanned<&'f str>> {
    let text = field.present()?;
    (!text.value.trim().is_empty()).then(|| Spanned { value: text.value.as_ref(), span: text.span })
}

/// A number that is written with digits only; beyond 64 bits it is the largest that fits, which every limit is below.
pub fn whole_number(digits: &str) -> Option<u64> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().unwrap_or(u64::MAX))
}

/// SHA-256 of `bytes` as 64 lower-case hex digits.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(bytes);
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or_default();
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
