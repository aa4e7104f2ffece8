//! The rules of interactions. Each of their violations is an error, and no policy changes that.

use crate::rules::page;

/// One rule about a consumer's requests and a service's answers.
#[derive(Debug)]
pub struct InteractionRule {
    /// Its public, stable name in kebab case.
    pub id: &'static str,
    /// What it demands: one sentence, lower case, no full stop.
    pub summary: &'static str,
    /// Its page, in Markdown: what, why, a bad and a good example, how to fix; empty without the feature `pages`.
    pub documentation: &'static str,
}

macro_rules! rules {
    ($($name:ident $id:literal $summary:literal,)*) => {
        $(pub(super) const $name: &str = $id;)*

        impl InteractionRule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self {
                id: $id,
                summary: $summary,
                documentation: page(include_str!(concat!("rules/", $id, ".md"))),
            },)*];
        }
    };
}

rules! {
    UNDECLARED_PATH "interaction-undeclared-path" "the OpenAPI declares the path of a request",
    UNDECLARED_METHOD "interaction-undeclared-method" "the OpenAPI declares the method of a request for its path",
    CONTENT_TYPE "interaction-content-type" "the OpenAPI declares the content type of a body",
    REQUEST_BODY "interaction-request-body" "a request is what the schemas of the OpenAPI allow",
    DISAGREEMENT "interaction-specification-service-disagreement" "a service takes what its OpenAPI allows",
    ANSWER_STATUS "interaction-answer-status" "an answer has the expected status and is of the expected kind",
    ANSWER_CODE "interaction-answer-code" "an error has the expected code",
    ANSWER_ENVELOPE "interaction-answer-envelope" "an answer keeps the contract of envelopes",
    NO_ANSWER "interaction-no-answer" "a service answers every request",
}

impl InteractionRule {
    /// The rule with that id.
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|rule| rule.id == id)
    }
}
