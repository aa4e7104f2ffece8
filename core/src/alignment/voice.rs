//! What one of the producer's documents says on the matters that all must agree on.

use alloc::{string::String, vec::Vec};

use crate::{facts::BaselineValue, finding::Label, source::DocumentKind, text::Span};

/// The versions that documents state, in the order of the matrix.
pub(crate) const VERSIONS: [BaselineValue; 3] =
    [BaselineValue::ServiceContract, BaselineValue::ApiContract, BaselineValue::IntegrationBaseline];

/// Which document or source speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// The service's source.
    Source,
    /// The OpenAPI file.
    OpenApi,
    /// A contract document.
    Document,
    /// The service-contract source.
    ContractSource,
    /// The manifest.
    Manifest,
}

/// A piece of text with the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// What it says.
    pub text: String,
    /// Which document says it.
    pub document: DocumentKind,
    /// Where.
    pub span: Span,
}

/// What is said on one matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    pub(crate) statements: Vec<Spoken>,
    /// Where it should stand, if it must be said and is not.
    pub(crate) gap: Option<Label>,
}

/// Error codes that are listed.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) codes: Vec<Spoken>,
    /// Where a code goes that is not there.
    pub(crate) gap: Label,
}

/// What an envelope does with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    Required,
    Optional,
    Forbidden,
    /// A schema requires it and does not define it.
    Undefined,
}

impl Demand {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Forbidden => "forbidden",
            Self::Undefined => "not defined",
        }
    }
}

/// The fields of an error envelope.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    pub(crate) said: Vec<(Demand, Spoken)>,
    /// Where a field goes that must be said to be required, optional, forbidden; `None` where it need not be said.
    pub(crate) gaps: [Option<Label>; 3],
    /// The same for fields of an inner object, where a schema says so, which defines a field, requires it, and has the
    /// inner object as a field of its own.
    pub(crate) inner_gaps: Option<[Option<Label>; 3]>,
}

impl Fields {
    /// Whether a schema says so.
    pub(crate) fn is_schema(&self) -> bool {
        self.inner_gaps.is_some()
    }

    /// Where a field goes of which this is not said.
    pub(crate) fn gap(&self, name: &str, demand: Demand) -> Option<&Label> {
        let inner = self.inner_gaps.as_ref().filter(|_| name.contains('.'));
        let [required, optional, forbidden] = inner.unwrap_or(&self.gaps);
        match demand {
            Demand::Required => required.as_ref(),
            Demand::Optional | Demand::Undefined => optional.as_ref(),
            Demand::Forbidden => forbidden.as_ref(),
        }
    }
}

/// All that one column of the matrix says.
#[derive(Clone, Debug)]
pub(crate) struct Voice {
    pub(crate) speaker: Speaker,
    /// The document that names the column.
    pub(crate) document: DocumentKind,
    /// In the order of [`VERSIONS`].
    pub(crate) versions: [Said; 3],
    /// `None` where it need not list codes.
    pub(crate) codes: Option<Listed>,
    /// The statuses of codes.
    pub(crate) statuses: Vec<(String, Spoken)>,
    /// `None` where it need not speak of the envelope.
    pub(crate) fields: Option<Fields>,
}

impl Voice {
    pub(crate) fn new(speaker: Speaker, document: DocumentKind) -> Self {
        Self { speaker, document, versions: Default::default(), codes: None, statuses: Vec::new(), fields: None }
    }
}

/// Whether a text may be an error code: a word of lower-case letters, digits and underscores.
pub(crate) fn is_code(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
