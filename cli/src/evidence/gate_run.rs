use lockstep_core::{
    date::Date,
    facts::sha256,
    gate::{Command, RUN_SCHEMA, Words},
    text::visible,
};
use serde::Serialize;

use super::{Status, Tools};
use crate::request::{Captured, Reply, Stopped};

/// The most bytes of the end of an output that evidence repeats.
const TAIL: usize = 2000;

/// What `lockstep gate run` leaves of a suite, whether its commands passed or failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GateRun {
    /// The version of this form: `lockstep-gate-run.v1`.
    pub schema: &'static str,
    /// The suite of the gate file.
    pub suite: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// The commit that was checked out; null without git or without a commit.
    pub commit_sha: Option<String>,
    /// Whether tracked files had been changed since that commit; null where that is not known.
    pub changed_since_commit: Option<bool>,
    /// The commands in the order in which they ran.
    pub commands: Vec<RanCommand>,
    /// `passed` where every command ended with exit code 0.
    pub status: Status,
    /// What ran them.
    pub tools: Tools,
}

/// How a command ended, and what it wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RanCommand {
    /// Its name in the gate file.
    pub name: String,
    /// The program and its arguments; null where a line of the shell ran.
    pub run: Option<Vec<String>>,
    /// The line of the shell; null where a program ran.
    pub shell: Option<String>,
    /// The folder where it ran, relative to the repository; null for the repository itself.
    pub folder: Option<String>,
    /// Its exit code; null where it has none.
    pub exit_code: Option<i32>,
    /// Why it has no exit code; null where it has one.
    pub failure: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// What it wrote to standard output.
    pub stdout: Written,
    /// What it wrote to standard error.
    pub stderr: Written,
}

/// What a command wrote to one of its outputs; where that was too much, the part that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Written {
    /// How many bytes.
    pub bytes: u64,
    /// Their SHA-256, 64 lower-case hex digits.
    pub sha256: String,
    /// The last lines of it as text, at most 2000 bytes; what is invisible stands as an escape.
    pub tail: Vec<String>,
}

impl GateRun {
    /// The evidence of commands that ran.
    pub(crate) fn of(
        suite: &str,
        today: Date,
        (commit_sha, changed_since_commit): (Option<String>, Option<bool>),
        commands: Vec<RanCommand>,
    ) -> Self {
        let passed = commands.iter().all(|command| command.exit_code == Some(0));
        Self {
            schema: RUN_SCHEMA,
            suite: suite.into(),
            date: today.to_string(),
            commit_sha,
            changed_since_commit,
            commands,
            status: if passed { Status::Passed } else { Status::Failed },
            tools: Tools::of_this_run(),
        }
    }
}

impl RanCommand {
    /// How a command ended, by the host's reply.
    pub(crate) fn of(command: &Command, reply: Reply) -> Self {
        let none =
            || Captured { exit_code: None, stopped: None, stdout: Vec::new(), stderr: Vec::new(), duration_ms: 0 };
        let (captured, failure) = match reply {
            Reply::Captured(captured) => {
                let failure = match (captured.stopped, captured.exit_code) {
                    (Some(Stopped::Timeout), _) => Some(format!("it took longer than {} ms", command.timeout_ms)),
                    (Some(Stopped::Output), _) => Some(format!("it wrote more than {} bytes", command.output_bytes)),
                    (None, None) => Some("a signal ended it".into()),
                    (None, Some(_)) => None,
                };
                (captured, failure)
            }
            Reply::Missing => (none(), Some("there is no such program".into())),
            Reply::Failed(cause) => (none(), Some(format!("it could not be started: {cause}"))),
            _ => (none(), Some(Reply::misfit())),
        };
        let (run, shell) = match &command.words {
            Words::Program(words) => (Some(words.clone()), None),
            Words::Shell(line) => (None, Some(line.clone())),
        };
        Self {
            name: command.name.value.clone(),
            run,
            shell,
            folder: command.folder.clone(),
            exit_code: captured.exit_code,
            failure,
            duration_ms: captured.duration_ms,
            stdout: Written::of(&captured.stdout),
            stderr: Written::of(&captured.stderr),
        }
    }
}

impl Written {
    fn of(bytes: &[u8]) -> Self {
        let start = bytes.len().saturating_sub(TAIL);
        let end = String::from_utf8_lossy(bytes.get(start..).unwrap_or_default());
        // A line that is cut begins in its middle.
        let whole = if start > 0 { end.split_once('\n').map_or(&*end, |(_, rest)| rest) } else { &end };
        let tail = whole.lines().map(|line| visible(line).into_owned()).collect();
        Self { bytes: bytes.len() as u64, sha256: sha256(bytes), tail }
    }
}

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn the_end_of_an_output_is_kept() {
        let lines: String = (0..1000).map(|number| format!("line {number}\n")).collect();
        let written = Written::of(lines.as_bytes());
        assert_eq!(written.bytes, lines.len() as u64);
        assert_eq!(written.tail.last().map(String::as_str), Some("line 999"));
        assert!(written.tail.iter().all(|line| line.starts_with("line ")) && written.tail.len() < 300);
        assert_eq!(Written::of(b"\x1b[1m\xff\r\n").tail, ["\\u{1b}[1m\u{fffd}"]);
        assert_eq!(Written::of(b"").tail, [""; 0]);
    }
}
