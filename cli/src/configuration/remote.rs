//! `[remote]`: where the producer's repository is asked.

use lockstep_core::base_url;
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::relative_path::RelativePath;

/// The most milliseconds that an exchange with GitHub may take.
const TIMEOUT_MS: u64 = 10_000;

/// Where and how the producer's repository is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RemoteSettings {
    /// Where the manifest stands in the producer's repository; by default
    /// `contracts/integration/v1/producer-contract-manifest.json`.
    pub manifest_path: Option<RelativePath>,
    /// The base URL of GitHub's API, such as `https://github.example.com/api/v3`, on the policy's `repository_host` or on
    /// `api.` before it; without it, `https://api.github.com` for repositories on `github.com`.
    pub api: Option<Api>,
    /// The most milliseconds that one exchange may take; at most 10000, which is the default.
    #[serde(deserialize_with = "timeout")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    pub timeout_ms: Option<u64>,
}

impl RemoteSettings {
    /// The manifest's path in the producer's repository.
    pub(crate) fn manifest_path(&self) -> &str {
        let default = "contracts/integration/v1/producer-contract-manifest.json";
        self.manifest_path.as_ref().map_or(default, RelativePath::as_str)
    }

    /// The most milliseconds that one exchange may take.
    pub(crate) fn timeout_ms(&self) -> u64 {
        self.timeout_ms.unwrap_or(TIMEOUT_MS)
    }
}

fn timeout<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let timeout = u64::deserialize(deserializer)?;
    let fault = || D::Error::custom(format!("an exchange may take from 1 to {TIMEOUT_MS} milliseconds"));
    (1..=TIMEOUT_MS).contains(&timeout).then_some(Some(timeout)).ok_or_else(fault)
}

/// The base URL of an API that may see a token: `https`, or `http` on this machine; without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Api(String);

impl Api {
    /// The API of `github.com`.
    pub(crate) fn of_github() -> Self {
        Self("https://api.github.com".into())
    }

    /// The URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Api {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let url = text.strip_suffix('/').unwrap_or(&text);
        if let Some(fault) = base_url::fault(url) {
            return Err(format!("the address of the API {fault}"));
        }
        let secure = url.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"));
        if !secure && !base_url::names_this_machine(url) {
            return Err("the address of the API must begin with `https://`, since a token goes there".into());
        }
        Ok(Self(url.into()))
    }
}
