use lockstep_core::{
    date::Date,
    facts::BaselineValue,
    report::{Report, Verdict},
    source::DocumentKind,
};
use serde::Serialize;

use super::{JudgedDocument, SCHEMA_VERSION, Tools, documents, instant, pinned};

/// What `lockstep evidence contract` leaves, whether the run passed or failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContractEvidence {
    /// The version of this form: `v1`.
    pub schema_version: &'static str,
    /// The day of the run at midnight in UTC: `2026-02-08T00:00:00.000Z`.
    pub generated_at: String,
    /// Who was tested.
    pub consumer: Consumer,
    /// The release it was tested for; what the pin does not state is null.
    pub memorykernel_pin: PinnedRelease,
    /// The contract versions it was tested for; what the pin does not state is null.
    pub expected_contracts: ExpectedContracts,
    /// What was run, and what came of it.
    pub verification: Verification,
    /// What was judged.
    pub documents: Vec<JudgedDocument>,
    /// What judged.
    pub tools: Tools,
}

/// The consumer, as its repository says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Consumer {
    /// `name` of its `package.json`; null without one.
    pub project: Option<String>,
    /// The branch, `HEAD` where none is checked out; null without git or without a commit.
    pub branch: Option<String>,
    /// The commit; null without git or without a commit.
    pub commit_sha: Option<String>,
}

/// The release that is pinned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is the value of the pin that it is named after")]
pub struct PinnedRelease {
    pub repo: Option<String>,
    pub release_tag: Option<String>,
    pub commit_sha: Option<String>,
}

/// The contract versions that the pin expects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is the value of the pin that it is named after")]
pub struct ExpectedContracts {
    pub service_contract_version: Option<String>,
    pub api_contract_version: Option<String>,
    pub integration_baseline: Option<String>,
}

/// What was run, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verification {
    /// The command of the contract tests, as it was run.
    pub contract_test_command: String,
    /// The command that checks pin, matrix and mirror, for readers; this run did it itself.
    pub pin_sync_command: String,
    /// `passed` where the check passed and the command ended with 0, else `failed`.
    pub status: Status,
    /// The verdict of the check.
    pub check_verdict: Verdict,
    /// The exit code of the command; null where a signal, or its time, ended it or it could not be started.
    pub command_exit_code: Option<i32>,
}

/// What came of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Status {
    /// All that it did passed.
    Passed,
    /// Something did not pass.
    Failed,
}

impl ContractEvidence {
    /// The place of the evidence, where no configuration names another.
    pub(crate) const DEFAULT_PATH: &str = "artifacts/memorykernel-contract-evidence.json";

    /// The evidence of a check whose command has not run yet, so that it failed so far.
    pub(crate) fn before_the_command(
        report: &Report<'_>,
        today: Date,
        (contract_test_command, pin_sync_command): (String, String),
    ) -> Self {
        let pinned = pinned(report);
        Self {
            schema_version: SCHEMA_VERSION,
            generated_at: instant(today),
            consumer: Consumer::default(),
            memorykernel_pin: PinnedRelease {
                repo: pinned(BaselineValue::Repository),
                release_tag: pinned(BaselineValue::ReleaseTag),
                commit_sha: pinned(BaselineValue::CommitSha),
            },
            expected_contracts: ExpectedContracts {
                service_contract_version: pinned(BaselineValue::ServiceContract),
                api_contract_version: pinned(BaselineValue::ApiContract),
                integration_baseline: pinned(BaselineValue::IntegrationBaseline),
            },
            verification: Verification {
                contract_test_command,
                pin_sync_command,
                status: Status::Failed,
                check_verdict: report.verdict(),
                command_exit_code: None,
            },
            // Source files stand at the commit; there may be thousands.
            documents: documents(report, |kind| !matches!(kind, DocumentKind::Code(_))),
            tools: Tools::of_this_run(),
        }
    }

    /// The evidence once the command has ended.
    pub(crate) fn after_the_command(mut self, exit_code: Option<i32>) -> Self {
        let passed = self.verification.check_verdict == Verdict::Pass && exit_code == Some(0);
        self.verification.status = if passed { Status::Passed } else { Status::Failed };
        self.verification.command_exit_code = exit_code;
        self
    }
}
