//! Whether the service can be asked: a few requests, and what follows from them.

use alloc::{borrow::ToOwned, boxed::Box, format, string::String, vec::Vec};

use serde::Serialize;

use super::{Adapter, Exchange, TransportFailure, is_success};
use crate::{
    envelope::{Answer, Classification, Violation},
    json,
    policy::PendingMigrations,
    text::{quoted, shown},
    tree::Tree,
};

/// The value of `schema` in every result of a preflight.
pub const PREFLIGHT_SCHEMA: &str = "lockstep-preflight.v1";

/// What a preflight ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum State {
    /// Questions can be asked.
    Ready,
    /// The integration is switched off; nothing was asked.
    Disabled,
    /// The service does not answer, or not that it is well.
    Offline,
    /// Its database cannot be used.
    SchemaUnavailable,
    /// It speaks another version of the contract than the pin expects.
    VersionMismatch,
    /// What it answers is no envelope.
    MalformedPayload,
    /// It says that it is not well.
    Degraded,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Ready,
        Self::Disabled,
        Self::Offline,
        Self::SchemaUnavailable,
        Self::VersionMismatch,
        Self::MalformedPayload,
        Self::Degraded,
    ];

    /// Its name, as in the policy's `preflight_states`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Disabled => "disabled",
            Self::Offline => "offline",
            Self::SchemaUnavailable => "schema-unavailable",
            Self::VersionMismatch => "version-mismatch",
            Self::MalformedPayload => "malformed-payload",
            Self::Degraded => "degraded",
        }
    }

    /// The state that a reason of the classifier stands for; the two share their names.
    fn of_reason(reason: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.as_str() == reason).unwrap_or(Self::MalformedPayload)
    }
}

/// One request to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Call {
    /// `GET` or `POST`; neither has a body.
    pub method: &'static str,
    /// The path, such as `/v1/health`.
    pub path: &'static str,
    /// The whole address.
    pub url: String,
    /// The most milliseconds that the exchange may take.
    pub timeout_ms: u64,
}

/// One request that was sent, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Asked {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, such as `/v1/health`.
    pub path: &'static str,
    /// The HTTP status, or null where there was no answer.
    pub status: Option<u16>,
    /// Why there was no answer, or null.
    pub failure: Option<String>,
    /// What breaks the contract in the answer.
    pub violations: Vec<Violation>,
}

/// The result of a preflight: `lockstep-preflight.v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PreflightStatus {
    /// The version of this form: `lockstep-preflight.v1`.
    pub schema: &'static str,
    /// The state.
    pub status: State,
    /// What the user sees.
    pub label: String,
    /// What an operator does about it.
    pub action: String,
    /// Why it is so, in one sentence.
    pub message: String,
    /// The reason for the fallback, one of the policy's `fallback_reasons`; null where the state is `ready`.
    pub fallback_reason: Option<String>,
    /// Whether the integration is switched on.
    pub enabled: bool,
    /// Whether the state is `ready`.
    pub ready: bool,
    /// Whether questions are asked.
    pub enrichment_enabled: bool,
    /// Where the service is asked.
    pub base_url: String,
    /// The service contract version that the service claims, where it answered with an envelope.
    pub service_contract_version: Option<String>,
    /// The API contract version that the service claims, where it answered with an envelope.
    pub api_contract_version: Option<String>,
    /// The service contract version that the pin expects.
    pub expected_service_contract_version: String,
    /// The API contract version that the pin expects.
    pub expected_api_contract_version: String,
    /// The pin's integration baseline.
    pub integration_baseline: String,
    /// The pinned release.
    pub release_tag: String,
    /// The pinned commit.
    pub commit_sha: String,
    /// The requests in the order in which they were sent.
    pub requests: Vec<Asked>,
}

/// What comes next in a preflight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send this request and hand its outcome to [`Preflight::observe`].
    Ask(Call),
    /// It has ended.
    Done(Box<PreflightStatus>),
}

/// A question of the preflight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Health,
    SchemaVersion,
    Readiness,
}

impl Question {
    fn method_and_path(self) -> (&'static str, &'static str) {
        match self {
            Self::Health => ("GET", "/v1/health"),
            Self::SchemaVersion => ("POST", "/v1/db/schema-version"),
            Self::Readiness => ("GET", "/v1/ready"),
        }
    }

    /// The state where there is no answer, or one that says no.
    fn refused(self) -> State {
        match self {
            Self::Health => State::Offline,
            Self::SchemaVersion | Self::Readiness => State::SchemaUnavailable,
        }
    }
}

/// A preflight under way: ask for the next [`Step`], send what it says, hand in the outcome, until it is done.
///
/// # Example: a service that nobody has started
///
/// ```
/// use lockstep_core::{
///     adapter::{Adapter, Exchange, Expected, Settings, State, Step, TransportFailure},
///     policy::Policy,
/// };
///
/// # let pin = br#"{ "memorykernel_repo": "r", "release_tag": "v0.4.0", "commit_sha": "c", "default_timeout_ms": 2500,
/// #   "expected_service_contract_version": "service.v3", "expected_api_contract_version": "api.v1",
/// #   "expected_integration_baseline": "integration/v1", "default_base_url": "http://127.0.0.1:4010" }"#;
/// let expected = Expected::from_pin(pin).unwrap();
/// let settings = Settings::new(&expected, None, None, None);
/// let adapter = Adapter::new(&Policy::embedded(), expected, settings).unwrap();
/// let mut preflight = adapter.preflight();
/// let status = loop {
///     match preflight.step() {
///         Step::Ask(_) => preflight.observe(&Exchange::Failed(TransportFailure::Connect, "connection refused")),
///         Step::Done(status) => break status,
///     }
/// };
/// assert_eq!(status.status, State::Offline);
/// ```
#[derive(Clone, Debug)]
pub struct Preflight<'a> {
    adapter: &'a Adapter,
    asked: Vec<Asked>,
    /// The question to ask next, or the end with its message.
    at: Result<Question, (State, String)>,
    /// The versions that the last envelope claimed.
    versions: (Option<String>, Option<String>),
}

impl<'a> Preflight<'a> {
    pub(super) fn new(adapter: &'a Adapter) -> Self {
        let at = match adapter.settings.enabled {
            true => Ok(Question::Health),
            false => Err((State::Disabled, "the MemoryKernel integration is disabled by configuration".into())),
        };
        Self { adapter, asked: Vec::new(), at, versions: (None, None) }
    }

    /// The request that comes next, or the result.
    pub fn step(&self) -> Step {
        match &self.at {
            Ok(question) => {
                let (method, path) = question.method_and_path();
                let super::Settings { base_url, timeout_ms, .. } = &self.adapter.settings;
                Step::Ask(Call { method, path, url: format!("{base_url}{path}"), timeout_ms: *timeout_ms })
            }
            Err((state, message)) => Step::Done(Box::new(self.status(*state, message))),
        }
    }

    /// Takes in what became of the request; nothing changes where the preflight has ended.
    pub fn observe(&mut self, exchange: &Exchange<'_>) {
        let Ok(question) = self.at else { return };
        let (method, path) = question.method_and_path();
        let mut asked = Asked { method, path, status: None, failure: None, violations: Vec::new() };
        self.at = match exchange {
            Exchange::Failed(failure, text) => {
                asked.failure = Some(shown(text));
                // The adapter takes a body that cannot be read for an empty one.
                let state = match failure {
                    TransportFailure::Body => State::MalformedPayload,
                    _ => question.refused(),
                };
                Err((state, format!("MemoryKernel {path} gave no answer: {}", shown(text))))
            }
            Exchange::Answered { status, body } => {
                asked.status = Some(*status);
                self.answer(question, *status, body, &mut asked.violations)
            }
        };
        self.asked.push(asked);
    }

    fn answer(
        &mut self,
        question: Question,
        status: u16,
        body: &[u8],
        violations: &mut Vec<Violation>,
    ) -> Result<Question, (State, String)> {
        let (_, path) = question.method_and_path();
        let looks = self.adapter.policy.run_time.choices.pending_migrations == PendingMigrations::Unavailable;
        let expected = match question {
            Question::Health => Answer::Health,
            Question::Readiness => Answer::Readiness,
            // The adapter does not look at the data.
            Question::SchemaVersion if !looks => Answer::Any,
            Question::SchemaVersion => Answer::SchemaVersion,
        };
        let classification = self.adapter.classify(status, expected, body);
        if question == Question::Readiness && status == 404 && classification.code.is_none() {
            // A release that does not have the endpoint yet.
            return Err(ready());
        }
        violations.clone_from(&classification.violations);
        if !is_success(status) {
            let code =
                classification.code.as_ref().map_or_else(String::new, |code| format!(" [{}]", shown(&code.text)));
            return Err((question.refused(), format!("MemoryKernel {path} answered HTTP {status}{code}")));
        }
        let unusable = self.adapter.unusable(&classification).map(State::of_reason);
        if unusable != Some(State::MalformedPayload) {
            let Classification { service_contract_version, api_contract_version, .. } = &classification;
            self.versions = (service_contract_version.clone(), api_contract_version.clone());
        }
        if let Some(state) = unusable {
            return Err((state, self.explained(state, path, &classification, body)));
        }
        match question {
            Question::Health => Ok(Question::SchemaVersion),
            Question::SchemaVersion if looks => match self.pending(body) {
                0 => Ok(Question::Readiness),
                pending => Err((
                    State::SchemaUnavailable,
                    format!("MemoryKernel has {pending} pending migration{}", if pending == 1 { "" } else { "s" }),
                )),
            },
            Question::SchemaVersion | Question::Readiness => Err(ready()),
        }
    }

    fn explained(&self, state: State, path: &str, classification: &Classification, body: &[u8]) -> String {
        match state {
            State::VersionMismatch => {
                let super::Expected { service_contract, api_contract, .. } = &self.adapter.expected;
                format!(
                    "MemoryKernel {path} claims {}, the pin expects {} and {}",
                    Adapter::claimed(classification),
                    quoted(service_contract),
                    quoted(api_contract)
                )
            }
            State::MalformedPayload => match classification.violations.first() {
                Some(violation) => {
                    format!("MemoryKernel {path} answered with no usable envelope: {}", violation.message)
                }
                None => format!("MemoryKernel {path} answered with no usable envelope"),
            },
            _ => {
                let tree = self.adapter.tree(body);
                let data = tree.as_ref().and_then(|tree| tree.get("data")?.get("status")?.text());
                format!("MemoryKernel {path} states its status as {}", quoted(data.unwrap_or_default()))
            }
        }
    }

    /// How many migrations a schema answer says are pending.
    fn pending(&self, body: &[u8]) -> usize {
        let tree = self.adapter.tree(body);
        tree.as_ref().and_then(|tree| tree.get("data")?.get("pending_versions")?.list()).map_or(0, <[_]>::len)
    }

    fn status(&self, state: State, message: &str) -> PreflightStatus {
        let Adapter { policy, expected, settings, .. } = self.adapter;
        let known = policy.run_time.preflight_states.get(state.as_str());
        let ready = state == State::Ready;
        PreflightStatus {
            schema: PREFLIGHT_SCHEMA,
            status: state,
            label: known.map_or_else(|| state.as_str().to_owned(), |known| known.label.clone()),
            action: known.map_or_else(String::new, |known| known.action.clone()),
            message: message.to_owned(),
            fallback_reason: known.and_then(|known| known.reason.clone()).filter(|_| !ready),
            enabled: settings.enabled,
            ready,
            enrichment_enabled: ready,
            base_url: settings.base_url.clone(),
            service_contract_version: self.versions.0.clone(),
            api_contract_version: self.versions.1.clone(),
            expected_service_contract_version: expected.service_contract.clone(),
            expected_api_contract_version: expected.api_contract.clone(),
            integration_baseline: expected.integration_baseline.clone(),
            release_tag: expected.release_tag.clone(),
            commit_sha: expected.commit_sha.clone(),
            requests: self.asked.clone(),
        }
    }
}

fn ready() -> (State, String) {
    (State::Ready, "MemoryKernel is ready".into())
}

impl Adapter {
    /// A body as a value, where it is JSON without a fault.
    pub(super) fn tree<'b>(&self, body: &'b [u8]) -> Option<Tree<'b>> {
        json::tree(core::str::from_utf8(body).ok()?, usize::from(self.policy.limits.json_depth)).ok()
    }
}
