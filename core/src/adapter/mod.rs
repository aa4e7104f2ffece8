//! The consumer at run time: what it makes of the service's answers, as pure functions.
//!
//! An [`Adapter`] is made once from the policy, the pin and the settings. Its [`Preflight`] says which request comes
//! next and ends with a [`PreflightStatus`]; [`Adapter::enrichment`] turns the outcome of a question into an
//! [`Enrichment`], and [`notes()`] into what the front end shows. Whoever sends the requests hands each outcome in as
//! an [`Exchange`]. Every outcome whatever has a defined result: a draft must never be blocked (diagnostics matrix,
//! invariant 1).
//!
//! Source: the consumer's adapter and its front end. Where they differ from its documents, the policy's
//! [`Choices`](crate::policy::Choices) decide. Success envelopes are judged by the strict reader of
//! [`envelope`](crate::envelope).

mod context;
pub(crate) mod door;
mod enrichment;
mod expected;
mod notes;
mod preflight;
mod settings;

use alloc::{format, string::String};

pub use enrichment::{ENRICHMENT_SCHEMA, Enrichment, EnrichmentStatus};
pub use expected::Expected;
pub use notes::{Notes, notes};
pub use preflight::{Asked, Call, PREFLIGHT_SCHEMA, Preflight, PreflightStatus, State, Step};
pub use settings::{BASE_URL_VARIABLE, ENABLED_VARIABLE, Settings, TIMEOUT_VARIABLE};

use crate::{
    envelope::{Answer, Class, Classification, Classifier, ContractState, UnknownContract},
    policy::{ErrorEnvelopes, FallbackReason, Policy},
    text::quoted,
};

/// What became of one HTTP request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange<'a> {
    /// It was answered.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The whole body.
        body: &'a [u8],
    },
    /// It was not, for this reason, in these words.
    Failed(TransportFailure, &'a str),
}

/// Why a request has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportFailure {
    /// No connection came about.
    Connect,
    /// It took too long.
    Timeout,
    /// It could not be sent, or the connection ended before an answer began.
    Request,
    /// The answer's body could not be read or decoded.
    Body,
    /// Anything else.
    Other,
}

impl TransportFailure {
    /// The failure with that name: `connect`, `timeout`, `request`, `body` or `other`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "connect" => Self::Connect,
            "timeout" => Self::Timeout,
            "request" => Self::Request,
            "body" => Self::Body,
            "other" => Self::Other,
            _ => return None,
        })
    }

    /// The reason for the fallback where a question ends so.
    fn reason(self) -> &'static str {
        match self {
            Self::Connect => "offline",
            Self::Timeout => "timeout",
            Self::Request | Self::Body => "query-error",
            Self::Other => "network-error",
        }
    }
}

/// What a consumer goes by; made once, then used for every preflight and question, from any thread.
#[derive(Clone, Debug)]
pub struct Adapter {
    classifier: Classifier,
    policy: Policy,
    expected: Expected,
    settings: Settings,
}

impl Adapter {
    /// An adapter that goes by these.
    ///
    /// # Errors
    ///
    /// Where the policy does not know the service contract version that the pin expects.
    pub fn new(policy: &Policy, expected: Expected, settings: Settings) -> Result<Self, UnknownContract> {
        let classifier = Classifier::new(policy, &ContractState::Only(expected.service_contract.clone()))?;
        Ok(Self { classifier, policy: policy.clone(), expected, settings })
    }

    /// A preflight that has not asked anything yet.
    pub fn preflight(&self) -> Preflight<'_> {
        Preflight::new(self)
    }

    /// What there is to say about an answer, without what the policy says not to judge at run time.
    fn classify(&self, status: u16, answer: Answer, body: &[u8]) -> Classification {
        let mut classification = self.classifier.classify(Some(status), answer, body);
        if !is_success(status) && self.policy.run_time.choices.error_envelopes == ErrorEnvelopes::Ignore {
            // What is left out of `unknown_codes` has no violation to begin with.
            classification.violations.retain(|violation| violation.rule == Class::UnknownCode.as_str());
        }
        classification
    }

    /// The reason that a 2xx answer cannot be used, or `None`.
    fn unusable<'c>(&self, classification: &'c Classification) -> Option<&'c str> {
        let reason = classification.fallback.as_ref().map(|fallback| fallback.reason.as_str());
        let Expected { service_contract, api_contract, .. } = &self.expected;
        let differ = classification.service_contract_version.as_ref() != Some(service_contract)
            || classification.api_contract_version.as_ref() != Some(api_contract);
        match reason {
            Some("malformed-payload") => reason,
            _ if differ => Some("version-mismatch"),
            _ => reason,
        }
    }

    /// Both versions that an answer claims, for messages.
    fn claimed(classification: &Classification) -> String {
        let stated = |version: &Option<String>| version.as_deref().map_or("nothing".into(), quoted);
        let (service, api) = (&classification.service_contract_version, &classification.api_contract_version);
        format!("{} and {}", stated(service), stated(api))
    }

    /// Label and hint of a reason.
    fn fallback(&self, reason: &str) -> FallbackReason {
        let known = self.policy.run_time.fallback_reasons.get(reason);
        known.cloned().unwrap_or_else(|| FallbackReason::unnamed(reason))
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}
