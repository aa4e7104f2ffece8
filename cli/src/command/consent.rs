//! Showing a change and asking whether to make it.

use lockstep_core::repin::diff;

use crate::{
    color::{Colors, Terminals},
    failure::Failure,
    outcome::{FAIL, Outcome},
    request::{Reply, Request},
    task::Host,
};

/// The longest answer that is read, in bytes.
const ANSWER_LIMIT: usize = 1024;

/// Why a command does not do what it was told to.
#[derive(Debug)]
pub(crate) enum Hindrance {
    /// It could not be done, or not be judged: exit code 2.
    Failed(Failure),
    /// It is against the rules: exit code 1.
    Refused(Failure),
    /// The documents would not pass; their report and what is refused: exit code 1.
    Objection(String, Box<Failure>),
    /// The user said no: exit code 1.
    Declined,
}

impl From<Failure> for Hindrance {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// What a command prints and ends with: what it did on standard error, whatever became of the rest, and its patch on
/// standard output, to the byte unless that is a terminal.
pub(crate) fn outcome(
    done: Result<String, Hindrance>,
    said: String,
    (colors, terminals): (Colors, Terminals),
) -> Outcome {
    let outcome = match done {
        Ok(patch) if terminals.stdout => Outcome::text(diff::visible(&patch)),
        Ok(patch) => Outcome::text(patch),
        Err(hindrance) => hindrance.outcome(colors.stderr),
    };
    Outcome { stderr: [said.into_bytes(), outcome.stderr].concat(), ..outcome }
}

impl Hindrance {
    /// What the program prints and ends with.
    pub(crate) fn outcome(self, color: bool) -> Outcome {
        match self {
            Self::Failed(failure) => Outcome::failure(&failure, color),
            Self::Refused(failure) => Outcome::refusal(&failure, color),
            Self::Objection(report, failure) => {
                Outcome { stdout: report.into_bytes(), ..Outcome::refusal(&failure, color) }
            }
            Self::Declined => {
                Outcome { stderr: b"nothing was changed\n".to_vec(), exit_code: FAIL, ..Outcome::default() }
            }
        }
    }
}

/// How a command that changes files was told to go about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Consent {
    /// Only show the change.
    pub(crate) dry_run: bool,
    /// Do not ask.
    pub(crate) yes: bool,
}

/// Asks on a terminal whether to make a change; elsewhere the command itself says so. Gives the patch back as far as it
/// has not been shown.
pub(crate) async fn agree(host: &Host, consent: Consent, patch: String, question: &str) -> Result<String, Hindrance> {
    if consent.yes || host.ask(Request::StandardInputIsTerminal).await != Reply::Yes {
        return Ok(patch);
    }
    // Whoever answers looks at a terminal.
    match host.ask(Request::Write { text: diff::visible(&patch) }).await {
        Reply::Yes => {}
        Reply::No => return Err(Hindrance::Declined),
        _ => return Err(Failure::new("the change could not be shown").into()),
    }
    host.ask(Request::ShowProgress { text: format!("{question} [y/N] ") }).await;
    let answer = answer(host).await?;
    match answer.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Ok(String::new()),
        _ => Err(Hindrance::Declined),
    }
}

/// The line that the user types.
async fn answer(host: &Host) -> Result<String, Failure> {
    let mut line = Vec::new();
    while line.len() < ANSWER_LIMIT && !line.contains(&b'\n') {
        match host.ask(Request::ReadChunk { input: "-".into(), limit: ANSWER_LIMIT as u64 }).await {
            Reply::Bytes(bytes) if bytes.is_empty() => break,
            Reply::Bytes(bytes) => line.extend(bytes),
            Reply::Failed(cause) => return Err(Failure::new(format!("the answer could not be read: {cause}"))),
            _ => return Err(Failure::new(format!("the answer could not be read: {}", Reply::misfit()))),
        }
    }
    Ok(String::from_utf8_lossy(&line).lines().next().unwrap_or_default().to_owned())
}
