//! What the integration pin says.

use super::{BaselineValue, Text};
use crate::json::{Field, Node};

/// The fields of the integration pin (`config/memorykernel-integration-pin.json`).
#[derive(Clone, Debug)]
pub struct PinFacts<'a> {
    /// `memorykernel_repo`.
    pub repository: Text<'a>,
    /// `release_tag`.
    pub release_tag: Text<'a>,
    /// `commit_sha`.
    pub commit_sha: Text<'a>,
    /// `expected_service_contract_version`.
    pub service_contract: Text<'a>,
    /// `expected_api_contract_version`.
    pub api_contract: Text<'a>,
    /// `expected_integration_baseline`.
    pub integration_baseline: Text<'a>,
    /// `expected_producer_manifest_sha256`.
    pub manifest_sha256: Text<'a>,
    /// `default_base_url`.
    pub base_url: Text<'a>,
    /// `default_timeout_ms`, as the characters that stand there.
    pub timeout_ms: Field<&'a str>,
}

impl<'a> PinFacts<'a> {
    /// The key of the base URL.
    pub const BASE_URL: &'static str = "default_base_url";
    /// The key of the timeout.
    pub const TIMEOUT_MS: &'static str = "default_timeout_ms";

    pub(super) fn read(node: &Node<'a>) -> Self {
        let string = |value: BaselineValue| node.string(value.pin_key());
        Self {
            repository: string(BaselineValue::Repository),
            release_tag: string(BaselineValue::ReleaseTag),
            commit_sha: string(BaselineValue::CommitSha),
            service_contract: string(BaselineValue::ServiceContract),
            api_contract: string(BaselineValue::ApiContract),
            integration_baseline: string(BaselineValue::IntegrationBaseline),
            manifest_sha256: string(BaselineValue::ManifestSha256),
            base_url: node.string(Self::BASE_URL),
            timeout_ms: node.number(Self::TIMEOUT_MS),
        }
    }

    /// The field that states a baseline value.
    pub fn baseline(&self, value: BaselineValue) -> &Text<'a> {
        match value {
            BaselineValue::Repository => &self.repository,
            BaselineValue::ReleaseTag => &self.release_tag,
            BaselineValue::CommitSha => &self.commit_sha,
            BaselineValue::ServiceContract => &self.service_contract,
            BaselineValue::ApiContract => &self.api_contract,
            BaselineValue::IntegrationBaseline => &self.integration_baseline,
            BaselineValue::ManifestSha256 => &self.manifest_sha256,
        }
    }
}
