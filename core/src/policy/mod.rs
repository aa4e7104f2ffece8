//! What the contract versions require and forbid: data, not code.
//!
//! One policy is embedded, for MemoryKernel `integration/v1` with `service.v2` and `service.v3`; a
//! consumer can put a file of its own in its place.

mod contradiction;
mod embedded;
mod notice;
mod read;
mod run_time;
mod table;

use alloc::{string::String, vec::Vec};

use serde::Serialize;

use crate::finding::Severity;
pub use notice::{DayOfWeek, EmergencyClock, Notice};
pub use read::PolicyError;
pub use run_time::{
    Choices, DegradedMeaning, ErrorEnvelopes, FallbackReason, LegacyErrorText, PendingMigrations, PreflightState,
    RunTime, UnknownCodes,
};
pub use table::Table;

/// The version of the policy's form that this engine reads.
pub const POLICY_VERSION: &str = "policy.v1";

/// Everything a verdict depends on besides the documents and the date.
///
/// Sources: the teams' joint execution playbooks (envelopes, taxonomy, notice, window, guard) and
/// the documents' own form (labels, columns).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Policy {
    /// Where editors find the JSON Schema of this file; not looked at.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of this file's form: `policy.v1`.
    pub policy_version: String,
    /// The policy's name, shown in every report.
    pub name: String,
    /// The `manifest_contract_version` that a producer manifest must state.
    pub manifest_contract_version: String,
    /// The known service contract versions, as whole tokens, and what each promises.
    pub service_contracts: Table<ServiceContract>,
    /// The known API contract versions, as whole tokens.
    pub api_contracts: Vec<String>,
    /// The known integration baselines, as whole tokens.
    pub integration_baselines: Vec<String>,
    /// What an answer with a 2xx status carries.
    pub success_envelope: Envelope,
    /// What type each field of an envelope has, by dotted path; a field that is not named here may hold anything.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub field_types: Table<FieldType>,
    /// What the consumer does with the service's answers.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub run_time: RunTime,
    /// The least stability window that a manifest must promise.
    pub stability_window: StabilityWindow,
    /// The least notice for an additive error code that a manifest must promise.
    pub notice: Notice,
    /// The flags of `service_v3_transition_guard` that must be true.
    pub transition_guard: Vec<String>,
    /// The host that `memorykernel_repo` must name.
    pub repository_host: String,
    /// The range of `default_timeout_ms`.
    pub timeout_ms: TimeoutRange,
    /// How the compatibility matrix is laid out.
    pub matrix: MatrixLayout,
    /// Severities that differ from the rules' own, by rule id.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub severities: Table<SeveritySetting>,
    /// Bounds on the work that one run takes.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub limits: Limits,
}

/// What one service contract version promises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct ServiceContract {
    /// The error codes, in canonical order.
    pub error_codes: Vec<ErrorCode>,
    /// Whether consumers may match the error codes exhaustively, so that a new one needs notice.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub error_code_set: CodeSet,
    /// What an answer with a status outside 2xx carries.
    pub non_2xx_envelope: Envelope,
}

/// Whether the error codes of a contract are all that consumers will meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum CodeSet {
    /// They are: a consumer may match them exhaustively, and a new code needs notice.
    #[default]
    Closed,
    /// They are not: every consumer treats a code that it does not know like any other error.
    Open,
}

/// One error code of a service contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct ErrorCode {
    /// The code, as it stands in `error.code`.
    pub code: String,
    /// The HTTP statuses that the contract's documents state for it.
    pub statuses: Vec<u16>,
    /// Statuses that the service answers it with as well, although no document says so: worth a warning.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub undocumented_statuses: Vec<u16>,
    /// What the consumer shows its user for it; the fallback's label where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl ErrorCode {
    /// Every status that the code comes with, documented or not.
    pub(crate) fn all_statuses(&self) -> impl Iterator<Item = u16> {
        self.statuses.iter().chain(&self.undocumented_statuses).copied()
    }
}

/// What type a field of an envelope has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FieldType {
    /// A string of at least one character.
    NonEmptyString,
    /// A string or null.
    StringOrNull,
    /// An object.
    Object,
    /// An object or null.
    ObjectOrNull,
}

/// The fields of an envelope, as dotted paths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Envelope {
    /// Must be there.
    pub requires: Vec<String>,
    /// May be there.
    pub optional: Vec<String>,
    /// Must not be there.
    pub forbids: Vec<String>,
}

/// The least stability window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct StabilityWindow {
    /// Calendar days.
    pub minimum_sprint_days: u64,
}

/// The range of the consumer's request timeout, in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct TimeoutRange {
    /// Below is an error.
    pub minimum: u64,
    /// Above is a warning.
    pub recommended_maximum: u64,
    /// Above is an error.
    pub maximum: u64,
}

/// Where the compatibility matrix states what; headings, labels and column names are compared
/// without regard to letter case and white space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct MatrixLayout {
    /// The label of the line that carries the date.
    pub updated_label: String,
    /// The heading above the baseline's list.
    pub baseline_section: String,
    /// The labels of the baseline's list items.
    pub baseline_labels: BaselineLabels,
    /// The heading above the table of approved pairs.
    pub approved_section: String,
    /// The columns of that table.
    pub approved_columns: ApprovedColumns,
    /// The status of an approved pair.
    pub approved_status: String,
}

/// Labels of the items in the matrix's baseline section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[expect(missing_docs, reason = "each field is the label of the value it is named after")]
pub struct BaselineLabels {
    pub repository: String,
    pub release_tag: String,
    pub commit_sha: String,
    pub service_contract: String,
    pub api_contract: String,
    pub integration_baseline: String,
    pub manifest_sha256: String,
}

/// Names of the columns in the matrix's table of approved pairs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[expect(missing_docs, reason = "each field is the name of the column it is named after")]
pub struct ApprovedColumns {
    pub consumer_version: String,
    pub consumer_commit: String,
    pub release_tag: String,
    pub commit_sha: String,
    pub service_contract: String,
    pub api_contract: String,
    pub integration_baseline: String,
    pub status: String,
}

impl ApprovedColumns {
    /// Every name, in the order of the fields.
    pub(crate) fn all(&self) -> [&String; 8] {
        [
            &self.consumer_version,
            &self.consumer_commit,
            &self.release_tag,
            &self.commit_sha,
            &self.service_contract,
            &self.api_contract,
            &self.integration_baseline,
            &self.status,
        ]
    }
}

/// A severity that a policy gives a rule in place of the rule's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SeveritySetting {
    /// The rule does not run and is listed as skipped.
    Off,
    /// A remark.
    Note,
    /// Worth mending, blocks nothing.
    Warning,
    /// Blocks.
    Error,
}

impl SeveritySetting {
    /// The severity, or `None` for a rule that is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// Bounds on what one run reads and reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields, default))]
pub struct Limits {
    /// The largest document, in bytes; from 1 to 1 GiB.
    pub document_bytes: u64,
    /// The largest envelope, in bytes, that the program reads; from 1 to 1 GiB.
    pub envelope_bytes: u64,
    /// How deep brackets may nest in a JSON document or an envelope; from 1 to 500.
    pub json_depth: u16,
    /// How many findings a report holds, at least 1; the rest is counted. Of an envelope: how many violations of each
    /// rule are told.
    pub findings: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { document_bytes: 1 << 20, envelope_bytes: 16 << 20, json_depth: 128, findings: 1000 }
    }
}

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    ///
    /// Where the bytes are no JSON of this form, name a rule that does not exist, or contradict
    /// themselves (an empty list of known versions, a minimum above the maximum).
    pub fn read(bytes: &[u8]) -> Result<Self, PolicyError> {
        read::policy(bytes)
    }

    /// The embedded policy: MemoryKernel `integration/v1` with `service.v2` and `service.v3`.
    pub fn embedded() -> Self {
        embedded::policy()
    }

    /// The known service contract versions, for messages.
    pub fn service_tokens(&self) -> Vec<&str> {
        self.service_contracts.keys().map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded() -> String {
        crate::render::json::render(&Policy::embedded())
    }

    #[test]
    fn the_embedded_policy_is_what_its_own_text_says() {
        assert_eq!(Policy::read(embedded().as_bytes()), Ok(Policy::embedded()));
    }

    #[test]
    fn a_bad_policy_says_what_and_where() {
        let text = embedded();
        let error = Policy::read(text.replace("\"severities\"", "\"severity\"").as_bytes()).unwrap_err();
        assert!(error.message().starts_with("unknown key `severity`; there are "), "{error}");
        assert_eq!(text.lines().nth(error.position().line as usize - 1), Some("  \"severities\": {},"));
        let no_rule = text.replace("\"severities\": {}", "\"severities\": { \"no-such\": \"off\" }");
        assert_eq!(Policy::read(no_rule.as_bytes()).unwrap_err().message(), "`no-such` is no rule");
    }

    #[test]
    fn every_key_is_required_but_those_with_defaults() {
        let text = embedded();
        for line in text.lines().filter(|line| line.starts_with("  \"") && line.contains(':')) {
            let key = line.trim().split('"').nth(1).unwrap();
            let renamed = text.replacen(&alloc::format!("\n  \"{key}\""), "\n  \"$schema\"", 1);
            let read = Policy::read(renamed.as_bytes());
            assert_eq!(
                read.is_ok(),
                matches!(key, "field_types" | "run_time" | "severities" | "limits"),
                "{key}: {read:?}"
            );
        }
    }

    #[test]
    fn a_policy_that_contradicts_itself_is_refused_at_its_key() {
        let text = embedded();
        let cases = [
            ("\"policy.v1\"", "\"policy.v2\"", "policy_version"),
            ("\"MemoryKernel commit SHA\"", "\"memorykernel release tag\"", "matrix"),
            ("\"AssistSupport commit\"", "\"AssistSupport version\"", "matrix"),
            ("\"Approved Version Pairs\"", "\"baseline pin\"", "matrix"),
            ("\"Updated\"", "\"Updated:\"", "matrix"),
            ("\"github.com\"", "\"github.com/\"", "repository_host"),
            ("\"write_conflict\"", "\"write_failed\"", "service_contracts"),
            ("503", "53", "service_contracts"),
            (
                "\"optional\": [\n          \"error.details\"",
                "\"optional\": [\n          \"api_contract_version\"",
                "service_contracts",
            ),
            ("\"schema-unavailable\": {\n        \"label\"", "\"schema\": {\n        \"label\"", "run_time"),
            ("\"reason\": \"degraded\"", "\"reason\": \"gone\"", "run_time"),
            (",\n        \"reason\": \"degraded\"", "", "run_time"),
            ("\"empty-context\": {", "\"no-context\": {", "run_time"),
            ("\"write_conflict\": \"write-conflict\"", "\"Write_conflict\": \"write-conflict\"", "run_time"),
            ("\"minimum\": 100", "\"minimum\": 40000", "timeout_ms"),
            ("\"json_depth\": 128", "\"json_depth\": 501", "limits"),
            ("\"document_bytes\": 1048576", "\"document_bytes\": 0", "limits"),
            ("\"findings\": 1000", "\"findings\": 0", "limits"),
        ];
        for (was, is, key) in cases {
            assert!(text.contains(was), "{was}");
            let changed = text.replacen(was, is, 1);
            let error = Policy::read(changed.as_bytes()).expect_err(is);
            let line = changed.lines().nth(error.position().line as usize - 1).unwrap();
            assert!(line.trim_start().starts_with(&alloc::format!("\"{key}\"")), "{is}: {error}, at {line}");
        }
        // Two fields for each path with a holder, beside the eight that are named anyway: 62.
        let pairs: Vec<String> = (0..27).map(|number| alloc::format!("\"m{number}.n\"")).collect();
        for (more, fits) in [("\"x\"", true), ("\"x\", \"y\"", false)] {
            let listed = alloc::format!("\"optional\": [{}, {more}]", pairs.join(", "));
            let read = Policy::read(text.replacen("\"optional\": []", &listed, 1).as_bytes());
            assert_eq!(read.is_ok(), fits, "{more}: {read:?}");
        }
        for blank in ["\" Status\"", "\"\""] {
            assert!(Policy::read(text.replace("\"Status\"", blank).as_bytes()).is_err(), "{blank}");
        }
    }
}
