use lockstep_core::inquiry::{Alignment, ContractDocument};
use serde::Deserialize;

use crate::relative_path::RelativePath;

/// Where a producer's source stands that has no configuration.
const SOURCE: &str = "crates/memory-kernel-service/src/main.rs";
/// Where the constant for the API contract version may stand.
const API_SOURCE: &str = "crates/memory-kernel-api/src/lib.rs";
const OPENAPI: &str = "openapi/openapi.yaml";
const CONTRACT_SOURCE: &str = "contracts/integration/v1/service-contract-source-of-truth.json";

/// What must say the same as the manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProducerAlignment {
    /// The root file of the service's source, whose modules are read with it; by default
    /// `crates/memory-kernel-service/src/main.rs`.
    pub source: Option<RelativePath>,
    /// A further file of the source, read where it is there; by default `crates/memory-kernel-api/src/lib.rs`.
    pub api_source: Option<RelativePath>,
    /// The constant that states the service contract version; by default `SERVICE_CONTRACT_VERSION`.
    pub service_constant: Option<String>,
    /// The constant that states the API contract version, where there is one; by default `API_CONTRACT_VERSION`.
    pub api_constant: Option<String>,
    /// The OpenAPI file; by default `openapi/openapi.yaml`.
    pub openapi: Option<RelativePath>,
    /// Its schema of the error envelope; by default `ServiceErrorEnvelope`.
    pub error_envelope: Option<String>,
    /// Its paths that every consumer asks; by default `/v1/query/ask` and `/v1/query/recall`.
    pub query_endpoints: Option<Vec<String>>,
    /// The statuses outside 2xx that each of them must list; by default 400, 500 and 503.
    pub query_statuses: Option<Vec<u16>>,
    /// The service-contract source; by default `contracts/integration/v1/service-contract-source-of-truth.json`, where
    /// it is there.
    pub contract_source: Option<RelativePath>,
    /// The contract documents; by default `docs/spec/service-contract.md` and `docs/spec/versioning.md`.
    pub documents: Option<Vec<ContractDocumentSettings>>,
}

/// A contract document, and where it states what.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContractDocumentSettings {
    /// Where it stands.
    pub path: RelativePath,
    /// The label of the item that states the service contract version; without it, the document need not.
    pub service_contract: Option<String>,
    /// The label of the item that states the API contract version; without it, the document need not.
    pub api_contract: Option<String>,
    /// The label of the item that states the integration baseline; without it, the document need not.
    pub integration_baseline: Option<String>,
    /// The heading above the list or table of error codes and statuses; without it, the document need not have one.
    pub error_codes: Option<String>,
    /// The words before the fields that an error envelope has: those that the sentence or the list behind them names.
    #[serde(default)]
    pub required_fields: Vec<String>,
    /// The words before the fields that it must not have.
    #[serde(default)]
    pub forbidden_fields: Vec<String>,
}

impl ProducerAlignment {
    pub(crate) fn source(&self) -> &str {
        self.source.as_ref().map_or(SOURCE, RelativePath::as_str)
    }

    pub(crate) fn api_source(&self) -> &str {
        self.api_source.as_ref().map_or(API_SOURCE, RelativePath::as_str)
    }

    pub(crate) fn openapi(&self) -> &str {
        self.openapi.as_ref().map_or(OPENAPI, RelativePath::as_str)
    }

    pub(crate) fn contract_source(&self) -> &str {
        self.contract_source.as_ref().map_or(CONTRACT_SOURCE, RelativePath::as_str)
    }

    /// The places of the contract documents.
    pub(crate) fn documents(&self) -> Vec<&str> {
        match &self.documents {
            Some(documents) => documents.iter().map(|document| document.path.as_str()).collect(),
            None => Vec::from(["docs/spec/service-contract.md", "docs/spec/versioning.md"]),
        }
    }

    /// What must agree.
    pub(crate) fn inquiry(&self, is_named: bool) -> Alignment {
        let text =
            |configured: &Option<String>, default: &str| configured.clone().unwrap_or_else(|| default.to_owned());
        let endpoints = || ["/v1/query/ask", "/v1/query/recall"].map(str::to_owned).into();
        Alignment {
            is_named,
            service_constant: text(&self.service_constant, "SERVICE_CONTRACT_VERSION"),
            api_constant: text(&self.api_constant, "API_CONTRACT_VERSION"),
            error_envelope: text(&self.error_envelope, "ServiceErrorEnvelope"),
            query_endpoints: self.query_endpoints.clone().unwrap_or_else(endpoints),
            query_statuses: self.query_statuses.clone().unwrap_or_else(|| Vec::from([400, 500, 503])),
            documents: match &self.documents {
                Some(documents) => documents.iter().map(ContractDocument::from).collect(),
                None => Vec::from([service_contract(), versioning()]),
            },
        }
    }
}

impl From<&ContractDocumentSettings> for ContractDocument {
    fn from(settings: &ContractDocumentSettings) -> Self {
        let ContractDocumentSettings { service_contract, api_contract, integration_baseline, error_codes, .. } =
            settings;
        Self {
            service_contract: service_contract.clone(),
            api_contract: api_contract.clone(),
            integration_baseline: integration_baseline.clone(),
            error_codes: error_codes.clone(),
            required_fields: settings.required_fields.clone(),
            forbidden_fields: settings.forbidden_fields.clone(),
        }
    }
}

/// MemoryKernel's `docs/spec/service-contract.md`.
fn service_contract() -> ContractDocument {
    let text = |text: &str| Some(text.to_owned());
    ContractDocument {
        service_contract: text("Service contract version"),
        api_contract: text("API contract version surfaced in envelopes"),
        integration_baseline: None,
        error_codes: text("Error Status and Code Mapping"),
        required_fields: Vec::from(["Error responses MUST include".to_owned()]),
        forbidden_fields: ["Error responses MUST NOT include", "Non-2xx responses intentionally do not include"]
            .map(str::to_owned)
            .into(),
    }
}

/// MemoryKernel's `docs/spec/versioning.md`.
fn versioning() -> ContractDocument {
    ContractDocument {
        service_contract: Some("Service contract".to_owned()),
        api_contract: Some("API envelope contract".to_owned()),
        ..ContractDocument::default()
    }
}
