//! The boundary of the engine: what the program, the addon and the WASM modules call.

use alloc::{string::String, vec::Vec};

use crate::{
    adapter::door,
    date::Date,
    envelope::EnvelopeRule,
    inquiry::Inquiry,
    interaction::InteractionRule,
    policy::{Policy, PolicyError},
    render::{self, github::Remainder, markdown::SUMMARY_LIMIT},
    report::Report,
    rules,
    source::Sources,
    wire,
};

/// The engine with the policy it judges by; cheap to keep, and `Sync`.
#[derive(Clone, Debug)]
pub struct Engine {
    policy: Policy,
}

impl Engine {
    /// The engine with the embedded policy.
    pub fn embedded() -> Self {
        Self { policy: Policy::embedded() }
    }

    /// The engine with a policy of the caller's.
    ///
    /// # Errors
    ///
    /// Where the bytes are no policy; see [`Policy::read`].
    pub fn with_policy(bytes: &[u8]) -> Result<Self, PolicyError> {
        Policy::read(bytes).map(|policy| Self { policy })
    }

    /// The engine with a policy that was read already.
    pub fn of(policy: Policy) -> Self {
        Self { policy }
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Judges the three documents. Rules about dates run only where `today` is given.
    pub fn check<'a>(&'a self, sources: &'a Sources<'a>, today: Option<Date>) -> Report<'a> {
        Report::new(sources, &self.policy, &Inquiry { today, ..Inquiry::default() })
    }

    /// Judges whatever the inquiry asks for; the documents beside the three are among the sources.
    pub fn judge<'a>(&'a self, sources: &'a Sources<'a>, inquiry: &Inquiry<'a>) -> Report<'a> {
        Report::new(sources, &self.policy, inquiry)
    }
}

/// The form of a rendered report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Code frames for people, plain or with terminal colours.
    Human {
        /// Whether to colour with ANSI escapes.
        color: bool,
    },
    /// `lockstep-report.v1`.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of a GitHub job.
    GitHub(Remainder),
    /// JUnit XML.
    Junit,
    /// Markdown of at most so many bytes, as far as the head fits into them.
    Markdown {
        /// The most bytes, such as [`SUMMARY_LIMIT`].
        limit: usize,
    },
}

impl Format {
    /// The format that hosts know by this name: `human`, `json`, `sarif`, `github`, `junit` or `markdown`.
    pub fn named(name: &str, color: bool) -> Option<Self> {
        match name {
            "human" => Some(Self::Human { color }),
            "json" => Some(Self::Json),
            "sarif" => Some(Self::Sarif),
            "github" => Some(Self::GitHub(Remainder::Log)),
            "junit" => Some(Self::Junit),
            "markdown" => Some(Self::Markdown { limit: SUMMARY_LIMIT }),
            _ => None,
        }
    }
}

/// The finished text of a report, ending with a line end.
pub fn render(report: &Report<'_>, format: Format) -> String {
    let wire = || wire::Report::from(report);
    match format {
        Format::Human { color } => render::human::render(report, color),
        Format::Json => render::json::render(&wire()),
        Format::Sarif => render::sarif::render(&wire()),
        Format::GitHub(remainder) => render::github::render(&wire(), remainder),
        Format::Junit => render::junit::render(&wire()),
        Format::Markdown { limit } => render::markdown::render(&wire(), limit),
    }
}

/// Every rule: those of documents, those of envelopes, those of interactions.
pub fn rules() -> Vec<wire::Rule> {
    let documents = rules::ALL.iter().map(|rule| wire::Rule::from(*rule));
    let envelopes = EnvelopeRule::ALL.iter().map(wire::Rule::from);
    documents.chain(envelopes).chain(InteractionRule::ALL.iter().map(wire::Rule::from)).collect()
}

/// The page of a rule in Markdown, or `None` for an id that no rule has.
#[cfg(feature = "pages")]
pub fn explain(id: &str) -> Option<String> {
    let document = || rules::find(id).map(|rule| render::page::render(&rule.into(), rule.documentation));
    let envelope = || EnvelopeRule::find(id).map(|rule| render::page::render(&rule.into(), rule.documentation));
    let interaction = || InteractionRule::find(id).map(|rule| render::page::render(&rule.into(), rule.documentation));
    document().or_else(envelope).or_else(interaction)
}

/// The embedded policy as the text of a policy file.
pub fn policy() -> String {
    render::json::render(&Policy::embedded())
}

/// What comes next in a consumer's preflight: the request to send, or the result.
///
/// `input` is a JSON object: `pin`, the text of the pin; `policy`, the text of a policy file, or null; `environment`,
/// an object with the consumer's variables as far as they are set; `exchanges`, what became of the requests so far,
/// each `{ "status": 200, "body": "..." }` or `{ "failure": "connect" | "timeout" | "request" | "body" | "other",
/// "text": "..." }`. All but the pin may be left out. The answer is a JSON object: `next`, a request with `method`,
/// `path`, `url` and `timeout_ms`, or null; `result`, a `lockstep-preflight.v1`, or null.
///
/// # Errors
///
/// What is wrong with the input: its form, the pin or the policy. No exchange is an error.
pub fn preflight(input: &str) -> Result<String, String> {
    door::preflight(input)
}

/// What a draft gets out of a question, and the front end's notes with it.
///
/// `input` is that of [`preflight`] with all its exchanges, and `question`, the exchange of the question, or null where
/// none was asked; `notes`, the notes so far, or null; `error`, what the adapter threw, in which case exchanges and
/// question do not count. The answer is a JSON object: `enrichment`, a `lockstep-enrichment.v1`; `notes`, the joined
/// notes or null; `message`, what the user is told.
///
/// # Errors
///
/// What is wrong with the input, as for [`preflight`], or that its exchanges end before the preflight does.
pub fn enrichment(input: &str) -> Result<String, String> {
    door::enrichment(input)
}

/// The version of lockstep.
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
