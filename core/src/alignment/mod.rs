//! What a producer's source, OpenAPI file, documents and manifest say about one contract, side by side.
//!
//! Each of them becomes a voice: what it says, with its places, and where it lacks something. The matrix compares
//! the voices; the rules of the group `alignment` report its gaps.

mod declared;
mod document;
mod matrix;
mod openapi;
mod runtime;
mod rust;
mod status;
mod voice;

use alloc::{format, vec::Vec};

pub(crate) use declared::{ENVELOPE, LISTS};
pub(crate) use matrix::UNKNOWN;
pub use matrix::{Cell, Column, Matrix, Row, State, Subject};
pub(crate) use runtime::Runtime;
pub use runtime::{Module, modules};
pub use voice::{Speaker, Spoken};

use crate::{
    facts::ManifestFacts,
    inquiry::Alignment,
    json::Node,
    openapi::{Contract, OpenApi},
    policy::Policy,
    source::DocumentKind,
    text::Spanned,
};

/// The documents, as far as they are there and could be read.
#[derive(Debug, Default)]
pub(crate) struct Documents<'a> {
    pub(crate) source: Vec<(DocumentKind, &'a str)>,
    pub(crate) openapi: Option<&'a str>,
    pub(crate) contract: Vec<(DocumentKind, &'a str)>,
    pub(crate) contract_source: Option<&'a Node<'a>>,
    pub(crate) manifest: Option<&'a ManifestFacts<'a>>,
}

/// What they say.
#[derive(Clone, Debug)]
pub struct AlignmentFacts {
    /// The source, if it is there.
    pub(crate) runtime: Option<Runtime>,
    /// The OpenAPI file, if it is there, or what makes it none.
    pub(crate) openapi: Option<Result<Contract, Spanned<alloc::string::String>>>,
    pub(crate) matrix: Matrix,
}

impl AlignmentFacts {
    pub(crate) fn read(documents: &Documents<'_>, asked: &Alignment, policy: &Policy) -> Self {
        let runtime = runtime::read(&documents.source, asked);
        let openapi = documents.openapi.map(|text| Ok(OpenApi::read(text)?.contract(&asked.error_envelope)));
        let contract = openapi.as_ref().and_then(|openapi: &Result<Contract, _>| openapi.as_ref().ok());
        let mut voices = Vec::new();
        voices.extend(runtime.iter().map(|runtime| runtime.voice.clone()));
        voices.extend(contract.map(openapi::voice));
        let demands = |kind: DocumentKind| match kind {
            DocumentKind::ContractDocument(number) => asked.documents.get(usize::from(number)),
            _ => None,
        };
        let texts = documents.contract.iter().filter_map(|(kind, text)| Some((*kind, *text, demands(*kind)?)));
        voices.extend(texts.map(|(kind, text, asked)| document::voice(kind, text, asked)));
        voices.extend(documents.contract_source.map(declared::contract_source));
        voices.extend(documents.manifest.map(declared::manifest));
        let is_mentioned = |code: &str| {
            let text = format!("\"{code}\"");
            documents
                .source
                .iter()
                .any(|(_, source)| memchr::memmem::find(source.as_bytes(), text.as_bytes()).is_some())
        };
        let matrix = Matrix::new((&voices, &is_mentioned), contract, policy, asked.is_named);
        Self { runtime, openapi, matrix }
    }

    /// The OpenAPI file, if it could be read.
    pub(crate) fn contract(&self) -> Option<&Contract> {
        self.openapi.as_ref()?.as_ref().ok()
    }
}
