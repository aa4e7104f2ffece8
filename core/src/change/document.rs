//! The documents that are compared, recognised by what they hold.

use alloc::{
    format,
    string::{String, ToString},
};
use serde::Serialize;

use crate::{
    json,
    openapi::OpenApi,
    policy::Policy,
    text::{Span, Spanned},
    tree::Tree,
    yaml,
};

/// How deep a document in YAML may nest.
const YAML_DEPTH: usize = 128;

/// A document as a host found it.
#[derive(Clone, Copy, Debug)]
pub struct Given<'d> {
    /// How it is named: a path, or a commit and a path.
    pub name: &'d str,
    /// All that it holds.
    pub bytes: &'d [u8],
}

/// Which of the two states a document belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The old one.
    Old,
    /// The new one.
    New,
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DocumentForm {
    /// A producer manifest.
    Manifest,
    /// The producer's source of its service contract (`service-contract-source.v1`).
    ContractSource,
    /// An OpenAPI file.
    OpenApi,
    /// A policy of lockstep.
    Policy,
}

impl DocumentForm {
    /// The form in words, for messages.
    pub fn title(self) -> &'static str {
        match self {
            Self::Manifest => "producer manifest",
            Self::ContractSource => "service contract source",
            Self::OpenApi => "OpenAPI file",
            Self::Policy => "policy",
        }
    }
}

/// Why documents cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The document at fault.
    pub side: Side,
    /// Its name.
    pub name: String,
    /// What is wrong: one sentence, lower case, no full stop.
    pub message: String,
    /// Where, in bytes of the document.
    pub span: Span,
}

/// A document that could be read.
pub(super) struct Document<'d> {
    pub(super) side: Side,
    pub(super) name: &'d str,
    pub(super) text: &'d str,
    pub(super) body: Body<'d>,
}

pub(super) enum Body<'d> {
    Manifest(Tree<'d>),
    ContractSource(Tree<'d>),
    OpenApi(OpenApi<'d>),
    /// As it is written, and as it is meant with all defaults.
    Policy(Tree<'d>, alloc::boxed::Box<Policy>),
}

impl<'d> Document<'d> {
    pub(super) fn read(given: Given<'d>, side: Side, policy: &Policy) -> Result<Self, Refusal> {
        let Given { name, bytes } = given;
        let refusal = |message: String, span: Span| Refusal { side, name: name.to_string(), message, span };
        let limit = policy.limits.document_bytes;
        if bytes.len() as u64 > limit {
            let message = format!("the document has {} bytes, more than the limit of {limit}", bytes.len());
            return Err(refusal(message, Span::default()));
        }
        let text = core::str::from_utf8(bytes).map_err(|error| {
            let start = error.valid_up_to();
            refusal("the document is not UTF-8 text".into(), Span::new(start, start))
        })?;
        let faulty = |what: &str| {
            let what = what.to_string();
            move |Spanned { value, span }: Spanned<String>| refusal(format!("the {what} is faulty: {value}"), span)
        };
        let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
        let tree = match is_json {
            true => json::tree(text, usize::from(policy.limits.json_depth)).map_err(faulty("JSON"))?,
            false => yaml::read(text, YAML_DEPTH).map_err(faulty("YAML"))?,
        };
        let has = |key: &str| tree.get(key).is_some();
        let body = if has("openapi") || has("swagger") {
            Body::OpenApi(OpenApi::read(text).map_err(faulty(DocumentForm::OpenApi.title()))?)
        } else if is_json && has("policy_version") {
            let read = Policy::read(bytes)
                .map_err(|error| faulty("policy")(Spanned { value: error.message().into(), span: error.span() }))?;
            Body::Policy(tree, read.into())
        } else if is_json && has("service_contract_source_version") {
            Body::ContractSource(tree)
        } else if is_json && has("manifest_contract_version") {
            Body::Manifest(tree)
        } else {
            let message = "neither a producer manifest (`manifest_contract_version`), a service contract source \
                           (`service_contract_source_version`), an OpenAPI file (`openapi`) nor a policy \
                           (`policy_version`)";
            return Err(refusal(message.into(), tree.span));
        };
        Ok(Self { side, name, text, body })
    }

    pub(super) fn form(&self) -> DocumentForm {
        match self.body {
            Body::Manifest(_) => DocumentForm::Manifest,
            Body::ContractSource(_) => DocumentForm::ContractSource,
            Body::OpenApi(_) => DocumentForm::OpenApi,
            Body::Policy(..) => DocumentForm::Policy,
        }
    }

    /// Why the document cannot be compared.
    pub(super) fn refusal(&self, message: String, span: Span) -> Refusal {
        Refusal { side: self.side, name: self.name.into(), message, span }
    }

    /// Where something would go that a part of this document lacks: before its closing bracket, else beside its name.
    pub(super) fn gap(&self, part: &Tree<'_>, name: Span) -> Span {
        let end = part.span.range().end;
        match self.text.get(..end).is_some_and(|before| before.ends_with(['}', ']'])) {
            true => Span::new(end.saturating_sub(1), end),
            false => name,
        }
    }
}

impl Refusal {
    /// Two documents of which one is something else.
    pub(super) fn mixed(old: &Document<'_>, new: &Document<'_>) -> Self {
        let (was, is) = (old.form().title(), new.form().title());
        new.refusal(format!("the new document is of the kind {is}, the old one of the kind {was}"), Span::default())
    }
}
