use alloc::{string::String, vec::Vec};

use crate::facts::BaselineValue;

/// What source, OpenAPI file, documents and manifest of a producer must agree on, and where each states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// Whether the user asked for this check by its name, and so for the whole matrix.
    pub is_named: bool,
    /// The constant of the source that states the service contract version.
    pub service_constant: String,
    /// The constant of the source that states the API contract version; the source need not have it.
    pub api_constant: String,
    /// The schema of the OpenAPI file that describes every answer outside 2xx.
    pub error_envelope: String,
    /// The paths of the OpenAPI file that every consumer asks.
    pub query_endpoints: Vec<String>,
    /// The statuses outside 2xx that each of them must list.
    pub query_statuses: Vec<u16>,
    /// What each contract document states; the first is `DocumentKind::ContractDocument(0)`.
    pub documents: Vec<ContractDocument>,
}

/// Where a contract document states what; labels, headings and words are compared without regard to white space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContractDocument {
    /// The label of the item that states the service contract version; `None` where the document need not state it.
    pub service_contract: Option<String>,
    /// The label of the item that states the API contract version.
    pub api_contract: Option<String>,
    /// The label of the item that states the integration baseline.
    pub integration_baseline: Option<String>,
    /// The heading above the list or table of error codes and their statuses.
    pub error_codes: Option<String>,
    /// The words before the fields that an error envelope has.
    pub required_fields: Vec<String>,
    /// The words before the fields that it must not have.
    pub forbidden_fields: Vec<String>,
}

impl ContractDocument {
    /// The label of the item that states a version, where the document must state it.
    pub(crate) fn label(&self, value: BaselineValue) -> Option<&str> {
        match value {
            BaselineValue::ServiceContract => self.service_contract.as_deref(),
            BaselineValue::ApiContract => self.api_contract.as_deref(),
            BaselineValue::IntegrationBaseline => self.integration_baseline.as_deref(),
            _ => None,
        }
    }
}
