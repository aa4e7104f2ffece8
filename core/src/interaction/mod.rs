//! Interactions: requests as a consumer sends them, and what it expects in answer.
//!
//! [`Interactions::read`] reads the file, [`judge()`] holds each interaction against the producer's OpenAPI file and
//! against what a service answered, and gives a [`Report`].

mod judge;
mod read;
mod render;
mod report;
mod rule;
mod service;
mod specification;
mod wire;

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::{
    text::{Span, Spanned},
    tree::Tree,
};
pub use judge::{Asked, Inputs, Observed, judge};
pub use report::{Declared, Document, Finding, Judged, Label, Place, Report, Served};
pub use rule::InteractionRule;
pub use wire::{PROBE_SCHEMA, ProbeReport};

/// The form of an interactions file that this engine reads.
pub const INTERACTIONS_VERSION: &str = "lockstep-interactions.v1";

/// The interactions of a consumer.
#[derive(Debug)]
pub struct Interactions<'a> {
    /// The consumer's name.
    pub consumer: Cow<'a, str>,
    /// In the order in which they are sent; at least one.
    pub all: Vec<Interaction<'a>>,
}

/// One request and what is expected in answer.
#[derive(Debug)]
pub struct Interaction<'a> {
    /// Its name, which no other interaction of the file has.
    pub name: Spanned<Cow<'a, str>>,
    /// The HTTP method, in capitals.
    pub method: Spanned<Cow<'a, str>>,
    /// The path, with a leading slash and its query.
    pub path: Spanned<Cow<'a, str>>,
    /// The value of the header `content-type`, where one is sent.
    pub content_type: Option<Spanned<Cow<'a, str>>>,
    /// The body, where one is sent.
    pub body: Option<Body<'a>>,
    /// Where `request` stands.
    pub request: Span,
    /// What is expected.
    pub expect: Expect<'a>,
}

/// The body of a request.
#[derive(Debug)]
pub enum Body<'a> {
    /// JSON, sent with the characters that stand in the file.
    Value(Tree<'a>),
    /// Any text, sent as it is.
    Text(Spanned<Cow<'a, str>>),
}

impl Body<'_> {
    /// What is sent; `file` is the text of the interactions file.
    pub fn sent<'s>(&'s self, file: &'s str) -> &'s str {
        match self {
            Self::Value(tree) => file.get(tree.span.range()).unwrap_or_default(),
            Self::Text(text) => &text.value,
        }
    }

    /// Where it stands in the file.
    pub fn span(&self) -> Span {
        match self {
            Self::Value(tree) => tree.span,
            Self::Text(text) => text.span,
        }
    }
}

/// What is expected in answer.
#[derive(Debug)]
pub struct Expect<'a> {
    /// The kind of the answer.
    pub answer: Spanned<Answer>,
    /// The HTTP status, where it matters.
    pub status: Option<Spanned<u16>>,
    /// The error code, where it matters; only of errors.
    pub code: Option<Spanned<Cow<'a, str>>>,
}

/// The kind of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A success envelope.
    Success,
    /// An error envelope.
    Error,
    /// A success envelope of `/v1/health`.
    Health,
    /// A success envelope of `/v1/ready`.
    Readiness,
    /// A success envelope of `/v1/db/schema-version`.
    SchemaVersion,
}

impl Answer {
    /// Every kind with its word in the file.
    pub const ALL: [(&'static str, Self); 5] = [
        ("success", Self::Success),
        ("error", Self::Error),
        ("health", Self::Health),
        ("readiness", Self::Readiness),
        ("schema-version", Self::SchemaVersion),
    ];

    /// The kind with its article, for messages.
    pub fn title(self) -> &'static str {
        match self {
            Self::Success => "a success envelope",
            Self::Error => "an error envelope",
            Self::Health => "a health answer",
            Self::Readiness => "a readiness answer",
            Self::SchemaVersion => "a schema-version answer",
        }
    }
}

/// Words between back ticks in one text, for messages.
fn listed<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.map(crate::text::quoted).collect::<Vec<_>>().join(", ")
}
