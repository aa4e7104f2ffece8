//! Running commands that the user or the configuration declared.

use std::{
    io,
    process::{Child, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use lockstep_cli::{Reply, Unanswered};

use super::{failure::words, git::unstarted};

mod program;
pub(crate) use program::{Running, capture};

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix::{Signals, end, shell};
#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows::{Signals, end, shell};

/// How long a command is left alone before it is looked at again.
const PAUSE: Duration = Duration::from_millis(5);

/// Runs a command line in a folder to its end, or ends it after a time with all that it started.
pub(crate) fn run(root: &str, command: &str, timeout_ms: u64) -> Reply {
    let signals = Signals::hold();
    let child = shell(command).current_dir(root).stdin(Stdio::null()).spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => return unstarted(&error, root).unwrap_or_else(|| Reply::Failed("there is no shell".into())),
    };
    match wait(&mut child, timeout_ms, &signals) {
        Ok(Some(status)) => Reply::Ran { exit_code: status.code(), stdout: Vec::new(), stderr: Vec::new() },
        Ok(None) => {
            let text = format!("it took longer than {timeout_ms} milliseconds");
            Reply::Unanswered { reason: Unanswered::Timeout, text }
        }
        Err(error) => Reply::Failed(words(&error)),
    }
}

fn wait(child: &mut Child, timeout_ms: u64, signals: &Signals) -> io::Result<Option<ExitStatus>> {
    let begin = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let late = begin.elapsed().as_millis() >= timeout_ms.into();
        if late || signals.came() {
            end(child)?;
            child.wait()?;
            signals.follow();
            return Ok(None);
        }
        thread::sleep(PAUSE);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{env, fs, process};

    use super::*;

    fn ran(exit_code: i32) -> Reply {
        Reply::Ran { exit_code: Some(exit_code), stdout: Vec::new(), stderr: Vec::new() }
    }

    #[test]
    fn a_command_ends_as_it_says() {
        let run = |command: &str| run("/", command, 60_000);
        assert_eq!(run("exit 3"), ran(3));
        assert_eq!(run("test $PWD = / && ! read line"), ran(0));
        assert_eq!(run("kill -9 $$"), Reply::Ran { exit_code: None, stdout: Vec::new(), stderr: Vec::new() });
        let nowhere = super::run("/no/such/folder", "true", 60_000);
        assert_eq!(nowhere, Reply::Failed("a folder of the path does not exist".into()));
    }

    #[test]
    fn a_command_that_takes_too_long_is_ended_with_all_that_it_started() {
        let pipe = env::temp_dir().join(format!("lockstep-{}-late", process::id()));
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).unwrap();
        // The one in the background holds the pipe open for as long as it lives.
        let command = format!("sleep 600 > {0} & exec sleep 600 > {0}", pipe.display());
        let reader = thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        let late =
            Reply::Unanswered { reason: Unanswered::Timeout, text: "it took longer than 300 milliseconds".into() };
        assert_eq!(run("/", &command, 300), late);
        assert_eq!(reader.join().unwrap(), b"", "nobody holds the pipe any more");
        fs::remove_file(pipe).unwrap();
    }
}
