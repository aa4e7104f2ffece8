//! How the consumer asks the service: the pin's defaults, and what the environment says instead.

use alloc::{borrow::ToOwned, string::String};

use super::Expected;

/// The environment variable that switches the integration on or off.
pub const ENABLED_VARIABLE: &str = "ASSISTSUPPORT_ENABLE_MEMORY_KERNEL";

/// The environment variable that names another base URL.
pub const BASE_URL_VARIABLE: &str = "ASSISTSUPPORT_MEMORY_KERNEL_BASE_URL";

/// The environment variable that sets another timeout.
pub const TIMEOUT_VARIABLE: &str = "ASSISTSUPPORT_MEMORY_KERNEL_TIMEOUT_MS";

/// How the consumer asks the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether it asks at all.
    pub enabled: bool,
    /// What every path is put behind.
    pub base_url: String,
    /// The most milliseconds for each request.
    pub timeout_ms: u64,
}

impl Settings {
    /// The settings by the values of [`ENABLED_VARIABLE`], [`BASE_URL_VARIABLE`] and [`TIMEOUT_VARIABLE`], where they
    /// are set.
    pub fn new(expected: &Expected, enabled: Option<&str>, base_url: Option<&str>, timeout_ms: Option<&str>) -> Self {
        Self {
            enabled: Self::enabled(enabled),
            base_url: Self::base_url(base_url).unwrap_or(&expected.base_url).to_owned(),
            timeout_ms: Self::timeout_ms(timeout_ms).unwrap_or(expected.timeout_ms),
        }
    }

    /// Whether the integration is on: it is, unless a value says something else than `1`, `true`, `yes` or `on`.
    pub fn enabled(value: Option<&str>) -> bool {
        let on = |value: &str| ["1", "true", "yes", "on"].iter().any(|word| value.trim().eq_ignore_ascii_case(word));
        value.is_none_or(on)
    }

    /// The base URL that a value names, without white space around it and slashes at its end; none where that is
    /// all.
    pub fn base_url(value: Option<&str>) -> Option<&str> {
        value.map(|value| value.trim().trim_end_matches('/')).filter(|value| !value.is_empty())
    }

    /// The milliseconds that a value states, at least 100 and at most 30,000; none where it is no whole number. The
    /// pin's default is not bounded so.
    pub fn timeout_ms(value: Option<&str>) -> Option<u64> {
        value?.parse::<u64>().ok().map(|value| value.clamp(100, 30_000))
    }
}
