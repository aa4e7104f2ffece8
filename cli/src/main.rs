//! The native host of the program: it fulfils the session's requests with the operating system.
#![forbid(unsafe_code)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "clippy.toml bans I/O for the library; this host is where it belongs"
)]

mod native;

use std::{
    env,
    io::{self, IsTerminal as _, Write as _},
    panic::{self, PanicHookInfo},
    process::{self, ExitCode},
};

use lockstep_cli::{Outcome, Session, Start, Step};

use crate::native::{host::NativeHost, output};

/// The exit code where no verdict was possible.
const COULD_NOT_JUDGE: u8 = 2;

fn main() -> ExitCode {
    panic::set_hook(Box::new(explain_panic));
    let mut arguments = Vec::new();
    for argument in env::args_os().skip(1) {
        match argument.into_string() {
            Ok(argument) => arguments.push(argument),
            Err(argument) => {
                complain(&format!("an argument is not UTF-8: {argument:?}"));
                return ExitCode::from(COULD_NOT_JUDGE);
            }
        }
    }
    let start = Start {
        arguments,
        stdout_is_terminal: io::stdout().is_terminal(),
        stderr_is_terminal: io::stderr().is_terminal(),
        // How many there are is found out when they are needed: it takes a dozen system calls.
        threads: 1,
    };
    let Outcome { stdout, stderr, exit_code } = run(Session::new(start));
    // A message that cannot be shown changes nothing about the outcome.
    let _ = io::stderr().write_all(&stderr);
    match output::write(&stdout) {
        Ok(()) => ExitCode::from(exit_code),
        Err(failure) => {
            complain(&failure);
            ExitCode::from(COULD_NOT_JUDGE)
        }
    }
}

fn run(mut session: Session) -> Outcome {
    let mut host = NativeHost::default();
    let mut replies = Vec::new();
    loop {
        match session.resume(replies) {
            Step::Need(requests) => replies = requests.into_iter().map(|request| host.answer(request)).collect(),
            Step::Done(outcome) => return outcome,
        }
    }
}

fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "error: {message}");
}

/// A panic is a fault of the program, never of a document: it must not look like a verdict.
fn explain_panic(information: &PanicHookInfo<'_>) {
    complain(&format!("this is a fault in lockstep itself, please report it: {information}"));
    process::exit(COULD_NOT_JUDGE.into());
}
