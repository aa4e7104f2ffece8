//! The boundary of the engine: what the program, the addon and the WASM modules call.

use alloc::{string::String, vec::Vec};

use crate::{
    date::Date,
    policy::{Policy, PolicyError},
    render,
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

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Judges the documents. Rules about dates run only where `today` is given.
    pub fn check<'a>(&'a self, sources: &'a Sources<'a>, today: Option<Date>) -> Report<'a> {
        Report::new(sources, &self.policy, today)
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
}

impl Format {
    /// The format that hosts know by this name, `human` or `json`.
    pub fn named(name: &str, color: bool) -> Option<Self> {
        match name {
            "human" => Some(Self::Human { color }),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// The finished text of a report, ending with a line end.
pub fn render(report: &Report<'_>, format: Format) -> String {
    match format {
        Format::Human { color } => render::human::render(report, color),
        Format::Json => render::json::render(&wire::Report::from(report)),
    }
}

/// Every rule.
pub fn rules() -> Vec<wire::Rule> {
    rules::ALL.iter().map(|rule| wire::Rule::from(*rule)).collect()
}

/// The page of a rule in Markdown, or `None` for an id that no rule has.
pub fn explain(id: &str) -> Option<String> {
    rules::find(id).map(render::page::render)
}

/// The embedded policy as the text of a policy file.
pub fn policy() -> String {
    render::json::render(&Policy::embedded())
}

/// The version of lockstep.
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
