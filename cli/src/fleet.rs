//! Many repositories in one run: one line each, then how many passed.

use std::{borrow::Cow, ops::AddAssign};

use lockstep_core::{
    render::human::one_line,
    report::{Report, Verdict},
    text::visible,
    wire,
};
use serde::Serialize;

use crate::{
    failure::{ErrorDocument, Failure},
    repository,
    settings::{OutputFormat, Settings},
    task::Host,
};

/// The line of one repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line with its end; empty where a quiet run has nothing to say.
    pub text: String,
    /// The verdict; a repository that could not be judged has [`Verdict::Error`].
    pub verdict: Verdict,
}

/// How many repositories ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Agree.
    pub pass: u64,
    /// Do not agree.
    pub fail: u64,
    /// Could not be judged.
    pub error: u64,
}

impl Tally {
    /// Counts one more repository.
    pub fn count(&mut self, verdict: Verdict) {
        match verdict {
            // INVARIANT: of many repositories the documents are always judged, so none is skipped.
            Verdict::Pass | Verdict::Skipped => self.pass += 1,
            Verdict::Fail => self.fail += 1,
            Verdict::Error => self.error += 1,
        }
    }

    /// The exit code of the worst; of none at all, 2.
    pub(crate) fn exit_code(self) -> u8 {
        let worst = match self {
            Self { pass: 0, fail: 0, .. } | Self { error: 1.., .. } => Verdict::Error,
            Self { fail: 1.., .. } => Verdict::Fail,
            Self { .. } => Verdict::Pass,
        };
        worst.exit_code()
    }

    /// The closing line, empty where a quiet run has nothing to say.
    pub(crate) fn line(self, settings: &Settings) -> String {
        let Self { pass, fail, error } = self;
        let total = pass + fail + error;
        match settings.format {
            OutputFormat::Json => json(&Closing { tally: Counts { repositories: total, tally: self } }),
            OutputFormat::Human if settings.quiet && fail == 0 && error == 0 => String::new(),
            OutputFormat::Human => {
                let repositories = if total == 1 { "repository" } else { "repositories" };
                format!("{total} {repositories}: {pass} passed, {fail} failed, {error} could not be judged\n")
            }
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.pass += other.pass;
        self.fail += other.fail;
        self.error += other.error;
    }
}

#[derive(Serialize)]
struct Closing {
    tally: Counts,
}

#[derive(Serialize)]
struct Counts {
    repositories: u64,
    #[serde(flatten)]
    tally: Tally,
}

/// A repository's line for machines, its name with invisible characters escaped; exactly one of
/// `report` and `error` is there.
#[derive(Serialize)]
struct Judged<'l> {
    repository: Cow<'l, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<wire::Report>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorDocument>,
}

/// Checks one repository of many.
pub async fn check_repository(host: &Host, root: &str, settings: &Settings) -> Line {
    let judged = repository::judge(host, root, settings, |report| judged(root, &report, settings)).await;
    judged.unwrap_or_else(|failure| failed(root, &failure, settings))
}

fn judged(root: &str, report: &Report<'_>, settings: &Settings) -> Line {
    let verdict = report.verdict();
    let text = match settings.format {
        OutputFormat::Json => {
            json(&Judged { repository: visible(root), report: Some(wire::Report::from(report)), error: None })
        }
        OutputFormat::Human if settings.quiet && verdict == Verdict::Pass => String::new(),
        OutputFormat::Human => line(root, &one_line(report), settings.color, verdict),
    };
    Line { text, verdict }
}

fn failed(root: &str, failure: &Failure, settings: &Settings) -> Line {
    let text = match settings.format {
        OutputFormat::Json => {
            json(&Judged { repository: visible(root), report: None, error: Some(failure.document()) })
        }
        OutputFormat::Human => {
            line(root, &format!("error: could not judge: {}", failure.one_line()), settings.color, Verdict::Error)
        }
    };
    Line { text, verdict: Verdict::Error }
}

fn line(root: &str, words: &str, color: bool, verdict: Verdict) -> String {
    let root = visible(root);
    match words.split_once(':') {
        Some((first, rest)) if color => {
            let code = if verdict == Verdict::Pass { 32 } else { 31 };
            format!("{root}: \u{1b}[1;{code}m{first}\u{1b}[0m:{rest}\n")
        }
        _ => format!("{root}: {words}\n"),
    }
}

/// One line of JSON.
pub(crate) fn json(value: &impl Serialize) -> String {
    // INVARIANT: these types hold only strings, numbers and lists, which always serialise.
    let mut text = serde_json::to_string(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_repository_decides() {
        assert_eq!(Tally { pass: 3, fail: 0, error: 0 }.exit_code(), 0);
        assert_eq!(Tally { pass: 3, fail: 1, error: 0 }.exit_code(), 1);
        assert_eq!(Tally { pass: 3, fail: 1, error: 1 }.exit_code(), 2);
        assert_eq!(Tally::default().exit_code(), 2);
    }
}
