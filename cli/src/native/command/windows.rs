//! Commands on Windows.

use std::{
    io,
    os::windows::process::CommandExt as _,
    process::{Child, Command, Stdio},
};

/// The shell with a command line, whose quotes are the shell's own.
pub(super) fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd");
    shell.args(["/d", "/s", "/c"]).raw_arg(format!("\"{command}\""));
    shell
}

/// A program, which ends with what it started.
pub(super) fn program(name: &str, arguments: &[String]) -> Command {
    let mut program = Command::new(name);
    program.args(arguments);
    program
}

/// Whether a command has ended.
pub(super) fn has_ended(child: &mut Child) -> io::Result<bool> {
    Ok(child.try_wait()?.is_some())
}

/// Ends a command with all that it started.
pub(super) fn end(child: &mut Child) -> io::Result<()> {
    let mut ending = Command::new("taskkill");
    ending.args(["/t", "/f", "/pid", &child.id().to_string()]);
    ending.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    // Whatever came of that, the command itself must not be waited for.
    child.kill()
}

/// Nothing: what ends this program from its console ends the command, too.
pub(super) struct Signals;

impl Signals {
    pub(super) fn hold() -> Self {
        Self
    }

    pub(super) fn came(&self) -> bool {
        false
    }

    pub(super) fn follow(&self) {}
}
