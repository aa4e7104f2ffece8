//! What a draft gets out of a question, or why it gets nothing.

use alloc::{borrow::ToOwned, format, string::String};

use serde::Serialize;

use super::{Adapter, Exchange, PreflightStatus, context, is_success};
use crate::{
    envelope::{Answer, Classification, Fallback, Route},
    finding::Severity,
    text::quoted,
};

/// The value of `schema` in every enrichment.
pub const ENRICHMENT_SCHEMA: &str = "lockstep-enrichment.v1";

/// Whether a draft is enriched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EnrichmentStatus {
    /// It is.
    Applied,
    /// It goes on without.
    Fallback,
}

/// What a draft gets out of a question: `lockstep-enrichment.v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Enrichment {
    /// The version of this form: `lockstep-enrichment.v1`.
    pub schema: &'static str,
    /// Whether there is a text for the draft.
    pub applied: bool,
    /// `applied` or `fallback`.
    pub status: EnrichmentStatus,
    /// What happened, in one sentence.
    pub message: String,
    /// One of the policy's `fallback_reasons`; null where it is applied.
    pub fallback_reason: Option<String>,
    /// What the user sees; null where it is applied.
    pub label: Option<String>,
    /// What the user can do; null where it is applied.
    pub hint: Option<String>,
    /// The error code as it was sent, where the answer was routed by it.
    pub machine_error_code: Option<String>,
    /// The id of the context package, where the answer has one.
    pub context_package_id: Option<String>,
    /// The text for the draft; null in a fallback.
    pub enrichment_text: Option<String>,
    /// Whether the answer breaks the contract, so that a release whose service answers so must not be promoted.
    pub drift: bool,
    /// How many violations make it so.
    pub violations: usize,
    /// The preflight before the question; null where the adapter itself failed.
    pub preflight: Option<PreflightStatus>,
}

impl Adapter {
    /// What a draft gets after this preflight and, where one was asked, this question. Never fails.
    ///
    /// Where the preflight is not ready, no question should be asked, and one that was does not count.
    pub fn enrichment(&self, preflight: &PreflightStatus, question: Option<&Exchange<'_>>) -> Enrichment {
        let enrichment = match question {
            _ if !preflight.ready => {
                let reason = preflight.fallback_reason.as_deref().unwrap_or("unknown");
                self.fallen_back(reason, preflight.message.clone())
            }
            None => self.fallen_back("unknown", "the question was not asked".into()),
            Some(Exchange::Failed(failure, text)) => self
                .fallen_back(failure.reason(), format!("MemoryKernel query ask failed: {}", self.cut(text.as_bytes()))),
            Some(Exchange::Answered { status, body }) => {
                let classification = self.classify(*status, Answer::Any, body);
                let errors = classification.violations.iter().filter(|found| found.severity == Severity::Error).count();
                let enrichment = match is_success(*status) {
                    true => self.success(&classification, body),
                    false => self.error(*status, classification, body),
                };
                Enrichment { drift: errors > 0, violations: errors, ..enrichment }
            }
        };
        Enrichment { preflight: Some(preflight.clone()), ..enrichment }
    }

    /// The fallback where the adapter itself failed, for this reason.
    pub fn adapter_error(&self, text: &str) -> Enrichment {
        self.fallen_back("adapter-error", self.cut(text.as_bytes()))
    }

    fn success(&self, classification: &Classification, body: &[u8]) -> Enrichment {
        let unusable = self.unusable(classification);
        let tree = self.tree(body);
        let (None, Some(data)) = (unusable, tree.as_ref().and_then(|tree| tree.get("data"))) else {
            let reason = unusable.unwrap_or("malformed-payload");
            return self.fallen_back(reason, self.unusable_message(reason, classification));
        };
        let context_package_id = context::package_id(data);
        let text = context::enrichment_text(data);
        if text.is_empty() {
            let message = "MemoryKernel query ask found no context".into();
            return Enrichment { context_package_id, ..self.fallen_back("empty-context", message) };
        }
        Enrichment {
            applied: true,
            status: EnrichmentStatus::Applied,
            fallback_reason: None,
            label: None,
            hint: None,
            context_package_id,
            enrichment_text: Some(text),
            ..self.fallen_back("unknown", "MemoryKernel context was applied".into())
        }
    }

    fn unusable_message(&self, reason: &str, classification: &Classification) -> String {
        let super::Expected { service_contract, api_contract, .. } = &self.expected;
        match (reason, classification.violations.first()) {
            ("version-mismatch", _) => format!(
                "MemoryKernel query ask claims {}, the pin expects {} and {}",
                Self::claimed(classification),
                quoted(service_contract),
                quoted(api_contract)
            ),
            (_, Some(violation)) => {
                format!("MemoryKernel query ask answered with no usable envelope: {}", violation.message)
            }
            (_, None) => "MemoryKernel query ask answered with no usable envelope".into(),
        }
    }

    fn error(&self, status: u16, classification: Classification, body: &[u8]) -> Enrichment {
        let Classification { fallback, code, legacy_error, .. } = classification;
        let routed = fallback.as_ref().is_some_and(|fallback| fallback.route == Route::ErrorCode);
        let code = code.map(|code| code.text).filter(|_| routed);
        let mut message = format!("MemoryKernel query ask returned HTTP {status}");
        if let Some(code) = &code {
            message.push_str(&format!(" [{}]", self.cut(code.as_bytes())));
        }
        message.push_str(": ");
        message.push_str(&self.cut(body));
        if let Some(text) = legacy_error {
            message.push_str(&format!(" (legacy_error: {})", self.cut(text.as_bytes())));
        }
        let Some(Fallback { reason, label, hint, .. }) = fallback else { return self.fallen_back("unknown", message) };
        Enrichment {
            label: Some(label),
            hint: Some(hint),
            machine_error_code: code,
            ..self.fallen_back(&reason, message)
        }
    }

    fn fallen_back(&self, reason: &str, message: String) -> Enrichment {
        let of = self.fallback(reason);
        Enrichment {
            schema: ENRICHMENT_SCHEMA,
            applied: false,
            status: EnrichmentStatus::Fallback,
            message,
            fallback_reason: Some(reason.to_owned()),
            label: Some(of.label),
            hint: Some(of.hint),
            machine_error_code: None,
            context_package_id: None,
            enrichment_text: None,
            drift: false,
            violations: 0,
            preflight: None,
        }
    }

    /// The beginning of a text, as many UTF-16 code units as the policy allows, with `…` behind it where it is cut.
    fn cut(&self, text: &[u8]) -> String {
        let mut room = self.policy.run_time.message_body_length as usize;
        let mut cut = String::new();
        let characters = text.utf8_chunks().flat_map(|chunk| {
            let broken = (!chunk.invalid().is_empty()).then_some(char::REPLACEMENT_CHARACTER);
            chunk.valid().chars().chain(broken)
        });
        for character in characters {
            let Some(left) = room.checked_sub(character.len_utf16()) else {
                cut.push('…');
                break;
            };
            room = left;
            cut.push(character);
        }
        cut
    }
}
