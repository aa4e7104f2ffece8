//! The evidence of a rehearsal, the form `lockstep-rehearsal.v1`.

use serde::Serialize;

/// The value of `schema` in every evidence of a rehearsal.
pub const REHEARSAL_SCHEMA: &str = "lockstep-rehearsal.v1";

/// What a rehearsal of a rollback came to; keys are only ever added.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rehearsal {
    /// The version of this form: `lockstep-rehearsal.v1`.
    pub schema: &'static str,
    /// The version of lockstep.
    pub version: &'static str,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// The consumer's commit that was rehearsed.
    pub consumer_commit_sha: String,
    /// The release that was pinned there.
    pub from: RehearsedRelease,
    /// The release that was gone back to.
    pub to: RehearsedRelease,
    /// The commit whose documents were restored.
    pub restored_from_commit_sha: String,
    /// The check of the restored documents.
    pub check: RehearsedCheck,
    /// The declared commands, in order.
    pub commands: Vec<RehearsedCommand>,
    /// `passed` where the check passes and every command ended with exit code 0.
    pub status: RehearsalStatus,
}

/// A release of the producer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RehearsedRelease {
    /// Its tag.
    pub release_tag: String,
    /// Its commit.
    pub commit_sha: String,
}

/// A check, counted.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RehearsedCheck {
    /// `pass`, `fail` or `error`.
    pub verdict: &'static str,
    /// Findings that block.
    pub errors: u32,
    /// Findings worth mending.
    pub warnings: u32,
    /// Remarks.
    pub notes: u32,
}

/// How a command ended.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RehearsedCommand {
    /// The command line.
    pub command: String,
    /// Its exit code; null where it has none.
    pub exit_code: Option<i32>,
    /// Why it has no exit code; null where it has one.
    pub failure: Option<String>,
}

/// What a rehearsal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RehearsalStatus {
    /// Going back keeps drafts going.
    Passed,
    /// It does not.
    Failed,
}
