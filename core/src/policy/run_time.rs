//! What the consumer does with the service's answers: data for the preflight, the enrichment and the labels.
//!
//! Sources: the consumer's runtime diagnostics matrix (states, labels, escalation) and its adapter (reasons). Where
//! the two differ, [`Choices`] names the difference.

use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
};

use serde::Serialize;

use super::Table;

/// What the consumer does with the service's answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct RunTime {
    /// The states of the preflight, by name: `ready`, `disabled`, `offline`, ...
    pub preflight_states: Table<PreflightState>,
    /// The reasons for a fallback, by name: `offline`, `timeout`, ...
    pub fallback_reasons: Table<FallbackReason>,
    /// The reason for each error code that has one of its own, aliases that the adapter knows among them; codes are
    /// compared without white space around them and without regard to letter case.
    pub code_reasons: Table<String>,
    /// The reason for every other error code.
    pub other_code_reason: String,
    /// The reason for an answer without a usable error code, by HTTP status.
    #[cfg_attr(feature = "schema", schemars(with = "alloc::collections::BTreeMap<u16, String>"))]
    pub status_reasons: Table<String>,
    /// The reason for every other status.
    pub other_status_reason: String,
    /// How many UTF-16 code units of an answer's body a message repeats; the adapter repeats all of it.
    pub message_body_length: u32,
    /// What to do where the consumer's documents and its adapter differ.
    pub choices: Choices,
}

/// The reasons that no table gives: they follow from what became of a request.
const OWN_REASONS: [&str; 11] = [
    "offline",
    "timeout",
    "malformed-payload",
    "version-mismatch",
    "schema-unavailable",
    "degraded",
    "network-error",
    "query-error",
    "empty-context",
    "adapter-error",
    "unknown",
];

impl RunTime {
    /// Every reason that a consumer may be given.
    pub(super) fn reasons(&self) -> impl Iterator<Item = &str> {
        let states = self.preflight_states.values().filter_map(|state| state.reason.as_ref());
        let others = [&self.other_code_reason, &self.other_status_reason];
        let tables = states.chain(self.code_reasons.values()).chain(self.status_reasons.values()).chain(others);
        tables.map(String::as_str).chain(OWN_REASONS)
    }

    /// The reason for an error code.
    pub(crate) fn reason_of_code(&self, code: &str) -> &str {
        if self.choices.degraded == DegradedMeaning::TypedError {
            return "degraded";
        }
        self.code_reasons.get(&code.trim().to_ascii_lowercase()).unwrap_or(&self.other_code_reason)
    }

    /// The reason for a status outside 2xx.
    pub(crate) fn reason_of_status(&self, status: u16) -> &str {
        self.status_reasons.get(&status.to_string()).unwrap_or(&self.other_status_reason)
    }

    /// The reason for a health answer whose status is not `ok`.
    pub(crate) fn unhealthy_reason(&self) -> &'static str {
        match self.choices.degraded {
            DegradedMeaning::Health => "degraded",
            DegradedMeaning::TypedError => "offline",
        }
    }
}

impl FallbackReason {
    /// A reason that the policy does not name.
    pub(crate) fn unnamed(reason: &str) -> Self {
        Self { label: reason.to_owned(), hint: String::new() }
    }
}

/// One state of the preflight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct PreflightState {
    /// What the user sees.
    pub label: String,
    /// What an operator does about it.
    pub action: String,
    /// The reason of the fallback in this state; none for `ready`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// One reason for a fallback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct FallbackReason {
    /// What the user sees, where the error code has no label of its own.
    pub label: String,
    /// What the user can do, in a sentence.
    pub hint: String,
}

/// What to do where the consumer's documents and its adapter differ; the embedded policy takes the safer side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Choices {
    /// An error code that the contract does not know.
    pub unknown_codes: UnknownCodes,
    /// What the state `degraded` means.
    pub degraded: DegradedMeaning,
    /// A service whose database has pending migrations.
    pub pending_migrations: PendingMigrations,
    /// An error envelope that does not keep the contract.
    pub error_envelopes: ErrorEnvelopes,
    /// Which texts a message shows as `legacy_error`.
    pub legacy_error_text: LegacyErrorText,
}

/// An error code that the contract does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum UnknownCodes {
    /// It is contract drift and blocks promotion, as the diagnostics matrix says; the fallback stays the same.
    Drift,
    /// It is a fallback like any other, as in the adapter.
    Fallback,
}

/// What the state `degraded` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DegradedMeaning {
    /// The health answer's status is not `ok`, as in the adapter: no question is asked.
    Health,
    /// A question was answered with a typed error, as the diagnostics matrix says; a health status that is not `ok`
    /// counts as `offline`.
    TypedError,
}

/// A service whose database has pending migrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PendingMigrations {
    /// Its schema is unavailable, as the producer's readiness answer says.
    Unavailable,
    /// It is ready, as in the adapter, which does not look.
    Ready,
}

/// An error envelope that does not keep the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ErrorEnvelopes {
    /// It is judged at run time, too, and reported as drift; the fallback stays the same.
    Judge,
    /// It is not judged at run time, as in the adapter.
    Ignore,
}

/// Which texts a message shows as `legacy_error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LegacyErrorText {
    /// That of `legacy_error` only.
    LegacyError,
    /// That of `error` as well, where there is no `legacy_error`, as in the adapter; it then names a field that the
    /// answer does not have.
    AnyError,
}

impl Default for RunTime {
    fn default() -> Self {
        super::embedded::run_time()
    }
}
