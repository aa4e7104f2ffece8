use alloc::{string::String, vec::Vec};

use serde::Serialize;

use crate::{
    facts::{BaselineValue, ManifestFacts, Text, stated, whole_number},
    json::Node,
    policy::Policy,
    text::Spanned,
};

/// The five values of a release's baseline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is the value of the manifest that it is named after")]
pub struct Baseline {
    pub release_tag: String,
    pub commit_sha: String,
    pub expected_service_contract_version: String,
    pub expected_api_contract_version: String,
    pub integration_baseline: String,
}

/// What a manifest promises before an additive error code is released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoticePromise {
    /// Business days on the standard path.
    pub standard_business_days: u64,
    /// Hours on the emergency path.
    pub emergency_notice_hours: u64,
    /// Whether documents, specification and tests come on the same day on the emergency path.
    pub emergency_requires_same_day_docs_spec_tests: bool,
}

/// What a manifest says of the release that is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The version of the manifest's form.
    pub manifest_contract_version: String,
    /// What runs.
    pub baseline: Baseline,
    /// The error codes, in the manifest's order.
    pub error_codes: Vec<String>,
    /// The stability window, in calendar days.
    pub stability_days: u64,
    /// The notice before an additive error code.
    pub notice: NoticePromise,
}

impl Release {
    /// The release of a manifest; `None` where one that passes its rules would say more.
    pub fn read(manifest: &ManifestFacts<'_>) -> Option<Self> {
        let text = |text: &Text<'_>| Some(String::from(stated(text)?.value.trim()));
        let value = |value| text(manifest.baseline(value)?);
        let notice = &manifest.notice.present()?.value;
        let codes = &manifest.error_codes.present()?.value;
        Some(Self {
            manifest_contract_version: text(&manifest.contract_version)?,
            baseline: Baseline {
                release_tag: value(BaselineValue::ReleaseTag)?,
                commit_sha: value(BaselineValue::CommitSha)?,
                expected_service_contract_version: value(BaselineValue::ServiceContract)?,
                expected_api_contract_version: value(BaselineValue::ApiContract)?,
                integration_baseline: value(BaselineValue::IntegrationBaseline)?,
            },
            error_codes: codes
                .iter()
                .map(|entry| entry.value.as_deref().ok().map(String::from))
                .collect::<Option<_>>()?,
            stability_days: number(&manifest.stability_window.present()?.value, "minimum_sprint_days")?,
            notice: NoticePromise {
                standard_business_days: number(notice, "standard_business_days")?,
                emergency_notice_hours: number(notice, "emergency_notice_hours")?,
                emergency_requires_same_day_docs_spec_tests: notice
                    .boolean("emergency_requires_same_day_docs_spec_tests")
                    .present()?
                    .value,
            },
        })
    }

    /// The service contract that runs.
    pub fn service_contract(&self) -> &str {
        &self.baseline.expected_service_contract_version
    }
}

fn number(block: &Node<'_>, key: &str) -> Option<u64> {
    let Spanned { value: digits, .. } = *block.number(key).present()?;
    whole_number(digits)
}

/// The newest service contract that the policy knows.
pub fn newest_contract(policy: &Policy) -> Option<&str> {
    policy.service_contracts.keys().map(String::as_str).max_by_key(|contract| generation(contract))
}

/// Whether a service contract comes after another, by the number of its version.
pub fn is_newer(contract: &str, than: &str) -> bool {
    generation(contract) > generation(than)
}

/// The number of a version such as `service.v3`.
fn generation(contract: &str) -> Option<u64> {
    contract.rsplit_once('v')?.1.parse().ok()
}
