//! The program from its arguments to its outcome, as a host sees it.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    arguments::{self, Command, Stop},
    color::{self, Colors, Terminals},
    command,
    failure::Failure,
    outcome::Outcome,
    request::{Reply, Request},
    task::{Host, Progress, Task},
};

/// What a host knows before the program begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The arguments, without the program's name.
    pub arguments: Vec<String>,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// 0 for a host without threads, where the session does long work itself; any other number for
    /// a host that fulfils [`Request::CheckRepositories`] and [`Request::Classify`].
    pub threads: u32,
}

/// What a session has come to.
#[derive(Debug)]
pub enum Step {
    /// It needs these things; resume it with one reply a request, in their order.
    Need(Vec<Request>),
    /// The program has ended.
    Done(Outcome),
}

/// A step in the form in which JavaScript hosts get it: `{ done: false, requests }`, or
/// `{ done: true, stdout, stderr, exitCode }`.
#[derive(Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum WireStep<'s> {
    /// [`Step::Need`].
    Need {
        /// Always false.
        done: bool,
        /// What the session needs.
        requests: &'s [Request],
    },
    /// [`Step::Done`].
    Done {
        /// Always true.
        done: bool,
        /// For standard output.
        stdout: Cow<'s, str>,
        /// For standard error.
        stderr: Cow<'s, str>,
        /// 0 pass, 1 fail, 2 could not judge.
        exit_code: u8,
    },
}

impl<'s> From<&'s Step> for WireStep<'s> {
    fn from(step: &'s Step) -> Self {
        match step {
            Step::Need(requests) => Self::Need { done: false, requests },
            Step::Done(Outcome { stdout, stderr, exit_code }) => Self::Done {
                done: true,
                stdout: String::from_utf8_lossy(stdout),
                stderr: String::from_utf8_lossy(stderr),
                exit_code: *exit_code,
            },
        }
    }
}

/// One run of the program.
#[derive(Debug)]
pub struct Session {
    /// `None` once the program has ended.
    task: Option<Task<'static, Outcome>>,
}

impl Session {
    /// A run that has not begun.
    #[must_use]
    pub fn new(start: Start) -> Self {
        Self { task: Some(Task::new(|host| run(host, start))) }
    }

    /// Runs until the next requests or the end; the first call takes no replies.
    ///
    /// A session that has ended answers with an error outcome, whatever it is told.
    pub fn resume(&mut self, replies: Vec<Reply>) -> Step {
        match self.task.take().map(|task| task.resume(replies)) {
            Some(Progress::Need(task, requests)) => {
                self.task = Some(task);
                Step::Need(requests)
            }
            Some(Progress::Done(outcome)) => Step::Done(outcome),
            None => Step::Done(Outcome::failure(&Failure::new("the session has already ended"), false)),
        }
    }
}

async fn run(host: Host, start: Start) -> Outcome {
    let parsed = arguments::parse(&start.arguments);
    let terminals = Terminals { stdout: start.stdout_is_terminal, stderr: start.stderr_is_terminal };
    match parsed {
        Ok(Command::Check(check)) => {
            let colors = color::decide(&host, check.color, terminals).await;
            command::check::run(&host, *check, colors, start.threads > 0).await
        }
        Ok(Command::Classify(classify)) => {
            if classify.inputs.is_empty() && host.ask(Request::StandardInputIsTerminal).await == Reply::Yes {
                let text = "error: name a FILE, or give standard input: it is a terminal\n\n\
                            For more information, try 'lockstep classify --help'.\n";
                return usage(&host, text.into(), terminals).await;
            }
            let colors = color::decide(&host, classify.color, terminals).await;
            command::classify::run(&host, *classify, (colors, terminals), start.threads > 0).await
        }
        Ok(Command::Diff(diff)) => {
            let colors = color::decide(&host, diff.color, terminals).await;
            command::diff::run(&host, *diff, colors).await
        }
        Ok(Command::EvidenceContract(contract)) => {
            let colors = color::decide(&host, contract.color, terminals).await;
            command::evidence::run(&host, *contract, colors).await
        }
        Ok(Command::Init(init)) => {
            let colors = color::decide(&host, init.color, terminals).await;
            command::init::run(&host, *init, colors).await
        }
        Ok(Command::Negative(negative)) => {
            let colors = color::decide(&host, negative.color, terminals).await;
            command::negative::run(&host, *negative, colors).await
        }
        Ok(Command::Notice(notice)) => {
            let colors = color::decide(&host, notice.color(), terminals).await;
            command::notice::run(&host, *notice, (colors, terminals)).await
        }
        Ok(Command::Preflight(preflight)) => {
            let colors = color::decide(&host, preflight.color, terminals).await;
            command::preflight::run(&host, *preflight, colors).await
        }
        Ok(Command::Probe(probe)) => {
            let colors = color::decide(&host, probe.color, terminals).await;
            command::probe::run(&host, *probe, colors).await
        }
        Ok(Command::Repin(repin)) => {
            let colors = color::decide(&host, repin.color, terminals).await;
            command::repin::run(&host, *repin, (colors, terminals)).await
        }
        Ok(Command::Rollback(rollback)) => {
            let colors = color::decide(&host, rollback.color, terminals).await;
            command::rollback::run(&host, *rollback, (colors, terminals)).await
        }
        Ok(Command::Freeze(freeze)) => {
            let colors = color::decide(&host, freeze.color, terminals).await;
            command::freeze::run(&host, *freeze, colors).await
        }
        Ok(Command::Gate(gate)) => {
            let colors = color::decide(&host, gate.color, terminals).await;
            command::gate::run(&host, *gate, (colors, terminals)).await
        }
        Ok(Command::Generate(generate)) => {
            let colors = color::decide(&host, generate.color, terminals).await;
            command::producer::generate::run(&host, *generate, (colors, terminals)).await
        }
        Ok(Command::Rules { format }) => command::rules::run(format),
        Ok(Command::Completions { shell }) => command::completions::run(shell),
        Ok(Command::Explain { id }) => match command::explain::run(&id) {
            Ok(outcome) => outcome,
            Err(failure) => {
                let colors = color::decide(&host, color::Choice::Auto, terminals).await;
                Outcome::failure(&failure, colors.stderr)
            }
        },
        Ok(Command::Policy { path, chosen, format }) => match command::policy::run(&host, &path, &chosen, format).await
        {
            Ok(outcome) => outcome,
            Err(failure) => {
                let colors = color::decide(&host, color::Choice::Auto, terminals).await;
                Outcome::failure(&failure, colors.stderr)
            }
        },
        Err(Stop::Answer(text)) => Outcome::text(text),
        Err(Stop::Usage(text)) => usage(&host, text, terminals).await,
    }
}

async fn usage(host: &Host, text: String, terminals: Terminals) -> Outcome {
    let Colors { stderr, .. } = color::decide(host, color::Choice::Auto, terminals).await;
    Outcome { stdout: Vec::new(), stderr: color::usage_error(text, stderr).into_bytes(), exit_code: 2 }
}
