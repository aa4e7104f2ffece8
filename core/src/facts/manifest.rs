//! What the producer manifest says.

use alloc::{borrow::Cow, vec::Vec};

use super::{BaselineValue, Text};
use crate::{
    json::{Field, Node},
    text::Spanned,
};

/// An element of `error_code_enum`: a string, or the type that stands there instead.
pub type ErrorCodeEntry<'a> = Spanned<Result<Cow<'a, str>, &'static str>>;

/// The fields of the producer manifest (`producer-contract-manifest.json`, or its mirror).
#[derive(Clone, Debug)]
pub struct ManifestFacts<'a> {
    /// `manifest_contract_version`.
    pub contract_version: Text<'a>,
    /// `release_tag`.
    pub release_tag: Text<'a>,
    /// `commit_sha`.
    pub commit_sha: Text<'a>,
    /// `expected_service_contract_version`.
    pub service_contract: Text<'a>,
    /// `expected_api_contract_version`.
    pub api_contract: Text<'a>,
    /// `integration_baseline`.
    pub integration_baseline: Text<'a>,
    /// `error_code_enum`.
    pub error_codes: Field<Vec<ErrorCodeEntry<'a>>>,
    /// `stability_window`.
    pub stability_window: Field<Node<'a>>,
    /// `additive_error_code_notice_policy`.
    pub notice: Field<Node<'a>>,
    /// `service_v3_transition_guard`.
    pub transition_guard: Field<Node<'a>>,
}

impl<'a> ManifestFacts<'a> {
    /// The key of the manifest's own version.
    pub const CONTRACT_VERSION: &'static str = "manifest_contract_version";
    /// The key of the error codes.
    pub const ERROR_CODES: &'static str = "error_code_enum";
    /// The key of the stability window.
    pub const STABILITY_WINDOW: &'static str = "stability_window";
    /// The key of the notice policy.
    pub const NOTICE: &'static str = "additive_error_code_notice_policy";
    /// The key of the transition guard.
    pub const TRANSITION_GUARD: &'static str = "service_v3_transition_guard";

    pub(crate) fn read(node: &Node<'a>) -> Self {
        let string = |value: BaselineValue| node.string(value.manifest_key().unwrap_or_default());
        Self {
            contract_version: node.string(Self::CONTRACT_VERSION),
            release_tag: string(BaselineValue::ReleaseTag),
            commit_sha: string(BaselineValue::CommitSha),
            service_contract: string(BaselineValue::ServiceContract),
            api_contract: string(BaselineValue::ApiContract),
            integration_baseline: string(BaselineValue::IntegrationBaseline),
            error_codes: node.strings(Self::ERROR_CODES),
            stability_window: node.object(Self::STABILITY_WINDOW),
            notice: node.object(Self::NOTICE),
            transition_guard: node.object(Self::TRANSITION_GUARD),
        }
    }

    /// The field that states a baseline value, where the manifest has one.
    pub fn baseline(&self, value: BaselineValue) -> Option<&Text<'a>> {
        match value {
            BaselineValue::ReleaseTag => Some(&self.release_tag),
            BaselineValue::CommitSha => Some(&self.commit_sha),
            BaselineValue::ServiceContract => Some(&self.service_contract),
            BaselineValue::ApiContract => Some(&self.api_contract),
            BaselineValue::IntegrationBaseline => Some(&self.integration_baseline),
            BaselineValue::Repository | BaselineValue::ManifestSha256 => None,
        }
    }
}
