//! What holding interactions against an OpenAPI file and a service came to.

use alloc::{borrow::Cow, string::String, vec::Vec};
use serde::Serialize;

use crate::{
    finding::Text,
    report::Verdict,
    text::{Span, visible},
};

/// How many findings are kept; the rest is counted.
const FINDINGS: usize = 100;

/// A text that findings point into.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// How findings name it.
    pub name: &'d str,
    /// All of it.
    pub text: &'d str,
}

/// Which text a label points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The interactions file.
    Interactions,
    /// The OpenAPI file.
    OpenApi,
    /// The service's answer to the interaction of this number.
    Answer(usize),
}

/// A place with the words that stand beside it.
#[derive(Clone, Debug)]
pub struct Label {
    /// The text.
    pub place: Place,
    /// The bytes it points at.
    pub span: Span,
    /// What is there to see, in a few words; may be empty.
    pub text: Text,
}

impl Label {
    /// A label at `span` of a text.
    pub fn new(place: Place, span: Span, text: impl Into<Text>) -> Self {
        Self { place, span, text: text.into() }
    }
}

/// One thing that is wrong; every finding of a probe is an error.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// The name of the interaction.
    pub interaction: String,
    /// What is wrong: one sentence, lower case, no full stop.
    pub message: Text,
    /// The place to look at first.
    pub primary: Label,
    /// Other places that explain it.
    pub related: Vec<Label>,
    /// What should stand there.
    pub expected: Text,
    /// What stands there.
    pub actual: Text,
    /// Who has to change what.
    pub help: Text,
}

/// What the OpenAPI file says about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Declared {
    /// No OpenAPI file was given, or the request is meant to be refused.
    NotChecked,
    /// It allows the request.
    Conforms,
    /// It does not allow the request.
    Violates,
    /// It says something that lockstep does not evaluate.
    Unjudged,
}

/// What the service did with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Served {
    /// No service was asked.
    NotAsked,
    /// It answered as the interaction expects.
    AsExpected,
    /// It answered otherwise.
    Otherwise,
    /// No answer came.
    NoAnswer,
}

/// One interaction with what both sides say.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Judged {
    /// Its name.
    pub name: String,
    /// The HTTP method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// What the OpenAPI file says about the request.
    pub specification: Declared,
    /// What the service did with it.
    pub service: Served,
    /// The HTTP status of the answer, or null.
    pub status: Option<u16>,
}

/// Everything one probe found.
#[derive(Debug)]
pub struct Report<'d> {
    /// The consumer whose interactions they are.
    pub consumer: String,
    /// The interactions file.
    pub file: Document<'d>,
    /// The OpenAPI file, where one was given.
    pub openapi: Option<Document<'d>>,
    /// The service's address, where one was asked.
    pub base_url: Option<&'d str>,
    /// The answers as texts, by the number of their interaction; empty for none and for one that is no text.
    pub(super) answers: Vec<&'d str>,
    /// The interactions, in the order of the file.
    pub judged: Vec<Judged>,
    /// What is wrong, in the order of the interactions.
    pub findings: Vec<Finding>,
    /// How many findings are not listed.
    pub omitted: u32,
    /// What could not be judged.
    pub errors: Vec<String>,
}

impl<'d> Report<'d> {
    /// The outcome: what could not be judged is never a pass, and weighs more than a finding.
    pub fn verdict(&self) -> Verdict {
        match (self.errors.is_empty(), self.findings.is_empty()) {
            (false, _) => Verdict::Error,
            (true, false) => Verdict::Fail,
            (true, true) => Verdict::Pass,
        }
    }

    /// The name and the text that a label points into.
    pub(super) fn document(&self, place: Place) -> (Cow<'d, str>, &'d str) {
        match (place, self.openapi) {
            (Place::Answer(number), _) => {
                let name = self.judged.get(number).map(|judged| alloc::format!("answer to {}", judged.name));
                (name.unwrap_or_default().into(), self.answers.get(number).copied().unwrap_or_default())
            }
            (Place::OpenApi, Some(Document { name, text })) => (name.into(), text),
            (Place::Interactions | Place::OpenApi, _) => (self.file.name.into(), self.file.text),
        }
    }

    /// Adds a finding, whose texts are made fit to be shown.
    pub(super) fn report(&mut self, mut finding: Finding) {
        if self.findings.len() >= FINDINGS {
            self.omitted = self.omitted.saturating_add(1);
            return;
        }
        let Finding { message, primary, related, expected, actual, help, .. } = &mut finding;
        let labels = core::iter::once(primary).chain(related).map(|label| &mut label.text);
        for text in [message, expected, actual, help].into_iter().chain(labels) {
            if let Cow::Owned(escaped) = visible(text) {
                *text = Cow::Owned(escaped);
            }
        }
        self.findings.push(finding);
    }
}
