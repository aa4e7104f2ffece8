//! What the pin expects of the service.

use alloc::{format, string::String};

use crate::{
    facts::{BaselineValue, PinFacts},
    json::{self, Fault, Field, Json, Node},
    text::{Span, Spanned},
};

/// How deep a pin may nest.
const DEPTH: usize = 128;

/// The fields of the pin that the adapter loads, the timeout aside; `expected_producer_manifest_sha256` is not one.
const TEXTS: [&str; 7] = [
    BaselineValue::Repository.pin_key(),
    BaselineValue::ReleaseTag.pin_key(),
    BaselineValue::CommitSha.pin_key(),
    BaselineValue::ServiceContract.pin_key(),
    BaselineValue::ApiContract.pin_key(),
    BaselineValue::IntegrationBaseline.pin_key(),
    PinFacts::BASE_URL,
];

/// What the pin expects of the service, and how it is asked by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// `release_tag`.
    pub release_tag: String,
    /// `commit_sha`.
    pub commit_sha: String,
    /// `expected_service_contract_version`.
    pub service_contract: String,
    /// `expected_api_contract_version`.
    pub api_contract: String,
    /// `expected_integration_baseline`.
    pub integration_baseline: String,
    /// `default_base_url`.
    pub base_url: String,
    /// `default_timeout_ms`.
    pub timeout_ms: u64,
}

impl Expected {
    /// Reads a pin as the adapter's typed loader does: seven strings and a timeout that fits 64 bits, each once; keys
    /// that it does not know may hold anything.
    ///
    /// # Errors
    ///
    /// The first reason, in words, why the adapter could not start with this pin, and its place.
    pub fn from_pin(bytes: &[u8]) -> Result<Self, Spanned<String>> {
        let text = core::str::from_utf8(bytes).map_err(|error| {
            let start = error.valid_up_to();
            Spanned { value: "not UTF-8".into(), span: Span::new(start, start) }
        })?;
        let Json { faults, root } = json::read(text, DEPTH);
        if let Some(fault) = faults.into_iter().find(|fault| !matches!(fault, Fault::DuplicateKey { .. })) {
            return Err(fault.stated());
        }
        // INVARIANT: what is no object is a fault.
        let root = root.unwrap_or_else(Node::empty);
        for (number, (key, span)) in root.entries().enumerate() {
            let is_loaded = TEXTS.contains(&key) || key == PinFacts::TIMEOUT_MS;
            if is_loaded && root.entries().take(number).any(|(before, _)| before == key) {
                return Err(Spanned { value: format!("`{key}` stands twice"), span });
            }
        }
        let [repository, release_tag, commit_sha, service_contract, api_contract, integration_baseline, base_url] =
            TEXTS.map(|key| required(root.string(key), key, "a string").map(|text| text.value.into_owned()));
        repository?;
        let digits = required(root.number(PinFacts::TIMEOUT_MS), PinFacts::TIMEOUT_MS, "a number")?;
        let timeout_ms = digits.value.parse().map_err(|_| Spanned {
            value: format!("`{}` is no whole number from 0 to {}", PinFacts::TIMEOUT_MS, u64::MAX),
            span: digits.span,
        })?;
        Ok(Self {
            release_tag: release_tag?,
            commit_sha: commit_sha?,
            service_contract: service_contract?,
            api_contract: api_contract?,
            integration_baseline: integration_baseline?,
            base_url: base_url?,
            timeout_ms,
        })
    }
}

fn required<T>(field: Field<T>, key: &str, wanted: &str) -> Result<Spanned<T>, Spanned<String>> {
    match field {
        Field::Present(value) => Ok(value),
        Field::Missing(span) => Err(Spanned { value: format!("`{key}` is missing"), span }),
        Field::Wrong(found) => {
            Err(Spanned { value: format!("`{key}` is {}, not {wanted}", found.value), span: found.span })
        }
    }
}
